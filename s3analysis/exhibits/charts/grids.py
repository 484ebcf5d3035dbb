"""Grids: what is known of each thing on each occasion. They draw what they are given."""

from collections.abc import Hashable
from textwrap import wrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from s3analysis.exhibits.charts.canvas import Canvas
from s3analysis.exhibits.charts.style import (
    ACCENT,
    BODY,
    LAND,
    OCHRE,
    PAPER,
    PLUM,
    QUIET,
    RULE,
    SMALL,
    TEXT_WIDTH,
    in_style,
)
from s3analysis.vocabulary import MONTHS, month_words

NAMES, LETTERS = 42.0, 29  # millimetres for the names at the left, and letters of small text in it
ROW, GROUP = 6.4, 5.2  # millimetres that a row and the name of a group take
PANEL_GAP = 3.5  # millimetres between the panels
HEAD, FOOT = 13.0, 14.0  # millimetres above and below the cells

# A value is told by the shape of its mark, its evidence by the filling; colour only repeats it.
CELLS: dict[str, dict[str, Any]] = {
    "yes": {"face": ACCENT, "mark": "o", "ink": PAPER},
    "no": {"face": PAPER, "mark": "X", "ink": QUIET},
    "merged": {"face": OCHRE, "mark": ">", "ink": "#000000"},
    "unknown": {"face": LAND, "mark": "$?$", "ink": QUIET},
}
EVIDENCE = {"stated": "stated", "deduced": "deduced", "none": ""}
NOW: dict[str, Any] = {"color": PLUM, "linewidth": 1.1, "linestyle": (0, (4, 2))}
SIDE, LETTER = 6.4, 1.38  # millimetres: a box of the key, a letter of small text

DOTS: tuple[dict[str, Any], ...] = (
    {"marker": "D", "markersize": 5, "color": ACCENT},
    {"marker": "o", "markersize": 5, "color": PAPER, "markeredgecolor": ACCENT},
)
GAP, DOT_ROW = 3.0, 4.4  # millimetres between names and marks, and of a row
FLAT = 12.0  # millimetres: heads of columns as wide are written flat, others slanted
SLANTED, LEAN = 26.0, 12.0  # millimetres that slanted heads take above, and at the right

CELL_WORDS = {"yes": "reached", "no": "not reached", "merged": "merged", "unknown": "unknown"}


@in_style
def states(cells: pd.DataFrame, as_of: str) -> Figure:
    """Draw one row a thing and one panel a status: what is known of it in each month.

    A row of `cells` is a cell: name, group (a heading above the rows that share it), status
    (panels), month ("2016-05"), value (yes, no, merged, unknown) and evidence (stated: a filled
    mark; deduced: a hollow one). Rows and panels stand in the order in which they come. A line
    stands before the first month after `as_of`.

    Raises ValueError if there is no cell to draw, or one of a value that has no mark.
    """
    if cells.empty:
        raise ValueError("no cell to draw")
    if strange := sorted(set(cells["value"]) - CELLS.keys()):
        raise ValueError(f"no mark for the value {strange[0]!r}; there are {', '.join(CELLS)}")
    months, panels = sorted(set(cells["month"])), _order(cells["status"])
    groups = cells.groupby("group", sort=False)["name"].unique()
    side = (TEXT_WIDTH - NAMES - PANEL_GAP * (len(panels) - 1)) / (len(months) * len(panels))
    height = HEAD + GROUP * len(groups) + ROW * sum(map(len, groups)) + FOOT
    canvas = Canvas(TEXT_WIDTH, height)
    ax = canvas.paper()
    tops = _draw_names(ax, groups)
    bottom = height - FOOT
    lefts = {
        panel: NAMES + number * (side * len(months) + PANEL_GAP)
        for number, panel in enumerate(panels)
    }
    for panel, left in lefts.items():
        _draw_months(ax, left, side, panel, months)
        _draw_now(ax, left, side, months, as_of, bottom)
    for cell in cells.to_dict("records"):
        x = lefts[cell["status"]] + months.index(cell["month"]) * side
        _draw_cell(ax, (x, tops[cell["name"]]), side, cell)
    _draw_key(ax, bottom + 1.5, cells, as_of)
    return canvas.figure


