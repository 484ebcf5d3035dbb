"""Where two editions differ: a Change a sentence, title, row or cell, the weightiest first.

Exhibits and computed sentences are compared as the executed notebooks hold them, rows by what names
them: a region that is gone is one change. Pages and files follow from that.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from s3analysis.exhibits.exhibit import MIME
from s3analysis.press.prints.document import IN_BRIEF
from s3analysis.press.review import differences

WORDS = ("before", "now")
ROOM = 400  # letters of a value on a page
WEIGHTS = (
    "a finding of page 1 turned",
    "a number of page 1 moved",
    "a verdict turned",
    "a title or sentence changed",
    "an exhibit came, went or has other columns",
    "a row came or went",
    "a value changed",
    "words changed",
)
"""How much a change matters, the most first."""
TURNED, HEADLINE, VERDICT, TITLE, EXHIBIT, ROW, VALUE, OTHER = range(len(WEIGHTS))

NUMBER = re.compile(r"(?<![\w.,])[-\u2212]?\d[\d,]*(?:\.\d+)?(?![\w])")
SEE = re.compile(r" See (?:\[\]\(#[\w-]+\)(?:, | and )?)+\.")
LINK = re.compile(r"\[(.*?)\]\(#?(.*?)\)")
PLURAL = {"is": "are", "has": "have", "was": "were", "its": "their"}
ABRUPT = 0.5
"""A number that moves by more than this share of itself, or changes its sign, is marked."""


class Unread(ValueError):
    """A notebook of an edition that cannot be read; the message names it."""

    exit_code = 5


@dataclass(frozen=True)
class Change:
    """What an edition says otherwise, in `exhibit` (empty: a sentence) at `place`.

    `old` or `new` is None where there is nothing. `causes` are names of Cause: those that it can
    come from, or, where each was `tried` alone, those that move it.
    """

    notebook: str
    exhibit: str
    place: str
    old: Any
    new: Any
    weight: int
    causes: tuple[str, ...] = ()
    tried: bool = False

    @property
    def where(self) -> str:
        """Return the notebook and the exhibit."""
        return f"{self.notebook}, {self.exhibit or 'a sentence'}"

    @property
    def what(self) -> str:
        """Return the place and both values, in words."""
        at = f"{self.place}: " if self.place else ""
        if self.old is None or self.new is None:
            only = "is new" if self.old is None else "is gone"
            if self.exhibit:
                return f"{at}{only}"
            return f"{only}: “{self.new if self.old is None else self.old}”"
        marked = " (abrupt)" if self.abrupt else ""
        return f"{at}{differences.pair(self.old, self.new, WORDS)}{marked}"

    @property
    def pair(self) -> tuple[str, str]:
        """Return both values as a page shows them."""
        return _short(self.old), _short(self.new)

    @property
    def jump(self) -> float:
        """Return the largest share by which a number moved; 0: none did."""
        pairs = zip(_numbers(self.old), _numbers(self.new), strict=False)
        return max((_share(one, other) for one, other in pairs), default=0.0)

    @property
    def abrupt(self) -> bool:
        """Return whether a number moved by more than half, or changed its sign."""
        return self.jump > ABRUPT


def between(old: Path, new: Path) -> list[Change]:
    """Return where two editions differ, by their folders, the weightiest first. Raises Unread."""
    before, now = _shown(old), _shown(new)
    found: list[Change] = []
    for at in dict.fromkeys([*now, *before]):
        found += _changes(*at[:2], before.get(at), now.get(at))
    return sorted(found, key=lambda each: (each.weight, -each.jump))


def _changes(notebook: str, exhibit: str, old: Any, new: Any) -> Iterator[Change]:
    """Yield where one sentence, or one exhibit, says something else."""
    if old == new:
        return
    if not exhibit:
        yield Change(notebook, "", "", old, new, _of_words(notebook, old, new))
    elif old is None or new is None:
        one, other = (each and each.get("title") for each in (old, new))
        yield Change(notebook, exhibit, "", one, other, EXHIBIT)
    else:
        try:
            yield from [*_inside(notebook, exhibit, old, new)]
        except (LookupError, TypeError, AttributeError):  # of another version of this program
            damaged = "cannot be compared: one of the two is damaged, or of another format"
            yield Change(notebook, exhibit, damaged, "?", "?", EXHIBIT)


def _inside(notebook: str, exhibit: str, old: dict[str, Any], new: dict[str, Any]) -> Any:
    for name in differences.WORDS:
        one, other = old.get(name), new.get(name)
        if one != other:
            weight = _of_words(notebook, one, other) if name == "title" else OTHER
            yield Change(notebook, exhibit, name, one, other, weight)
    if old["columns"] != new["columns"]:
        one, other = (", ".join(c["label"] for c in each["columns"]) for each in (old, new))
        yield Change(notebook, exhibit, "columns", one, other, EXHIBIT)
    for place, column, one, other in differences.parted(*differences.comparable(old, new)):
        if column:
            label = column["label"]
            weight = OTHER if column["type"] == "text" else VALUE
            weight = VERDICT if label.startswith("Verdict") else weight
            yield Change(notebook, exhibit, f"{place}, column {label}", one, other, weight)
        elif one and other:
            yield Change(notebook, exhibit, "order of the rows", "one", "another", OTHER)
        else:
            yield Change(notebook, exhibit, place, one, other, ROW)


def _short(value: object) -> str:
    """Return a value as a page shows it.

    >>> _short(["Skåne", 3])
    'Skåne, 3'
    """
    if value is None:
        return "none"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= ROOM else f"{text[:ROOM]}…"


def _of_words(notebook: str, old: Any, new: Any) -> int:
    """Return the weight of a title or a sentence: on page 1, whether more than a number moved."""
    if notebook != IN_BRIEF:
        return TITLE
    return TURNED if _gist(str(old)) != _gist(str(new)) else HEADLINE


def _gist(text: str) -> list[str]:
    """Return what a sentence says but for its numbers.

    >>> _gist("1 region is in 3D printing") == _gist("2 regions are in 3D printing")
    True
    """
    words = re.findall(r"\w+", NUMBER.sub(" ", text).lower())
    return [PLURAL.get(word, word).rstrip("s") for word in words]


def _numbers(value: Any) -> list[float]:
    if isinstance(value, str):
        found = [each.replace("\u2212", "-").replace(",", "") for each in NUMBER.findall(value)]
        return [float(each) for each in found]
    return [float(value)] if isinstance(value, int | float) else []


def _share(old: float, new: float) -> float:
    if old == new:
        return 0.0
    return abs(new - old) / abs(old) if old else 1.0


def _shown(folder: Path) -> dict[tuple[str, str, str], Any]:
    """Return what an edition shows: exhibits by notebook and key, sentences by their cell."""
    found: dict[tuple[str, str, str], Any] = {}
    for path in sorted((folder / "notebooks").glob("*.ipynb")):
        try:
            cells = json.loads(path.read_text("utf-8"))["cells"]
            found |= dict(_of(path.stem, cells))
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as fault:
            raise Unread(f"{path} cannot be read: it is damaged") from fault
    return found


def _of(notebook: str, cells: list[dict[str, Any]]) -> Iterator[tuple[tuple[str, str, str], Any]]:
    seen = Counter[str]()
    for cell in cells:
        source = "".join(cell.get("source", ""))
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if MIME in data:
                yield (notebook, data[MIME]["key"], ""), data[MIME]
            elif "text/markdown" in data:
                seen[source] += 1
                yield (
                    (notebook, "", f"{source}{seen[source]}"),
                    _plain("".join(data["text/markdown"])),
                )


def _plain(markdown: str) -> str:
    """Return a computed sentence without marks, and without where its numbers are found.

    >>> _plain("**9 regions** are in. See [](#members) and [](#sizes).")
    '9 regions are in.'
    """
    text = SEE.sub("", markdown).replace("**", "")
    return LINK.sub(lambda link: link[1] or link[2], text)
