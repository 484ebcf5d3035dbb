"""Diagrams: who is connected to whom. Where a box stands says nothing; the links are given."""

from textwrap import wrap
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle

from s3analysis.exhibits.charts.canvas import Canvas
from s3analysis.exhibits.charts.style import (
    ACCENT,
    BODY,
    INK,
    PAPER,
    QUIET,
    TEXT_WIDTH,
    TINT,
    in_style,
)

WIDTH, HEIGHT = 42.0, 14.0  # millimetres of a box
LETTERS = 20  # of bold text, in a box
ACTOR, LINE, LETTER = 6.4, 3.4, 1.65  # millimetres: a bar, a line and a letter of a list
COLUMNS = (0.5, 64.0, TEXT_WIDTH - WIDTH - 0.5)  # millimetres from the left to each column
ROWS = (0.5, 34.0, 67.5, 94.0)  # millimetres from the top to each row
CENTRE = "S3P-Industry"

BOXES = {
    "Clusters and industry": (0, 0),
    "Commission services": (1, 0),
    "Regions": (0, 1),
    CENTRE: (1, 1),
    "Steering Committee": (2, 1),
    "Thematic partnerships": (1, 2),
    "Joint investment projects": (1, 3),
}
"""The column and row of each box."""


class Route(NamedTuple):
    """The way of an arrow: its corners in millimetres, and where and how wide its words stand."""

    corners: tuple[tuple[float, float], ...]
    words: tuple[float, float]
    letters: int
    across: str = "left"
    upright: str = "center"


def _left(column: int) -> float:
    return COLUMNS[column]


def _right(column: int) -> float:
    return COLUMNS[column] + WIDTH


def _bottom(row: int) -> float:
    return ROWS[row] + HEIGHT


ROUTES = {
    ("Clusters and industry", "Regions"): Route(
        ((8, _bottom(0)), (8, ROWS[1])), (9.5, (_bottom(0) + ROWS[1]) / 2), 15
    ),
    ("Regions", "Clusters and industry"): Route(
        ((33, ROWS[1]), (33, _bottom(0))), (34.5, (_bottom(0) + ROWS[1]) / 2), 12
    ),
    ("Commission services", CENTRE): Route(
        ((85, _bottom(0)), (85, ROWS[1])), (86.5, (_bottom(0) + ROWS[1]) / 2), 14
    ),
    ("Commission services", "Steering Committee"): Route(
        ((_right(1), 7.5), (148.5, 7.5), (148.5, ROWS[1])), (127, 6), 20, "center", "bottom"
    ),
    ("Regions", CENTRE): Route(
        ((_right(0), 38), (_left(1), 38)), (53.2, 37), 12, "center", "bottom"
    ),
    (CENTRE, "Regions"): Route(
        ((_left(1), 44), (_right(0), 44)), (53.2, 45.5), 14, "center", "top"
    ),
    ("Regions", "Thematic partnerships"): Route(
        ((21.5, _bottom(1)), (21.5, 74.5), (_left(1), 74.5)), (42, 73.3), 26, "center", "bottom"
    ),
    (CENTRE, "Thematic partnerships"): Route(
        ((85, _bottom(1)), (85, ROWS[2])), (86.5, (_bottom(1) + ROWS[2]) / 2), 16
    ),
    ("Thematic partnerships", "Steering Committee"): Route(
        ((_right(1), 71), (141, 71), (141, _bottom(1))), (124, 69.8), 22, "center", "bottom"
    ),
    ("Steering Committee", "Thematic partnerships"): Route(
        ((157, _bottom(1)), (157, 78), (_right(1), 78)), (131, 79.5), 30, "center", "top"
    ),
    ("Thematic partnerships", "Joint investment projects"): Route(
        ((85, _bottom(2)), (85, ROWS[3])), (86.5, (_bottom(2) + ROWS[3]) / 2), 20
    ),
}
"""The way of each arrow that the diagram has room for."""


