import pandas as pd
import pytest
from small_record import MEMBERS

from s3analysis.measures.partnerships import comembership, membership
from s3analysis.sources import record

# Three partnerships: A{r1, r2, r3}, B{r2, r3, r4}, C{r4, r5}
PARTNERSHIPS = pd.DataFrame({"partnership_id": ["A", "B", "C", "D"], "position": [2, 3, 1, 4]})


def test_two_regions_share_as_many_partnerships_as_counted_by_hand():
    pairs = comembership.pairs(MEMBERS)
    weights = {
        (row.region_id, row.other_id): row.partnerships for row in pairs.itertuples(index=False)
    }
    assert weights == {
        ("r1", "r2"): 1,
        ("r1", "r3"): 1,
        ("r2", "r3"): 2,
        ("r2", "r4"): 1,
        ("r3", "r4"): 1,
        ("r4", "r5"): 1,
    }


@pytest.mark.parametrize("reading", ["members", "listed"])
def test_all_pairs_together_are_those_of_each_partnership(reading):
    members = membership.memberships(record.read("partnership_members"), "2017-07", reading)
    sizes = members.groupby("partnership_id").size()
    assert comembership.pairs(members)["partnerships"].sum() == (sizes * (sizes - 1) // 2).sum()


def test_the_order_of_the_rows_changes_nothing():
    pd.testing.assert_frame_equal(
        comembership.pairs(MEMBERS), comembership.pairs(MEMBERS.iloc[::-1])
    )


def test_a_region_is_together_with_the_others_by_country_not_by_count():
    together = comembership.together(MEMBERS, "r3")
    assert together["region_id"].tolist() == ["r1", "r2", "r4"]
    assert together["partnerships"].tolist() == [1, 2, 1]
    assert together["partnership_ids"].tolist() == [["A"], ["A", "B"], ["B"]]


def test_a_region_in_no_partnership_is_together_with_nobody():
    together = comembership.together(MEMBERS, "r9")
    assert together.empty
    assert together.columns.tolist() == [
        "region_id",
        "country_id",
        "partnerships",
        "partnership_ids",
    ]


def test_a_region_alone_in_its_partnership_meets_nobody():
    alone = pd.DataFrame({"partnership_id": ["A"], "region_id": ["r1"], "country_id": ["AA"]})
    assert comembership.together(alone, "r1").empty
    assert comembership.pairs(alone).empty


def test_a_partnership_shares_most_with_those_first_and_an_empty_one_shares_nothing():
    overlaps = comembership.overlaps(MEMBERS, PARTNERSHIPS, "B")
    assert overlaps["partnership_id"].tolist() == ["A", "C", "D"]
    assert overlaps["regions"].tolist() == [3, 2, 0]
    assert overlaps["shared"].tolist() == [2, 1, 0]
    assert overlaps["region_ids"].tolist() == [["r2", "r3"], ["r4"], []]


def test_partnerships_that_share_as_much_stand_in_the_order_of_table_4():
    members = MEMBERS.assign(region_id="r1").drop_duplicates(["partnership_id", "region_id"])
    overlaps = comembership.overlaps(members, PARTNERSHIPS, "B")
    assert overlaps["partnership_id"].tolist() == ["C", "A", "D"]


def test_an_empty_partnership_shares_nothing_with_any():
    assert comembership.overlaps(MEMBERS, PARTNERSHIPS, "D")["shared"].tolist() == [0, 0, 0]


def test_textile_and_industry_4_0_share_two_regions_of_table_4():
    # Catalonia and Valencia, read off the two lists of JRC policy brief 22/2017, Table 4
    members = membership.memberships(record.read("partnership_members"), "2017-07", "members")
    overlaps = comembership.overlaps(members, record.read("partnerships"), "industry-4-0")
    shared = overlaps.set_index("partnership_id")["region_ids"]
    assert shared["textile-innovation"] == ["catalonia", "valencia"]


ENTRIES = pd.DataFrame(
    [
        ["a", "inner", "BE", "participant"],
        ["b", "outer", "BE", "lead"],
        ["a", "skane", "SE", "lead"],
        ["b", "norte", "PT", "observer"],
    ],
    columns=["partnership_id", "region_id", "country_id", "role"],
).assign(as_of="2017-07")
NESTED = pd.DataFrame(
    {"region_id": ["inner", "norte", "outer", "skane"], "nested_in": ["outer", "", "", ""]}
)


@pytest.mark.parametrize(
    ("region", "numbers"),
    [
        ("inner", [[1, 1], [2, 1], [1, 1], [2, 2]]),
        ("outer", [[1, 0], [2, 1], [1, 1], [2, 2]]),
        ("norte", [[0, 0], [0, 0], [1, 1], [1, 1]]),
    ],
)
def test_a_nested_region_and_an_observer_move_with_the_reading(region, numbers):
    found = comembership.readings(ENTRIES, NESTED, "2017-07", region)
    assert found[["partnerships", "together"]].to_numpy().tolist() == numbers


def test_leads_and_countries_move_with_the_reading_too():
    columns = ["leads", "countries"]
    found = comembership.readings(ENTRIES, NESTED, "2017-07", "inner")
    assert found[columns].to_numpy().tolist() == [[0, 1], [1, 1], [0, 1], [1, 2]]


def test_the_partners_of_a_region_are_fewer_where_one_inside_another_counts_with_it():
    both = pd.concat([ENTRIES, ENTRIES.query("region_id == 'outer'").assign(partnership_id="a")])
    found = comembership.readings(both, NESTED, "2017-07", "skane")
    assert found["together"].tolist() == [2, 1, 2, 1]


def test_a_region_inside_one_that_is_not_listed_counts_for_itself():
    without = ENTRIES.query("region_id != 'outer'")
    found = comembership.readings(without, NESTED, "2017-07", "inner")
    assert found["partnerships"].tolist() == [1, 1, 1, 1]
