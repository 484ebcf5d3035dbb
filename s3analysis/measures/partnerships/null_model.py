"""What chance alone would give: every region as often, every partnership as large as it is.

The null model says that regions and partnerships keep their sizes (margins), and that nothing else
decides who is where: matrices with exactly these margins, drawn at random by trades (the curveball
of Strona et al. 2014, doi 10.1038/ncomms5114). Every result takes `draws` and `seed`. For a second
opinion see configuration_model.

A p-value from draws is (1 + draws as extreme) / (1 + draws), so it is never 0. `p_more` and
`p_fewer` are the chances of as much or more, as little or less; `p` is twice the lesser, 1 at most.
`q` is corrected for all rows of a result (Benjamini and Hochberg 1995): where q is below 0.05, at
most one in twenty rows so named is expected to be chance. It is made from the upper limit of each
p that the draws leave open (95 percent: three in as many draws where none was as extreme), so that
no finding is one of a seed, or of the smallest p that so many draws can give.
"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import false_discovery_control
from statsmodels.stats.proportion import proportion_confint

from s3analysis.measures.partnerships import network, network_batches
from s3analysis.measures.undefined import Undefined

Numbers = NDArray[np.float64]
Bits = NDArray[np.bool_]

TRADES = 20
"""Trades for each list before a draw. In Table 4 the means of all measures stand from five on."""

BATCH = 200
"""Draws that are made and measured at once; part of what a seed means."""

SAME = 1e-9
"""Values that differ by no more are the same: a draw like the observed network is as extreme."""

LEVEL = 0.05
"""Below it a p-value, or a q-value where many are compared, is more than chance explains."""

BOUNDS = (0.025, 0.975)
"""Between `low` and `high` lie 95 percent of the draws."""


def curveball(incidence: pd.DataFrame, draws: int, seed: int) -> Bits:
    """Return random matrices with the margins of one: an array draws x regions x partnerships.

    Drawn once for all that is measured on them; not to be written to.
    Each draw starts from the observed matrix and makes TRADES trades for each list (of the shorter
    side), so draws are independent of one another. In a trade two lists pool what only one of them
    has and share it out again at random, each as many as before. Raises Undefined for no draw.

    >>> seen = pd.DataFrame([[1, 0], [1, 1], [0, 1]], index=["r1", "r2", "r3"], columns=["a", "b"])
    >>> drawn = curveball(seen, draws=5, seed=1)
    >>> drawn.shape, drawn.sum(axis=2).tolist()[0], drawn.sum(axis=1).tolist()[0]
    ((5, 3, 2), [1, 2, 1], [2, 2])
    """
    if draws < 1:
        raise Undefined("there is no null model without a draw")
    matrix = incidence.to_numpy() > 0
    return _drawn(matrix.tobytes(), matrix.shape, draws, seed)


@lru_cache(maxsize=2)
def _drawn(observed: bytes, shape: tuple[int, int], draws: int, seed: int) -> Bits:
    matrix = np.frombuffer(observed, dtype=np.bool_).reshape(shape)
    wide = shape[0] < shape[1]
    lists = matrix if wide else matrix.T
    random = np.random.default_rng(seed)
    batches = [
        _traded(lists, min(BATCH, draws - begun), random) for begun in range(0, draws, BATCH)
    ]
    drawn = np.concatenate(batches)
    drawn.flags.writeable = False
    return drawn if wide else drawn.transpose(0, 2, 1)


def _traded(lists: Bits, draws: int, random: np.random.Generator) -> Bits:
    """Return draws x lists x members after all trades."""
    drawn = np.repeat(lists[None], draws, axis=0)
    each = np.arange(draws)
    if len(lists) < 2:
        return drawn
    for _ in range(TRADES * len(lists)):
        first = random.integers(len(lists), size=draws)
        second = (first + random.integers(1, len(lists), size=draws)) % len(lists)
        one, other = drawn[each, first], drawn[each, second]
        pool = one ^ other
        keys = np.where(pool, random.random(pool.shape), 2.0)
        taken = (one & pool).sum(axis=1)
        # One takes the members with the smallest keys, as many as it gave.
        edge = np.take_along_axis(
            np.pad(np.sort(keys, axis=1), ((0, 0), (1, 0)), constant_values=-1.0),
            taken[:, None],
            axis=1,
        )
        won = pool & (keys <= edge)
        drawn[each, first] = (one & ~pool) | won
        drawn[each, second] = (other & ~pool) | (pool & ~won)
    return drawn


def beside(found: pd.DataFrame, by: str, level: float) -> "pd.Series[str]":
    """Return how each row stands to chance: `more`, `fewer`, `as chance` or `not compared`.

    `found` is what `whole` and its like return; `by` is the column, p or q, that is to be below
    `level`. What has no p is not compared.

    >>> found = pd.DataFrame({"p_more": [0.01, 0.99, 0.5, None], "p_fewer": [0.99, 0.01, 0.5, None],
    ...                       "p": [0.02, 0.02, 1.0, None]}, dtype="Float64")
    >>> beside(found, "p", 0.05).tolist()
    ['more', 'fewer', 'as chance', 'not compared']
    """
    rare = (found[by] < level).fillna(False).astype("bool")
    above = (found["p_more"] < found["p_fewer"]).fillna(False).astype("bool")
    return (
        pd.Series("as chance", found.index)
        .mask(rare & above, "more")
        .mask(rare & ~above, "fewer")
        .mask(found["p"].isna(), "not compared")
    )


def whole(members: pd.DataFrame, draws: int, seed: int) -> pd.DataFrame:
    """Return the network as a whole beside its null: a row is one measure of network_batches.

    Columns: `measure`, `observed`, `expected` (mean of the draws), `low` and `high` (95 percent of
    them), `z`, `p_more`, `p_fewer`, `p`, `undefined` (why there is no z or no p, "" where there is)
    and `q`: missing without a p.

    >>> members = pd.DataFrame({"partnership_id": ["a", "a"], "country_id": ["PT", "SE"],
    ...                         "region_id": ["norte", "skane"]})
    >>> whole(members, draws=10, seed=1)["undefined"].unique().tolist()
    ['every draw gives the same']
    """
    seen = network.biadjacency(members)
    country = _country_codes(members, seen.index)
    measured = network_batches.whole(seen.to_numpy()[None] > 0, country)
    observed = pd.Series({name: float(value[0]) for name, value in measured.items()})
    why = "all ties are of one country" if observed["pairs"] else "no two regions are tied"
    undefined = pd.Series("", observed.index).mask(observed.isna(), why)
    drawn = [
        network_batches.whole(stack, country) for stack in _batches(curveball(seen, draws, seed))
    ]
    null = {name: np.concatenate([batch[name] for batch in drawn]) for name in measured}
    return _adjusted(_summaries(observed, null, undefined, "measure"))


def positions(members: pd.DataFrame, draws: int, seed: int) -> pd.DataFrame:
    """Return each region's place beside its null: a row is one region and one measure.

    Measures are those of network_batches.positions. Columns: `region_id`,
    `measure` and those of `whole`; `q` is over all regions and all measures. Regions in as many
    partnerships have the same null, so that their draws are taken together. A region of few
    partnerships has a low degree in every draw as well: what stands here is what its number of
    partnerships does not explain.

    >>> members = pd.DataFrame({"partnership_id": ["a", "a", "b", "b"], "country_id": "SE",
    ...                         "region_id": ["r1", "r2", "r2", "r3"]})
    >>> found = positions(members, draws=9, seed=1)
    >>> found.loc[found["measure"] == "strength", ["region_id", "observed"]].to_numpy().tolist()
    [['r1', 1.0], ['r2', 2.0], ['r3', 1.0]]
    """
    seen = network.biadjacency(members)
    measured = network_batches.positions(seen.to_numpy()[None] > 0)
    drawn = [network_batches.positions(stack) for stack in _batches(curveball(seen, draws, seed))]
    values = {name: np.concatenate([batch[name] for batch in drawn]) for name in drawn[0]}
    everywhere = pd.Series("", seen.index)
    held = seen.sum(axis=1)
    frames = {}
    for name, null in values.items():
        alike = {size: null[:, held == size].ravel() for size in held.unique()}
        own = dict(zip(seen.index, (alike[size] for size in held), strict=True))
        frames[name] = _summaries(
            pd.Series(measured[name][0], seen.index), own, everywhere, "region_id"
        )
    found = pd.concat(frames, names=["measure"]).reset_index(level="measure")
    return _adjusted(found.reset_index(drop=True))


def pairs(members: pd.DataFrame, draws: int, seed: int) -> pd.DataFrame:
    """Return all pairs of regions beside their null: a row is two regions, tied or not.

    Columns: `region_id` and `other_id` (first in the alphabet first), `shared` (partnerships),
    `expected`, `p_more` and `q` over all pairs. Two pairs whose regions are in as many partnerships
    have the same null, and draws of all of them are taken together: enough for a correction over a
    thousand pairs.

    >>> members = pd.DataFrame({"partnership_id": ["a", "a", "b", "b"],
    ...                         "region_id": ["r1", "r2", "r2", "r3"]})
    >>> pairs(members, draws=20, seed=1)[["region_id", "other_id", "shared"]].to_numpy().tolist()
    [['r1', 'r2', 1], ['r1', 'r3', 0], ['r2', 'r3', 1]]
    """
    seen = network.biadjacency(members)
    first, second = np.triu_indices(len(seen), k=1)
    if not len(first):
        raise Undefined("there is no pair where there is one region")
    matrix = seen.to_numpy()
    shared = (matrix @ matrix.T)[first, second]
    held = matrix.sum(axis=1)
    sizes = np.sort(np.stack([held[first], held[second]]), axis=0)
    _, kind = np.unique(sizes, axis=1, return_inverse=True)
    values = matrix.shape[1] + 1
    counts = np.zeros((kind.max() + 1) * values, dtype="int64")
    for stack in _batches(curveball(seen, draws, seed)):
        drawn = network_batches.sharing(stack)[:, first, second].astype("int64")
        counts += np.bincount((kind * values + drawn).ravel(), minlength=len(counts))
    null = counts.reshape(-1, values)
    total, as_many = null.sum(axis=1), null[:, ::-1].cumsum(axis=1)[:, ::-1]
    found = pd.DataFrame(
        {
            "region_id": seen.index[first],
            "other_id": seen.index[second],
            "shared": shared,
            "expected": (null @ np.arange(values) / total)[kind],
            "p_more": (1 + as_many[kind, shared]) / (1 + total[kind]),
        }
    )
    limit = upper_limit(as_many[kind, shared], total[kind])
    return found.assign(q=false_discovery_control(limit))


def partnerships(members: pd.DataFrame, draws: int, seed: int) -> pd.DataFrame:
    """Return all pairs of partnerships beside their null: a row is two partnerships.

    Columns: `partnership_id` and `other_id` (first in the alphabet first), `observed` (regions in
    both), and those of `whole`. Raises Undefined for one partnership.

    >>> members = pd.DataFrame({"partnership_id": ["a", "a", "b"],
    ...                         "region_id": ["r1", "r2", "r2"]})
    >>> found = partnerships(members, draws=9, seed=1)
    >>> found[["partnership_id", "other_id", "observed"]].to_numpy().tolist()
    [['a', 'b', 1.0]]
    """
    seen = network.biadjacency(members)
    first, second = np.triu_indices(seen.shape[1], k=1)
    if not len(first):
        raise Undefined("there is no pair where there is one partnership")
    drawn = curveball(seen, draws, seed).transpose(0, 2, 1)
    values = np.concatenate(
        [network_batches.sharing(stack)[:, first, second] for stack in _batches(drawn)]
    )
    observed = network_batches.sharing(seen.to_numpy().T[None] > 0)[0, first, second]
    names = seen.columns[first] + " " + seen.columns[second]
    null = dict(zip(names, values.T, strict=True))
    summaries = _summaries(pd.Series(observed), null, pd.Series("", names), "pair")
    found = _adjusted(summaries).drop(columns="pair")
    found.insert(0, "partnership_id", seen.columns[first])
    found.insert(1, "other_id", seen.columns[second])
    return found


def among(members: pd.DataFrame, largest: pd.DataFrame, draws: int, seed: int) -> pd.DataFrame:
    """Return the pairs of some partnerships beside the null of all, with `beside` (by p).

    `largest` are memberships of those to return. No row where there is one partnership.
    """
    try:
        found = partnerships(members, draws, seed)
    except Undefined:
        return pd.DataFrame(columns=["partnership_id", "other_id", "beside"])
    found["beside"] = beside(found, "p", LEVEL)
    kept = set(largest["partnership_id"])
    return found[found[["partnership_id", "other_id"]].isin(kept).all(axis="columns")]


def vanguard(
    members: pd.DataFrame, partnerships: pd.DataFrame, draws: int, seed: int
) -> pd.DataFrame:
    """Return how far Vanguard pilots and other partnerships have the same regions, beside the null.

    Rows are measures, columns those of `whole`: `both` (regions in a pilot and in another
    partnership), `pilots_only`, `others_only`, and `meetings` (for each region, its pilots times
    its other partnerships, added up). Vanguard is said of partnerships; of no region is it known
    whether it belongs to the initiative. Raises Undefined unless there are members in both kinds,
    and for partnerships of which the kind is not known.

    >>> members = pd.DataFrame({"partnership_id": ["a", "b"], "region_id": ["skane", "skane"]})
    >>> kinds = pd.DataFrame({"partnership_id": ["a", "b"], "vanguard_pilot": ["yes", "no"]})
    >>> vanguard(members, kinds, draws=9, seed=1)["observed"].tolist()
    [1.0, 0.0, 0.0, 1.0]
    """
    seen = network.biadjacency(members)
    kinds = partnerships.set_index("partnership_id")["vanguard_pilot"]
    known = kinds.reindex(seen.columns)
    unknown = known.index[~known.isin(["yes", "no"])].tolist()
    if unknown:
        raise Undefined(f"whether these are pilots is not known: {', '.join(unknown)}")
    pilot = (known == "yes").to_numpy()
    if pilot.all() or not pilot.any():
        raise Undefined("pilots and other partnerships cannot be compared: one kind has no member")
    null = network_batches.overlap(curveball(seen, draws, seed), pilot)
    measured = network_batches.overlap(seen.to_numpy()[None] > 0, pilot)
    observed = pd.Series([float(value[0]) for value in measured.values()])
    return _adjusted(_summaries(observed, null, pd.Series("", observed.index), "measure"))


def _summaries(
    observed: "pd.Series[float]", null: dict[str, Numbers], undefined: "pd.Series[str]", key: str
) -> pd.DataFrame:
    """Return observed values with the summary of their draws: a row is one, named in `key`."""
    rows = [
        [name, *_summary(value, null[name], why)]
        for name, value, why in zip(null, observed, undefined, strict=True)
    ]
    numbers = ["observed", "expected", "low", "high", "z", "p_more", "p_fewer", "p", "p_limit"]
    found = pd.DataFrame(rows, columns=[key, *numbers, "undefined"])
    return found.astype(dict.fromkeys(numbers, "Float64"))


def _summary(value: float, null: Numbers, undefined: str) -> list[object]:
    """Return the columns of `whole` for one value and its draws; no number where there is none."""
    if undefined:
        return [pd.NA] * 9 + [undefined]
    if np.isnan(null).any():
        return [value] + [pd.NA] * 8 + [f"not defined in {np.isnan(null).sum()} of the draws"]
    draws = len(null)
    as_much, as_little = int((null >= value - SAME).sum()), int((null <= value + SAME).sum())
    more, fewer = (1 + as_much) / (1 + draws), (1 + as_little) / (1 + draws)
    spread = float(null.std())
    low, high = np.quantile(null, BOUNDS)
    expected, p = float(null.mean()), min(1.0, 2 * min(more, fewer))
    if spread < SAME:
        same = "every draw gives the same"
        return [value, expected, low, high, *[pd.NA] * 5, same]
    limit = min(1.0, 2 * float(upper_limit(min(as_much, as_little), draws)))
    return [value, expected, low, high, (value - expected) / spread, more, fewer, p, limit, ""]


def upper_limit(extreme: ArrayLike, draws: ArrayLike) -> Numbers:
    """Return the upper limit of a p-value after so many draws, of which some were as extreme.

    The exact one-sided limit of Clopper and Pearson, 95 percent.

    >>> float(upper_limit(0, 2000).round(5)), float(upper_limit(2000, 2000))
    (0.0015, 1.0)
    """
    return np.asarray(proportion_confint(extreme, draws, alpha=0.1, method="beta")[1])


def _adjusted(found: pd.DataFrame) -> pd.DataFrame:
    """Return rows with q in place of `p_limit`; a row without a p counts as 1 and has no q."""
    q = false_discovery_control(found["p_limit"].fillna(1.0).astype("float64"))
    corrected = pd.Series(q, found.index, dtype="Float64").mask(found["p_limit"].isna())
    return found.drop(columns="p_limit").assign(q=corrected)


def _batches(drawn: Bits) -> Iterator[Bits]:
    """Return draws in batches that fit into memory when they are measured."""
    return (drawn[begun : begun + BATCH] for begun in range(0, len(drawn), BATCH))


def _country_codes(members: pd.DataFrame, regions: pd.Index) -> Bits:
    """Return region x country: which region is of which."""
    country = members.drop_duplicates("region_id").set_index("region_id")["country_id"]
    of = country.reindex(regions).to_numpy()
    return np.asarray(of[:, None] == np.array(sorted(set(of)))[None, :])
