"""Files that were made to be slow are refused before a decoder reads them."""
