"""Files on this machine, with the standard library alone: the build uses it too."""
