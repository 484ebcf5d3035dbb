"""Where things lie. Everything is found from the package, never from the working folder."""

import os
from pathlib import Path

HOME = Path(os.environ.get("S3ANALYSIS_HOME") or Path(__file__).resolve().parent.parent).absolute()
RAW = HOME / "data" / "raw"
PROCESSED = HOME / "data" / "processed"
IMPORTED = HOME / "data" / "imported" / "priorities"
LISTS = HOME / "data" / "imported" / "members"
"""Where imported member lists are, each in a folder of its own."""
NOTEBOOKS = HOME / "notebooks"
REPORTS = Path(os.environ.get("S3ANALYSIS_OUTPUT") or HOME / "reports").absolute()
"""Where editions are put; a run with --output writes there alone, its store and locks included."""
WORKSHOP = (HOME if REPORTS == HOME / "reports" else REPORTS) / ".s3analysis"

TOOLS = {"MPLCONFIGDIR": str(WORKSHOP / "matplotlib"), "IPYTHONDIR": str(WORKSHOP / "ipython")} | {
    f"JUPYTER_{what}_DIR": str(WORKSHOP / "jupyter") for what in ("CONFIG", "DATA", "RUNTIME")
}
"""Where the libraries of a run keep what is theirs: not in a home, which a service may lack."""


class NoProject(LookupError):
    """There are no data, notebooks and reports where they are looked for."""

    exit_code = 3


def require_project() -> None:
    """Raise NoProject where the package is not in a clone, and none is named."""
    if not RAW.is_dir():
        raise NoProject(
            f"no project in {HOME} (there is no data/raw); set S3ANALYSIS_HOME to the folder of a "
            "clone, or use the command of a clone, .venv/bin/s3analysis"
        )
