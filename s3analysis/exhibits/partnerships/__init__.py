"""Exhibits on partnerships and their regions."""
