"""Read a file that a person has, as rows of text cells: CSV, XLSX or JSON, by what it holds.

Nothing is guessed in silence: what was recognised (kind, encoding, delimiter, sheet, header) is
said with the result, and what cannot be told apart is refused with the choice to be made.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, repeat
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd

from s3analysis.sources.extracts import encodings, import_errors, workbooks
from s3analysis.sources.extracts.import_errors import refuse, refuse_all
from s3analysis.sources.extracts.workbooks import Row

MOST_BYTES = 2_000_000_000
DELIMITERS = (",", ";", "\t", "|")
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
HEADER_WITHIN = 20


@dataclass(frozen=True)
class How:
    """How a file is to be read; what is empty or 0 is recognised."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 0


@dataclass(frozen=True)
class Sheet:
    """A table as its file holds it.

    `cells` has a row a record, by its row number in the file, and a column a header; every cell is
    text as found. `recognised` says what the file turned out to be.
    """

    name: str
    cells: pd.DataFrame
    recognised: list[str] = field(default_factory=list)


def read(path: Path, how: How, wanted: set[str], known_words: dict[str, set[str]]) -> Sheet:
    """Return the table of a file. Raises InvalidExtract with every problem of its shape.

    `wanted` are the headers to be found, `known_words` those of `encodings.words`.
    """
    name = path.name or str(path)
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            refuse(name, f"{size:,} bytes are more than {MOST_BYTES:,}; split the file")
        raw = path.read_bytes()
    except OSError as error:
        refuse(name, f"cannot be read: {(error.strerror or str(error)).lower()}")
    rows, recognised = _rows(name, raw, how, known_words)
    return _table(name, rows, recognised, how, wanted)


def _rows(
    name: str, raw: bytes, how: How, known_words: dict[str, set[str]]
) -> tuple[Iterator[Row], list[str]]:
    """Return the records of a file by what its first bytes say it is, and what was recognised."""
    if not raw.strip():
        refuse(name, "the file is empty")
    if raw.startswith(b"PK"):
        return workbooks.rows(name, raw, how.sheet)
    for magic, what in (
        (b"\xd0\xcf\x11\xe0", "is a workbook of Excel 2003 or older; save it as XLSX or CSV"),
        (b"%PDF", "is a PDF; a table cannot be read from it"),
        (b"\x1f\x8b", "is packed with gzip; unpack it first"),
    ):
        if raw.startswith(magic):
            refuse(name, what)
    text, recognised = encodings.decoded(name, raw, how.encoding, known_words)
    start = text.lstrip()[:200].casefold()
    if start.startswith(("<!doctype", "<html", "<table", "<?xml")):
        refuse(name, "is a web page or XML, not a table; download the data itself")
    if start.startswith(("[", "{")):
        return _records(name, text), ["JSON", *recognised]
    return _lines(name, text, how, recognised)


def _lines(
    name: str, text: str, how: How, recognised: list[str]
) -> tuple[Iterator[Row], list[str]]:
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r'"?sep=(.)"?\s*', first)
    shift = 1 if told else 0
    body = rest if told else text
    delimiter = how.delimiter or (told[1] if told else _delimiter(name, body))
    words = NAMES.get(delimiter, repr(delimiter))
    return _csv_rows(name, body, delimiter, shift), ["CSV", *recognised, f"cells parted by {words}"]


def _delimiter(name: str, text: str) -> str:
    """Return the delimiter under which most of the first records have one width of two or more."""
    start = io.StringIO(text[:200_000], newline="")
    score: dict[str, tuple[float, int]] = {}
    for delimiter in DELIMITERS:
        start.seek(0)
        widths = []
        try:
            for _, row in zip(range(200), csv.reader(start, delimiter=delimiter), strict=False):
                widths.append(len(row))
        except csv.Error:
            continue
        filled = [width for width in widths if width]
        usual = max(set(filled), key=filled.count, default=1)
        if usual > 1:
            score[delimiter] = (filled.count(usual) / len(filled), usual)
    if not score:
        refuse(
            name, 'has one column only; if cells are parted by another sign, say delimiter = "..."'
        )
    return max(score, key=lambda delimiter: score[delimiter])


def _csv_rows(name: str, text: str, delimiter: str, shift: int) -> Iterator[Row]:
    same: dict[str, str] = {}
    number = shift
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(reader, shift + 1):
            yield number, [same.setdefault(cell, cell) for cell in row]
    except csv.Error as error:
        refuse(
            name,
            f"cannot be read on: {error}; is a quotation mark missing, or the end?",
            number + 1,
        )


