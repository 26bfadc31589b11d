"""How ``compact_rounding.xz`` was made: by hand, with PyTorch, from photos; no part of a build.

First ``fit``, then ``fit.coarse``. The shipped corrections came from these algorithms as scripts:
running them again gives others of the same quality, not the same bytes.
"""
