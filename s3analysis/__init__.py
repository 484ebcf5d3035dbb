"""Reproducible analysis of the Smart Specialisation Platform for Industrial Modernisation."""
