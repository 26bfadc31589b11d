"""How good the edges are, beside the peers': ``python3 -m tests.bench.edges``."""
