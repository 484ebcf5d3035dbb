import numpy as np
import pandas as pd
import pytest

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.press.prints import fonts, paper
from s3analysis.press.prints.document import Document, Figure, Heading, Prose
from s3analysis.press.prints.paper import fit, sheets

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


TEXT = "some words that go on for a while and say a thing or two about it "


def room(made):
    """Return the width of paper in points that each part takes, over that which it has."""
    points = paper.LANDSCAPE if made.landscape else paper.PORTRAIT
    return [
        (sum(part.widths) * paper.TYPE + len(part.widths) * paper.PADDING) / points
        for part in made.parts
    ]


def test_a_narrow_table_stands_upright_at_its_own_width():
    made = fit(["Region", "Leads"], [["Skåne", "1"]])
    assert (made.landscape, made.whole, made.whole_rows) == (False, True, True)
    assert room(made)[0] < 0.5


@pytest.mark.parametrize("number", range(2, 40, 3))
def test_a_table_never_takes_more_than_its_paper_and_no_column_is_lost(number):
    made = fit([f"Column {n}" for n in range(number)], [[TEXT] * number] * 3)
    assert max(room(made)) <= 1
    assert {column for part in made.parts for column in part.columns} == set(range(number))
    assert {part.columns[0] for part in made.parts} == {0}


def test_more_columns_of_text_take_landscape_then_parts():
    fits = [fit(["Head"] * n, [[TEXT * 2] * n] * 3) for n in (3, 6, 9, 30)]
    assert [made.landscape for made in fits] == [False, True, True, True]
    assert [len(made.parts) > 1 for made in fits] == [False, False, False, True]


def test_room_goes_to_the_column_with_the_long_texts():
    (part,) = fit(["Short", "Long"], [["a b", TEXT * 4]] * 5).parts
    assert part.widths[1] > 8 * part.widths[0]


def test_a_column_is_as_wide_as_its_longest_word_but_a_hyphen_ends_a_word():
    long, broken = "Donaudampfschifffahrt", "Donau-dampf-schiff-fahrt"
    first = [fit(["A", "B", "C"], [[word, TEXT * 9, TEXT * 9]]).parts[0] for word in (long, broken)]
    assert first[0].widths[0] >= fonts.width(long)
    assert first[1].widths[0] < fonts.width(broken)


def test_a_row_higher_than_half_a_page_may_be_broken():
    assert not fit(["Text"], [[TEXT * 120]]).whole_rows


def test_columns_of_a_part_are_named_where_they_are_not_all():
    made = fit(["Head"] * 30, [[TEXT] * 30])
    assert made.parts[0].about(30).startswith("Columns 1 and 2 to ")
    assert made.parts[-1].about(30).endswith(" to 30 of 30")
    assert fit(["Head"], [["x"]]).parts[0].about(1) == ""


def test_a_table_without_rows_or_without_words_is_laid_out():
    assert fit(["Region"], []).parts[0].columns == [0]
    assert np.isfinite(fit(["", ""], [["", " "]]).parts[0].widths).all()


def test_a_grid_holds_what_a_reader_reads():
    table = pd.DataFrame({"Region": ["Skåne"], "Members": [1300], "Share": [0.5]})
    words = {"title": "T", "subtitle": "S", "source": "S", "units": {"Share": "of all"}}
    made = paper.grid(Exhibit("a", table=table, digits={"Share": 2}, **words))
    assert made.head == ["Region", "Members", "Share (of all)"]
    assert made.rows == [["Skåne", "1,300", "0.50"]]
    assert made.right == [False, True, True]
