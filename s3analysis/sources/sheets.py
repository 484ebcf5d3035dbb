"""Read a file that a person has, as rows of text cells: CSV, XLSX or JSON, by what it holds.

Nothing is guessed in silence: what was recognised (kind, encoding, delimiter, sheet, header) is
said with the result, and what cannot be told apart is refused with the choice to be made.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from xml.etree import ElementTree

import openpyxl
import pandas as pd
from charset_normalizer import from_bytes
from openpyxl.utils import get_column_letter, range_boundaries

from s3analysis.sources import problems
from s3analysis.sources.problems import InvalidExtract

MOST_BYTES = 2_000_000_000
MOST_UNPACKED = 1_500_000_000
MOST_RATIO = 250  # of a packed file; a sheet of plain cells packs to about a tenth
DELIMITERS = (",", ";", "\t", "|")
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
ONE_BYTE = ("cp1250", "cp1252")
"""What a file that is no Unicode is tried as: Central and Western European (with latin-1)."""
HEADER_WITHIN = 20

Row = tuple[int, list[str]]


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


def read(path: Path, how: How, wanted: set[str], known_words: set[str]) -> Sheet:
    """Return the table of a file. Raises InvalidExtract with every problem of its shape.

    `wanted` are the headers to be found, `known_words` words with accents that tell which of two
    encodings is right.
    """
    name = path.name
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            _refuse(name, f"{size:,} bytes are more than {MOST_BYTES:,}; split the file")
        raw = path.read_bytes()
    except OSError as error:
        _refuse(name, f"cannot be read: {(error.strerror or str(error)).lower()}")
    rows, recognised = _rows(name, raw, how, known_words)
    return _table(name, rows, recognised, how, wanted)


def _rows(
    name: str, raw: bytes, how: How, known_words: set[str]
) -> tuple[Iterator[Row], list[str]]:
    """Return the records of a file by what its first bytes say it is, and what was recognised."""
    if not raw.strip():
        _refuse(name, "the file is empty")
    if raw.startswith(b"PK"):
        return _workbook(name, raw, how)
    for magic, what in (
        (b"\xd0\xcf\x11\xe0", "is a workbook of Excel 2003 or older; save it as XLSX or CSV"),
        (b"%PDF", "is a PDF; a table cannot be read from it"),
        (b"\x1f\x8b", "is packed with gzip; unpack it first"),
    ):
        if raw.startswith(magic):
            _refuse(name, what)
    text, recognised = _decoded(name, raw, how, known_words)
    start = text.lstrip()[:200].casefold()
    if start.startswith(("<!doctype", "<html", "<table", "<?xml")):
        _refuse(name, "is a web page or XML, not a table; download the data itself")
    if start.startswith(("[", "{")):
        return _records(name, text), ["JSON", *recognised]
    return _lines(name, text, how, recognised)


def _decoded(name: str, raw: bytes, how: How, known: set[str]) -> tuple[str, list[str]]:
    """Return the text of a file, and its encoding in words."""
    if how.encoding:
        try:
            return raw.decode(how.encoding).removeprefix("\ufeff"), [
                f"encoding {how.encoding}, as told"
            ]
        except (LookupError, UnicodeDecodeError) as error:
            _refuse(name, f"cannot be read as {how.encoding}: {error}")
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if raw.startswith(mark):
            return _strictly(name, raw, encoding), [f"encoding {encoding}, by its mark"]
    if b"\x00" in raw:
        even, odd = raw[0:4000:2].count(0), raw[1:4000:2].count(0)
        for zeros, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
            if zeros > 0.4 * len(raw[:4000]) / 2 and not others:
                return _strictly(name, raw, encoding), [f"encoding {encoding}, without a mark"]
        line = raw[: raw.index(b"\x00")].count(b"\n") + 1
        _refuse(name, "holds a NUL byte: the file is damaged; export it again", line)
    try:
        return raw.decode("utf-8"), ["encoding utf-8"]
    except UnicodeDecodeError:
        return _one_byte(name, raw, known)


def _strictly(name: str, raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        _refuse(name, f"is damaged: it says {encoding} and breaks at byte {error.start:,}")
    return text


def _one_byte(name: str, raw: bytes, known: set[str]) -> tuple[str, list[str]]:
    """Return a text of one byte a letter: by names we know, else by the look of the language."""
    texts = {encoding: raw.decode(encoding, "replace") for encoding in ONE_BYTE}
    texts = {encoding: text for encoding, text in texts.items() if "\ufffd" not in text}
    if not texts:
        _refuse(name, 'is neither Unicode nor cp1250 nor cp1252; say which with encoding = "..."')
    if len(set(texts.values())) == 1:
        encoding = max(texts)
        return texts[encoding], [f"encoding {encoding}"]
    hits = {encoding: len(_accented(text) & known) for encoding, text in texts.items()}
    best = max(hits, key=lambda encoding: hits[encoding])
    if list(hits.values()).count(hits[best]) == 1:
        return texts[best], [f"encoding {best}, by {hits[best]} names of regions in it"]
    seen = list(from_bytes(raw, cp_isolation=list(texts), threshold=0.5))
    if len(seen) == 1 or (len(seen) > 1 and seen[0].coherence > seen[1].coherence):
        return str(seen[0]), [f"encoding {seen[0].encoding}, by the look of the language"]
    one, other = (
        sorted(_accented(texts[encoding]) - _accented(texts[rest]))
        for encoding, rest in zip(ONE_BYTE, reversed(ONE_BYTE), strict=True)
    )
    _refuse(
        name,
        f"may be cp1250 ({', '.join(one[:3])}) or cp1252 ({', '.join(other[:3])}); "
        'say which with encoding = "..."',
    )


def _accented(text: str) -> set[str]:
    """Return the words of a text that have a letter beyond ASCII, in lower case."""
    return {word.casefold() for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()}


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
        _refuse(
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
        _refuse(
            name,
            f"cannot be read on: {error}; is a quotation mark missing, or the end?",
            number + 1,
        )


def _records(name: str, text: str) -> Iterator[Row]:
    """Return the records of a JSON list of objects, a header first."""
    try:
        records = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        _refuse(name, "is nested too deep for a table")
    except json.JSONDecodeError as error:
        _refuse(name, f"is no whole JSON: {error.msg} at line {error.lineno}", error.lineno)
    except ValueError as error:
        _refuse(name, f"is no JSON of a table: {error}")
    if isinstance(records, dict):
        lists = [value for value in records.values() if isinstance(value, list)]
        records = lists[0] if len(lists) == 1 else None
    if (
        not isinstance(records, list)
        or not records
        or not all(isinstance(r, dict) for r in records)
    ):
        _refuse(name, "is no list of objects; a table is [{...}, {...}]")
    header = list(dict.fromkeys(key for record in records for key in record))
    wrong = [
        problems.one(
            name, "holds an object; a cell is text, a number or a list of texts", number, key
        )
        for number, record in enumerate(records, 1)
        for key, value in record.items()
        if isinstance(value, dict)
        or (isinstance(value, list) and any(isinstance(v, dict | list) for v in value))
    ]
    if wrong:
        raise InvalidExtract(pd.concat(wrong, ignore_index=True))
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


def _workbook(name: str, raw: bytes, how: How) -> tuple[Iterator[Row], list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            unpacked = sum(each.file_size for each in packed.infolist())
            if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * len(raw) + 50_000_000:
                _refuse(
                    name, f"would unpack to {unpacked:,} bytes; that is no workbook of priorities"
                )
            if "xl/workbook.xml" not in packed.namelist():
                _refuse(name, "is a packed folder, not a workbook; unpack it and take the table")
        values = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(raw), read_only=True)
    except InvalidExtract:
        raise
    except (
        Exception
    ) as error:  # openpyxl raises whatever it meets: KeyError, BadZipFile, ParseError
        _refuse(
            name,
            f"is a damaged workbook ({type(error).__name__}); save it again, or download it anew",
        )
    sheet = _sheet(name, values.sheetnames, values, how)
    merged = _merged(raw, values, sheet)
    return _sheet_rows(name, values[sheet], formulas[sheet], merged), ["XLSX", f"sheet {sheet!r}"]


def _sheet(name: str, names: list[str], book: Any, how: How) -> str:
    if how.sheet:
        if how.sheet not in names:
            _refuse(name, f"has no sheet {how.sheet!r}; there are {', '.join(names)}")
        return how.sheet
    filled = [each for each in names if _has_rows(book[each])]
    if len(filled) != 1:
        words = (
            f"has {len(filled)} sheets with data ({', '.join(filled)})" if filled else "has no data"
        )
        _refuse(name, f'{words}; say which with sheet = "..."' if filled else words)
    return filled[0]


def _has_rows(sheet: Any) -> bool:
    if not hasattr(sheet, "iter_rows"):
        return False  # a chart on a sheet of its own
    rows = zip(range(1000), sheet.iter_rows(values_only=True), strict=False)
    return sum(any(cell is not None for cell in row) for _, row in rows) > 1


def _merged(raw: bytes, book: Any, sheet: str) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for each cell inside a merged range the cell that holds its value."""
    path = book[sheet]._worksheet_path
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    with zipfile.ZipFile(io.BytesIO(raw)) as packed, packed.open(path) as part:
        for _, element in ElementTree.iterparse(part):  # noqa: S314 sizes were looked at; no entities by expat's limit
            if element.tag.endswith("}mergeCell"):
                left, top, right, bottom = range_boundaries(element.get("ref"))
                for row in range(top, min(bottom, top + 100_000) + 1):
                    merged |= {(row, column): (top, left) for column in range(left, right + 1)}
            if element.tag.endswith(("}row", "}mergeCell")):
                element.clear()
    return merged


