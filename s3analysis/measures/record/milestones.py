"""When a theme came how far: no more than the milestones of Table 3 let one say."""

import pandas as pd

from s3analysis.measures.record.themes import STATUSES


def qualified_by(bounds: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Return the bounds of a theme that a list of partnerships has as qualified in a month.

    `bounds` is what the function of that name returns. A status was reached by the earliest month
    at which it, or one that comes after it in STATUSES, is known to be.

    >>> found = pd.DataFrame({"status": ["theme", "eoi", "qualified"],
    ...     "not_yet": ["", "", "2016-06"], "reached": ["2016-05", "2017-08", "2017-08"]})
    >>> qualified_by(found, "2017-07")["reached"].tolist()
    ['2016-05', '2017-07', '2017-07']
    """
    latest, months = as_of, []
    for reached in reversed(bounds["reached"].tolist()):
        latest = min(latest, reached or latest)
        months.append(latest)
    return bounds.assign(reached=months[::-1])


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
