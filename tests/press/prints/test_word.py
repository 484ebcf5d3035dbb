import io
import zipfile
from dataclasses import replace

import docx
import pandas as pd
import pytest
from docx.oxml.ns import qn
from PIL import Image
from small_report import IMPRINT, document, exhibit

from s3analysis.press.prints import word
from s3analysis.press.prints.document import Document, Heading, Prose

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="700pt" height="100pt"><rect width="9"/></svg>'
PAYLOADS = [
    "<script>alert(1)</script>",
    "</w:t></w:r><w:r><w:t>x",
    "&amp; ]]> <!-- -->",
    '" onload="x" \'',
    "=1+1",
    "{{ 7 * 7 }}",
]
NAMES = ["Κρήτη", "Zażółć gęślą jaźń", "Firma 🦊", "👩‍🔬", "漢字"]


def drawing(key="map", **words):
    return exhibit(key, **({"svg": SVG, "alt": "A blue box"} | words))


def opened(*blocks, imprint=IMPRINT):
    return docx.Document(io.BytesIO(word.report(document(*blocks), imprint)))


def paragraphs(made, style):
    return [paragraph.text for paragraph in made.paragraphs if paragraph.style.name == style]


def words(made):
    """Return the text of all paragraphs, those in tables included."""
    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        for paragraph in made.element.body.iter(qn("w:p"))
    )


def marks(made):
    """Return the text that each bookmark stands at."""
    return {
        start.get(qn("w:name")): "".join(t.text for t in start.getparent().iter(qn("w:t")))
        for start in made.element.body.iter(qn("w:bookmarkStart"))
    }


def test_the_file_says_its_title_author_language_and_date():
    made = opened()
    told = made.core_properties
    assert (told.title, told.author, told.language) == (
        "Progress of a platform",
        "The s3analysis authors",
        "en-GB",
    )
    assert f"{told.created:%Y-%m-%d}" == f"{told.modified:%Y-%m-%d}" == "2017-07-01"
    languages = {found.get(qn("w:val")) for found in made.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_headings_have_the_styles_of_word():
    made = opened(Heading(3, "Members", "members"), Heading(5, "Deep", "deep"))
    assert paragraphs(made, "Title") == ["Progress of a platform"]
    assert paragraphs(made, "Heading 1") == ["Who leads?", "About this report"]
    assert paragraphs(made, "Heading 2") == ["Members", "Inputs and their SHA-256"]
    assert paragraphs(made, "Heading 3") == ["Deep"]


def test_captions_are_captions_with_the_labels_of_the_document():
    made = opened(exhibit("a"), drawing("b"), exhibit("c", title="Other"))
    captions = ["Table 1. A title", "Figure 1. A title", "Table 2. Other"]
    assert paragraphs(made, "Caption") == captions
    fields = [code.text.strip() for code in made.element.body.iter(qn("w:instrText"))]
    assert fields == ["SEQ Table \\* ARABIC", "SEQ Figure \\* ARABIC", "SEQ Table \\* ARABIC"]


def test_a_table_keeps_every_cell_and_marks_its_header_row():
    made = opened(exhibit())
    (table,) = made.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Region", "Leads"],
        ["Skåne", "1,300"],
    ]
    headers = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
    assert headers == [True, False]


def test_numbers_stand_to_the_right():
    (table,) = opened(exhibit()).tables
    assert [cell.paragraphs[0].alignment for cell in table.rows[1].cells] == [None, 2]


def test_a_picture_is_described_and_no_wider_than_the_text():
    made = opened(drawing())
    (picture,) = made.inline_shapes
    assert picture._inline.docPr.get("descr") == "A blue box"
    assert picture.width == word.TEXT_WIDTH
    (part,) = [part for part in made.part.package.iter_parts() if "media" in part.partname]
    assert Image.open(io.BytesIO(part.blob)).format == "PNG"


def test_source_note_and_what_it_reproduces_stand_with_an_exhibit():
    made = opened(exhibit(source="Page 9", note="Mind this.", reproduces="Table 4 of the brief"))
    assert {"Source: Page 9", "Mind this."} <= set(paragraphs(made, "Source"))
    assert paragraphs(made, "Measure") == ["Leads · after Table 4 of the brief"]


def test_a_figure_names_the_file_of_its_data():
    made = opened(drawing(), imprint=replace(IMPRINT, part="skane/"))
    assert "Data of this figure: workbook skane.xlsx, sheet F1 map" in words(made)


def test_synthetic_data_say_so():
    assert "Synthetic data" in words(opened(exhibit(synthetic=True)))
    assert "Synthetic data" not in words(opened(exhibit()))


@pytest.mark.parametrize("text", PAYLOADS + NAMES)
def test_markup_and_names_are_printed_as_they_are(text):
    made = opened(
        Heading(3, text, "h"),
        Prose(f"`{text}`"),
        exhibit(
            title=text,
            subtitle=text,
            source=text,
            note=text,
            reproduces=text,
            table=pd.DataFrame({text: [text]}),
        ),
        drawing(alt=text),
        imprint=replace(IMPRINT, title=text, command=text),
    )
    assert words(made).count(text) == 11
    assert made.inline_shapes[0]._inline.docPr.get("descr") == text
    assert made.core_properties.title == text


