"""Dated lists of who takes part: the brief's own, and those that a user imports."""
