"""Time lines: when things happened, to the precision that is printed. They draw what they get."""

from collections.abc import Hashable, Mapping
from datetime import date, timedelta
from textwrap import wrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.patheffects import withStroke

from s3analysis.exhibits.charts.canvas import Canvas
from s3analysis.exhibits.charts.style import (
    ACCENT,
    BODY,
    MIDDLE,
    PAPER,
    PLUM,
    QUIET,
    RULE,
    SMALL,
    TEXT_WIDTH,
    in_style,
)
from s3analysis.vocabulary import MONTHS, month_words

NAMES = 62.0  # millimetres for the names, left of the time axis
LETTERS, BOLD_LETTERS = 42, 36  # of small text, in that width
LETTER = 1.4  # millimetres, of small text
ROW = 7.2  # millimetres a row takes
HEAD, FOOT = 10.0, 7.0  # millimetres for the years above and the key below
BAR = 2.6  # millimetres, the height of a bar
MONTHS_A_TICK = 3

# Standing is told by filling; colour only repeats it.
LOOKS: dict[str, dict[str, Any]] = {
    "past": {"facecolor": ACCENT},
    "coming": {"facecolor": PAPER},
    "open": {"facecolor": PAPER, "hatch": "//////"},
}
EXACT = ("day", "period")
VAGUE: dict[str, Any] = {"facecolor": MIDDLE}


@in_style
def milestones(events: pd.DataFrame, standings: Mapping[str, str], as_of: str) -> Figure:
    """Draw one row an event, in the order given: a bar over the days between which it lies.

    A row of `events` is an event of the measure events.timeline with its `date` in words: name,
    date, first and last (ISO days), standing (past, coming, open; named by `standings`), precision
    (day: a diamond; period: a dark bar; month or year: a light bar, some time in it), in_figure_5
    (written in bold) and elsewhere (the months that are printed elsewhere, a cross each). A line
    marks the end of the month `as_of`.

    Raises ValueError if there is no event to draw, or one of a standing that has no look.
    """
    if events.empty:
        raise ValueError("no event to draw on a time line")
    there = list(dict.fromkeys(events["standing"]))
    if strange := [standing for standing in there if standing not in LOOKS]:
        raise ValueError(f"no look for the standing {strange[0]!r}; there are {', '.join(LOOKS)}")
    years = range(int(min(events["first"])[:4]), int(max(events["last"])[:4]) + 1)
    axis = Axis(date(years[0], 1, 1), date(years[-1] + 1, 1, 1))
    bottom = HEAD + ROW * len(events)
    canvas = Canvas(TEXT_WIDTH, bottom + FOOT)
    ax = canvas.paper()
    axis.draw(ax, bottom)
    now = axis.place(_month_after(as_of))
    ax.plot([now, now], [HEAD - 5, bottom], color=PLUM, linewidth=1, linestyle=(0, (4, 2)))
    ax.text(now + 1, HEAD - 5, f"end of {month_words(as_of)}", fontsize=SMALL, color=PLUM)
    for number, row in enumerate(events.to_dict("records")):
        _draw_event(ax, axis, HEAD + ROW * (number + 0.5), row)
    _draw_key(canvas.figure, {standing: standings[standing] for standing in there})
    return canvas.figure


class Axis:
    """Days as places on the canvas, in millimetres from its left edge."""

    def __init__(self, begin: date, end: date) -> None:
        """Take the first day of the axis and the day after its last."""
        self.begin, self.end = begin, end
        self.scale = (TEXT_WIDTH - NAMES - 1) / (end - begin).days

    def place(self, day: date) -> float:
        """Return where a day begins."""
        return NAMES + (day - self.begin).days * self.scale

    def draw(self, ax: Axes, bottom: float) -> None:
        """Draw a line a quarter, and write years and months above."""
        for year in range(self.begin.year, self.end.year):
            new_year = self.place(date(year, 1, 1))
            ax.text(new_year + 0.8, HEAD - 5, str(year), fontsize=BODY, weight="bold")
            for month in range(1, 13, MONTHS_A_TICK):
                day = date(year, month, 1)
                x = self.place(day)
                heavy = month == 1
                ax.plot([x, x], [HEAD, bottom], color=RULE, linewidth=0.8 if heavy else 0.4)
                ax.text(x + 0.8, HEAD - 1.2, MONTHS[month - 1][:3], fontsize=SMALL, color=QUIET)


def _draw_event(ax: Axes, axis: Axis, y: float, row: dict[Hashable, Any]) -> None:
    """Draw an event: its name, its bar or diamond, its date and what else is printed of it."""
    letters, weight = (BOLD_LETTERS, "bold") if row["in_figure_5"] else (LETTERS, "normal")
    name = "\n".join(wrap(row["name"], letters))
    ax.text(0.5, y, name, va="center", fontsize=SMALL, weight=weight, linespacing=1.05)
    look = LOOKS[row["standing"]]
    if row["precision"] not in EXACT and row["standing"] == "past":
        look = VAGUE
    first, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
    left, right = axis.place(first), axis.place(last + timedelta(days=1))
    if row["precision"] == "day":
        left = right = (left + right) / 2
        ax.add_line(_point([left], [y], look))
    else:
        bar = Rectangle((left, y - BAR / 2), right - left, BAR, edgecolor=ACCENT, linewidth=0.8)
        bar.set(zorder=2.5, **look)
        ax.add_patch(bar)
    crosses = [axis.place(_middle_of(month)) for month in row["elsewhere"]]
    ax.add_line(_cross(crosses, [y] * len(crosses)))
    before = right + LETTER * len(row["date"]) + 4 > min(
        [TEXT_WIDTH, *(cross for cross in crosses if cross > right)]
    )
    paper = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.4}
    x, side = (left - 2, "right") if before else (right + 2, "left")
    ax.text(x, y, row["date"], ha=side, va="center", fontsize=SMALL, color=QUIET, bbox=paper)


def _draw_key(figure: Figure, standings: Mapping[str, str]) -> None:
    """Draw what each mark means, once, at the foot of the figure."""
    figure.legend(
        handles=[
            *(
                Patch(label=words, edgecolor=ACCENT, linewidth=0.8, **LOOKS[standing])
                for standing, words in standings.items()
            ),
            Patch(label="some time in it", edgecolor=ACCENT, linewidth=0.8, **VAGUE),
            _point([], [], LOOKS["past"], label="on these days"),
            _cross([], [], label="another date printed"),
        ],
        loc="lower left",
        bbox_to_anchor=(0, 0),
        borderpad=0,
        borderaxespad=0.2,
        ncols=6,
        handlelength=1.4,
        handletextpad=0.5,
        columnspacing=1.4,
    )


def _point(x: list[float], y: list[float], look: dict[str, Any], **more: Any) -> Line2D:
    """Return diamonds for what lasts days, in the look of a standing."""
    face = {"markerfacecolor": look["facecolor"], "markeredgecolor": ACCENT}
    return Line2D(x, y, linestyle="none", marker="D", markersize=5, zorder=3, **face, **more)


def _cross(x: list[float], y: list[float], **more: Any) -> Line2D:
    """Return crosses for dates that are printed against the reading."""
    halo = [withStroke(linewidth=3, foreground=PAPER)]
    return Line2D(
        x,
        y,
        linestyle="none",
        marker="x",
        markersize=5,
        markeredgewidth=1.4,
        color=PLUM,
        path_effects=halo,
        zorder=3,
        **more,
    )


def _middle_of(month: str) -> date:
    return date.fromisoformat(f"{month}-15")


def _month_after(month: str) -> date:
    year, number = (int(part) for part in month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1)