def _draw_names(ax: Axes, groups: pd.Series) -> dict[str, float]:
    """Write the names of the rows under the headings of their groups; return the top of each."""
    tops, top = {}, HEAD
    for group, names in groups.items():
        _head_group(ax, top, str(group))
        top += GROUP
        for name in names:
            tops[name] = top
            _write(ax, 0.3, top + ROW / 2, name, LETTERS)
            top += ROW
    return tops


def _draw_months(ax: Axes, left: float, side: float, panel: str, months: list[str]) -> None:
    """Draw the head of a panel: its name, the years, and the months."""
    ax.text(left, 3, panel, fontsize=BODY, weight="bold")
    years = [month[:4] for month in months]
    for place, month in enumerate(months):
        x = left + place * side
        if years.index(month[:4]) == place:
            ax.text(x + 0.3, HEAD - 4.4, month[:4], fontsize=SMALL, color=QUIET)
        words = MONTHS[int(month[5:]) - 1][:3]
        ax.text(x + side / 2, HEAD - 1, words, fontsize=SMALL, color=QUIET, ha="center")


def _draw_now(
    ax: Axes, left: float, side: float, months: list[str], as_of: str, bottom: float
) -> None:
    """Draw a line before the first month that lies after `as_of`."""
    before = sum(month <= as_of for month in months)
    if before < len(months):
        x = left + before * side
        ax.plot([x, x], [HEAD - 6, bottom], **NOW)


def _draw_cell(
    ax: Axes, corner: tuple[float, float], side: float, cell: dict[Hashable, Any]
) -> None:
    """Draw a cell: a box in the colour of its value, with the mark of value and evidence."""
    left, top = corner
    look = CELLS[cell["value"]]
    box = Rectangle((left + 0.25, top + 0.25), side - 0.5, ROW - 0.5, facecolor=look["face"])
    box.set(edgecolor=RULE, linewidth=0.4)
    ax.add_patch(box)
    if cell["value"] == "unknown":
        ax.text(
            left + side / 2,
            top + ROW / 2,
            "?",
            ha="center",
            va="center",
            fontsize=SMALL,
            color=QUIET,
        )
    else:
        ax.add_line(_mark(cell["value"], cell["evidence"], [left + side / 2], [top + ROW / 2]))


def _mark(value: str, evidence: str, x: list[float], y: list[float], **more: Any) -> Line2D:
    """Return the mark of a value, filled where it is stated and hollow where it is deduced."""
    look = CELLS[value]
    face = look["ink"] if evidence == "stated" else look["face"]
    return Line2D(
        x,
        y,
        linestyle="none",
        marker=look["mark"],
        markersize=5.5,
        markerfacecolor=face,
        markeredgecolor=look["ink"],
        markeredgewidth=0.9,
        **more,
    )


def _draw_key(ax: Axes, top: float, cells: pd.DataFrame, as_of: str) -> None:
    """Draw what marks and line mean, once, at the foot of the figure."""
    pairs = cells[["value", "evidence"]].drop_duplicates().to_dict("records")
    order = [*CELLS, *EVIDENCE]
    x, y = 0.0, top
    for pair in sorted(pairs, key=lambda pair: [order.index(pair[part]) for part in pair]):
        words = ", ".join(filter(None, (CELL_WORDS[pair["value"]], EVIDENCE[pair["evidence"]])))
        if x + SIDE + LETTER * len(words) > TEXT_WIDTH:
            x, y = 0.0, y + ROW
        _draw_cell(ax, (x, y), SIDE, pair)
        ax.text(x + SIDE + 1, y + ROW / 2, words, va="center", fontsize=SMALL)
        x += SIDE + LETTER * len(words) + 5
    words = f"after {month_words(as_of)}"
    if x + SIDE + LETTER * len(words) > TEXT_WIDTH:
        x, y = 0.0, y + ROW
    ax.plot([x + 3, x + 3], [y + 0.5, y + ROW - 0.5], **NOW)
    ax.text(x + 5, y + ROW / 2, words, va="center", fontsize=SMALL)


