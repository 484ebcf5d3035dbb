"""Fourth floor: from notebooks to editions."""

import sys

# nbformat imports jsonschema, which would build a grammar for a check of addresses that no notebook
# asks for: nine tenths of the second that the import takes.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None: not to be found
