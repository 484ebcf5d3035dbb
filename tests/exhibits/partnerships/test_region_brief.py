"""The tables of one region, on small frames."""

import pandas as pd
import pytest
from small_record import COUNTRIES, ENTRIES, LISTED, PARTNERSHIPS, PRINTED, REGIONS

from s3analysis.exhibits.partnerships import region_brief
from s3analysis.exhibits.priorities import candidates
from s3analysis.measures.partnerships import joining

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
    return region_brief.region(one, names, codes, COUNTRIES, REGIONS).set_index("What")["Answer"]


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
    places = region_brief.places(OWN, PRINTED, PARTNERSHIPS, reading)
    assert places["Partnership"].tolist() == ["Sport", "Nano", "Nano"]
    assert places["Role"].tolist() == ["Participant", "Lead", "Listed once more"]
    assert places["Counted"].tolist() == ["yes", "yes", "no"]


def test_an_observer_counts_only_when_everyone_listed_does():
    watching = ENTRIES.loc[ENTRIES["region_id"] == "flanders"]
    for reading, counted in (("members", "no"), ("listed", "yes")):
        places = region_brief.places(watching, PRINTED, PARTNERSHIPS, reading)
        assert places["Counted"].tolist() == [counted]


def test_an_entry_stands_as_it_is_printed():
    places = region_brief.places(OWN, PRINTED, PARTNERSHIPS, "members")
    assert places["As printed"].tolist() == ["Tampere*", "Tampere, FIN", "Tampere, FI"]


def test_only_the_corrections_of_its_own_entries_are_told():
    table = region_brief.corrections(LOG, OWN, PARTNERSHIPS)
    assert table["Partnership"].tolist() == ["Nano", "Sport"]
    assert table["As printed"].tolist() == ["FIN", "(nothing)"]
    assert table["Cell"].tolist() == ["country", "country"]


def test_those_together_stand_by_country_and_name_with_partnerships_in_order():
    company = pd.DataFrame(
        {
            "region_id": ["tampere", "flanders"],
            "country_id": ["FI", "BE"],
            "partnerships": [2, 1],
            "partnership_ids": [["nano", "sport"], ["nano"]],
            "expected": [1.5, 0.5],
            "p_more": [0.25, 0.5],
            "q": [1.0, 1.0],
        }
    )
    table = region_brief.together(company, PARTNERSHIPS, REGIONS, COUNTRIES)
    assert table["Region"].tolist() == ["Flanders", "Tampere Region"]
    assert table["Which"].tolist() == ["Nano", "Sport; Nano"]
    assert table["Expected by chance"].tolist() == [0.5, 1.5]


def joined(region, reading):
    standings = joining.standings(LISTED, REGIONS, PARTNERSHIPS, region, reading)
    outside = standings.loc[standings["standing"] != "in"]
    inside = {
        key: joining.insiders(LISTED, REGIONS, region, key, reading)
        for key in outside["partnership_id"]
    }
    absent = dict.fromkeys(inside, pd.DataFrame(index=range(26)))
    return region_brief.joining(outside, inside, absent, PARTNERSHIPS, REGIONS, reading)


def test_a_partnership_to_join_says_who_is_in_it_and_how_the_region_is_listed_there():
    table = joined("flanders", "members")
    assert table["Partnership"].tolist() == ["Sport", "Nano"]
    assert table["Led by"].tolist() == ["none", "Tampere Region (FI)"]
    assert table["Also in it"].tolist() == ["Tampere Region (FI)", "none"]
    assert table["Listed there as"].tolist() == ["not listed", "Observer"]
    assert table["Member States without a region"].tolist() == [26, 26]


def test_who_only_looks_on_is_not_in_a_partnership_to_join():
    table = joined("west-flanders", "members").set_index("Partnership")
    assert table.loc["Nano", ["Led by", "Also in it"]].tolist() == [
        "Tampere Region (FI)",
        "none",
    ]
    assert table.loc["Nano", "From its own country"] == "none"
    everyone = joined("west-flanders", "listed").set_index("Partnership")
    assert everyone.loc["Nano", ["Also in it", "From its own country"]].tolist() == [
        "Flanders (BE)",
        "Flanders",
    ]


def test_countries_that_bring_a_member_state_come_first_and_the_others_say_why_not():
    states = pd.DataFrame(
        {
            "country_id": ["BE", "FI"],
            "helps": [False, True],
            "reason": ["outside the EU", ""],
            "new_ids": [["flanders", "west-flanders"], []],
            "met_ids": [[], ["tampere"]],
        }
    )
    table = region_brief.proposing(states, REGIONS, COUNTRIES)
    assert table.to_numpy().tolist() == [
        ["Finland", "yes", "none", "Tampere Region"],
        ["Belgium", "no: outside the EU", "Flanders; West Flanders", "none"],
    ]


def test_readings_are_told_in_words():
    rows = [["members", "apart", 1, 0], ["listed", "once", 2, 3]]
    found = pd.DataFrame(rows, columns=["reading", "nesting", "partnerships", "together"])
    table = region_brief.readings(found)
    assert table["A region inside another"].tolist() == [
        "counts for itself",
        "counts with the one around it",
    ]


