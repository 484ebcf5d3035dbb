"""Which categories priorities carry: shares with their denominators, intervals and quotients.

A priority may carry several categories or none, so shares need not add up to one, and a priority
without a category belongs in the denominator. What is counted is held in one form for all questions
(see incidence); a category that a priority names twice is one.

An interval treats priorities or regions as if drawn from a larger whole. A database of priorities
is nearer a census, so it says how far a share would move by chance, not how far it is from a truth.
"""

import numpy as np
import pandas as pd
from scipy.stats import hypergeom
from statsmodels.stats.proportion import proportion_confint

from s3analysis.measures.priorities.incidence import Incidence
from s3analysis.measures.undefined import Undefined

CONFIDENCE = 0.95
"""Of all intervals: Wilson's for a share (1927), Clopper and Pearson's for a quotient (1934)."""

FEWEST = 5
"""Priorities that a region needs before its quotients are read."""

LEAST_EXPECTED = 1.0
"""Priorities to be expected of a region in a category before a quotient is read."""


def of_priorities(incidence: Incidence) -> pd.DataFrame:
    """Return the share of priorities that carry each category: a row is one category.

    Columns: `category`, `count` (priorities), `denominator` (all priorities, those without a
    category included), `share`, and `low` and `high` of its interval (see `interval`). The largest
    share comes first; then the name. Raises Undefined without a priority.

    >>> from s3analysis.measures.priorities.incidence import incidence
    >>> priorities = pd.DataFrame({"priority_id": ["p1", "p2"], "region_id": ["skane", "norte"]})
    >>> labels = pd.DataFrame({"priority_id": ["p1", "p1"], "category": ["KETs", "Health"]})
    >>> found = incidence(priorities, labels)
    >>> of_priorities(found)[["category", "share"]].to_numpy().tolist()
    [['Health', 0.5], ['KETs', 0.5]]
    """
    return _shares(incidence.priorities, len(incidence))


def of_regions(incidence: Incidence) -> pd.DataFrame:
    """Return the share of regions with a priority in each category: a row is one category.

    Columns and errors as in `of_priorities`; `count` and `denominator` are regions that have any
    priority.

    >>> from s3analysis.measures.priorities.incidence import incidence
    >>> priorities = pd.DataFrame({"priority_id": ["p1", "p2"], "region_id": ["skane", "skane"]})
    >>> labels = pd.DataFrame({"priority_id": ["p1", "p2"], "category": ["KETs", "KETs"]})
    >>> found = incidence(priorities, labels)
    >>> of_regions(found)[["count", "share"]].to_numpy().tolist()
    [[1.0, 1.0]]
    """
    return _shares(incidence.declaring, len(incidence.regions))


def within(incidence: Incidence, labels: pd.DataFrame) -> pd.DataFrame:
    """Return the share of a category's priorities that carry each of its sub-categories.

    `labels` has a column `sub_category`, "" where there is none. A row is one category and
    sub-category. Columns: `category`, `sub_category`, `count`,
    `denominator` (priorities of the category, those without a sub-category included), `share`,
    `low`, `high`. Larger categories come first, in each the larger share; then the names.

    >>> from s3analysis.measures.priorities.incidence import incidence
    >>> priorities = pd.DataFrame({"priority_id": ["p1", "p2"], "region_id": ["skane", "norte"]})
    >>> labels = pd.DataFrame({"priority_id": ["p1", "p2"], "category": "KETs",
    ...                        "sub_category": ["Photonics", ""]})
    >>> found = incidence(priorities, labels)
    >>> within(found, labels)[["sub_category", "share"]].to_numpy().tolist()
    [['Photonics', 0.5]]
    """
    pairs = labels.loc[labels["sub_category"].ne("")].drop_duplicates(
        ["priority_id", "category", "sub_category"]
    )
    counts = pairs.groupby(["category", "sub_category"]).size().reset_index(name="count")
    denominator = counts["category"].map(incidence.priorities)
    return (
        counts.assign(denominator=denominator, share=counts["count"] / denominator)
        .join(interval(counts["count"], denominator))
        .sort_values(
            ["denominator", "category", "share", "sub_category"],
            ascending=[False, True, False, True],
            ignore_index=True,
        )
    )


