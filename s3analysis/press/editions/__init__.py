"""Make, publish, verify and compare editions."""
