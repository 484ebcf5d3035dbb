"""Fourth floor: from notebooks to editions."""
