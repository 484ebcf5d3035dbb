"""Measures of declared priorities."""
