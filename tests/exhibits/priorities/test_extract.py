import pandas as pd
import pytest
from cells import extract

from s3analysis.exhibits.priorities import extract as exhibits
from s3analysis.measures.priorities import extract_tables
from s3analysis.measures.priorities.incidence import incidence
from s3analysis.sources.extracts import extracts

HELD = extract([("atown", "K:Photonics|H"), ("btown", "K"), ("btown", "")])
NONE = extracts.chosen("published", 2017)
SYNTHETIC = extracts.made_up(300, 20, 7)


def contents(held):
    numbers = extract_tables.size(held.priorities, held.labels, held.territories)
    return exhibits.contents(numbers, held)


def dimensions(held, shown=1):
    return exhibits.dimensions(extract_tables.dimensions(held.labels), shown, held)


def test_where_no_extract_was_chosen_nothing_is_said():
    assert contents(NONE) is None
    assert dimensions(NONE) is None
    assert exhibits.section(NONE, "## What does it hold?") is None


def test_a_text_is_shown_as_it_is_where_there_is_an_extract():
    assert exhibits.section(HELD, "## What does it hold?").data == "## What does it hold?"


def test_an_extract_is_told_in_numbers_and_words():
    found = contents(HELD)
    assert found.table.set_index("Of the extract")["Is"].to_dict() == {
        "Priorities": "3",
        "Territories that declare them": "2",
        "Countries of these": "2",
        "Priorities without a category in any dimension": "1",
        "Month of its data": "2017-01",
        "Cells repaired on the way in": "0",
        "Read as": "made up here",
    }


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([("atown", "K")], "1 priority of 1 territory"),
        ([("atown", "K"), ("btown", "K")], "2 priorities of 2 territories"),
    ],
)
def test_the_title_counts_priorities_and_territories(rows, title):
    assert contents(extract(rows)).title == title


def test_territories_of_one_country_are_not_counted_as_one():
    numbers = {"priorities": 5, "territories": 3, "countries": 1, "without_category": 0}
    assert exhibits.contents(numbers, HELD).title == "5 priorities of 3 territories"


def test_an_extract_of_a_user_keeps_its_source_and_is_not_synthetic():
    found = contents(HELD)
    assert (found.key, found.source, found.synthetic) == ("extract", "extract.csv", False)


def test_a_synthetic_extract_says_so_in_its_key_and_its_mark():
    found = contents(SYNTHETIC)
    assert found.key == "synthetic-extract"
    assert found.synthetic


def test_the_dimension_that_is_shown_is_marked_and_named():
    labels = pd.concat([HELD.labels, HELD.labels.head(1).assign(dimension="NACE")])
    found = exhibits.dimensions(extract_tables.dimensions(labels), 2, HELD)
    assert found.title == "Shown here: NACE"
    assert found.table["Shown"].tolist() == ["no", "yes"]
    assert found.table["Priorities with one"].tolist() == [2, 1]
    assert found.table["Sub-categories"].tolist() == [1, 1]


def test_an_extract_without_labels_says_so():
    assert dimensions(extract([("atown", "")])).data == exhibits.UNLABELLED


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([("atown", ""), ("btown", "")], exhibits.UNLABELLED),
        ([("atown", "K|H")], exhibits.ONE_TERRITORY),
        ([("atown", "K"), ("btown", "K")], exhibits.ONE_CATEGORY),
        ([("atown", "K"), ("btown", "H")], ""),
    ],
    ids=["no labels", "one territory", "one category", "comparable"],
)
def test_what_keeps_territories_from_being_compared_is_said(rows, reason):
    held = extract(rows)
    assert exhibits.uncomparable(incidence(held.priorities, held.labels)) == reason
