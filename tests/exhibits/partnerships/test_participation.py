"""The exhibits of what goes with taking part, and what they print where a gate refused."""

import re

import numpy as np
import pandas as pd
import pytest
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
LISTS = {"a": "uvw", "b": "uvwx", "c": "vxyz", "d": "uwyz"}
COVARIATES = ["log_distance", "same_country"]
TRAITS = ["others", "compatriots", "eu13"]
PARTNERSHIPS = pd.DataFrame({"partnership_id": list("abcd"), "short_name": list("ABCD")})


def repeated(lists: dict[str, str]) -> dict[str, str]:
    """Return lists as often as gives a model enough counts."""
    return {f"{name}{copy}": regions for name, regions in lists.items() for copy in range(5)}


def of_pairs(members: pd.DataFrame) -> pd.DataFrame:
    dyads = participation.dyads(members, POINTS)
    return participation.pairs_after_gates(dyads, COVARIATES, draws=49, seed=1)


def shown(found: pd.DataFrame) -> pd.DataFrame:
    """Return the table of a model, of which no cell says that a number is none."""
    pairs = pd.DataFrame(index=range(15))
    exhibit = exhibits.model_of_pairs(found, [], pairs, RUN)
    assert_printable(exhibit)
    return exhibit.table


def refusals(found: pd.DataFrame) -> str:
    return exhibits.refusals(found).data


def assert_printable(exhibit: Exhibit) -> None:
    for row in exhibit.rows:
        for cell in row:
            assert not re.search(r"\b(nan|NaN|None|NaT|inf)\b|<NA>", str(cell)), row


MIXED = {"u": "AT", "v": "AT", "w": "BE", "x": "CZ", "y": "CZ", "z": "BE"}
ONE = dict.fromkeys("uvwxyz", "AT")


def test_a_model_that_stands_has_a_number_in_every_cell_but_those_of_the_constant() -> None:
    table = shown(of_pairs(members_of(repeated(LISTS), MIXED)))
    assert table["Covariate"].tolist()[0] == "Constant"
    assert (table.iloc[1:] != "-").all(axis=None)
    assert table.iloc[0]["p, permuted"] == "-"


def test_regions_of_one_country_have_a_dash_for_it_and_are_named() -> None:
    found = of_pairs(members_of(LISTS, ONE))
    table = shown(found)
    assert table["Covariate"].tolist()[-1] == "Same country"
    assert (table.iloc[-1].drop("Covariate") == "-").all()
    assert (table.iloc[1] != "-").all()
    assert refusals(found) == (
        "Left out of the model of pairs: being in the same country (the same in all 15 rows)."
    )


def test_countrymen_who_never_meet_are_named() -> None:
    apart = {"u": "AT", "v": "BE", "w": "CZ", "x": "AT", "y": "BE", "z": "CZ"}
    lists = {"a": "uvw", "b": "xyz", "c": "vwx", "d": "uz"}
    found = of_pairs(members_of(repeated(lists), apart))
    refused = found.set_index("term")["refused"]
    assert refused["same_country"].startswith("fewer than 5 counts")
    assert "being in the same country (fewer than 5 counts" in refusals(found)


def test_a_disconnected_network_has_an_answer() -> None:
    table = shown(of_pairs(members_of(repeated({"a": "uvw", "b": "xy", "c": "z"}), MIXED)))
    assert table.set_index("Covariate").loc[exhibits.TERM_WORDS["log_distance"], "p"] != "-"


def test_a_list_of_nobody_has_no_pair() -> None:
    with pytest.raises(regression.NotEstimable, match="no pair of fewer than two regions"):
        participation.dyads(members_of(LISTS, MIXED).head(0), POINTS)


def test_a_model_that_could_not_be_fitted_has_a_sentence() -> None:
    found = pd.DataFrame({"term": ["constant", "log_distance"], "refused": "shared: none"})
    assert refusals(found) == "There is no model of pairs: shared: none."
    made = exhibits.model_of_pairs(found, [], pd.DataFrame(index=range(3)), RUN)
    assert made.title == "No model of sharing partnerships could be fitted"


def estimates(*factors: tuple[float, float, float]) -> pd.DataFrame:
    """Return models whose factor of twice the distance is these: the first is of all."""
    logs = np.log(np.array(factors)) / np.log(2)
    found = pd.DataFrame(logs, columns=["coefficient", "low", "high"])
    return found.assign(term="log_distance", refused="")


def fragility(*factors: tuple[float, float, float]) -> Exhibit:
    both = estimates(*factors)
    without = both.iloc[1:].assign(left_out=list("abcd")[: len(both) - 1])
    made = exhibits.without_one(both.head(1), without, PARTNERSHIPS, RUN)
    assert_printable(made)
    return made


CLEAR, HOLDS_ONE = (0.91, 0.84, 0.99), (0.93, 0.86, 1.01)


