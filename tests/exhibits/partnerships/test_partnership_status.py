"""The exhibits of one partnership: what they say of many, of one and of none."""

import pandas as pd
import pytest
from IPython.display import Markdown
from small_record import COUNTRIES, ENTRIES, PRINTED, REGIONS

from exhibits.charts.test_maps import SQUARE
from s3analysis import contracts
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.partnerships import partnership_status as exhibits
from s3analysis.measures.partnerships import joining, membership, proposing

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
PLACED = REGIONS.assign(x=[1500.0, 2500.0, 1200.0], y=[2500.0, 4500.0, 2100.0])
NOBODY = ENTRIES.head(0)


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
    ("own", "extra", "told"),
    [
        (
            TWO,
            0,
            "In July 2017 it is led by Flanders and has 2 regions of 2 Member States.",
        ),
        (
            ONE,
            1,
            "In July 2017 it is led by Flanders and has 1 region of 1 Member State; 1 more is "
            "listed as an observer or as other interested regions.",
        ),
        (
            NONE,
            2,
            "In July 2017 it is led by nobody and has no member; 2 more are listed as observers or "
            "as other interested regions.",
        ),
    ],
)
def test_the_opening_says_who_leads_how_many_there_are_and_who_looks_on(own, extra, told) -> None:
    listed = pd.concat([own, *[TWO.head(1)] * extra])
    found = exhibits.opening(NANO, own, listed, states_of(own), REGIONS, RUN)
    assert found.data == f"**Nano** is printed as *Nano things*. {told}"


def test_a_region_from_outside_the_union_is_counted_apart() -> None:
    union = UNION.assign(joined=["1995-01-01", ""])
    found = exhibits.closing(NANO, TWO, NONE, states_of(TWO, union), RUN)
    assert found.data == (
        "In the list of July 2017, Nano has 1 region of 1 Member State, and 1 region from outside "
        "the Union; none of these are in other partnerships too."
    )


def test_the_closing_words_agree_with_one_and_with_none() -> None:
    one = exhibits.closing(NANO, TWO, ONE, states_of(TWO), RUN)
    assert one.data.endswith("; 1 of these is in other partnerships too.")
    none = exhibits.closing(NANO, NONE, NONE, states_of(NONE), RUN)
    assert none.data == "In the list of July 2017, Nano has no member."


def test_the_key_numbers_are_those_of_the_title() -> None:
    found = exhibits.key_numbers(NANO, TWO, ONE, states_of(TWO), NOBODY, RUN)
    assert found.title == "Nano has 2 regions of 2 Member States"
    assert found.table["Number"].tolist() == [2, 1, 2, 1, 0]
    assert found.note == "Counted: lead and participating regions, July 2017."


def paths(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["name", "first", "last"])


def test_what_a_partnership_is_has_its_passages_beside_it() -> None:
    found = exhibits.partnership(NANO, TWO, paths(("Small", "vanguard", "table-4")), REGIONS, RUN)
    assert found.title == "Nano is led by Flanders"
    answers = found.table.set_index("What")
    assert answers.loc["Led by, July 2017", "Answer"] == "Flanders"
    assert answers.loc["Theme first named in", "Answer"] == "Vanguard list"
    assert answers.loc["Vanguard Initiative pilot", ["Answer", "Where", "Passage"]].tolist() == [
        "yes",
        "Brief: Info-Day",
        "is a pilot",
    ]


def test_a_partnership_without_a_lead_or_a_theme_says_none() -> None:
    found = exhibits.partnership(NANO, NONE, paths(), REGIONS, RUN)
    assert found.title == "Nano is led by nobody"
    assert found.table.set_index("What").loc[
        ["Its theme", "Led by, July 2017"], "Answer"
    ].tolist() == [
        "none",
        "none",
    ]


def listed(entries: pd.DataFrame) -> Exhibit | Markdown:
    return exhibits.members(NANO, entries, PRINTED, REGIONS, COUNTRIES, RUN)


def test_members_stand_by_role_and_each_once() -> None:
    found = listed(ENTRIES.query("partnership_id == 'nano'").iloc[::-1])
    assert found.table[["Region", "Role", "As printed"]].to_numpy().tolist() == [
        ["Tampere Region", "Lead", "Tampere, FIN"],
        ["Flanders", "Observer", "Flanders, NL"],
    ]
    assert found.title == "Nano lists 2 regions, 1 of them as lead"
    assert found.note.startswith("A lead region that the print lists a second time")


