"""A sheet of a workbook (XLSX) as rows of text cells, read with bounds on what it may unpack to."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

from s3analysis.sources.extracts import import_errors
from s3analysis.sources.extracts.import_errors import InvalidExtract, refuse, refuse_all

MOST_UNPACKED = 1_500_000_000
MOST_RATIO = 250  # of a packed file; a sheet of plain cells packs to about a tenth

Row = tuple[int, list[str]]


def rows(name: str, raw: bytes, told: str) -> tuple[Iterator[Row], list[str]]:
    """Return the records of a sheet, with their row numbers, and what was recognised.

    `told` is the sheet where a person said it; else the only one with data is taken. A cell inside
    a merged range has the value of the range. Raises InvalidExtract.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            unpacked = sum(each.file_size for each in packed.infolist())
            if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * len(raw) + 50_000_000:
                refuse(
                    name, f"would unpack to {unpacked:,} bytes; that is no workbook of priorities"
                )
            if "xl/workbook.xml" not in packed.namelist():
                refuse(name, "is a packed folder, not a workbook; unpack it and take the table")
        values = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(raw), read_only=True)
    except InvalidExtract:
        raise
    except (
        Exception
    ) as error:  # openpyxl raises whatever it meets: KeyError, BadZipFile, ParseError
        refuse(
            name,
            f"is a damaged workbook ({type(error).__name__}); save it again, or download it anew",
        )
    sheet = _sheet(name, values.sheetnames, values, told)
    merged = _merged(raw, values, sheet)
    return _sheet_rows(name, values[sheet], formulas[sheet], merged), ["XLSX", f"sheet {sheet!r}"]


def _sheet(name: str, names: list[str], book: Any, told: str) -> str:
    if told:
        if told not in names:
            refuse(name, f"has no sheet {told!r}; there are {', '.join(names)}")
        return told
    filled = [each for each in names if _has_rows(book[each])]
    if len(filled) != 1:
        words = (
            f"has {len(filled)} sheets with data ({', '.join(filled)})" if filled else "has no data"
        )
        refuse(name, f'{words}; say which with sheet = "..."' if filled else words)
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
                wrong.append(import_errors.one(name, fault, number, get_column_letter(column)))
            if (number, column) in merged:
                head = merged[number, column]
                text = heads.setdefault(head, text)
            cells.append(same.setdefault(text, text))
        blank = 0 if any(cells) else blank + 1
        if blank > 100_000:
            break  # a sheet formatted to its end
        yield number, cells
    refuse_all(wrong)


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
