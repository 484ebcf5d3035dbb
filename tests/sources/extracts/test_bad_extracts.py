# ruff: noqa: E501 a case a line is a table to read
"""Files as people send them: each is repaired with a row in the log, or refused with its place.

None may be read wrongly in silence. A case says what the file holds, and what must be said of it.
"""

import io
import json
import os
import re
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from s3analysis.press.editions import imports
from s3analysis.sources.extracts import mapping, priorities
from s3analysis.sources.extracts.import_errors import InvalidExtract

TABLES = imports.tables()
SCHEMES = priorities.schemes(TABLES["taxonomy_terms"])
HEADER = "Region;Priority;Field"
GOOD = [("Skåne", "Life science", "Health"), ("EL30", "Food", "Digital Agenda")]


def mapped(**changes):
    data = {
        "columns": {"region": "Region", "text": "Priority"},
        "dimension": [
            {"name": "field", "column": "Field", "scheme": "brief-2017", "separator": "|"}
        ],
    }
    return mapping.of(mapping.Mapping, data | changes, "mapping.toml", SCHEMES)


NACE = [{"name": "economy", "column": "Field", "scheme": "nace-rev-2", "separator": "|"}]
NABS = [{"name": "aim", "column": "Field", "scheme": "nabs-2007", "separator": "|"}]
OPEN = [{"name": "own", "column": "Field", "scheme": "open", "separator": "|"}]


def text(*rows, header=HEADER, join=";"):
    return "\n".join([header, *(join.join(row) for row in rows)]) + "\n"


