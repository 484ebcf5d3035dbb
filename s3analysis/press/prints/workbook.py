"""A document as an Excel workbook: a sheet an exhibit, its contents and its notes.

As the UK Analysis Function asks of spreadsheets: each sheet has one marked table and nothing below
it, notes stand on a sheet of their own, and numbers and dates are such.
"""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from s3analysis.exhibits import markup
from s3analysis.press.prints.document import Block, Document, Figure, Heading, Prose, plain
from s3analysis.press.prints.imprint import Imprint

FRONT, CONTENTS, NOTES = "In brief", "Contents", "Notes"
LONGEST = 31  # letters that Excel lets a sheet's name have
CELL = 32_767  # letters that Excel lets a cell have
FIRST = datetime(1980, 1, 1)  # of every workbook: it says nothing of the run
NUMERIC = re.compile(
    r"(?P<less><)?(?P<number>-?(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.(?P<digits>\d+))?)"
    r"(?P<percent> ?%)?"
)
DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
SYNTHETIC = "Synthetic data: for teaching, not a result."


class TooLong(ValueError):
    """A text that a workbook would cut off."""

    exit_code = 1


def report(document: Document, imprint: Imprint) -> bytes:
    """Return a document as XLSX: contents with sources, then its exhibits. Raises TooLong."""
    figures = document.exhibits
    names = sheet_names(figures)
    sheets = [(names[figure.label], figure) for figure in figures]
    return _Book(imprint).made(sheets, document.blocks[: document.front], contents=True)


def exhibit(figure: Figure, imprint: Imprint) -> bytes:
    """Return one exhibit as XLSX. Raises TooLong."""
    return _Book(imprint).made([(sheet_names([figure])[figure.label], figure)], [], contents=False)


def sheet_names(figures: Iterable[Figure]) -> dict[str, str]:
    """Return the name of each exhibit's sheet by its label: unique, and legal in Excel."""
    names: dict[str, str] = {}
    for figure in figures:
        short = re.sub(r"^(\w)\w* ", r"\1", figure.label)  # "Table 12" is "T12"
        names[figure.label] = f"{short} {figure.exhibit.key}"[:LONGEST].rstrip(" -")
    return names


def where(figure: Figure, part: str) -> str:
    """Return where the data of a drawing are found once its document was sent: file and sheet."""
    book = f"{part.strip('/') or 'report'}.xlsx"
    return f"workbook {book}, sheet {sheet_names([figure])[figure.label]}"


