"""What an extract of priorities tells, question by question.

Each answer is a frame, without rows where the extract does not hold what the question needs: no
priorities at all, no labels, a single region, a single category. `incidence` holds the priorities
and their labels of one dimension (see incidence).
"""

from functools import lru_cache

import pandas as pd

from s3analysis.measures.priorities import shares, similarity
from s3analysis.measures.priorities.incidence import Incidence, incidence
from s3analysis.measures.priorities.specialisation import concentration
from s3analysis.sources.extracts import extracts
from s3analysis.sources.extracts.extracts import Extract

TEXT = ("region_id", "other_id", "category", "other", "sub_category")
SHARES = ["category", "count", "denominator", "share", "low", "high"]
RESAMPLED = ["resampled_low", "resampled_high"]
WITHIN = ["category", "sub_category", *SHARES[1:]]
QUOTIENTS = ["region_id", "category", "count", "total", "expected", "location_quotient"]
QUOTIENTS += ["low", "high", "small"]
TOGETHER = ["category", "other", "both", "expected", "low", "high"]
PAIRS = ["region_id", "other_id", "cosine", "jaccard", "takes", "gives", "labels", "mutual"]


def size(
    priorities: pd.DataFrame, labels: pd.DataFrame, territories: pd.DataFrame
) -> dict[str, int]:
    """Return how much an extract holds: priorities, territories, countries, without_category.

    The last are priorities that have no category in any dimension of `labels`.
    """
    return {
        "priorities": len(priorities),
        "territories": priorities["region_id"].nunique(),
        "countries": territories["country_id"].nunique(),
        "without_category": int((~priorities["priority_id"].isin(labels["priority_id"])).sum()),
    }


def dimensions(labels: pd.DataFrame) -> pd.DataFrame:
    """Return the ways in which an extract files its priorities: a row is one dimension.

    Columns: `dimension`, in the order of the extract, `categories`, `sub_categories` and
    `priorities` (that have a category there): how many.
    """
    return (
        labels.assign(narrower=labels["sub_category"].where(labels["sub_category"].ne("")))
        .groupby("dimension", sort=False)
        .agg(
            categories=("category", "nunique"),
            sub_categories=("narrower", "nunique"),
            priorities=("priority_id", "nunique"),
        )
        .reset_index()
    )


@lru_cache(maxsize=6)
def counted(extract: Extract, dimension: int) -> Incidence:
    """Return which priority of an extract carries which category of a dimension: counted once."""
    return incidence(extract.priorities, extracts.labels(extract, dimension))


def of_priorities(incidence: Incidence, draws: int, seed: int) -> pd.DataFrame:
    """Return the share of priorities in each category: a row is one.

    Columns as in shares.of_priorities, and `resampled_low` and `resampled_high`, the interval from
    resampled regions, missing where there is one region.
    """
    if incidence.categories.empty:
        return _none([*SHARES, *RESAMPLED])
    found = shares.of_priorities(incidence)
    if len(incidence.regions) < 2:
        return found.assign(**dict.fromkeys(RESAMPLED, float("nan")))
    again = shares.bootstrap(incidence, draws, seed)
    ends = again.set_index("category")[["low", "high"]].set_axis(RESAMPLED, axis="columns")
    return found.join(ends, on="category", validate="one_to_one")


def of_regions(incidence: Incidence) -> pd.DataFrame:
    """Return the share of regions with a priority in each category (see shares.of_regions)."""
    if incidence.categories.empty:
        return _none(SHARES)
    return shares.of_regions(incidence)


def within(incidence: Incidence, labels: pd.DataFrame) -> pd.DataFrame:
    """Return the parts of each category that has sub-categories (see shares.within)."""
    if incidence.categories.empty:
        return _none(WITHIN)
    return shares.within(incidence, labels)


def by_region(incidence: Incidence) -> pd.DataFrame:
    """Return how much each region declares: a row is one, those with most priorities first.

    Columns: `region_id`, `priorities`, `labels` and `categories` (how many), `normalised` (how
    concentrated its labels are: see specialisation.concentration; missing without a label) and
    `few` (fewer labels than shares.FEWEST: not to be read).
    """
    columns = ["region_id", "priorities", "labels", "categories", "normalised", "few"]
    if not len(incidence):
        return _none(columns)
    counts = incidence.portfolio
    filled = shares.countable(counts)
    found = pd.DataFrame(
        {
            "priorities": incidence.declared,
            "labels": counts.sum(axis="columns"),
            "categories": (counts > 0).sum(axis="columns"),
        }
    )
    if filled.empty:
        found["normalised"] = float("nan")
    else:
        found["normalised"] = concentration(filled).set_index("region_id")["normalised"]
    return (
        found.assign(few=found["labels"] < shares.FEWEST)
        .rename_axis("region_id")
        .reset_index()
        .sort_values(["priorities", "region_id"], ascending=[False, True], ignore_index=True)
    )[columns]


def quotients(incidence: Incidence) -> pd.DataFrame:
    """Return the location quotients of regions that have a label (see shares.quotients).

    Without rows for one region or one category, whose quotients are all 1.
    """
    counts = shares.countable(incidence.portfolio)
    if min(counts.shape) < 2:
        return _none(QUOTIENTS)
    return shares.quotients(counts)[QUOTIENTS]


def apart(quotients: pd.DataFrame) -> pd.DataFrame:
    """Return the quotients that may be read and whose interval leaves out 1.

    Those above 1 come first, then those below; in each, the farthest end of the interval nearer 1
    first, then the names.
    """
    readable = quotients.loc[~quotients["small"]]
    above = readable.loc[readable["low"] > 1].sort_values(
        ["low", "region_id", "category"], ascending=[False, True, True]
    )
    below = readable.loc[readable["high"] < 1].sort_values(["high", "region_id", "category"])
    return pd.concat([above, below], ignore_index=True)


def together(incidence: Incidence) -> pd.DataFrame:
    """Return which categories stand on the same priorities (see shares.together)."""
    if len(incidence.categories) < 2:
        return _none(TOGETHER)
    return shares.together(incidence)


def pairs(incidence: Incidence) -> pd.DataFrame:
    """Return each two regions with enough labels, compared (see similarity.pairs).

    `mutual` is the lesser of what each offers the other.
    """
    counts = shares.countable(incidence.portfolio)
    if min(counts.shape) < 2:
        return _none(PAIRS)
    found = similarity.pairs(counts, shares.FEWEST)
    return found.assign(mutual=found[["takes", "gives"]].min(axis="columns"))


def tied(pairs: pd.DataFrame, ranked: pd.DataFrame, by: list[str]) -> int:
    """Return how many pairs share the last rank of some (see similarity.most) and are not there.

    >>> pairs = pd.DataFrame({"cosine": [1.0, 0.5, 0.5]})
    >>> tied(pairs, pairs.head(2).assign(rank=[1, 2]), ["cosine"])
    1
    """
    if ranked.empty:
        return 0
    last = ranked.iloc[-1]
    same = ((pairs[by] - last[by].astype("float64")).abs() < 1e-9).all(axis="columns")
    return int(same.sum() - (ranked["rank"] == last["rank"]).sum())


def _none(columns: list[str]) -> pd.DataFrame:
    """Return a frame of columns without rows: names are text, `few` and `small` are yes or no."""
    kinds = dict.fromkeys(TEXT, "str") | {"few": "bool", "small": "bool"}
    return pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "float64")) for name in columns})
