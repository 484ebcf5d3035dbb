"""The drawings."""

NARROW = 68.0  # millimetres of a drawing for a telephone: small print is 12 pixels at 320
