"""What runs only in the page: in Pyodide, in the Python worker."""
