"""Which partnerships a region might join, and with whom it could propose a new area."""

from types import SimpleNamespace

import pandas as pd
import pytest
import small_record
from small_record import LISTED, PARTNERSHIPS, REGIONS

from s3analysis.exhibits.partnerships import openings
from s3analysis.measures.partnerships import joining
from s3analysis.measures.partnerships.proposing import Eligibility

COUNTRIES = small_record.COUNTRIES.assign(joined="1995-01-01", left="")
ALONE = Eligibility(eligible=False, regions=1, states=("FI",), missing=2)
ABROAD = Eligibility(eligible=False, regions=0, states=(), missing=3)


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


MEMBERS = LISTED.loc[LISTED["role"] != "observer"]
PLACED = REGIONS.assign(x=[0.0, 900.0, 10.0], y=0.0)


def near(region, listed=LISTED):
    asked = run(region)
    members = listed.loc[listed["role"] != "observer"]
    rows = joining.nearest(found(asked, listed), members, PLACED, region)
    return openings.nearest(rows, PLACED, COUNTRIES, PARTNERSHIPS, asked)


def test_the_nearest_opening_is_named_with_the_reasons_for_it():
    shown = near("flanders")
    assert shown.title == "Nano lists Flanders already, as an observer"
    assert shown.subtitle.startswith("Partnerships that Flanders is not in")
    assert "they need not share a border" in shown.note
    assert shown.table["Links to it"].tolist() == [
        "Listed there already, as an observer. Nearby regions already in it: Tampere Region. It "
        "would be the first region of Belgium.",
        "Nearby regions already in it: Tampere Region. It would be the first region of Belgium.",
    ]


@pytest.mark.parametrize(
    ("change", "title"),
    [
        ({"known": 1, "other_ids": [["x"]]}, "Flanders already works with 1 of the 2 members of"),
        ({"known": 2, "other_ids": [["x"]]}, "Flanders already works with all 2 members of Nano"),
        ({"role": "", "same_country_ids": [["x", "y"]]}, "Nano has 2 regions of the country of"),
        ({"role": ""}, "Nano has 1 region near Flanders"),
        ({"role": "", "neighbour_ids": [[]]}, "No partnership that Flanders is not in has a link"),
    ],
    ids=["partners", "all partners", "country", "nearby", "no link"],
)
def test_the_title_says_the_strongest_link_that_there_is(change, title):
    regions = pd.concat([PLACED, PLACED.assign(region_id=["x", "y", "z"])])
    rows = joining.nearest(found(run("flanders")), MEMBERS, PLACED, "flanders")
    first = rows.head(1).assign(**change)
    rows = pd.concat([first, rows.tail(1)])
    shown = openings.nearest(rows, regions, COUNTRIES, PARTNERSHIPS, run("flanders"))
    assert shown.title.startswith(title)


def test_a_region_of_its_country_stands_apart_from_neighbours_abroad():
    lead = LISTED.assign(role="lead")
    reasons = near("west-flanders", lead).table.set_index("Partnership")["Links to it"]
    assert (
        reasons["Nano"] == "Of its country: Flanders. Nearby regions already in it: Tampere Region."
    )


def test_partners_from_elsewhere_are_counted_of_the_members():
    met = pd.concat([LISTED, LISTED.tail(1).assign(region_id="flanders", country_id="BE")])
    reasons = near("flanders", met).table["Links to it"].iloc[0]
    assert "Partners already: 1 of 1 member." in reasons


def test_only_three_openings_are_shown_and_the_others_named():
    rows = pd.concat([joining.nearest(found(run("flanders")), LISTED, PLACED, "flanders")] * 2)
    shown = openings.nearest(rows, PLACED, COUNTRIES, PARTNERSHIPS, run("flanders"))
    assert len(shown.table) == 3
    assert shown.note.startswith("Further away: Sport. Order: first")


def test_a_single_opening_is_called_the_only_one_and_none_is_a_sentence():
    without = LISTED.query("partnership_id == 'nano' or region_id != 'tampere'")
    everywhere = pd.concat([without, LISTED.head(1).assign(partnership_id="sport")])
    assert near("tampere", everywhere).data.startswith("Tampere Region is in every partnership")
    one = pd.concat([LISTED, LISTED.tail(1).assign(region_id="flanders", country_id="BE")])
    assert near("flanders", one).title == "Nano is the only partnership that Flanders is not in"


def test_a_new_area_needs_two_partners_from_two_other_member_states():
    text = openings.proposing(ALONE, REGIONS, run("flanders")).data
    assert text.endswith("Flanders would need two partner regions from two other Member States.")


def test_a_region_outside_the_union_needs_three_others_to_propose():
    text = openings.proposing(ABROAD, REGIONS, run("flanders")).data
    assert text.startswith("Flanders was not in a Member State in July 2017.")
    assert "3 other regions, each of another Member State" in text
