"""The exhibits of what goes with taking part, and what they print where a gate refused."""

import re

import pandas as pd
import pytest
from IPython.display import Markdown
from small_record import members_of

from s3analysis import contracts
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.partnerships import participation as exhibits
from s3analysis.measures.partnerships import membership, participation, regression
from s3analysis.sources import record

RUN = contracts.Methods(draws="200", seed="7")
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


def shown(found: pd.DataFrame) -> pd.DataFrame:
    """Return the table of a model, of which no cell says that a number is none."""
    pairs = pd.DataFrame(index=range(15))
    exhibit = exhibits.model_of_pairs(found, [], pairs, RUN)
    assert_printable(exhibit)
    return exhibit.table


def told(models: dict[str, pd.DataFrame]) -> str:
    return exhibits.refusals(models).data


def assert_printable(exhibit: Exhibit) -> None:
    for row in exhibit.rows:
        for cell in row:
            assert not re.search(r"\b(nan|NaN|None|NaT|inf)\b|<NA>", str(cell)), row


MIXED = {"u": "AT", "v": "AT", "w": "BE", "x": "CZ", "y": "CZ", "z": "BE"}
ONE = dict.fromkeys("uvwxyz", "AT")


def test_a_model_that_stands_has_a_number_in_every_cell_but_those_of_the_constant() -> None:
    table = shown(of_pairs(members_of(LISTS, MIXED)))
    assert table["Covariate"].tolist()[0] == "Constant"
    assert (table.iloc[1:] != "-").all(axis=None)
    assert table.iloc[0][["p, permuted", "Average marginal effect"]].tolist() == ["-", "-"]


def test_regions_of_one_country_have_a_dash_for_it_and_are_named() -> None:
    found = of_pairs(members_of(LISTS, ONE))
    table = shown(found)
    assert table["Covariate"].tolist()[-1] == "Same country"
    assert (table.iloc[-1].drop("Covariate") == "-").all()
    assert (table.iloc[1] != "-").all()
    assert told({"of pairs": found}) == (
        "Left out of the model of pairs: being in the same country (the same in all 15 rows)."
    )


def test_countrymen_who_never_meet_separate_and_are_named() -> None:
    apart = {"u": "AT", "v": "BE", "w": "CZ", "x": "AT", "y": "BE", "z": "CZ"}
    found = of_pairs(members_of({"a": "uvw", "b": "xyz", "c": "vwx"} | {"d": "uz"}, apart))
    refused = found.set_index("term")["refused"]
    if refused["same_country"]:
        assert "separates" in refused["same_country"]
    met = of_pairs(members_of({"a": "uvw", "b": "xyz"}, apart)).set_index("term")["refused"]
    assert met["same_country"].startswith("separates the outcome")
    assert "infinite" in told({"of pairs": met.reset_index()})


def test_a_disconnected_network_has_an_answer() -> None:
    table = shown(of_pairs(members_of({"a": "uvw", "b": "xy", "c": "z"}, MIXED)))
    assert table.set_index("Covariate").loc[exhibits.TERM_WORDS["log_distance"], "p"] != "-"


def test_where_nobody_leads_there_is_no_model_and_the_outcome_is_named() -> None:
    found = of_leads(members_of(LISTS, MIXED))
    table = shown(found)
    assert len(table) == 1 + len(OF_LEADS)
    assert (table.drop(columns="Covariate") == "-").all(axis=None)
    assert told({"of leads": found}) == "There is no model of leads: lead: the same in all 11 rows."


def test_a_month_without_a_list_leaves_no_row_to_fit() -> None:
    nobody = members_of(LISTS, MIXED).head(0)
    roles = participation.roles(nobody, record.read("countries"), "2017-07")
    found = participation.leads_after_gates(participation.mixed(roles), OF_LEADS)
    shown(found)
    assert (
        told({"of leads": found})
        == "There is no model of leads: there is no row to fit a model to."
    )
    with pytest.raises(regression.NotEstimable, match="no pair of fewer than two regions"):
        participation.dyads(nobody, POINTS)


def test_a_partnership_in_which_all_lead_is_left_out_of_the_second_model() -> None:
    members = members_of(LISTS, MIXED, lead="uz")
    roles = participation.roles(members, record.read("countries"), "2017-07")
    assert set(participation.mixed(roles)["partnership_id"]) == {"a", "c"}


def factors_of(pairs: pd.DataFrame, leads: pd.DataFrame) -> Exhibit | Markdown:
    leads = regression.factors(leads, {})
    return exhibits.factors(regression.factors(pairs, exhibits.UNITS), leads, leads.head(0), RUN)


