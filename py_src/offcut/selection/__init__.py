"""What of the network's mask stays: cleaning, the subjects that are chosen, what a click asks."""
