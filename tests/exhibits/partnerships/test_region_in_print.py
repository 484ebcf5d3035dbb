"""One region in the print and in the data."""

from types import SimpleNamespace

import pandas as pd
import pytest
import small_record
from small_record import COUNTRIES, ENTRIES, PARTNERSHIPS, PRINTED

from s3analysis.exhibits.partnerships import region_in_print
from s3analysis.measures.record.printed import Printed

REGIONS = small_record.REGIONS.assign(identity=["certain", "open", "certain"])
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
    ],
    columns=["row", "field", "as_printed", "as_read", "reason", "quote"],
)


def printed(region, log=LOG):
    own = ENTRIES.loc[ENTRIES["region_id"] == region]
    names = PRINTED.loc[PRINTED["entry_id"].isin(own["entry_id"])]
    return Printed(own, names, log.loc[log["row"].isin(own["entry_id"])].reset_index(drop=True))


def run(region, reading="members"):
    return SimpleNamespace(as_of="2017-07", region=region, reading=reading, priorities="published")


def identity(region):
    return region_in_print.identity(printed(region), CODES, REGIONS, COUNTRIES, run(region))


def answers(region):
    return identity(region).table.set_index("What")["Answer"]


def test_a_region_has_its_printed_names_its_codes_and_what_else_it_could_be():
    found = answers("tampere")
    assert found["Names printed"] == "Tampere (2 times); Tampere* (once)"
    assert found["NUTS 2013"] == "FI197 Pirkanmaa"
    assert found["Part of, in NUTS 2013"] == "FI19 Länsi-Suomi"
    assert found["Could also mean"] == "the city of Tampere; something else"


def test_a_region_inside_another_is_shown_from_both_sides():
    assert answers("west-flanders")["Lies inside"] == "Flanders"
    assert answers("flanders")["Has inside"] == "West Flanders"


def test_a_region_without_entry_or_code_has_a_dash_and_no_hole():
    assert answers("west-flanders")[["Names printed", "NUTS 2013"]].tolist() == ["-", "-"]


def test_the_title_says_whether_it_is_clear_which_region_is_meant():
    assert identity("flanders").title == "Flanders: it is clear which region is meant"
    assert identity("tampere").title == (
        "Tampere Region: the print leaves open which region is meant"
    )


def places(region, reading="members"):
    return region_in_print.places(printed(region), REGIONS, PARTNERSHIPS, run(region, reading))


@pytest.mark.parametrize("reading", ["members", "listed"])
def test_an_entry_listed_once_more_never_counts(reading):
    table = places("tampere", reading).table
    assert table["Partnership"].tolist() == ["Sport", "Nano", "Nano"]
    assert table["Role"].tolist() == ["Participant", "Lead", "Listed once more"]
    assert table["Counted"].tolist() == ["yes", "yes", "no"]


@pytest.mark.parametrize(("reading", "counted"), [("members", "no"), ("listed", "yes")])
def test_an_observer_counts_only_when_everyone_listed_does(reading, counted):
    assert places("flanders", reading).table["Counted"].tolist() == [counted]


def test_an_entry_is_given_as_it_is_printed():
    assert places("tampere").table["As printed"].tolist() == [
        "Tampere*",
        "Tampere, FIN",
        "Tampere, FI",
    ]


def test_the_title_counts_the_entries_of_the_table():
    assert places("tampere").title == "Table 4 of the brief names Tampere Region in 3 entries"
    assert places("flanders").title == "Table 4 of the brief names Flanders in 1 entry"


def test_a_region_that_no_list_names_is_a_sentence():
    assert places("west-flanders").data == "The list of July 2017 does not name West Flanders."


def quality(region, log=LOG):
    asked = run(region)
    return region_in_print.quality(printed(region, log), CODES, REGIONS, ["2017-07"], asked)


def test_the_quality_of_the_data_has_no_hole_for_a_region_that_no_list_names():
    found = quality("west-flanders").table.set_index("What")["Answer"]
    assert found["Entries that name it in Table 4"] == "0"
    assert found["Vintages in which a NUTS code is the whole region"] == "none"
    assert found["Who is meant"] == "one region, beyond doubt"


def test_the_quality_counts_whole_codes_and_corrected_cells():
    found = quality("tampere").table.set_index("What")["Answer"]
    assert found["Vintages in which a NUTS code is the whole region"] == "2013 and 2021"
    assert found["Cells of these read otherwise than printed"] == "2"
    assert found["Months with a member list"] == "July 2017"


@pytest.mark.parametrize(
    ("log", "said"), [(LOG, "2 cells"), (LOG.head(1), "1 cell"), (LOG.head(0), "no cell")]
)
def test_titles_count_the_corrected_cells(log, said):
    assert quality("tampere", log).title == (
        f"Tampere Region: {said} read otherwise than printed, and the print leaves open which "
        "region is meant"
    )


def corrections(log):
    return region_in_print.corrections(
        printed("tampere", log), REGIONS, PARTNERSHIPS, run("tampere")
    )


def test_a_correction_is_a_row_with_what_was_printed():
    shown = corrections(LOG)
    assert shown.title == "Tampere Region: 2 cells read otherwise than printed"
    assert shown.table["Partnership"].tolist() == ["Nano", "Sport"]
    assert shown.table["As printed"].tolist() == ["FIN", "(nothing)"]
    assert shown.table["Cell"].tolist() == ["country", "country"]


def test_without_a_correction_a_sentence_says_so():
    assert corrections(LOG.head(0)).data == "Every entry of Tampere Region is read as printed."
