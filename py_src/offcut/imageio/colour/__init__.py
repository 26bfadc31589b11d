"""What colours a file means: its profile, or what else it says of them."""
