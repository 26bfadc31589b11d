"""Serving the site on this machine as its host does."""
