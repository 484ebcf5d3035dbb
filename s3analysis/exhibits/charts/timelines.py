"""Time lines: when things happened, to the precision that is printed. They draw what they get."""

from collections.abc import Hashable
from datetime import date, timedelta
from textwrap import wrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

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
    TEAL,
    TEXT_WIDTH,
    in_style,
)
from s3analysis.vocabulary import MONTHS, month_words

NAMES = 61.0  # millimetres for the names, left of the time axis
LETTER, LINE = 1.62, 3.3  # millimetres: a letter of small text, and a line of it
ROW, BAR = 7.6, 5.5  # millimetres: a row at least, and a mark below its name
HEAD, KEY = 13.0, 4.6  # millimetres: the years above, and a line of the key below
BOLD = 1.15  # how much wider a bold text is

MARKS: dict[str, dict[str, Any]] = {
    "day": {"marker": "D", "markersize": 5, "linewidth": 0, "color": ACCENT},
    "period": {"linewidth": 6, "color": ACCENT, "solid_capstyle": "butt"},
    "between": {"marker": "|", "markersize": 7, "linewidth": 1.2, "color": MIDDLE},
    "elsewhere": {
        "marker": "x",
        "markersize": 5,
        "markeredgewidth": 1.4,
        "linewidth": 0,
        "color": PLUM,
        "path_effects": [withStroke(linewidth=3, foreground=PAPER)],
    },
}
KEYS = {
    "day": "on these days",
    "period": "throughout",
    "between": "some time between",
    "elsewhere": "another date printed",
}