def test_where_all_lead_the_note_says_that_no_participant_is_printed() -> None:
    found = listed(ENTRIES.query("entry_id == 'n1'"))
    assert found.title == "Nano lists 1 region, all of them as lead"
    assert found.note == "The brief's Table 4 prints no participants of Nano: all members lead it."


def test_where_nobody_leads_the_note_is_empty() -> None:
    found = listed(ENTRIES.query("entry_id == 's1'"))
    assert found.title == "Nano lists 1 region, none of them as lead"
    assert found.note == ""


def test_an_empty_list_is_a_sentence_everywhere() -> None:
    assert text(listed(NOBODY)) == "The list of July 2017 has no region under Nano."
    states = states_of(NONE)
    assert text(exhibits.places(NANO, NONE, PARTNERSHIPS, PLACED, SQUARE, RUN))
    assert text(exhibits.member_states(NANO, NONE, states, REGIONS, RUN)) == (
        "No Member State has a region in Nano."
    )
    assert text(eligibility_of([])) == "Nano has no member that could count."


def test_the_map_marks_each_region_listed() -> None:
    found = exhibits.places(NANO, TWO, PARTNERSHIPS, PLACED, SQUARE, RUN)
    assert found.title == "Where the regions of Nano are, July 2017"
    assert len(found.table) == 2
    assert "2 marks for its lead and other regions in 2 countries" in found.alt


@pytest.mark.parametrize(
    ("own", "title", "newer"),
    [
        (TWO, "2 of 2 Member States have a region in Nano", "Finland"),
        (ONE, "1 of 2 Member States has a region in Nano", "none"),
    ],
)
def test_the_title_counts_the_member_states_of_its_table(own, title, newer) -> None:
    found = exhibits.member_states(NANO, own, states_of(own), REGIONS, RUN)
    assert found.title == title
    assert len(found.table) == len(own)
    assert found.table.iloc[0].tolist() == ["Belgium", "BE", "EU-15", 1, 1]
    assert f"(EU-13): {newer}. Regions from outside the Union: none." in found.note


def test_a_region_from_outside_the_union_is_named_in_the_note() -> None:
    states = states_of(TWO, UNION.assign(joined=["1995-01-01", ""]))
    found = exhibits.member_states(NANO, TWO, states, REGIONS, RUN)
    assert found.title == "1 of 1 Member State has a region in Nano"
    assert found.note.endswith("Regions from outside the Union: Tampere Region.")


def eligibility_of(
    ids: list[str], countries: pd.DataFrame = UNION, regions: pd.DataFrame = REGIONS
):
    proposals = {
        nesting: proposing.proposal(regions, countries, "2017-07", ids, nesting)
        for nesting in proposing.NESTING
    }
    counts = {nesting: proposing.eligibility(rows) for nesting, rows in proposals.items()}
    return exhibits.eligibility(NANO, counts, proposals, regions, RUN)


def test_a_member_outside_the_union_is_no_region_of_a_member_state() -> None:
    found = eligibility_of(BOTH, UNION.assign(joined=["1995-01-01", ""]))
    assert found.title == "Nano would not meet the rule for a new partnership"
    table = found.table
    assert table["Regions that count"].tolist() == [1, 1]
    assert table["Member States still needed"].tolist() == [2, 2]
    assert table["Meets the rule"].tolist() == ["no", "no"]
    assert table["Members that do not count"].tolist() == ["Tampere Region (outside the EU)"] * 2


def test_a_region_inside_another_member_counts_with_it_in_one_reading_and_says_so() -> None:
    table = eligibility_of(REGIONS["region_id"].tolist()).table
    assert table["Regions that count"].tolist() == [3, 2]
    assert table["Member States"].tolist() == [2, 2]
    assert table["Members that do not count"].tolist() == [
        "none",
        "West Flanders (inside Flanders)",
    ]


def test_three_member_states_meet_the_rule() -> None:
    regions = REGIONS.assign(country_id=["BE", "FI", "SE"], nested_in="")
    union = pd.DataFrame({"country_id": ["BE", "FI", "SE"], "joined": "1995", "left": ""})
    found = eligibility_of(regions["region_id"].tolist(), union, regions)
    assert found.title == "Nano would meet the rule for a new partnership"
    assert found.table["Meets the rule"].tolist() == ["yes", "yes"]


