import warnings

import numpy as np
import pandas as pd
import pytest
from statsmodels.discrete.discrete_model import Logit, Poisson
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_linear_model import GLM

from s3analysis.measures.partnerships import regression
from s3analysis.measures.partnerships.regression import NotEstimable

# Six of ten and three of ten; expected numbers by hand.
TABLE = pd.DataFrame({"x": [1] * 10 + [0] * 10, "y": [1] * 6 + [0] * 4 + [1] * 3 + [0] * 7})
COUNTS = pd.DataFrame({"x": [0] * 4 + [1] * 4, "y": [1, 2, 3, 2, 4, 6, 5, 5]})


def sample(rows=60, seed=3):
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "far": random.normal(size=rows),
            "same": random.integers(0, 2, rows),
            "first": random.integers(0, 7, rows).astype(str),
            "second": random.integers(0, 9, rows).astype(str),
            "margins": random.normal(size=rows) / 3,
        }
    )
    linear = 0.3 + 0.4 * frame["far"] - 0.5 * frame["same"]
    return frame.assign(
        count=random.poisson(np.exp(linear + frame["margins"])),
        lead=(random.random(rows) < 1 / (1 + np.exp(-linear))).astype(int),
    )


SAMPLE = sample()
COVARIATES = ["far", "same"]


def design():
    return np.column_stack([np.ones(len(SAMPLE)), SAMPLE[COVARIATES]])


def test_logit_has_the_digits_of_the_worked_table():
    fit = regression.fitted("logit", TABLE, "y", ["x"], "")
    assert fit.estimate.round(6).tolist() == [-0.847298, 1.252763]
    assert np.sqrt(np.diag(fit.bread)).round(6).tolist() == [0.690066, 0.944911]
    assert fit.estimate[1] == pytest.approx(np.log(3.5))


def test_the_effect_of_a_covariate_of_0_and_1_is_the_difference_and_not_the_slope():
    fit = regression.fitted("logit", TABLE, "y", ["x"], "")
    found = regression.effects(fit, [fit.bread])
    assert found["effect"].iloc[0] == pytest.approx(0.3, abs=1e-12)
    slope, _ = regression._slope_effect(fit, 1)
    assert slope == pytest.approx(0.281872, abs=5e-7)


def test_the_effect_is_the_same_wherever_the_covariate_stands():
    rows = SAMPLE.assign(x=SAMPLE["same"])
    for covariates in (["x", "far"], ["far", "x"]):
        fit = regression.fitted("logit", rows, "lead", covariates, "")
        found = regression.effects(fit, [fit.bread]).set_index("term")["effect"]
        assert found["x"] == pytest.approx(
            regression.effects(
                regression.fitted("logit", SAMPLE, "lead", COVARIATES, ""), [fit.bread]
            )["effect"].iloc[1]
        )


def test_counts_have_the_digits_of_the_worked_example():
    fit = regression.fitted("poisson", COUNTS, "y", ["x"], "")
    assert np.exp(fit.estimate) == pytest.approx([2.0, 2.5])
    assert regression.effects(fit, [fit.bread])["effect"].iloc[0] == pytest.approx(3.0)


@pytest.mark.parametrize(("model", "outcome"), [("logit", "lead"), ("poisson", "count")])
def test_estimates_errors_and_effects_are_those_of_statsmodels(model, outcome):
    fit = regression.fitted(model, SAMPLE, outcome, COVARIATES, "")
    theirs = {"logit": Logit, "poisson": Poisson}[model](SAMPLE[outcome], design())
    plain = theirs.fit(disp=0, method="newton", tol=1e-12)
    robust = theirs.fit(disp=0, method="newton", tol=1e-12, cov_type="HC0")
    clustered = regression.two_way_clustered(fit, SAMPLE["first"], SAMPLE["second"])
    found = regression.coefficients(fit, clustered)
    assert found["coefficient"].to_numpy() == pytest.approx(plain.params.to_numpy())
    assert found["se"].to_numpy() == pytest.approx(plain.bse.to_numpy())
    assert found["se_robust"].to_numpy() == pytest.approx(robust.bse.to_numpy())
    margins = plain.get_margeff(dummy=True)
    ours = regression.effects(fit, [fit.bread])
    assert ours["effect"].to_numpy() == pytest.approx(margins.margeff)
    assert ours["effect_se"].to_numpy() == pytest.approx(margins.margeff_se)


