"""The figures of the report: each draws the table of the same name in `tables`."""

import pandas as pd
from matplotlib.figure import Figure

from s3analysis.exhibits.charts import (
    grids,
    intervals,
)


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
