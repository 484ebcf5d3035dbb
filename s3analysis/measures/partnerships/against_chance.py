"""Which others a region or a partnership is with, compared with what chance alone would give.

Counts are those of comembership, chances those of null_model: drawn once over the whole network,
and corrected for all of its pairs, so that a region's own table cannot make a finding of its luck.
"""

import pandas as pd

from s3analysis.measures.partnerships import comembership, null_model
from s3analysis.measures.partnerships.null_model import LEVEL


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
