import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from hashlib import sha256

import numpy as np
import pandas as pd
import pikepdf
import pypdfium2
import pytest
from small_report import IMPRINT, document, exhibit

from s3analysis.paths import HOME
from s3analysis.press.prints import document as documents
from s3analysis.press.prints import pdf, word
from s3analysis.press.prints.document import Document, Heading, Prose

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200pt" height="100pt">'
    '<rect width="200" height="100" fill="#003399"/>'
    '<text x="5" y="20" font-family="DejaVu Sans, Verdana, sans-serif" fill="white">Malmö</text>'
    "</svg>"
)
PAYLOADS = [
    '#eval("1 + 1") #panic()',
    "*bold* _it_ `raw` $x^2$",
    "= heading #[content] <label> @ref",
    "<script>alert(1)</script> &amp; ]]>",
    "// no comment /* none */ \\ \\u{41}",
    "{{ 7 * 7 }} ~ -- --- '\"",
]
NAMES = ["Κρήτη", "Łódź", "Zażółć gęślą jaźń", "Île-de-France", "Þ ð ß Œ", "A\u0301"]


def drawing(key="map", **words):
    return exhibit(key, **({"svg": SVG, "alt": "A blue box"} | words))


def printed(*blocks, imprint=IMPRINT):
    return pdf.report(document(*blocks), imprint)


def pages(made):
    return list(pypdfium2.PdfDocument(made))


def text(made):
    """Return the text of a PDF; where a line ends, words go on as they do for a reader."""
    return squeezed("\n".join(page.get_textpage().get_text_range() for page in pages(made)))


def squeezed(words):
    """Return a text without its spaces and line ends, which print may set otherwise."""
    return re.sub(r"[\s\ufffe]+", "", words)


@cache
def opened(made):
    """Return a PDF taken apart; its objects live as long as it does."""
    return pikepdf.open(io.BytesIO(made))


def elements(made, kind):
    """Return the elements of the structure tree that are of a kind, in reading order."""
    found = []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if node.get("/S") == kind:
                found.append(node)
            walk(node.get("/K"))

    walk(opened(made).Root.StructTreeRoot.K)
    return found


def beyond(made):
    """Return whether a page has ink beyond its right margin."""
    drawn = [np.asarray(page.render(scale=1).to_pil().convert("L")) for page in pages(made)]
    return any((page[:, -round(18 * 72 / 25.4) :] < 250).any() for page in drawn)


def scopes(cell):
    return [str(attributes.get("/Scope")) for attributes in cell.A if "/Scope" in attributes]


def fonts(made):
    """Return the names of the fonts, each embedded or the test fails."""
    names = set()
    for thing in opened(made).objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
            assert {"/FontFile2", "/FontFile3"} & set(thing.keys())
            names.add(str(thing.FontName).split("+")[-1])
    return names


def test_the_file_says_its_title_author_language_and_date():
    made = opened(printed())
    assert str(made.docinfo.Title) == "Progress of a platform"
    assert str(made.docinfo.Author) == "The s3analysis authors"
    assert str(made.docinfo.CreationDate) == "D:20170701000000Z"
    assert str(made.Root.Lang) == "en-GB"
    assert made.Root.ViewerPreferences.DisplayDocTitle


def test_the_file_is_tagged_and_says_that_it_is_pdf_ua_1_and_pdf_a_2a():
    made = opened(printed())
    told = made.Root.Metadata.read_bytes().decode()
    assert made.Root.MarkInfo.Marked
    assert "<pdfuaid:part>1</pdfuaid:part>" in told
    assert "<pdfaid:part>2</pdfaid:part>" in told
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in told


def test_headings_are_tagged_by_their_level():
    made = printed(Heading(3, "Members", "members"), Heading(4, "Leads", "leads"))
    assert [len(elements(made, f"/H{level}")) for level in (1, 2, 3)] == [2, 2, 1]


def test_a_heading_that_skips_a_level_is_printed_one_level_down():
    made = printed(Heading(5, "Deep", "deep"))
    assert not elements(made, "/H4")
    assert "Deep" in text(made)


