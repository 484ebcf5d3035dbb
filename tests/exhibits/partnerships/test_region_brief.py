"""One region: its partnerships, its partners, and what depends on how it is counted."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
import small_record
from small_record import LISTED, PARTNERSHIPS

from s3analysis.exhibits.charts import style
from s3analysis.exhibits.partnerships import region_brief
from s3analysis.measures.partnerships import joining

REGIONS = small_record.REGIONS.assign(x=[4000.0, 5000.0, 3900.0], y=[3100.0, 4300.0, 3100.0])
OUTLINES = pd.DataFrame(
    {
        "country_id": "XX",
        "ring": 1,
        "vertex": range(4),
        "x": [2500.0, 6500.0, 6500.0, 2500.0],
        "y": [1500.0, 1500.0, 5500.0, 5500.0],
    }
)
PARTNERS = pd.DataFrame(
    {
        "region_id": ["tampere", "flanders"],
        "country_id": ["FI", "BE"],
        "partnerships": [2, 1],
        "partnership_ids": [["nano", "sport"], ["nano"]],
    }
)
NONE = PARTNERS.head(0)


def run(region, reading="members"):
    return SimpleNamespace(as_of="2017-07", region=region, reading=reading)


def standings(asked, listed=LISTED):
    return joining.by_partnership(listed, REGIONS, PARTNERSHIPS, asked.region, asked.reading)


def standing(region, reading="members", listed=LISTED, partners=NONE):
    asked = run(region, reading)
    found = standings(asked, listed)
    listing = replace(small_record.BRIEF, partnerships=PARTNERSHIPS, regions=REGIONS)
    members = listed.loc[listed["role"] != "observer"]
    shown = region_brief.standing(found, partners, members, listing, asked).data
    about, said = shown.split("\n\n")
    assert about.endswith("not a Commission publication; “the brief” is JRC policy brief 22/2017.")
    return said


def test_a_region_that_leads_one_of_its_partnerships_is_said_to_lead_it():
    assert standing("tampere") == (
        "**In July 2017, Tampere Region took part in 2 of the 2 partnerships.** It led Nano alone."
    )
    two = pd.concat([LISTED, LISTED.head(1).assign(region_id="flanders", country_id="BE")])
    assert standing("tampere", listed=two).endswith(" It led Nano with Flanders.")


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (["nano", "sport"], "2 of the 2 partnerships.** It led none of them."),
        (["sport"], "1 of the 2 partnerships.** It did not lead it."),
    ],
    ids=["several", "one"],
)
def test_a_region_that_leads_nothing_is_said_to_lead_nothing(kept, said):
    followers = LISTED.assign(role="participant").query("partnership_id in @kept")
    assert f"took part in {said}" in standing("tampere", listed=followers)


def test_partners_are_counted_with_their_countries():
    assert standing("tampere", partners=PARTNERS).endswith(
        "It met 1 region of its own country and 1 region of 1 other country there."
    )
    one = PARTNERS.tail(1)
    assert standing("tampere", partners=one).endswith("It met 1 region of 1 other country there.")
    home = PARTNERS.head(1)
    assert standing("tampere", partners=home).endswith("met 1 region of its own country there.")


def test_an_observer_takes_part_in_nothing_and_where_it_is_listed_is_said():
    assert standing("flanders") == (
        "**In July 2017, Flanders took part in none of the 2 partnerships.** Without being a "
        "member, it was listed in Nano (observer)."
    )


def test_an_observer_is_counted_when_everyone_listed_is():
    assert standing("flanders", "listed").startswith(
        "**In July 2017, Flanders was listed in 1 of the 2"
    )


def test_a_region_that_no_list_names_is_said_to_be_in_none():
    assert standing("west-flanders").endswith(
        "none of the 2 partnerships.** It is not in the list."
    )


def partners(found, region="west-flanders"):
    return region_brief.partners(found, REGIONS, PARTNERSHIPS, OUTLINES, run(region))


def test_the_map_has_a_row_for_each_partner_and_marks_and_names_the_region():
    shown = partners(PARTNERS)
    assert shown.table["Region"].tolist() == ["Tampere Region", "Flanders"]
    assert shown.table["Which"].tolist() == ["Sport; Nano", "Nano"]
    assert ">West Flanders</text>" in shown.svg
    assert style.EMPHASIS.lower() in shown.svg
    assert shown.alt.startswith("Map of Europe with West Flanders marked and 2 regions")
    assert "Natural Earth" in shown.note


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (PARTNERS, "2 partnerships with Tampere Region, and fewer with 1 other region"),
        (PARTNERS.tail(1), "1 partnership with Flanders"),
    ],
    ids=["two", "one"],
)
def test_the_title_of_the_map_names_the_closest_partners(found, said):
    assert partners(found).title == f"West Flanders shares {said}"


def test_more_than_three_closest_partners_are_counted_and_not_named_on_the_map():
    many = pd.DataFrame({"region_id": [f"r{n}" for n in range(4)], "name": list("abcd")})
    regions = REGIONS.merge(many, how="outer").fillna(
        {"country_id": "BE", "nested_in": "", "x": 4000.0, "y": 3000.0}
    )
    found = many.assign(country_id="BE", partnerships=1, partnership_ids=[["nano"]] * 4)
    shown = region_brief.partners(
        found.drop(columns="name"), regions, PARTNERSHIPS, OUTLINES, run("flanders")
    )
    assert shown.title == "Flanders shares 1 partnership with 4 regions"
    assert ">a</text>" not in shown.svg


def test_a_region_without_a_partner_has_a_sentence_and_no_map():
    shown = partners(NONE, "flanders")
    assert shown.data == "Flanders shares no partnership with another region."


def in_them(region, listed=LISTED):
    members = listed.loc[listed["role"] != "observer"]
    asked = run(region)
    found = standings(asked, listed)
    return region_brief.partnerships(found, members, REGIONS, PARTNERSHIPS, asked)


def test_each_partnership_is_a_row_with_its_leads_and_who_else_is_in_it():
    everyone = LISTED.replace({"role": {"observer": "participant"}})
    shown = in_them("flanders", everyone)
    assert shown.title == "Flanders is in Nano, with 2 regions"
    assert shown.table.to_numpy().tolist() == [
        ["Nano", "Participant", "Tampere Region (FI)", "none"]
    ]
    assert in_them("tampere", everyone).title.endswith("of its 2 partnerships, with 2 regions")


def test_a_region_in_no_partnership_has_no_table_of_them():
    assert in_them("flanders") is None


READINGS = pd.DataFrame(
    [
        ["members", "apart", 7, 1, 38, 9],
        ["members", "once", 8, 1, 44, 9],
        ["listed", "apart", 7, 1, 39, 9],
        ["listed", "once", 8, 1, 44, 9],
    ],
    columns=["reading", "nesting", "partnerships", "leads", "together", "countries"],
)
OPEN = REGIONS.assign(identity="open")
CLEAR = REGIONS.assign(identity="certain")
LOG = pd.DataFrame({"row": ["n3", "n2"]})
EMPTY = LOG.head(0)


def counting(region, reading="members", readings=READINGS, regions=CLEAR, log=EMPTY):
    return region_brief.counting(readings, regions, log, run(region, reading)).data


def test_what_changes_with_the_counting_is_said_in_numbers():
    assert counting("flanders") == (
        "If West Flanders counts as Flanders: 8 partnerships instead of 7 and 44 partners instead "
        "of 38. If observers and other interested regions count too: 39 partners instead of 38."
    )
    assert counting("west-flanders").startswith("If West Flanders counts as Flanders: 8")


def test_a_region_that_meets_one_inside_another_is_compared_under_that_reading_too():
    one_less = READINGS.assign(partnerships=4, together=[36, 35, 36, 35])
    assert counting("tampere", readings=one_less) == (
        "If West Flanders counts as Flanders: 35 partners instead of 36."
    )


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("partnerships", "3 partnerships instead of 2"),
        ("leads", "3 leads instead of 2"),
        ("together", "3 partners instead of 2"),
        ("countries", "3 countries of partners instead of 2"),
    ],
)
def test_each_number_of_the_first_sentences_is_compared(column, said):
    same = READINGS.assign(partnerships=1, leads=1, together=5, countries=5)
    found = counting("tampere", readings=same.assign(**{column: [2, 2, 3, 3]}))
    assert found == f"If observers and other interested regions count too: {said}."


def test_where_everyone_listed_counts_the_other_reading_is_that_of_members():
    apart = READINGS.assign(nesting=["apart", "once"] * 2, together=[38, 38, 39, 39])
    assert counting("tampere", "listed", apart.assign(partnerships=7)) == (
        "If leads and participants alone count: 38 partners instead of 39."
    )


def test_numbers_that_no_reading_changes_are_said_to_stay():
    same = READINGS.assign(partnerships=1, together=5)
    assert counting("flanders", readings=same) == (
        "The numbers of partnerships, leads, partners and their countries are the same if "
        "observers and other interested regions count or not, and if a region inside another "
        "counts with it or for itself."
    )


def test_an_open_identity_and_corrected_cells_are_told():
    text = counting("tampere", regions=OPEN, log=LOG)
    assert "it could also be: the city of Tampere; or something else." in text
    assert text.endswith("We corrected 2 cells of its entries in the brief's Table 4.")
    assert "We corrected 1 cell of" in counting("tampere", log=LOG.head(1))