@in_style
def network(links: pd.DataFrame, width: float = TEXT_WIDTH) -> Figure:
    """Draw the boxes that links join, and an arrow with its words for each link.

    A row of `links` is a row of platform_links: actor and acted_on (boxes of BOXES), and link (the
    words of the arrow). A narrow drawing lists the links below each actor instead.
    """
    if width < TEXT_WIDTH:
        return _listed(links, width)
    ways = list(zip(links["actor"], links["acted_on"], strict=True))
    names = list(dict.fromkeys(name for way in ways for name in way))
    canvas = Canvas(TEXT_WIDTH, max(_bottom(BOXES[name][1]) for name in names) + 0.5)
    ax = canvas.paper()
    for way, words in zip(ways, links["link"], strict=True):
        _draw_arrow(ax, ROUTES[way], words)
    for name in names:
        _draw_box(ax, name)
    return canvas.figure


def _listed(links: pd.DataFrame, width: float) -> Figure:
    """Draw each actor in a bar, and below it its links: an arrow, its words and whom it reaches."""
    rows: list[tuple[float, str, str]] = []
    top = 0.0
    for actor, its in links.groupby("actor", sort=False):
        rows.append((top, str(actor), ""))
        top += ACTOR
        for words, other in zip(its["link"], its["acted_on"], strict=True):
            lines = wrap(words, int((width - 10) / LETTER), break_on_hyphens=False)
            rows.append((top, "\n".join(lines), other))
            top += LINE * (len(lines) + 1) + 1.5
        top += 2
    canvas = Canvas(width, top)
    ax = canvas.paper()
    for y, words, other in rows:
        look: dict[str, Any] = {"va": "top", "linespacing": 1.1}
        if other:
            ax.text(9, y + 0.5, words, color=QUIET, **look)
            foot = y + 0.5 + LINE * (words.count("\n") + 1)
            ax.text(9, foot, other, weight="bold", **look)
            middle = (y + 0.5 + foot + LINE) / 2
            _draw_head(ax, (2, middle), (8, middle))
        else:
            face, ink = (ACCENT, PAPER) if words == CENTRE else (TINT, INK)
            ax.add_patch(Rectangle((0, y), width, ACTOR - 1, facecolor=face))
            look |= {"va": "center_baseline", "weight": "bold", "color": ink}
            ax.text(2, y + (ACTOR - 1) / 2, words, **look)
    return canvas.figure


def _draw_box(ax: Axes, name: str) -> None:
    """Draw a box with its name; that of the platform is dark."""
    column, row = BOXES[name]
    left, top = COLUMNS[column], ROWS[row]
    face, ink = (ACCENT, PAPER) if name == CENTRE else (TINT, INK)
    ax.add_patch(
        FancyBboxPatch(
            (left + 1.5, top + 1.5),
            WIDTH - 3,
            HEIGHT - 3,
            boxstyle="round,pad=1.5",
            facecolor=face,
            edgecolor=ACCENT,
            linewidth=0.8,
        )
    )
    ax.text(
        left + WIDTH / 2,
        top + HEIGHT / 2,
        "\n".join(wrap(name, LETTERS)),
        ha="center",
        va="center",
        fontsize=BODY,
        weight="bold",
        color=ink,
    )


def _draw_arrow(ax: Axes, route: Route, words: str) -> None:
    """Draw an arrow along its corners, with its words."""
    *before, start, end = route.corners
    line = np.array([*before, start, end])
    ax.plot(*line.T, color=ACCENT, linewidth=1.1, solid_joinstyle="miter")
    _draw_head(ax, start, end)
    ax.text(
        *route.words,
        "\n".join(wrap(words, route.letters, break_on_hyphens=False)),
        ha=route.across,
        va=route.upright,
        color=QUIET,
        linespacing=1.1,
    )


def _draw_head(ax: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    look: dict[str, Any] = {"arrowstyle": "-|>", "mutation_scale": 8, "color": ACCENT}
    ax.add_patch(FancyArrowPatch(start, end, linewidth=1.1, shrinkA=0, shrinkB=0, **look))
