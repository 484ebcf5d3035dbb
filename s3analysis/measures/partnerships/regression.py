"""Regression of counts that refuses: what has no meaningful estimate is named before it is fitted.

Poisson (PPML: Santos Silva and Tenreyro 2006, doi 10.1162/rest.88.4.641). The gates look for what
makes estimates infinite, arbitrary or a matter of a few counts, and say which covariate it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import t
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.stats.sandwich_covariance import cov_white_simple

Numbers = NDArray[np.float64]

CONSTANT = "constant"

EVENTS = 10
"""A covariate needs so many counts (Peduzzi et al. 1996, doi 10.1016/S0895-4356(96)00236-3)."""

CELL = 5
"""Each value of a covariate that has two needs so many counts."""

CONFIDENCE = 0.95


class NotEstimable(ValueError):
    """A model that data cannot estimate; `covariates` are what makes it so.

    `kind` is one of missing, empty, constant, collinear, few events, small cell, not converged, few
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

    terms: tuple[str, ...]
    estimate: Numbers
    design: Numbers
    scores: Numbers
    bread: Numbers
    robust: Numbers


def fitted(rows: pd.DataFrame, outcome: str, covariates: Sequence[str], offset: str) -> Fit:
    """Return a Poisson model fitted to rows, after every gate; "" is no offset.

    Raises NotEstimable, with the covariates that are to blame, if there are too few rows or a
    number is missing; if the outcome or a covariate is constant; if a covariate is a sum of others;
    if there are fewer than EVENTS counts for each covariate, or a cell of a covariate with two
    values has fewer than CELL (so that none separates the outcome); or if the fit does not
    converge.

    >>> rows = pd.DataFrame({"x": [0] * 5 + [1] * 5, "y": [1, 2, 3, 2, 2, 4, 6, 5, 5, 5]})
    >>> np.exp(fitted(rows, "y", ["x"], "").estimate).round(6).tolist()
    [2.0, 2.5]
    >>> fitted(rows.assign(z=3), "y", ["x", "z"], "")
    Traceback (most recent call last):
    s3analysis.measures.partnerships.regression.NotEstimable: z: the same in all 10 rows
    """
    terms = (CONSTANT, *covariates)
    _refuse_missing(rows, [outcome, *covariates, *filter(None, [offset])])
    _refuse_constant(rows, [outcome, *covariates])
    y = rows[outcome].to_numpy(dtype="float64")
    design = np.column_stack([np.ones(len(rows)), rows[list(covariates)].to_numpy(dtype="float64")])
    _refuse_collinear(design, terms)
    _refuse_few(y, design, covariates)
    known = rows[offset].to_numpy(dtype="float64") if offset else np.zeros(len(rows))
    result = GLM(y, design, family=Poisson(), offset=known).fit(maxiter=100, tol=1e-12)
    estimate = np.asarray(result.params, dtype="float64")
    if not (result.converged and np.isfinite(estimate).all()):
        raise NotEstimable("not converged", covariates, "the fit does not converge")
    return Fit(
        terms=terms,
        estimate=estimate,
        design=design,
        scores=result.model.score_obs(estimate),
        bread=result.cov_params(),
        robust=cov_white_simple(result, use_correction=False),
    )


def coefficients(fit: Fit, clustered: Numbers, clusters: int) -> pd.DataFrame:
    """Return the coefficients of a model with three standard errors: a row is one term.

    `clustered` is a covariance of the estimates over so many clusters. Columns: `term`;
    `coefficient` (of the log of the mean count); `se` (if the model were true), `se_robust` (rows
    independent), `se_clustered`; `z` from the largest of the three, since few clusters make the
    last too small; `p`, and `low` and `high` of the coefficient (95 percent), from Student's t with
    one degree of freedom less than there are clusters.
    """
    se, se_robust, se_clustered = (
        np.sqrt(np.diag(each)) for each in (fit.bread, fit.robust, clustered)
    )
    largest = np.maximum.reduce([se, se_robust, se_clustered])
    z = fit.estimate / largest
    reach = t.ppf((1 + CONFIDENCE) / 2, clusters - 1)
    return pd.DataFrame(
        {
            "term": fit.terms,
            "coefficient": fit.estimate,
            "se": se,
            "se_robust": se_robust,
            "se_clustered": se_clustered,
            "z": z,
            "p": 2 * t.sf(np.abs(z), clusters - 1),
            "low": fit.estimate - reach * largest,
            "high": fit.estimate + reach * largest,
        }
    )


