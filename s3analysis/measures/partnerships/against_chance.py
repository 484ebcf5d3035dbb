"""Which others a region or a partnership is with, compared with what chance alone would give.

Counts are those of comembership, chances those of null_model: drawn once over the whole network,
and corrected for all of its pairs, so that a region's own table cannot make a finding of its luck.
"""

import pandas as pd

from s3analysis.measures.partnerships import (
    comembership,
    configuration_model,
    membership,
    null_model,
)
from s3analysis.measures.partnerships.null_model import LEVEL
from s3analysis.vocabulary import READINGS


def of_region(members: pd.DataFrame, region_id: str, draws: int, seed: int) -> pd.DataFrame:
    """Return the regions a region is together with, compared with chance: a row is one of them.

    Columns: those of comembership.together, in its order; `expected`, `p_more` and `q` of
    null_model.pairs, the last over all pairs of the whole network; `q_exact` of
    configuration_model.pairs, a second opinion without a draw; and `exceeds` (q is below LEVEL).
    A region that counts nowhere, or alone, has no rows.

    >>> members = pd.DataFrame({"partnership_id": ["a", "a"], "region_id": ["norte", "skane"],
    ...                         "country_id": ["PT", "SE"]})
    >>> found = of_region(members, "skane", draws=9, seed=1)
    >>> found[["region_id", "partnerships", "expected", "p_more"]].to_numpy().tolist()
    [['norte', 1, 1.0, 1.0]]
    """
    there = comembership.together(members, region_id)
    if there.empty:
        none = dict.fromkeys(["expected", "p_more", "q", "q_exact"], 0.0)
        return there.assign(**none, exceeds=False)
    exact = configuration_model.pairs(members).rename(columns={"q": "q_exact"})
    drawn = null_model.pairs(members, draws, seed).merge(
        exact[["region_id", "other_id", "q_exact"]],
        on=["region_id", "other_id"],
        validate="one_to_one",
    )
    swapped = drawn.rename(columns={"region_id": "other_id", "other_id": "region_id"})
    sides = pd.concat([drawn, swapped]).query("other_id == @region_id")
    found = there.merge(
        sides[["region_id", "expected", "p_more", "q", "q_exact"]],
        on="region_id",
        validate="one_to_one",
    )
    return found.assign(exceeds=found["q"] < LEVEL)


def of_partnership(
    members: pd.DataFrame, partnerships: pd.DataFrame, partnership_id: str, draws: int, seed: int
) -> pd.DataFrame:
    """Return what a partnership shares with each other, beside chance: a row is one other.

    Columns: those of comembership.overlaps, in its order; `expected`, `low`, `high`, `z`, `p` and
    `q` of null_model.partnerships, the last over all pairs of partnerships; `undefined` (why there
    is no p) and `differs` (q is below LEVEL). Others without a member are left out; a partnership
    without one has no rows.

    >>> members = pd.DataFrame({"partnership_id": ["a", "a", "b"],
    ...                         "region_id": ["r1", "r2", "r2"]})
    >>> partnerships = pd.DataFrame({"partnership_id": ["a", "b", "c"], "position": [1, 2, 3]})
    >>> found = of_partnership(members, partnerships, "a", draws=9, seed=1)
    >>> found[["partnership_id", "shared", "expected", "undefined"]].to_numpy().tolist()
    [['b', 1, 1.0, 'every draw gives the same']]
    """
    there = comembership.overlaps(members, partnerships, partnership_id)
    others = there.loc[there["regions"] > 0].reset_index(drop=True)
    columns = ["partnership_id", "expected", "low", "high", "z", "p", "q", "undefined"]
    if others.empty or partnership_id not in set(members["partnership_id"]):
        none = pd.DataFrame(columns=columns[1:]).astype(dict.fromkeys(columns[1:-1], "Float64"))
        return others.head(0).join(none).assign(differs=False)
    drawn = null_model.partnerships(members, draws, seed)
    swapped = drawn.rename(columns={"partnership_id": "other_id", "other_id": "partnership_id"})
    sides = pd.concat([drawn, swapped]).query("other_id == @partnership_id")
    found = others.merge(sides[columns], on="partnership_id", validate="one_to_one")
    return found.assign(differs=(found["q"] < LEVEL).fillna(value=False).astype("bool"))


def readings(
    entries: pd.DataFrame, regions: pd.DataFrame, as_of: str, region_id: str
) -> pd.DataFrame:
    """Return how much company a region has by each reading: a row is a reading and a nesting.

    Readings are those of vocabulary.READINGS. By nesting, a region inside another that is in the
    list as well counts `apart`, or `once`, with the one around it. Columns: `reading`, `nesting`,
    `partnerships` and `together` (other regions in these).

    >>> entries = pd.DataFrame({
    ...     "partnership_id": ["a", "b", "a"], "region_id": ["bruges", "flanders", "skane"],
    ...     "country_id": ["BE", "BE", "SE"], "as_of": "2017-07", "role": "participant"})
    >>> regions = pd.DataFrame({"region_id": ["bruges", "flanders", "skane"],
    ...                         "nested_in": ["flanders", "", ""]})
    >>> found = readings(entries, regions, "2017-07", "flanders").query("reading == 'members'")
    >>> found[["nesting", "partnerships", "together"]].to_numpy().tolist()
    [['apart', 1, 0], ['once', 2, 1]]
    """
    around = regions.set_index("region_id")["nested_in"]
    rows = []
    for reading in READINGS:
        apart = membership.memberships(entries, as_of, reading)
        outer = around.where(around.isin(apart["region_id"]), around.index.to_series())
        once = apart.assign(region_id=apart["region_id"].map(outer))
        counted = {"apart": (apart, region_id), "once": (once, outer[region_id])}
        for nesting, (members, key) in counted.items():
            members = members.drop_duplicates(["partnership_id", "region_id"])
            held = int((members["region_id"] == key).sum())
            met = len(comembership.together(members, key))
            rows.append((reading, nesting, held, met))
    return pd.DataFrame(rows, columns=["reading", "nesting", "partnerships", "together"])
