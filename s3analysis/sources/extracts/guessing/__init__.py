"""A mapping proposed for a file: where its table stands, what its columns are, and the TOML."""
