# ruff: noqa: E501 a shape is one line
"""CSV in its dialects, and JSON in the shapes that services give."""

import json

import pytest

from s3analysis.sources.extracts import texts
from s3analysis.sources.extracts.import_errors import InvalidExtract
from s3analysis.sources.extracts.mapping import File

ROWS = [["Region", "Field"], ["SE22", "Health"], ["EL30", "Wine"]]
RECORDS = [{"Region": "SE22", "Field": "Health"}, {"Region": "EL30", "Field": "Wine"}]


def csv(text, **dialect):
    rows = texts.csv_table("list.csv", text, File(**dialect), names_region, names_region)
    return [row for _, row in rows.numbered]


def names_region(row):
    return any(cell in {"SE22", "EL30", "ES51"} for cell in row)


@pytest.mark.parametrize(
    "text",
    [
        "Region;Field\nSE22;Health\nEL30;Wine\n",
        "Region;Field\r\nSE22;Health\r\nEL30;Wine\r\n\x1a",
        "sep=;\nRegion;Field\nSE22;Health\nEL30;Wine\n",
        "Region,Field;\nSE22,Health;\nEL30,Wine;\n",
    ],
    ids=["plain", "the end mark of DOS", "Excel's first line", "a semicolon at each line's end"],
)
def test_a_dialect_is_read(text):
    assert csv(text) == ROWS


def test_notes_that_outnumber_the_rows_do_not_hide_the_delimiter():
    notes = "".join(f"Note {number} on the list\n" for number in range(9))
    assert csv(notes + "Region;Field\nSE22;Health\nEL30;Wine\n")[-3:] == ROWS


def test_the_commas_of_a_shape_are_no_delimiter():
    shape = "POLYGON((" + ", ".join(["1 2"] * 40_000) + "))"
    text = f"Region;Field;Shape\nSE22;Health;{shape}\nEL30;Wine;{shape}\n"
    assert [row[:2] for row in csv(text)] == ROWS


def test_a_quotation_mark_that_takes_in_rows_is_refused_with_the_way_out():
    text = 'Region\tText\tField\nSE22\t"Blue\tHealth\nEL30\tFood\tWine\nES51\tPipes"\tHealth\n'
    with pytest.raises(InvalidExtract) as told:
        csv(text)
    assert "row 2" in told.value.lines[0]
    assert "quotes = false" in told.value.lines[0]
    assert len(csv(text, quotes=False)) == 4


def test_a_line_break_in_a_quoted_cell_is_no_fault():
    assert csv('Region;Text;Field\nSE22;"Food\nand, drink";Wine\n')[1][1] == "Food\nand, drink"


@pytest.mark.parametrize(
    "data",
    [
        RECORDS,
        {"data": RECORDS},
        {"help": "x", "success": True, "result": {"fields": [{"id": "Region"}], "records": RECORDS}},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": each, "geometry": None} for each in RECORDS]},
        {"head": {"vars": ["Region"]}, "results": {"bindings": [{key: {"type": "literal", "value": value} for key, value in each.items()} for each in RECORDS]}},
        {"columns": ["Region", "Field"], "data": ROWS[1:]},
        {"Region": ["SE22", "EL30"], "Field": ["Health", "Wine"]},
        ROWS,
    ],
    ids=["records", "a page", "CKAN", "GeoJSON", "SPARQL", "split", "columns", "rows"],
)  # fmt: skip
def test_a_shape_of_json_is_read(data):
    rows = texts.json_table("list.json", json.dumps(data))
    assert [cells for _, cells in rows.numbered] == ROWS


def test_an_object_in_each_line_is_read():
    text = "\n".join(json.dumps(each) for each in RECORDS)
    rows = texts.json_table("list.json", text)
    assert rows.recognised == ["JSON, an object in each line"]
    assert [cells for _, cells in rows.numbered] == ROWS


def test_a_broken_line_is_refused_with_its_number():
    with pytest.raises(InvalidExtract, match="1 problems") as told:
        texts.json_table("list.json", '{"a": 1}\n{"a": 2\n')
    assert "row 2" in told.value.lines[0]


def test_what_is_no_cell_is_a_fault_of_its_place_only():
    data = [{"Region": "SE22", "Shape": {"type": "Point"}, "Field": "half \ud83d"}]
    rows = texts.json_table("list.json", json.dumps(data))
    assert set(rows.faults) == {(1, 2), (1, 3)}
    assert "half of a sign" in rows.faults[1, 3]


def test_another_shape_is_named():
    with pytest.raises(InvalidExtract) as told:
        texts.json_table("list.json", '{"a": 1, "b": {"c": 2}}')
    assert "an object with a, b; a table is" in told.value.lines[0]
