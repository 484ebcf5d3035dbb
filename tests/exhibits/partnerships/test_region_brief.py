"""One region: its partnerships, where they are, and whom it is with."""

from types import SimpleNamespace

import pandas as pd
import pytest
import small_record
from IPython.display import Markdown
from small_record import COUNTRIES, LISTED, PARTNERSHIPS

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
WITH_WHOM = pd.DataFrame(
    {
        "region_id": ["tampere", "flanders"],
        "country_id": ["FI", "BE"],
        "partnerships": [2, 1],
        "partnership_ids": [["nano", "sport"], ["nano"]],
        "expected": [1.5, 0.5],
        "p_more": [0.25, 0.5],
        "q": [0.01, 1.0],
        "q_exact": [0.01, 1.0],
        "exceeds": [True, False],
    }
)


def run(region, reading="members"):
    return SimpleNamespace(as_of="2017-07", region=region, reading=reading, draws=2000, seed=1)


def standings(asked, listed=LISTED):
    return joining.by_partnership(listed, REGIONS, PARTNERSHIPS, asked.region, asked.reading)


def standing(region, reading="members", listed=LISTED):
    asked = run(region, reading)
    found = standings(asked, listed)
    return region_brief.standing(found, REGIONS, PARTNERSHIPS, asked).data


def test_a_region_that_leads_one_of_its_partnerships_is_said_to_lead_it():
    assert standing("tampere") == (
        "**Tampere Region takes part in 2 of the 2 partnerships, and leads Nano**, July 2017."
    )


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (["nano", "sport"], "2 of the 2 partnerships, and leads none of them"),
        (["sport"], "1 of the 2 partnerships, and does not lead it"),
    ],
    ids=["several", "one"],
)
def test_a_region_that_leads_nothing_is_said_to_lead_nothing(kept, said):
    followers = LISTED.assign(role="participant").query("partnership_id in @kept")
    assert f"takes part in {said}**" in standing("tampere", listed=followers)


def test_an_observer_takes_part_in_nothing_and_where_it_is_listed_is_said():
    assert standing("flanders") == (
        "**Flanders takes part in none of the 2 partnerships**, July 2017. It is also listed, but "
        "not counted, in Nano (observer)."
    )


def test_an_observer_is_counted_when_everyone_listed_is():
    assert standing("flanders", "listed").startswith("**Flanders is listed in 1 of the 2")


def test_a_region_that_no_list_names_is_in_nothing():
    assert standing("west-flanders").endswith(
        "takes part in none of the 2 partnerships**, July 2017."
    )


def test_key_numbers_count_partnerships_leads_and_regions_met():
    shown = region_brief.key_numbers(standings(run("tampere")), WITH_WHOM, REGIONS, run("tampere"))
    assert shown.title == "Tampere Region in numbers"
    assert shown.table["Number"].tolist() == [2, 1, 0, 2, 2]
    assert set(shown.table["As of"]) == {"July 2017"}


def test_regions_of_one_country_are_one_country_in_the_key_numbers():
    neighbours = WITH_WHOM.assign(country_id="BE")
    shown = region_brief.key_numbers(standings(run("tampere")), neighbours, REGIONS, run("tampere"))
    assert shown.table["Number"].tolist()[-2:] == [2, 1]


def test_key_numbers_count_where_a_region_only_looks_on():
    nobody = WITH_WHOM.head(0)
    shown = region_brief.key_numbers(standings(run("flanders")), nobody, REGIONS, run("flanders"))
    assert shown.table["Number"].tolist() == [0, 0, 1, 0, 0]


def located(asked):
    members = LISTED.loc[LISTED["role"] != "observer"]
    found = standings(asked)
    return region_brief.located(found, members, REGIONS, PARTNERSHIPS, OUTLINES, asked)


