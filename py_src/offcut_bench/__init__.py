"""How good, fast and light Offcut is beside what people would use: ``python3 -m offcut_bench``."""
