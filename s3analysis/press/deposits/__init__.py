"""An edition made ready for an archive, with what a data editor asks for, and its signature."""
