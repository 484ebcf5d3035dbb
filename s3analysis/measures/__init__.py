"""Second floor: from tidy tables to numbers; frames in, frames out."""
