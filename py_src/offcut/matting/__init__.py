"""Step 4: the network's mask to alpha at the picture's own resolution."""
