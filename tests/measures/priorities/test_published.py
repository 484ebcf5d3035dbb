"""What the published shares allow; the oracles are those of 1,300 priorities, by hand."""

import pandas as pd

from s3analysis.measures.priorities import published
from s3analysis.paths import RAW
from s3analysis.sources import record

RANGES = published.ranges(record.read("published_shares", RAW))
THEN = published.then_and_now(record.read("earlier_shares", RAW), RANGES).set_index("quantity")


def ends(indicator):
    rows = RANGES.loc[RANGES["indicator"] == indicator]
    return rows[["category", "least", "most"]].to_numpy().tolist()


def test_over_1300_priorities_are_1301_at_least():
    assert published.fewest(record.read("published_shares", RAW)) == 1301


def test_each_share_of_priorities_allows_the_counts_that_round_to_it():
    assert ends("share_of_priorities") == [
        ["kets", 241, 307],
        ["health", 202, 214],
        ["digital-agenda", 150, 162],
        ["creative-industries", 72, 84],
    ]


def test_a_share_of_kets_priorities_is_of_any_number_that_these_may_be():
    assert ends("share_of_kets_priorities") == [
        ["advanced-manufacturing-systems", 86, 112],
        ["advanced-materials", 69, 90],
        ["industrial-biotechnology", 43, 56],
    ]


def test_regions_have_no_counts_since_their_number_is_not_printed():
    of_regions = RANGES.loc[RANGES["indicator"] == "share_of_regions"]
    assert len(of_regions) == 3
    assert of_regions[["least", "most"]].isna().all(axis=None)


def test_about_a_fifth_in_2013_says_nothing_against_21_percent():
    share = THEN.loc["share_of_priorities"]
    assert (share["then_low"], share["then_high"]) == (17.55, 22.55)
    assert (share["now_low"], share["now_high"]) == (18.45, 23.65)
    regions = THEN.loc["share_of_regions"]
    assert (round(regions["then_low"], 1), round(regions["then_high"], 1)) == (60.0, 73.3)  # 2/3


def test_the_counts_of_2013_give_a_share_of_regions_above_that_of_2017():
    counted = THEN.loc["share_of_regions_counted"]
    assert counted["then_printed"] == "48 of 69"
    assert counted["then_low"] == counted["then_high"] == 100 * 48 / 69
    assert counted["then_low"] > counted["now_high"]


def test_the_number_of_kets_priorities_has_no_upper_bound_in_2017():
    number = THEN.loc["number_of_priorities"]
    assert (number["then_low"], number["now_low"], number["now_high"]) == (96, 241, float("inf"))


def test_more_priorities_allow_more_counts():
    table = record.read("published_shares", RAW)
    more = table.assign(value=table["value"].mask(table["indicator"] == "count", 2600))
    found = published.ranges(more).set_index(["indicator", "category"])
    pd.testing.assert_series_equal(
        found.loc[("share_of_priorities", "kets"), ["least", "most"]].astype(int),
        pd.Series({"least": 480, "most": 615}, name=("share_of_priorities", "kets")),
    )
