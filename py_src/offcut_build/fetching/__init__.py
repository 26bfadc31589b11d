"""What the build downloads, each verified by SHA-256."""