def telling(found: pd.DataFrame, without: pd.DataFrame, level: float) -> list[str]:
    """Return the covariates of which every p-value there is lies below a level.

    `found` is what `after_gates` returns; a permuted p-value counts as well. `without` holds the
    same, with parts of the data left out: a covariate has to hold in each.

    >>> found = pd.DataFrame({"term": [CONSTANT, "x", "z"], "p": [0.01, 0.02, 0.01],
    ...                       "p_permuted": [None, 0.03, 0.2]})
    >>> telling(found, found.head(0), 0.05)
    ['x']
    >>> telling(found, pd.DataFrame({"term": ["x"], "p": [0.06]}), 0.05)
    []
    """
    values = found.reindex(columns=[name for name in ("p", "p_permuted") if name in found])
    below = (values.astype("Float64") < level).fillna(False).all(axis="columns")
    sure = below & (found["term"] != CONSTANT) & (len(values.columns) > 0)
    holds = without.reindex(columns=["p"])["p"].astype("Float64") < level
    fragile = without.loc[~holds.fillna(False).astype("bool"), "term"]
    return found.loc[sure & ~found["term"].isin(fragile), "term"].tolist()


def after_gates(
    model: Callable[[Sequence[str]], pd.DataFrame], covariates: Sequence[str]
) -> pd.DataFrame:
    """Return the coefficients of a model without the covariates that a gate refuses.

    `model` returns `coefficients` for covariates or raises NotEstimable. A row is one term; those
    refused come last, without a number, and `refused` says why ("" for the others). What no choice
    of covariates would cure (too few rows, an outcome that is all alike) refuses every term; then
    there is no column of numbers.

    >>> rows = pd.DataFrame({"x": [0] * 5 + [1] * 5, "y": [1, 2, 3, 2, 2, 4, 6, 5, 5, 5], "z": 3})
    >>> def model(covariates):
    ...     fit = fitted(rows, "y", covariates, "")
    ...     return coefficients(fit, fit.bread, 10)
    >>> after_gates(model, ["x", "z"])[["term", "refused"]].to_numpy().tolist()[1:]
    [['x', ''], ['z', 'the same in all 10 rows']]
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


def _refuse_missing(rows: pd.DataFrame, columns: list[str]) -> None:
    """Raise NotEstimable where there is nothing, or not everything, to fit."""
    numbers = rows[columns].apply(pd.to_numeric, errors="coerce").astype("float64")
    gaps = (~np.isfinite(numbers)).sum()
    if gaps.any():
        names = gaps.index[gaps > 0].tolist()
        raise NotEstimable("missing", names, f"without a number in {gaps.max()} rows")
    if len(rows) < len(columns):
        raise NotEstimable("empty", [], f"{len(rows)} rows are too few for this model")


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


def _refuse_few(y: Numbers, design: Numbers, covariates: Sequence[str]) -> None:
    """Raise NotEstimable where an estimate would be a matter of a few counts."""
    if y.sum() < EVENTS * len(covariates):
        why = f"{y.sum():.0f} counts are too few for {len(covariates)} (at least {EVENTS} each)"
        raise NotEstimable("few events", covariates, why)
    for name, values in zip(covariates, design.T[1:], strict=True):
        two = np.unique(values)
        if len(two) == 2 and min(y[values == one].sum() for one in two) < CELL:
            why = f"fewer than {CELL} counts have one of its two values"
            raise NotEstimable("small cell", [name], why)


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
