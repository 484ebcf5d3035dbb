"""A number of a table or figure in the words of an exhibit is the brief's, and says so.

Until the press numbers it, an exhibit has no number of its own.
"""

import re

import nbformat
import pytest

from s3analysis.exhibits.exhibit import MIME
from s3analysis.paths import NOTEBOOKS

BARE = re.compile(
    r"(?<![Bb]rief's )(?<!brief 22/2017, )(?<!\bits )"
    r"\b(?:Tables?|Figures?) \d+\b(?! of (?:the|a) )"
)
SECTIONS = re.compile(r"Brief: [^;()]*")  # a list of sections of the brief
VERBATIM = ("Passage", "Printed as", "As printed", "Heading", "Section")
"""Columns that quote a document and stay as it prints them."""


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("a row of Table 2", True),
        ("Table 3 ends in August", True),
        ("the brief's Tables 2 and 4", False),
        ("Figure 5 of the brief", False),
        ("Brief: abstract, Figure 5 (our reading)", False),
    ],
)
def test_a_bare_number_is_told_from_one_that_names_its_document(text, bare):
    assert bool(BARE.search(SECTIONS.sub("", text))) == bare


def texts(data):
    yield from (data[word] for word in ("title", "subtitle", "source", "note", "alt", "reproduces"))
    for row in data["rows"]:
        for column, cell in zip(data["columns"], row, strict=True):
            if column["label"] not in VERBATIM:
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
        found += [text for text in prose if BARE.search(SECTIONS.sub("", text))]
    assert found == []