class _Book:
    """A workbook while it is written, with how its cells look."""

    def __init__(self, imprint: Imprint) -> None:
        self.imprint, self.file = imprint, io.BytesIO()
        book = Workbook(self.file, {"in_memory": True, "strings_to_formulas": False})
        book.set_properties({"title": imprint.title, "created": FIRST, "category": imprint.as_of})
        self.book, add = book, book.add_format
        self.title = add({"bold": True, "font_size": 13})
        self.head = add({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.text = add({"text_wrap": True, "valign": "top"})
        self.link = add({"font_color": "#003399", "underline": 1, "valign": "top"})
        self.looks: dict[str, Any] = {"": self.text}  # by the format of a number

    def made(
        self, sheets: Sequence[tuple[str, Figure]], front: Sequence[Block], *, contents: bool
    ) -> bytes:
        """Return the workbook of these exhibits, each with the name of its sheet."""
        if front:
            self.front(self.book.add_worksheet(FRONT), front)
        first = self.book.add_worksheet(CONTENTS) if contents else None
        noted = [(name, figure) for name, figure in sheets if figure.exhibit.note]
        notes = self.book.add_worksheet(NOTES) if noted else None
        for name, figure in sheets:
            self.exhibit(self.book.add_worksheet(name), figure)
        if first:
            self.contents(first, sheets)
        if notes:
            rows = [(name, figure.label, [figure.exhibit.note]) for name, figure in noted]
            _write(notes, 0, 0, "Notes on the tables and figures", self.title)
            self.listed(notes, 1, [("Sheet", 12), ("Note", 120)], rows)
        self.book.close()
        return self.file.getvalue()

    def front(self, sheet: Worksheet, front: Sequence[Block]) -> None:
        """Write what stands before the contents as lines; its exhibits have sheets of their own."""
        sheet.set_column(0, 0, 100)
        lines: list[tuple[str, Any]] = [(self.imprint.title, self.title), ("", None)]
        for block in front:
            if isinstance(block, Heading):
                lines.append((block.text, self.title))
            elif isinstance(block, Prose):
                lines += [(plain(node).strip(), self.text) for node in block.tree]
            else:
                lines.append((f"{block.label}. {block.exhibit.title}", self.text))
        for row, (line, look) in enumerate(lines):
            _write(sheet, row, 0, line, look)

    def contents(self, sheet: Worksheet, sheets: Sequence[tuple[str, Figure]]) -> None:
        """Write what the workbook is, and the list of its exhibits with their sources."""
        made = self.imprint
        about = f"Edition {made.as_of}, data of {made.data_date}, counted: {made.counting}."
        _write(sheet, 0, 0, made.title, self.title)
        _write(sheet, 1, 0, f"{about} Made again by: {made.command}")
        columns = [("Sheet", 12), ("What it shows", 60), ("Given again from", 30), ("Measure", 50)]
        columns += [("Source", 70), ("Remark", 40)]
        rows = []
        for name, figure in sheets:
            shown = figure.exhibit
            remark = SYNTHETIC if shown.synthetic else ""
            told = [shown.title, shown.reproduces, shown.subtitle, shown.source, remark]
            rows.append((name, figure.label, told))
        self.listed(sheet, 2, columns, rows)

    def listed(
        self,
        sheet: Worksheet,
        top: int,
        columns: Sequence[tuple[str, int]],
        rows: Sequence[tuple[str, str, Sequence[str]]],
    ) -> None:
        """Write a table of sheets: a link to each (its name and words), and what is said of it."""
        for column, (_, width) in enumerate(columns):
            sheet.set_column(column, column, width)
        for row, (name, label, told) in enumerate(rows, top + 1):
            sheet.write_url(row, 0, f"internal:'{name}'!A1", self.link, label)
            for column, words in enumerate(told, 1):
                _write(sheet, row, column, words, self.text)
        self.mark(sheet, top, len(rows), [label for label, _ in columns])

    def mark(self, sheet: Worksheet, top: int, rows: int, heads: Sequence[str]) -> None:
        """Mark cells as a table with its head; columns of one head are told by their places."""
        lower = [head.lower() for head in heads]
        told = [
            f"{head} ({place + 1})" if head.lower() in lower[:place] else head
            for place, head in enumerate(heads)
        ]
        for place, head in enumerate(told):
            _write(sheet, top, place, head, self.head)
        if rows:
            name = re.sub(r"\W", "_", f"table_{sheet.get_name()}")
            columns = [{"header": head, "header_format": self.head} for head in told]
            form = {"name": name, "columns": columns, "style": "Table Style Light 1"}
            sheet.add_table(top, 0, top + rows, len(heads) - 1, form)
        sheet.freeze_panes(top + 1, 1)

    def exhibit(self, sheet: Worksheet, figure: Figure) -> None:
        """Write an exhibit: its words, then its table, and nothing below."""
        shown = figure.exhibit
        above = [f"{figure.label}. {shown.title}", shown.subtitle, f"Source: {shown.source}"]
        above += [SYNTHETIC] * shown.synthetic
        for row, words in enumerate(above):
            _write(sheet, row, 0, words, self.title if row == 0 else None)
        top = len(above)
        if shown.note:
            told = f"A note is on the sheet {NOTES}."
            sheet.write_url(top, 0, f"internal:'{NOTES}'!A1", self.link, told)
            top += 1
        for place, column in enumerate(shown.columns):
            cells = [row[place] for row in shown.rows]
            longest = max([len(str(value)) for value in cells] + [len(str(column["label"]))])
            sheet.set_column(place, place, min(max(longest + 2, 9), 60))
            for row, (value, form) in enumerate(_ready(column, cells), top + 1):
                _write(sheet, row, place, value, self.look(form))
        self.mark(sheet, top, len(shown.rows), [markup.label(column) for column in shown.columns])
        sheet.repeat_rows(top)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def look(self, form: str) -> Any:
        """Return how a cell with a format of numbers looks."""
        if form not in self.looks:
            self.looks[form] = self.book.add_format({"num_format": form, "valign": "top"})
        return self.looks[form]


def _ready(column: dict[str, Any], cells: Sequence[Any]) -> list[tuple[Any, str]]:
    """Return each cell of a column with its format: numbers and days as such, "" for text."""
    if column["type"] == "integer":
        return [(value, "#,##0") for value in cells]
    if column["type"] == "number":
        return [(value, f"0.{'0' * column['digits']}".rstrip(".")) for value in cells]
    return [(_day(cell), "yyyy-mm-dd") if DAY.fullmatch(cell) else _number(cell) for cell in cells]


def _number(cell: str) -> tuple[Any, str]:
    """Return a text as the number it is, with its digits and with its "<", "," and "%"."""
    found = NUMERIC.fullmatch(cell)
    if not found:
        return cell, ""
    whole = "#,##0" if "," in found["number"] else "0"
    form = f"{whole}.{'0' * len(found['digits'] or '')}".rstrip(".") + (found["percent"] or "")
    value = float(found["number"].replace(",", "")) / (100 if found["percent"] else 1)
    return value, f'"<"{form}' if found["less"] else form


def _day(cell: str) -> datetime | str:
    """Return a text as the day it is, or as it is where the calendar has no such day."""
    try:
        return datetime.fromisoformat(cell)
    except ValueError:
        return cell


def _write(sheet: Worksheet, row: int, column: int, value: object, look: Any = None) -> None:
    """Write a cell: a number as a number, text as text whatever it begins with."""
    if isinstance(value, int | float):
        sheet.write_number(row, column, value, look)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value, look)
    elif len(str(value)) > CELL:
        raise TooLong(f"a cell of {len(str(value)):,} letters; a workbook holds {CELL:,}")
    elif value:
        sheet.write_string(row, column, str(value), look)