def test_a_character_that_no_file_of_xml_can_hold_is_printed_as_its_number():
    made = opened(exhibit(title="bell\x07", table=pd.DataFrame({"a\x00": ["\ud800"]})))
    assert "bell[U+0007]" in words(made)
    assert "[U+D800]" in words(made)


def test_prose_keeps_its_emphasis_lists_tables_and_code():
    source = """
A *slanted*, **heavy** word and `code`

- one
- two
    - inner

| Head |
|---|
| *cell* |

> quoted

    block
"""
    made = opened(Prose(source))
    runs = {run.text: run for paragraph in made.paragraphs for run in paragraph.runs}
    assert runs["slanted"].italic
    assert runs["heavy"].bold
    assert runs["code"].font.name == "Consolas"
    assert paragraphs(made, "List Bullet") == ["one", "two"]
    assert paragraphs(made, "List Bullet 2") == ["inner"]
    assert paragraphs(made, "Quote") == ["quoted"]
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [
        ["Head"],
        ["cell"],
    ]
    assert "block" in words(made)


def test_each_numbered_list_counts_for_itself():
    made = opened(Prose("1. one\n2. two"), Prose("Between"), Prose("4. four"))
    items = [p for p in made.paragraphs if p.style.name == "List Number"]
    lists = [p._p.pPr.numPr.numId.val for p in items]
    assert lists[0] == lists[1] != lists[2]
    starts = {
        num.numId: num.find(f".//{qn('w:startOverride')}").get(qn("w:val"))
        for num in made.part.numbering_part.element.num_lst
        if num.find(f".//{qn('w:startOverride')}") is not None
    }
    assert [starts[number] for number in (lists[0], lists[2])] == ["1", "4"]


def test_a_link_in_the_report_leads_to_its_exhibit_and_one_to_nowhere_is_text():
    made = opened(
        Prose("[here](#shares), [nowhere](#no), [out](https://a.eu/b?c=1&d=2)"), exhibit()
    )
    links = list(made.element.body.iter(qn("w:hyperlink")))
    assert ["".join(t.text for t in link.iter(qn("w:t"))) for link in links] == ["here", "out"]
    assert marks(made)[links[0].get(qn("w:anchor"))] == "Table 1. A title"
    relation = made.part.rels[links[1].get(qn("r:id"))]
    assert relation.target_ref == "https://a.eu/b?c=1&d=2"
    assert "nowhere" in words(made)


def test_a_report_of_several_notebooks_has_contents_that_lead_to_its_parts():
    made = opened(exhibit(), drawing(), Heading(2, "Who joins?", "joins"))
    links = [
        ("".join(t.text for t in link.iter(qn("w:t"))), marks(made)[link.get(qn("w:anchor"))])
        for link in made.element.body.iter(qn("w:hyperlink"))
    ]
    assert links == [
        ("Who leads?", "Who leads?"),
        ("Who joins?", "Who joins?"),
        ("Figure 1. A title", "Figure 1. A title"),
        ("Table 1. A title", "Table 1. A title"),
    ]
    assert not list(opened(exhibit()).element.body.iter(qn("w:hyperlink")))


def test_fields_that_begin_also_end():
    made = opened(exhibit(), drawing(), Heading(2, "Who joins?", "joins"))
    kinds = [field.get(qn("w:fldCharType")) for field in made.element.body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == 5


def test_a_wide_table_lies_on_landscape_paper():
    wide = pd.DataFrame(
        {f"Column {n}": ["some words that go on for a while " * 3] * 3 for n in range(9)}
    )
    made = opened(Heading(3, "Wide", "wide"), exhibit(table=wide))
    ways = [section.page_width > section.page_height for section in made.sections]
    assert ways == [False, True, False]


def test_no_table_is_wider_than_its_paper():
    wide = pd.DataFrame({"Region": ["Skåne"]} | {f"Characteristic{n}": ["n"] for n in range(40)})
    made = opened(exhibit(table=wide))
    assert len(made.tables) > 1
    text = words(made)
    assert all(f"Characteristic{n}\n" in text for n in range(40))
    for table in made.tables:
        assert table.rows[1].cells[0].text == "Skåne"
        width = sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid)
        assert width <= (297 - 40) / 25.4 * 1440


def test_parts_of_the_file_have_one_order_and_one_time():
    made = word.report(document(exhibit(), drawing()), IMPRINT)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        entries = archive.infolist()
    assert entries[0].filename == "[Content_Types].xml"
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert made == word.report(document(exhibit(), drawing()), IMPRINT)


def test_an_empty_report_is_printed():
    made = docx.Document(io.BytesIO(word.report(Document([]), replace(IMPRINT, inputs={}))))
    assert "s3analysis report" in words(made)


def test_findings_stand_before_the_contents_whose_pages_word_counts():
    blocks = [
        Heading(2, "In brief", "in-brief"),
        Prose("Nine partnerships."),
        Heading(2, "Who?", "who"),
        Prose("All."),
    ]
    report = Document(blocks, {"00_in_brief": 0, "01_partnerships": 2})
    made = docx.Document(io.BytesIO(word.report(report, IMPRINT)))
    told = [paragraph.text for paragraph in made.paragraphs]
    assert told.index("Nine partnerships.") < told.index("Contents") < told.index("All.")
    (update,) = made.settings.element.iter(qn("w:updateFields"))
    assert update.get(qn("w:val")) == "true"
    assert not list(opened(Prose("short")).settings.element.iter(qn("w:updateFields")))
