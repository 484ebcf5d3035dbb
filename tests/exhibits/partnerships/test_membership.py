"""The exhibits of Table 4: titles, tables and alternative texts say the same numbers."""

import pandas as pd
import pytest

from s3analysis import contracts
from s3analysis.exhibits.partnerships import membership as exhibits
from s3analysis.measures.partnerships import membership, proposing

RUN = contracts.Partnerships()
REGIONS = pd.DataFrame(
    {
        "region_id": ["r1", "r2", "r3", "r4", "r5"],
        "name": ["One", "Two", "Three", "Four", "Five"],
        "country_id": ["AT", "AT", "BE", "CZ", "NO"],
        "nested_in": ["", "r1", "", "", ""],
        "x": [1500.0, 1600.0, 2000.0, 2500.0, 2900.0],
        "y": [3000.0, 3000.0, 4000.0, 4500.0, 4900.0],
        "tile_label": ["One", "Two", "Three", "Four", "Five"],
        "tile_column": [0, 1, 2, 3, 4],
        "tile_row": 0,
    }
)
COUNTRIES = pd.DataFrame(
    {
        "country_id": ["AT", "BE", "CZ", "NO"],
        "name": ["Austria", "Belgium", "Czechia", "Norway"],
        "joined": ["1995-01-01", "1958-01-01", "2004-05-01", ""],
        "left": "",
        "accession_group": ["EU-15", "EU-15", "EU-13", ""],
    }
)
PARTNERSHIPS = pd.DataFrame(
    {
        "partnership_id": ["c", "a", "b"],
        "position": [3, 1, 2],
        "short_name": ["Gamma", "Alpha", "Beta"],
        "vanguard_pilot": ["yes", "yes", "no"],
    }
)
ONE = PARTNERSHIPS.query("partnership_id == 'a'")
COUNTED = "Counted: lead and participating regions, July 2017."


def members_of(lists: dict[str, str], rest: str = "participant") -> pd.DataFrame:
    """Return memberships, regions by their digits; the first of each partnership leads it."""
    rows = [
        (name, f"r{digit}", rest if place else "lead")
        for name, digits in lists.items()
        for place, digit in enumerate(digits)
    ]
    frame = pd.DataFrame(rows, columns=["partnership_id", "region_id", "role"])
    country = REGIONS.set_index("region_id")["country_id"]
    return frame.assign(country_id=frame["region_id"].map(country), position=1)


def states_of(members: pd.DataFrame) -> pd.DataFrame:
    return membership.by_country(members, COUNTRIES, "2017-07")


def sizes_of(members: pd.DataFrame, partnerships: pd.DataFrame = PARTNERSHIPS):
    sizes = membership.by_partnership(members, partnerships)
    eligible = proposing.by_partnership(members, partnerships, REGIONS, COUNTRIES, "2017-07")
    return exhibits.sizes(sizes, eligible, partnerships, RUN)


def test_the_first_numbers_are_those_of_the_list() -> None:
    members = members_of({"a": "123", "b": "14"})
    found = exhibits.size_of_list(members, PARTNERSHIPS, states_of(members), RUN)
    assert found.title == "3 partnerships bring together 4 regions"
    assert dict(zip(found.table["What"], found.table["Number"], strict=True)) == {
        "partnerships": 3,
        "regions": 4,
        "memberships": 5,
        "regions that lead": 1,
        "Member States without a region": 0,
    }
    assert (found.note, set(found.table["As of"])) == (COUNTED, {"July 2017"})


@pytest.mark.parametrize(
    ("digits", "title"),
    [("12", "Alpha brings together 2 regions"), ("1", "Alpha brings together 1 region")],
)
def test_one_partnership_is_called_by_its_name(digits, title) -> None:
    members = members_of({"a": digits})
    found = exhibits.size_of_list(members, ONE, states_of(members), RUN)
    assert found.title == title
    assert found.table["Number"].iloc[1] == len(digits)


def test_regions_stand_under_their_role_in_the_order_of_table_4() -> None:
    found = exhibits.members(members_of({"b": "43", "a": "1"}), PARTNERSHIPS, REGIONS, RUN)
    assert found.table.to_numpy().tolist() == [
        ["Alpha", "One (AT)", "none listed"],
        ["Beta", "Four (CZ)", "Three (BE)"],
        ["Gamma", "none listed", "none listed"],
    ]
    assert list(found.table) == ["Partnership", "Lead", "Participant"]
    assert found.title == "3 memberships, 2 of them as lead"


def test_a_list_without_a_lead_says_none() -> None:
    members = members_of({"a": "1"}).assign(role="participant")
    found = exhibits.members(members, ONE, REGIONS, RUN)
    assert found.title == "1 membership, none of them as lead"
    assert list(found.table) == ["Partnership", "Participant"]


def test_observers_have_a_column_where_they_count() -> None:
    run = contracts.Partnerships(reading="listed")
    found = exhibits.members(members_of({"a": "12"}, "observer"), ONE, REGIONS, run)
    assert found.table.iloc[0].tolist() == ["Alpha", "One (AT)", "Two (AT)"]
    assert "observers and other interested regions included" in found.note


@pytest.mark.parametrize(
    ("lists", "title"),
    [
        ({"a": "12", "b": "1"}, "Alpha is the largest partnership, with 2 regions"),
        ({"a": "1", "b": "2"}, "Alpha and Beta are the largest partnerships, with 1 region each"),
        (
            {"c": "12", "a": "34"},
            "Alpha and Gamma are the largest partnerships, with 2 regions each",
        ),
    ],
)
def test_the_largest_partnerships_are_named_with_their_size(lists, title) -> None:
    found = sizes_of(members_of(lists))
    assert found.title == title
    assert found.table["Regions"].max() == max(map(len, lists.values()))


