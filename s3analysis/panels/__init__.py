"""The panels of explore.ipynb: what each asks, and what it answers."""
