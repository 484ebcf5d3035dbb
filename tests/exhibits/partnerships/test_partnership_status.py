"""The tables of one partnership, on small frames."""

import pandas as pd
from small_record import COUNTRIES, ENTRIES, PARTNERSHIPS, PRINTED, REGIONS

from s3analysis.exhibits.partnerships import partnership_status
from s3analysis.measures.partnerships import proposing
from s3analysis.measures.record import milestones


def test_members_stand_by_role_and_each_once():
    entries = ENTRIES.loc[ENTRIES["partnership_id"] == "nano"].iloc[::-1]
    members = partnership_status.members(entries, PRINTED, REGIONS, COUNTRIES)
    assert members["Region"].tolist() == ["Tampere Region", "Flanders"]
    assert members["Role"].tolist() == ["Lead", "Observer"]
    assert members["As printed"].tolist() == ["Tampere, FIN", "Flanders, NL"]


def overlaps(**chance):
    numbers = {key: [1.0, 0.5] for key in ("expected", "low", "high", "z", "p", "q")} | chance
    company = pd.DataFrame(
        {
            "partnership_id": ["nano", "sport"],
            "regions": [2, 1],
            "shared": [1, 0],
            "region_ids": [["tampere"], []],
            **{name: pd.array(values, dtype="Float64") for name, values in numbers.items()},
        }
    )
    kinds = PARTNERSHIPS.assign(vanguard_pilot=["yes", "no"])
    return partnership_status.overlaps(company, kinds, REGIONS)


def test_partnerships_with_nothing_in_common_say_none():
    assert overlaps()["Regions in common"].tolist() == ["Tampere Region", "none"]


def test_an_overlap_without_a_p_says_none_and_the_others_keep_theirs():
    assert overlaps()["p"].tolist() == [1.0, 0.5]
    table = overlaps(p=[0.25, pd.NA], z=[pd.NA, pd.NA])
    assert table["p"].tolist() == ["0.250", "none"]
    assert table["z"].tolist() == ["none", "none"]


def test_a_member_outside_the_union_is_no_region_of_a_member_state():
    regions = pd.DataFrame(
        {
            "region_id": ["flanders", "oslo", "tampere"],
            "name": ["Flanders", "Oslo", "Tampere Region"],
            "country_id": ["BE", "NO", "FI"],
            "nested_in": "",
        }
    )
    countries = pd.DataFrame(
        {"country_id": ["BE", "FI", "NO"], "joined": ["1958", "1995", ""], "left": ""}
    )
    proposals = {
        nesting: proposing.proposal(regions, countries, "2017-07", regions["region_id"], nesting)
        for nesting in proposing.NESTING
    }
    counts = {nesting: proposing.eligibility(rows) for nesting, rows in proposals.items()}
    table = partnership_status.eligibility(counts, proposals, regions)
    assert table["Regions that count"].tolist() == [2, 2]
    assert table["Member States still needed"].tolist() == [1, 1]
    assert table["Meets the rule"].tolist() == ["no", "no"]
    assert table["Members that do not count"].tolist() == ["Oslo (outside the EU)"] * 2


def test_a_region_inside_another_member_counts_with_it_in_one_reading_and_says_so():
    countries = pd.DataFrame({"country_id": ["BE", "FI"], "joined": "1995", "left": ""})
    keys = REGIONS["region_id"]
    proposals = {
        nesting: proposing.proposal(REGIONS, countries, "2017-07", keys, nesting)
        for nesting in proposing.NESTING
    }
    counts = {nesting: proposing.eligibility(rows) for nesting, rows in proposals.items()}
    table = partnership_status.eligibility(counts, proposals, REGIONS)
    assert table["Regions that count"].tolist() == [3, 2]
    assert table["Member States"].tolist() == [2, 2]
    assert table["Members that do not count"].tolist() == [
        "none",
        "West Flanders (inside Flanders)",
    ]


def test_absent_states_name_their_regions_elsewhere_or_none():
    states = pd.DataFrame(
        {
            "country": ["Belgium", "Malta"],
            "group": ["EU-15", "EU-13"],
            "elsewhere": [1, 0],
            "region_ids": [["flanders"], []],
        }
    )
    assert partnership_status.absent(states, REGIONS)["Which"].tolist() == ["Flanders", "none"]


def test_what_is_unknown_says_between_which_milestones():
    status = pd.DataFrame(
        [
            ("2016-06", "qualified", "no"),
            ("2017-03", "qualified", "unknown"),
            ("2017-08", "qualified", "yes"),
        ],
        columns=["milestone", "status", "value"],
    )
    table = partnership_status.unknown(milestones.bounds(status), 0, [], ["2017-07"], "2017-07")
    answers = table.set_index("What is unknown")["What the record has"]
    assert answers["When it qualified"] == (
        "not reached by June 2016, reached by August 2017, 1 milestone unknown; "
        "Table 4 lists it as qualified in July 2017"
    )
    assert answers["When its expression of interest was submitted"] == "no row in Table 3"
    assert answers["Who is meant by some of its members"] == "one answer for each"
