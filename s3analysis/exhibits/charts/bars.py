"""Bars: how much of each, one under the other, with its number. They draw what they get."""

from textwrap import wrap

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from s3analysis.exhibits.charts.canvas import Canvas
from s3analysis.exhibits.charts.style import (
    ACCENT,
    BODY,
    PLUM,
    QUIET,
    TEXT_WIDTH,
    in_style,
)

NAMES, WORDS = 62.0, 34.0  # millimetres for the names left of the bars, and the words right of them
LETTER, LINE, BAR = 1.62, 3.2, 3.4  # millimetres: a letter and a line of small text, a bar
GAP, HEAD = 1.8, 5.6  # millimetres: between rows, and the line of a heading
MOST_LINES = 3  # of a name
WIDE = 2.0  # an interval as wide is drawn; a narrower one is read in the table


@in_style
def rows(values: pd.DataFrame, width: float = TEXT_WIDTH) -> Figure:
    """Draw one bar a row from nought, in the order in which they come, with its words behind it.

    A row of `values` is a bar: name, value, words (its number as a reader sees it); where given,
    group (a heading above the rows that share it), and low and high (an interval, a line over the
    bar where it is WIDE). Names stand left of the bars, or above them in a narrow drawing.
    """
    beside = width >= TEXT_WIDTH
    start = NAMES if beside else 0.5
    room = width - start - (WORDS if beside else LETTER * values["words"].str.len().max() + 2)
    tops = values.reindex(columns=["value", "high"]).astype("float64").max(axis="columns")
    scale = room / (tops.max() or 1)
    letters = int(((NAMES if beside else width) - 2) / LETTER)
    placed, heads, bottom = _placed(values, letters, width, beside=beside)
    canvas = Canvas(width, bottom + 1)
    ax = canvas.paper()
    for y, head in heads:
        ax.text(0, y, head, va="top", fontsize=BODY, weight="bold")
    for row in placed.to_dict("records"):
        y, end = row["y"], start + scale * row["value"]
        ax.text(0, row["name_y"], row["lines"], va="center", linespacing=1.0)
        ax.add_patch(Rectangle((start, y - BAR / 2), end - start, BAR, color=ACCENT, lw=0))
        if row["high"] - row["low"] > WIDE:
            ends = [start + scale * row["low"], start + scale * row["high"]]
            ax.plot(ends, [y, y], color=PLUM, linewidth=1, marker="|", markersize=5)
            end = max(end, ends[1])
        ax.text(end + 1.5, y, row["words"], va="center_baseline", color=QUIET)
    return canvas.figure


def _placed(
    values: pd.DataFrame, letters: int, width: float, *, beside: bool
) -> tuple[pd.DataFrame, list[tuple[float, str]], float]:
    """Return the rows with their places and wrapped names, the headings, and how far down."""
    made, heads, top, last = [], [], 0.5, ""
    for row in values.reindex(columns=["name", "value", "words", "group", "low", "high"]).to_dict(
        "records"
    ):
        if isinstance(row["group"], str) and row["group"] not in ("", last):
            head = wrap(last := row["group"], int(width / (LETTER * 1.25)))
            heads.append((top + GAP, "\n".join(head)))
            top += HEAD + LINE * (len(head) - 1) + GAP
        lines = wrap(row["name"], letters, max_lines=MOST_LINES, placeholder=" ...")
        tall = LINE * len(lines)
        if beside:
            tall = max(tall, BAR)
            row["y"] = row["name_y"] = top + tall / 2
        else:
            row |= {"name_y": top + tall / 2, "y": top + tall + 0.6 + BAR / 2}
            tall += BAR + 1.2
        made.append(row | {"lines": "\n".join(lines)})
        top += tall + GAP
    return pd.DataFrame(made), heads, top
