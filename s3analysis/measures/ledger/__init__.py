"""Measures of published numbers: claims, verdicts, readings."""
