import pytest
from cells import extract

from s3analysis.exhibits.priorities import shares as exhibits
from s3analysis.exhibits.priorities.extract import ONE_CATEGORY, UNLABELLED
from s3analysis.measures.priorities import extract_tables, published
from s3analysis.measures.priorities.incidence import incidence
from s3analysis.sources import record
from s3analysis.sources.extracts import extracts

RANGES = published.ranges(record.read("published_shares"))
TERMS = record.read("taxonomy_terms")
OF_ALL = RANGES.loc[RANGES["indicator"] == published.PRIORITIES]
NO_RANGES = OF_ALL.head(0)
HELD = extract([("atown", "K:Photonics|H")] * 3 + [("btown", "K"), ("btown", "H"), ("ctown", "")])
NONE = extracts.chosen("published", 2017)
UNFILED = extract([("atown", "")])
ONE_SORT = extract([("atown", "K"), ("btown", "K")])


def counted(held):
    return incidence(held.priorities, held.labels)


def of_priorities(held, ranges=NO_RANGES):
    return exhibits.of_priorities(
        extract_tables.of_priorities(counted(held), 50, 1), ranges, TERMS, held
    )


def of_territories(held):
    found = extract_tables.of_regions(counted(held))
    return exhibits.of_territories(found, NO_RANGES, TERMS, held)


def sub_categories(held):
    parts = extract_tables.within(counted(held), held.labels)
    return exhibits.sub_categories(parts, counted(held), held)


def together(held):
    return exhibits.together(extract_tables.together(counted(held)), counted(held), held)


MAKERS = [of_priorities, of_territories, sub_categories, together]


@pytest.mark.parametrize("make", MAKERS)
def test_where_no_extract_was_chosen_nothing_is_shown(make):
    assert make(NONE) is None


@pytest.mark.parametrize("make", [of_priorities, of_territories, together])
def test_without_a_category_nothing_can_be_counted(make):
    assert make(UNFILED).data == UNLABELLED


def test_the_title_has_the_largest_share_and_its_base():
    found = of_priorities(HELD)
    first = found.table.iloc[0]
    assert found.title == "H is the most frequent category: 66.7 % of 6 priorities"
    assert (first["Category"], first["Count"], first["Of"]) == ("H", 4, 6)
    assert round(first["Percent"], 1) == 66.7


def test_the_alternative_text_counts_what_is_drawn():
    assert of_priorities(HELD).alt.startswith("2 categories, each a bar")
    assert of_priorities(ONE_SORT).alt.startswith("1 category, each a bar")
    assert sub_categories(HELD).alt.startswith("1 sub-category, each a bar")


def test_no_more_bars_are_drawn_than_there_is_room_for():
    many = extract([("atown", "|".join(f"C{place}" for place in range(30)))])
    found = of_priorities(many)
    assert len(found.table) == 30
    assert found.alt.startswith("25 categories")
    assert found.svg.count(">100 %, 1<") == 25


def test_a_published_share_stands_beside_its_category_and_a_dash_beside_others():
    known = extract([("atown", "Health|Sea"), ("btown", "Health")])
    table = of_priorities(known, OF_ALL).table.set_index("Category")
    assert table.loc["Health", "Published"] == "16%"
    assert table.loc["Sea", "Published"] == "-"


def test_territories_are_resampled_where_there_are_two():
    assert "Resampled from" in of_priorities(HELD).table
    assert "Resampled from" not in of_priorities(extract([("atown", "K")])).table


def test_territories_with_a_priority_are_counted_once():
    found = of_territories(HELD)
    assert found.title == "H is declared by most: 2 of 3 territories"
    assert found.table["Count"].tolist() == [2, 2]


def test_a_sub_category_is_a_share_of_its_category():
    found = sub_categories(HELD)
    assert found.title == "Photonics is in 75.0 % of the priorities in K"
    assert found.table[["Category", "Sub-category", "Count", "Of"]].to_numpy().tolist() == [
        ["K", "Photonics", 3, 4]
    ]


def test_categories_without_parts_and_no_categories_are_told_apart():
    assert sub_categories(ONE_SORT).data == "The dimension shown has no sub-categories."
    assert sub_categories(UNFILED).data == "Without a category there is no sub-category."


def test_two_categories_are_set_beside_chance():
    found = together(HELD)
    (row,) = found.table.to_dict("records")
    assert row["Priorities with both"] == 3
    assert row["Compared with chance"] == "within"
    assert found.title == "H and K occur together on 3 priorities; by chance 2.7"


def test_one_priority_is_one():
    assert "on 1 priority; by chance" in together(extract([("atown", "K|H")] * 1)).title


@pytest.mark.parametrize(
    ("rows", "side"),
    [
        ([("a", "K|H")] * 20 + [("b", "S")] * 20, "above"),
        ([("a", "K")] * 20 + [("b", "H")] * 20, "below"),
    ],
)
def test_beyond_the_range_of_chance_is_above_or_below(rows, side):
    table = together(extract(rows)).table
    row = table.loc[(table["Category"] == "H") & (table["Other category"] == "K")]
    assert row["Compared with chance"].tolist() == [side]


def test_a_single_category_stands_with_no_other():
    assert together(ONE_SORT).data == ONE_CATEGORY
