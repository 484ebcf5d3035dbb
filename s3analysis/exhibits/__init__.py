"""Third floor: from numbers to what a reader sees; opens no file."""
