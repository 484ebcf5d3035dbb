"""What changed from one edition to another, why, and in which order a reader should know."""
