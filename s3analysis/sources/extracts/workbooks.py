"""Sheets of a workbook as rows of text cells: XLSX, XLSB, XLS and ODS.

The cells are read by calamine. What it leaves out is looked up in the parts of an XLSX itself:
hidden rows, errors, formulas that were never calculated, numbers shown with leading zeros.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from s3analysis.sources.extracts.cells import Row, Rows
from s3analysis.sources.extracts.import_errors import refuse

MOST_UNPACKED = 600_000_000
MOST_CELLS = 20_000_000  # of the rectangle that holds all cells, empty ones too: some 600 MB
MOST_RATIO = 250  # of a packed file; a sheet of plain cells packs to about a tenth
OLD = b"\xd0\xcf\x11\xe0"
"""How a file of Excel 2003 or older begins, and one that a password protects."""

TAG = re.compile(rb"<(?:\w+:)?(row|c|f|v|is)\b([^>]*?)(/?)>")
ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
ZEROS = re.compile(r"(0+)(?:\.(0+))?")
"""A format of numbers that shows a fixed number of digits."""
CELLS_XLSX = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*)>")
ADDRESS = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)(\d+)""")
CELLS_ODS = re.compile(rb"<table:(table-row|table-cell|table)\b([^>]*)>")
REPEATED = re.compile(rb"number-(?:rows|columns)-repeated=[\"'](\d+)")
UNCHECKED = "hidden rows, errors and formulas without a value cannot be told in this kind of file"


@dataclass
class Marks:
    """What a sheet of an XLSX says of its rows and cells beside their values."""

    hidden: list[int] = field(default_factory=list)
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)


def sheets(name: str, raw: bytes, told: str) -> dict[str, Rows]:
    """Return the sheets that may be meant, by name: the one `told`, else those with data in sight.

    A cell inside a merged range has the value of the range. Raises InvalidExtract.
    """
    kind = _kind(name, raw)
    _refuse_vast(name, kind, raw)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        names = [" ".join(each.split()) for each in book.sheet_names]
        wanted = " ".join(told.split())
        if told and wanted not in names:
            refuse(name, f"has no sheet {told!r}; there are {', '.join(book.sheet_names)}")
        found = {
            sheet.name: book.get_sheet_by_name(sheet.name)
            for sheet, plain in zip(book.sheets_metadata, names, strict=True)
            if plain == wanted or (not told and sheet.visible == SheetVisibleEnum.Visible)
        }
        filled = {each: sheet for each, sheet in found.items() if sheet.height > 1 or told}
        hidden = [s.name for s in book.sheets_metadata if s.visible != SheetVisibleEnum.Visible]
        made = {each: _rows(raw, kind, sheet) for each, sheet in filled.items()}
    except PasswordError:
        refuse(name, "is protected by a password; open it and save a copy without one")
    except (CalamineError, OSError) as error:
        refuse(name, f"is a damaged workbook ({error}); save it anew as XLSX, or download it again")
    if not made:
        refuse(name, "has no data" + (f"; hidden sheets: {', '.join(hidden)}" if hidden else ""))
    if hidden and not told:
        for rows in made.values():
            rows.notes.append(f"hidden sheets set aside: {', '.join(hidden)}")
    return made


def _kind(name: str, raw: bytes) -> str:
    """Return which kind of workbook a file is. Raises InvalidExtract where it is none."""
    if raw.startswith(OLD):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            refuse(name, "is protected by a password; open it and save a copy without one")
        return "XLS"
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            unpacked = sum(each.file_size for each in packed.infolist())
            parts = {_plain(each) for each in packed.namelist()}
    except zipfile.BadZipFile:
        refuse(name, "is a damaged workbook (cut short); save it again, or download it anew")
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * len(raw) + 50_000_000:
        refuse(name, f"would unpack to {unpacked:,} bytes; that is no workbook of priorities")
    kinds = {"xl/workbook.xml": "XLSX", "xl/workbook.bin": "XLSB", "content.xml": "ODS"}
    found = [kind for part, kind in kinds.items() if part in parts]
    if not found:
        refuse(name, "is a packed folder, not a workbook; unpack it and take the table")
    return found[0]


def _plain(part: str) -> str:
    """Return the name of a part as other programs would write it."""
    return part.replace("\\", "/").lstrip("/").casefold()


