"""The contenders' pages, on hosts of known speed, and what drives them."""