def _records(name: str, text: str) -> Iterator[Row]:
    """Return the records of a JSON list of objects, a header first."""
    try:
        records = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        refuse(name, "is nested too deep for a table")
    except json.JSONDecodeError as error:
        refuse(name, f"is no whole JSON: {error.msg} at line {error.lineno}", error.lineno)
    except ValueError as error:
        refuse(name, f"is no JSON of a table: {error}")
    if isinstance(records, dict):
        lists = [value for value in records.values() if isinstance(value, list)]
        records = lists[0] if len(lists) == 1 else None
    if (
        not isinstance(records, list)
        or not records
        or not all(isinstance(r, dict) for r in records)
    ):
        refuse(name, "is no list of objects; a table is [{...}, {...}]")
    header = list(dict.fromkeys(key for record in records for key in record))
    wrong = [
        import_errors.one(
            name, "holds an object; a cell is text, a number or a list of texts", number, key
        )
        for number, record in enumerate(records, 1)
        for key, value in record.items()
        if isinstance(value, dict)
        or (isinstance(value, list) and any(isinstance(v, dict | list) for v in value))
    ]
    refuse_all(wrong)
    yield 0, header
    for number, record in enumerate(records, 1):
        yield number, [_json_cell(record.get(key)) for key in header]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"an object has {', '.join(twice)} twice")
    return dict(pairs)


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON value")


def _json_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(_json_cell(each) for each in value)
    return value if isinstance(value, str) else json.dumps(value)


def _table(
    name: str, rows: Iterator[Row], recognised: list[str], how: How, wanted: set[str]
) -> Sheet:
    header_row, header, kept = _header(name, rows, how, wanted)
    labels = [" ".join(label.replace("\ufeff", "").split()) for label in header]
    while labels and not labels[-1]:
        labels.pop()
    twice = sorted({label for label in labels if label in wanted and labels.count(label) > 1})
    said = "the header has this column twice"
    refuse_all([import_errors.one(name, said, header_row, each) for each in twice])
    missing = sorted(wanted - set(labels))
    there = ", ".join(label for label in labels if label)
    said = f"no such column; there are {there}"
    refuse_all([import_errors.one(name, said, header_row, each) for each in missing])
    numbers, columns, blank = _body(name, kept, len(labels), short=recognised[0] == "XLSX")
    if not numbers:
        refuse(name, "has a header and no row under it", header_row)
    recognised.append(f"header in row {header_row}" if header_row else "a record an object")
    if blank:
        recognised.append(f"{blank:,} blank rows left out")
    table = {
        label if labels.count(label) == 1 else f"{label} ({place})": column
        for place, (label, column) in enumerate(zip(labels, columns, strict=True), 1)
    }
    index = pd.Index(numbers, name="row")
    return Sheet(name, pd.DataFrame(table, index=index, dtype="object"), recognised)


def _header(
    name: str, rows: Iterator[Row], how: How, wanted: set[str]
) -> tuple[int, list[str], Iterator[Row]]:
    """Return the row of the header, its cells, and the rows under it."""
    fallback: Row | None = None
    for number, row in rows:
        cells = [" ".join(cell.replace("\ufeff", "").split()) for cell in row]
        if how.header_row:
            if number == how.header_row:
                return number, row, rows
            continue
        if wanted and wanted <= set(cells):
            return number, row, rows
        if fallback is None and sum(map(bool, cells)) > 1:
            fallback = (number, row)
            if not wanted:
                return number, row, rows
        if number >= HEADER_WITHIN:
            break
    if fallback is None:
        refuse(name, "no header was found: no row with two filled cells")
    return fallback[0], fallback[1], iter(())


def _body(
    name: str, rows: Iterator[Row], width: int, *, short: bool
) -> tuple[list[int], list[list[str]], int]:
    """Return row numbers, the cells column by column, and how many rows were blank.

    A row shorter than the header is one whose last cells are empty where `short` says so, else a
    fault: something before may be missing. Raises InvalidExtract with each row of another width.
    """
    numbers, wrong, blank = list[int](), list[pd.DataFrame](), 0
    columns: list[list[str]] = [[] for _ in range(width)]
    for number, row in rows:
        beyond = [cell for cell in row[width:] if cell.strip()]
        if not any(row):
            blank += 1
        elif beyond:
            said = f"has {len(row)} cells, the header {width}; the first beyond: {beyond[0][:40]!r}"
            wrong.append(import_errors.one(name, said, number))
        elif len(row) < width and not short:
            wrong.append(
                import_errors.one(name, f"has {len(row)} cells, the header {width}", number)
            )
        else:
            numbers.append(number)
            for column, cell in zip(columns, chain(row, repeat("")), strict=False):
                column.append(cell)
    refuse_all(wrong)
    return numbers, columns, blank
