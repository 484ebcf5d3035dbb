"""Where things lie. Everything is found from the package, never from the working folder."""

import os
from pathlib import Path

HOME = Path(os.environ.get("S3ANALYSIS_HOME") or Path(__file__).resolve().parent.parent)
RAW = HOME / "data" / "raw"
PROCESSED = HOME / "data" / "processed"
IMPORTED = HOME / "data" / "imported"
NOTEBOOKS = HOME / "notebooks"
REPORTS = HOME / "reports"
WORKSHOP = HOME / ".s3analysis"
