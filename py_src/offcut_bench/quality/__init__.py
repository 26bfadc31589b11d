"""How good the masks are, against the ground truth."""
