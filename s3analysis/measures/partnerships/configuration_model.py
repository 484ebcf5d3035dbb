"""The bipartite configuration model: chances for each region to be in each partnership.

A second opinion beside the draws of null_model. The margins (partnerships of a region, regions of a
partnership) hold on average and not in every case, and tails are exact, without a draw (Saracco et
al. 2015, doi 10.1038/srep10595; 2017, doi 10.1088/1367-2630/aa6b38).
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import false_discovery_control

from s3analysis.measures.partnerships import network
from s3analysis.measures.undefined import Undefined

Numbers = NDArray[np.float64]

CLOSE = 1e-10
"""How near the margins of the model come to those observed."""

STEPS = 500


class NotFitted(ValueError):
    """Margins for which the model was not found within STEPS."""


def probabilities(incidence: pd.DataFrame) -> pd.DataFrame:
    """Return the chance of each region to be in each partnership, margins being kept on average.

    Rows are regions, columns partnerships, values probabilities x y / (1 + x y) whose sums are the
    observed margins. A region that is everywhere or nowhere, and a partnership that has all or
    none, is certain; other cells that the margins force are so to within CLOSE. Raises NotFitted if
    the margins are not met within STEPS.

    >>> seen = pd.DataFrame([[1, 1], [1, 0], [0, 1]], index=["r1", "r2", "r3"])
    >>> probabilities(seen).round(6).to_numpy().tolist()
    [[1.0, 1.0], [0.5, 0.5], [0.5, 0.5]]
    """
    matrix = incidence.to_numpy() > 0
    chance = np.zeros(matrix.shape)
    rows, columns = np.ones(len(matrix), dtype=bool), np.ones(matrix.shape[1], dtype=bool)
    while True:
        inner = matrix[np.ix_(rows, columns)]
        across, down = inner.sum(axis=1), inner.sum(axis=0)
        free_rows = (across > 0) & (across < inner.shape[1])
        free_columns = (down > 0) & (down < inner.shape[0])
        if free_rows.all() and free_columns.all():
            break
        # What is certain is as observed; the rest is the same problem without it.
        chance[np.ix_(rows, columns)] = inner
        rows[np.flatnonzero(rows)[~free_rows]] = False
        columns[np.flatnonzero(columns)[~free_columns]] = False
    if inner.size:
        chance[np.ix_(rows, columns)] = _fitted(across.astype("float64"), down.astype("float64"))
    return pd.DataFrame(chance, index=incidence.index, columns=incidence.columns)


def pairs(members: pd.DataFrame) -> pd.DataFrame:
    """Return all pairs of regions beside the configuration model: a row is two regions.

    Columns as in null_model.pairs. The number of partnerships that two regions share is a sum of
    independent chances, so that `p_more` is exact (Poisson's binomial distribution).

    >>> members = pd.DataFrame({"partnership_id": ["a", "a", "b", "b"],
    ...                         "region_id": ["r1", "r2", "r2", "r3"]})
    >>> pairs(members)["p_more"].round(9).tolist()
    [0.75, 1.0, 0.75]
    """
    seen = network.biadjacency(members)
    first, second = np.triu_indices(len(seen), k=1)
    if not len(first):
        raise Undefined("there is no pair where there is one region")
    matrix = seen.to_numpy()
    chance = probabilities(seen).to_numpy()
    both = chance[first] * chance[second]
    shared = (matrix @ matrix.T)[first, second]
    exactly = np.zeros((len(first), matrix.shape[1] + 1))
    exactly[:, 0] = 1.0
    for place in range(matrix.shape[1]):
        more = both[:, [place]]
        moved = np.pad(exactly[:, :-1], ((0, 0), (1, 0)))
        exactly = exactly * (1 - more) + moved * more
    as_many = exactly[:, ::-1].cumsum(axis=1)[:, ::-1].clip(max=1.0)
    found = pd.DataFrame(
        {
            "region_id": seen.index[first],
            "other_id": seen.index[second],
            "shared": shared,
            "expected": both.sum(axis=1),
            "p_more": np.where(shared == 0, 1.0, as_many[np.arange(len(first)), shared]),
        }
    )
    return found.assign(q=false_discovery_control(found["p_more"]))


def _fitted(across: Numbers, down: Numbers) -> Numbers:
    """Return the probabilities whose margins are `across` and `down`, by Newton's method.

    Rows with the same margin have the same multiplier, so the unknowns are as many as there are
    different margins. The likelihood is concave in the logarithms of the multipliers; of these only
    sums matter, hence the pseudo-inverse.
    """
    rows, of_row, many_rows = np.unique(across, return_inverse=True, return_counts=True)
    columns, of_column, many_columns = np.unique(down, return_inverse=True, return_counts=True)
    wanted = np.concatenate([rows * many_rows, columns * many_columns])
    weight = np.outer(many_rows, many_columns).astype("float64")
    logs = np.concatenate(
        [np.log(rows / np.sqrt(across.sum())), np.log(columns / np.sqrt(down.sum()))]
    )
    for _ in range(STEPS):
        chance = _logistic(logs, len(rows))
        expected = chance * weight
        gap = wanted - np.concatenate([expected.sum(axis=1), expected.sum(axis=0)])
        if np.abs(gap).max() < CLOSE:
            return np.asarray(chance[np.ix_(of_row, of_column)])
        spread = expected * (1 - chance)
        curve = np.block(
            [
                [np.diag(spread.sum(axis=1)), spread],
                [spread.T, np.diag(spread.sum(axis=0))],
            ]
        )
        step = np.linalg.pinv(curve, rcond=1e-12, hermitian=True) @ gap
        logs = logs + _damped(logs, step, wanted, weight, len(rows))
    raise NotFitted(f"no probabilities with these margins within {STEPS} steps")


def _logistic(logs: Numbers, rows: int) -> Numbers:
    """Return the probabilities of a region and a partnership from the logs of their multipliers."""
    return np.asarray(1 / (1 + np.exp(-np.add.outer(logs[:rows], logs[rows:]))))


def _damped(logs: Numbers, step: Numbers, wanted: Numbers, weight: Numbers, rows: int) -> Numbers:
    """Return a step, halved until the likelihood is not less for it."""

    def likelihood(at: Numbers) -> float:
        sums = np.add.outer(at[:rows], at[rows:])
        return float(wanted @ at - (weight * np.logaddexp(0, sums)).sum())

    here = likelihood(logs)
    for _ in range(40):
        if likelihood(logs + step) >= here - abs(here) * 1e-14:
            return step
        step = step / 2
    return step
