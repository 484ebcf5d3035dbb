"""Which region is meant, and where it lies."""
