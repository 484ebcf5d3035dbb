"""Print executed notebooks: page, PDF, Word, workbook, archive."""
