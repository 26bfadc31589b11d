"""How ``compact_rounding.xz`` was made: by hand, with PyTorch, from photos; no part of a build."""
