"""Maps: where the regions of the partnerships lie, or those around one of them.

Kilometres are those of EPSG:3035; the outlines of the countries are Natural Earth's (see
data/make/outlines.py, also for the point of view they take on disputed borders).
"""

from collections.abc import Sequence
from math import ceil
from textwrap import wrap
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.path import Path
from numpy.typing import ArrayLike, NDArray

from s3analysis.exhibits.charts import labels
from s3analysis.exhibits.charts.canvas import Canvas
from s3analysis.exhibits.charts.style import (
    ACCENT,
    BODY,
    EMPHASIS,
    LAND,
    MIDDLE,
    PAPER,
    QUIET,
    SMALL,
    TEXT_WIDTH,
    in_style,
)
from s3analysis.exhibits.charts.tiles import SHADES

POINTS_PER_MM = 72 / 25.4
WIDEST, LEAST = 88.0, 30.0  # millimetres a panel may take, and has to
ABREAST = 3  # panels in a row, at most
GAP = 4.0  # millimetres between panels
LINE = 3.3  # millimetres that a line of small text takes in height
LETTERS_PER_MM = 0.64  # of small text; the bold titles take a quarter more room
MARGIN = 150.0  # kilometres of land around the marks
APART = 1.35  # millimetres from mark to mark, at least
FOOT = 5.0  # millimetres for the key under the panels

# Shape and filling show the role; colour only repeats it. Drawn in this order: leads on top.
HOLLOW = {"color": PAPER, "markeredgecolor": ACCENT, "markeredgewidth": 0.9}
MARKS: dict[str, dict[str, Any]] = {
    "interested": {"marker": "s", "markersize": 3.0, **HOLLOW},
    "observer": {"marker": "o", "markersize": 3.4, **HOLLOW},
    "participant": {"marker": "o", "markersize": 3.8, "color": MIDDLE},
    "lead": {"marker": "D", "markersize": 4.6, "color": EMPHASIS},
}
ROLE_LABELS = {
    "lead": "leads",
    "participant": "takes part",
    "observer": "observes",
    "interested": "is interested",
}

OWN_WIDTH, OWN_FOOT = 66.0, 8.0  # millimetres across the map of one, and for its key
MARK, OWN_MARK = 5.5, 7.5  # points across
KEY = "partnerships in common"
KEY_LOOK: dict[str, Any] = {"title_fontsize": SMALL, "alignment": "left", "labelcolor": QUIET}
ROLES = {"lead": EMPHASIS, "participant": MIDDLE, "observer": PAPER, "interested": PAPER}
"""The filling of a mark by role on the map of one partnership; who only looks on is a ring."""

Lines = list[tuple[str, dict[str, Any]]]


@in_style
def small_multiples(
    points: pd.DataFrame,
    titles: "pd.Series[str]",
    names: "pd.Series[str]",
    outlines: pd.DataFrame,
    width: float = TEXT_WIDTH,
) -> Figure:
    """Draw one small map a partnership: its leads, participants and other regions.

    A row of `points` is a membership: partnership_id (panels stand in the order in which these
    come), region_id, role, x and y in kilometres. `titles` are by partnership_id, `names` by
    region_id. The maps show the land around all marks; marks that would cover each other are moved
    apart. A region without a place on the map (x or y missing, or beyond the outlines) is named
    above its panel instead.

    A row of `outlines` is a vertex: country_id, ring, vertex, x, y.
    """
    frame = Frame(outlines, around=points)
    panels = [points[points["partnership_id"] == one] for one in points["partnership_id"].unique()]
    row_count = ceil(len(panels) / min(ABREAST, int((width + GAP) / (LEAST + GAP))))
    abreast = ceil(len(panels) / row_count)
    side = min(WIDEST, (width - (abreast - 1) * GAP) / abreast)
    height = side * frame.height / frame.width
    rows = [panels[start : start + abreast] for start in range(0, len(panels), abreast)]
    heads = [[_head(members, titles, names, frame, side) for members in row] for row in rows]
    head_heights = [LINE * max(map(len, row)) + GAP / 2 for row in heads]
    canvas = Canvas(
        abreast * (side + GAP) - GAP, sum(head_heights) + row_count * (height + GAP) + FOOT
    )
    top = 0.0
    for row, row_heads, head_height in zip(rows, heads, head_heights, strict=True):
        for column, (members, head) in enumerate(zip(row, row_heads, strict=True)):
            left = column * (side + GAP)
            _write_head(canvas, left, top, head)
            _draw_panel(canvas.axes(left, top + head_height, side, height), members, frame, side)
        top += head_height + height + GAP
    there = [role for role in ROLE_LABELS if role in set(points["role"])]
    marks = [_marks(role, [], [], label=ROLE_LABELS[role]) for role in there]
    canvas.key(marks, handletextpad=0.4, columnspacing=1.6)
    return canvas.figure