def xlsx(*rows, header=("Region", "Priority", "Field"), change=None, sheets=("Data",)):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in sheets:
        sheet = book.create_sheet(name)
        for row in [header, *rows]:
            sheet.append(row)
    if change:
        change(book[sheets[0]])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def repacked(raw, **parts):
    """Return a workbook with some of its parts replaced."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(packed, "w", 8) as new:
        for each in old.namelist():
            new.writestr(each, parts.get(each.rpartition("/")[2].split(".")[0], old.read(each)))
    return packed.getvalue()


def bomb():
    return repacked(xlsx(*GOOD), sheet1=b"<x>" + b" " * 400_000_000)


def empty_rows():
    blank = "".join(f'<row r="{number}"/>' for number in range(4, 1_000_001))
    raw = xlsx(*GOOD)
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    return repacked(raw, sheet1=sheet.replace("</sheetData>", f"{blank}</sheetData>").encode())


def merge(sheet):
    sheet.append(("", "Robots", "Health"))
    sheet.merge_cells("A3:A4")


def cached(formula_cell):
    def change(sheet):
        sheet[formula_cell] = '=CONCATENATE("Hea","lth")'

    return change


@dataclass(frozen=True)
class Case:
    """A file and what must come of it: the rule in the log, the words said, or the refusal."""

    name: str
    raw: bytes
    rule: str = ""
    said: str = ""
    refused: str = ""
    row: int | None = None
    column: str = ""
    changes: tuple = ()
    file: str = "extract.csv"


def case(name, raw, **what):
    raw = raw.encode() if isinstance(raw, str) else raw
    what["changes"] = tuple(what.pop("changes", {}).items())
    return Case(name, raw, **what)


POLISH = text(("Łódzkie", "Włókiennictwo", "Health"), ("Małopolskie", "Zdrowie", "Health"))
FRENCH = text(("Île de France", "Santé", "Health"), ("Rhône-Alpes", "Être prêt", "Health"))
PLAIN = text(*GOOD)
BOOK = "extract.xlsx"

READ = [
    case("utf-8", PLAIN, said="encoding utf-8"),
    case("a byte order mark", PLAIN.encode("utf-8-sig"), said="utf-8-sig"),
    case("utf-16 with its mark", PLAIN.encode("utf-16"), said="utf-16"),
    case("utf-16 little-endian without a mark", PLAIN.encode("utf-16-le"), said="utf-16-le"),
    case("utf-16 big-endian without a mark", PLAIN.encode("utf-16-be"), said="utf-16-be"),
    case("Polish in cp1250", POLISH.encode("cp1250"), said="cp1250, by its letters"),
    case("French in latin-1", FRENCH.encode("latin-1"), said="cp1252, by its letters"),
    case("commas", text(*GOOD, header=HEADER.replace(";", ","), join=","), said="comma"),
    case("tabs", text(*GOOD, header=HEADER.replace(";", "\t"), join="\t"), said="tab"),
    case("bars", text(*GOOD, header=HEADER.replace(";", "|"), join="|"), said="bar"),
    case("Excel's first line", "sep=;\n" + PLAIN, said="header in row 2"),
    case("carriage returns", PLAIN.replace("\n", "\r\n"), said="semicolon"),
    case("a title over the header", "List of priorities\n\n" + PLAIN, said="header in row 3"),
    case("blank rows", PLAIN + ";;\n\n", said="2 blank rows left out"),
    case(
        "a line break in a quoted cell",
        text(("EL30", '"Food\nand drink"', "Health")),
        rule="spaces",
    ),
    case("a delimiter in a quoted cell", text(("EL30", '"Food; drink"', "Health"))),
    case("columns nobody asked for", text(("x", "EL30", "Food", "Health"), header=f"No;{HEADER}")),
    case(
        "columns in another order", text(("Health", "EL30", "Food"), header="Field;Region;Priority")
    ),
    case("Greece as GR", text(("GR30", "Food", "Health")), rule="Eurostat's country code"),
    case(
        "the United Kingdom as GB", text(("GB", "Food", "Health")), rule="Eurostat's country code"
    ),
    case("a code in small letters", text(("el30", "Food", "Health")), rule="capital letters"),
    case("decomposed letters", text(("Ska\u030ane", "Food", "Health")), rule="composed"),
    case("a no-break space", text(("Baden-Württemberg\u00a0", "Food", "Health")), rule="spaces"),
    case("a zero-width space", text(("Sk\u200båne", "Food", "Health")), rule="invisible signs"),
    case("a direction mark", text(("\u200fEL30", "Food", "Health")), rule="invisible signs"),
    case(
        "a Cyrillic letter", text(("\u0410ndalucía", "Food", "Health")), rule="look-alike letters"
    ),
    case("other capitals in a term", text(("EL30", "Food", "HEALTH")), rule="spelling of the term"),
    case(
        "a decimal comma in a code",
        text(("EL30", "Food", "12,1")),
        rule="decimal comma in a code",
        changes={"dimension": NABS},
    ),
    case(
        "a code without its leading zero",
        text(("EL30", "Food", "1")),
        rule="leading zero of a code",
        changes={"dimension": NACE},
    ),
    case(
        "a division with its section",
        text(("EL30", "Food", "C26")),
        rule="section before the division",
        changes={"dimension": NACE},
    ),
    case(
        "a code and its term",
        text(("EL30", "Food", "26 - Manufacture of computer, electronic and optical products")),
        rule="code and term",
        changes={"dimension": NACE},
    ),
    case(
        "a name of their own, explained",
        text(("Attica", "Food", "Health")),
        rule="as the mapping says",
        changes={"territory": {"names": {"Attica": "EL30"}}},
    ),
    case("a workbook", xlsx(*GOOD), said="sheet 'Data'", file=BOOK),
    case("a workbook called CSV", xlsx(*GOOD), said="XLSX"),
    case("merged cells", xlsx(*GOOD, change=merge), said="XLSX", file=BOOK),
    case("a million empty rows", empty_rows(), said="XLSX", file=BOOK),
    case(
        "JSON",
        json.dumps([{"Region": "EL30", "Priority": "Food", "Field": ["Health"]}]),
        said="JSON",
    ),
    case(
        "a page of JSON",
        json.dumps({"data": [{"Region": "EL30", "Priority": "Food", "Field": "Health"}]}),
    ),
]

REFUSED = [
    case("nothing", "", refused="the file is empty"),
    case("only spaces", " \n \n", refused="the file is empty"),
    case("only a header", HEADER + "\n", refused="no row under it"),
    case("no column of that name", PLAIN.replace("Region;", "Area;"), refused="no such column", column="Region"),
    case("a column twice", text(("a", "EL30", "b", "c"), header=f"Region;{HEADER}"), refused="twice", column="Region"),
    case("a row too short", PLAIN + "EL30;Food\n", refused="has 2 cells, the header 3", row=4),
    case("a row too long", PLAIN + "EL30;Food;Health;more\n", refused="has 4 cells, the header 3", row=4),
    case("a shifted row", PLAIN + ";EL30;Health\n", refused="names no region", row=4, column="Region"),
    case("one column", "Region\nEL30\nES51\n", refused="one column only"),
    case("a missing quotation mark", PLAIN + 'EL30;"Food;Health\n', refused="quotation mark", row=4),
    case("a download cut in a letter", PLAIN.encode()[:-1] + b"\nEL30;Sant\xc3", refused="ends in the middle of a letter"),
    case("a NUL byte", PLAIN.encode() + b"EL30;Fo\x00od;Health\n", refused="NUL byte", row=4),
    case("utf-16 cut in half a letter", PLAIN.encode("utf-16")[:-1], refused="damaged"),
    case("a web page", "<!DOCTYPE html><html><table></table></html>", refused="web page"),
    case("a table of HTML", "<table><tr><td>Region</td></tr></table>", refused="web page"),
    case("XML", '<?xml version="1.0"?><a/>', refused="XML"),
    case("a PDF", b"%PDF-1.7 ...", refused="PDF"),
    case("an old workbook that is damaged", b"\xd0\xcf\x11\xe0" + b"\x00" * 100, refused="damaged workbook"),
    case("gzip", b"\x1f\x8b\x08\x00" + b"\x00" * 20, refused="gzip"),
    case("words that two encodings read differently", HEADER.encode() + b"\nXyz;\xeb\xea \xba\xbf;\xe3\n", refused="may be read in several ways"),
    case("an unknown region", text(("Atlantis", "Food", "Health")), refused="unknown region 'Atlantis'", row=2, column="Region"),
    case("a region with a slip", text(("Andaluca", "Food", "Health")), refused="did you mean Andalu", row=2, column="Region"),
    case("a name that several units bear", text(("Limburg", "Food", "Health")), refused="may be|unknown", row=2, column="Region"),
    case("a code of another vintage", text(("FRK2", "Food", "Health")), refused="NUTS 2016, 2021 and 2024", row=2, column="Region"),
    case("a code that never was", text(("ES99", "Food", "Health")), refused="no code of NUTS 2013", row=2, column="Region"),
    case("a country that is none", text(("XX11", "Food", "Health")), refused="no country", row=2, column="Region"),
    case("not available", text(("NA", "Food", "Health")), refused="NA: NA is no country", row=2, column="Region"),
    case("a total under the table", PLAIN + "Total;2;\n", refused="unknown region 'Total'", row=4, column="Region"),
    case("a priority without words", text(("EL30", "", "Health")), refused="no text", row=2, column="Priority"),
    case("a term with a slip", text(("EL30", "Food", "Helth")), refused="did you mean 'Health'", row=2, column="Field"),
    case("terms parted by another sign", text(("EL30", "Food", '"Health; Digital Agenda"')), refused="unknown term", row=2, column="Field"),
    case("NA as a term", text(("EL30", "Food", "NA")), refused="unknown term 'NA'", row=2, column="Field"),
    case("a date that Excel made of a code", xlsx(("EL30", "Food", __import__("datetime").date(2017, 1, 12))), refused="unknown term '2017-01-12", row=2, column="Field", file=BOOK, changes={"dimension": NABS}),
    case("an identifier for two priorities", text(("1", "EL30", "Food", "Health"), ("1", "ES51", "Chips", "Health"), header=f"Id;{HEADER}"), refused="stands for several", row=2, column="Id", changes={"columns": {"region": "Region", "text": "Priority", "id": "Id"}}),
    case("a formula without its value", xlsx(*GOOD, change=cached("C2")), refused="formula without its value", row=2, column="Field", file=BOOK),
    case("an error of Excel", xlsx(("EL30", "Food", "#N/A")), refused="error #N/A", row=2, column="Field", file=BOOK),
    case("two sheets with data", xlsx(*GOOD, sheets=("2013", "2017")), refused="2 sheets with data", file=BOOK),
    case("a sheet that is not there", xlsx(*GOOD), refused="no sheet 'List'", file=BOOK, changes={"file": {"sheet": "List"}}),
    case("a workbook cut short", xlsx(*GOOD)[:-200], refused="damaged workbook", file=BOOK),
    case("a packed folder", repacked(xlsx(*GOOD))[:0] + (lambda b: (zipfile.ZipFile(b, "w").writestr("a.csv", PLAIN), b.getvalue())[1])(io.BytesIO()), refused="damaged|packed folder", file="extract.zip"),
    case("an archive bomb", bomb(), refused="would unpack to", file=BOOK),
    case("JSON cut short", '[{"Region": "EL30", "Pri', refused="no whole JSON"),
    case("JSON with a key twice", '[{"Region": "EL30", "Region": "ES51"}]', refused="Region twice"),
    case("JSON within JSON", '[{"Region": {"code": "EL30"}, "Priority": "Food", "Field": ""}]', refused="holds an object", row=1, column="Region"),
    case("JSON that is no table", '["EL30", "ES51"]', refused="no list of objects but a list of other things"),
    case("JSON with NaN", '[{"Region": NaN}]', refused="NaN"),
    case("a text encoded twice, half of a letter unseen", text(("EL30", "Energ\u00c3\u00ada", "Health")), refused="Energía", row=2, column="Priority"),
    case("a quotation mark that is closed two rows later", text(("EL30", '"A', "Health"), ("ES52", "B", "Health"), ("ES61", 'C"', "Health")), refused="takes in the rows under it", row=2),
    case("an encoding that does not fit", PLAIN.encode(), refused="cannot be read as ascii", changes={"file": {"encoding": "ascii"}}),
    case("an encoding that is none", PLAIN.encode(), refused="cannot be read as klingon", changes={"file": {"encoding": "klingon"}}),
]  # fmt: skip


def read(case, folder):
    path = folder / case.file
    path.write_bytes(case.raw)
    return priorities.read(path, mapped(**dict(case.changes)), TABLES)


@pytest.mark.parametrize("case", READ, ids=lambda case: case.name)
def test_a_file_is_read_and_what_was_done_is_said(case, tmp_path):
    extract = read(case, tmp_path)
    assert len(extract.priorities) == len(extract.priorities["source_row"].unique()) >= 1
    assert extract.priorities["region_id"].isin(extract.territories["territory_id"]).all()
    assert case.said in extract.recognised
    assert any(case.rule in rule for rule in extract.log["rule"]) or not case.rule
    assert bool(len(extract.log)) == bool(case.rule)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_file_is_refused_with_its_place(case, tmp_path):
    with pytest.raises(InvalidExtract) as told:
        read(case, tmp_path)
    found = told.value.problems
    hit = found.loc[found["reason"].str.contains(case.refused, regex=True)]
    assert len(hit), found["reason"].tolist()
    assert case.row is None or case.row in hit["row"].tolist()
    assert not case.column or case.column in hit["column"].tolist()
    assert found["file"].eq(case.file).all()


def test_there_are_some_sixty_files():
    assert len(READ) + len(REFUSED) >= 60


def test_all_that_is_wrong_is_said_at_once(tmp_path):
    path = tmp_path / "extract.csv"
    path.write_text(text(("Atlantis", "", "Helth"), ("ES99", "Food", "Health")), encoding="utf-8")
    with pytest.raises(InvalidExtract) as told:
        priorities.read(path, mapped(), TABLES)
    places = list(zip(told.value.problems["row"], told.value.problems["column"], strict=True))
    assert places == [(2, "Field"), (2, "Priority"), (2, "Region"), (3, "Region")]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (os.mkfifo, "a pipe or a device"),
        (Path.mkdir, "is a directory"),
        (lambda path: path.touch() or os.truncate(path, 10**12), "more than 200,000,000 bytes"),
        (lambda path: path.write_text("[" * 100_000, encoding="utf-8"), "nested too deep"),
        (
            lambda path: path.write_text('{"a":' * 600 + "1" + "}" * 600, encoding="utf-8"),
            "JSON|deep",
        ),
        (lambda path: None, "no such file"),
    ],
)
def test_what_is_no_file_of_a_table_is_refused_before_it_is_read(tmp_path, make, said):
    make(tmp_path / "extract.csv")
    with pytest.raises(InvalidExtract, match="1 problems") as told:
        priorities.read(tmp_path / "extract.csv", mapped(), TABLES)
    assert re.search(said, told.value.lines[0])


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (os.mkfifo, "a pipe or a device"),
        (lambda path: path.write_text("a = " + "[" * 100_000, encoding="utf-8"), "too deep"),
        (lambda path: path.write_text("a = " + "9" * 5000, encoding="utf-8"), "is no TOML"),
        (lambda path: path.write_text("#" * 2_000_000, encoding="utf-8"), "more than"),
    ],
)
def test_a_mapping_that_is_none_is_refused(tmp_path, make, said):
    make(tmp_path / "m.toml")
    with pytest.raises(mapping.BadMapping, match=said):
        mapping.read(tmp_path / "m.toml", mapping.Mapping, SCHEMES)


def test_the_digest_is_that_of_the_bytes_that_were_read(tmp_path):
    path = tmp_path / "extract.csv"
    path.write_bytes(PLAIN.encode())
    assert priorities.read(path, mapped(), TABLES).digest == sha256(PLAIN.encode()).hexdigest()


def test_norway_is_not_no(tmp_path):
    path = tmp_path / "extract.csv"
    path.write_text(text(("NO", "Fish", "Health")), encoding="utf-8")
    extract = priorities.read(path, mapped(), TABLES)
    assert extract.territories["name"].tolist() == ["Norway"]


def test_terms_of_their_own_stand_as_they_are(tmp_path):
    path = tmp_path / "extract.csv"
    path.write_text(text(("EL30", "Food", "Blue growth|Αγροδιατροφή")), encoding="utf-8")
    labels = priorities.read(path, mapped(dimension=OPEN), TABLES).labels
    assert labels["category"].tolist() == ["Blue growth", "Αγροδιατροφή"]


def test_a_narrower_term_brings_its_category(tmp_path):
    path = tmp_path / "extract.csv"
    path.write_text(text(("EL30", "Chips", "Photonics")), encoding="utf-8")
    labels = priorities.read(path, mapped(), TABLES).labels
    assert labels[["category", "sub_category"]].to_numpy().tolist() == [
        ["Key enabling technologies", "Photonics"]
    ]


def test_merged_cells_stand_for_each_row(tmp_path):
    extract = read(case("merged", xlsx(*GOOD, change=merge), file=BOOK), tmp_path)
    assert extract.priorities["region_id"].tolist() == ["skane", "el30", "el30"]


def test_one_row_a_category_and_one_cell_with_all_are_the_same(tmp_path):
    many = text(("EL30", "Food", "Health|Photonics"), ("ES51", "Chips", ""))
    rows = text(("EL30", "Food", "Health"), ("EL30", "Food", "Photonics"), ("ES51", "Chips", ""))
    found = []
    for body in (many, rows):
        path = tmp_path / "extract.csv"
        path.write_text(body, encoding="utf-8")
        extract = priorities.read(path, mapped(), TABLES)
        found.append((extract.priorities.drop(columns="source_row"), extract.labels))
    pd.testing.assert_frame_equal(found[0][0], found[1][0])
    pd.testing.assert_frame_equal(found[0][1], found[1][1])
