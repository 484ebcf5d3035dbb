import nbformat
import pandas as pd
import pytest
from small_report import exhibit

from s3analysis.exhibits.exhibit import MIME, Exhibit
from s3analysis.press.prints import document
from s3analysis.press.prints.document import Figure, Heading, Prose, Unprintable


def notebook(folder, name, *cells):
    """Write a notebook whose cells are Markdown text, exhibits, or MIME bundles."""
    book = nbformat.v4.new_notebook()
    for number, cell in enumerate(cells):
        if isinstance(cell, str):
            made = nbformat.v4.new_markdown_cell(cell)
        else:
            data = cell._repr_mimebundle_() if isinstance(cell, Exhibit) else cell
            made = nbformat.v4.new_code_cell("1", execution_count=1)
            made.outputs = [nbformat.v4.new_output("execute_result", data, execution_count=1)]
        made.id = f"cell-{number}"
        book.cells.append(made)
    path = folder / f"{name}.ipynb"
    path.write_text(nbformat.writes(book), encoding="utf-8")
    return path


def test_figures_and_tables_are_numbered_apart_across_notebooks(tmp_path):
    one = notebook(tmp_path, "one", exhibit("a"), exhibit("b", svg="<svg/>", alt="b"))
    two = notebook(tmp_path, "two", exhibit("c"), exhibit("d", svg="<svg/>", alt="d"))
    labels = [figure.label for figure in document.read([one, two]).exhibits]
    assert labels == ["Table 1", "Figure 1", "Table 2", "Figure 2"]


def test_headings_go_one_level_down_and_text_stays_beside_them(tmp_path):
    blocks = document.read([notebook(tmp_path, "one", "# Who?\n\nA *sentence*.")]).blocks
    assert blocks == [Heading(2, "Who?", "one-who"), Prose("A *sentence*.")]


def test_markup_in_text_is_text(tmp_path):
    (block,) = document.read([notebook(tmp_path, "one", "<script>alert(1)</script>")]).blocks
    assert "<script>" not in block.html


def test_markdown_that_a_cell_shows_is_prose(tmp_path):
    shown = notebook(tmp_path, "one", {"text/markdown": "**9** regions", "text/plain": "x"})
    (block,) = document.read([shown]).blocks
    assert block.html == "<p><strong>9</strong> regions</p>\n"


def test_an_output_that_cannot_be_printed_is_named_by_its_cell(tmp_path):
    shown = notebook(tmp_path, "one", "text", {"text/plain": "42"})
    with pytest.raises(Unprintable, match="one: cell 2 shows neither an exhibit nor Markdown"):
        document.read([shown])


def test_two_exhibits_of_one_key_are_refused(tmp_path):
    twice = notebook(tmp_path, "one", exhibit("a"), exhibit("a"))
    with pytest.raises(Unprintable, match="share the key a"):
        document.read([twice])


def test_a_link_to_an_exhibit_is_its_number_wherever_the_exhibit_stands(tmp_path):
    one = notebook(tmp_path, "one", "See [](#b), `[](#b)` and [the *members*](#a).", exhibit("a"))
    two = notebook(tmp_path, "two", exhibit("b"))
    html = document.read([one, two]).blocks[0].html
    assert '<a href="#b">Table 2</a>' in html
    assert '<a href="#a">Table 1</a>' in html
    assert "<code>[](#b)</code>" in html


def test_every_reference_to_nothing_is_named_with_its_notebook(tmp_path):
    one = notebook(tmp_path, "one", exhibit("a"))
    two = notebook(tmp_path, "two", "[](#a) [](#b)", {"text/markdown": "see [this](#c)"})
    with pytest.raises(Unprintable) as told:
        document.read([one, two])
    reasons = str(told.value).split("; ")
    assert [reason.split(",")[0] for reason in reasons] == [
        "two: the text refers to #b",
        "two: the text refers to #c",
    ]


