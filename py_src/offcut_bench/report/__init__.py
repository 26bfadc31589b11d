"""What was measured, kept and written: docs/benchmark.md."""