def _sheet_rows(
    name: str, values: Any, formulas: Any, merged: dict[tuple[int, int], tuple[int, int]]
) -> Iterator[Row]:
    for sheet in (values, formulas):
        sheet.reset_dimensions()
    same: dict[str, str] = {}
    heads: dict[tuple[int, int], str] = {}
    wrong = []
    blank = 0
    pairs = zip(values.iter_rows(), formulas.iter_rows(), strict=False)
    for number, (row, written) in enumerate(pairs, 1):
        cells = []
        for column, (cell, formula) in enumerate(zip(row, written, strict=False), 1):
            text, fault = _cell_text(cell, formula)
            if fault:
                wrong.append(problems.one(name, fault, number, get_column_letter(column)))
            if (number, column) in merged:
                head = merged[number, column]
                text = heads.setdefault(head, text)
            cells.append(same.setdefault(text, text))
        blank = 0 if any(cells) else blank + 1
        if blank > 100_000:
            break  # a sheet formatted to its end
        yield number, cells
    if wrong:
        raise InvalidExtract(pd.concat(wrong, ignore_index=True))


def _cell_text(cell: Any, formula: Any) -> tuple[str, str]:
    value = cell.value
    if value is None:
        if formula.value is not None and str(formula.value).startswith("="):
            return "", "is a formula without its value; open the file in Excel and save it"
        return "", ""
    if isinstance(value, str) and cell.data_type == "e":
        return "", f"holds the error {value}"
    if isinstance(value, bool):
        return str(value).upper(), ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value)), ""
    if hasattr(value, "isoformat"):
        return value.isoformat(), ""
    return str(value), ""


