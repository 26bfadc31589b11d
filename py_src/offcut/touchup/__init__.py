"""What a person paints on the mask: strokes, the brush, and the smart brush."""
