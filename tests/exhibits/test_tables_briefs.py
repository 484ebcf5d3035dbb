"""The tables of one partnership and of one region, on small frames."""

import pandas as pd
import pytest

from s3analysis.exhibits.tables import briefs
from s3analysis.measures import milestones

PARTNERSHIPS = pd.DataFrame(
    {
        "partnership_id": ["nano", "sport"],
        "position": [2, 1],
        "short_name": ["Nano", "Sport"],
        "gist": ["Small things.", "Games."],
    }
)
REGIONS = pd.DataFrame(
    {
        "region_id": ["flanders", "tampere", "west-flanders"],
        "name": ["Flanders", "Tampere Region", "West Flanders"],
        "country_id": ["BE", "FI", "BE"],
        "seat": ["Brussels", "Tampere", "Bruges"],
        "alternatives": ["", "the city of Tampere|something else", ""],
        "reason": ["Clear.", "A city's name.", "Clear."],
        "nested_in": ["", "", "flanders"],
    }
)
COUNTRIES = pd.DataFrame(
    {
        "country_id": ["BE", "FI"],
        "name": ["Belgium", "Finland"],
        "accession_group": ["EU-15", "EU-15"],
    }
)
ENTRIES = pd.DataFrame(
    [
        ["n1", "nano", 1, "Lead regions:", "lead", "tampere", "FI"],
        ["n2", "nano", 2, "Participants:", "repeated", "tampere", "FI"],
        ["n3", "nano", 3, "Observers:", "observer", "flanders", "BE"],
        ["s1", "sport", 1, "Participants:", "participant", "tampere", "FI"],
    ],
    columns=[
        "entry_id",
        "partnership_id",
        "position",
        "heading_printed",
        "role",
        "region_id",
        "country_id",
    ],
)
PRINTED = pd.DataFrame(
    {
        "entry_id": ["n1", "n2", "n3", "s1"],
        "region_printed": ["Tampere", "Tampere", "Flanders", "Tampere*"],
        "country_printed": ["FIN", "FI", "NL", ""],
    }
)
CODES = pd.DataFrame(
    [
        ["tampere", 2013, "FI197", "Pirkanmaa", "whole"],
        ["tampere", 2013, "FI19", "Länsi-Suomi", "part"],
        ["tampere", 2021, "FI1Z9", "Another vintage", "whole"],
    ],
    columns=["region_id", "nuts_version", "nuts_id", "nuts_label", "extent"],
)
LOG = pd.DataFrame(
    [
        ["n1", "country_printed", "FIN", "FI", "Two letters.", "Tampere, FIN"],
        ["s1", "country_printed", "", "FI", "Nothing printed.", "Tampere*"],
        ["n3", "country_printed", "NL", "BE", "In Belgium.", "Flanders, NL"],
    ],
    columns=["row", "field", "as_printed", "as_read", "reason", "quote"],
)
OWN = ENTRIES.loc[ENTRIES["region_id"] == "tampere"]


def region(key):
    one = REGIONS.set_index("region_id", drop=False).loc[key]
    names = PRINTED.loc[PRINTED["entry_id"].isin(ENTRIES.query("region_id == @key")["entry_id"])]
    codes = CODES.loc[CODES["region_id"] == key]
    return briefs.region(one, names, codes, COUNTRIES, REGIONS).set_index("What")["Answer"]


def test_a_region_is_told_by_its_printed_names_its_codes_and_what_else_it_could_be():
    answers = region("tampere")
    assert answers["Names printed"] == "Tampere (2 times); Tampere* (once)"
    assert answers["NUTS 2013"] == "FI197 Pirkanmaa"
    assert answers["Part of, in NUTS 2013"] == "FI19 Länsi-Suomi"
    assert answers["Could also mean"] == "the city of Tampere; something else"


def test_a_region_inside_another_is_told_from_both_sides():
    assert region("west-flanders")["Lies inside"] == "Flanders"
    assert region("flanders")["Has inside"] == "West Flanders"


def test_a_region_without_entry_or_code_has_a_dash_and_no_hole():
    assert region("west-flanders")[["Names printed", "NUTS 2013"]].tolist() == ["-", "-"]


@pytest.mark.parametrize("reading", ["members", "listed"])
def test_an_entry_listed_once_more_never_counts(reading):
    places = briefs.places(OWN, PRINTED, PARTNERSHIPS, reading)
    assert places["Partnership"].tolist() == ["Sport", "Nano", "Nano"]
    assert places["Role"].tolist() == ["Participant", "Lead", "Listed once more"]
    assert places["Counted"].tolist() == ["yes", "yes", "no"]


