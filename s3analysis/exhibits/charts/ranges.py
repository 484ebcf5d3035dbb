"""How far numbers move: a row a number, a bar a value that some way of counting gives."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from s3analysis.exhibits.charts.canvas import Canvas
from s3analysis.exhibits.charts.style import (
    ACCENT,
    BODY,
    INK,
    PAPER,
    PLUM,
    QUIET,
    RULE,
    SMALL,
    TEXT_WIDTH,
    in_style,
)

NAMES = 48.0  # millimetres for the names, left of the bars
ROW, BAR = 17.0, 7.5  # millimetres a row takes, and its tallest bar
STEP = 5.0  # millimetres from value to value, at most
HEAD = 9.0  # millimetres for the key above
BASE = 12.5  # millimetres from the top of a row to the foot of its bars
FEWEST = 0.5  # millimetres of the shortest bar, so that it is seen

DEFAULT, PRINTED = "our reading", "printed"


@in_style
def spread(values: pd.DataFrame) -> Figure:
    """Draw one row a number: how large a share of the readings gives each of its values.

    A row of `values` is a value of a number: name, value, share (0 to 1) and mark, which may hold
    "our reading" (a filled bar) and "printed" (a triangle above the bar). Each number has a scale
    of its own, its tallest bar being that of its largest share.

    Raises ValueError if there is nothing to draw.
    """
    if values.empty:
        raise ValueError("nothing to draw")
    names = list(dict.fromkeys(values["name"]))
    height = HEAD + ROW * len(names)
    canvas = Canvas(TEXT_WIDTH, height)
    ax = canvas.paper()
    _key(ax)
    for line, name in enumerate(names):
        _row(ax, values.loc[values["name"] == name], HEAD + ROW * line)
    return canvas.figure


def _row(ax: Axes, rows: pd.DataFrame, top: float) -> None:
    """Draw the values of one number below a height."""
    foot, first = top + BASE, rows["value"].min()
    step = min(STEP, (TEXT_WIDTH - NAMES - 6) / (rows["value"].max() - first + 1))
    name, _, month = str(rows["name"].iloc[0]).partition(", ")
    ax.text(NAMES - 3, foot - 2.6, name, ha="right", fontsize=BODY, color=INK, weight="bold")
    ax.text(NAMES - 3, foot + 1.0, month, ha="right", fontsize=SMALL, color=QUIET)
    ax.plot([NAMES, NAMES + step * (rows["value"].max() - first + 1)], [foot] * 2, color=RULE)
    told = {rows["value"].min(), rows["value"].max()}
    for value, share, mark in zip(rows["value"], rows["share"], rows["mark"], strict=True):
        left = NAMES + step * (value - first)
        tall = max(BAR * share / rows["share"].max(), FEWEST) if share else 0.0
        _bar(ax, left, foot, step, tall, filled=DEFAULT in mark)
        marked = PRINTED in mark
        if marked:
            ax.plot(left + step / 2, foot - tall - 1.4, marker="v", color=PLUM, markersize=4)
        if marked or DEFAULT in mark or value in told:
            weight = "bold" if marked or DEFAULT in mark else "normal"
            colour = PLUM if marked else ACCENT if DEFAULT in mark else QUIET
            ax.text(
                left + step / 2,
                foot + 3.2,
                str(value),
                ha="center",
                fontsize=SMALL,
                color=colour,
                weight=weight,
            )


def _bar(ax: Axes, left: float, foot: float, step: float, tall: float, *, filled: bool) -> None:
    face = ACCENT if filled else PAPER
    ax.add_patch(
        Rectangle(
            (left + step * 0.12, foot - tall),
            step * 0.76,
            tall,
            facecolor=face,
            edgecolor=ACCENT,
            linewidth=0.7,
        )
    )


def _key(ax: Axes) -> None:
    """Draw what a filled bar, an empty bar and a triangle mean."""
    y = 5.2
    _bar(ax, NAMES, y, 4.0, 2.6, filled=True)
    ax.text(NAMES + 5, y, "our reading", fontsize=SMALL, color=QUIET)
    _bar(ax, NAMES + 24, y, 4.0, 2.6, filled=False)
    ax.text(NAMES + 29, y, "other readings", fontsize=SMALL, color=QUIET)
    ax.plot(NAMES + 54, y - 1.2, marker="v", color=PLUM, markersize=4)
    ax.text(NAMES + 57, y, "as printed", fontsize=SMALL, color=QUIET)
