"""Regression that refuses: a model with no meaningful estimate is named before it is fitted.

Two models, both with their natural link, so that one sandwich serves both: counts (Poisson, PPML:
Santos Silva and Tenreyro 2006, doi 10.1162/rest.88.4.641) and a yes or no (logit). The gates look
for what makes estimates infinite or arbitrary, exactly, and say which covariate it is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linprog
from statsmodels.genmod.families import Binomial, Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.stats.sandwich_covariance import cov_white_simple

Numbers = NDArray[np.float64]

MODELS = {"poisson": Poisson, "logit": Binomial}
CONSTANT = "constant"

CLOSE = 1e-7
"""A direction of separation shorter than this, for covariates of unit spread, is none."""

CONFIDENCE = 0.95


class NotEstimable(ValueError):
    """A model that data cannot estimate; `covariates` are what makes it so.

    `kind` is one of missing, empty, outcome, constant, collinear, separated, not converged, few
    clusters.
    """

    def __init__(self, kind: str, covariates: Sequence[str], reason: str) -> None:
        super().__init__(f"{', '.join(covariates)}: {reason}" if covariates else reason)
        self.kind = kind
        self.covariates = tuple(covariates)


@dataclass(frozen=True)
class Fit:
    """A fitted model: names and estimates of its terms, and what its standard errors need.

    `design` is observations x terms, `scores` what each observation adds to the slope of the
    likelihood. `bread` is the covariance of the estimates if the model were true (the inverse of
    the likelihood's curvature), `robust` that of independent rows (HC0).
    """

    model: str
    terms: tuple[str, ...]
    estimate: Numbers
    design: Numbers
    linear: Numbers
    scores: Numbers
    bread: Numbers
    robust: Numbers


def fitted(
    model: str, rows: pd.DataFrame, outcome: str, covariates: Sequence[str], offset: str
) -> Fit:
    """Return a model of MODELS fitted to rows, after every gate; "" is no offset.

    Raises NotEstimable, with the covariates that are to blame, if there are too few rows or a
    number is missing; if the outcome or a covariate is constant; if a covariate is a sum of others;
    if covariates separate the outcome, so that estimates would be infinite; or if the fit does not
    converge.

    >>> rows = pd.DataFrame({"x": [0, 0, 0, 1, 1, 1], "y": [0, 0, 1, 0, 1, 1]})
    >>> fitted("logit", rows, "y", ["x"], "").estimate.round(6).tolist()
    [-0.693147, 1.386294]
    >>> fitted("logit", rows.assign(z=3), "y", ["x", "z"], "")
    Traceback (most recent call last):
    s3analysis.measures.partnerships.regression.NotEstimable: z: the same in all 6 rows
    """
    terms = (CONSTANT, *covariates)
    _refuse_missing(rows, [outcome, *covariates, *filter(None, [offset])])
    _refuse_outcome(model, rows, outcome)
    _refuse_constant(rows, [outcome, *covariates])
    y = rows[outcome].to_numpy(dtype="float64")
    design = np.column_stack([np.ones(len(rows)), rows[list(covariates)].to_numpy(dtype="float64")])
    _refuse_collinear(design, terms)
    _refuse_separated(model, y, design, terms)
    known = rows[offset].to_numpy(dtype="float64") if offset else np.zeros(len(rows))
    result = GLM(y, design, family=MODELS[model](), offset=known).fit(maxiter=100, tol=1e-12)
    estimate = np.asarray(result.params, dtype="float64")
    if not (result.converged and np.isfinite(estimate).all()):
        raise NotEstimable("not converged", covariates, "the fit does not converge")
    return Fit(
        model=model,
        terms=terms,
        estimate=estimate,
        design=design,
        linear=design @ estimate + known,
        scores=result.model.score_obs(estimate),
        bread=result.cov_params(),
        robust=cov_white_simple(result, use_correction=False),
    )


def coefficients(fit: Fit, clustered: Numbers) -> pd.DataFrame:
    """Return the coefficients of a model with three standard errors: a row is one term.

    `clustered` is a covariance of the estimates. Columns: `term`; `coefficient` (of the log of the
    mean count, or of the odds) and `factor` (its exponential: by how much one unit more multiplies
    it); `se` (if the model were true), `se_robust` (rows independent), `se_clustered`; `z` and `p`
    from the largest of the three, since few clusters make the last too small, and so `low` and
    `high` of the coefficient (95 percent); `effect` and `effect_se` (see `effects`), missing for
    the constant, which has none.
    """
    covariances = [fit.bread, fit.robust, clustered]
    se, se_robust, se_clustered = (np.sqrt(np.diag(each)) for each in covariances)
    largest = np.maximum.reduce([se, se_robust, se_clustered])
    z = fit.estimate / largest
    normal = NormalDist()
    reach = normal.inv_cdf((1 + CONFIDENCE) / 2)
    found = pd.DataFrame(
        {
            "term": fit.terms,
            "coefficient": fit.estimate,
            "factor": np.exp(fit.estimate),
            "se": se,
            "se_robust": se_robust,
            "se_clustered": se_clustered,
            "z": z,
            "p": [2 * normal.cdf(-abs(value)) for value in z],
            "low": fit.estimate - reach * largest,
            "high": fit.estimate + reach * largest,
        }
    )
    of_terms = effects(fit, covariances).astype({"effect": "Float64", "effect_se": "Float64"})
    return found.merge(of_terms, on="term", how="left", validate="one_to_one")


def factors(found: pd.DataFrame, units: Mapping[str, float]) -> pd.DataFrame:
    """Return by how much a change of so many units multiplies: a row is one covariate.

    `found` is what `coefficients` or `after_gates` returns, of which what was refused is left out;
    `units` is the change to tell of a covariate (1 unless given). Columns: `term`, `factor`, and
    `low` and `high` of it (95 percent).

    >>> found = pd.DataFrame({"term": [CONSTANT, "log_distance"], "coefficient": [0.0, -1.0],
    ...                       "low": [0.0, -2.0], "high": [0.0, 0.0]})
    >>> factors(found, {"log_distance": np.log(2)}).round(3).to_numpy().tolist()
    [['log_distance', 0.5, 0.25, 1.0]]
    """
    known = found.reindex(columns=["term", "coefficient", "low", "high"])
    rows = known.loc[known["term"] != CONSTANT].dropna().reset_index(drop=True)
    change = rows["term"].map(dict(units)).fillna(1.0).astype("float64")
    columns = {"factor": "coefficient", "low": "low", "high": "high"}
    changes = {name: np.exp(change * rows[column]) for name, column in columns.items()}
    return rows[["term"]].assign(**changes)


def telling(found: pd.DataFrame, level: float) -> list[str]:
    """Return the covariates of which every p-value there is lies below a level.

    `found` is what `coefficients` or `after_gates` returns; a permuted p-value counts as well.

    >>> telling(pd.DataFrame({"term": [CONSTANT, "x", "z"], "p": [0.01, 0.02, 0.01],
    ...                       "p_permuted": [None, 0.03, 0.2]}), 0.05)
    ['x']
    """
    values = found.reindex(columns=[name for name in ("p", "p_permuted") if name in found])
    below = (values.astype("Float64") < level).fillna(False).all(axis="columns")
    sure = below & (found["term"] != CONSTANT) & (len(values.columns) > 0)
    return found.loc[sure, "term"].tolist()


def after_gates(
    model: Callable[[Sequence[str]], pd.DataFrame], covariates: Sequence[str]
) -> pd.DataFrame:
    """Return the coefficients of a model without the covariates that a gate refuses.

    `model` returns `coefficients` for covariates or raises NotEstimable. A row is one term; those
    refused come last, without a number, and `refused` says why ("" for the others). All that have a
    part in a separation are left out, more rather than fewer. What no choice of covariates would
    cure (too few rows, an outcome that is all alike) refuses every term; then there is no column of
    numbers.

    >>> rows = pd.DataFrame({"x": [0, 0, 0, 1, 1, 1], "y": [0, 0, 1, 0, 1, 1], "z": 3})
    >>> def model(covariates):
    ...     fit = fitted("logit", rows, "y", covariates, "")
    ...     return coefficients(fit, fit.bread)
    >>> after_gates(model, ["x", "z"])[["term", "refused"]].to_numpy().tolist()[1:]
    [['x', ''], ['z', 'the same in all 6 rows']]
    """
    kept, refused = list(covariates), dict[str, str]()
    found = pd.DataFrame({"term": pd.Series(dtype="str")})
    while CONSTANT not in refused:
        try:
            found = model(kept)
            break
        except NotEstimable as error:
            reason = str(error).removeprefix(f"{', '.join(error.covariates)}: ")
            blamed = [term for term in kept if term in error.covariates]
            if not blamed or error.kind == "not converged":
                blamed, reason = [CONSTANT, *kept], str(error)
            refused |= dict.fromkeys(blamed, reason)
            kept = [term for term in kept if term not in blamed]
    terms = found.set_index("term").reindex([*found["term"], *refused]).rename_axis("term")
    return terms.assign(refused=[refused.get(term, "") for term in terms.index]).reset_index()


def effects(fit: Fit, covariances: Sequence[Numbers]) -> pd.DataFrame:
    """Return average marginal effects: a row is one covariate.

    Columns: `term`; `effect`, on the mean count or the chance, averaged over all rows: from 0 to 1
    for a covariate that has no other values, else of one unit as the slope tells it; `effect_se`,
    the largest that the covariances of the estimates give by the delta method.

    >>> rows = pd.DataFrame({"x": [0] * 4 + [1] * 4, "y": [1, 2, 3, 2, 4, 6, 5, 5]})
    >>> fit = fitted("poisson", rows, "y", ["x"], "")
    >>> effects(fit, [fit.bread])["effect"].round(9).tolist()
    [3.0]
    """
    found = [
        _dummy_effect(fit, place) if set(values) <= {0.0, 1.0} else _slope_effect(fit, place)
        for place, values in enumerate(fit.design.T.tolist())
        if place
    ]
    variances = [
        max(float(slope @ covariance @ slope) for covariance in covariances) for _, slope in found
    ]
    return pd.DataFrame(
        {
            "term": fit.terms[1:],
            "effect": [effect for effect, _ in found],
            "effect_se": np.sqrt(variances),
        }
    )


def node_clustered(fit: Fit, dyads: pd.DataFrame) -> Numbers:
    """Return the covariance of estimates if any two pairs with a region in common go together.

    Terms x terms, with the factor n / (n - 1) for n regions. Raises NotEstimable for fewer than
    three regions, and where the data give a variance that is none.
    """
    ids = sorted({*dyads["region_id"], *dyads["other_id"]})
    if len(ids) < 3:
        raise NotEstimable("few clusters", [], "fewer than three regions cannot be clusters")
    place = pd.Series(range(len(ids)), ids)
    sums = np.zeros((len(ids), fit.scores.shape[1]))
    for column in ("region_id", "other_id"):
        np.add.at(sums, dyads[column].map(place).to_numpy(), fit.scores)
    # Each pair stands in the sums of both its regions, so its own square is counted once too often.
    meat = sums.T @ sums - fit.scores.T @ fit.scores
    return _sandwich(fit, meat * len(ids) / (len(ids) - 1))


def two_way_clustered(fit: Fit, first: "pd.Series[str]", second: "pd.Series[str]") -> Numbers:
    """Return the covariance of estimates if rows of one cluster, of either kind, go together.

    Terms x terms (Cameron, Gelbach and Miller 2011, Journal of Business and Economic Statistics 29,
    238-249), with the factor n / (n - 1) of each kind of cluster. Raises NotEstimable if there is
    one cluster of a kind, and where the data give a variance that is none.
    """
    both = first.astype("str") + "\n" + second.astype("str")
    meat = _clusters(fit, first) + _clusters(fit, second) - _clusters(fit, both)
    return _sandwich(fit, meat)


def _refuse_missing(rows: pd.DataFrame, columns: list[str]) -> None:
    """Raise NotEstimable where there is nothing, or not everything, to fit."""
    absent = [column for column in columns if column not in rows]
    if absent:
        raise NotEstimable("missing", absent, "no such column")
    if rows.empty:
        raise NotEstimable("empty", [], "there is no row to fit a model to")
    numbers = rows[columns].apply(pd.to_numeric, errors="coerce").astype("float64")
    gaps = (~np.isfinite(numbers)).sum()
    if gaps.any():
        names = gaps.index[gaps > 0].tolist()
        raise NotEstimable("missing", names, f"without a number in {gaps.max()} rows")
    if len(rows) < len(columns):
        raise NotEstimable("empty", [], f"{len(rows)} rows are too few for this model")


def _refuse_outcome(model: str, rows: pd.DataFrame, outcome: str) -> None:
    """Raise NotEstimable for an outcome that the model is not for."""
    y = rows[outcome]
    if model == "logit" and not y.isin([0, 1]).all():
        raise NotEstimable("outcome", [outcome], "neither 0 nor 1 in some rows")
    if (y < 0).any():
        raise NotEstimable("outcome", [outcome], "below 0 in some rows")


def _refuse_constant(rows: pd.DataFrame, columns: list[str]) -> None:
    """Raise NotEstimable for an outcome or covariates that have one value."""
    same = [column for column in columns if rows[column].eq(rows[column].iloc[0]).all()]
    if same:
        raise NotEstimable("constant", same, f"the same in all {len(rows)} rows")


def _refuse_collinear(design: Numbers, terms: Sequence[str]) -> None:
    """Raise NotEstimable for covariates that those before them add up to."""
    unit = design / np.sqrt((design**2).sum(axis=0))
    ranks = [np.linalg.matrix_rank(unit[:, : place + 1]) for place in range(len(terms))]
    sums = [terms[place] for place, rank in enumerate(ranks) if rank <= place][:1]
    if sums:
        raise NotEstimable("collinear", sums, "a sum of the covariates before it")


def _refuse_separated(model: str, y: Numbers, design: Numbers, terms: Sequence[str]) -> None:
    """Raise NotEstimable for covariates that can go to infinity without a loss of likelihood.

    Exact, by linear programming (Albert and Anderson 1984, doi 10.1093/biomet/71.1.1; for counts
    Correia, Guimaraes and Zylkin 2019, arXiv:1903.01633): is there a direction along which no row
    fits worse? A covariate with a part in any is named.
    """
    centred = design[:, 1:] - design[:, 1:].mean(axis=0)
    unit = np.column_stack([design[:, 0], centred / centred.std(axis=0)])
    if model == "logit":
        better, same = unit * np.where(y > 0, 1.0, -1.0)[:, None], unit[:0]
    else:
        # A count above zero pins the mean; a zero fits better the smaller the mean.
        better, same = -unit[y == 0], unit[y > 0]
    parts = [
        max(abs(_farthest(sign * np.eye(len(terms))[place], better, same)) for sign in (1, -1))
        for place in range(len(terms))
    ]
    named = [term for term, part in zip(terms, parts, strict=True) if part > CLOSE]
    if named:
        blamed = [term for term in named if term != CONSTANT] or named
        reason = "separates the outcome, so that the estimate would be infinite"
        raise NotEstimable("separated", blamed, reason)


def _farthest(along: Numbers, better: Numbers, same: Numbers) -> float:
    """Return how far a direction can go, in a box, where no row fits worse."""
    found = linprog(
        -along,
        A_ub=-better if len(better) else None,
        b_ub=np.zeros(len(better)) if len(better) else None,
        A_eq=same if len(same) else None,
        b_eq=np.zeros(len(same)) if len(same) else None,
        bounds=(-1, 1),
        method="highs",
    )
    if found.status:
        raise NotEstimable("not converged", [], "whether covariates separate cannot be decided")
    return float(-found.fun)


def _responses(model: str, linear: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return the mean at a linear predictor, its first and its second derivative."""
    if model == "poisson":
        mean = np.exp(linear)
        return mean, mean, mean
    mean = 1 / (1 + np.exp(-linear))
    slope = mean * (1 - mean)
    return mean, slope, slope * (1 - 2 * mean)


def _dummy_effect(fit: Fit, place: int) -> tuple[float, Numbers]:
    """Return the mean change from 0 to 1 of a covariate, and its slope in the estimates."""
    own = fit.design[:, place] * fit.estimate[place]
    zero, one = fit.design.copy(), fit.design.copy()
    zero[:, place], one[:, place] = 0.0, 1.0
    without, rise_without, _ = _responses(fit.model, fit.linear - own)
    with_it, rise_with, _ = _responses(fit.model, fit.linear - own + fit.estimate[place])
    slope = (one * rise_with[:, None] - zero * rise_without[:, None]).mean(axis=0)
    return float((with_it - without).mean()), slope


def _slope_effect(fit: Fit, place: int) -> tuple[float, Numbers]:
    """Return the mean slope in a covariate, and its slope in the estimates."""
    _, rise, bend = _responses(fit.model, fit.linear)
    slope = fit.estimate[place] * (fit.design * bend[:, None]).mean(axis=0)
    slope[place] += rise.mean()
    return float(fit.estimate[place] * rise.mean()), slope


def _clusters(fit: Fit, clusters: "pd.Series[str]") -> Numbers:
    """Return the squares of the scores added up by cluster, times n / (n - 1)."""
    codes, names = pd.factorize(clusters, sort=True)
    if len(names) < 2:
        raise NotEstimable("few clusters", [str(clusters.name)], "all rows are of one cluster")
    sums = np.zeros((len(names), fit.scores.shape[1]))
    np.add.at(sums, codes, fit.scores)
    return np.asarray(sums.T @ sums * len(names) / (len(names) - 1))


def _sandwich(fit: Fit, meat: Numbers) -> Numbers:
    """Return a covariance of the estimates; raise NotEstimable where a variance is none.

    With few clusters the sum of several terms may have a negative direction, which is set to zero
    (Cameron, Gelbach and Miller 2011).
    """
    values, directions = np.linalg.eigh((meat + meat.T) / 2)
    positive = directions * np.maximum(values, 0.0) @ directions.T
    covariance = fit.bread @ positive @ fit.bread
    none = np.diag(covariance) <= np.diag(fit.bread) * 1e-9
    if none.any():
        names = [term for term, zero in zip(fit.terms, none, strict=True) if zero]
        raise NotEstimable("few clusters", names, "clusters leave no variance to estimate")
    return np.asarray(covariance)
