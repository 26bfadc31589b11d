"""Numeric building blocks that every step may use; they know nothing of pictures' meaning."""
