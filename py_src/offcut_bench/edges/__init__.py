"""How good the edges are, beside the peers': ``python3 -m offcut_bench.edges``."""