def _table(
    name: str, rows: Iterator[Row], recognised: list[str], how: How, wanted: set[str]
) -> Sheet:
    header_row, header, kept = _header(name, rows, how, wanted)
    labels = [" ".join(label.replace("\ufeff", "").split()) for label in header]
    while labels and not labels[-1]:
        labels.pop()
    twice = sorted({label for label in labels if label in wanted and labels.count(label) > 1})
    if twice:
        raise InvalidExtract(
            pd.concat(
                [
                    problems.one(name, "the header has this column twice", header_row, each)
                    for each in twice
                ]
            )
        )
    missing = sorted(wanted - set(labels))
    if missing:
        there = ", ".join(label for label in labels if label)
        raise InvalidExtract(
            pd.concat(
                [
                    problems.one(name, f"no such column; there are {there}", header_row, each)
                    for each in missing
                ]
            )
        )
    numbers, cells, wrong, blank = _body(name, kept, len(labels))
    if wrong:
        raise InvalidExtract(pd.DataFrame(wrong, columns=problems.COLUMNS))
    if not cells:
        _refuse(name, "has a header and no row under it", header_row)
    said = [*recognised, f"header in row {header_row}" if header_row else "a record an object"]
    said += [f"{blank:,} blank rows left out"] if blank else []
    unique = [
        label if labels.count(label) == 1 else f"{label} ({place})"
        for place, label in enumerate(labels, 1)
    ]
    table = pd.DataFrame(cells, index=pd.Index(numbers, name="row"), columns=unique, dtype="object")
    return Sheet(name, table, said)


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
        _refuse(name, "no header was found: no row with two filled cells")
    return fallback[0], fallback[1], iter(())


def _body(
    name: str, rows: Iterator[Row], width: int
) -> tuple[list[int], list[list[str]], list[list[Any]], int]:
    """Return row numbers, cells, problems of the shape, and how many rows were blank."""
    numbers, cells, wrong, blank = [], [], list[list[Any]](), 0
    for number, row in rows:
        if not any(row):
            blank += 1
            continue
        beyond = [cell for cell in row[width:] if cell.strip()]
        if beyond:
            more = f"has {len(row)} cells, the header {width}; the first beyond: {beyond[0][:40]!r}"
            wrong.append([name, number, "", more])
        elif len(row) < width and name.lower().endswith((".csv", ".txt", ".tsv")):
            wrong.append([name, number, "", f"has {len(row)} cells, the header {width}"])
        else:
            numbers.append(number)
            cells.append((row + [""] * width)[:width])
    return numbers, cells, wrong, blank


def _refuse(name: str, reason: str, row: int = 0) -> NoReturn:
    raise InvalidExtract(problems.one(name, reason, row)) from None
