"""The measures of many networks at once, for the draws of a null model.

A stack holds, for each draw, which region is in which partnership (draws x regions x partnerships,
True or False); the network observed is a stack of one. The numbers are those of networkx, by matrix
algebra in place of walks: a thousand networks take about as long as one walked forty times.

A partnership ties each of its regions to each other one. So the density of this network, its
clustering and its core say first of all how large the largest partnership is. Nothing here is a
finding until it stands beside its null model: see null_model.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from s3analysis.measures.partnerships.network import STRONG

Numbers = NDArray[np.float64]
Bits = NDArray[np.bool_]


def whole(stack: Bits, country: Bits) -> dict[str, Numbers]:
    """Return what each network is like as a whole: measures, each with a number a draw.

    `country` is regions x countries, True for the country of a region.

    - `pairs` (of regions that share a partnership), `components` (parts that hang together),
      `density` (pairs over all that there could be);
    - `repeated` (pairs that share two partnerships or more), `strong` (STRONG or more),
      `strongest` (most that a pair shares);
    - `transitivity` (of regions tied to one other, the share of two that are tied), `clustering`
      (the mean over regions), `core` (the largest k for which regions have k ties within a group),
      `core_regions` (regions in that group);
    - `same_country` (assortativity by country: 1 if all ties are within countries, 0 if as many as
      if they were drawn by degree; Newman 2003, doi 10.1103/PhysRevE.67.026126; NaN where all ties
      are of one country).
    """
    shared = sharing(stack)
    tied = _tied(shared)
    regions = tied.shape[1]
    upper = np.triu_indices(regions, k=1)
    between = shared[:, upper[0], upper[1]]
    degree = tied.sum(axis=2)
    closed = np.einsum("dij,dij->di", tied @ tied, tied)
    open_or_closed = degree * (degree - 1)
    core = _cores(tied)
    could = max(regions * (regions - 1), 1)
    return {
        "pairs": (between > 0).sum(axis=1).astype("float64"),
        "components": _components(tied),
        "density": degree.sum(axis=1) / could,
        "repeated": (between >= 2).sum(axis=1).astype("float64"),
        "strong": (between >= STRONG).sum(axis=1).astype("float64"),
        "strongest": between.max(axis=1, initial=0.0),
        "transitivity": _over(closed.sum(axis=1), open_or_closed.sum(axis=1), 0.0),
        "clustering": _over(closed, open_or_closed, 0.0).mean(axis=1),
        "core": core.max(axis=1),
        "core_regions": (core == core.max(axis=1, keepdims=True)).sum(axis=1).astype("float64"),
        "same_country": _assortativity(tied, country),
    }


def _assortativity(tied: Numbers, country: Bits) -> Numbers:
    """Return the assortativity by country of each network; NaN where all ties are of one."""
    within = ((tied @ country.astype("float64")) * country).sum(axis=(1, 2))
    ends = (tied.sum(axis=2)[:, :, None] * country).sum(axis=1)
    total, chance = ends.sum(axis=1), (ends**2).sum(axis=1)
    return _over(within * total - chance, total**2 - chance, np.nan)


def positions(stack: Bits) -> dict[str, Numbers]:
    """Return where each region stands in each draw: measures, each draws x regions.

    `degree` (other regions it shares any partnership with), `strength` (partnerships shared, added
    up over others), `betweenness` (the share of shortest ways between two others that pass it, 0 to
    1, ties unweighted: Freeman 1977, doi 10.2307/3033543) and `core` (the largest k for which it is
    in a group whose regions have k ties within it).
    """
    shared = sharing(stack)
    tied = _tied(shared)
    places = np.arange(tied.shape[1])
    return {
        "degree": tied.sum(axis=2),
        "strength": shared.sum(axis=2) - shared[:, places, places],
        "betweenness": _betweenness(tied),
        "core": _cores(tied),
    }


def sharing(stack: Bits) -> Numbers:
    """Return draws x regions x regions: partnerships shared, whole numbers in floats."""
    numbers = stack.astype("float64")
    return np.asarray(numbers @ numbers.transpose(0, 2, 1))


def overlap(stack: Bits, pilot: Bits) -> dict[str, Numbers]:
    """Return the measures of `vanguard` for each draw."""
    pilots, others = stack[:, :, pilot].sum(axis=2), stack[:, :, ~pilot].sum(axis=2)
    found = {
        "both": (pilots > 0) & (others > 0),
        "pilots_only": (pilots > 0) & (others == 0),
        "others_only": (pilots == 0) & (others > 0),
        "meetings": pilots * others,
    }
    return {name: values.sum(axis=1).astype("float64") for name, values in found.items()}


def _tied(shared: Numbers) -> Numbers:
    """Return 1 where two different regions share any partnership, else 0."""
    tied = (shared > 0).astype("float64")
    places = np.arange(tied.shape[1])
    tied[:, places, places] = 0.0
    return tied


def _over(above: Numbers, below: Numbers, otherwise: float) -> Numbers:
    """Return a division, `otherwise` where there is nothing to divide by."""
    quotient = np.full(above.shape, otherwise)
    np.divide(above, below, out=quotient, where=below > 0)
    return quotient


def _cores(tied: Numbers) -> Numbers:
    """Return core numbers, draws x regions: for k = 1, 2, ... drop who has fewer than k ties."""
    alive = np.ones(tied.shape[:2])
    core = np.zeros(tied.shape[:2])
    level = 0
    while alive.any():
        level += 1
        while True:
            ties = (tied @ alive[:, :, None])[:, :, 0]
            staying = alive * (ties >= level)
            if (staying == alive).all():
                break
            alive = staying
        core[alive > 0] = level
    return core


def _components(tied: Numbers) -> Numbers:
    """Return the number of parts that hang together, for each draw."""
    return np.array([connected_components(each, directed=False)[0] for each in tied], "float64")


def _betweenness(tied: Numbers) -> Numbers:
    """Return betweenness of regions, draws x regions (Brandes 2001, by matrices).

    Forward: the number of shortest ways from each region to each other, by distance. Backward: from
    the farthest on, what passes each region on its way from each source.
    """
    draws, regions = tied.shape[:2]
    distance = np.where(np.eye(regions, dtype=bool), 0.0, np.inf) + np.zeros((draws, 1, 1))
    ways = np.eye(regions) + np.zeros((draws, 1, 1))
    front, level = ways, 0
    while front.any():
        level += 1
        front = (front @ tied) * np.isinf(distance)
        distance[front > 0] = level
        ways = ways + front
    passing = np.zeros_like(ways)
    for far in range(level - 1, 0, -1):
        per_way = np.where(distance == far, (1 + passing) / np.maximum(ways, 1.0), 0.0)
        passing += np.where(distance == far - 1, ways * (per_way @ tied), 0.0)
    places = np.arange(regions)
    passing[:, places, places] = 0.0
    could = max((regions - 1) * (regions - 2), 1)
    return np.asarray(passing.sum(axis=1) / could)
