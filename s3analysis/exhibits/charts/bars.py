"""Bars: how many of each, one under the other. They draw what they get."""

from textwrap import shorten

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

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
    canvas = Canvas(WIDTH, ROW * len(counts) + 2)
    ax = canvas.paper()
    scale = (WIDTH - NAMES - TOTAL) / max(counts["value"].max(), 1)
    for place, (name, value) in enumerate(zip(counts["name"], counts["value"], strict=True)):
        y = ROW * (place + 0.5) + 1
        words = shorten(name, LETTERS, placeholder=" ...")
        ax.text(NAMES - 2, y, words, ha="right", va="center", fontsize=SMALL, color=INK)
        ax.add_patch(Rectangle((NAMES, y - BAR / 2), scale * value, BAR, facecolor=ACCENT))
        end = NAMES + scale * value + 1.2
        ax.text(end, y, f"{value:,}", va="center", fontsize=SMALL, color=QUIET)
    return canvas.figure