def test_what_was_refused_is_no_factor() -> None:
    found = of_pairs(members_of(LISTS, ONE))
    made = factors_of(found, of_leads(members_of(LISTS, ONE)))
    assert made.table["Change"].tolist() == ["Twice as far apart"]
    assert made.alt.startswith("1 factor with intervals")


def test_where_no_model_stands_there_is_a_sentence_in_place_of_factors() -> None:
    found = of_leads(members_of(LISTS, MIXED))
    made = factors_of(found, found)
    assert made.data == "No covariate has a factor that could be estimated."


def rows(*factors: tuple[str, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(factors, columns=["term", "factor", "low", "high"])


NO_ROWS = rows().astype({"factor": "float64", "low": "float64", "high": "float64"})


@pytest.mark.parametrize(
    ("factor", "title"),
    [
        ((0.91, 0.84, 0.99), "9 % fewer partnerships (95 % interval: 1 % fewer to 16 % fewer)"),
        ((1.2, 0.9, 1.5), "20 % more partnerships (95 % interval: 50 % more to 10 % fewer)"),
        ((1.0, 0.9, 1.0), "as many partnerships (95 % interval: no change to 10 % fewer)"),
    ],
)
def test_the_title_says_in_percent_what_twice_the_distance_goes_with(factor, title) -> None:
    made = exhibits.factors(rows(("log_distance", *factor)), NO_ROWS, NO_ROWS, RUN)
    assert made.title == f"Regions twice as far apart share {title}"
    assert made.table[["Times", "Low", "High"]].iloc[0].tolist() == list(factor)


def test_without_an_estimate_of_distance_the_title_says_so() -> None:
    made = exhibits.factors(NO_ROWS, rows(("eu13", 2.0, 1.1, 3.0)), NO_ROWS, RUN)
    assert made.title == "What distance goes with could not be estimated"


@pytest.mark.parametrize(
    ("lows", "said", "noted"),
    [
        ((0.5, 0.5), "none leave out", "none of 2"),
        ((1.1, 0.5), "1 leaves out", "1 of 2"),
        ((1.1, 1.2), "2 leave out", "2 of 2"),
    ],
)
def test_the_intervals_that_leave_out_one_are_counted_alike(lows, said, noted) -> None:
    leads = rows(("eu13", 1.5, lows[0], 3.0), ("others", 1.5, lows[1], 3.0))
    made = exhibits.factors(NO_ROWS, leads, NO_ROWS, RUN)
    assert f"{said} the factor one" in made.alt
    assert noted in made.note
    assert set(made.table["Model"]) == {"Odds of being a lead"}


def test_an_interval_below_one_leaves_it_out_too() -> None:
    made = exhibits.factors(rows(("log_distance", 0.9, 0.8, 0.99)), NO_ROWS, NO_ROWS, RUN)
    assert made.alt.startswith("1 factor with intervals on scales of ratios; 1 leaves out")


def test_each_number_of_a_model_stands_in_its_column() -> None:
    names = ["coefficient", "se", "se_robust", "se_clustered", "low", "high", "p", "p_permuted"]
    names += ["effect", "effect_se"]
    numbers = {name: [place / 10] for place, name in enumerate(names, 1)}
    found = pd.DataFrame({"term": ["eu13"], "refused": ""} | numbers)
    assert shown(found).iloc[0].to_dict() == {
        "Covariate": "In an EU-13 Member State",
        "Coefficient": "0.100",
        "SE": "0.200",
        "SE, robust": "0.300",
        "SE, clustered": "0.400",
        "95 percent interval": "0.500 to 0.600",
        "p": "0.700",
        "p, permuted": "0.800",
        "Average marginal effect": "0.900 (SE 1.000)",
    }


def test_each_model_is_a_group_of_its_own() -> None:
    one = rows(("others", 1.5, 1.1, 3.0))
    made = exhibits.factors(rows(("log_distance", 0.9, 0.8, 0.99)), one, one, RUN)
    assert made.table["Model"].is_unique
    assert len(made.table) == 3


def test_bands_of_distance_hold_every_pair_once() -> None:
    dyads = participation.dyads(members_of(LISTS, MIXED), POINTS)
    made = exhibits.pairs_by_distance(participation.by_distance(dyads, 4), RUN)
    assert_printable(made)
    assert made.table["Pairs"].sum() == len(dyads)
    assert made.table["Partnerships shared"].sum() == dyads["shared"].sum()


@pytest.mark.parametrize(
    ("near", "far", "title"),
    [
        (
            1.058,
            0.887,
            "6 % more partnerships than sizes alone would give; the farthest, 11 % fewer",
        ),
        (0.9, 1.5, "10 % fewer partnerships than sizes alone would give; the farthest, 50 % more"),
        (1.001, 1.0, "as many partnerships as sizes alone would give; the farthest, as many"),
    ],
)
def test_the_title_compares_the_nearest_band_with_the_farthest(near, far, title) -> None:
    band = {"nearest": 1.0, "farthest": 9.0, "pairs": 3, "tied": 1, "shared": 2, "expected": 1.0}
    bands = pd.DataFrame([band] * 3).assign(ratio=[near, 9.0, far])
    made = exhibits.pairs_by_distance(bands, RUN)
    assert made.title == f"The nearest pairs of regions share {title}"
    assert made.table.iloc[1].tolist() == ["1 to 9", 3, 1, 2, 1.0, 9.0]


TERMS = pd.DataFrame({"term": ["constant", "log_distance", "same_country"], "refused": ""})


@pytest.mark.parametrize(
    ("clear", "title"),
    [
        ([], "No factor is clearly associated with sharing partnerships"),
        (["log_distance"], "Distance is associated with sharing partnerships"),
        (
            ["log_distance", "same_country"],
            "Distance and being in the same country are associated with sharing partnerships",
        ),
    ],
)
def test_the_title_of_the_pairs_names_what_is_clearly_associated(clear, title) -> None:
    made = exhibits.model_of_pairs(TERMS, clear, pd.DataFrame(index=range(15)), RUN)
    assert made.title == title
    assert made.subtitle.startswith("Poisson regression on 15 pairs of regions;")
    assert "shuffled 200 times (QAP, seed 7)" in made.note


def test_a_model_that_was_refused_has_no_finding_in_its_title() -> None:
    members = members_of(LISTS, MIXED)
    roles = participation.roles(members, record.read("countries"), "2017-07")
    made = exhibits.model_of_leads(of_leads(members), [], roles, RUN)
    assert made.title == "No model of leading a partnership could be fitted"
    assert made.subtitle == "Logit regression on 11 memberships, none of them as lead"


def test_the_two_models_of_leads_count_their_own_memberships() -> None:
    roles = pd.DataFrame({"lead": [1, 0, 0]})
    made = exhibits.model_of_leads(TERMS, ["log_distance"], roles, RUN)
    assert made.title == "Distance is associated with leading a partnership"
    assert made.subtitle == "Logit regression on 3 memberships, 1 of them as lead"
    some = exhibits.model_of_leads_where_some_lead(TERMS, [], roles.head(1), RUN)
    assert some.subtitle == "Logit regression on 1 membership, 1 of them as lead"
    assert some.title.endswith("where some members lead and some do not")
    assert made.key != some.key


def test_each_exhibit_says_who_counts() -> None:
    pairs, roles = pd.DataFrame(index=range(15)), pd.DataFrame({"lead": [1, 0]})
    one = rows(("log_distance", 0.9, 0.8, 0.99))
    bands = participation.by_distance(participation.dyads(members_of(LISTS, MIXED), POINTS), 4)
    for made in (
        exhibits.pairs_by_distance(bands, RUN),
        exhibits.model_of_pairs(TERMS, [], pairs, RUN),
        exhibits.model_of_leads(TERMS, [], roles, RUN),
        exhibits.model_of_leads_where_some_lead(TERMS, [], roles, RUN),
        exhibits.factors(one, one, one, RUN),
    ):
        assert made.note.startswith("Counted: lead and participating regions, July 2017."), made.key


def test_an_interval_that_ends_at_one_does_not_leave_it_out() -> None:
    ends = rows(("log_distance", 1.2, 1.0, 1.4)), rows(("others", 0.8, 0.6, 1.0))
    assert "; none leave out the factor one" in exhibits.factors(*ends, ends[0].head(0), RUN).alt


def test_where_nothing_was_left_out_the_sentence_says_so() -> None:
    assert told({"of pairs": TERMS}) == "No covariate was left out."


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
    row = shown(found["pairs"]).set_index("Covariate")
    assert row.loc[exhibits.TERM_WORDS["log_distance"], "Coefficient"] == "-0.131"


def test_the_plot_says_each_factor_in_words_and_stays_small() -> None:
    found = table_4()
    made = factors_of(found["pairs"], found["leads"])
    drawn = set(re.findall(r"<text[^>]*>([^<]*)</text>", made.svg))
    assert set(made.table["In words"]) <= drawn
    assert set(made.table["Change"]) <= drawn
    assert len(made.svg.encode()) < 100_000
