"""The figures of the report: each draws the table of the same name in `tables`."""

import pandas as pd
from matplotlib.figure import Figure

from s3analysis.exhibits.charts import (
    bars,
    grids,
    intervals,
    pictogram,
)
from s3analysis.exhibits.priorities.priorities import MOST_BARS


def needs_by_topic(table: pd.DataFrame) -> Figure:
    """Draw one mark a need, topic by topic: answered, in part, none found (see tables.needs)."""
    return pictogram.rows(table.set_index("Topic").drop(columns="Needs"))


def theme_status(table: pd.DataFrame, as_of: str) -> Figure:
    """Draw Table 3 of the brief as a grid (see tables.themes.status)."""
    cells = table.rename(
        columns={
            "Theme": "name",
            "How far": "group",
            "Status": "status",
            "Milestone": "month",
            "Value": "value",
            "Evidence": "evidence",
        }
    )
    return grids.states(cells, as_of)


def factors(table: pd.DataFrame, below: str, above: str) -> Figure:
    """Draw by how much each covariate multiplies (see tables.participation.factors)."""
    names = {"Model": "group", "Change": "name", "Times": "value", "Low": "low", "High": "high"}
    return intervals.factors(table.rename(columns=names | {"In words": "words"}), below, above)


def published(table: pd.DataFrame) -> Figure:
    """Draw Figure 1 of the brief from the published shares (see tables.priorities.published)."""
    ends = table["From"].map("{:.1f}".format) + " to " + table["To"].map("{:.1f}".format)
    rows = table.rename(columns=PERCENTS | {"Kind": "group"})
    return intervals.shares(rows.assign(words=table["Printed"] + ": " + ends))


def declared(table: pd.DataFrame) -> Figure:
    """Draw shares with their intervals (see tables.priorities.shares)."""
    rows = table.rename(columns=PERCENTS).assign(group="", words=_of(table)).head(MOST_BARS)
    return intervals.shares(rows)


def parts(table: pd.DataFrame) -> Figure:
    """Draw the parts of each category (see tables.priorities.within)."""
    names = {"Category": "group", "Sub-category": "name"}
    rows = table.rename(columns=PERCENTS | names).assign(words=_of(table)).head(MOST_BARS)
    return intervals.shares(rows)


def territories(table: pd.DataFrame) -> Figure:
    """Draw the priorities of the territories that declare most (see tables.priorities)."""
    names = table["Territory"] + ", " + table["Country"]
    return bars.rows(table.assign(name=names, value=table["Priorities"]).head(MOST_BARS))


def quotients(table: pd.DataFrame) -> Figure:
    """Draw the quotients that stand out (see tables.priorities.quotients)."""
    rows = pd.DataFrame(
        {
            "group": "",
            "name": table["Territory"] + ": " + table["Category"],
            "value": table["Location quotient"],
            "low": table["From"],
            "high": table["To"],
            "words": table["Location quotient"].map("{:.1f}".format),
        }
    )
    return intervals.factors(rows, "declares it less often", "declares it more often")


PERCENTS = {"Category": "name", "Percent": "value", "From": "low", "To": "high"}


def _of(table: pd.DataFrame) -> "pd.Series[str]":
    return table["Count"].map("{:,}".format) + " of " + table["Of"].map("{:,}".format)