def test_bookmarks_lead_to_the_headings():
    made = printed(Heading(3, "Members", "members"))
    with opened(made).open_outline() as outline:
        assert [entry.title for entry in outline.root] == ["Who leads?", "About this report"]
        assert [entry.title for entry in outline.root[0].children] == ["Members"]


def test_a_table_has_header_cells_with_scope_and_a_caption():
    made = printed(exhibit())
    cells = [cell for cell in elements(made, "/TH") if cell.A]
    assert [scopes(cell) for cell in cells] == [["/Column"]] * 4
    assert len(elements(made, "/Caption")) == 1
    assert "Table1.Atitle" in text(made)


def test_the_header_row_stands_on_every_page_of_a_table():
    rows = pd.DataFrame({"Place of birth": [f"name {n}" for n in range(200)]})
    made = printed(exhibit(table=rows))
    shown = [page.get_textpage().get_text_range() for page in pages(made)]
    holding = [page for page in shown if "name " in page]
    assert len(holding) > 2
    assert all("Place of birth" in page for page in holding)
    assert len(elements(made, "/TH")) == 1 + 2  # once in the structure, and the table of inputs


def test_a_figure_is_described_and_its_text_is_text():
    made = printed(drawing())
    (figure,) = elements(made, "/Figure")
    assert str(figure.Alt) == "A blue box"
    assert "Malmö" in text(made)


def test_labels_are_those_of_the_document():
    made = text(printed(exhibit("a"), drawing("b"), exhibit("c", title="Other")))
    assert all(label in made for label in ("Table1.", "Figure1.", "Table2.Other"))


def test_source_note_and_what_it_reproduces_stand_with_an_exhibit():
    words = {"source": "Page 9", "note": "Mind this.", "reproduces": "Table 4 of the brief"}
    made = text(printed(exhibit(**words)))
    assert "Source:Page9" in made
    assert "Mindthis." in made
    assert "afterTable4ofthebrief" in made


def test_a_figure_names_the_file_of_its_data():
    assert squeezed("workbook report.xlsx, sheet F1 map") in text(printed(drawing()))
    apart = printed(drawing(), imprint=replace(IMPRINT, part="skane/"))
    assert squeezed("workbook skane.xlsx, sheet F1 map") in text(apart)


def test_synthetic_data_say_so():
    assert "Syntheticdata" in text(printed(exhibit(synthetic=True)))
    assert "Syntheticdata" not in text(printed(exhibit()))


def test_the_first_page_tells_edition_data_and_key_numbers():
    table = pd.DataFrame({"What": ["regions", "members"], "Number": [1300, 7]})
    made = pdf.report(document(exhibit("key-numbers", table=table)), IMPRINT)
    first = squeezed(pages(made)[0].get_textpage().get_text_range())
    assert all(word in first for word in ("Edition2017-07", "DataofJuly2017", "1,300regions"))


def test_a_report_of_one_notebook_begins_on_its_first_page():
    first, *_ = pages(printed(Prose("It begins.")))
    assert "It begins." in first.get_textpage().get_text_range()


def test_a_report_of_several_notebooks_has_contents_and_lists():
    made = text(printed(exhibit(), drawing(), Heading(2, "Who joins?", "joins")))
    assert "Contents" in made
    assert made.count("Whojoins?") == 2
    assert made.count("Table1") == 2
    assert "Contents" not in text(printed(exhibit()))


def test_the_last_page_tells_how_to_make_it_again():
    made = text(printed())
    assert all(word in made for word in ("s3analysisreport", "MITlicence", "0f" * 32))


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("field", ["title", "subtitle", "source", "note", "reproduces"])
def test_markup_in_a_word_of_an_exhibit_is_printed_as_it_is(field, payload):
    assert squeezed(payload) in text(printed(exhibit(**{field: payload})))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_cell_a_heading_a_drawing_or_the_title_is_printed_as_it_is(payload):
    table = pd.DataFrame({payload: [payload]})
    made = text(
        printed(
            Heading(3, payload, "h"),
            exhibit(table=table),
            imprint=replace(IMPRINT, title=payload, command=payload),
        )
    )
    assert made.count(squeezed(payload)) >= 5


