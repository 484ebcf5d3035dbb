"""Exhibits on declared priorities."""
