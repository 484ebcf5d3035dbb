"""Grids: what is known of each thing on each occasion. They draw what they are given."""

from textwrap import wrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from s3analysis.exhibits.charts.canvas import Canvas
from s3analysis.exhibits.charts.style import (
    ACCENT,
    BODY,
    MIDDLE,
    OCHRE,
    PAPER,
    PLUM,
    QUIET,
    RULE,
    TEXT_WIDTH,
    TINT,
    in_style,
)
from s3analysis.vocabulary import MONTHS, month_words

LETTER, LINE = 1.65, 3.0  # millimetres: a letter of small text, and a line of it
NAMES, NARROW_NAMES = 60.0, 29.0  # millimetres for the names at the left
ROW, GROUP = 6.8, 6.0  # millimetres that a row at least, and the name of a group, take
HEAD = 9.0  # millimetres above the cells
SIDE = 7.0  # millimetres: a box of the key

# The shape of a mark shows the step, its filling the evidence; colour only repeats it.
STEPS: tuple[dict[str, str], ...] = (
    {"face": TINT, "mark": "o", "ink": ACCENT},
    {"face": MIDDLE, "mark": "s", "ink": PAPER},
    {"face": ACCENT, "mark": "D", "ink": PAPER},
)
MERGED = {"face": OCHRE, "mark": ">", "ink": "#000000"}
NOTHING = "nothing known"
NOW: dict[str, Any] = {"color": PLUM, "linewidth": 1.1, "linestyle": (0, (4, 2))}

DOT: dict[str, Any] = {"marker": "D", "markersize": 5, "color": ACCENT, "linewidth": 0.8}
GAP, DOT_ROW = 3.0, 4.4  # millimetres between names and marks, and of a row
SLANTED, LEAN = 30.0, 14.0  # millimetres that slanted heads take above, and at the right


