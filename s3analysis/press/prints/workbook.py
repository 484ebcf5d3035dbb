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
    front = document.blocks[: document.front]
    return _made(imprint, sheets, contents=True, front=front)


def exhibit(figure: Figure, imprint: Imprint) -> bytes:
    """Return one exhibit as XLSX. Raises TooLong."""
    return _made(imprint, [(sheet_names([figure])[figure.label], figure)], contents=False)


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


def _made(
    imprint: Imprint,
    sheets: Sequence[tuple[str, Figure]],
    *,
    contents: bool,
    front: Sequence[Block] = (),
) -> bytes:
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": imprint.title, "created": FIRST, "category": imprint.as_of})
    looks = {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "link": book.add_format({"font_color": "#003399", "underline": 1, "valign": "top"}),
    }
    if front:
        _front(book.add_worksheet(FRONT), imprint, front, looks)
    first = book.add_worksheet(CONTENTS) if contents else None
    noted = [(name, figure) for name, figure in sheets if figure.exhibit.note]
    notes = book.add_worksheet(NOTES) if noted else None
    for name, figure in sheets:
        _sheet(book, book.add_worksheet(name), figure, looks)
    if first:
        _contents(first, imprint, sheets, looks)
    if notes:
        rows = [(name, figure.label, [figure.exhibit.note]) for name, figure in noted]
        _write(notes, 0, 0, "Notes on the tables and figures", looks["title"])
        _listed(notes, 1, [("Sheet", 12), ("Note", 120)], rows, looks)
    book.close()
    return file.getvalue()


def _front(
    sheet: Worksheet, imprint: Imprint, front: Sequence[Block], looks: dict[str, Any]
) -> None:
    """Write what stands before the contents as lines; its exhibits have sheets of their own."""
    sheet.set_column(0, 0, 100)
    _write(sheet, 0, 0, imprint.title, looks["title"])
    lines: list[tuple[str, str]] = []
    for block in front:
        if isinstance(block, Heading):
            lines.append((block.text, "title"))
        elif isinstance(block, Prose):
            lines += [(plain(node).strip(), "text") for node in block.tree]
        else:
            lines.append((f"{block.label}. {block.exhibit.title}", "text"))
    for row, (line, look) in enumerate(lines, 2):
        _write(sheet, row, 0, line, looks[look])


def _contents(
    sheet: Worksheet,
    imprint: Imprint,
    sheets: Sequence[tuple[str, Figure]],
    looks: dict[str, Any],
) -> None:
    _write(sheet, 0, 0, imprint.title, looks["title"])
    about = f"Edition {imprint.as_of}, data of {imprint.data_date}, counted: {imprint.counting}."
    _write(sheet, 1, 0, f"{about} Made again by: {imprint.command}")
    columns = [("Sheet", 12), ("What it shows", 60), ("Given again from", 30), ("Measure", 50)]
    columns += [("Source", 70), ("Remark", 40)]
    rows = []
    for name, figure in sheets:
        shown = figure.exhibit
        remark = SYNTHETIC if shown.synthetic else ""
        told = [shown.title, shown.reproduces, shown.subtitle, shown.source, remark]
        rows.append((name, figure.label, told))
    _listed(sheet, 2, columns, rows, looks)


def _listed(
    sheet: Worksheet,
    top: int,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[tuple[str, str, Sequence[str]]],
    looks: dict[str, Any],
) -> None:
    """Write a table of sheets: a link to each (its name and its words), and what is said of it."""
    for column, (_, width) in enumerate(columns):
        sheet.set_column(column, column, width)
    for row, (name, label, told) in enumerate(rows, top + 1):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", looks["link"], label)
        for column, words in enumerate(told, 1):
            _write(sheet, row, column, words, looks["text"])
    _mark(sheet, top, len(rows), [label for label, _ in columns], looks)


def _mark(
    sheet: Worksheet, top: int, rows: int, heads: Sequence[str], looks: dict[str, Any]
) -> None:
    """Mark cells as a table, with its head; two columns of one head are told by their places."""
    told = {
        place: head
        if head.lower() not in {each.lower() for each in heads[:place]}
        else f"{head} ({place + 1})"
        for place, head in enumerate(heads)
    }
    for place, head in told.items():
        _write(sheet, top, place, head, looks["head"])
    if rows:
        name = re.sub(r"\W", "_", f"table_{sheet.get_name()}")
        columns = [{"header": head, "header_format": looks["head"]} for head in told.values()]
        form = {"name": name, "columns": columns, "style": "Table Style Light 1"}
        sheet.add_table(top, 0, top + rows, len(heads) - 1, form)
    sheet.freeze_panes(top + 1, 1)


def _sheet(book: Workbook, sheet: Worksheet, figure: Figure, looks: dict[str, Any]) -> None:
    """Write an exhibit: its words, then its table, and nothing below."""
    shown = figure.exhibit
    above = [f"{figure.label}. {shown.title}", shown.subtitle, f"Source: {shown.source}"]
    above += [SYNTHETIC] * shown.synthetic
    for row, words in enumerate(above):
        _write(sheet, row, 0, words, looks["title"] if row == 0 else None)
    top = len(above)
    if shown.note:
        look = looks["link"]
        sheet.write_url(top, 0, f"internal:'{NOTES}'!A1", look, f"A note is on the sheet {NOTES}.")
        top += 1
    for place, column in enumerate(shown.columns):
        cells = [row[place] for row in shown.rows]
        longest = max([len(str(value)) for value in cells] + [len(str(column["label"]))])
        sheet.set_column(place, place, min(max(longest + 2, 9), 60))
        for row, (value, form) in enumerate(_ready(column, cells), top + 1):
            _write(sheet, row, place, value, _look(book, form, looks))
    _mark(sheet, top, len(shown.rows), [markup.label(column) for column in shown.columns], looks)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


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


def _look(book: Workbook, form: str, looks: dict[str, Any]) -> Any:
    if not form:
        return looks["text"]
    if form not in looks:
        looks[form] = book.add_format({"num_format": form, "valign": "top"})
    return looks[form]


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
