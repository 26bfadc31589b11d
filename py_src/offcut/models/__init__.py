"""Step 1: what a model consists of, and how its weights are laid out for the download."""
