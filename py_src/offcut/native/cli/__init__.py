"""The command ``offcut``."""
