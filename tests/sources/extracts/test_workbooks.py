"""Workbooks of Excel and of other programs, and what in them is no cell."""

import datetime
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from s3analysis.sources.extracts import workbooks
from s3analysis.sources.extracts.import_errors import InvalidExtract

ROWS = [("Region", "Priority", "Field"), ("SE22", "Life", "Health"), ("EL30", "Food", "Wine")]
FILES = Path(__file__).parent / "files"
CONTENT = (
    '<?xml version="1.0"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="Data">{}</table:table></office:spreadsheet>'
    "</office:body></office:document-content>"
)


MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)


def xlsx(change=None, rows=ROWS):
    book = openpyxl.Workbook()
    book.active.title = "Data"
    for row in rows:
        book.active.append(row)
    if change:
        change(book.active)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def repacked(raw, rename=lambda name: name, edit=lambda name, part: part):
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(packed, "w", 8) as new:
        for name in old.namelist():
            new.writestr(rename(name), edit(name, old.read(name)))
    return packed.getvalue()


def in_sheet(pattern, by):
    def edit(name, part):
        return re.sub(pattern, by, part) if "worksheets/sheet" in name else part

    return edit


def ods_of(body):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        new.writestr("content.xml", CONTENT.format(body))
        new.writestr("META-INF/manifest.xml", MANIFEST)
    return packed.getvalue()


def strict(name, part):
    """Return a part as the strict form of the standard names things."""
    for old, new in (
        (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"spreadsheetml/main"),
        (b"http://schemas.openxmlformats.org/officeDocument/2006", b"officeDocument"),
    ):
        part = part.replace(old, b"http://purl.oclc.org/ooxml/" + new)
    return part


def xlsb(rows=ROWS, first=0, left=0):
    """Return a binary workbook of one sheet: each record is its number, its length, its bytes."""

    def record(number, content=b""):
        head = bytes([number & 127 | 128, number >> 7]) if number > 127 else bytes([number])
        return head + bytes([len(content) & 127 | 128, len(content) >> 7]) + content

    def text(said):
        return len(said).to_bytes(4, "little") + said.encode("utf-16-le")

    one = (1).to_bytes(4, "little")
    book = record(131) + record(143) + record(156, bytes(4) + one + text("rId1") + text("Data"))
    book += record(144) + record(132)
    sheet = record(129) + record(148, bytes(16)) + record(145)
    for place, row in enumerate(rows, first):
        sheet += record(0, place.to_bytes(4, "little") + bytes(13))
        for column, said in enumerate(row, left):
            sheet += record(6, column.to_bytes(4, "little") + bytes(4) + text(said))
    sheet += record(146) + record(130)
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as new:
        new.writestr("[Content_Types].xml", "<Types/>")
        new.writestr("xl/workbook.bin", book)
        new.writestr("xl/worksheets/sheet1.bin", sheet)
        new.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
            f'Type="{relations}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>',
        )
    return packed.getvalue()


def read(raw, told=""):
    (rows,) = workbooks.sheets("list.xlsx", raw, told).values()
    return rows, [tuple(cells) for _, cells in rows.numbered]


