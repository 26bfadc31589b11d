"""The static site: its files, their integrity, and the service worker's list of them."""
