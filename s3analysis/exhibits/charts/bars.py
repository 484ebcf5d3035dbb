"""Bars: how many of each, one under the other. They draw what they get."""

from textwrap import shorten
from typing import cast

import pandas as pd
import seaborn as sns
from matplotlib.container import BarContainer
from matplotlib.figure import Figure

from s3analysis.exhibits.charts.canvas import Canvas
from s3analysis.exhibits.charts.style import ACCENT, INK, QUIET, SMALL, in_style

WIDTH, NAMES, TOTAL = 140.0, 52.0, 12.0  # millimetres: the figure, the names, the numbers
ROW, BAR = 4.6, 3.0  # millimetres a row takes, and its bar
LETTERS = 36  # of a name


@in_style
def rows(counts: pd.DataFrame) -> Figure:
    """Draw one bar a row of `counts` (name, value), in the order in which they come.

    Raises ValueError for no rows.
    """
    if counts.empty:
        raise ValueError("nothing to draw")
    height = ROW * len(counts)
    canvas = Canvas(WIDTH, height + 2)
    ax = canvas.axes(NAMES, 1, WIDTH - NAMES - TOTAL, height)
    places = range(len(counts))  # two rows may bear the same name
    look = {"color": ACCENT, "saturation": 1, "width": BAR / ROW, "errorbar": None}
    sns.barplot(x=counts["value"].to_numpy(), y=[*places], orient="h", ax=ax, **look)
    names = [shorten(name, LETTERS, placeholder=" ...") for name in counts["name"]]
    ax.set_yticks(places, names, color=INK)
    ax.set(xlim=(0, max(counts["value"].max(), 1)), xticks=[])
    ax.tick_params(left=False)
    ax.bar_label(
        cast(BarContainer, ax.containers[0]), fmt="{:,.0f}", padding=3, fontsize=SMALL, color=QUIET
    )
    sns.despine(ax=ax, left=True, bottom=True)
    return canvas.figure
