"""What the bytes of a file hold: the picture in it, and what else must be known to decode it."""