def together(incidence: Incidence) -> pd.DataFrame:
    """Return how often two categories stand on one priority: a row is two categories.

    Columns: `category`, `other` (in the alphabet), `both` (priorities), `expected` (if the two fell
    on priorities independently), and `low` and `high`, between which such a number lies (the middle
    of the hypergeometric distribution). Priorities of one region are alike, so real ranges are
    wider. The farthest above what is expected comes first; then the names.

    >>> from s3analysis.measures.priorities.incidence import incidence
    >>> priorities = pd.DataFrame({"priority_id": ["p1", "p2"], "region_id": ["skane", "norte"]})
    >>> labels = pd.DataFrame({"priority_id": ["p1", "p1"], "category": ["KETs", "Health"]})
    >>> found = incidence(priorities, labels)
    >>> together(found)[["both", "expected"]].to_numpy().tolist()
    [[1.0, 0.5]]
    """
    first, second = np.triu_indices(len(incidence.categories), 1)
    one, other = (incidence.priorities.to_numpy()[places] for places in (first, second))
    low, high = hypergeom.interval(CONFIDENCE, len(incidence), one, other)
    return (
        pd.DataFrame(
            {
                "category": incidence.categories[first],
                "other": incidence.categories[second],
                "both": incidence.together.to_numpy()[first, second],
                "expected": one * other / len(incidence),
                "low": np.asarray(low, dtype="int64"),
                "high": np.asarray(high, dtype="int64"),
            }
        )
        .assign(beyond=lambda rows: rows["both"] - rows["expected"])
        .sort_values(["beyond", "category", "other"], ascending=[False, True, True])
        .drop(columns="beyond")
        .reset_index(drop=True)
    )


def countable(counts: pd.DataFrame) -> pd.DataFrame:
    """Return a portfolio without regions and categories that hold nothing: these have no quotient.

    >>> countable(pd.DataFrame({"KETs": [1, 0], "Health": [0, 0]}, index=["a", "b"]))
       KETs
    a     1
    """
    return counts.loc[counts.sum(axis="columns") > 0, counts.sum() > 0]


def interval(
    counts: "pd.Series[int]", denominator: "int | pd.Series[int]", method: str = "wilson"
) -> pd.DataFrame:
    """Return the interval of each share: a row is one count, `low` and `high` are 0 to 1.

    `method` is one of statsmodels' proportion_confint; beta is Clopper and Pearson's.

    >>> interval(pd.Series([0, 4]), pd.Series([4, 8])).round(6).to_numpy().tolist()
    [[0.0, 0.489891], [0.215216, 0.784784]]
    """
    low, high = proportion_confint(counts, denominator, 1 - CONFIDENCE, method)
    # Wilson's ends at a count of none or all are 0 and 1 but for a rounding error.
    return pd.DataFrame(
        {
            "low": pd.Series(low, counts.index).mask(counts == 0, 0.0),
            "high": pd.Series(high, counts.index).mask(counts == denominator, 1.0),
        }
    )


def bootstrap(incidence: Incidence, draws: int, seed: int) -> pd.DataFrame:
    """Return the share of priorities in each category with an interval from resampled regions.

    A row is one category. Priorities of one region are not independent, so whole regions are drawn,
    with replacement, as many as there are; `low` and `high` are percentiles of the shares in all
    draws. Raises Undefined for fewer than two regions, which leave nothing to draw from.

    >>> from s3analysis.measures.priorities.incidence import incidence
    >>> priorities = pd.DataFrame({"priority_id": ["p1", "p2"], "region_id": ["skane", "norte"]})
    >>> labels = pd.DataFrame({"priority_id": ["p1"], "category": ["KETs"]})
    >>> found = incidence(priorities, labels)
    >>> bootstrap(found, 200, 1)[["share", "low", "high"]].to_numpy().tolist()
    [[0.5, 0.0, 1.0]]
    """
    counts = incidence.portfolio
    if len(counts) < 2:
        raise Undefined("regions cannot be resampled where there are fewer than two")
    random = np.random.default_rng(seed)
    weights = random.multinomial(len(counts), np.full(len(counts), 1 / len(counts)), size=draws)
    # Sums of whole numbers: the same whatever the order in which they are added.
    shares = (weights @ counts.to_numpy()) / (weights @ incidence.declared.to_numpy())[:, None]
    low, high = np.quantile(shares, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], axis=0)
    ends = pd.DataFrame({"low": low, "high": high}, index=counts.columns)
    divided = _divided(incidence.priorities, len(incidence))
    return divided.join(ends, on="category", validate="one_to_one")