def test_two_way_clusters_are_added_and_what_is_common_taken_away():
    fit = regression.fitted("logit", SAMPLE, "lead", COVARIATES, "")
    theirs = GLM(SAMPLE["lead"], design(), family=Binomial())

    def one_way(groups):
        codes = pd.factorize(groups)[0]
        result = theirs.fit(
            tol=1e-12,
            cov_type="cluster",
            cov_kwds={"groups": codes, "use_correction": False},
        )
        number = len(set(codes))
        return np.asarray(result.cov_params()) * number / (number - 1)

    both = SAMPLE["first"] + " " + SAMPLE["second"]
    expected = one_way(SAMPLE["first"]) + one_way(SAMPLE["second"]) - one_way(both)
    ours = regression.two_way_clustered(fit, SAMPLE["first"], SAMPLE["second"])
    assert (np.linalg.eigvalsh(expected) > 0).all()
    assert ours == pytest.approx(expected)


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
    fit = regression.fitted("poisson", rows, "shared", ["far"], "")
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
    fit = regression.fitted("poisson", rows, "shared", ["far"], "")
    one, other = regression.node_clustered(fit, rows), regression.node_clustered(fit, turned)
    assert one == pytest.approx(other)


def test_z_and_p_take_the_largest_of_three_errors():
    fit = regression.fitted("logit", SAMPLE, "lead", COVARIATES, "")
    found = regression.coefficients(fit, fit.bread * 0.01)
    largest = found[["se", "se_robust", "se_clustered"]].max(axis="columns")
    assert (found["coefficient"] / found["z"]).to_numpy() == pytest.approx(largest.to_numpy())
    assert (found["se_clustered"] < largest).all()


def test_the_constant_has_no_effect_and_every_covariate_has():
    fit = regression.fitted("logit", SAMPLE, "lead", COVARIATES, "")
    found = regression.coefficients(fit, fit.bread).set_index("term")
    assert found.loc["constant", ["effect", "effect_se"]].isna().all()
    assert found.drop(index="constant").notna().all(axis=None)


