"""How fast and how large the product is, as ratios to a bare Textual application beside it."""