def absent_of(members: pd.DataFrame) -> Exhibit | Markdown:
    absent = joining.absent_states(members, UNION, "2017-07", "nano")
    return exhibits.absent(NANO, absent, states_of(members), REGIONS, RUN)


def test_absent_states_name_their_regions_elsewhere_or_none() -> None:
    found = absent_of(TWO.replace({"partnership_id": {"nano": "sport"}}))
    assert (
        found.title
        == "2 of 2 Member States have no region in Nano; none of them in no partnership at all"
    )
    assert found.table["Which"].tolist() == ["Flanders", "Tampere Region"]
    one = absent_of(ONE)
    assert (
        one.title
        == "1 of 2 Member States has no region in Nano; 1 of them in no partnership at all"
    )
    assert one.table["Which"].tolist() == ["none"]
    assert one.note == "Counted: lead and participating regions, July 2017."


def test_where_no_member_state_is_absent_a_sentence_says_so() -> None:
    assert text(absent_of(TWO)) == "Every Member State has a region in Nano."


def overlaps(elsewhere: pd.DataFrame = ONE, differs: int = 0, **chance) -> Exhibit | Markdown:
    numbers = {key: [1.0, 0.5] for key in ("expected", "low", "high", "z", "p", "q")} | chance
    shared = pd.DataFrame(
        {
            "partnership_id": ["nano", "sport"],
            "regions": [2, 1],
            "shared": [1, 0],
            "region_ids": [["tampere"], []],
            "differs": [differs > 0, differs > 1],
            **{name: pd.array(values, dtype="Float64") for name, values in numbers.items()},
        }
    )
    return exhibits.overlaps(NANO, TWO, elsewhere, shared, PARTNERSHIPS, REGIONS, RUN)


def test_partnerships_with_nothing_in_common_say_none() -> None:
    assert overlaps().table["Regions in common"].tolist() == ["Tampere Region", "none"]


def test_each_number_of_an_overlap_stands_in_its_column() -> None:
    columns = ["expected", "low", "high", "z", "p", "q"]
    numbers = {name: [place / 10, 0.0] for place, name in enumerate(columns, 1)}
    assert overlaps(**numbers).table.iloc[0].tolist() == [
        *["Nano", "yes", 2, 1],
        *[0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
        "Tampere Region",
    ]


def test_an_overlap_without_a_p_says_none_and_the_others_keep_theirs() -> None:
    assert overlaps().table["p"].tolist() == [1.0, 0.5]
    table = overlaps(p=[0.25, pd.NA], z=[pd.NA, pd.NA]).table
    assert table["p"].tolist() == ["0.250", "none"]
    assert table["z"].tolist() == ["none", "none"]


@pytest.mark.parametrize(
    ("elsewhere", "differs", "title"),
    [
        (
            NONE,
            0,
            "0 of 2 regions of Nano are in another partnership too; no single overlap stands",
        ),
        (ONE, 1, "1 of 2 regions of Nano is in another partnership too; 1 single overlap stands"),
        (TWO, 2, "2 of 2 regions of Nano are in another partnership too; 2 single overlaps stand"),
    ],
)
def test_the_title_counts_the_regions_shared_and_the_overlaps_that_stand_out(
    elsewhere, differs, title
) -> None:
    found = overlaps(elsewhere, differs)
    assert found.title == f"{title} out from chance"
    assert "for all 3 pairs of partnerships" in found.note


def test_regions_shared_are_counted_of_the_members_and_not_of_the_other_partnerships() -> None:
    other = {"partnership_id": ["sport"], "regions": 1, "shared": 0, "region_ids": [[]]}
    chance = dict.fromkeys(("expected", "low", "high", "z", "p", "q"), 0.5)
    shared = pd.DataFrame(other | {"differs": False} | chance)
    found = exhibits.overlaps(NANO, TWO, ONE, shared, PARTNERSHIPS, REGIONS, RUN)
    assert found.title.startswith("1 of 2 regions of Nano is in another partnership too")


def test_without_an_overlap_a_sentence_says_so() -> None:
    nothing = pd.DataFrame(columns=["differs"])
    found = exhibits.overlaps(NANO, NONE, NONE, nothing, PARTNERSHIPS, REGIONS, RUN)
    assert text(found) == "There are no members that Nano and another partnership could share."