class Frame:
    """The land of a map and the rectangle it fills, in kilometres."""

    def __init__(self, outlines: pd.DataFrame, around: pd.DataFrame) -> None:
        """Take the vertices of rings, in order; each ring begins at its vertex 0.

        The map ends a margin beyond the points `around` which it is drawn.
        """
        vertices = outlines[["x", "y"]].to_numpy(float)
        (west, south), (east, north) = vertices.min(axis=0), vertices.max(axis=0)
        self.centre = ((west + east) / 2, (south + north) / 2)
        self.west, self.south, self.east, self.north = west, south, east, north
        shown = around.loc[self.holds(around), ["x", "y"]].to_numpy("float64")
        if len(shown):
            self.west, self.south = np.maximum([west, south], shown.min(axis=0) - MARGIN)
            self.east, self.north = np.minimum([east, north], shown.max(axis=0) + MARGIN)
        self.width, self.height = self.east - self.west, self.north - self.south
        starts = np.flatnonzero(outlines["vertex"] == 0)[1:]
        rings = np.split(vertices - self.centre, starts)
        self.reach = float(np.abs(vertices - self.centre).max())
        self.land = Path.make_compound_path(
            *(Path(np.vstack([ring, ring[:1]]), closed=True) for ring in rings)
        )

    def holds(self, points: pd.DataFrame) -> "pd.Series[bool]":
        """Return for each point whether it lies on the map."""
        return points["x"].between(self.west, self.east) & points["y"].between(
            self.south, self.north
        )

    def millimetres(self, points: pd.DataFrame, width: float) -> NDArray[np.float64]:
        """Return points on a map of a width, in millimetres from its lower left corner."""
        from_corner = points[["x", "y"]].to_numpy("float64") - [self.west, self.south]
        placed: NDArray[np.float64] = from_corner * (width / self.width)
        return placed

    def draw(self, ax: Axes, width: float) -> None:
        """Draw the land on axes that are `width` millimetres wide.

        The land is a marker, since a marker that comes again is written into an SVG only once.
        matplotlib scales a marker's path so that its farthest coordinate lies half a marker's size
        from its middle: hence the size.
        """
        ax.set(xlim=(self.west, self.east), ylim=(self.south, self.north))
        ax.set_axis_off()
        points_per_kilometre = width * POINTS_PER_MM / self.width
        ax.plot(
            *([middle] for middle in self.centre),
            marker=self.land,
            markersize=2 * self.reach * points_per_kilometre,
            color=LAND,
            markeredgecolor=PAPER,
            markeredgewidth=0.35,
        )


def _head(
    members: pd.DataFrame,
    titles: "pd.Series[str]",
    names: "pd.Series[str]",
    frame: Frame,
    width: float,
) -> Lines:
    """Return the lines above a panel of a width in millimetres, each with its look."""
    letters = int(width * LETTERS_PER_MM)
    title = titles[members["partnership_id"].iloc[0]]
    leads = names[members.loc[members["role"] == "lead", "region_id"]]
    away = names[members.loc[~frame.holds(members), "region_id"]]
    bold = {"fontsize": BODY, "weight": "bold"}
    quiet = {"fontsize": SMALL, "color": QUIET}
    accent = {"fontsize": SMALL, "color": EMPHASIS}
    return [
        *((line, bold) for line in wrap(title, int(letters * 0.75))),
        *((line, accent) for line in _named("Led by", leads, letters)),
        *((line, quiet) for line in _named("Not on the map:", away, letters)),
    ]


def _write_head(canvas: Canvas, left: float, top: float, head: Lines) -> None:
    for line_number, (line, look) in enumerate(head, start=1):
        canvas.write(left, top + line_number * LINE, line, **look)


def _named(introduction: str, regions: "pd.Series[str]", letters: int) -> list[str]:
    """Return the lines that name the regions, or none if there are none."""
    return wrap(f"{introduction} {', '.join(regions)}", letters) if len(regions) else []


def _draw_panel(ax: Axes, members: pd.DataFrame, frame: Frame, side: float) -> None:
    """Draw the land, and a mark for each member on it, leads on top."""
    frame.draw(ax, side)
    shown = members[frame.holds(members)]
    placed = labels.apart(frame.millimetres(shown, side), APART) * frame.width / side
    for role in MARKS:
        x, y = (placed[shown["role"] == role] + [frame.west, frame.south]).T
        ax.add_line(_marks(role, x, y, clip_on=False))


