"""The figure of 05_participation: it draws the table of factors."""

import pandas as pd
from matplotlib.figure import Figure

from s3analysis.exhibits.charts import intervals


def factors(table: pd.DataFrame, below: str, above: str) -> Figure:
    """Draw by how much each covariate multiplies (see tables.participation.factors)."""
    names = {"Model": "group", "Change": "name", "Times": "value", "Low": "low", "High": "high"}
    return intervals.factors(table.rename(columns=names | {"In words": "words"}), below, above)
