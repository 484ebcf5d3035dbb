"""The tables of what goes with taking part, and what they print where a gate refused."""

import re

import pandas as pd
import pytest
from small_record import members_of

from exhibits.charts.test_maps import assert_apart, texts
from s3analysis.exhibits.charts import figures, style
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.partnerships import participation as tables
from s3analysis.measures.partnerships import membership, participation, regression
from s3analysis.sources import record

POINTS = pd.DataFrame(
    {
        "region_id": list("uvwxyz"),
        "latitude": [40.0, 45.0, 50.0, 55.0, 60.0, 47.0],
        "longitude": [0.0, 3.0, 9.0, 1.0, 20.0, 15.0],
    }
)
LISTS = {"a": "uvw", "b": "vwx", "c": "xyz", "d": "uz"}
COVARIATES = ["log_distance", "same_country"]
OF_LEADS = ["others", "regions", "compatriots", "eu13"]


def of_pairs(members: pd.DataFrame) -> pd.DataFrame:
    dyads = participation.dyads(members, POINTS)
    return participation.pairs_after_gates(dyads, COVARIATES, draws=49, seed=1)


def of_leads(members: pd.DataFrame) -> pd.DataFrame:
    roles = participation.roles(members, record.read("countries"), "2017-07")
    return participation.leads_after_gates(roles, OF_LEADS)


def assert_printable(table: pd.DataFrame) -> None:
    exhibit = Exhibit(key="model", title="t", subtitle="s", source="s", table=table)
    for row in exhibit.rows:
        for cell in row:
            assert not re.search(r"\b(nan|NaN|None|NaT|inf)\b|<NA>", str(cell)), row


MIXED = {"u": "AT", "v": "AT", "w": "BE", "x": "CZ", "y": "CZ", "z": "BE"}
ONE = dict.fromkeys("uvwxyz", "AT")


def test_a_model_that_stands_has_a_number_in_every_cell_but_those_of_the_constant() -> None:
    table = tables.coefficients(of_pairs(members_of(LISTS, MIXED)))
    assert_printable(table)
    assert table["Covariate"].tolist()[0] == "Constant"
    assert (table.iloc[1:] != "-").all(axis=None)
    assert table.iloc[0][["p, permuted", "Average marginal effect"]].tolist() == ["-", "-"]


def test_regions_of_one_country_have_a_dash_for_it_and_are_named() -> None:
    found = of_pairs(members_of(LISTS, ONE))
    table = tables.coefficients(found)
    assert_printable(table)
    assert table["Covariate"].tolist()[-1] == "Same country"
    assert (table.iloc[-1].drop("Covariate") == "-").all()
    assert (table.iloc[1] != "-").all()
    told = tables.refusals({"of pairs": found})
    assert told == "Refused in the model of pairs: same country (the same in all 15 rows)."


def test_countrymen_who_never_meet_separate_and_are_named() -> None:
    apart = {"u": "AT", "v": "BE", "w": "CZ", "x": "AT", "y": "BE", "z": "CZ"}
    found = of_pairs(members_of({"a": "uvw", "b": "xyz", "c": "vwx"} | {"d": "uz"}, apart))
    refused = found.set_index("term")["refused"]
    if refused["same_country"]:
        assert "separates" in refused["same_country"]
    met = of_pairs(members_of({"a": "uvw", "b": "xyz"}, apart)).set_index("term")["refused"]
    assert met["same_country"].startswith("separates the outcome")
    assert "infinite" in tables.refusals({"of pairs": met.reset_index()})


def test_a_disconnected_network_has_an_answer() -> None:
    table = tables.coefficients(of_pairs(members_of({"a": "uvw", "b": "xy", "c": "z"}, MIXED)))
    assert_printable(table)
    assert table.set_index("Covariate").loc[tables.TERM_WORDS["log_distance"], "p"] != "-"


def test_where_nobody_leads_there_is_no_model_and_the_outcome_is_named() -> None:
    found = of_leads(members_of(LISTS, MIXED))
    table = tables.coefficients(found)
    assert_printable(table)
    assert len(table) == 1 + len(OF_LEADS)
    assert (table.drop(columns="Covariate") == "-").all(axis=None)
    told = tables.refusals({"of leads": found})
    assert told == "There is no model of leads: lead: the same in all 11 rows."


def test_a_month_without_a_list_leaves_no_row_to_fit() -> None:
    nobody = members_of(LISTS, MIXED).head(0)
    roles = participation.roles(nobody, record.read("countries"), "2017-07")
    found = participation.leads_after_gates(participation.mixed(roles), OF_LEADS)
    assert_printable(tables.coefficients(found))
    told = tables.refusals({"of leads": found})
    assert told == "There is no model of leads: there is no row to fit a model to."
    with pytest.raises(regression.NotEstimable, match="no pair of fewer than two regions"):
        participation.dyads(nobody, POINTS)


def test_a_partnership_in_which_all_lead_is_left_out_of_the_second_model() -> None:
    members = members_of(LISTS, MIXED, lead="uz")
    roles = participation.roles(members, record.read("countries"), "2017-07")
    assert set(participation.mixed(roles)["partnership_id"]) == {"a", "c"}


def test_what_was_refused_is_no_factor() -> None:
    found = of_pairs(members_of(LISTS, ONE))
    table = tables.factors({"Shared": regression.factors(found, {"log_distance": 1.0})})
    assert table["Change"].tolist() == ["Twice as far apart"]
    assert_printable(table)


def test_a_model_that_does_not_stand_has_no_factors() -> None:
    found = of_leads(members_of(LISTS, MIXED))
    assert tables.factors({"Leads": regression.factors(found, {})}).empty


def test_bands_of_distance_hold_every_pair_once() -> None:
    dyads = participation.dyads(members_of(LISTS, MIXED), POINTS)
    table = tables.by_distance(participation.by_distance(dyads, 4))
    assert table["Pairs"].sum() == len(dyads)
    assert table["Partnerships shared"].sum() == dyads["shared"].sum()
    assert_printable(table)


def table_4() -> dict[str, pd.DataFrame]:
    members = membership.memberships(record.read("partnership_members"), "2017-07", "members")
    dyads = participation.dyads(members, record.read("regions"))
    roles = participation.roles(members, record.read("countries"), "2017-07")
    return {
        "pairs": participation.pairs_after_gates(dyads, COVARIATES, draws=999, seed=2017),
        "leads": participation.leads_after_gates(roles, OF_LEADS),
    }


def test_in_table_4_distance_goes_with_sharing_and_nothing_with_leading() -> None:
    found = table_4()
    assert regression.telling(found["pairs"], 0.05) == ["log_distance"]
    assert regression.telling(found["leads"], 0.05) == []
    row = tables.coefficients(found["pairs"]).set_index("Covariate")
    assert row.loc[tables.TERM_WORDS["log_distance"], "Coefficient"] == "-0.131"


def test_the_plot_says_each_factor_in_words_and_stays_small() -> None:
    units = {"log_distance": 0.6931471805599453}
    table = tables.factors(
        {name: regression.factors(found, units) for name, found in table_4().items()}
    )
    figure = figures.factors(table, "fewer", "more")
    assert set(table["In words"]) <= set(texts(figure))
    assert len(style.to_svg(figure, "factors").encode()) < 100_000
    assert_apart(figure)
