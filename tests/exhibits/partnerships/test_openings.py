"""Which partnerships a region might join, and with whom it could propose a new area."""

from types import SimpleNamespace

import pandas as pd
import pytest
import small_record
from small_record import LISTED, PARTNERSHIPS, REGIONS

from s3analysis.exhibits.partnerships import openings
from s3analysis.measures.partnerships import joining, proposing
from s3analysis.measures.partnerships.proposing import Eligibility

COUNTRIES = small_record.COUNTRIES.assign(joined="1995-01-01", left="")
ALONE = Eligibility(eligible=False, regions=1, states=("FI",), missing=2)
ABROAD = Eligibility(eligible=False, regions=0, states=(), missing=3)
TRIOS = pd.DataFrame({"first_id": ["a", "a"], "second_id": ["b", "c"], "new": [True, False]})


def run(region, reading="members"):
    return SimpleNamespace(as_of="2017-07", region=region, reading=reading)


def found(asked, listed=LISTED):
    standings = joining.by_partnership(listed, REGIONS, PARTNERSHIPS, asked.region, asked.reading)
    given = (REGIONS, COUNTRIES, asked.region, asked.as_of, asked.reading)
    return joining.openings(standings, listed, *given)


def joined(region, reading="members"):
    asked = run(region, reading)
    return openings.joining(found(asked), REGIONS, PARTNERSHIPS, asked)


def test_a_partnership_to_join_says_who_is_in_it_and_how_the_region_is_listed_there():
    table = joined("flanders").table
    assert table["Partnership"].tolist() == ["Sport", "Nano"]
    assert table["Led by"].tolist() == ["none", "Tampere Region (FI)"]
    assert table["Also in it"].tolist() == ["Tampere Region (FI)", "none"]
    assert table["Listed there as"].tolist() == ["not listed", "Observer"]
    assert table["Member States without a region"].tolist() == [1, 1]


def test_who_only_looks_on_is_not_in_a_partnership_to_join():
    columns = ["Led by", "Also in it", "From its own country"]
    row = joined("west-flanders").table.set_index("Partnership").loc["Nano", columns]
    assert row.tolist() == ["Tampere Region (FI)", "none", "none"]
    everyone = joined("west-flanders", "listed").table.set_index("Partnership")
    assert everyone.loc["Nano", columns[1:]].tolist() == ["Flanders (BE)", "Flanders"]


def test_the_title_counts_the_partnerships_of_the_table():
    assert joined("flanders").title == "Flanders might join 2 of 2 partnerships"
    assert joined("flanders", "listed").title == "Flanders might join 1 of 2 partnerships"


def test_a_region_in_every_partnership_is_a_sentence():
    assert joined("tampere").data.startswith("Tampere Region is in every partnership")


def first(region, listed=LISTED):
    asked = run(region)
    return openings.new_country(found(asked, listed), REGIONS, COUNTRIES, PARTNERSHIPS, asked)


def test_where_the_region_would_be_the_first_of_its_country_is_said():
    assert first("flanders").data == (
        "The region would be the first from its country (Belgium) in Sport and Nano."
    )


def test_where_it_would_be_the_first_nowhere_is_said():
    everywhere = LISTED.assign(region_id="flanders", country_id="BE", role="lead")
    assert first("west-flanders", everywhere).data == (
        "Each of these partnerships already has a region from its country (Belgium)."
    )


def test_where_there_is_nothing_to_join_nothing_is_said():
    assert first("tampere") is None


def proposed(helps=(False, True)):
    states = pd.DataFrame(
        {
            "country_id": ["BE", "FI"],
            "helps": helps,
            "reason": ["another region of its Member State is in", ""],
            "new_ids": [["flanders", "west-flanders"], []],
            "met_ids": [[], ["tampere"]],
        }
    )
    return openings.proposing(states, ALONE, REGIONS, COUNTRIES, run("tampere"))


def test_countries_that_bring_a_member_state_come_first_and_the_others_say_why_not():
    assert proposed().table.to_numpy().tolist() == [
        ["Finland", "yes", "none", "Tampere Region"],
        ["Belgium", "no: its own Member State", "Flanders; West Flanders", "none"],
    ]


def test_the_title_counts_the_states_needed_and_those_that_help():
    title = "To propose a new area, Tampere Region needs regions of 2 further Member States; "
    assert proposed().title == f"{title}the data have regions of 1"
    assert proposed((False, False)).title == f"{title}the data have regions of none"


@pytest.mark.parametrize(
    ("trios", "said"),
    [
        (
            TRIOS,
            "2 pairs of regions. Pairs in which neither region is yet in a partnership with "
            "Flanders: 1.",
        ),
        (
            TRIOS.head(1),
            "1 pair of regions. Pairs in which neither region is yet in a partnership "
            "with Flanders: all.",
        ),
        (
            TRIOS.tail(1),
            "1 pair of regions. Pairs in which neither region is yet in a partnership "
            "with Flanders: none.",
        ),
    ],
    ids=["some", "all", "none"],
)
def test_pairs_that_could_propose_are_counted_with_those_that_are_new(trios, said):
    assert openings.trios(trios, ALONE, REGIONS, run("flanders")).data.endswith(said)


def test_without_a_pair_a_sentence_says_so():
    assert openings.trios(TRIOS.head(0), ALONE, REGIONS, run("flanders")).data == (
        "No two regions in the data could propose a new area with Flanders."
    )


def test_a_region_outside_the_union_needs_three_others_to_propose():
    text = openings.trios(TRIOS.head(0), ABROAD, REGIONS, run("flanders")).data
    assert text.startswith("Flanders was not in a Member State in July 2017.")
    assert "3 other regions, each of another Member State" in text


def test_the_countries_that_help_are_those_of_the_measure():
    changes = proposing.what_if(REGIONS, COUNTRIES, "2017-07", ["tampere"], "apart")
    states = proposing.by_state(changes, [])
    shown = openings.proposing(states, ALONE, REGIONS, COUNTRIES, run("tampere"))
    assert shown.table["Brings a Member State"].tolist() == ["yes"]
