"""Where an output and the one made again differ, in words a reader can act on.

A float that differs in its last digits is the same float; a count, a word, a place is not.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from math import isclose
from typing import Any

RELATIVE, ABSOLUTE = 1e-9, 1e-12
"""How far two floats may lie apart and be the same number."""

WORDS = ("key", "kind", "title", "subtitle", "alt", "source", "note", "reproduces", "synthetic")
SHOWN = 8  # lines of one kind that are told before "and so on"
ROOM = 50  # characters shown before and after a place in a text

Words = tuple[str, str]
"""What the older and the newer of two outputs are called."""

REVIEWED: Words = ("committed", "recomputed")

FLOAT = re.compile(r"-?\d+\.\d+(?:[eE][-+]?\d+)?")


def exhibits(
    committed: dict[str, Any], again: dict[str, Any], words: Words = REVIEWED
) -> list[str]:
    """Return where two exhibits differ: their words, columns and rows. Not their drawings."""
    found = [
        f"{name}: {_pair(committed.get(name), again.get(name), words)}"
        for name in WORDS
        if committed.get(name) != again.get(name)
    ]
    columns = list(_columns(committed["columns"], again["columns"], words))
    if len(committed["columns"]) == len(again["columns"]):
        labels = [column["label"] for column in again["columns"]]
        columns += _told(list(_rows(committed["rows"], again["rows"], labels, words)))
    return found + columns


def _columns(
    committed: list[dict[str, Any]], again: list[dict[str, Any]], words: Words
) -> Iterator[str]:
    if len(committed) != len(again):
        both = (committed, again)
        one, other = (", ".join(each["label"] for each in columns) for columns in both)
        yield f"columns: {_pair(one, other, words)}"
        return
    for number, (old, new) in enumerate(zip(committed, again, strict=True), 1):
        for name in ("label", "type", "unit", "digits"):
            if old[name] != new[name]:
                told = _pair(old[name], new[name], words)
                yield f"column {number} ({new['label']}), {name}: {told}"


def _rows(
    old: list[list[Any]], new: list[list[Any]], labels: list[str], words: Words
) -> Iterator[str]:
    if len(old) == len(new):
        if old != new and sorted(map(repr, old)) == sorted(map(repr, new)):
            first = next(i for i, (a, b) in enumerate(zip(old, new, strict=True)) if a != b)
            yield f"rows stand in another order, from row {first + 1} ({_name(old[first])}) on"
            return
        for number, (one, other) in enumerate(zip(old, new, strict=True), 1):
            for label, a, b in zip(labels, one, other, strict=True):
                if not alike(a, b):
                    yield f"row {number} ({_name(other)}), column {label}: {_pair(a, b, words)}"
        return
    older, newer = words
    yield f"rows: {len(old)} {older}, {len(new)} {newer}"
    matched = SequenceMatcher(None, list(map(repr, old)), list(map(repr, new)), autojunk=False)
    for what, i, j, k, m in matched.get_opcodes():
        if what != "equal":
            for n in range(i, j):
                yield f"row {n + 1} ({_name(old[n])}): {older} only"
            for n in range(k, m):
                yield f"row {n + 1} ({_name(new[n])}): {newer} only"


def alike(one: Any, other: Any) -> bool:
    """Return whether two cells say the same: floats but for their last digits, all else exactly.

    >>> alike(0.1 + 0.2, 0.3), alike(49, 50), alike("49", 49)
    (True, False, False)
    """
    if isinstance(one, float | int) and isinstance(other, float | int):
        if isinstance(one, float) or isinstance(other, float):
            return isclose(one, other, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
        return one == other
    return bool(one == other)


def plain(value: Any) -> Any:
    """Return an output with its floats cut to the digits that count, for a strict comparison.

    >>> plain("0.30000000000000004 of 49"), plain({"y": [0.1 + 0.2]})
    ('0.3 of 49', {'y': [0.3]})
    """
    if isinstance(value, str):
        return FLOAT.sub(
            lambda number: f"{float(number[0]):.9g}" if _long(number[0]) else number[0], value
        )
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


def _long(number: str) -> bool:
    """Return whether a number is printed with more digits than count."""
    return len(re.sub(r"\D", "", re.split("[eE]", number)[0]).lstrip("0")) > 9


def texts(committed: str, again: str) -> str:
    """Return the first place where two texts part, or nothing where they say the same.

    Blanks do not count: how a table is laid out in plain text is not what it says.
    """
    old, new = (" ".join(str(plain(text)).split()) for text in (committed, again))
    if old == new:
        return ""
    start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
    start = min(len(old), len(new)) if start is None else start
    begin = max(start - ROOM, 0)
    one, other = (_cut(text, begin, start + ROOM) for text in (old, new))
    return _pair(one, other, REVIEWED)


def _cut(text: str, begin: int, end: int) -> str:
    return "…" * (begin > 0) + text[begin:end] + "…" * (end < len(text))


def _pair(old: Any, new: Any, words: Words) -> str:
    older, newer = words
    return f"{_quoted(old)} {older}, {_quoted(new)} {newer}"


def _quoted(value: Any) -> str:
    return f"“{value}”" if isinstance(value, str) else str(value)


def _name(row: Sequence[Any]) -> str:
    """Return what a row is called: its first cell."""
    return str(row[0])[:ROOM] if row else ""


def _told(lines: list[str]) -> list[str]:
    more = len(lines) - SHOWN
    return [*lines[:SHOWN], f"and {more} more differences"] if more > 1 else lines
