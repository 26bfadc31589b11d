"""Step 5a: the subject on its new background, cropped, scaled, with its shadow."""
