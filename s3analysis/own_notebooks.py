"""Notebooks of a researcher's own, in notebooks/own: sections of the report like the others.

An own notebook is given the parameters that its tagged cell names, and its exhibits are printed
under the same rules. What JupyterLab calls Untitled is nobody's section yet: it is named and left.
"""

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from s3analysis.parameters import USUAL
from s3analysis.paths import HOME, NOTEBOOKS

if TYPE_CHECKING:
    from s3analysis.contracts import Parameters

FOLDER = NOTEBOOKS / "own"
NAME = re.compile(r"[\w-]+")


def paths() -> list[Path]:
    """Return the own notebooks that a report prints, in the order of their names."""
    return [path for path in sorted(FOLDER.glob("*.ipynb")) if not _untitled(path)]


def of_platform(platform: str) -> list[Path]:
    """Return the own notebooks in a report of a platform: of another one, those that ask which."""
    asked = paths()
    if platform == USUAL["platform"]:
        return asked
    return [path for path in asked if "platform" in _assigned(path)]


def strays(platform: str = USUAL["platform"]) -> list[str]:
    """Return a sentence for each notebook that no report prints, where it might be meant to."""
    from s3analysis.contracts import ALL

    beside = [path for path in sorted(NOTEBOOKS.glob("*.ipynb")) if path.stem not in ALL]
    unnamed = [path for path in sorted(FOLDER.glob("*.ipynb")) if _untitled(path)]
    deaf = [path for path in paths() if path not in of_platform(platform)]
    whys = (
        (beside, "move it to notebooks/own"),
        (unnamed, "give it a name"),
        (deaf, "give its cell of parameters a platform"),
    )
    return [
        f"{path.relative_to(HOME)} is not printed; to have it printed, {what}"
        for found, what in whys
        for path in found
    ]


def contract(path: Path) -> "type[Parameters]":
    """Return the contract of an own notebook: the report's parameters that its cell assigns.

    Raises Refused where its name cannot stand beside those of the report.
    """
    from pydantic import create_model

    from s3analysis import contracts

    if path.stem in contracts.ALL or not NAME.fullmatch(path.stem):
        place = path.relative_to(HOME).as_posix()
        why = "its name must be letters, digits, _ and -, and not that of another notebook"
        raise contracts.Refused(path.stem, [f"{place}: {why}"])
    fields = {name: kind for name, kind in contracts.KINDS.items() if name in _assigned(path)}
    made = create_model(path.stem, __base__=contracts.Parameters, **fields)
    made.notebook = path.stem
    return made


def _untitled(path: Path) -> bool:
    return path.stem.startswith("Untitled")


def _assigned(path: Path) -> set[str]:
    """Return the names that the cell of parameters assigns; of a damaged notebook none."""
    with suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
        lines = "\n".join("".join(cell["source"]) for cell in tagged)
        return set(re.findall(r"(?m)^(\w+)\s*(?::[^=]*)?=", lines))
    return set()