def test_of_one_partnership_the_title_is_its_size() -> None:
    assert sizes_of(members_of({"a": "123"}), ONE).title == "Alpha has 3 regions"


def test_a_partnership_of_leads_and_an_empty_one_have_their_sizes_and_whether_they_suffice() -> (
    None
):
    members = members_of({"a": "1342", "b": "1"}, "lead")
    found = sizes_of(members)
    table = found.table.set_index("Partnership")
    shown = ["Lead", "Regions", "Without those inside another", "Member States", "Could propose"]
    assert table.loc["Alpha", shown].tolist() == [4, 4, 3, 3, "yes"]
    assert table.loc["Beta", shown].tolist() == [1, 1, 1, 1, "no"]
    assert table.loc["Gamma", shown].tolist() == [0, 0, 0, 0, "no"]
    assert "Participant" not in table
    assert "The list names no participant of Alpha, Beta and Gamma." in found.note


def test_columns_that_say_the_same_of_every_partnership_are_one_sentence_or_none() -> None:
    found = sizes_of(members_of({"a": "134"}), ONE)
    assert not {"Without those inside another", "Could propose"} & set(found.table)
    assert "It has regions from at least three Member States, which is required" in found.note
    assert "inside another" not in found.note
    mixed = sizes_of(members_of({"a": "134", "b": "1"}))
    assert "Could propose" in mixed.table
    assert "Without those inside another" not in mixed.table


def test_where_all_have_participants_the_note_names_none() -> None:
    assert "names no participant" not in sizes_of(members_of({"a": "12"}), ONE).note


@pytest.mark.parametrize(
    ("digits", "title", "named"),
    [
        ("1", "2 of 3 Member States have no region in any partnership", "Belgium and Czechia"),
        ("135", "1 of 3 Member States has no region in any partnership", "Czechia"),
        ("134", "All 3 Member States have a region in a partnership", ""),
    ],
)
def test_the_member_states_without_a_region_are_counted_and_named(digits, title, named) -> None:
    found = exhibits.member_states(states_of(members_of({"a": digits})), RUN)
    assert found.title == title
    assert (found.table["Regions"] == 0).sum() == 3 - len(set(digits) & set("134"))
    assert found.note == f"{COUNTED} Without a region in this list: {named}.".replace(
        " Without a region in this list: .", ""
    )


def test_each_number_of_a_member_state_stands_in_its_column() -> None:
    found = exhibits.member_states(states_of(members_of({"a": "13", "b": "321"})), RUN)
    assert found.table.to_numpy().tolist() == [
        ["Austria", "AT", "EU-15", 2, 3, 1],
        ["Belgium", "BE", "EU-15", 1, 2, 1],
        ["Czechia", "CZ", "EU-13", 0, 0, 0],
    ]


def test_the_title_of_the_groups_adds_up_its_table() -> None:
    states = states_of(members_of({"a": "145", "b": "34"}))
    found = exhibits.groups(membership.by_group(states), RUN)
    assert found.title == "EU-13 Member States: 1 of 3 regions and 2 of 4 memberships"
    assert found.table.to_numpy().tolist() == [["EU-15", 2, 0, 2, 2, 2], ["EU-13", 1, 0, 1, 2, 0]]


def test_of_one_region_the_groups_are_singular() -> None:
    found = exhibits.groups(membership.by_group(states_of(members_of({"a": "1"}))), RUN)
    assert found.title == "EU-13 Member States: 0 of 1 region and 0 of 1 membership"


def test_each_partnership_says_what_it_is_for() -> None:
    described = PARTNERSHIPS.assign(gist=["C.", "A.", "B."], name_printed=["c", "a", "b"])
    found = exhibits.purposes(described)
    assert found.title == "2 of 3 partnerships are pilots of the Vanguard Initiative"
    assert found.table["What it is for"].tolist() == ["A.", "B.", "C."]


@pytest.mark.parametrize(
    ("lists", "note"),
    [
        ({"a": "12", "b": "1"}, f"{COUNTED} 1 region holds these 2 lead roles: a region can lead"),
        (
            {"a": "12", "b": "21", "c": "1"},
            f"{COUNTED} 2 regions hold these 3 lead roles: a region",
        ),
    ],
)
def test_more_lead_roles_than_regions_that_lead_are_explained(lists, note) -> None:
    assert exhibits.members(members_of(lists), PARTNERSHIPS, REGIONS, RUN).note.startswith(note)
    once = exhibits.members(members_of({"a": "12", "b": "2"}), PARTNERSHIPS, REGIONS, RUN)
    assert once.note == COUNTED


def test_the_three_member_states_with_most_memberships_are_named_where_others_have_some() -> None:
    states = pd.DataFrame(
        {"country": list("DABCE"), "memberships": [4, 3, 2, 1, 0], "regions": [1, 1, 1, 1, 0]}
    ).assign(country_id="XX", group="EU-15", leads=0)
    assert "D, A and B hold 90 % of the memberships." in exhibits.member_states(states, RUN).note
    named = states.replace({"country": {"D": "Netherlands", "A": "United Kingdom"}})
    note = exhibits.member_states(named, RUN).note
    assert "The Netherlands, the United Kingdom and B hold 90 % of the memberships." in note
    few = exhibits.member_states(states.query("memberships != 1"), RUN)
    assert "of the memberships" not in few.note
