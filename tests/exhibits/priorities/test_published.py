import pandas as pd
import pytest

from s3analysis.exhibits.priorities import published as exhibits
from s3analysis.measures.priorities import published
from s3analysis.sources import record
from s3analysis.sources.extracts.extracts import CONSTRUCTION

PRINTED, TERMS = record.read("published_shares"), record.read("taxonomy_terms")
EARLIER, RANGES = record.read("earlier_shares"), published.ranges(record.read("published_shares"))
ROWS = published.then_and_now(EARLIER, RANGES)


def of(kind):
    return RANGES.loc[RANGES["indicator"] == kind].reset_index(drop=True)


def test_the_title_names_the_first_share_with_the_fewest_priorities_it_allows():
    found = exhibits.shares(RANGES, TERMS, 1301)
    first = found.table.iloc[0]
    least = first["Priorities"].split(" to ")[0]
    assert found.title == (
        f"{first['Category']}: {first['Printed'].lower()} of priorities, at least {least} of them"
    )
    assert found.alt.endswith(f"The first is {first['Category']}: {first['Printed'].lower()}.")


def test_a_title_without_a_number_of_regions_gives_no_count():
    found = exhibits.shares(of(published.REGIONS), TERMS, 1301)
    assert found.title == "Key enabling technologies: 68% of regions"
    assert set(found.table["Priorities"]) == {"not known"}


def test_the_alternative_text_counts_the_rows_of_the_table():
    for rows, words in ((RANGES.head(1), "1 share as bars"), (RANGES.head(3), "3 shares as bars")):
        found = exhibits.shares(rows, TERMS, 1301)
        assert found.alt.startswith(words)
        assert len(found.table) == len(rows)


def test_the_note_says_for_how_many_priorities_counts_are_given():
    assert "Counts are for 1,301 priorities" in exhibits.shares(RANGES, TERMS, 1301).note


def test_every_share_is_drawn_with_its_kind_above_it():
    found = exhibits.shares(RANGES, TERMS, 1301)
    for kind in set(found.table["Kind"]):
        assert f">{kind}</text>" in found.svg
    assert ">About 21 %</text>" in found.svg


def test_two_years_stand_side_by_side_under_their_names():
    found = exhibits.then_and_now(ROWS, EARLIER, "2017-01")
    assert list(found.table) == [
        "Quantity",
        "Printed, 2013",
        "Allows, 2013",
        "Printed, 2017",
        "Allows, 2017",
    ]
    last = found.table.set_index("Quantity").loc["Number of priorities"]
    assert found.title.endswith(f"{last['Allows, 2013']} in 2013, at least 241 in 2017")
    assert last["Allows, 2017"] == "241 or more"
    assert last["Printed, 2017"] == "not printed"


def test_ranges_that_have_values_in_common_are_no_change():
    text = exhibits.growth(ROWS, EARLIER).data
    assert text.startswith("The share of priorities shows no change: 'around 20%', the words of")
    assert "2.5 times as many priorities in key enabling technologies as in 2013" in text


@pytest.mark.parametrize(
    ("priorities", "words"),
    [
        ("published", "the published shares of EYE@RIS3"),
        ("imported", "the imported extract"),
        ("synthetic", "a synthetic extract, made up for teaching"),
    ],
)
def test_a_page_says_whose_priorities_it_shows_and_of_when(priorities, words):
    printed = pd.DataFrame({"as_of": ["2016-12", "2017-01"]})
    text, *more = exhibits.shown(priorities, printed, "2017-07").data.split("\n\n")
    assert text == (
        f"Shown: {words}. The published shares are of January 2017; the member list of this "
        "edition is of July 2017."
    )
    assert more == ([CONSTRUCTION] if priorities == "synthetic" else [])
