import pandas as pd

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.press.prints.document import Document, Figure, Heading, Prose
from s3analysis.press.prints.paper import sheets

WIDE = {f"Column {n}": ["some words that go on for a while " * 3] * 3 for n in range(9)}


def figure(key, table):
    words = {"title": "T", "subtitle": "S", "source": "S"}
    return Figure("Table 1", Exhibit(key, table=pd.DataFrame(table), **words))


def laid(*blocks):
    """Return for each sheet whether it is landscape, and the kinds of its blocks."""
    return [
        (sheet.landscape, [type(placed.block).__name__ for placed in sheet.blocks])
        for sheet in sheets(Document(list(blocks)))
    ]


def test_what_leads_to_a_wide_table_stands_on_its_paper():
    blocks = [Heading(3, "Wide", "w"), Prose("It is."), figure("wide", WIDE)]
    assert laid(figure("a", {"A": ["b"]}), *blocks) == [
        (False, ["Figure"]),
        (True, ["Heading", "Prose", "Figure"]),
    ]


def test_what_follows_the_last_table_of_a_notebook_stays_on_its_paper():
    blocks = [
        figure("wide", WIDE),
        Heading(3, "So", "so"),
        Prose("It is."),
        Heading(2, "Next", "n"),
    ]
    assert laid(*blocks, figure("a", {"A": ["b"]})) == [
        (True, ["Figure", "Heading", "Prose"]),
        (False, ["Heading", "Figure"]),
    ]


def test_levels_begin_at_one_and_skip_none_and_an_anchor_stands_once():
    blocks = [
        Heading(2, "A", "a"),
        Heading(5, "B", "a"),
        Heading(3, "C", "c"),
        Heading(2, "D", "d"),
    ]
    placed = sheets(Document(blocks))[0].blocks
    assert [found.block.level for found in placed] == [1, 2, 2, 1]
    assert [found.anchor for found in placed] == ["a", "", "c", "d"]


def test_a_document_without_blocks_has_no_sheet():
    assert laid() == []
