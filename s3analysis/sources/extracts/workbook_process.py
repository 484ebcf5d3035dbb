"""Write the rows of a workbook as lines of JSON: a program of its own, kept within limits.

`workbooks` gives it the bytes of the file on stdin, and the name of a sheet, if one is told. A line
is a sheet (an object), a row of the sheet before (its number and its cells), or why the file is
refused (a text). It imports nothing of the package, so that it starts at once. The cells are read
by calamine; what calamine leaves out is looked up in the parts of the file: hidden rows, errors,
formulas that were never calculated, numbers shown with leading zeros.
"""

import contextlib
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import Any, NoReturn
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

MEMORY, SECONDS = 600_000_000, 30
MOST_UNPACKED, MOST_TEXT = 600_000_000, 150_000_000
CELL = 16  # what a cell takes beside its letters, empty ones too
MOST_RATIO = 250  # of a packed file; a sheet of plain cells packs to about a tenth
OLD = b"\xd0\xcf\x11\xe0"
KINDS = {"xl/workbook.xml": "XLSX", "xl/workbook.bin": "XLSB", "content.xml": "ODS"}
CONTROL = bytes({*range(1, 32)} - {9, 10, 13})
"""Bytes that XML forbids and some programs write; in UTF-16 they are halves of letters."""
ZEROS = re.compile(r"(0+)(?:\.(0+))?")
"""A format of numbers that shows a fixed number of digits."""
NO_VALUE = "is a formula without its value; open the file in a spreadsheet and save it"
PROTECTED = "is protected by a password; open it and save a copy without one"

Place = tuple[int, int]


