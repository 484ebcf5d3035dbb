"""When a theme came how far: no more than the milestones of Table 3 let one say."""

import pandas as pd

from s3analysis.measures.record.themes import STATUSES


def bounds(status: pd.DataFrame) -> pd.DataFrame:
    """Return between which milestones a theme reached each status: a row is one status.

    `status` are the rows of theme_status of one theme. Columns: `status`, `not_yet` (the last
    milestone at which it is known not to be reached), `reached` (the first at which it is known
    to be) and `unknown` (milestones that no passage decides); "" where no milestone is known.

    >>> cells = [("2016-05", "eoi", "no"), ("2016-06", "eoi", "unknown"), ("2016-11", "eoi", "yes")]
    >>> bounds(pd.DataFrame(cells, columns=["milestone", "status", "value"])).to_numpy().tolist()
    [['eoi', '2016-05', '2016-11', 1]]
    """
    cells = status.sort_values("milestone")
    last = cells.groupby(["value", "status"])["milestone"].last()
    first = cells.groupby(["value", "status"])["milestone"].first()
    unknown = cells["value"].eq("unknown").groupby(cells["status"]).sum()
    there = [name for name in STATUSES if name in unknown.index]
    return pd.DataFrame(
        {
            "status": there,
            "not_yet": [last.get(("no", name), "") for name in there],
            "reached": [first.get(("yes", name), "") for name in there],
            "unknown": unknown.reindex(there).to_numpy("int64"),
        }
    )
