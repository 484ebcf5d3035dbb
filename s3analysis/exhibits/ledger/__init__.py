"""Exhibits on what is printed and whether it is right."""
