"""The exhibits of one partnership: what they say of many, of one and of none."""

from dataclasses import replace

import pandas as pd
import pytest
import small_record
from IPython.display import Markdown
from small_record import COUNTRIES, LISTED, REGIONS

from exhibits.charts.test_maps import SQUARE
from s3analysis import contracts
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.partnerships import partnership_status as exhibits
from s3analysis.measures.partnerships import comembership, joining, membership
from s3analysis.measures.record import milestones

RUN = contracts.PartnershipStatus()
PARTNERSHIPS = pd.DataFrame(
    {
        "partnership_id": ["nano", "sport"],
        "position": [2, 1],
        "short_name": ["Nano", "Sport"],
        "name_printed": ["Nano things", "Sports"],
        "gist": ["Small things.", "Games."],
        "quote": "concerns small things",
        "vanguard_pilot": ["yes", "no"],
        "vanguard_quote": "is a pilot",
        "document_id": "brief",
        "vanguard_document_id": "brief",
        "section": "table-4",
        "vanguard_section": "info-day",
    }
)
NANO = PARTNERSHIPS.iloc[0]
UNION = COUNTRIES.assign(joined="1995-01-01", left="", accession_group=["EU-15", "EU-13"])
PLACED = REGIONS.assign(
    identity=["certain", "open", "open"], x=[1500.0, 2500.0, 1200.0], y=[2500.0, 4500.0, 2100.0]
)
LIST = replace(small_record.BRIEF, partnerships=PARTNERSHIPS, regions=PLACED)


def members_of(ids: list[str], roles: list[str]) -> pd.DataFrame:
    country = REGIONS.set_index("region_id")["country_id"]
    frame = pd.DataFrame({"partnership_id": "nano", "region_id": ids, "role": roles})
    return frame.assign(country_id=frame["region_id"].map(country))


def states_of(own: pd.DataFrame, countries: pd.DataFrame = UNION) -> pd.DataFrame:
    return membership.by_country(own, countries, "2017-07")


BOTH = ["flanders", "tampere"]
TWO = members_of(BOTH, ["lead", "participant"])
ONE = TWO.head(1)
NONE = TWO.head(0)


def text(found: Exhibit | Markdown) -> str:
    assert isinstance(found, Markdown)
    return found.data


@pytest.mark.parametrize(
    ("own", "listed", "expected"),
    [
        (
            TWO,
            TWO,
            "**In July 2017, Nano was led by Flanders and had 2 regions of 2 Member States**.",
        ),
        (ONE, TWO, "had 1 region of 1 Member State**; 1 more was listed as an observer"),
        (NONE, TWO, "Nano was led by nobody and had no member**; 2 more were listed as"),
    ],
    ids=["two", "one", "none"],
)
def test_the_opening_says_who_leads_how_large_it_is_and_who_looks_on(own, listed, expected):
    said = text(exhibits.opening(NANO, own, listed, states_of(own), LIST))
    assert expected in said
    assert said.startswith("S3P-Industry is the Smart Specialisation Platform")
    assert "*Nano things*. It is a pilot of the Vanguard Initiative." in said


def test_regions_from_outside_the_union_are_counted_apart():
    states = states_of(TWO, UNION.query("country_id == 'BE'"))
    said = text(exhibits.opening(PARTNERSHIPS.iloc[1], TWO, TWO, states, LIST))
    assert "1 region of 1 Member State, and 1 region from outside the Union" in said
    assert "Vanguard" not in said


BOUNDS = pd.DataFrame(
    {
        "status": ["theme", "eoi", "qualified"],
        "not_yet": ["", "", "2016-06"],
        "reached": ["2016-05", "", "2017-08"],
        "unknown": [0, 6, 3],
    }
)


def test_how_far_it_has_come_is_one_sentence_without_what_is_unknown():
    narrowed = milestones.qualified_by(BOUNDS, "2017-07")
    assert text(exhibits.standing(NANO, narrowed, LIST)) == (
        "Nano was discussed as a theme by May 2016, had submitted its expression of interest by "
        "July 2017 and qualified between June 2016 and July 2017. The brief's Table 4 lists it as "
        "qualified in July 2017, its Table 3 gives the other months. The documents give no exact "
        "dates."
    )


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        (BOUNDS.head(0), "The brief's Table 3 has no row for Nano; its Table 4 lists it as"),
        (BOUNDS.tail(1).assign(reached=""), "Nano qualified after June 2016, if at all."),
    ],
    ids=["no row", "not yet"],
)
def test_a_partnership_of_which_less_is_known_has_a_sentence_too(bounds, expected):
    assert text(exhibits.standing(NANO, bounds, LIST)).startswith(expected)