@pytest.mark.parametrize("name", NAMES)
def test_names_of_europe_are_printed_in_one_typeface(name):
    made = printed(Heading(3, name, "h"), exhibit(title=name, table=pd.DataFrame({name: [name]})))
    assert text(made).count(squeezed(name)) == 4
    assert all(font.startswith("DejaVuSans") for font in fonts(made))


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("🦊", "[fox face]"),
        ("👩‍🔬", "[woman, microscope]"),
        ("漢", "[cjk unified ideograph-6f22]"),
        ("bell\x07", "bell[U+0007]"),
        ("\ud800", "[U+D800]"),
    ],
)
def test_a_character_that_the_typeface_lacks_is_printed_as_its_name(given, shown):
    svg = SVG.replace("Malmö", given)
    made = printed(
        Heading(3, given, "h"),
        Prose(f"A {given}, *{given}* and `{given}`"),
        exhibit(title=given, table=pd.DataFrame({given: [given]})),
        drawing(svg=svg, alt=given),
        imprint=replace(IMPRINT, title=given),
    )
    assert text(made).count(squeezed(shown)) >= 9
    assert all(font.startswith("DejaVuSans") for font in fonts(made))


def test_prose_keeps_its_emphasis_lists_tables_code_and_links():
    source = """
A *slanted* and **heavy** word, `code`, [a place](#shares), [nowhere](#no), [out](https://a.eu/b).

- one
- two
    1. deep

| Head | Other |
|---|---|
| cell | *said* |

> quoted

    block of code
"""
    made = printed(Prose(source), exhibit())
    shown = text(made)
    words = ["slanted", "heavy", "code", "aplace", "nowhere", "out", "one", "two", "deep", "Head"]
    assert all(word in shown for word in [*words, "cell", "said", "quoted", "blockofcode"])
    assert {"DejaVuSans-Oblique", "DejaVuSans-Bold", "DejaVuSansMono"} <= fonts(made)
    assert len(elements(made, "/LI")) == 3
    links = [
        thing
        for thing in opened(made).objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == "/Link"
    ]
    outer = [str(link.A.URI) for link in links if "/URI" in link.get("/A", {})]
    assert outer == ["https://a.eu/b"]
    assert len(links) == 2


def test_markup_in_prose_is_text():
    payload = "#eval(1) $x$ @ref <script>alert(1)</script>"
    assert squeezed(payload) in text(printed(Prose(payload)))


def test_a_wide_table_lies_on_landscape_paper_with_what_leads_to_it():
    wide = pd.DataFrame(
        {f"Column {n}": ["some words that go on for a while " * 3] * 3 for n in range(9)}
    )
    made = pages(printed(Heading(3, "Wide", "wide"), Prose("It is."), exhibit(table=wide)))
    ways = [page.get_width() > page.get_height() for page in made]
    assert ways == [False, True, False]
    assert "It is." in made[1].get_textpage().get_text_range()


def test_a_table_wider_than_paper_is_split_with_its_first_column_again():
    wide = pd.DataFrame({"Region": ["Skåne"]} | {f"Characteristic{n}": ["n"] for n in range(40)})
    made = text(printed(exhibit(table=wide)))
    assert made.count("Skåne") > 1
    assert all(f"Characteristic{n}" in made for n in range(40))
    assert "Columns1and2to" in made


@pytest.mark.parametrize("word", ["x" * 400, "https://example.eu/" + "path/" * 60, "W" * 90])
def test_a_word_longer_than_its_column_is_broken_and_nothing_stands_beyond_the_margin(word):
    table = pd.DataFrame({word: [word], "Other": ["y"]})
    made = printed(
        Heading(3, word, "h"),
        Prose(f"{word} `{word}`"),
        exhibit(title=word, source=word, table=table),
        imprint=replace(IMPRINT, title=word, command=word),
    )
    assert text(made).count(word) >= 7
    assert not beyond(made)


def test_a_table_whose_first_column_is_a_number_stays_between_the_margins():
    made = printed(exhibit(table=pd.DataFrame({"Number": [1, 2, 3], "Text": ["words " * 60] * 3})))
    assert not beyond(made)


