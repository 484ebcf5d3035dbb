"""Whom a region or a partnership is with, beside chance."""

import pandas as pd
import pytest
from scipy.stats import false_discovery_control
from small_record import MEMBERS, TABLE_4

from s3analysis.measures.partnerships import against_chance, comembership, null_model
from s3analysis.sources import record

PARTNERSHIPS = pd.DataFrame({"partnership_id": ["A", "B", "C", "empty"], "position": [1, 2, 3, 4]})


def test_each_region_stands_beside_its_chance_from_either_side():
    found = {region: against_chance.of_region(MEMBERS, region, 200, 1) for region in ("r2", "r3")}
    assert found["r2"]["region_id"].tolist() == ["r1", "r3", "r4"]
    assert found["r2"]["partnerships"].tolist() == [1, 2, 1]
    numbers = ["expected", "p_more", "q", "q_exact"]
    one, other = (
        found[region].set_index("region_id").loc[beside, numbers].tolist()
        for region, beside in (("r2", "r3"), ("r3", "r2"))
    )
    assert one == other


def test_a_region_that_counts_nowhere_is_with_nobody_and_nothing_is_drawn():
    found = against_chance.of_region(MEMBERS, "watching", 200, 1)
    assert found.empty
    assert found["exceeds"].sum() == 0


def test_q_is_that_of_all_pairs_of_the_network_and_not_of_one_region():
    found = against_chance.of_region(TABLE_4, "tampere", 200, 1)
    alone = false_discovery_control(found["p_more"])
    everywhere = null_model.pairs(TABLE_4, 200, 1)
    assert set(found["q"]) <= set(everywhere["q"])
    assert (found["q"] >= alone - 1e-12).all()
    assert len(everywhere) > len(found) > 0


def test_a_pair_that_chance_cannot_explain_is_named():
    # Two regions in the same eight partnerships of sixteen; eight others in one each.
    rows = [[f"p{i}", region, "AA"] for i in range(8) for region in ("x", "y")]
    rows += [[f"s{i}", f"z{i}", "BB"] for i in range(8)] + [["p0", "z0", "BB"]]
    members = pd.DataFrame(rows, columns=["partnership_id", "region_id", "country_id"])
    found = against_chance.of_region(members, "x", 2000, 1).set_index("region_id")
    assert found["exceeds"].to_dict() == {"y": True, "z0": False}


def test_overlaps_stand_beside_their_chance_and_who_has_nobody_is_left_out():
    found = against_chance.of_partnership(MEMBERS, PARTNERSHIPS, "B", 200, 1)
    assert found["partnership_id"].tolist() == ["A", "C"]
    assert found["shared"].tolist() == [2, 1]
    assert found["p"].notna().all()


def test_an_empty_partnership_shares_with_nobody():
    found = against_chance.of_partnership(MEMBERS, PARTNERSHIPS, "empty", 200, 1)
    assert found.empty
    assert found["differs"].sum() == 0
    alone = MEMBERS.query("partnership_id == 'A'")
    assert against_chance.of_partnership(alone, PARTNERSHIPS, "A", 200, 1).empty


def test_an_overlap_that_every_draw_gives_has_no_p_and_does_not_differ():
    members = MEMBERS.query("partnership_id == 'A'").assign(partnership_id="C")
    found = against_chance.of_partnership(
        pd.concat([MEMBERS.query("partnership_id == 'A'"), members]), PARTNERSHIPS, "A", 200, 1
    )
    assert found["p"].isna().tolist() == [True]
    assert found["differs"].tolist() == [False]


def test_of_the_overlaps_of_the_record_none_is_left_out():
    partnerships = record.read("partnerships")
    for key in partnerships["partnership_id"]:
        found = against_chance.of_partnership(TABLE_4, partnerships, key, 200, 1)
        plain = comembership.overlaps(TABLE_4, partnerships, key)
        assert found["shared"].tolist() == plain["shared"].tolist()


ENTRIES = pd.DataFrame(
    [
        ["a", "inner", "BE", "participant"],
        ["b", "outer", "BE", "lead"],
        ["a", "skane", "SE", "lead"],
        ["b", "norte", "PT", "observer"],
    ],
    columns=["partnership_id", "region_id", "country_id", "role"],
).assign(as_of="2017-07")
REGIONS = pd.DataFrame(
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
    found = against_chance.readings(ENTRIES, REGIONS, "2017-07", region)
    assert found[["partnerships", "together"]].to_numpy().tolist() == numbers


def test_a_region_inside_one_that_is_not_listed_counts_for_itself():
    without = ENTRIES.query("region_id != 'outer'")
    found = against_chance.readings(without, REGIONS, "2017-07", "inner")
    assert found["partnerships"].tolist() == [1, 1, 1, 1]
