"""How exhibits name the figures and tables of another document, and what the notebooks print."""

import nbformat
import pandas as pd
import pytest

from s3analysis.exhibits import references
from s3analysis.exhibits.exhibit import MIME, Exhibit
from s3analysis.paths import NOTEBOOKS


def exhibit(**words):
    usual = {"title": "T", "subtitle": "S", "source": "P", "table": pd.DataFrame({"A": ["x"]})}
    return Exhibit(key="k", **(usual | words))


@pytest.mark.parametrize(
    ("bare", "named"),
    [
        ("Table 3 ends in August", "The brief's Table 3 ends in August"),
        ("It ends. Figure 5 does not", "It ends. The brief's Figure 5 does not"),
        ("a row of Table 2", "a row of the brief's Table 2"),
        ("Tables 2 and 4", "The brief's Tables 2 and 4"),
    ],
)
def test_a_bare_number_is_said_to_be_the_briefs(bare, named):
    assert references.of_the_brief(bare) == named


@pytest.mark.parametrize(
    "named",
    ["the brief's Table 3", "Figure 5 of the brief", "its Table 4", "Brief: Table 2", "Table talk"],
)
def test_words_that_name_their_document_stay(named):
    assert references.of_the_brief(named) == named


def test_words_and_cells_are_named_and_quotes_and_numbers_stay():
    table = pd.DataFrame({"Why": ["See Table 3"], "Passage": ["Table 3: Themes"], "N": [3]})
    shown = references.qualified(exhibit(title="As Table 4", note="Figure 5 too", table=table))
    assert (shown.title, shown.note) == ("As the brief's Table 4", "The brief's Figure 5 too")
    assert shown.table.iloc[0].tolist() == ["See the brief's Table 3", "Table 3: Themes", 3]


def test_what_a_notebook_shows_is_named():
    shown = exhibit(title="As Table 4")._repr_mimebundle_()
    assert shown[MIME]["title"] == "As the brief's Table 4"
    assert "As the brief&#x27;s Table 4" in shown["text/html"]


def texts(data):
    yield from (data[word] for word in ("title", "subtitle", "source", "note", "alt", "reproduces"))
    for row in data["rows"]:
        for column, cell in zip(data["columns"], row, strict=True):
            if column["label"] not in references.VERBATIM:
                yield str(cell)


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("0*.ipynb")), ids=lambda path: path.stem)
def test_the_report_names_no_exhibit_of_another_document_barely(path):
    found = []
    for cell in nbformat.read(path, 4).cells:
        prose = [cell.source] if cell.cell_type == "markdown" else []
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if MIME in data:
                prose += texts(data[MIME])
            else:
                prose.append(data.get("text/markdown", ""))
        found += [text for text in prose if references.BARE.search(text)]
    assert found == []