def _refuse_vast(name: str, kind: str, raw: bytes) -> None:
    """Refuse a workbook with a sheet whose cells lie too far apart to be held as a table."""
    found = {"XLSX": EXTENT_XLSX, "XLSB": EXTENT_XLSB, "ODS": EXTENT_ODS}.get(kind)
    if not found:
        return  # an XLS has 65,536 rows and 256 columns at most
    part, extent = found
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        for each in packed.namelist():
            rows, columns = extent(packed.read(each)) if part.fullmatch(_plain(each)) else (0, 0)
            if rows * columns > MOST_CELLS:
                refuse(
                    name,
                    f"has cells up to row {rows:,} and column {columns:,}, which is no table: "
                    "delete what lies far from the table, or copy the table to a new workbook",
                )


def _extent_xlsx(part: bytes) -> tuple[int, int]:
    """Return the last row and column with a cell, of a sheet of an XLSX."""
    row = column = last_row = last_column = 0
    for tag, attributes in CELLS_XLSX.findall(part):
        found = ADDRESS.search(attributes)
        if tag == b"row":
            row, column = int(found[2]) if found else row + 1, 0
        else:
            column = _column(found[1].decode()) if found else column + 1
            row = int(found[2]) if found else row
            last_row, last_column = max(last_row, row), max(last_column, column)
    return last_row, last_column


def _extent_xlsb(part: bytes) -> tuple[int, int]:
    """Return the last row and column with a cell, of a sheet of an XLSB: records with a length."""
    at = row = last_row = last_column = 0
    while at + 2 < len(part):
        record, at = _varint(part, at, 2)
        length, at = _varint(part, at, 4)
        if record == 0:  # the head of a row
            row = int.from_bytes(part[at : at + 4], "little") + 1
        elif 1 <= record <= 11:  # a cell
            column = int.from_bytes(part[at : at + 4], "little") + 1
            last_row, last_column = max(last_row, row), max(last_column, column)
        at += length
    return last_row, last_column


def _varint(part: bytes, at: int, most: int) -> tuple[int, int]:
    number = shift = 0
    for each in part[at : at + most]:
        number, shift, at = number | (each & 127) << shift, shift + 7, at + 1
        if each < 128:
            break
    return number, at


def _extent_ods(part: bytes) -> tuple[int, int]:
    """Return the last row and column with a cell that is not empty, over all sheets of an ODS."""
    row = column = tall = last_row = last_column = 0
    for tag, attributes in CELLS_ODS.findall(part):
        repeated = int(found[1]) if (found := REPEATED.search(attributes)) else 1
        if tag == b"table":
            row = tall = 0
        elif tag == b"table-row":
            row, tall, column = row + tall, repeated, 0
        else:
            column += repeated
            if b"value-type" in attributes:
                last_row, last_column = max(last_row, row + tall), max(last_column, column)
    return last_row, last_column


def _rows(raw: bytes, kind: str, sheet: Any) -> Rows:
    recognised = [kind, f"sheet {sheet.name!r}"]
    marks, notes = Marks(), list[str]()
    if kind == "XLSX":
        marks = _marks(raw, sheet.name)
    elif kind == "ODS":
        notes += ["some rows are hidden in the file, and read"] if _hides(raw) else []
    else:
        notes.append(UNCHECKED)
    if marks.hidden:
        shown = ", ".join(f"{row:,}" for row in marks.hidden[:3])
        more = f" and {len(marks.hidden) - 3:,} more" if len(marks.hidden) > 3 else ""
        notes.append(
            f"rows hidden in the file, and read all the same: {shown}{more}; "
            'to leave them out say skip_rows = ["hidden"] in [file]'
        )
    numbered = _cells(sheet, marks)
    hidden = set(marks.hidden)
    return Rows(kind, recognised, numbered, marks.faults, notes, filled=True, hidden=hidden)


def _cells(sheet: Any, marks: Marks) -> Iterator[Row]:
    head = {
        (row, column): first
        for first, last in sheet.merged_cell_ranges or []
        for row in range(first[0], min(last[0], first[0] + 100_000) + 1)
        for column in range(first[1], min(last[1], first[1] + 1000) + 1)
    }
    heads: dict[tuple[int, int], str] = {}
    same: dict[str, str] = {}
    for row, values in enumerate(sheet.to_python(skip_empty_area=False)):
        cells = []
        for column, value in enumerate(values):
            text = _text(value, marks.formats.get((row + 1, column + 1), ""))
            if (row, column) in head:
                text = heads.setdefault(head[row, column], text)
            cells.append(same.setdefault(text, text))
        yield row + 1, cells


