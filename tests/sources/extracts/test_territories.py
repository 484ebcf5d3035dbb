"""Which unit a cell names: what must be known, and what must not be taken for a region."""

import pandas as pd
import pytest

from s3analysis.press.editions import imports
from s3analysis.sources.extracts import territories

TABLES = imports.tables()
KNOWN = {year: territories.gazetteer(TABLES, year) for year in ("2010", "2013", "2021", "2024")}


def code(text, year="2013", **what):
    return territories.resolve(text, KNOWN[year], {}, **what)[0]


def reason(text, year="2013", **what):
    return territories.resolve(text, KNOWN[year], {}, **what)[2]


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Bavaria", "DE2"), ("Vienna", "AT13"), ("Brittany", "FR52"), ("Sicily", "ITG1"),
        ("Azores", "PT2"), ("Czech Republic", "CZ"), ("The Netherlands", "NL"),
        ("West Sweden", "SE23"), ("Lower Silesia", "PL51"), ("Attiki", "EL3"),
        ("Severozapaden", "BG31"), ("Valle d'Aosta", "ITC2"), ("Turkey", "TR"),
        ("LAZIO", "ITI4"), ("WIEN", "AT13"), ("ITALY", "IT"), ("NORTE", "PT11"),
        ("ITA", "IT"), ("DEU", "DE"), ("CHE", "CH"), ("GRC", "EL"), ("GR30", "EL30"),
        ("NO05", "NO05"), ("RS12", "RS12"), ("CH04", "CH04"), ("TR10", "TR10"), ("MD", "MD"),
        ("Regione Lazio", "ITI4"), ("Region of Murcia", "ES62"), ("Περιφέρεια Αττική", "EL3"),
        ("ES51 - Cataluña", "ES51"), ("Cataluña (ES51)", "ES51"), ("[SE22] Sydsverige", "SE22"),
        ("FR71 Rhône-Alpes", "FR71"), ("Catalonia, ES51", "ES51"),
    ],
)  # fmt: skip
def test_a_name_or_code_is_known(name, unit):
    assert code(name) == unit


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("NA", "no country of Eurostat's list"),
        ("ES99", "no code of NUTS 2013"),
        ("Centro", "may be"),
        ("Limburg", "may be"),
        ("Province of Luxembourg", "unknown region"),
        ("* being revised", "unknown region"),
        ("Total", "unknown region"),
        ("no", "unknown region"),
        ("", "names no region"),
        ("ES51 - Andalucía", "mend one of them"),
    ],
)
def test_what_is_no_region_is_refused(text, said):
    assert said in reason(text)


@pytest.mark.parametrize("text", ["ES51, ES52", "ES51/ES52", "ES51 ES52 ES53"])
def test_several_codes_in_a_cell_are_not_the_first_of_them(text):
    assert reason(text) == f"{text!r} names several units; say separator in [territory]"


def test_a_footnote_gets_no_nearest_name():
    assert "did you mean" not in reason("Source: regional ministries, 2016")


@pytest.mark.parametrize("text", ["Andaluca", "* being revised"])
def test_an_unknown_region_can_be_said_or_left_out_whether_or_not_a_name_is_near(text):
    assert reason(text).endswith('"name" = "NUTS code"; or leave the row out: skip_rows')


def test_a_column_of_countries_decides_between_namesakes():
    assert code("Limburg", country="NL") == "NL42"
    assert code("Limburg", country="BE") == "BE22"
    assert code("Centro", country="PT") == "PT16"


def test_a_code_of_another_vintage_is_named_with_its_vintages():
    assert "FRK2 is a code of NUTS 2016, 2021 and 2024" in reason("FRK2")
    assert "EL11 is a code of NUTS 2010" in reason("EL11")
    assert "PT1A is a code of NUTS 2024" in reason("PT1A")


def test_units_of_2010_and_2024_are_read_in_their_vintage():
    assert code("EL11", "2010") == "EL11"
    assert code("PT1A", "2024") == "PT1A"
    assert code("NO0A", "2021") == "NO0A"


def test_a_code_beside_an_unknown_name_is_said():
    assert territories.resolve("ES51 Xyz", KNOWN["2013"], {})[1] == territories.CODE_ONLY


def test_a_wrong_answer_of_the_mapping_is_the_fault_of_the_mapping():
    fault = territories.resolve("North", KNOWN["2013"], {"North": "ES999"})[2]
    assert fault.startswith("'ES999', which the mapping gives for 'North'")


def test_one_place_at_several_levels_is_one():
    used = pd.Series(["ES3", "ES30", "ES300", "LU", "LU00", "ES51"])
    chosen = territories.one_place(used, KNOWN["2013"])
    assert chosen == {"ES3": "ES30", "ES300": "ES30", "LU": "LU00"}


def test_a_place_alone_at_one_level_stays_as_it_is():
    assert territories.one_place(pd.Series(["LU", "EE"]), KNOWN["2013"]) == {}


@pytest.mark.parametrize("year", ["2013", "2021", "2024"])
def test_each_other_name_is_one_unit(year):
    names = TABLES["unit_names"]
    names = names.loc[names["nuts_id"].isin(KNOWN[year].units.index)]
    lost = [name for name in names["name"] if not KNOWN[year].names.get(territories.key(name))]
    assert lost == []


def test_only_units_of_a_country_lie_in_it():
    units = KNOWN["2013"].units
    assert {"NO", "CH", "RS", "TR", "UA"} <= set(units.index)
    assert units["nuts_level"].eq(units.index.str.len() - 2).all()