CASES = pd.DataFrame(
    {"section": ["table-4", "table-2"], "number": [1, 1], "name_printed": ["Late", "Early"]}
)


def test_cases_are_named_in_the_order_of_their_tables_and_none_is_said():
    both = "The brief's Tables 2 and 4 name 2 demonstration cases or areas: Early; Late."
    assert text(exhibits.cases(NANO, CASES, LIST)) == both
    one = "The brief's Table 4 names 1 demonstration case or area: Late."
    assert text(exhibits.cases(NANO, CASES.head(1), LIST)) == one
    assert "name no demonstration case of Nano" in text(exhibits.cases(NANO, CASES.head(0), LIST))


def test_the_map_names_its_leads_and_has_a_row_for_each_region_listed():
    shown = exhibits.members(NANO, TWO, PLACED, SQUARE, RUN)
    assert shown.title == "Nano lists 2 regions, 1 of them as lead"
    assert shown.table["Role"].tolist() == ["Lead", "Participant"]
    assert ">Flanders</text>" in shown.svg
    assert ">Tampere Region</text>" not in shown.svg
    assert shown.alt.endswith("2 regions of Nano in 2 countries; leads: Flanders.")
    assert "no participants" not in shown.note


def test_a_partnership_in_which_all_lead_says_so_and_an_empty_one_is_a_sentence():
    assert (
        "has no participants of Nano, only leads"
        in exhibits.members(NANO, ONE, PLACED, SQUARE, RUN).note
    )
    assert "no region under Nano" in text(exhibits.members(NANO, NONE, PLACED, SQUARE, RUN))


def test_that_nobody_looks_on_is_said_of_a_partnership_without_observers_alone():
    without = exhibits.members(NANO, TWO, PLACED, SQUARE, RUN)
    expected = "The list has no observer or other interested region for this partnership."
    assert isinstance(without, Exhibit)
    assert expected in without.note
    observed = members_of(BOTH, ["lead", "observer"])
    assert expected not in exhibits.members(NANO, observed, PLACED, SQUARE, RUN).note


def test_the_regions_stand_by_role_with_their_countries():
    shown = exhibits.by_role(NANO, LISTED.query("partnership_id == 'nano'"), REGIONS)
    assert shown.title == "The 2 regions of Nano come from 2 countries"
    assert shown.table.to_numpy().tolist() == [
        ["Lead", 1, "Tampere Region (FI)"],
        ["Observer", 1, "Flanders (BE)"],
    ]
    assert exhibits.by_role(NANO, NONE, REGIONS) is None


def missing(own, others):
    members = pd.concat([own, others.assign(partnership_id="sport")])
    found = joining.absent_states(members, UNION, "2017-07", "nano")
    return exhibits.absent(NANO, found, states_of(own), REGIONS, RUN)


def test_absent_states_that_are_in_another_partnership_are_rows():
    shown = missing(ONE, TWO.tail(1))
    assert shown.title == (
        "1 of 2 Member States has no region in Nano; 1 of these is in another partnership"
    )
    assert shown.table.to_numpy().tolist() == [["Finland", "EU-13", "Tampere Region"]]
    assert "In no partnership" not in shown.note


def test_absent_states_that_are_nowhere_are_named_in_a_sentence():
    assert text(missing(ONE, NONE)).endswith("Nano. In no partnership at all: Finland.")
    assert text(missing(TWO, NONE)) == "0 of 2 Member States have no region in Nano."


def shared(own, others):
    members = pd.concat([own, others.assign(partnership_id="sport")])
    found = comembership.overlaps(members, PARTNERSHIPS, "nano")
    elsewhere = membership.elsewhere(members, "nano")
    return exhibits.overlaps(NANO, own, elsewhere, found, PARTNERSHIPS, REGIONS, RUN)


def test_regions_in_common_are_named_for_each_other_partnership():
    shown = shared(TWO, ONE)
    assert shown.title == "1 of 2 regions of Nano is in another partnership too; 1 of them in Sport"
    assert shown.table.to_numpy().tolist() == [["Sport", 1, "Flanders"]]


def test_a_partnership_that_shares_nobody_is_a_sentence():
    assert text(shared(ONE, NONE)) == "No region of Nano is in another partnership."


def test_what_is_unknown_names_the_members_of_whom_it_is_open_who_is_meant():
    assert text(exhibits.unknown(NANO, TWO, LIST)).endswith(
        "1 name in the brief's list could mean another territory as well; we read it as: Tampere "
        "Region (or the city of Tampere, or something else)."
    )
    assert "another territory" not in text(exhibits.unknown(NANO, ONE, LIST))
