"""The tables of the report, as the reader reads them: one module a notebook."""