@in_style
def dots(marks: pd.DataFrame, columns: list[str], *, joined: bool) -> Figure:
    """Draw one row a thing and one column an occasion: a mark where they meet.

    A row of `marks` is a mark: name, group (a heading above the rows that share it; "" for none),
    column (one of `columns`) and mark (the words of its meaning: the first to come is a filled
    diamond, the second a hollow circle). Rows stand in the order in which they come. If `joined`,
    a line joins the marks of a row.

    Raises ValueError if there is no mark to draw, or one in a column that is not there.
    """
    if marks.empty:
        raise ValueError("no mark to draw")
    if strange := sorted(set(marks["column"]) - set(columns)):
        raise ValueError(f"no column {strange[0]!r}; there are {', '.join(columns)}")
    kinds = dict(zip(_order(marks["mark"]), DOTS, strict=False))
    names = list(dict.fromkeys(zip(marks["group"], marks["name"], strict=True)))
    heads = [group for group in _order(marks["group"]) if group]
    start = LETTER * max(map(len, marks["name"])) + GAP
    flat = (TEXT_WIDTH - start) / len(columns) >= FLAT
    side = (TEXT_WIDTH - start - (0 if flat else LEAN)) / len(columns)
    head = HEAD if flat else SLANTED
    bottom = head + DOT_ROW * len(names) + GROUP * len(heads)
    canvas = Canvas(TEXT_WIDTH, bottom + (ROW if len(kinds) > 1 else 1))
    ax = canvas.paper()
    centres = {name: start + (place + 0.5) * side for place, name in enumerate(columns)}
    for name, x in centres.items():
        ax.plot([x, x], [head, bottom], color=RULE, linewidth=0.4)
        _head_column(ax, x, head - 1, name, int(side / LETTER) if flat else 0)
    placed = marks.assign(x=marks["column"].map(centres))
    top = head
    for group, name in names:
        if group in heads:
            heads.remove(group)
            _head_group(ax, top, group)
            top += GROUP
        of_row = placed.loc[(placed["name"] == name) & (placed["group"] == group)]
        _draw_dot_row(ax, top + DOT_ROW / 2, of_row, kinds, joined=joined)
        top += DOT_ROW
    if len(kinds) > 1:
        for x, (kind, look) in zip((2.0, TEXT_WIDTH / 2), kinds.items(), strict=True):
            _draw_dots(ax, [x], bottom + ROW / 2, look)
            ax.text(x + 2.5, bottom + ROW / 2, kind, va="center", fontsize=SMALL)
    return canvas.figure


def _head_column(ax: Axes, x: float, y: float, name: str, letters: int) -> None:
    """Write the name above a column: in lines of so many letters, or slanted if letters is 0."""
    if letters:
        words = "\n".join(wrap(name, letters, break_long_words=False))
        ax.text(x, y, words, ha="center", va="bottom", fontsize=SMALL, linespacing=1.05)
    else:
        ax.text(x - 0.5, y, name, rotation=60, rotation_mode="anchor", fontsize=SMALL)


def _draw_dot_row(
    ax: Axes, y: float, row: pd.DataFrame, kinds: dict[str, dict[str, Any]], *, joined: bool
) -> None:
    """Draw a row: its name, its marks at x, and the line that joins them."""
    ax.text(0.3, y, row["name"].iloc[0], va="center", fontsize=SMALL)
    if joined:
        ax.plot([row["x"].min(), row["x"].max()], [y, y], color=ACCENT, linewidth=0.8)
    for kind, look in kinds.items():
        _draw_dots(ax, row.loc[row["mark"] == kind, "x"].tolist(), y, look)


def _draw_dots(ax: Axes, x: list[float], y: float, look: dict[str, Any]) -> None:
    ax.plot(sorted(set(x)), [y] * len(set(x)), linestyle="none", **look)


def _head_group(ax: Axes, top: float, group: str) -> None:
    """Write the heading of a group of rows."""
    ax.text(0.3, top + GROUP - 1.6, group, fontsize=SMALL, weight="bold", color=ACCENT)


def _order(texts: "pd.Series[str]") -> list[str]:
    return list(dict.fromkeys(texts))


def _write(ax: Axes, x: float, y: float, text: str, letters: int, **look: Any) -> None:
    """Write small text in lines of so many letters, around a height."""
    lines = "\n".join(wrap(text, letters))
    ax.text(x, y, lines, va="center", fontsize=SMALL, linespacing=1.0, **look)
