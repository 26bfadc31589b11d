"""Steps 2a and 5b: files to pictures, and pictures to files."""
