"""What a second look is worth: ``python3 -m offcut_bench.best``."""