@pytest.mark.parametrize(
    "raw",
    [
        xlsx(),
        repacked(xlsx(), edit=in_sheet(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"')),
        repacked(xlsx(), edit=in_sheet(rb' r="[A-Z]+\d+"', b"")),
        repacked(xlsx(), rename=lambda name: name.replace("/", "\\")),
        repacked(xlsx(), edit=strict),
        xlsb(),
        (FILES / "list.xls").read_bytes(),
    ],
    ids=["Excel's", "wrong dimension", "no addresses", "backslashes", "strict", "XLSB", "XLS"],
)
def test_cells_are_read_whoever_wrote_the_file(raw):
    assert read(raw)[1] == ROWS


def test_an_opendocument_sheet_is_read_and_its_hidden_rows_are_told():
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = ["".join(cell.format(text) for text in row) for row in ROWS]
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    hidden = lines.replace("<table:table-row>", '<table:table-row table:visibility="filter">')
    for body, rows in ((lines, set()), (hidden, {1, 2, 3})):
        found, cells = read(ods_of(body))
        assert (cells, found.hidden, len(found.notes)) == (ROWS, rows, bool(rows))


def test_hidden_rows_are_told_with_their_numbers():
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True

    rows, cells = read(xlsx(hide))
    assert rows.hidden == {3}
    assert "hidden in the file, and read all the same: 3" in rows.notes[0]
    assert cells == ROWS


def test_hidden_sheets_are_set_aside_and_told():
    def more(sheet):
        other = sheet.parent.create_sheet("Lists")
        other.append(("a", "b"))
        other.append(("c", "d"))
        other.sheet_state = "hidden"

    assert read(xlsx(more))[0].notes == ["hidden sheets set aside: Lists"]
    assert read(xlsx(more), "Lists")[1] == [("a", "b"), ("c", "d")]


def test_a_number_is_read_as_it_is_shown_where_nothing_is_lost():
    def show(sheet):
        for cell, value, shown in (("C1", 1, "00"), ("C2", 0.1 + 0.2, "General"), ("C3", 2, "0.0")):
            sheet[cell], sheet[cell].number_format = value, shown

    assert [row[2] for row in read(xlsx(show))[1]] == ["01", "0.3", "2.0"]


def test_errors_and_formulas_without_a_value_have_their_place():
    def spoil(sheet):
        sheet["B2"], sheet["C3"] = "=1+1", "#REF!"
        sheet["C3"].data_type = "e"

    faults = read(xlsx(spoil))[0].faults
    assert "formula without its value" in faults[2, 2]
    assert faults[3, 3] == "holds the error #REF!"


def test_each_cell_of_an_array_without_its_values_is_named():
    array = rb'<c r="C2"><f t="array" ref="C2:C3">B2:B3</f></c>'
    raw = repacked(xlsx(), edit=in_sheet(rb'<c r="C2".*?</c>', array))
    raw = repacked(raw, edit=in_sheet(rb'<c r="C3".*?</c>', rb'<c r="C3"/>'))
    assert set(read(raw)[0].faults) == {(2, 3), (3, 3)}


def test_a_date_is_read_as_a_date():
    rows = [*ROWS, ("ES51", "Wine", datetime.date(2017, 2, 1))]
    assert read(xlsx(rows=rows))[1][3][2] == "2017-02-01"


def test_a_line_end_of_excel_is_no_letter():
    raw = xlsx(rows=[*ROWS, ("ES51", "Wine", "Health_x000D_")])
    assert read(raw)[1][3][2].strip() == "Health"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (workbooks.OLD + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (xlsx()[:-200], "damaged workbook"),
        (repacked(xlsx(), rename=lambda name: name.replace("xl/", "y/")), "a packed folder"),
    ],
)
def test_what_cannot_be_read_is_named_for_what_it_is(raw, said):
    with pytest.raises(InvalidExtract) as told:
        workbooks.sheets("list.xlsx", raw, "")
    assert said in told.value.lines[0]


def far(sheet):
    sheet["XFD1048576"] = "a stray cell"


STRAY = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"/>'
LONG = (
    '<table:table-cell office:value-type="string" table:number-columns-repeated="1000">'
    f"<text:p>{'x' * 1_000_000}</text:p></table:table-cell>"
)


@pytest.mark.parametrize(
    "raw",
    [
        xlsx(far),
        xlsb(first=1_000_000, left=16_000),
        ods_of(f'<table:table-row table:number-rows-repeated="1048576">{STRAY}</table:table-row>'),
        ods_of(f"<table:table-row>{LONG}</table:table-row>"),
    ],
    ids=["XLSX", "XLSB", "ODS", "a million letters in each of 1,000 cells"],
)
def test_what_would_take_gigabytes_is_refused_before_it_is_read(raw):
    with pytest.raises(InvalidExtract) as told:
        workbooks.sheets("list.xlsx", raw, "")
    assert "delete what lies far from the table" in told.value.lines[0]


def test_empty_cells_to_the_end_of_a_sheet_are_no_stray_cells():
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(
        f"<table:table-row>{''.join(cell.format(text) for text in row)}</table:table-row>"
        for row in ROWS
    )
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    end = f'<table:table-row table:number-rows-repeated="1048573">{blank}</table:table-row>'
    assert read(ods_of(rows + end))[1] == ROWS
