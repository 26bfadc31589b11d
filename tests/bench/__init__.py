"""How fast Offcut is, next to what people would use instead: ``python3 -m tests.bench``."""