def test_an_observer_counts_only_when_everyone_listed_does():
    watching = ENTRIES.loc[ENTRIES["region_id"] == "flanders"]
    for reading, counted in (("members", "no"), ("listed", "yes")):
        places = briefs.places(watching, PRINTED, PARTNERSHIPS, reading)
        assert places["Counted"].tolist() == [counted]


def test_an_entry_stands_as_it_is_printed():
    places = briefs.places(OWN, PRINTED, PARTNERSHIPS, "members")
    assert places["As printed"].tolist() == ["Tampere*", "Tampere, FIN", "Tampere, FI"]


def test_members_stand_by_role_and_each_once():
    entries = ENTRIES.loc[ENTRIES["partnership_id"] == "nano"].iloc[::-1]
    members = briefs.members(entries, PRINTED, REGIONS, COUNTRIES)
    assert members["Region"].tolist() == ["Tampere Region", "Flanders"]
    assert members["Role"].tolist() == ["Lead", "Observer"]
    assert members["As printed"].tolist() == ["Tampere, FIN", "Flanders, NL"]


def test_those_together_stand_by_country_and_name_with_partnerships_in_order():
    together = pd.DataFrame(
        {
            "region_id": ["tampere", "flanders"],
            "country_id": ["FI", "BE"],
            "partnerships": [2, 1],
            "partnership_ids": [["nano", "sport"], ["nano"]],
        }
    )
    table = briefs.together(together, PARTNERSHIPS, REGIONS, COUNTRIES)
    assert table["Region"].tolist() == ["Flanders", "Tampere Region"]
    assert table["Which"].tolist() == ["Nano", "Sport; Nano"]


def test_a_partnership_it_is_not_in_says_who_leads_and_how_it_is_listed_there():
    sizes = pd.DataFrame({"partnership_id": ["sport", "nano"], "regions": [1, 1]})
    leads = ENTRIES.query("role == 'lead'").assign(name="Tampere Region")
    watching = ENTRIES.loc[ENTRIES["region_id"] == "flanders"]
    table = briefs.others(sizes, PARTNERSHIPS, leads, watching, ENTRIES.iloc[:0])
    assert table["Partnership"].tolist() == ["Sport", "Nano"]
    assert table["Led by"].tolist() == ["nobody listed", "Tampere Region"]
    assert table["Listed there as"].tolist() == ["not listed", "Observer"]
    assert table["Already together elsewhere"].tolist() == [0, 0]


def test_a_lead_listed_twice_in_one_partnership_is_no_stumbling_block():
    sizes = pd.DataFrame({"partnership_id": ["sport", "nano"], "regions": [1, 1]})
    leads = ENTRIES.query("role == 'lead'").assign(name="Tampere Region")
    table = briefs.others(sizes, PARTNERSHIPS, leads, OWN, ENTRIES.query("role == 'observer'"))
    assert table["Already together elsewhere"].tolist() == [0, 1]


def test_a_region_that_no_list_names_meets_partnerships_without_a_lead():
    sizes = pd.DataFrame({"partnership_id": ["sport", "nano"], "regions": [0, 0]})
    nobody = ENTRIES.iloc[:0].assign(name="")
    table = briefs.others(sizes, PARTNERSHIPS, nobody, nobody, nobody)
    assert set(table["Led by"]) == {"nobody listed"}
    assert set(table["Listed there as"]) == {"not listed"}


def test_only_the_corrections_of_its_own_entries_are_told():
    table = briefs.corrections(LOG, OWN, PARTNERSHIPS)
    assert table["Partnership"].tolist() == ["Nano", "Sport"]
    assert table["As printed"].tolist() == ["FIN", "(nothing)"]
    assert table["Cell"].tolist() == ["country", "country"]


def test_partnerships_with_nothing_in_common_say_none():
    overlaps = pd.DataFrame(
        {
            "partnership_id": ["nano", "sport"],
            "regions": [2, 1],
            "shared": [1, 0],
            "region_ids": [["tampere"], []],
        }
    )
    table = briefs.overlaps(overlaps, PARTNERSHIPS, REGIONS)
    assert table["Regions in common"].tolist() == ["Tampere Region", "none"]


def test_what_is_unknown_says_between_which_milestones():
    status = pd.DataFrame(
        [
            ("2016-06", "qualified", "no"),
            ("2017-03", "qualified", "unknown"),
            ("2017-08", "qualified", "yes"),
        ],
        columns=["milestone", "status", "value"],
    )
    table = briefs.unknown(milestones.bounds(status), [], ["2017-07"], "2017-07")
    answers = table.set_index("What is unknown")["What the record has"]
    assert answers["When it qualified"] == (
        "not reached by June 2016, reached by August 2017, 1 milestone unknown; "
        "Table 4 lists it as qualified in July 2017"
    )
    assert answers["When its expression of interest was submitted"] == "no row in Table 3"
    assert answers["Who is meant by some of its members"] == "one answer for each"