def test_the_quality_of_the_data_is_told_without_a_hole_for_a_region_that_no_list_names():
    one = pd.Series({"identity": "open"})
    table = region_brief.quality(
        one, CODES.head(0), OWN.head(0), LOG.head(0), ["2017-07"], "published"
    )
    answers = table.set_index("What")["Answer"]
    assert answers["Entries that name it in Table 4"] == "0"
    assert answers["Vintages in which a NUTS code is the whole region"] == "none"
    assert answers["Who is meant"].startswith("the print leaves it open")


RANKED = pd.DataFrame(
    {
        "rank": pd.array([1, 2, None], "Int64"),
        "region_id": ["flanders", "de30", "west-flanders"],
        "cosine": [0.9, 0.5, 1.0],
        "jaccard": [1.0, 0.5, 1.0],
        "offer": [0.0, 1.5, 2.0],
        "offer_per_category": [0.0, 0.75, 2.0],
        "labels": [9, 8, 2],
        "few": [False, False, True],
        "together": [2, 0, 0],
    }
)
COMMON = pd.DataFrame({"region_id": "flanders", "category": list("KHDC"), "weight": 0.2})
BROUGHT = pd.DataFrame({"region_id": ["de30"], "category": ["D"], "offer": [1.5]})
DIRECTORY = pd.DataFrame(
    {
        "region_id": ["flanders", "west-flanders", "tampere", "de30"],
        "name": ["Flanders", "West Flanders", "Tampere Region", "Berlin"],
        "country_id": ["BE", "BE", "FI", "DE"],
        "in_record": [True, True, True, False],
    }
)
IFS = pd.DataFrame(
    {
        "region_id": ["flanders", "west-flanders", "de30"],
        "reason": ["", "inside flanders", "no Member State"],
        "completes": [True, False, False],
    }
)
STATES = pd.DataFrame({"country_id": ["BE", "DE"], "name": ["Belgium", "Germany"]})


def test_a_candidate_has_its_reason_and_what_it_would_change():
    table = candidates.candidates(RANKED, COMMON, BROUGHT, IFS, DIRECTORY, STATES)
    assert table["Region"].tolist() == [
        "Flanders, Belgium",
        "Berlin, Germany",
        "West Flanders, Belgium",
    ]
    assert table["Rank"].tolist() == ["1", "2", "few"]
    assert table["Both declare"].tolist() == ["K; H; D; 1 more", "-", "-"]
    assert table["Adds"].tolist() == ["-", "D", "-"]
    assert table["Brings a Member State"].tolist() == [
        "yes, and completes the three",
        "no: no Member State",
        "no: inside Flanders",
    ]
    assert table["Partnerships in common"].tolist() == ["2", "not in the record", "0"]


def test_a_country_is_not_named_twice():
    states = pd.DataFrame(
        {"region_id": ["si", "skane"], "name": ["Slovenia", "Skåne"], "country_id": ["SI", "SE"]}
    )
    named = pd.DataFrame({"country_id": ["SI", "SE"], "name": ["Slovenia", "Sweden"]})
    assert candidates.placed(states, named).tolist() == ["Slovenia", "Skåne, Sweden"]


def test_ranks_are_numbers_where_everybody_has_one():
    table = candidates.scores(RANKED.head(2), DIRECTORY, STATES)
    assert table["Rank"].tolist() == [1, 2]
    assert table["Offer per category"].tolist() == [0.0, 0.75]


def test_who_offers_most_is_one_of_those_that_are_ranked():
    assert candidates.most_offered(RANKED, DIRECTORY) == "Berlin"
    assert candidates.most_offered(RANKED.head(1), DIRECTORY) == "nobody"


def test_who_stands_first_is_named_and_many_are_counted():
    assert candidates.first_words(RANKED, DIRECTORY, 9) == "Flanders"
    assert candidates.first_words(RANKED, DIRECTORY, 1) == "Flanders, on 1 label alone"
    assert "nobody has enough" in candidates.first_words(RANKED.tail(1), DIRECTORY, 9)
    many = pd.concat([RANKED.head(1)] * 4)
    assert candidates.first_words(many, DIRECTORY, 9) == "4 regions alike"


def test_a_quotient_on_few_labels_is_not_told():
    own = pd.DataFrame(
        {
            "category": ["K", "H"],
            "count": [6, 2],
            "total": [8, 8],
            "expected": [2.0, 0.5],
            "location_quotient": [3.0, 4.0],
            "low": [1.1, 1.2],
            "high": [5.0, 6.0],
            "small": [False, True],
        }
    )
    table = candidates.own_priorities(own)
    assert table[["Location quotient", "From", "To"]].to_numpy().tolist() == [
        ["3.00", "1.10", "5.00"],
        ["few", "-", "-"],
    ]
    assert candidates.most_words(own) == "K, 6 of 8 labels"
    assert candidates.most_words(own.assign(count=4)) == "K and H, 4 of 8 labels each"
