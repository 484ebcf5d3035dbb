import pandas as pd
import pytest

from s3analysis.exhibits.record import regions as exhibits

LOG = pd.DataFrame(
    {
        "row": ["e1", "e1", "e2"],
        "as_printed": ["Flandres", "", "GR"],
        "as_read": ["Flanders", "BE", "EL"],
        "rule": ["other_spelling", "missing_code", "other_code"],
        "reason": ["The region's own name.", "It lies in Belgium.", "Eurostat's code."],
        "quote": ["Flandres", "Flandres", "Attica, GR"],
    }
)
REGIONS = pd.DataFrame(
    {
        "region_id": ["tampere", "flanders"],
        "name": ["Tampere Region", "Flanders"],
        "country_id": ["FI", "BE"],
        "seat": ["Tampere", "Brussels"],
        "alternatives": ["the city of Tampere|something else", ""],
        "reason": ["A city's name.", "Clear."],
        "identity": ["open", "clear"],
    }
)
CODES = pd.DataFrame(
    [
        ["tampere", 2013, "FI197", "Pirkanmaa", "whole"],
        ["flanders", 2021, "BE2", "Vlaams Gewest", "whole"],
        ["flanders", 2013, "BE2", "Vlaams Gewest", "whole"],
        ["flanders", 2013, "BE1", "Brussels", "part"],
    ],
    columns=["region_id", "nuts_version", "nuts_id", "nuts_label", "extent"],
)
COUNTRIES = pd.DataFrame(
    {
        "name": ["Belgium", "United Kingdom"],
        "country_id": ["BE", "UK"],
        "alternative_codes": ["", "GB|XI"],
        "joined": ["1958-01-01", "1973-01-01"],
        "left": ["", "2020-01-31"],
        "accession_group": ["EU-15", "EU-15"],
        "source": ["Treaty of Rome", "Treaty of Accession"],
    }
)


def test_a_correction_gives_the_printed_form_and_ours():
    table = exhibits.corrections(LOG, 10).table
    assert table["As printed"].tolist() == ["Flandres", "(nothing)", "GR"]
    assert table["Kind"].tolist()[1] == "missing code"


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (3, "2 of 10 printed entries are corrected in some cell"),
        (2, "1 of 10 printed entries is corrected in some cell"),
        (0, "0 of 10 printed entries are corrected in some cell"),
    ],
)
def test_the_title_counts_entries_and_not_cells(rows, title):
    assert exhibits.corrections(LOG.head(rows), 10).title == title


def test_a_region_has_its_codes_of_2013_that_are_whole():
    found = exhibits.identities(REGIONS, CODES)
    assert found.table["NUTS 2013"].tolist() == ["FI197 Pirkanmaa", "BE2 Vlaams Gewest"]


def test_regions_that_could_be_others_are_counted_and_their_alternatives_shown():
    found = exhibits.identities(REGIONS, CODES)
    assert found.title == "1 of 2 regions could be identified differently"
    shown = ["the city of Tampere; something else", "-"]
    assert found.table["Could also mean"].tolist() == shown


def test_codes_are_counted_once_over_all_vintages():
    found = exhibits.codes(CODES, REGIONS)
    assert found.title == "3 NUTS codes of 2 vintages for 2 regions"
    assert found.source == "Eurostat, NUTS 2013, 2021"
    assert found.table["Region"].tolist() == ["Flanders"] * 3 + ["Tampere Region"]
    assert found.table["The unit lies in the region"].tolist()[0] == "in part"
    assert exhibits.codes(CODES.head(1), REGIONS.head(1)).title == (
        "1 NUTS code of 1 vintage for 1 region"
    )


def test_other_names_lead_to_their_region():
    aliases = pd.DataFrame(
        {
            "region_id": ["tampere", "flanders"],
            "alias": ["Pirkanmaa", "Vlaanderen"],
            "language": ["fi", "nl"],
            "source": ["own name", "own name"],
        }
    )
    found = exhibits.aliases(aliases, REGIONS)
    assert found.table["Region"].tolist() == ["Flanders", "Tampere Region"]
    assert found.title == "A region can also be typed by 2 other names"
    assert exhibits.aliases(aliases.head(1), REGIONS).title.endswith("1 other name")


def test_a_country_that_left_is_counted_and_dated():
    found = exhibits.countries(COUNTRIES)
    assert found.title == "1 of 2 countries has left the Union since"
    assert found.table["Left"].tolist() == ["-", "2020-01-31"]
    assert found.table["Also coded"].tolist() == ["-", "GB, XI"]
    assert exhibits.countries(COUNTRIES.head(1)).title == (
        "0 of 1 country has left the Union since"
    )