def location_quotient(counts: pd.DataFrame) -> pd.DataFrame:
    """Return each region's share of a category over that category's overall share.

    Rows are regions, columns categories, values counts of priorities. Above 1 means the region
    declares the category more often than the whole: Balassa's RCA (1965, doi
    10.1111/j.1467-9957.1965.tb00050.x). Raises Undefined, with their names, for regions without a
    count and for categories without one.

    >>> counts = pd.DataFrame({"KETs": [3, 1], "Health": [1, 3]}, index=["ES51", "FI19"])
    >>> location_quotient(counts)
          KETs  Health
    ES51   1.5     0.5
    FI19   0.5     1.5
    """
    _refuse_empty(counts)
    share = counts.div(counts.sum(axis="columns"), axis="index")
    overall = counts.sum() / counts.to_numpy().sum()
    return share.div(overall)


def quotients(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the location quotients with what they rest on: a row is one region and category.

    Columns: `region_id`, `category`, `count` and `total` (of the region), `expected` (count if the
    region were like the whole), `location_quotient`, `low` and `high` (Clopper and Pearson's
    interval of the region's share over the overall share, which is taken as known), and `small`:
    fewer than FEWEST priorities or less than LEAST_EXPECTED expected, so not to be read.

    >>> counts = pd.DataFrame({"KETs": [3, 1], "Health": [1, 3]}, index=["ES51", "FI19"])
    >>> quotients(counts)[["category", "location_quotient", "small"]].to_numpy().tolist()[0]
    ['Health', 0.5, True]
    """
    quotient = location_quotient(counts)
    total, overall = counts.sum(axis="columns"), counts.sum() / counts.to_numpy().sum()
    rows = _long(counts, "count").assign(
        location_quotient=_long(quotient, "value")["value"],
        total=lambda long: long["region_id"].map(total),
        overall=lambda long: long["category"].map(overall),
    )
    expected = rows["total"] * rows["overall"]
    ends = interval(rows["count"], rows["total"], "beta")
    return (
        rows.assign(
            expected=expected,
            low=ends["low"] / rows["overall"],
            high=ends["high"] / rows["overall"],
            small=(rows["total"] < FEWEST) | (expected < LEAST_EXPECTED),
        )
        .drop(columns="overall")
        .sort_values(["region_id", "category"], ignore_index=True)
    )


def _shares(counts: "pd.Series[int]", denominator: int) -> pd.DataFrame:
    """Return counts as shares with their intervals."""
    if not denominator:
        raise Undefined("there are no priorities to take a share of")
    ends = interval(counts, denominator)
    return _divided(counts, denominator).join(ends, on="category", validate="one_to_one")


def _divided(counts: "pd.Series[int] | pd.Series[float]", denominator: int) -> pd.DataFrame:
    """Return counts by category as shares, the largest first."""
    return (
        counts.rename_axis("category")
        .reset_index(name="count")
        .assign(denominator=denominator, share=lambda rows: rows["count"] / denominator)
        .sort_values(["share", "category"], ascending=[False, True], ignore_index=True)
    )


def _long(wide: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a region x category frame as rows in the order of the frame."""
    regions = np.tile(wide.index.to_numpy(), wide.shape[1])
    categories = wide.columns.to_numpy().repeat(len(wide))
    values = wide.to_numpy().ravel(order="F")  # a category may be named as a column is
    return pd.DataFrame({"region_id": regions, "category": categories, name: values})


def _refuse_empty(counts: pd.DataFrame) -> None:
    """Raise Undefined for rows or columns that hold nothing."""
    totals = {"regions": counts.sum(axis="columns"), "categories": counts.sum()}
    for what, total in totals.items():
        if (total == 0).any():
            names = sorted(map(str, total.index[total == 0]))
            raise Undefined(f"no quotient of {what} without a priority", names)
    if counts.empty:
        raise Undefined("no quotient where nothing is counted")
