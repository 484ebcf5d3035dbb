import warnings

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t
from statsmodels.discrete.discrete_model import Poisson

from s3analysis.measures.partnerships import regression
from s3analysis.measures.partnerships.regression import NotEstimable

# Means of 2 and of 5; expected numbers by hand.
COUNTS = pd.DataFrame({"x": [0] * 4 + [1] * 4, "y": [1, 2, 3, 2, 4, 6, 5, 5]})


def sample(rows=60, seed=3):
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "far": random.normal(size=rows),
            "same": random.integers(0, 2, rows),
            "margins": random.normal(size=rows) / 3,
        }
    )
    linear = 0.3 + 0.4 * frame["far"] - 0.5 * frame["same"]
    return frame.assign(count=random.poisson(np.exp(linear + frame["margins"])))


SAMPLE = sample()
COVARIATES = ["far", "same"]


def design():
    return np.column_stack([np.ones(len(SAMPLE)), SAMPLE[COVARIATES]])


def test_counts_have_the_digits_of_the_worked_example():
    fit = regression.fitted(COUNTS, "y", ["x"], "")
    assert np.exp(fit.estimate) == pytest.approx([2.0, 2.5])


def test_estimates_and_errors_are_those_of_statsmodels():
    fit = regression.fitted(SAMPLE, "count", COVARIATES, "")
    theirs = Poisson(SAMPLE["count"], design())
    plain = theirs.fit(disp=0, method="newton", tol=1e-12)
    robust = theirs.fit(disp=0, method="newton", tol=1e-12, cov_type="HC0")
    found = regression.coefficients(fit, fit.bread, 9)
    assert found["coefficient"].to_numpy() == pytest.approx(plain.params.to_numpy())
    assert found["se"].to_numpy() == pytest.approx(plain.bse.to_numpy())
    assert found["se_robust"].to_numpy() == pytest.approx(robust.bse.to_numpy())


def test_p_and_interval_are_of_students_t_with_one_less_than_the_clusters():
    fit = regression.fitted(SAMPLE, "count", COVARIATES, "")
    few, many = (regression.coefficients(fit, fit.bread, n).iloc[1] for n in (9, 10_000))
    assert few["p"] == pytest.approx(2 * t.sf(abs(few["z"]), 8))
    assert few["high"] - few["coefficient"] == pytest.approx(
        2.306004 * few["coefficient"] / few["z"]
    )
    assert few["p"] > many["p"]
    assert few["low"] < many["low"]


def pairs(regions=8, seed=4):
    random = np.random.default_rng(seed)
    one, other = np.triu_indices(regions, k=1)
    return pd.DataFrame(
        {
            "region_id": [f"r{place}" for place in one],
            "other_id": [f"r{place}" for place in other],
            "far": random.normal(size=len(one)),
            "shared": random.poisson(1.0, len(one)),
        }
    )


def test_node_clusters_are_all_two_pairs_with_a_region_in_common():
    rows = pairs()
    fit = regression.fitted(rows, "shared", ["far"], "")
    ends = [set(pair) for pair in zip(rows["region_id"], rows["other_id"], strict=True)]
    meat = sum(
        np.outer(fit.scores[a], fit.scores[b])
        for a in range(len(rows))
        for b in range(len(rows))
        if ends[a] & ends[b]
    )
    values, directions = np.linalg.eigh(meat * 8 / 7)
    positive = directions @ np.diag(values.clip(min=0)) @ directions.T
    expected = fit.bread @ positive @ fit.bread
    assert regression.node_clustered(fit, rows) == pytest.approx(expected)


def test_node_clusters_do_not_depend_on_the_alphabet():
    rows = pairs()
    turned = rows.rename(columns={"region_id": "other_id", "other_id": "region_id"})
    fit = regression.fitted(rows, "shared", ["far"], "")
    one, other = regression.node_clustered(fit, rows), regression.node_clustered(fit, turned)
    assert one == pytest.approx(other)


def test_z_and_p_take_the_largest_of_three_errors():
    fit = regression.fitted(SAMPLE, "count", COVARIATES, "")
    found = regression.coefficients(fit, fit.bread * 0.01, 9)
    largest = found[["se", "se_robust", "se_clustered"]].max(axis="columns")
    assert (found["coefficient"] / found["z"]).to_numpy() == pytest.approx(largest.to_numpy())
    assert (found["se_clustered"] < largest).all()


