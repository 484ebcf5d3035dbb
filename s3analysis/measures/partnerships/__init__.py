"""Measures of partnerships, their regions and the network they form."""
