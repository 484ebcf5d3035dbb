"""What an edition must be before it is published. Knows files, and nothing of what they say."""

import re
from collections.abc import Iterator
from pathlib import Path

from s3analysis.paths import HOME
from s3analysis.press.document import Unprintable

BUDGETS = {".html": 2_000_000, ".ipynb": 3_000_000, ".svg": 300_000}
"""Most bytes of a file, by its kind."""

OUTSIDE = re.compile(
    r"""(?:\s(?:src|action|data|poster)=|<link\b[^>]*\shref=|url\(|@import\s)["'\s]*"""
    r"""(?:https?:)?//[^"'\s)>]*""",
    re.IGNORECASE,
)
"""An address that a browser would fetch without being asked."""

MACHINE = re.compile(
    r"(?<![\w.+/=-])(?:" + re.escape(str(HOME)) + r"(?![\w-])|"
    r"/(?:home|Users|root|tmp|private)/[\w.-]+|[A-Z]:\\+Users\\)"
)
"""A path that means something on one machine only."""


def require(folder: Path) -> None:
    """Raise Unprintable, with every reason, unless a staged edition may be published."""
    faults = [
        fault
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for fault in _faults(path, path.relative_to(folder).as_posix())
    ]
    if faults:
        raise Unprintable("; ".join(faults))


def _faults(path: Path, name: str) -> Iterator[str]:
    size, budget = path.stat().st_size, BUDGETS.get(path.suffix)
    if budget and size > budget:
        yield f"{name} has {size:,} bytes, more than {budget:,}"
    text = path.read_text("utf-8")
    if path.suffix in {".html", ".svg"} and (outside := OUTSIDE.search(text)):
        yield f"{name} asks the network for {outside[0].strip()}"
    if machine := MACHINE.search(text):
        yield f"{name} names a path of this machine: {machine[0]}"
