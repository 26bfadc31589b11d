"""Steps 2a and 5b for animations: all frames in, and all frames out."""
