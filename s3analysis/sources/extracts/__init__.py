"""Extracts of priorities: any file as a table, its mapping, its import."""
