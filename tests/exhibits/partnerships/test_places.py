"""Where the members are: titles, tables and alternative texts say the same numbers."""

import pytest
from IPython.display import Markdown
from small_record import TABLE_4

from exhibits.charts.test_maps import SQUARE
from exhibits.partnerships.test_membership import (
    ONE,
    PARTNERSHIPS,
    REGIONS,
    RUN,
    members_of,
    states_of,
)
from s3analysis.exhibits.partnerships import places
from s3analysis.measures.partnerships import membership
from s3analysis.sources import record


def test_the_maps_mark_each_membership_of_the_table() -> None:
    members = members_of({"a": "123", "b": "14"})
    found = places.member_maps(members, PARTNERSHIPS, REGIONS, SQUARE, RUN)
    assert found.title == (
        "In July 2017, Alpha and Beta had members in the most countries: 2 of 3 countries"
    )
    assert found.alt == (
        "2 small maps of Europe, one for each partnership, with 5 marks for its lead and other "
        "regions in 3 countries."
    )
    assert found.table.columns.tolist() == [
        "Partnership",
        "Region",
        "Country",
        "Role",
        "East (km)",
        "North (km)",
    ]
    assert found.table.iloc[0].tolist() == ["Alpha", "One", "AT", "Lead", 1500.0, 3000.0]
    assert len(found.table) == 5
    assert found.svg.count("Led by One") == 2


def test_one_map_says_so_in_the_singular() -> None:
    found = places.member_maps(members_of({"a": "1"}), ONE, REGIONS, SQUARE, RUN)
    assert found.title == "In July 2017, Alpha had members in 1 country"
    assert "1 small map of Europe" in found.alt
    assert "1 mark for its lead and other regions in 1 country." in found.alt


def test_without_a_member_there_is_a_sentence_in_place_of_a_map() -> None:
    nobody = members_of({"a": "1"}).head(0)
    found = places.member_maps(nobody, ONE, REGIONS, SQUARE, RUN)
    assert isinstance(found, Markdown)
    assert found.data == "There is no region to show on a map."


def test_table_4_has_no_more_members_than_its_maps_have_marks() -> None:
    partnerships, regions = record.read("partnerships"), record.read("regions")
    outlines = record.read("country_outlines")
    found = places.member_maps(TABLE_4, partnerships, regions, outlines, RUN)
    assert len(found.table) == len(TABLE_4)
    assert f"with {len(TABLE_4)} marks" in found.alt


def tiles_of(lists: dict[str, str]):
    members = members_of(lists)
    return places.region_tiles(membership.by_region(members), REGIONS, states_of(members), RUN)


@pytest.mark.parametrize(
    ("lists", "title"),
    [
        ({"a": "12", "b": "1"}, "One is in 2 partnerships; 1 of 2 regions is in one only"),
        ({"a": "21"}, "Two and One are each in 1 partnership; 2 of 2 regions are in one only"),
    ],
)
def test_the_regions_in_most_partnerships_are_named(lists, title) -> None:
    found = tiles_of(lists)
    assert found.title.startswith(title)
    assert found.alt.endswith(f"{found.title}.")


def test_a_member_state_without_a_region_has_a_tile_of_its_own() -> None:
    found = tiles_of({"a": "1"})
    assert found.title.endswith("and 2 Member States have no region")
    assert found.table.to_numpy().tolist() == [
        ["One", "AT", 1, 1],
        ["Belgium", "BE", 0, 0],
        ["Czechia", "CZ", 0, 0],
    ]
    everybody = tiles_of({"a": "134"})
    assert "no region" not in everybody.title
    assert len(everybody.table) == 3
