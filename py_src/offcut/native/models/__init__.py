"""Where the command line's models come from, and where they are kept."""
