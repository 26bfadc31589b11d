"""The server, started as people start it."""
