"""Tests of the build and the server; none needs the network."""
