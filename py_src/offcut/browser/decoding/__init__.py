"""Decoding by the browser, of formats for which Pyodide has old code or none."""
