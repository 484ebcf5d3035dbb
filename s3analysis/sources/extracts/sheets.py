"""Read a file that a person has, as rows of text cells: CSV, a workbook or JSON, by what it holds.

Nothing is guessed in silence: what was recognised (kind, encoding, delimiter, sheet, header) is
said with the result, and what cannot be told apart is refused with the choice to be made.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain, repeat
from pathlib import Path

import pandas as pd

from s3analysis.sources.extracts import encodings, import_errors, texts, workbooks
from s3analysis.sources.extracts.cells import Row, Rows
from s3analysis.sources.extracts.import_errors import refuse, refuse_all, some
from s3analysis.sources.extracts.mapping import File
from s3analysis.sources.extracts.territories import Gazetteer

MOST_BYTES = 200_000_000
HEADER_WITHIN = 50
PAGE = re.compile(
    r"(?i)<(!doctype|!--|html|head|meta|body|table|style|script|div|form|\?xml)\b|MIME-Version:"
)
HIDDEN = "hidden"


@dataclass(frozen=True)
class Known:
    """What is known beside a file: words that are not ASCII, names of regions, units by vintage."""

    words: set[str]
    names_region: Callable[[str], bool]
    gazetteer: Callable[[str], Gazetteer]


@dataclass(frozen=True)
class Sheet:
    """A table as its file holds it.

    `cells` has a row a record, by its row number in the file, and a column a header; every cell is
    text as found. `recognised` says what the file turned out to be, `notes` what is to be told of
    it; `faults` has a row a cell without text (import_errors.COLUMNS); `digest` is the SHA-256 of
    the bytes that were read.
    """

    name: str
    cells: pd.DataFrame
    recognised: list[str]
    notes: list[str]
    faults: pd.DataFrame
    digest: str = ""


def read(path: Path, how: File, wanted: set[str], known: Known) -> Sheet:
    """Return the table of a file. Raises InvalidExtract with every problem of its shape.

    `wanted` are the headers to be found.
    """
    return table(path.name, rows(path, how, wanted, known), how, wanted)


def rows(path: Path, how: File, wanted: set[str], known: Known) -> Rows:
    """Return the records of a file by what its first bytes say it is. Raises InvalidExtract."""
    name = path.name or str(path)
    try:
        raw = import_errors.contents(path, MOST_BYTES)
    except ValueError as error:
        refuse(name, str(error))
    if not raw.strip():
        refuse(name, "the file is empty")
    digest = sha256(raw).hexdigest()
    if raw.startswith((b"PK", workbooks.OLD)):
        found = _sheet(name, workbooks.sheets(name, raw, how.sheet), wanted, known)
        return replace(found, digest=digest)
    for magic, what in (
        (b"%PDF", "is a PDF; a table cannot be read from it"),
        (b"\x1f\x8b", "is packed with gzip; unpack it first"),
    ):
        if raw.startswith(magic):
            refuse(name, what)
    text, recognised = encodings.decoded(name, raw, how.encoding, known.words)
    del raw  # a long file is held once
    start = text.lstrip("\ufeff \r\n\t")[:2000]
    if PAGE.match(start):
        refuse(
            name,
            "is a web page or XML, not a table: download the data itself, or open it in a "
            "spreadsheet and save it as XLSX",
        )
    if start.startswith(("[", "{")):
        found = texts.json_table(name, text)
    else:
        looks_right, names_region = _looks_right(wanted, known), _looks_right(set(), known)
        found = texts.csv_table(name, text, how, looks_right, names_region)
    found.recognised[1:1] = recognised
    return replace(found, digest=digest)


def table(name: str, found: Rows, how: File, wanted: set[str]) -> Sheet:
    """Return the table under the header of some records. Raises InvalidExtract."""
    skipped, left = _skipped(how, found.hidden), list[int]()
    kept = _without(found.numbered, skipped, left)
    header_row, header = _header(name, kept, how, wanted)
    labels = [plain(label) for label in header]
    while labels and not labels[-1]:
        labels.pop()
    columns_named = [
        label if labels.count(label) == 1 else f"{label} ({place})"
        for place, label in enumerate(labels, 1)
    ]
    _refuse_columns(name, labels, columns_named, header_row, wanted)
    filled = found.filled or how.short_rows
    numbers, columns, blank = _body(name, kept, len(labels), filled=filled)
    if not numbers:
        refuse(name, "has a header and no row under it", header_row)
    recognised = list(found.recognised)
    recognised.append(f"header in row {header_row}" if header_row else "a record an object")
    if blank:
        recognised.append(f"{blank:,} blank rows left out")
    notes = list(found.notes)
    if left:
        notes = [note for note in notes if not (HIDDEN in how.skip_rows and "hidden" in note)]
        notes.append(f"rows left out, as the mapping says: {some(left)} ({len(left):,} in all)")
    index = pd.Index(numbers, name="row")
    made = pd.DataFrame(dict(zip(columns_named, columns, strict=True)), index, dtype="object")
    faults = [
        import_errors.one(name, reason, row, columns_named[place - 1])
        for (row, place), reason in found.faults.items()
        if place <= len(labels) and not skipped(row)
    ]
    nothing = pd.DataFrame(columns=import_errors.COLUMNS)
    wrong = pd.concat(faults, ignore_index=True) if faults else nothing
    return Sheet(name, made, recognised, notes, wrong, found.digest)


def plain(label: str) -> str:
    """Return the label of a column without blanks that cannot be seen."""
    return " ".join(label.replace("\ufeff", "").split())


def _looks_right(wanted: set[str], known: Known) -> Callable[[list[str]], bool]:
    def looks(row: list[str]) -> bool:
        if wanted:
            return wanted <= {plain(cell) for cell in row}
        return any(known.names_region(plain(cell)) for cell in row)

    return looks


def _sheet(name: str, sheets: dict[str, Rows], wanted: set[str], known: Known) -> Rows:
    """Return the sheet that is meant: the only one, or the only one that looks right."""
    if len(sheets) > 1:
        looks_right = _looks_right(wanted, known)
        right = dict[str, Rows]()
        for each, found in sheets.items():
            start = [row for _, row in zip(range(HEADER_WITHIN), found.numbered, strict=False)]
            found.numbered = chain(start, found.numbered)
            if any(looks_right(cells) for _, cells in start):
                right[each] = found
        if len(right) != 1:
            refuse(
                name,
                f"has {len(sheets)} sheets with data ({', '.join(sheets)}); "
                'say which with sheet = "..." in [file], or --sheet',
            )
        others = ", ".join(each for each in sheets if each not in right)
        sheets = right
        next(iter(right.values())).notes.append(f"other sheets set aside: {others}")
    return next(iter(sheets.values()))


def _skipped(how: File, hidden: set[int]) -> Callable[[int], bool]:
    """Return what says of a row number whether the mapping leaves the row out."""
    single = hidden if HIDDEN in how.skip_rows else set[int]()
    parts = [str(each).partition("-") for each in how.skip_rows if each != HIDDEN]
    ranges = [
        (int(first), float(last or ("inf" if dash else first))) for first, dash, last in parts
    ]

    def skipped(row: int) -> bool:
        return row in single or any(first <= row <= last for first, last in ranges)

    return lambda row: row != how.header_row and skipped(row)


def _without(
    numbered: Iterator[Row], skipped: Callable[[int], bool], left: list[int]
) -> Iterator[Row]:
    """Return the records that are not left out, and note those that are."""
    for number, row in numbered:
        if skipped(number):
            left.append(number)
        else:
            yield number, row


def _header(
    name: str, numbered: Iterator[Row], how: File, wanted: set[str]
) -> tuple[int, list[str]]:
    """Return the row of the header and its cells; the rows under it are left in `numbered`."""
    fallback: Row | None = None
    for number, row in numbered:
        cells = [plain(cell) for cell in row]
        right = bool(wanted) and wanted <= set(cells) | _by_place(cells)
        if number == how.header_row if how.header_row else right:
            return number, row
        if fallback is None and not how.header_row and len(set(filter(None, cells))) > 1:
            fallback = number, row
        if (fallback and not wanted) or (number >= HEADER_WITHIN and not how.header_row):
            break
    if fallback is None:
        refuse(name, "no header was found: no row with two different cells")
    return fallback


def _by_place(cells: list[str]) -> set[str]:
    """Return the names of columns whose label stands several times."""
    return {f"{c} ({place})" for place, c in enumerate(cells, 1) if c and cells.count(c) > 1}


def _refuse_columns(
    name: str, labels: list[str], named: list[str], header_row: int, wanted: set[str]
) -> None:
    """Refuse a header without the columns that are wanted, or with one of them twice."""
    wrong = []
    for each in sorted(wanted - set(named)):
        places = [f'"{other}"' for other in named if other.startswith(f"{each} (")]
        if each in labels:
            said = f"the header has this column twice; say which: {' or '.join(places)}"
        else:
            there = [label[:60] for label in named if label]
            more = f", ... ({len(there)} in all)" if len(there) > 30 else ""
            said = f"no such column; there are {', '.join(there[:30])}{more}"
        wrong.append(import_errors.one(name, said, header_row, each))
    refuse_all(wrong)


def _body(
    name: str, numbered: Iterator[Row], width: int, *, filled: bool
) -> tuple[list[int], list[list[str]], int]:
    """Return row numbers, the cells column by column, and how many rows were blank.

    A row shorter than the header is one whose last cells are empty where `filled` says so, else a
    fault: something before may be missing. Raises InvalidExtract with each row of another width.
    """
    numbers, wrong, blank = list[int](), list[pd.DataFrame](), 0
    columns: list[list[str]] = [[] for _ in range(width)]
    for number, row in numbered:
        beyond = [cell for cell in row[width:] if cell.strip()]
        if not any(row):
            blank += 1
        elif beyond:
            said = (
                f"has {len(row)} cells, the header {width}; the first beyond: {beyond[0][:40]!r}; "
                "a row that is no part of the table can be named in skip_rows under [file]"
            )
            wrong.append(import_errors.one(name, said, number))
        elif len(row) < width and not filled:
            said = (
                f"has {len(row)} cells, the header {width}; if the last cells are empty, say "
                "short_rows = true in [file]; a note under the table can be named in skip_rows"
            )
            wrong.append(import_errors.one(name, said, number))
        else:
            numbers.append(number)
            for column, cell in zip(columns, chain(row, repeat("")), strict=False):
                column.append(cell)
    refuse_all(wrong)
    return numbers, columns, blank