@in_style
def milestones(events: pd.DataFrame, as_of: str, width: float = TEXT_WIDTH) -> Figure:
    """Draw one row an event, in the order given, over the days between which it lies.

    A row of `events` is an event of the measure events.timeline with its `date` in words: name,
    date, first and last (ISO days), precision (day: a diamond; period: a bar; month or year: a thin
    line, some time in it), in_figure_5 (written in bold) and elsewhere (the months that are printed
    elsewhere, a cross each). A dashed line marks the end of the month `as_of`. Names stand left of
    the marks, or above them in a narrow drawing.
    """
    years = range(int(min(events["first"])[:4]), int(max(events["last"])[:4]) + 1)
    axis = Axis(years, NAMES if width >= TEXT_WIDTH else 1.0, width)
    rows = [(row, axis.lines(row)) for row in events.to_dict("records")]
    bottom = HEAD + sum(axis.height(lines) for _, lines in rows)
    kinds = {_kind(row) for row, _ in rows}
    kinds |= {"elsewhere"} if any(map(len, events["elsewhere"])) else set()
    there = [kind for kind in MARKS if kind in kinds]
    per_line = len(there) if axis.beside else 1
    canvas = Canvas(width, bottom + 2.5 + KEY * -(-len(there) // per_line))
    ax = canvas.paper()
    axis.draw(ax, bottom, as_of)
    top = HEAD
    for row, lines in rows:
        _draw_event(ax, axis, top, row, lines)
        top += axis.height(lines)
    for place, kind in enumerate(there):
        x = (place % per_line) * (width / per_line)
        y = bottom + 1 + KEY * (place // per_line + 0.5)
        ends = [x + 1, x + 6] if MARKS[kind]["linewidth"] else [x + 3.5]
        ax.plot(ends, [y] * len(ends), **MARKS[kind])
        ax.text(x + 8, y, KEYS[kind], va="center_baseline")
    return canvas.figure


class Axis:
    """Days as places on the canvas, in millimetres from its left edge."""

    def __init__(self, years: range, left: float, width: float) -> None:
        """Take the years, where they begin, and the width of the whole drawing."""
        self.years, self.left, self.width = years, left, width
        self.begin = date(years[0], 1, 1)
        self.scale = (width - left - 1) / (date(years[-1] + 1, 1, 1) - self.begin).days
        self.beside = left > LETTER

    def place(self, day: date) -> float:
        """Return where a day begins."""
        return self.left + (day - self.begin).days * self.scale

    def lines(self, row: dict[Hashable, Any]) -> list[str]:
        """Return the name of an event in lines; above its mark its date goes with it."""
        room = (self.left if self.beside else self.width) - 2
        words = row["name"] if self.beside else f"{row['name']}, {row['date']}"
        return wrap(words, int(room / (LETTER * (BOLD if row["in_figure_5"] else 1))))

    def height(self, lines: list[str]) -> float:
        """Return how high a row is."""
        tall = LINE * len(lines) + 1
        return max(ROW, tall) if self.beside else tall + BAR

    def draw(self, ax: Axes, bottom: float, as_of: str) -> None:
        """Draw a line a quarter, years and months above, and the end of the month `as_of`."""
        for year in self.years:
            new_year = self.place(date(year, 1, 1))
            ax.text(new_year + 0.8, HEAD - 5, str(year), fontsize=BODY, weight="bold")
            for month in range(1, 13, 3 if self.beside else 6):
                x = self.place(date(year, month, 1))
                ax.plot([x, x], [HEAD, bottom], color=RULE, linewidth=0.8 if month == 1 else 0.4)
                words = MONTHS[month - 1][:3]
                ax.text(x + 0.8, HEAD - 1.2, words, color=QUIET)
        self.now = self.place((pd.Period(as_of) + 1).start_time.date())
        look: dict[str, Any] = {"color": PLUM, "linewidth": 1, "linestyle": (0, (4, 2))}
        ax.plot([self.now, self.now], [HEAD - 8, bottom], **look)
        words = f"end of {month_words(as_of)}"
        ax.text(self.now, HEAD - 9, words, color=PLUM, ha="center")


def _draw_event(
    ax: Axes, axis: Axis, top: float, row: dict[Hashable, Any], lines: list[str]
) -> None:
    """Draw an event: its name, its mark, its date and what else is printed of it."""
    weight = "bold" if row["in_figure_5"] else "normal"
    look: dict[str, Any] = {"weight": weight, "linespacing": 1.05}
    y = top + axis.height(lines) / 2
    if axis.beside:
        ax.text(0.5, y, "\n".join(lines), va="center", **look)
    else:
        y = top + axis.height(lines) - BAR / 2
        paper = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.2}
        ax.text(0.5, top + 1, "\n".join(lines), va="top", bbox=paper, **look)
    left = axis.place(date.fromisoformat(row["first"]))
    right = axis.place(date.fromisoformat(row["last"]) + timedelta(days=1))
    if _kind(row) == "day":
        left = right = (left + right) / 2
    ax.plot([left, right], [y, y], zorder=2.5, **MARKS[_kind(row)])
    crosses = [axis.place(date.fromisoformat(f"{month}-15")) for month in row["elsewhere"]]
    ax.plot(crosses, [y] * len(crosses), zorder=3, **MARKS["elsewhere"])
    if axis.beside:
        _write_date(ax, axis, (left, right, y), row["date"], crosses)


def _write_date(
    ax: Axes, axis: Axis, place: tuple[float, float, float], words: str, crosses: list[float]
) -> None:
    """Write a date right of its mark, or left of it where it would meet a line or a cross."""
    left, right, y = place
    wide = LETTER * len(words) + 3
    after = [each for each in (axis.width, axis.now, *crosses) if each > right]
    before = right + wide > min(after) and left - wide > axis.left
    paper = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.4}
    x, side = (left - 2, "right") if before else (right + 2, "left")
    if right + wide > axis.width and not before:
        x, side = axis.width - 0.3, "right"
    ax.text(x, y, words, ha=side, va="center", color=QUIET, bbox=paper)


def _kind(row: dict[Hashable, Any]) -> str:
    return row["precision"] if row["precision"] in ("day", "period") else "between"


LOOKS = {
    "s3p-industry": ("o", ACCENT, "S3P-Industry"),
    "three-platforms": ("s", OCHRE, "three platforms together"),
    "four-platforms": ("^", TEAL, "four platforms together"),
}
"""The mark and the colour of the platforms that a number counts, and their name in the key."""


@in_style
def counts(points: pd.DataFrame, as_of: str, width: float = TEXT_WIDTH) -> Figure:
    """Draw numbers over time, a mark each: its shape says which platforms are counted.

    A row of `points` is a number (see measures.record.partnership_counts.points). A line through a
    mark covers the days between which its date lies; a number that is only a least has a plus. A
    dashed line marks the end of the month `as_of`.
    """
    canvas = Canvas(width, 62.0)
    years = range(int(min(points["first"])[:4]), int(max(points["last"])[:4]) + 2)
    ax = canvas.axes(8, 12, width - 11, 43)
    new_years = [date(year, 1, 1).toordinal() for year in years]
    ax.set(xlim=(new_years[0] - 100, new_years[-1]), ylim=(0, max(points["value"]) * 1.15))
    ax.set_xticks(new_years[:-1], [str(year) for year in years[:-1]], ha="left")
    ax.grid(axis="x")
    now = (pd.Period(as_of) + 1).start_time.toordinal()
    if new_years[0] < now < new_years[-1]:
        ax.axvline(now, color=PLUM, linewidth=1, linestyle=(0, (4, 2)), zorder=1)
        ax.text(now + 12, 1, f"end of {month_words(as_of)}", color=PLUM)
    for row in points.to_dict("records"):
        _draw_number(ax, row)
    there = [look for scope, look in LOOKS.items() if scope in set(points["scope"])]
    paper = canvas.paper()
    for place, (marker, colour, name) in enumerate(there):
        x, y = (2 + place * 40, 4) if width >= TEXT_WIDTH else (2, 3 + place * 4)
        paper.plot(x, y, marker=marker, color=colour, markersize=5)
        paper.text(x + 3, y, name, va="center_baseline")
    return canvas.figure


def _draw_number(ax: Axes, row: dict[Hashable, Any]) -> None:
    """Draw one number: its mark, the days it may be of, and itself beside them."""
    marker, colour, _ = LOOKS[row["scope"]]
    first, last = (date.fromisoformat(row[name]).toordinal() for name in ("first", "last"))
    middle, value = (first + last) / 2, row["value"]
    ax.plot([first, last + 1], [value, value], color=colour, linewidth=1)
    ax.plot(middle, value, marker=marker, color=colour, markersize=5)
    words = f"{value}{'+' if row['exactness'] == 'over' else ''}"
    place: dict[str, Any] = {"ha": "center", "xytext": (0, 8)}
    if "+" in words or (row["others"] and value > max(row["others"])):
        place = {"ha": "right", "xytext": (-5, 0)}
    elif row["others"]:
        place = {"ha": "left", "xytext": (5, 0)}
    place |= {"textcoords": "offset points", "va": "center_baseline"}
    paper = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.2}
    ax.annotate(words, (middle, value), bbox=paper, zorder=1.5, fontsize=BODY, **place)
