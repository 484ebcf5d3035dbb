"""Where an output and the one made again differ, in words a reader can act on.

A float that differs in its last digits is the same float; a count, a word, a place is not.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

RELATIVE, ABSOLUTE = 1e-9, 1e-12
"""How far two floats may lie apart and be the same number."""
LARGE, DIGITS = 1e-6, 1e-14
"""How far apart large ones may lie: a millionth, or for the largest what a float cannot hold."""

WORDS = ("key", "kind", "title", "subtitle", "alt", "source", "note", "reproduces", "synthetic")
SHOWN = 8  # lines that tell of the rows of an exhibit
ROOM = 50  # characters shown before and after a place in a text

Key = tuple[Any, ...]
"""What tells a row apart from the others of its table."""

Words = tuple[str, str]
"""What the older and the newer of two outputs are called."""

REVIEWED: Words = ("committed", "recomputed")

FLOAT = re.compile(r"-?(?:\d+\.\d*(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+)")
PRINTED = 1e-12
"""How far, for its size, a number printed with many digits may lie from the same number."""
EXACT = 4
"""Decimals up to which a printed number, such as an amount, has to be the same in each digit."""
NAMELESS = re.compile(
    r"\b0x[0-9a-fA-F]{6,16}\b|(?<=T_)[0-9a-f]{5,}|"
    r"(?<=[-_#\"'=])[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b"
)
"""An address of an object, an id of a styled table, an id drawn at random: new in each run."""


def exhibits(committed: dict[str, Any], again: dict[str, Any]) -> list[str]:
    """Return where two exhibits differ: their words, columns and rows. Not their drawings.

    Rows are matched by what names them, not by their place; of these lines SHOWN are told, and how
    many more there are.
    """
    found = [
        f"{name}: {pair(committed.get(name), again.get(name), REVIEWED)}"
        for name in WORDS
        if committed.get(name) != again.get(name)
    ]
    found += _columns(committed["columns"], again["columns"])
    lines = list(_rows(*comparable(committed, again)))
    more = len(lines) - SHOWN
    return found + ([*lines[:SHOWN], f"and {more} more differences"] if more > 1 else lines)


def _columns(committed: list[dict[str, Any]], again: list[dict[str, Any]]) -> Iterator[str]:
    if len(committed) != len(again):
        both = (committed, again)
        one, other = (", ".join(each["label"] for each in columns) for columns in both)
        yield f"columns: {pair(one, other, REVIEWED)}"
        return
    for number, (old, new) in enumerate(zip(committed, again, strict=True), 1):
        for name in ("label", "type", "unit", "digits"):
            if old[name] != new[name]:
                told = pair(old[name], new[name], REVIEWED)
                yield f"column {number} ({new['label']}), {name}: {told}"


def comparable(
    committed: dict[str, Any], again: dict[str, Any]
) -> tuple[list[list[Any]], list[list[Any]], list[dict[str, Any]]]:
    """Return the rows of both under the columns that both have, and these columns."""
    old, new = committed["columns"], again["columns"]
    if len(old) == len(new):
        return committed["rows"], again["rows"], new
    here, there = ([column["label"] for column in columns] for columns in (old, new))
    shared = [label for label in there if label in here]
    rows = (
        [[row[labels.index(label)] for label in shared] for row in each["rows"]]
        for labels, each in ((here, committed), (there, again))
    )
    return next(rows), next(rows), [new[there.index(label)] for label in shared]


def _rows(
    old: list[list[Any]], new: list[list[Any]], columns: list[dict[str, Any]]
) -> Iterator[str]:
    older, newer = REVIEWED
    if len(old) != len(new):
        yield f"rows: {len(old)} {older}, {len(new)} {newer}"
    for place, column, one, other in parted(old, new, columns):
        if column:
            yield f"{place}, column {column['label']}: {pair(one, other, REVIEWED)}"
        elif one and other:
            yield f"rows stand in another order, from {place} on"
        else:
            yield f"{place}: {newer if one is None else older} only"


def parted(
    old: list[list[Any]], new: list[list[Any]], columns: list[dict[str, Any]]
) -> Iterator[tuple[str, dict[str, Any] | None, Any, Any]]:
    """Yield rows that one alone has, the first out of order, then cells that differ.

    Each has its place, its column if it is a cell, and what either holds there.
    """
    was, now = _keyed(old, new, columns)
    places = {key: f"row {number} ({_named(key)})" for number, key in enumerate(now, 1)}
    before = {key: f"row {number} ({_named(key)})" for number, key in enumerate(was, 1)}
    yield from ((before[key], None, was[key], None) for key in was if key not in now)
    yield from ((places[key], None, None, now[key]) for key in now if key not in was)
    shared = [key for key in was if key in now]
    moved = [key for key, other in zip(shared, filter(was.get, now), strict=True) if key != other]
    yield from ((before[key], None, was[key], now[key]) for key in moved[:1])
    for key in now:
        for column, one, other in zip(columns, was.get(key, ()), now[key], strict=False):
            if not alike(one, other):
                yield places[key], column, one, other


def _keyed(
    old: list[list[Any]], new: list[list[Any]], columns: list[dict[str, Any]]
) -> tuple[dict[Key, list[Any]], dict[Key, list[Any]]]:
    """Return the rows of both by key: as many first columns of text as tell rows apart.

    Where none do, rows of the same text are counted.
    """
    texts = [place for place, column in enumerate(columns) if column["type"] == "text"]
    keyed: list[dict[Key, list[Any]]] = []
    for many in range(1, len(texts) + 1):
        keyed = [{tuple(row[i] for i in texts[:many]): row for row in rows} for rows in (old, new)]
        if [*map(len, keyed)] == [len(old), len(new)]:
            return keyed[0], keyed[1]
    counted = [Counter[Key](), Counter[Key]()]
    keyed = [{}, {}]
    for rows, seen, found in zip((old, new), counted, keyed, strict=True):
        for row in rows:
            key = tuple(row[i] for i in texts)
            seen[key] += 1
            found[*key, seen[key]] = row
    return keyed[0], keyed[1]


def alike(one: Any, other: Any) -> bool:
    """Return whether two cells say the same: floats but for their last digits, all else exactly.

    >>> alike(0.1 + 0.2, 0.3), alike(49, 50), alike("49", 49), alike(4e11, 4e11 + 0.01)
    (True, False, False, False)
    """
    numbers = isinstance(one, float | int) and isinstance(other, float | int)
    if numbers and (isinstance(one, float) or isinstance(other, float)):
        return _near(one, other, RELATIVE)
    return bool(one == other)


def _near(one: float, other: float, relative: float) -> bool:
    """Return whether two numbers are one float: small ones by their size, large ones to the cent.

    A sum of 4e11 in another order moves the sixteenth digit; a cent is the fourteenth.
    """
    if one == other:
        return True
    size = max(abs(one), abs(other))
    most = max(ABSOLUTE, min(relative * size, LARGE), DIGITS * size)
    return bool(abs(one - other) <= most < float("inf"))


def plain(value: Any) -> Any:
    """Return data with floats cut to the digits that count, for a strict comparison.

    >>> plain({"y": [0.1 + 0.2, 1.2e-16, 49]})
    {'y': [0.3, 0.0, 49]}
    """
    if isinstance(value, float):
        return 0.0 if abs(value) < ABSOLUTE else float(f"{value:.14g}")
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


def texts(committed: str, again: str) -> str:
    """Return the first place where two texts part, or nothing where they say the same.

    Blanks do not count, since how a table is laid out in plain text is not what it says; nor do
    the last digits of a float, and ids that each run draws anew.
    """
    old, new = (NAMELESS.sub("…", " ".join(text.split())) for text in (committed, again))
    numbers = FLOAT.findall(old), FLOAT.findall(new)
    if len(numbers[0]) == len(numbers[1]):
        same = iter([a if _same(a, b) else b for a, b in zip(*numbers, strict=True)])
        new = FLOAT.sub(lambda _: next(same), new)
    if old == new:
        return ""
    old, new = (FLOAT.sub(_shown, text) for text in (old, new))
    start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
    start = min(len(old), len(new)) if start is None else start
    begin = max(start - ROOM, 0)
    one, other = (_cut(text, begin, start + ROOM) for text in (old, new))
    return pair(one, other, REVIEWED)


def marks(committed: list[str], again: list[str]) -> list[str]:
    """Return the first mark of a drawing whose colour or shape is another, or nothing.

    >>> marks(["#0b6e99", "#7fb5cc"], ["#7fb5cc", "#0b6e99"])
    ['mark 1 of the drawing: “#0b6e99” committed, “#7fb5cc” recomputed']
    """
    if len(committed) != len(again):
        return [f"marks of the drawing: {pair(len(committed), len(again), REVIEWED)}"]
    pairs = enumerate(zip(committed, again, strict=True), 1)
    parted = [f"mark {n} of the drawing: {pair(a, b, REVIEWED)}" for n, (a, b) in pairs if a != b]
    return parted[:1]


def _shown(number: "re.Match[str]") -> str:
    """Return a printed number without the digits that no float holds."""
    return f"{float(number[0]):.15g}" if len(re.sub(r"\D", "", number[0])) > 16 else number[0]


def _same(one: str, other: str) -> bool:
    """Return whether two printed numbers are one float."""
    decimals = {len(each.partition(".")[2]) for each in (one, other)}
    if len(decimals) == 1 and decimals.pop() <= EXACT and "e" not in f"{one}{other}".lower():
        return float(one) == float(other)
    return _near(float(one), float(other), PRINTED)


def _cut(text: str, begin: int, end: int) -> str:
    return "…" * (begin > 0) + text[begin:end] + "…" * (end < len(text))


def pair(old: Any, new: Any, words: Words) -> str:
    """Return two values, each with what its output is called."""
    older, newer = words
    return f"{_quoted(old)} {older}, {_quoted(new)} {newer}"


def _quoted(value: Any) -> str:
    return f"“{value}”" if isinstance(value, str) else str(value)


def _named(key: Key) -> str:
    """Return what a row is called: the texts that tell it apart."""
    return ", ".join(str(part)[:ROOM] for part in key)