def test_a_link_to_a_heading_keeps_its_text(tmp_path):
    linked = notebook(tmp_path, "one", "# Who?", "[above](#one-who)")
    assert '<a href="#one-who">above</a>' in document.read([linked]).blocks[1].html


def test_a_cell_that_names_an_exhibit_shows_its_number(tmp_path):
    table = pd.DataFrame({"Claim": ["9", "#b"], "Computed in": ["#b", "#nowhere"]})
    path = notebook(tmp_path, "one", exhibit("a", table=table), exhibit("b"))
    figure = document.read([path]).exhibits[0]
    assert figure.exhibit.rows == [["9", "Table 2"], ["Table 2", "#nowhere"]]
    assert figure.links == {(0, 1): "b", (1, 0): "b"}


def test_headings_of_one_text_have_anchors_of_their_own(tmp_path):
    path = notebook(tmp_path, "one", "# Who?\n\n## Then\n\n## Then", exhibit("one-who"))
    anchors = [heading.anchor for heading in document.read([path]).headings]
    assert anchors == ["one-who-2", "one-then", "one-then-2"]


def test_an_exhibit_that_lacks_its_source_is_named_with_its_cell(tmp_path):
    bundle = exhibit("a")._repr_mimebundle_()
    bundle[MIME]["source"] = " "
    with pytest.raises(Unprintable, match="one: cell 1: exhibit 'a' has no source"):
        document.read([notebook(tmp_path, "one", bundle)])


def test_an_exhibit_is_found_by_its_key(tmp_path):
    read = document.read([notebook(tmp_path, "one", exhibit("a"))])
    assert isinstance(read.blocks[0], Figure)
    assert read.exhibit("a").title == "A title"
    assert read.exhibit("b") is None


def test_a_short_page_has_no_title_of_its_notebook_and_its_headings_move_up():
    blocks = [
        document.Heading(2, "A notebook", "a"),
        document.Prose("What it asks."),
        document.Prose("The finding."),
        document.Heading(3, "A part", "b"),
    ]
    short = document.untitled(document.Document(blocks, {"a": 0})).blocks
    assert short == [document.Prose("The finding."), document.Heading(2, "A part", "b")]


def annexed(folder):
    front = notebook(folder, "00_in_brief", "# In brief\n\nSee [](#b) and [](#c).")
    main = notebook(folder, "01_partnerships", "# Who?", exhibit("b"))
    table = pd.DataFrame({"Where": ["#b", "#c"]})
    ledger = notebook(folder, "07_ledger", "# Which?", exhibit("c", table=table))
    return document.read([front, main, ledger])


def test_the_exhibits_of_an_annex_have_its_letter_and_references_name_the_part(tmp_path):
    read = annexed(tmp_path)
    assert [figure.label for figure in read.exhibits] == ["Table 1", "Table L1"]
    assert read.blocks[1].html == (
        '<p>See <a href="#b">Table 1</a> and <a href="#c">Table L1 of the ledger of printed '
        "numbers</a>.</p>\n"
    )
    cells = read.exhibits[1].exhibit.table["Where"].tolist()
    assert cells == ["Table 1 of the report", "Table L1"]


def test_a_report_and_its_annexes_are_documents_of_their_own(tmp_path):
    (report, main), (ledger, apart) = annexed(tmp_path).parts()
    assert (report.name, ledger.name) == ("", "ledger")
    assert [figure.label for figure in main.exhibits] == ["Table 1"]
    assert [figure.label for figure in apart.exhibits] == ["Table L1"]
    assert main.begins == {"00_in_brief": 0, "01_partnerships": 2}
    assert (main.front, apart.front) == (2, 0)
    assert main.long
    assert apart.long


def test_one_notebook_is_no_annex_and_has_nothing_before_its_contents(tmp_path):
    alone = document.read([notebook(tmp_path, "07_ledger", "# Which?", exhibit("c"))])
    assert alone.exhibits[0].label == "Table 1"
    assert [part.name for part, _ in alone.parts()] == [""]
    assert document.read([notebook(tmp_path, "00_in_brief", "# In brief")]).front == 0
