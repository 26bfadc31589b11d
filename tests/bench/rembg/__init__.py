"""The comparison with rembg."""
