"""What the build runs in Pyodide itself, under Node (``run.mjs``)."""