def _marks(role: str, x: ArrayLike, y: ArrayLike, **more: Any) -> Line2D:
    """Return the marks of a role at the places given."""
    edge: dict[str, Any] = {"markeredgecolor": PAPER, "markeredgewidth": 0.5}
    return Line2D(x, y, linestyle="none", **(edge | MARKS[role] | more))


@in_style
def own_map(
    points: pd.DataFrame, region_id: str, everywhere: pd.DataFrame, outlines: pd.DataFrame
) -> Figure:
    """Draw a region and those that it shares partnerships with: darker is more.

    A row of `points` is a region: region_id, x and y in kilometres, shared (partnerships in
    common), label (its name where it is to be named, else ""). The region itself is one of them.
    The map shows all regions of `everywhere`, so that the maps of two regions compare. A row of
    `outlines` is a vertex.
    """
    most = max(int(points["shared"].max()), 1)
    own = (points["region_id"] == region_id).tolist()
    fills = [
        EMPHASIS if each else shade(shared, most)
        for each, shared in zip(own, points["shared"], strict=True)
    ]
    canvas = _drawn(points, fills, own, everywhere, outlines)
    steps = sorted({1, (most + 1) // 2, most})
    marks = [_mark("o", MARK, shade(step, most), str(step)) for step in steps]
    canvas.key(marks, **KEY_LOOK, title=KEY)
    return canvas.figure


@in_style
def lead_map(points: pd.DataFrame, everywhere: pd.DataFrame, outlines: pd.DataFrame) -> Figure:
    """Draw the regions of one partnership, its leads in the colour of emphasis and named.

    A row of `points` is a region: x and y in kilometres, role, label (as in own_map).
    """
    leads = (points["role"] == "lead").tolist()
    canvas = _drawn(points, points["role"].map(ROLES).tolist(), leads, everywhere, outlines)
    there = [role for role in ROLE_LABELS if role in set(points["role"])]
    looks = {"lead": ("D", OWN_MARK)}
    marks = [_mark(*looks.get(role, ("o", MARK)), ROLES[role], ROLE_LABELS[role]) for role in there]
    canvas.key(marks, **KEY_LOOK)
    return canvas.figure


def shade(number: int, most: int) -> str:
    """Return the colour of a number of partnerships: darker is more, and one is seen on land."""
    red, green, blue, _ = SHADES(0.25 + 0.75 * number / most)
    return to_hex((float(red), float(green), float(blue)))


def _drawn(
    points: pd.DataFrame,
    fills: Sequence[str],
    emphasised: Sequence[bool],
    everywhere: pd.DataFrame,
    outlines: pd.DataFrame,
) -> Canvas:
    """Return the land with a mark for each point, moved apart where they would cover each other."""
    frame = Frame(outlines, around=everywhere)
    height = OWN_WIDTH * frame.height / frame.width
    canvas = Canvas(OWN_WIDTH, height + OWN_FOOT)
    frame.draw(canvas.axes(0, 0, OWN_WIDTH, height), OWN_WIDTH)
    paper = canvas.axes(0, 0, OWN_WIDTH, height)
    paper.set(xlim=(0, OWN_WIDTH), ylim=(0, height))
    paper.set_axis_off()
    placed = labels.apart(frame.millimetres(points, OWN_WIDTH), MARK / POINTS_PER_MM)
    for (x, y), fill, own in zip(placed, fills, emphasised, strict=True):
        form, across, above = ("D", OWN_MARK, 3) if own else ("o", MARK, 2)
        edge = ACCENT if fill == PAPER else PAPER
        paper.plot(x, y, form, ms=across, color=fill, mec=edge, mew=0.6, zorder=above)
    _write_names(paper, placed, points["label"].tolist(), emphasised, (OWN_WIDTH, height))
    return canvas


def _write_names(
    ax: Axes,
    placed: NDArray[np.float64],
    names: list[str],
    bold: Sequence[bool],
    size: tuple[float, float],
) -> None:
    """Write the names beside their marks, those of emphasis bold."""
    reach = MARK / POINTS_PER_MM / 2
    sides = labels.beside(placed, names, reach, size, bold)
    for (x, y), name, (right, up, across, along), own in zip(
        placed, names, sides, bold, strict=True
    ):
        if name:
            ax.text(
                x + right * (reach + 0.6),
                y + up * (reach + 0.6),
                name,
                ha=across,
                va="center_baseline" if along == "center" else along,
                fontsize=BODY if own else SMALL,
                weight="bold" if own else "normal",
                zorder=4,
            )


def _mark(form: str, across: float, fill: str, words: str) -> Line2D:
    edge = ACCENT if fill == PAPER else PAPER
    look: dict[str, Any] = {"color": fill, "mec": edge, "mew": 0.6, "label": words}
    return Line2D([], [], ls="none", marker=form, ms=across, **look)
