"""First floor: from the outside to tidy tables."""
