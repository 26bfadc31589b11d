"""Time and memory beside rembg's, under CPython: ``python3 -m offcut_bench.rembg``."""
