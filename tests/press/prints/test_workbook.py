"""Workbooks are read back with openpyxl, as another program would."""

import io
import time
from datetime import datetime

import openpyxl
import pandas as pd
import pytest

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.press.prints import workbook
from s3analysis.press.prints.document import Document, Figure, Heading, Prose
from s3analysis.press.prints.imprint import Imprint

IMPRINT = Imprint("A report", "2017-07", "July 2017", "leads", "s3analysis report", "1", {})
RUN = ["=1+1", "+1", "-1+1", "@SUM(A1)", "{=1}", "http://example.org", "internal:Contents!A1"]


def exhibit(key="shares", **words):
    table = pd.DataFrame({"Region": ["Skåne"], "Share": [0.25], "Leads": [1300]})
    given = {"title": "A title", "subtitle": "Measure", "source": "Table 4", "table": table}
    return Exhibit(key=key, digits={"Share": 2}, **(given | words))


def report(*exhibits):
    figures = [Figure(f"Table {place}", each) for place, each in enumerate(exhibits, 1)]
    return openpyxl.load_workbook(io.BytesIO(workbook.report(Document(figures), IMPRINT)))


def cells(sheet):
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_each_exhibit_has_a_sheet_and_the_contents_lead_to_it_with_its_source():
    book = report(exhibit(), exhibit("members", source="The brief"))
    assert book.sheetnames == ["Contents", "T1 shares", "T2 members"]
    line = book["Contents"][5]
    assert [cell.value for cell in line][:5] == [
        "Table 2",
        "A title",
        None,
        "Measure",
        "The brief",
    ]
    assert line[0].hyperlink.location == "'T2 members'!A1"


def test_a_sheet_says_its_title_measure_source_and_note():
    book = report(exhibit(note="A note"))
    said = [cell.value for cell in cells(book["T1 shares"])]
    words = ["Table 1. A title", "Measure", "Source: Table 4", "A note is on the sheet Notes."]
    assert said[:4] == words
    assert [cell.value for cell in book["Notes"][3]] == ["Table 1", "A note"]
    assert book["Notes"]["A3"].hyperlink.location == "'T1 shares'!A1"


def test_each_sheet_is_one_marked_table_with_nothing_below_it():
    twice = pd.DataFrame([["a", 1, 2]], columns=["Name", "Value", "value"])
    book = report(exhibit(note="A note"), exhibit("twice", table=twice))
    for sheet in book:
        ((name, place),) = sheet.tables.items()
        assert place.rpartition(":")[2] == sheet.dimensions.rpartition(":")[2], name
    assert [cell.value for cell in book["T2 twice"][4]] == ["Name", "Value", "value (3)"]
    empty = report(exhibit(table=twice.head(0)))["T1 shares"]
    assert not empty.tables


def test_numbers_stay_numbers_of_their_digits_and_text_stays_text():
    row = report(exhibit())["T1 shares"][5]
    assert [cell.value for cell in row] == ["Skåne", 0.25, 1300]
    assert [cell.number_format for cell in row[1:]] == ["0.00", "#,##0"]


@pytest.mark.parametrize("text", RUN)
def test_text_that_starts_like_a_formula_or_a_link_stays_text(text):
    sheet = report(exhibit(title=text, table=pd.DataFrame({text: [text]})))["T1 shares"]
    assert [
        (cell.value, cell.data_type, cell.hyperlink) for cell in (sheet["A4"], sheet["A5"])
    ] == [
        (text, "s", None),
        (text, "s", None),
    ]


@pytest.mark.parametrize("name", ["Δυτική Ελλάδα", "Łódzkie", "Region 🏭", "<b>Skåne</b> & Co"])
def test_names_of_any_script_are_kept(name):
    assert report(exhibit(table=pd.DataFrame({"Region": [name]})))["T1 shares"]["A5"].value == name


def test_synthetic_data_say_so_on_their_sheet_and_in_the_contents():
    book = report(exhibit(synthetic=True))
    for sheet in book:
        assert workbook.SYNTHETIC in {cell.value for cell in cells(sheet)}
    assert workbook.SYNTHETIC not in {cell.value for cell in cells(report(exhibit())["Contents"])}


def test_names_of_sheets_are_unique_and_short_enough():
    keys = [f"a-key-that-is-far-too-long-for-excel-{number}" for number in range(12)]
    names = report(*map(exhibit, keys)).sheetnames
    assert len({name.lower() for name in names}) == 13
    assert max(map(len, names)) <= 31


def test_a_text_that_excel_would_cut_off_is_refused():
    with pytest.raises(workbook.TooLong, match="32,768 letters"):
        report(exhibit(table=pd.DataFrame({"Text": ["x" * 32_768]})))


def test_a_workbook_has_the_same_bytes_at_another_time(monkeypatch):
    document = Document([Figure("Table 1", exhibit())])
    first = workbook.report(document, IMPRINT)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(0))
    time.sleep(2.1)  # a zip counts in steps of two seconds
    assert workbook.report(document, IMPRINT) == first


def test_one_exhibit_is_one_sheet():
    made = workbook.exhibit(Figure("Figure 3", exhibit()), IMPRINT)
    assert openpyxl.load_workbook(io.BytesIO(made)).sheetnames == ["F3 shares"]
    assert made == workbook.exhibit(Figure("Figure 3", exhibit()), IMPRINT)


def column(*texts):
    sheet = report(exhibit(table=pd.DataFrame({"p": texts})))["T1 shares"]
    return [(cell.value, cell.number_format) for (cell,) in sheet.iter_rows(min_row=5, max_col=1)][
        : len(texts)
    ]


def test_numbers_and_days_that_stand_as_text_are_numbers_and_days():
    assert column("0.024", "<0.001", "-") == [
        (0.024, "0.000"),
        (0.001, '"<"0.000'),
        ("-", "General"),
    ]
    assert column("-3", "12") == [(-3, "0"), (12, "0")]
    assert column("6%", "1,300", "two") == [(0.06, "0%"), (1300, "#,##0"), ("two", "General")]
    day = datetime(2017, 3, 30)
    assert column("2017-03-30", "March") == [(day, "yyyy-mm-dd"), ("March", "General")]


@pytest.mark.parametrize("text", ["007", "2017-02-31", "1 to 3", "+15", "1,30", "12 regions"])
def test_what_only_looks_like_a_number_or_a_day_stays_text(text):
    assert column(text, "5")[0][0] == text


def test_a_report_with_findings_has_them_on_its_first_sheet():
    blocks = [
        Heading(2, "In brief", "in-brief"),
        Prose("**9 partnerships.** See [](#members).", {"members": "Table 1"}),
        Figure("Table 1", exhibit("members")),
        Heading(2, "Who?", "who"),
    ]
    begins = {"00_in_brief": 0, "01_partnerships": 3}
    book = openpyxl.load_workbook(io.BytesIO(workbook.report(Document(blocks, begins), IMPRINT)))
    assert book.sheetnames == ["In brief", "Contents", "T1 members"]
    told = [cell.value for cell in cells(book["In brief"])]
    assert told[1:] == ["In brief", "9 partnerships. See Table 1.", "Table 1. A title"]
