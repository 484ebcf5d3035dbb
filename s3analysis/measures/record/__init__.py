"""Measures of what was transcribed: events, themes, services, needs."""