def test_the_maps_have_a_mark_for_each_row_and_a_map_for_each_partnership():
    shown = located(run("tampere"))
    assert shown.table[["Partnership", "Role"]].to_numpy().tolist() == [
        ["Sport", "Participant"],
        ["Nano", "Lead"],
    ]
    assert shown.alt.startswith("2 small maps of Europe")
    assert "with 2 marks for its lead" in shown.alt
    assert "Natural Earth" in shown.note


def test_a_region_in_no_partnership_has_no_map():
    assert located(run("flanders")).data == "Flanders is in no partnership, so there is no map."


def together(found):
    return region_brief.together(
        found, LISTED, REGIONS, PARTNERSHIPS, COUNTRIES, run("west-flanders")
    )


def test_those_together_are_by_country_and_name_with_partnerships_in_order():
    table = together(WITH_WHOM).table
    assert table["Region"].tolist() == ["Flanders", "Tampere Region"]
    assert table["Which"].tolist() == ["Nano", "Sport; Nano"]
    assert table["Partnerships in common"].tolist() == [1, 2]
    assert table[["Expected by chance", "p", "q"]].to_numpy().tolist() == [
        [0.5, 0.5, 1.0],
        [1.5, 0.25, 0.01],
    ]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (WITH_WHOM, "2 regions of 2 countries, 1 of them clearly more often than by chance"),
        (
            WITH_WHOM.tail(1),
            "1 region of 1 country, none of them clearly more often than by chance",
        ),
    ],
    ids=["two", "one"],
)
def test_the_title_counts_the_rows_and_those_that_exceed_chance(found, said):
    shown = together(found)
    assert shown.title == f"West Flanders shares a partnership with {said}"
    assert len(shown.table) == len(found)


def test_the_note_counts_all_pairs_and_what_the_second_model_finds():
    note = together(WITH_WHOM).note
    assert "2,000 random tables with the same margins, seed 1" in note
    assert "all 1 pairs of the 2 regions" in note
    assert "finds 1. The list is short" in note
    assert "finds none. The list is short" in together(WITH_WHOM.tail(1)).note


def test_what_the_second_model_finds_is_counted_by_its_own_q():
    assert "finds none. The list is short" in together(WITH_WHOM.assign(q_exact=1.0)).note
    assert "finds 2. The list is short" in together(WITH_WHOM.assign(q_exact=0.01)).note


def test_a_region_with_nobody_is_a_sentence():
    shown = together(WITH_WHOM.head(0))
    assert shown.data == "West Flanders is in no partnership with another region."


def readings(region, *rows):
    found = pd.DataFrame(rows, columns=["reading", "nesting", "partnerships", "together"])
    return region_brief.readings(found, REGIONS, run(region))


def test_a_reading_is_a_row_in_words():
    table = readings("tampere", ["members", "apart", 1, 0], ["listed", "once", 2, 3]).table
    assert table["A region inside another"].tolist() == [
        "counts for itself",
        "counts with the one around it",
    ]


def test_the_title_says_whether_the_numbers_depend_on_the_reading():
    same = ["members", "apart", 1, 0], ["listed", "once", 1, 0]
    moved = ["members", "apart", 1, 0], ["listed", "once", 2, 0]
    assert readings("tampere", *same).title.endswith("are the same in each reading")
    assert readings("tampere", *moved).title.endswith("its numbers depend on the reading")


@pytest.mark.parametrize(
    ("region", "said"),
    [
        ("west-flanders", "West Flanders lies inside Flanders."),
        ("flanders", "West Flanders lies inside Flanders."),
        ("tampere", "Regions of the data that lie inside another: West Flanders."),
    ],
)
def test_the_note_says_which_region_lies_inside_which(region, said):
    assert readings(region, ["members", "apart", 1, 0]).note.startswith(said)


def test_the_note_of_readings_says_whom_the_page_counts():
    note = readings("tampere", ["members", "apart", 1, 0]).note
    assert note.endswith("those of lead and participating regions, each region for itself.")


def test_what_is_not_there_is_text_and_no_exhibit():
    assert isinstance(together(WITH_WHOM.head(0)), Markdown)
