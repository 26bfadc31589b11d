"""The build: fetches, verifies and assembles the static site, and serves it.

Runs on the standard library alone; ``offcut_build.models`` runs in the private environment that
``offcut_build.fetching.environment`` makes.
"""
