"""Samples that are more, or other, than 8-bit RGB: to those that the pipeline works on."""
