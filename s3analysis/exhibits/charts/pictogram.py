"""Rows of marks: one mark is one thing counted, and its filling says of what kind it is."""

from textwrap import wrap
from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from s3analysis.exhibits.charts.canvas import MM_PER_INCH, Canvas
from s3analysis.exhibits.charts.style import (
    ACCENT,
    PAPER,
    QUIET,
    TEXT_WIDTH,
    in_style,
)

LINE, HEAD = 6.0, 8.0  # millimetres: a row of marks, and the key above the rows
NAMES, NARROW_NAMES = 38.0, 26.0  # millimetres for the names on the left
STEP = 7.0  # millimetres from mark to mark, at most
TOTAL = 5.0  # millimetres for the total after the marks
SIZE = 9.0  # points across a mark, at most
LETTER = 1.6  # millimetres of small text

# The filling shows the kind: whole, half, none. Colour does not change.
FILLINGS = ("full", "left", "none")


@in_style
def rows(counts: pd.DataFrame, width: float = TEXT_WIDTH) -> Figure:
    """Draw one line of marks a row: as many of each filling as the row counts.

    The index of `counts` are the names, its columns the kinds in order: the first is drawn full,
    the second half, the third empty. The total stands after the marks.
    """
    canvas = Canvas(width, HEAD + LINE * len(counts))
    ax = canvas.paper()
    left = NAMES if width >= TEXT_WIDTH else NARROW_NAMES
    step = min(STEP, (width - left - TOTAL) / max(counts.sum(axis="columns").max(), 1))
    size = min(SIZE, 0.8 * step * 72 / MM_PER_INCH)
    for line, (name, row) in enumerate(counts.iterrows()):
        y = HEAD + LINE * (line + 0.5)
        words = "\n".join(wrap(str(name), int((left - 2) / LETTER)))
        ax.text(left - 1.5, y, words, ha="right", va="center", linespacing=1.0)
        marks = [
            filling for filling, count in zip(FILLINGS, row, strict=False) for _ in range(count)
        ]
        for place, filling in enumerate(marks):
            ax.add_line(_mark(filling, size, [left + step * (place + 0.5)], [y]))
        after = left + step * len(marks) + 1
        ax.text(after, y, str(sum(row)), va="center_baseline", color=QUIET)
    keys = [
        _mark(filling, min(size, 7), [], [], label=str(kind).lower())
        for filling, kind in zip(FILLINGS, counts.columns, strict=False)
    ]
    start = (left - 1) / width if width >= TEXT_WIDTH else 0
    top: dict[str, Any] = {"loc": "upper left", "bbox_to_anchor": (start, 1), "borderaxespad": 0.6}
    canvas.key(keys, **top, handlelength=1.2, handletextpad=0.5, columnspacing=1.4)
    return canvas.figure


def _mark(filling: str, size: float, x: list[float], y: list[float], **more: Any) -> Line2D:
    """Return a mark of a filling at a place, or for the key."""
    return Line2D(
        x,
        y,
        linestyle="none",
        marker="o",
        markersize=size,
        fillstyle=filling,  # type: ignore[arg-type]  # the stubs know no variable style
        color=ACCENT,
        markerfacecoloralt=PAPER,
        markeredgecolor=ACCENT,
        markeredgewidth=1.0,
        **more,
    )
