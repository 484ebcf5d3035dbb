"""Whether a committed notebook may still be what its inputs give, said without running it.

What it depends on is what the store keeps it by: data, code below the press, and its own text. A
change may leave its outputs as they are: only the review compares them.
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from s3analysis.paths import HOME, NOTEBOOKS
from s3analysis.press.cache import tasks as plan
from s3analysis.press.editions.manifest import ask_git

DATA = ("data/raw/", "data/processed/", "data/imported/")
SHOWN = 3  # files that a line names
SAME = "nothing it depends on changed since it was committed"


class NoHistory(RuntimeError):
    """The project is no git repository, or one without a commit."""

    exit_code = 3


def lines(home: Path = HOME) -> Iterator[str]:
    """Yield a line for each committed notebook. Raises NoHistory."""
    changed: dict[str, list[str]] = {}
    folder = home / NOTEBOOKS.relative_to(HOME)
    for path in sorted(folder.glob("*.ipynb")):
        name = path.relative_to(home).as_posix()
        when = _ask(home, "log", "-1", "--format=%h of %cs", "--", name).strip()
        if not when:
            yield f"{path.stem}: not committed"
            continue
        revision = when.partition(" ")[0]
        if revision not in changed:
            changed[revision] = _changed(home, revision)
        reads = [each for each in changed[revision] if _bears(each, name)]
        yield f"{path.stem}: {_told(reads, when)}"


def _changed(home: Path, revision: str) -> list[str]:
    since = _ask(home, "diff", "--name-only", "--relative", "-z", revision)
    new = _ask(home, "ls-files", "--others", "--exclude-standard", "-z")
    return sorted({*since.split("\0"), *new.split("\0")} - {""})


def _bears(path: str, notebook: str) -> bool:
    panels = path.startswith("s3analysis/panels/") and notebook.endswith("/explore.ipynb")
    return path == notebook or path.startswith(DATA) or plan.is_code(path) or panels


def _told(reads: list[str], when: str) -> str:
    if not reads:
        return f"{SAME} ({when})"
    more = f" and {len(reads) - SHOWN} more" if len(reads) > SHOWN else ""
    files = f"{', '.join(reads[:SHOWN])}{more}"
    return f"changed since it was committed ({when}): {files}; make review compares its outputs"


def _ask(home: Path, *words: str) -> str:
    try:
        return ask_git(home, *words)
    except (OSError, subprocess.SubprocessError):
        raise NoHistory(f"{home} is no git repository with a commit: run make review") from None
