"""Tables written as text, as rows of cells: CSV in its dialects, JSON in its usual shapes."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal, NoReturn

from s3analysis.sources.extracts.cells import LIST, Row, Rows
from s3analysis.sources.extracts.import_errors import refuse
from s3analysis.sources.extracts.mapping import File

DELIMITERS = (",", ";", "\t", "|")
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
MOST_FIELD = 100_000_000
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
HALF = re.compile("[\ud800-\udfff]")
OBJECT = "holds an object; a cell is text, a number or a list of texts"


def csv_table(name: str, text: str, how: File, looks_right: Any, names_region: Any) -> Rows:
    """Return the records of a CSV. Raises InvalidExtract.

    `looks_right` says of a record whether it is the header, or names a region: where several
    delimiters would do, the one under which there is such a record is right. `names_region` says
    only the second: such a record inside a quoted cell was swallowed by a quotation mark.
    """
    csv.field_size_limit(MOST_FIELD)
    first, _, rest = text.rstrip("\x1a").partition("\n")
    told = re.fullmatch(r'"?sep=(.)"?\s*', first)
    body = rest if told else text.rstrip("\x1a")
    delimiter = how.delimiter or (told[1] if told else _delimiter(name, body, how, looks_right))
    words = NAMES.get(delimiter, repr(delimiter))
    recognised = ["CSV", f"cells parted by {words}"]
    for other in set(DELIMITERS) - {delimiter, "\t"}:
        lines = [line for line in body[:200_000].split("\n") if line.strip()]
        if len(lines) > 2 and all(line.rstrip("\r").endswith(other) for line in lines[:-1]):
            body = re.sub(rf"{re.escape(other)}(\r?)$", r"\1", body, flags=re.MULTILINE)
            recognised.append(f"{NAMES[other]} at the end of each line left out")
    dialect = how.model_copy(update={"delimiter": delimiter})
    numbered = _records(name, body, dialect, bool(told), names_region)
    return Rows("CSV", recognised, numbered)


def _reader(text: str, dialect: File, *, strict: bool) -> Any:
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if dialect.quotes else csv.QUOTE_NONE
    lines = (found[0] for found in LINE.finditer(text))  # StringIO takes four bytes a letter
    return csv.reader(lines, delimiter=dialect.delimiter, quoting=quoting, strict=strict)


def _delimiter(name: str, text: str, how: File, looks_right: Any) -> str:
    """Return the delimiter that gives most records one width of two or more cells."""
    score: dict[str, tuple[int, int, int]] = {}
    for delimiter in DELIMITERS:
        try:
            dialect = how.model_copy(update={"delimiter": delimiter})
            reader = _reader(text[:400_000], dialect, strict=False)
            rows = [row for _, row in zip(range(200), reader, strict=False)]
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if widths:
            usual, count = max(widths.items(), key=lambda each: (each[1], each[0]))
            right = any(looks_right(row) for row in rows[:60] if len(row) > 1)
            score[delimiter] = (int(right), count, usual)
    if not score:
        refuse(
            name,
            'has one column only; if cells are parted by another sign, say delimiter = "..." '
            "in [file], or --delimiter",
        )
    return max(score, key=lambda delimiter: score[delimiter])


def _records(
    name: str, text: str, dialect: File, shifted: bool, names_region: Any
) -> Iterator[Row]:
    same: dict[str, str] = {}
    number, width = int(shifted), 0
    try:
        reader, line = _reader(text, dialect, strict=True), 0
        for row in reader:
            number += 1
            width = max(width, len(row))
            several, line = reader.line_num > line + 1, reader.line_num
            for cell in row if several else ():
                if "\n" in cell and _swallowed(cell, dialect.delimiter, width, names_region):
                    refuse(
                        name,
                        f"a quotation mark takes in the rows under it ({cell[:40]!r}...); "
                        "if quotation marks stand inside words, say quotes = false in [file]",
                        number,
                    )
            yield number, [same.setdefault(cell, cell) for cell in row]
    except csv.Error as error:
        refuse(
            name,
            f"cannot be read on: {error}; is a quotation mark missing, or the end? "
            "If quotation marks stand inside words, say quotes = false in [file]",
            number + 1,
        )


def _swallowed(cell: str, delimiter: str, width: int, names_region: Any) -> bool:
    """Return whether a cell holds a whole record of the table."""
    for line in cell.split("\n")[1:]:
        parts = line.split(delimiter)
        if len(parts) > 1 and delimiter == "\t":
            return True
        if len(parts) >= max(width - 1, 2) and names_region(parts):
            return True
    return False


def json_table(name: str, text: str) -> Rows:
    """Return the records of a JSON, a header first. Raises InvalidExtract."""
    try:
        data, shape = _loaded(name, text)
        records, shape = _found(data, shape)
    except RecursionError:
        refuse(name, "is nested too deep for a table")
    if not records:
        refuse(
            name,
            f"is no list of objects but {_described(data)}; a table is "
            "[{...}, {...}], one object in each line, or a list for each column",
        )
    header = list(dict.fromkeys(key for record in records for key in record))
    faults = {
        (number, place): reason
        for number, record in enumerate(records, 1)
        for place, key in enumerate(header, 1)
        if (reason := _fault(record.get(key)))
    }
    numbered: list[Row] = [(0, [_cell(key) for key in header])]
    numbered += [
        (
            number,
            [
                "" if (number, place) in faults else _cell(record.get(key))
                for place, key in enumerate(header, 1)
            ],
        )
        for number, record in enumerate(records, 1)
    ]
    return Rows("JSON", [f"JSON{shape}"], iter(numbered), faults, filled=True)


def _loaded(name: str, text: str) -> tuple[Any, str]:
    """Return what a text of JSON says, whole or line by line, and which of these it was."""
    try:
        return _json(text), ""
    except json.JSONDecodeError as error:
        lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
        if len(lines) < 2 or not error.msg.startswith("Extra data"):
            refuse(name, f"is no whole JSON: {error.msg} at line {error.lineno}", error.lineno)
    except ValueError as error:
        refuse(name, f"is no JSON of a table: {error}")
    found = []
    for number, line in lines:
        try:
            found.append(_json(line))
        except ValueError as error:
            refuse(name, f"is no whole JSON: {error}", number)
    return found, ", an object in each line"


def _json(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)


def _found(data: Any, shape: str) -> tuple[list[dict[str, Any]], str]:
    """Return the records in what a JSON says, in the shapes that services give; else none."""
    if isinstance(data, list):
        if data and all(isinstance(each, dict) for each in data):
            return _properties(data), shape
        if len(data) > 1 and all(isinstance(each, list) for each in data):
            return _rows(data[0], data[1:]), ", a list for each row"
        return [], shape
    if not isinstance(data, dict):
        return [], shape
    if isinstance(data.get("results"), dict) and "bindings" in data["results"]:
        bindings = data["results"]["bindings"]
        return [
            {key: each.get("value") for key, each in row.items()} for row in bindings
        ], ", results of SPARQL"
    if isinstance(data.get("columns"), list) and isinstance(data.get("data"), list):
        header = [each.get("name") if isinstance(each, dict) else each for each in data["columns"]]
        if all(isinstance(row, list) for row in data["data"]):
            return _rows(header, data["data"]), ", columns and data"
    lists = {key: value for key, value in data.items() if isinstance(value, list) and value}
    even = len(lists) == len(data) > 1 and len({len(value) for value in lists.values()}) == 1
    plain = not any(isinstance(each, dict | list) for value in lists.values() for each in value)
    if even and plain:
        rows = zip(*lists.values(), strict=True)
        return [dict(zip(lists, row, strict=True)) for row in rows], ", a list for each column"
    tables = {key: found for key, value in data.items() if (found := _found(value, "")[0])}
    named = {key: tables[key] for key in ("records", "features", "items", "data") if key in tables}
    chosen = named or tables
    if len(chosen) != 1:
        return [], shape
    ((key, records),) = chosen.items()
    return _properties(records), f", the list {key!r}"


def _properties(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the properties of the features of GeoJSON; other records as they are."""
    found = [each.get("properties") for each in records if each.get("type") == "Feature"]
    plain = [each for each in found if isinstance(each, dict)]
    return plain if len(plain) == len(records) else records


def _rows(header: list[Any], rows: list[list[Any]]) -> list[dict[str, Any]]:
    if len(set(map(str, header))) < len(header) or any(len(row) != len(header) for row in rows):
        return []
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def _described(data: Any) -> str:
    if isinstance(data, dict):
        return f"an object with {', '.join(list(data)[:5])}"
    return "a list of other things" if isinstance(data, list) else "a single value"


def _fault(value: Any) -> str:
    """Return why a value is no cell, if it is none."""
    values = value if isinstance(value, list) else [value]
    if any(isinstance(each, dict | list) for each in values):
        return OBJECT
    if any(isinstance(each, str) and HALF.search(each) for each in values):
        return "holds half of a sign (an emoji cut in two); mend it in the file"
    return ""


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return LIST.join(_cell(each) for each in value)
    text = value if isinstance(value, str) else json.dumps(value)
    return HALF.sub("\ufffd", text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"an object has {', '.join(twice)} twice")
    return dict(pairs)


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON value")