@pytest.mark.parametrize(
    ("factors", "end"),
    [
        ([CLEAR, CLEAR, CLEAR], ", also without any one partnership"),
        ([CLEAR, CLEAR, HOLDS_ONE], ", but not clearly so without any one of 1 of 2 partnerships"),
        ([HOLDS_ONE, CLEAR], ": no clear difference"),
    ],
)
def test_the_title_says_whether_distance_depends_on_one_partnership(factors, end) -> None:
    one = "9 % fewer partnerships (95 % interval: 1 % fewer to 16 % fewer)"
    two = "7 % fewer partnerships (95 % interval: 1 % more to 14 % fewer)"
    first = one if factors[0] == CLEAR else two
    assert fragility(*factors).title == f"Regions twice as far apart share {first}{end}"


def test_all_partnerships_come_first_then_each_that_is_left_out() -> None:
    made = fragility(CLEAR, HOLDS_ONE, CLEAR)
    assert made.table["Counted"].tolist() == ["All partnerships", "Without A", "Without B"]
    assert made.table[["Times", "Low", "High"]].iloc[1].tolist() == pytest.approx(list(HOLDS_ONE))
    assert made.alt.startswith("3 factors with intervals on a scale of ratios; 2 leave out")


def test_what_was_refused_without_a_partnership_is_no_row() -> None:
    refused = pd.DataFrame({"term": ["log_distance"], "refused": "few", "left_out": "a"})
    made = exhibits.without_one(estimates(CLEAR), refused, PARTNERSHIPS, RUN)
    assert made.table["Counted"].tolist() == ["All partnerships"]
    gone = refused.drop(columns="left_out")
    made = exhibits.without_one(gone, refused, PARTNERSHIPS, RUN)
    assert made.data == "What distance goes with could not be estimated."


def test_each_number_of_a_model_stands_in_its_column() -> None:
    names = ["coefficient", "se", "se_robust", "se_clustered", "low", "high", "p", "p_permuted"]
    numbers = {name: [place / 10] for place, name in enumerate(names, 1)}
    found = pd.DataFrame({"term": ["same_country"], "refused": ""} | numbers)
    assert shown(found).iloc[0].to_dict() == {
        "Covariate": "Same country",
        "Coefficient": "0.100",
        "SE": "0.200",
        "SE, robust": "0.300",
        "SE, clustered": "0.400",
        "95 percent interval": "0.500 to 0.600",
        "p": "0.700",
        "p, permuted": "0.800",
    }


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


def compared_leads(q: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"trait": TRAITS, "leads": 1.5, "others": 1.0, "p": 0.01, "q": q})


ROLES = pd.DataFrame({"partnership_id": list("aaabb"), "lead": [1, 0, 0, 1, 1]})


def test_leads_are_compared_by_q_and_partnerships_of_leads_alone_are_counted() -> None:
    made = exhibits.leads(compared_leads([0.03, 0.05, 0.2]), ROLES, RUN)
    assert made.title == (
        "The number of further partnerships is associated with leading a partnership"
    )
    assert made.subtitle.endswith("5 memberships, 3 of them as lead")
    assert made.note.endswith("1 partnership in which all or none lead: left out.")
    none = exhibits.leads(compared_leads([0.05, 0.05, 0.2]), ROLES.head(3), RUN)
    assert none.title == "No factor is clearly associated with leading a partnership"
    assert none.note.endswith("regression.")


def test_where_no_partnership_has_both_there_is_a_sentence() -> None:
    found = participation.leads(ROLES.tail(2), [], 9, 1)
    assert exhibits.leads(found, ROLES, RUN).data == (
        "No partnership has both leads and other members."
    )


def test_each_exhibit_says_who_counts() -> None:
    pairs = pd.DataFrame(index=range(15))
    bands = participation.by_distance(participation.dyads(members_of(LISTS, MIXED), POINTS), 4)
    for made in (
        exhibits.pairs_by_distance(bands, RUN),
        exhibits.model_of_pairs(TERMS, [], pairs, RUN),
        exhibits.leads(compared_leads([1.0] * 3), ROLES, RUN),
        fragility(CLEAR, CLEAR),
    ):
        assert made.note.startswith("Counted: lead and participating regions, July 2017."), made.key


def test_where_nothing_was_left_out_the_sentence_says_so() -> None:
    assert refusals(TERMS) == "No covariate was left out."


def test_in_table_4_nothing_is_clearly_associated_with_sharing() -> None:
    members = membership.memberships(record.read("partnership_members"), "2017-07", "members")
    dyads = participation.dyads(members, record.read("regions"))
    found = participation.pairs_after_gates(dyads, COVARIATES, draws=999, seed=2017)
    without = participation.without_one(members, record.read("regions"), COVARIATES)
    assert regression.telling(found, without, 0.05) == []
    row = shown(found).set_index("Covariate")
    assert row.loc[exhibits.TERM_WORDS["log_distance"], "Coefficient"] == "-0.131"
    made = exhibits.without_one(found, without, record.read("partnerships"), RUN)
    assert made.title.endswith("but not clearly so without any one of 4 of 9 partnerships")
    drawn = set(re.findall(r"<text[^>]*>([^<]*)</text>", made.svg))
    assert set(made.table["In words"]) | set(made.table["Counted"]) <= drawn
    assert len(made.svg.encode()) < 100_000