class Marks:
    """What a sheet says of its rows and cells beside their values; takes its XML as it is parsed.

    `formats` are those of numbers with a fixed number of digits, by style.
    """

    def __init__(self, formats: dict[str, str]) -> None:
        self.formats = formats
        self.hidden: list[int] = []
        self.faults: dict[Place, str] = {}
        self.shown: dict[Place, str] = {}
        self.row = self.column = 0
        self.cell: dict[str, str] = {}
        self.inside = self.formula = False
        self.value = ""
        self.arrays: list[tuple[Place, Place]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        tag = tag.rpartition("}")[2]
        if tag == "row":
            self.row, self.column = int(attributes.get("r") or self.row + 1), 0
            if attributes.get("hidden") in {"1", "true"}:
                self.hidden.append(self.row)
        elif tag == "c":
            self.column = _column(attributes.get("r", "")) or self.column + 1
            self.cell, self.value, self.formula = attributes, "", False
        elif tag == "f":
            self.formula = True
            if attributes.get("t") in {"array", "dataTable"}:
                first, _, last = attributes.get("ref", "").partition(":")
                self.arrays.append((_place(first), _place(last or first)))
        self.inside = tag in {"v", "t"}

    def data(self, text: str) -> None:
        """Take the text of an element."""
        self.value += text if self.inside else ""

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        self.inside = False
        if tag.rpartition("}")[2] != "c":
            return
        place, kind = (self.row, self.column), self.cell.get("t", "n")
        if kind == "e":
            self.faults[place] = f"holds the error {self.value or 'of a cell'}"
        elif not self.value and kind != "str" and (self.formula or self._in_array(place)):
            self.faults[place] = NO_VALUE
        elif kind == "n" and (shown := self.formats.get(self.cell.get("s", ""))):
            self.shown[place] = shown

    def close(self) -> "Marks":
        """Return all marks."""
        return self

    def _in_array(self, place: Place) -> bool:
        return any(
            a <= place[0] <= c and b <= place[1] <= d for (a, b), (c, d) in self.arrays[-1000:]
        )


class OpenMarks(Marks):
    """The same of one sheet of an OpenDocument; takes the XML of all."""

    def __init__(self, sheet: str) -> None:
        super().__init__({})
        self.sheet, self.here, self.next = sheet, False, 1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        tag = tag.rpartition("}")[2]
        said = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        if tag == "table":
            self.here, self.next = said.get("name") == self.sheet, 1
        elif tag == "table-row" and self.here:
            self.row, self.column = self.next, 0
            self.next += int(said.get("number-rows-repeated", 1))
            if said.get("visibility") in {"collapse", "filter"} and self.next - self.row < 1000:
                self.hidden += range(self.row, self.next)
        elif tag in {"table-cell", "covered-table-cell"} and self.here:
            self.column += int(said.get("number-columns-repeated", 1))
            if "formula" in said and "value-type" not in said:
                self.faults[self.row, self.column] = NO_VALUE

    def end(self, tag: str) -> None:
        """Take the end of an element."""


def main(told: str) -> None:
    """Read the file on stdin within the limits, and write its sheets, or why not."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # not on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    raw = sys.stdin.buffer.read()
    try:
        _sheets(raw, told)
    except PasswordError:
        refuse(PROTECTED)
    except (CalamineError, ElementTree.ParseError, zipfile.BadZipFile, OSError) as error:
        refuse(
            f"is a damaged workbook ({error}); save it anew as XLSX, or download it again, and "
            "delete what lies far from the table"
        )


def refuse(reason: str) -> NoReturn:
    """Write why the file is refused, and end."""
    _say(reason)
    sys.exit()


def _say(line: object) -> None:
    sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _sheets(raw: bytes, told: str) -> None:
    """Write the sheets that may be meant: the one `told`, else those with data in sight."""
    kind = _kind(raw)
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    names = {sheet.name: " ".join(sheet.name.split()) for sheet in book.sheets_metadata}
    wanted = " ".join(told.split())
    if told and wanted not in names.values():
        refuse(f"has no sheet {told!r}; there are {', '.join(names)}")
    in_sight = {s.name: s.visible == SheetVisibleEnum.Visible for s in book.sheets_metadata}
    aside = ", ".join(name for name, seen in in_sight.items() if not seen)
    found, length = 0, 0
    for name in names:
        if names[name] != wanted if told else not in_sight[name]:
            continue
        sheet = book.get_sheet_by_name(name)
        if sheet.height < 2 and not told:
            continue
        found += 1
        marks = _marks(raw, kind, name)
        faults = [[*place, reason] for place, reason in marks.faults.items()]
        notes = [f"hidden sheets set aside: {aside}"] if aside and not told else []
        _say([kind, name, notes, marks.hidden, faults])
        for number, cells in _rows(sheet, marks):
            length += sum(map(len, cells)) + CELL * len(cells)
            if length > MOST_TEXT:
                refuse(
                    f"has more than {MOST_TEXT:,} letters, or cells up to row {number:,} and "
                    f"column {len(cells):,}; delete what lies far from the table, or split it"
                )
            _say([number, cells])
    if not found:
        refuse("has no data" + (f"; hidden sheets: {aside}" if aside else ""))


def _kind(raw: bytes) -> str:
    """Return which kind of workbook a file is."""
    if raw.startswith(OLD):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            refuse(PROTECTED)
        return "XLS"
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        unpacked = sum(each.file_size for each in packed.infolist())
        parts = {_plain(each) for each in packed.namelist()}
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * len(raw) + 50_000_000:
        refuse(f"would unpack to {unpacked:,} bytes; that is no workbook of a list")
    for part, kind in KINDS.items():
        if part in parts:
            return kind
    refuse("is a packed folder, not a workbook; unpack it and take the table")


def _plain(part: str) -> str:
    """Return the name of a part as other programs would write it."""
    return part.replace("\\", "/").lstrip("/").casefold()


def _rows(sheet: Any, marks: Marks) -> Iterator[tuple[int, list[str]]]:
    """Return the rows of a sheet; a cell inside a merged range has the value of the range."""
    head = {
        (row, column): first
        for first, last in sheet.merged_cell_ranges or []
        for row in range(first[0], min(last[0], first[0] + 100_000) + 1)
        for column in range(first[1], min(last[1], first[1] + 1000) + 1)
    }
    heads: dict[Place, str] = {}
    left = [""] * (sheet.start[1] if sheet.start else 0)
    for row, values in enumerate(sheet.iter_rows()):
        cells = []
        for column, value in enumerate([*left, *values]):
            text = _text(value, marks.shown.get((row + 1, column + 1), ""))
            if head and (row, column) in head:
                text = heads.setdefault(head[row, column], text)
            cells.append(text)
        yield row + 1, cells


def _text(value: Any, shown: str) -> str:
    """Return a value as text; `shown` is the format that a cell shows its number in."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        if digits := ZEROS.fullmatch(shown):
            places = len(digits[2] or "")
            width = len(digits[1]) + (places + 1 if places else 0)
            padded = f"{value:0{width}.{places}f}"
            if float(padded) == value:
                return padded
        return str(int(value)) if float(value).is_integer() else f"{value:.15g}"
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _marks(raw: bytes, kind: str, sheet: str) -> Marks:
    """Return what a workbook says of a sheet beside its values; nothing in XLS and XLSB."""
    if kind not in {"XLSX", "ODS"}:
        return Marks({})
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        parts = {_plain(each): each for each in packed.namelist()}
        open_document = kind == "ODS"
        part = "content.xml" if open_document else _sheet_part(packed, parts, sheet)
        marks = OpenMarks(sheet) if open_document else Marks(_formats(packed, parts))
        parser = ElementTree.XMLParser(target=marks)  # noqa: S314 - expat bounds its entities
        if part in parts:
            with packed.open(parts[part]) as lines:
                while some := lines.read(1_000_000):
                    parser.feed(some if b"\0" in some else some.translate(None, CONTROL))
            parser.close()
    return marks


def _sheet_part(packed: zipfile.ZipFile, parts: dict[str, str], sheet: str) -> str:
    """Return the part of an XLSX that holds a sheet; nothing where it is not told."""
    book = _tree(packed, parts, "xl/workbook.xml")
    wanted = [
        value
        for each in book.iterfind("{*}sheets/{*}sheet")
        if each.get("name") == sheet
        for key, value in each.items()
        if key.endswith("}id")
    ]
    for each in _tree(packed, parts, "xl/_rels/workbook.xml.rels"):
        if each.get("Id") in wanted:
            target = each.get("Target", "").replace("\\", "/")
            return _plain(target if target.startswith("/") else f"xl/{target}")
    return ""


def _formats(packed: zipfile.ZipFile, parts: dict[str, str]) -> dict[str, str]:
    """Return the formats of numbers that show a fixed number of digits, by style."""
    styles = _tree(packed, parts, "xl/styles.xml")
    own = {e.get("numFmtId"): e.get("formatCode", "") for e in styles.iterfind(".//{*}numFmt")}
    own["2"] = "0.00"
    codes = [own.get(each.get("numFmtId"), "") for each in styles.iterfind("{*}cellXfs/{*}xf")]
    return {str(place): code for place, code in enumerate(codes) if ZEROS.fullmatch(code)}


def _tree(packed: zipfile.ZipFile, parts: dict[str, str], part: str) -> ElementTree.Element:
    """Return a small part of a workbook; an empty one where there is none."""
    said = packed.read(parts[part]) if part in parts else b"<none/>"
    return ElementTree.fromstring(said)  # noqa: S314


def _place(address: str) -> Place:
    return int(re.sub(r"\D", "", address) or 0), _column(address)


def _column(address: str) -> int:
    """Return the number of a column by the letters of an address, 0 for none."""
    number = 0
    for letter in address.upper():
        number = number * 26 + ord(letter) - 64 if "A" <= letter <= "Z" else number
    return number


if __name__ == "__main__":
    main(sys.argv[1])
