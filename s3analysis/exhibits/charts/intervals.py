"""Intervals: estimates and how sure they are, one under the other. They draw what they get."""

from textwrap import wrap
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from s3analysis.exhibits.charts.canvas import Canvas
from s3analysis.exhibits.charts.style import (
    ACCENT,
    BODY,
    PAPER,
    QUIET,
    RULE,
    in_style,
)

WIDTH = 112.0  # millimetres: narrow enough to be read on a telephone
MARGIN = 6.0  # millimetres left and right of the axis
CENTRE, HALF = WIDTH / 2, WIDTH / 2 - MARGIN  # of the scale
ROW, GROUP, SCALE, FOOT = 10.0, 5.0, 10.0, 3.0  # millimetres: an estimate, a line of a heading, ...
LETTERS = 66  # of a heading, in a line
TICKS = ((10.0, 100.0, 1000.0), (2.0, 5.0, 10.0, 50.0), (1.25, 1.5, 2.0))
"""Ratios that a scale may be marked with, for the widest scale first."""


@in_style
def factors(estimates: pd.DataFrame, below: str, above: str) -> Figure:
    """Draw one line a factor: its interval, and a mark at the estimate, on its group's scale.

    A row of `estimates` is one: group (a heading above the rows that share it), name, value, low,
    high and words (the same in words). A filled mark is an interval that leaves out 1, a hollow one
    holds it. `below` and `above` say what lies on either side of 1.
    """
    heads = {group: wrap(group, LETTERS) for group in estimates["group"].unique()}
    lines = sum(map(len, heads.values()))
    height = GROUP * lines + ROW * len(estimates) + SCALE * len(heads) + FOOT
    canvas = Canvas(WIDTH, height)
    ax = canvas.paper()
    top = 0.0
    for group, head in heads.items():
        look: dict[str, Any] = {"fontsize": BODY, "weight": "bold", "linespacing": 1.1}
        ax.text(0, top + 1, "\n".join(head), va="top", **look)
        top += GROUP * len(head)
        rows = estimates.loc[estimates["group"] == group]
        reach = _reach(rows)
        bottom = top + ROW * len(rows)
        ax.plot([CENTRE, CENTRE], [top + 4.2, bottom + 1], color=QUIET, linewidth=0.8, zorder=1)
        for place, row in enumerate(rows.to_dict("records")):
            _draw_row(ax, top + ROW * place, row, reach)
        _draw_axis(ax, bottom, reach)
        top = bottom + SCALE
    ax.text(CENTRE - 2, top + 1.5, "\N{LEFTWARDS ARROW} " + below, ha="right")
    ax.text(CENTRE + 2, top + 1.5, above + " \N{RIGHTWARDS ARROW}")
    return canvas.figure


def _reach(rows: pd.DataFrame) -> float:
    """Return how far a scale goes on either side of 1, in logarithms; never less than a quarter."""
    logs = np.log(rows[["low", "value", "high"]].to_numpy(dtype="float64"))
    return float(max(np.abs(logs).max(), np.log(1.25)))


def _draw_row(ax: Axes, top: float, row: dict[Any, Any], reach: float) -> None:
    """Draw an estimate: its name, its words, and below them the interval with its mark."""
    low, value, high = (
        CENTRE + HALF * np.log(row[end]) / reach for end in ("low", "value", "high")
    )
    sure = row["low"] > 1 or row["high"] < 1
    ax.text(0, top + 3.2, row["name"])
    ax.text(WIDTH, top + 3.2, row["words"], color=QUIET, ha="right")
    y = top + 6.6
    ax.plot([low, high], [y, y], color=ACCENT, linewidth=1.6, solid_capstyle="butt", zorder=2)
    face = ACCENT if sure else PAPER
    look: dict[str, Any] = {"marker": "o", "markersize": 5.5, "color": ACCENT}
    ax.plot([value], [y], linestyle="none", markerfacecolor=face, zorder=3, **look)


def _draw_axis(ax: Axes, top: float, reach: float) -> None:
    """Draw the scale below the rows of a group: ratios, as far from each other as they divide."""
    ax.plot([CENTRE - HALF, CENTRE + HALF], [top + 1, top + 1], color=RULE, linewidth=0.6)
    steps = next(steps for steps in TICKS if np.log(steps[0]) * 2 <= reach or steps is TICKS[-1])
    for tick in sorted({1.0, *steps, *(1 / step for step in steps)}):
        if abs(np.log(tick)) <= reach * 1.001:
            x = CENTRE + HALF * np.log(tick) / reach
            ax.plot([x, x], [top + 1, top + 2], color=RULE, linewidth=0.6)
            ax.text(x, top + 5, f"{round(tick, 2) or tick:g}", ha="center", color=QUIET)