@in_style
def steps(cells: pd.DataFrame, as_of: str, width: float = TEXT_WIDTH) -> Figure:
    """Draw one row a thing and one column a month: the furthest step known to be reached by then.

    A row of `cells` is a cell: name, group (a heading above the rows that share it), status (a
    step, the first first), month ("2016-05"), value (yes, merged, or another, which draws nothing)
    and evidence (stated: a filled mark; deduced: a hollow one). Rows stand in the order in which
    they come. A dashed line stands before the first month after `as_of`.
    """
    order, months = list(dict.fromkeys(cells["status"])), sorted(set(cells["month"]))
    left = NAMES if width >= TEXT_WIDTH else NARROW_NAMES
    side = (width - left) / len(months)
    letters = int((left - 1) / LETTER)
    names = {name: "\n".join(wrap(name, letters)) for name in cells["name"].unique()}
    groups = cells.groupby("group", sort=False)["name"].unique()
    found = _furthest(cells, order)
    keys = _keys(found, order, f"after {month_words(as_of)}" if max(months) > as_of else "")
    per_line = max(1, int(width / (SIDE + 1.55 * max(map(len, keys)) + 3)))
    bottom = HEAD + GROUP * len(groups) + sum(map(_height, names.values()))
    canvas = Canvas(width, bottom + 2 + ROW * -(-len(keys) // per_line))
    ax = canvas.paper()
    _draw_months(ax, left, side, months)
    top = HEAD
    for group, members in groups.items():
        _head_group(ax, top, str(group))
        top += GROUP
        for name in members:
            high = _height(names[name])
            ax.text(0.3, top + high / 2, names[name], va="center", linespacing=1.0)
            for place, month in enumerate(months):
                _draw_cell(ax, (left + place * side, top), (side, high), found.get((name, month)))
            top += high
    if (before := sum(month <= as_of for month in months)) < len(months):
        ax.plot([left + before * side] * 2, [HEAD - 6, bottom], **NOW)
    _draw_key(ax, keys, bottom + 1.5, width / per_line, per_line)
    return canvas.figure


Cell = tuple[dict[str, str], str]
"""The look of a step, and the evidence for it."""


def _furthest(cells: pd.DataFrame, order: list[str]) -> dict[tuple[str, str], Cell]:
    """Return the furthest step reached, by name and month."""
    reached = cells.loc[cells["value"].isin(["yes", "merged"])]
    by_step = reached.assign(step=reached["status"].map(order.index)).sort_values("step")
    return {
        (row["name"], row["month"]): (
            MERGED if row["value"] == "merged" else STEPS[row["step"]],
            row["evidence"],
        )
        for row in by_step.to_dict("records")
    }


def _keys(
    found: dict[tuple[str, str], Cell], order: list[str], after: str
) -> dict[str, Cell | None]:
    """Return what stands in the key: the words of each mark drawn, of none, and of the line."""
    named = [*zip(STEPS, order, strict=False), (MERGED, "Merged")]
    shown = {
        f"{words}, {evidence}": (look, evidence)
        for look, words in named
        for evidence in ("stated", "deduced")
        if (look, evidence) in found.values()
    }
    return {**shown, NOTHING: None, **({after: None} if after else {})}


def _draw_months(ax: Axes, left: float, side: float, months: list[str]) -> None:
    """Write the months above the cells, and each year over its first."""
    years = [month[:4] for month in months]
    for place, month in enumerate(months):
        x = left + place * side
        if years.index(month[:4]) == place:
            ax.text(x + 0.3, HEAD - 4.8, month[:4], fontsize=BODY, weight="bold")
        words = MONTHS[int(month[5:]) - 1][:3]
        ax.text(x + side / 2, HEAD - 1, words, color=QUIET, ha="center")


def _draw_cell(
    ax: Axes, corner: tuple[float, float], size: tuple[float, float], cell: Cell | None
) -> None:
    """Draw a cell: a box in the colour of its step, with the mark of step and evidence."""
    (left, top), (wide, high) = corner, size
    look, evidence = cell or ({"face": PAPER}, "")
    box = Rectangle((left + 0.25, top + 0.25), wide - 0.5, high - 0.5, facecolor=look["face"])
    box.set(edgecolor=RULE, linewidth=0.4)
    ax.add_patch(box)
    if cell:
        face = look["ink"] if evidence == "stated" else look["face"]
        inks: dict[str, Any] = {"markerfacecolor": face, "markeredgecolor": look["ink"]}
        place = [left + wide / 2], [top + high / 2]
        ax.plot(*place, marker=look["mark"], markersize=5, markeredgewidth=0.9, **inks)


def _draw_key(
    ax: Axes, keys: dict[str, Cell | None], top: float, step: float, per_line: int
) -> None:
    """Draw what marks and line mean, once, at the foot of the figure."""
    for place, (words, cell) in enumerate(keys.items()):
        x, y = place % per_line * step, top + ROW * (place // per_line)
        if cell or words == NOTHING:
            _draw_cell(ax, (x, y), (SIDE, ROW), cell)
        else:
            ax.plot([x + SIDE / 2] * 2, [y + 0.5, y + ROW - 0.5], **NOW)
        ax.text(x + SIDE + 1, y + ROW / 2, words, va="center_baseline")


def _height(lines: str) -> float:
    return max(ROW, LINE * (lines.count("\n") + 1) + 1)


@in_style
def dots(marks: pd.DataFrame, columns: list[str]) -> Figure:
    """Draw one row a thing and one column an occasion: a mark where they meet, joined by a line.

    A row of `marks` is a mark: name, group (a heading above the rows that share it) and column
    (one of `columns`). Rows stand in the order in which they come.
    """
    names = list(dict.fromkeys(zip(marks["group"], marks["name"], strict=True)))
    start = LETTER * max(map(len, marks["name"])) + GAP
    side = (TEXT_WIDTH - start - LEAN) / len(columns)
    bottom = SLANTED + DOT_ROW * len(names) + GROUP * marks["group"].nunique()
    canvas = Canvas(TEXT_WIDTH, bottom + 1)
    ax = canvas.paper()
    centres = {name: start + (place + 0.5) * side for place, name in enumerate(columns)}
    for name, x in centres.items():
        ax.plot([x, x], [SLANTED, bottom], color=RULE, linewidth=0.4)
        ax.text(x - 0.5, SLANTED - 1, name, rotation=60, rotation_mode="anchor")
    top, last = SLANTED, None
    for group, name in names:
        if group != last:
            _head_group(ax, top, group)
            top, last = top + GROUP, group
        ax.text(0.3, top + DOT_ROW / 2, name, va="center")
        of_row = marks.loc[(marks["name"] == name) & (marks["group"] == group), "column"]
        places = sorted(set(of_row.map(centres)))
        ax.plot(places, [top + DOT_ROW / 2] * len(places), **DOT)
        top += DOT_ROW
    return canvas.figure


def _head_group(ax: Axes, top: float, group: str) -> None:
    """Write the heading of a group of rows."""
    ax.text(0.3, top + GROUP - 1.6, group, weight="bold", color=ACCENT)
