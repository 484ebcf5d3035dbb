"""What an edition must be before it is published. Knows files, and nothing of what they say."""

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from s3analysis.paths import HOME
from s3analysis.press.prints.document import Unprintable

BUDGETS = {".html": 1_000_000, ".ipynb": 3_000_000, ".svg": 300_000}
"""Most bytes of a file, by its kind."""

ONE_OF_MANY = 150_000
"""Most bytes of a page that is made of one notebook of its name."""

ZIPPED = {".zip", ".xlsx", ".docx"}

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
    if path.suffix == ".html" and (path.parent / "notebooks" / f"{path.stem}.ipynb").exists():
        budget = ONE_OF_MANY
    if budget and size > budget:
        yield f"{name} has {size:,} bytes, more than {budget:,}"
    try:
        texts = list(_texts(path))
    except BadZipFile:
        yield f"{name} is damaged"
        return
    if path.suffix in {".html", ".svg"} and (outside := OUTSIDE.search(texts[0])):
        yield f"{name} asks the network for {outside[0].strip()}"
    if machine := next(filter(None, map(MACHINE.search, texts)), None):
        yield f"{name} names a path of this machine: {machine[0]}"


def _texts(path: Path) -> Iterator[str]:
    """Return what a file says: the text of each file in a zip, of others as far as it is open."""
    if path.suffix in ZIPPED:
        with ZipFile(path) as archive:
            for member in archive.infolist():
                yield archive.read(member).decode("latin-1")
    else:
        content = path.read_bytes()
        try:
            yield content.decode("utf-8")
        except UnicodeDecodeError:
            yield content.decode("latin-1")
