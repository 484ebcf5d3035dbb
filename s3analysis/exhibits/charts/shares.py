"""Shares and how sure they are, one under the other on one scale. They draw what they get."""

from textwrap import wrap

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from s3analysis.exhibits.charts.canvas import Canvas
from s3analysis.exhibits.charts.style import (
    ACCENT,
    BODY,
    INK,
    MIDDLE,
    PAPER,
    QUIET,
    SMALL,
    in_style,
)

WIDTH = 152.0  # millimetres
NAMES, WORDS, MARGIN = 44.0, 27.0, 6.0  # millimetres left and right of the scale, and beside it
ROW, LINE = 6.9, 3.0  # millimetres: a share, and each further line of its name
HEAD, GAP, SCALE = 5.0, 2.0, 10.0  # millimetres: a line of a heading, below it, the scale
LETTERS, HEAD_LETTERS = 27, 90  # of a name and of a heading, in a line


@in_style
def rows(estimates: pd.DataFrame) -> Figure:
    """Draw one line a share on one scale of percent: a bar its interval, a dot the share.

    A row of `estimates` is one: group (a heading above the rows that share it), name, value, low
    and high (percent), and words (the same in words). Shares need not add up to anything, so there
    is no whole to be seen.

    Raises ValueError if there is nothing to draw, or what is no share.
    """
    if estimates.empty:
        raise ValueError("no share to draw")
    ends = estimates[["low", "value", "high"]].astype("float64")
    if not ((ends >= 0) & (ends <= 100)).all(axis=None):
        raise ValueError("a share is 0 to 100 percent")
    placed, heads, bottom = _placed(estimates)
    canvas = Canvas(WIDTH, bottom + SCALE)
    ax = canvas.axes(NAMES, 0, WIDTH - NAMES - WORDS - MARGIN, bottom + 1)
    _scale(ax, ends.to_numpy().max(), bottom + 1)
    # The middle of low, value and high is the value, and their whole width the interval.
    sns.pointplot(
        placed.melt("y", ["low", "value", "high"], value_name="percent"),
        x="percent",
        y="y",
        orient="h",
        native_scale=True,
        estimator="median",
        errorbar=("pi", 100),
        linestyle="none",
        color=ACCENT,
        markersize=4.2,
        markeredgewidth=0,
        err_kws={"color": MIDDLE, "linewidth": 6, "solid_capstyle": "butt", "zorder": 1},
        ax=ax,
    )
    ax.set(xlabel="", ylabel="", ylim=(bottom + 1, 0))
    paper = canvas.paper()
    for y, head in heads:
        paper.text(0, y, head, va="top", fontsize=BODY, weight="bold", backgroundcolor=PAPER)
    for y, name, words in zip(placed["y"], placed["lines"], placed["words"], strict=True):
        paper.text(0, y, name, va="center", linespacing=1.0, fontsize=SMALL, color=INK)
        paper.text(WIDTH, y, words, va="center", ha="right", fontsize=SMALL, color=QUIET)
    return canvas.figure


def _placed(estimates: pd.DataFrame) -> tuple[pd.DataFrame, list[tuple[float, str]], float]:
    """Return the rows with their places and wrapped names, the headings, and how far down."""
    found, heads, top = [], [], 0.0
    for group, members in estimates.groupby("group", sort=False):
        head = wrap(str(group), HEAD_LETTERS)
        heads.append((top + 1, "\n".join(head)))
        top += HEAD * len(head) + GAP
        lines = members["name"].map(lambda name: "\n".join(wrap(name, LETTERS)))
        tall = ROW + LINE * lines.str.count("\n")
        found.append(members.assign(lines=lines, y=top + tall.cumsum() - tall / 2))
        top += tall.sum()
    return pd.concat(found), [each for each in heads if each[1]], top


def _scale(ax: Axes, most: float, height: float) -> None:
    """Draw a scale of percent from nothing to the ten above the most."""
    reach = min(100, 10 * (int(most) // 10 + 1))
    ax.set(xlim=(0, reach), ylim=(height, 0))
    ax.set_xticks(range(0, reach + 1, 10 if reach <= 70 else 20))
    ax.xaxis.set_major_formatter("{x:.0f} %")
    ax.grid(axis="x")
    ax.set_yticks([])
    ax.tick_params(bottom=False)
    sns.despine(ax=ax, left=True, bottom=True)