def refused(model, rows, outcome, covariates):
    """Return the refusal of a model; a warning on the way would be an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(NotEstimable) as refusal:
            regression.fitted(model, rows, outcome, covariates, "")
    return refusal.value


def test_a_covariate_that_separates_is_named():
    rows = pd.DataFrame({"x": range(1, 7), "z": [0, 1, 1, 0, 0, 1], "y": [0, 0, 0, 1, 1, 1]})
    refusal = refused("logit", rows, "y", ["x"])
    assert (refusal.kind, refusal.covariates) == ("separated", ("x",))
    assert "x" in refused("logit", rows, "y", ["z", "x"]).covariates


def test_a_covariate_that_separates_in_part_is_named():
    # five of five, and three of seven
    rows = pd.DataFrame({"x": [1] * 5 + [0] * 7, "y": [1] * 5 + [1] * 3 + [0] * 4})
    rows["z"] = [0, 1] * 6
    refusal = refused("logit", rows, "y", ["z", "x"])
    assert (refusal.kind, refusal.covariates) == ("separated", ("x",))
    assert str(refusal).startswith("x: separates")


def test_a_covariate_seen_only_with_counts_of_zero_is_named():
    rows = pd.DataFrame({"x": [0, 0, 0, 0, 1, 1], "z": [1, 2, 3, 4, 5, 6], "y": [1, 2, 0, 3, 0, 0]})
    refusal = refused("poisson", rows, "y", ["z", "x"])
    assert (refusal.kind, refusal.covariates) == ("separated", ("x",))


def test_a_covariate_seen_only_with_counts_above_zero_does_not_separate():
    rows = pd.DataFrame({"x": [0, 0, 0, 1, 1], "y": [1, 0, 2, 3, 4]})
    found = regression.fitted("poisson", rows, "y", ["x"], "")
    assert np.exp(found.estimate) == pytest.approx([1.0, 3.5])


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_separation_is_found_whatever_the_unit(scale):
    rows = pd.DataFrame({"x": np.arange(6) * scale, "y": [0, 0, 0, 1, 1, 1]})
    assert refused("logit", rows, "y", ["x"]).kind == "separated"
    mixed = rows.assign(y=[0, 0, 1, 0, 1, 1])
    assert regression.fitted("logit", mixed, "y", ["x"], "").estimate[1] * scale == pytest.approx(
        regression.fitted("logit", mixed.assign(x=range(6)), "y", ["x"], "").estimate[1]
    )


def test_a_constant_covariate_or_outcome_is_named():
    rows = SAMPLE.assign(flat=7, none=0)
    assert refused("logit", rows, "lead", ["far", "flat"]).covariates == ("flat",)
    assert refused("logit", rows, "none", ["far"]).covariates == ("none",)


def test_a_covariate_that_others_add_up_to_is_named():
    rows = SAMPLE.assign(sum=SAMPLE["far"] + 2 * SAMPLE["same"] + 1)
    refusal = refused("logit", rows, "lead", ["far", "same", "sum"])
    assert (refusal.kind, refusal.covariates) == ("collinear", ("sum",))


@pytest.mark.parametrize("hole", [None, np.nan, np.inf, "far away"])
def test_a_value_that_is_no_number_is_named(hole):
    rows = SAMPLE.assign(far=[hole, *SAMPLE["far"].iloc[1:]])
    refusal = refused("logit", rows, "lead", COVARIATES)
    assert (refusal.kind, refusal.covariates) == ("missing", ("far",))


def test_a_column_that_is_not_there_is_named():
    assert refused("logit", SAMPLE, "lead", ["income"]).covariates == ("income",)


def test_no_rows_and_too_few_rows_are_refused():
    assert refused("logit", SAMPLE.head(0), "lead", COVARIATES).kind == "empty"
    assert refused("logit", SAMPLE.head(2), "lead", COVARIATES).kind == "empty"


def test_an_outcome_of_another_kind_is_named():
    assert refused("logit", SAMPLE, "count", ["far"]).kind == "outcome"
    assert refused("poisson", SAMPLE.assign(count=-1), "count", ["far"]).kind == "outcome"


def test_one_cluster_is_refused_by_name():
    fit = regression.fitted("logit", SAMPLE, "lead", COVARIATES, "")
    with pytest.raises(NotEstimable, match="country: all rows are of one cluster"):
        regression.two_way_clustered(fit, SAMPLE["first"], pd.Series(["SE"] * 60, name="country"))


def test_margins_are_an_offset_with_no_coefficient():
    fit = regression.fitted("poisson", SAMPLE, "count", COVARIATES, "margins")
    theirs = Poisson(SAMPLE["count"], design(), offset=SAMPLE["margins"])
    expected = theirs.fit(disp=0, method="newton", tol=1e-12).params
    assert fit.terms == ("constant", "far", "same")
    assert fit.estimate == pytest.approx(expected.to_numpy())


def answers(rows, outcome, covariates):
    def model(kept):
        fit = regression.fitted("logit", rows, outcome, kept, "")
        return regression.coefficients(fit, fit.bread)

    return regression.after_gates(model, covariates).set_index("term")


def gated():
    return pd.DataFrame(
        {
            "x": [0, 1, 0, 1, 0, 1, 0, 1],
            "y": [0, 0, 1, 1, 0, 1, 0, 1],
            "same": 7,
            "twice": [0, 2, 0, 2, 0, 2, 0, 2],
            "told": [0, 0, 1, 1, 0, 1, 0, 1],
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


def test_all_that_have_a_part_in_a_separation_are_left_out():
    found = answers(gated(), "y", ["x", "told"])
    reason = "separates the outcome, so that the estimate would be infinite"
    assert found["refused"].to_dict() == {"constant": "", "x": reason, "told": reason}


def test_if_every_covariate_is_refused_the_constant_remains():
    found = answers(gated(), "y", ["same"])
    assert found["refused"].to_dict() == {"constant": "", "same": "the same in all 8 rows"}
    assert found.loc["constant", "coefficient"] == pytest.approx(0.0, abs=1e-9)


def test_an_outcome_that_is_all_alike_refuses_every_term():
    found = answers(gated().assign(y=1), "y", ["x"])
    assert found["refused"].tolist() == ["y: the same in all 8 rows"] * 2


def test_a_factor_is_told_for_the_change_that_is_asked_for():
    found = answers(gated(), "y", ["x"]).reset_index()
    one = regression.factors(found, {}).set_index("term").loc["x"]
    two = regression.factors(found, {"x": 2.0}).set_index("term").loc["x"]
    assert two.to_dict() == pytest.approx((one**2).to_dict())
    assert one["low"] < one["factor"] < one["high"]
