"""The place of each region, compared with chance."""

import pandas as pd
from small_record import TABLE_4

from exhibits.partnerships.test_network import (
    PARTNERSHIPS,
    REGIONS,
    RUN,
    SEED,
    compared,
    members_of,
)
from s3analysis.exhibits.partnerships import positions
from s3analysis.measures.partnerships import membership, null_model


def places_of(beside: list[str]) -> pd.DataFrame:
    numbers = {"observed": 2.0, "expected": 1.0, "low": 0.0, "high": 3.0, "p": 0.01, "q": 0.02}
    return pd.DataFrame(
        {
            "region_id": ["r1", "r1", "r3", "r3"],
            "measure": ["core", "degree", "core", "degree"],
            "z": [1.0, 2.0, 3.0, 4.0],
            "beside": beside,
            "undefined": "",
        }
    ).assign(**numbers)


def test_the_least_likely_places_come_first_and_those_that_stand_out_are_counted() -> None:
    members = members_of({"b": ["r1", "r3"], "a": ["r1"]})
    places = places_of(["more", "fewer", "more", "as chance"]).assign(q=[0.03, 0.02, 0.01, 0.4])
    found = positions.unusual_places(places, members, PARTNERSHIPS, REGIONS, RUN)
    assert found.table[["Region", "What", "q", "In"]].to_numpy().tolist() == [
        ["Three", "k-core", "0.010", "Beta"],
        ["One", "Regions met", "0.020", "Alpha and Beta"],
        ["One", "k-core", "0.030", "Alpha and Beta"],
        ["Three", "Regions met", "0.400", "Beta"],
    ]
    assert found.title == "3 of 4 measures of a region's place stand out from chance"
    assert "q is over all 4 measures" in found.note


def test_one_unusual_place_stands_out() -> None:
    members = members_of({"b": ["r1", "r3"]})
    places = places_of(["as chance", "as chance", "more", "not compared"]).assign(
        p=[pd.NA] * 2 + [0.01] + [pd.NA]
    )
    found = positions.unusual_places(places, members, PARTNERSHIPS, REGIONS, RUN)
    assert found.title == "1 of 4 measures of a region's place stands out from chance"
    assert found.table.to_numpy().tolist() == [
        ["Three", "k-core", "2", "1.0", "0 to 3", "3.0", "0.010", "0.020", "Beta"]
    ]


def test_all_places_that_stand_out_are_shown() -> None:
    members = members_of({"b": ["r1", "r3"]})
    places = pd.concat([places_of(["more"] * 4)] * 3, ignore_index=True)
    found = positions.unusual_places(places, members, PARTNERSHIPS, REGIONS, RUN)
    assert found.title.startswith("12 of 12")
    assert len(found.table) == 12


def test_in_table_4_no_place_can_be_shown_to_stand_out_whatever_the_seed() -> None:
    for seed in (1, 7, SEED):
        places = compared(null_model.positions(TABLE_4, 2000, seed), "q")
        assert set(places["beside"]) <= {"as chance", "not compared"}


def test_the_positions_name_what_stands_out_before_the_numbers() -> None:
    members = members_of({"b": ["r1", "r3"]})
    places = pd.concat(
        [
            places_of(["more", "fewer", "as chance", "not compared"]),
            places_of(["as chance"] * 4).replace({"core": "strength", "degree": "betweenness"}),
        ]
    )
    found = positions.positions(places, membership.by_region(members), REGIONS, RUN)
    assert found.table["Compared with chance"].tolist() == ["k-core above; Regions met below", "-"]
    assert found.title.startswith("2 regions compared with")
    assert found.table.iloc[0].tolist() == [
        "One",
        "AT",
        1,
        "k-core above; Regions met below",
        *[2, 1.0] * 2,
        *[2.0, 1.0] * 2,
    ]
