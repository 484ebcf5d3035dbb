"""How far numbers move: a row a number, a bar a value that some way of counting gives."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from s3analysis.exhibits.charts.canvas import Canvas
from s3analysis.exhibits.charts.style import (
    ACCENT,
    BODY,
    PAPER,
    PLUM,
    QUIET,
    RULE,
    TEXT_WIDTH,
    in_style,
)

NAMES = 48.0  # millimetres for the names, left of the bars
ROW, BAR = 17.0, 7.5  # millimetres a row takes, and its tallest bar
STEP = 5.0  # millimetres from value to value, at most
HEAD = 9.0  # millimetres for the key above
BASE = 12.5  # millimetres from the top of a row to the foot of its bars
FEWEST = 0.5  # millimetres of the shortest bar, so that it is seen


@in_style
def spread(values: pd.DataFrame, labels: Mapping[tuple[str, str], tuple[str, str]]) -> Figure:
    """Draw one row a number: how large a share of the readings gives each of its values.

    A row of `values` is a value of a number (see measures.ledger.sensitivity.distribution): name,
    as_of, value, share (0 to 1), is_default (a filled bar), is_printed (a triangle above the bar).
    `labels` are the words for the name and month of each number, by name and as_of. Each number
    has a scale of its own, its tallest bar being that of its largest share.
    """
    canvas = Canvas(TEXT_WIDTH, HEAD + ROW * len(labels))
    ax = canvas.paper()
    _key(ax)
    for line, ((name, as_of), label) in enumerate(labels.items()):
        rows = values.loc[(values["name"] == name) & (values["as_of"] == as_of)]
        _row(ax, rows, label, HEAD + ROW * line)
    return canvas.figure


def _row(ax: Axes, rows: pd.DataFrame, label: tuple[str, str], top: float) -> None:
    """Draw the values of one number below a height; `label` is its name and its month."""
    foot, first = top + BASE, rows["value"].min()
    step = min(STEP, (TEXT_WIDTH - NAMES - 6) / (rows["value"].max() - first + 1))
    name, month = label
    ax.text(NAMES - 3, foot - 2.6, name, ha="right", fontsize=BODY, weight="bold")
    ax.text(NAMES - 3, foot + 1.0, month, ha="right", color=QUIET)
    ax.plot([NAMES, NAMES + step * (rows["value"].max() - first + 1)], [foot] * 2, color=RULE)
    ends = {rows["value"].min(), rows["value"].max()}
    columns = (rows[name] for name in ("value", "share", "is_default", "is_printed"))
    for value, share, ours, printed in zip(*columns, strict=True):
        left = NAMES + step * (value - first)
        tall = max(BAR * share / rows["share"].max(), FEWEST) if share else 0.0
        _bar(ax, left, foot, step, tall, filled=ours)
        colour = QUIET
        if ours:
            colour = ACCENT
        if printed:
            colour = PLUM
            ax.plot(left + step / 2, foot - tall - 1.4, marker="v", color=PLUM, markersize=4)
        if ours or printed or value in ends:
            text = ax.text(left + step / 2, foot + 3.2, str(value), ha="center", color=colour)
            text.set(weight="bold" if ours or printed else "normal")


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
    ax.text(NAMES + 5, y, "our reading", color=QUIET)
    _bar(ax, NAMES + 24, y, 4.0, 2.6, filled=False)
    ax.text(NAMES + 29, y, "other readings", color=QUIET)
    ax.plot(NAMES + 54, y - 1.2, marker="v", color=PLUM, markersize=4)
    ax.text(NAMES + 57, y, "as printed", color=QUIET)
