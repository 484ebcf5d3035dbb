"""Lines from date to date: what grew, what shrank, what began or ended."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from s3analysis.exhibits.charts.canvas import Canvas
from s3analysis.exhibits.charts.style import (
    ACCENT,
    BODY,
    EMPHASIS,
    HEADING,
    QUIET,
    RULE,
    TEXT_WIDTH,
    in_style,
)
from s3analysis.vocabulary import month_words

LEFT, RIGHT, LINE = 14.0, 62.0, 3.4
"""Millimetres for the numbers at the left and the names at the right; and from name to name."""
HEAD = 14.0
KEY = "Regions in each partnership. Blue: grown or new. Orange: smaller or gone."


@in_style
def slope(sizes: pd.DataFrame, names: "pd.Series[str]") -> Figure:
    """Draw a line for each partnership, from its number of regions in each list to the next.

    A row of `sizes` is a partnership in a list: partnership_id, as_of, regions. `names` are by
    partnership_id. Blue has grown or begun, orange has shrunk or ended, grey is as it was.
    """
    months = sorted(sizes["as_of"].unique())
    table = sizes.pivot_table(index="partnership_id", columns="as_of", values="regions")
    place = dict(zip(months, np.linspace(LEFT, TEXT_WIDTH - RIGHT, len(months)), strict=True))
    height = max(70.0, LINE * len(table) + 6)
    canvas = Canvas(TEXT_WIDTH, HEAD + height + 8)
    ax = canvas.paper()
    step = (height - 4) / max(sizes["regions"].max(), 1)
    for month, x in place.items():
        ax.plot([x, x], [HEAD, HEAD + height], color=RULE, linewidth=0.8)
        ax.text(x, HEAD - 3, month_words(month), ha="center", fontsize=HEADING, weight="bold")
    last = table[months].ffill(axis="columns").iloc[:, -1].sort_values(ascending=False)
    below = HEAD - LINE
    for key, regions in zip(map(str, last.index), last, strict=True):
        row = table.T[key].dropna()
        colour = _colour(row, months)
        heights = [HEAD + height - step * value for value in row]
        across = [place[month] for month in row.index]
        ax.plot(across, heights, color=colour, marker="o", markersize=4)
        if months[0] in row.index:
            first = ax.text(LEFT - 2, heights[0] + 1, f"{row.iloc[0]:.0f}", ha="right")
            first.set(color=colour)
        below = max(below + LINE, HEAD + height - step * regions)
        end = TEXT_WIDTH - RIGHT + 6
        ax.plot([across[-1] + 1.5, end - 1], [heights[-1], below], color=RULE, linewidth=0.4)
        label = f"{row.iloc[-1]:.0f}  {names[key]}{_ended(row, months)}"
        ax.text(end, below + 1, label[:44], fontsize=BODY, color=colour)
    ax.text(LEFT, HEAD + height + 6, KEY, color=QUIET)
    return canvas.figure


def _colour(row: "pd.Series[float]", months: list[str]) -> str:
    if months[-1] not in row.index or row.iloc[-1] < row.iloc[0]:
        return EMPHASIS
    return ACCENT if months[0] not in row.index or row.iloc[-1] > row.iloc[0] else QUIET


def _ended(row: "pd.Series[float]", months: list[str]) -> str:
    if months[-1] not in row.index:
        return ", then gone"
    return ", new" if months[0] not in row.index else ""