def test_the_source_never_stands_on_a_page_apart_from_its_table():
    for number in range(36, 52):
        table = pd.DataFrame({"Text": [f"row {n}" for n in range(number)]})
        made = printed(exhibit(table=table, note="A note. " * 60))
        shown = [page.get_textpage().get_text_range() for page in pages(made)]
        (page,) = [text for text in shown if "Source: Table 4" in text]
        assert f"row {number - 1}" in page
        assert squeezed(page).count("Anote.") == 60


def test_a_row_higher_than_a_page_is_printed_to_its_end():
    rows = [f"word{n}" for n in range(4000)]
    made = text(printed(exhibit(table=pd.DataFrame({"Text": [" ".join(rows)]}))))
    assert all(row in made for row in rows)


def test_empty_tables_and_empty_reports_are_printed():
    empty = pd.DataFrame({"Region": pd.Series([], dtype="str")})
    assert "Region" in text(printed(exhibit(table=empty)))
    assert "Progressofaplatform" in text(pdf.report(Document([]), replace(IMPRINT, inputs={})))


def test_two_headings_of_one_anchor_are_printed():
    made = printed(Heading(3, "One", "same"), Heading(3, "Two", "same"), Prose("[to](#same)"))
    assert "OneTwo" in text(made)


def test_every_page_has_something_on_it():
    made = printed(exhibit(), drawing(), Heading(2, "Next", "next"), Prose("Text"))
    for page in pages(made):
        assert (np.asarray(page.render(scale=0.5).to_pil().convert("L")) < 200).sum() > 100


MAKE = """
import hashlib, sys
sys.path[:0] = sys.argv[1:]
sys.modules['rfc3987_syntax'] = None  # slow to import, and not needed
import test_pdf
made = test_pdf.document(test_pdf.exhibit(), test_pdf.drawing(), test_pdf.Prose("*a* [b](#map)"))
for printer in (test_pdf.pdf, test_pdf.word):
    print(hashlib.sha256(printer.report(made, test_pdf.IMPRINT)).hexdigest())
"""


def test_the_same_bytes_in_another_time_zone_with_another_hash_seed(tmp_path):
    made = document(exhibit(), drawing(), Prose("*a* [b](#map)"))
    elsewhere = {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "1"}
    told = subprocess.run(
        [sys.executable, "-c", MAKE, HOME / "tests", os.path.dirname(__file__)],
        env=os.environ | elsewhere,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    hashes = [sha256(printer.report(made, IMPRINT)).hexdigest() for printer in (pdf, word)]
    assert told.split() == hashes


@pytest.mark.slow
def test_the_reference_edition_is_printed_whole():
    notebooks = HOME / "reports" / "2017-07" / "notebooks"
    read = documents.read(sorted(notebooks.glob("*.ipynb")))
    made = pdf.report(read, IMPRINT)
    shown = text(made)
    for figure in read.exhibits:
        assert squeezed(f"{figure.label}. {figure.exhibit.title}") in shown
    assert all(font.startswith("DejaVuSans") for font in fonts(made))
    assert not beyond(made)
    assert len(elements(made, "/Figure")) == len([f for f in read.exhibits if f.exhibit.svg])
    assert len(word.report(read, IMPRINT)) < 3_000_000


def test_each_pdf_of_the_reference_edition_can_be_mailed():
    sizes = {
        path.stem: path.stat().st_size for path in (HOME / "reports" / "2017-07").glob("*.pdf")
    }
    assert sizes["report"] < 1_000_000
    assert max(sizes.values()) < 3_000_000


def test_findings_stand_before_the_contents():
    blocks = [
        Heading(2, "In brief", "in-brief"),
        Prose("Nine partnerships."),
        Heading(2, "Who?", "who"),
        Prose("All of them."),
    ]
    report = documents.Document(blocks, {"00_in_brief": 0, "01_partnerships": 2})
    made = text(pdf.report(report, IMPRINT))
    assert made.index("Ninepartnerships.") < made.index("Contents") < made.index("Allofthem.")
