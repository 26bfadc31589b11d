"""How much a stroke or a click mends of what the network got wrong."""