def refused(rows, outcome, covariates):
    """Return the refusal of a model; a warning on the way would be an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(NotEstimable) as refusal:
            regression.fitted(rows, outcome, covariates, "")
    return refusal.value


def test_a_covariate_seen_only_with_counts_of_zero_is_named():
    rows = pd.DataFrame({"x": [0, 0, 0, 0, 1, 1], "z": [1, 2, 3, 4, 5, 6], "y": [9, 8, 0, 9, 0, 0]})
    refusal = refused(rows, "y", ["z", "x"])
    assert (refusal.kind, refusal.covariates) == ("small cell", ("x",))


def test_a_constant_covariate_or_outcome_is_named():
    rows = SAMPLE.assign(flat=7, none=0)
    assert refused(rows, "count", ["far", "flat"]).covariates == ("flat",)
    assert refused(rows, "none", ["far"]).covariates == ("none",)


def test_a_covariate_that_others_add_up_to_is_named():
    rows = SAMPLE.assign(sum=SAMPLE["far"] + 2 * SAMPLE["same"] + 1)
    refusal = refused(rows, "count", ["far", "same", "sum"])
    assert (refusal.kind, refusal.covariates) == ("collinear", ("sum",))


@pytest.mark.parametrize("hole", [None, np.nan, np.inf, "far away"])
def test_a_value_that_is_no_number_is_named(hole):
    rows = SAMPLE.assign(far=[hole, *SAMPLE["far"].iloc[1:]])
    refusal = refused(rows, "count", COVARIATES)
    assert (refusal.kind, refusal.covariates) == ("missing", ("far",))


def test_no_rows_and_too_few_rows_are_refused():
    assert refused(SAMPLE.head(0), "count", COVARIATES).kind == "empty"
    assert refused(SAMPLE.head(2), "count", COVARIATES).kind == "empty"


def test_fewer_than_ten_counts_for_a_covariate_are_refused():
    # 22 counts hold two covariates, not three
    rows = SAMPLE.head(12).assign(count=[1] * 10 + [2, 10], third=range(12))
    assert len(regression.fitted(rows, "count", COVARIATES, "").estimate) == 3
    refusal = refused(rows, "count", [*COVARIATES, "third"])
    assert refusal.kind == "few events"
    assert "22 counts are too few for 3 (at least 10 each)" in str(refusal)


def test_a_value_with_fewer_than_five_counts_is_refused_and_with_five_is_not():
    rows = pd.DataFrame({"x": [0] * 10 + [1] * 4, "y": [3] * 10 + [1, 1, 1, 1]})
    refusal = refused(rows, "y", ["x"])
    assert (refusal.kind, refusal.covariates) == ("small cell", ("x",))
    rows.loc[13, "y"] = 2
    assert np.exp(regression.fitted(rows, "y", ["x"], "").estimate[1]) == pytest.approx(1.25 / 3)


def test_margins_are_an_offset_with_no_coefficient():
    fit = regression.fitted(SAMPLE, "count", COVARIATES, "margins")
    theirs = Poisson(SAMPLE["count"], design(), offset=SAMPLE["margins"])
    expected = theirs.fit(disp=0, method="newton", tol=1e-12).params
    assert fit.terms == ("constant", "far", "same")
    assert fit.estimate == pytest.approx(expected.to_numpy())


def answers(rows, outcome, covariates):
    def model(kept):
        fit = regression.fitted(rows, outcome, kept, "")
        return regression.coefficients(fit, fit.bread, 9)

    return regression.after_gates(model, covariates).set_index("term")


def gated():
    return pd.DataFrame(
        {
            "x": [0, 1, 0, 1, 0, 1, 0, 1],
            "y": [0, 0, 5, 6, 0, 7, 0, 8],
            "same": 7,
            "twice": [0, 2, 0, 2, 0, 2, 0, 2],
            "counts": [1, 1, 0, 0, 1, 0, 1, 0],
        }
    )


def test_what_a_gate_refuses_has_no_number_and_its_reason_and_the_rest_is_fitted():
    found = answers(gated(), "y", ["same", "x", "twice"])
    assert found["refused"].to_dict() == {
        "constant": "",
        "x": "",
        "same": "the same in all 8 rows",
        "twice": "a sum of the covariates before it",
    }
    assert found["coefficient"].isna().tolist() == [False, False, True, True]
    alone = answers(gated(), "y", ["x"])
    assert found.loc["x", "coefficient"] == pytest.approx(alone.loc["x", "coefficient"])


def test_if_every_covariate_is_refused_the_constant_remains():
    found = answers(gated(), "y", ["same"])
    assert found["refused"].to_dict() == {"constant": "", "same": "the same in all 8 rows"}
    assert np.exp(found.loc["constant", "coefficient"]) == pytest.approx(26 / 8)


def test_an_outcome_that_is_all_alike_refuses_every_term():
    found = answers(gated().assign(y=1), "y", ["x"])
    assert found["refused"].tolist() == ["y: the same in all 8 rows"] * 2


def test_one_column_of_p_values_is_enough_and_without_any_nothing_is_told():
    found = pd.DataFrame({"term": ["x", "z"], "p": [0.01, 0.2]})
    assert regression.telling(found, found.head(0), 0.05) == ["x"]
    assert regression.telling(found[["term"]], found.head(0), 0.05) == []