def _text(value: Any, shown: str) -> str:
    """Return a value as text; `shown` is the format that a cell shows its number in."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        digits = ZEROS.fullmatch(shown)
        if digits:
            places = len(digits[2] or "")
            width = len(digits[1]) + (places + 1 if places else 0)
            padded = f"{value:0{width}.{places}f}"
            if float(padded) == value:
                return padded
        return str(int(value)) if float(value).is_integer() else f"{value:.15g}"
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _hides(raw: bytes) -> bool:
    """Return whether an OpenDocument sheet hides rows."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        text = _part(packed, "content.xml")
    return bool(re.search(rb'<table:table-row[^>]*table:visibility="(collapse|filter)"', text))


def _part(packed: zipfile.ZipFile, wanted: str) -> bytes:
    """Return a part of a workbook, however its name is written; empty where there is none."""
    for name in packed.namelist():
        if _plain(name) == wanted.casefold():
            return packed.read(name)
    return b""


def _marks(raw: bytes, sheet: str) -> Marks:
    """Return what an XLSX says of the rows and cells of a sheet."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        part = _part(packed, _sheet_part(packed, sheet))
        formats = _formats(_part(packed, "xl/styles.xml"))
    marks = Marks()
    row = column = 0
    kind = ""
    pending: tuple[int, int] | None = None
    for found in TAG.finditer(part):
        tag, attributes = found[1], _attributes(found[2])
        if tag in {b"row", b"c"} and pending:
            marks.faults[pending] = (
                "is a formula without its value; open the file in a spreadsheet and save it"
            )
        if tag == b"row":
            row, column = int(attributes.get("r") or row + 1), 0
            if attributes.get("hidden") in {"1", "true"}:
                marks.hidden.append(row)
            pending = None
        elif tag == b"c":
            column = _column(attributes.get("r", "")) or column + 1
            pending, kind = None, attributes.get("t", "n")
            if kind == "e":
                marks.faults[row, column] = f"holds the error {_value(part, found.end())}"
            if (shown := formats.get(attributes.get("s", ""), "")) and attributes.get(
                "t", "n"
            ) == "n":
                marks.formats[row, column] = shown
        elif tag == b"f":
            pending = (row, column)
        elif tag == b"is" or kind == "str" or not _is_empty(part, found):
            pending = None
    return marks


def _attributes(text: bytes) -> dict[str, str]:
    return {
        key.decode().rpartition(":")[2]: html.unescape((one or other).decode("utf-8", "replace"))
        for key, one, other in ATTRIBUTE.findall(text)
    }


def _value(part: bytes, start: int) -> str:
    found = re.match(rb".{0,400}?<(?:\w+:)?v>([^<]*)", part[start : start + 500], re.DOTALL)
    return found[1].decode("utf-8", "replace") if found else "of a cell"


def _is_empty(part: bytes, found: "re.Match[bytes]") -> bool:
    """Return whether a tag holds nothing."""
    return bool(found[3]) or part[found.end() : found.end() + 2] == b"</"


def _column(address: str) -> int:
    """Return the number of a column by the letters of an address, 0 for none."""
    number = 0
    for letter in re.sub(r"[^A-Z]", "", address.upper()):
        number = number * 26 + ord(letter) - 64
    return number


def _sheet_part(packed: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the part that holds a sheet."""
    book = _part(packed, "xl/workbook.xml")
    tags = re.findall(rb"<(?:\w+:)?sheet\b([^>]*)>", book)
    wanted = {each.get("name"): each.get("id", "") for each in map(_attributes, tags)}.get(sheet)
    relations = _part(packed, "xl/_rels/workbook.xml.rels")
    for each in map(_attributes, re.findall(rb"<(?:\w+:)?Relationship\b([^>]*)>", relations)):
        if each.get("Id") == wanted:
            target = each.get("Target", "").replace("\\", "/")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _formats(styles: bytes) -> dict[str, str]:
    """Return the formats of numbers that show a fixed number of digits, by style."""
    own = {
        each.get("numFmtId", ""): each.get("formatCode", "")
        for each in map(_attributes, re.findall(rb"<(?:\w+:)?numFmt\b([^>]*)>", styles))
    } | {"2": "0.00"}
    block = re.search(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    tags = re.findall(rb"<(?:\w+:)?xf\b([^>]*)>", block[0]) if block else []
    codes = [own.get(_attributes(each).get("numFmtId", ""), "") for each in tags]
    return {str(place): code for place, code in enumerate(codes) if ZEROS.fullmatch(code)}


EXTENT_XLSX = (re.compile(r"xl/worksheets/.*\.xml"), _extent_xlsx)
EXTENT_XLSB = (re.compile(r"xl/worksheets/.*\.bin"), _extent_xlsb)
EXTENT_ODS = (re.compile(r"content\.xml"), _extent_ods)
