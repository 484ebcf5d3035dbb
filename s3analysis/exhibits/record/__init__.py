"""Exhibits on what was transcribed: events, themes, needs, services, documents."""
