"""Rows of marks: one mark is one thing counted, and its filling says of what kind it is."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from s3analysis.exhibits.charts.canvas import Canvas
from s3analysis.exhibits.charts.style import (
    ACCENT,
    BODY,
    INK,
    PAPER,
    QUIET,
    SMALL,
    TEXT_WIDTH,
    in_style,
)

LINE, HEAD = 6.0, 8.0  # millimetres: a row of marks, and the key above the rows
NAMES = 38.0  # millimetres for the names on the left
STEP = 7.0  # millimetres from mark to mark, at most
TOTAL = 8.0  # millimetres for the total after the marks
SIZE = 9.0  # points across a mark

# Kind is told by the filling: whole, half, none. Colour does not change.
FILLINGS = ("full", "left", "none")


@in_style
def rows(counts: pd.DataFrame) -> Figure:
    """Draw one line of marks a row: as many of each filling as the row counts.

    The index of `counts` are the names, its columns the kinds in order: the first is drawn full,
    the second half, the third empty. The total stands after the marks.

    Raises ValueError for no rows, or for more kinds than there are fillings.
    """
    if counts.empty:
        raise ValueError("nothing to draw")
    if len(counts.columns) > len(FILLINGS):
        raise ValueError(f"{len(counts.columns)} kinds, and {len(FILLINGS)} fillings to tell them")
    height = HEAD + LINE * len(counts)
    canvas = Canvas(TEXT_WIDTH, height)
    ax = canvas.paper()
    step = min(STEP, (TEXT_WIDTH - NAMES - TOTAL) / max(counts.sum(axis="columns").max(), 1))
    for line, (name, row) in enumerate(counts.iterrows()):
        y = HEAD + LINE * (line + 0.5)
        ax.text(NAMES - 3, y, str(name), ha="right", va="center_baseline", fontsize=BODY, color=INK)
        counted = zip(FILLINGS, row, strict=False)
        marks = [filling for filling, count in counted for _ in range(count)]
        for place, filling in enumerate(marks):
            ax.add_line(_mark(filling, [NAMES + step * (place + 0.5)], [y]))
        after = NAMES + step * len(marks) + 1.5
        ax.text(after, y, str(sum(row)), va="center_baseline", fontsize=SMALL, color=QUIET)
    canvas.figure.legend(
        handles=[
            _mark(filling, [], [], label=str(kind).lower())
            for filling, kind in zip(FILLINGS, counts.columns, strict=False)
        ],
        loc="upper left",
        bbox_to_anchor=((NAMES - 1) / TEXT_WIDTH, 1),
        borderpad=0,
        borderaxespad=0.6,
        ncols=len(counts.columns),
        handlelength=1.2,
        handletextpad=0.5,
        columnspacing=1.8,
    )
    return canvas.figure


def _mark(filling: str, x: list[float], y: list[float], **more: Any) -> Line2D:
    """Return a mark of a filling at a place, or for the key."""
    return Line2D(
        x,
        y,
        linestyle="none",
        marker="o",
        markersize=SIZE,
        fillstyle=filling,  # type: ignore[arg-type]  # the stubs know no variable style
        color=ACCENT,
        markerfacecoloralt=PAPER,
        markeredgecolor=ACCENT,
        markeredgewidth=1.0,
        **more,
    )
