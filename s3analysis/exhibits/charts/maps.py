"""Maps: where the regions of the partnerships lie. They draw what they are given.

Kilometres are those of EPSG:3035; the outlines of the countries are Natural Earth's (see
data/make/outlines.py, also for the point of view they take on disputed borders).
"""

from math import ceil
from textwrap import wrap
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
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

POINTS_PER_MM = 72 / 25.4
WIDEST, LEAST = 88.0, 30.0  # millimetres a panel may take, and has to
ABREAST = 3  # panels in a row, at most
GAP = 4.0  # millimetres between panels
LINE = 3.3  # millimetres that a line of small text takes in height
LETTERS_PER_MM = 0.64  # of small text; the bold titles take a quarter more room
MARGIN = 150.0  # kilometres of land around the marks
APART = 1.35  # millimetres from mark to mark, at least
FOOT = 5.0  # millimetres for the key under the panels

# Role is told by shape and filling; colour only repeats it. Drawn in this order: leads on top.
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

    Raises ValueError if there is no membership to draw, or one in a role that has no mark.
    """
    if points.empty:
        raise ValueError("no membership to draw on a map")
    if strange := sorted(set(points["role"]) - MARKS.keys()):
        raise ValueError(f"no mark for the role {strange[0]!r}; there are {', '.join(ROLE_LABELS)}")
    frame = Frame(outlines, around=points, margin=MARGIN)
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
            for line_number, (line, look) in enumerate(head, start=1):
                canvas.write(left, top + line_number * LINE, line, **look)
            ax = canvas.axes(left, top + head_height, side, height)
            frame.draw(ax, side)
            shown = members[frame.holds(members)]
            placed = labels.apart(frame.millimetres(shown, side), APART) * frame.width / side
            _draw_marks(ax, shown.assign(x=placed[:, 0] + frame.west, y=placed[:, 1] + frame.south))
        top += head_height + height + GAP
    _draw_key(canvas.figure, [role for role in ROLE_LABELS if role in set(points["role"])])
    return canvas.figure


class Frame:
    """The land of a map and the rectangle it fills, in kilometres."""

    def __init__(
        self, outlines: pd.DataFrame, around: pd.DataFrame | None = None, margin: float = 0.0
    ) -> None:
        """Take the vertices of rings, in order; each ring begins at its vertex 0.

        Where points are given to draw the map `around`, it ends a margin beyond those on the land.
        """
        vertices = outlines[["x", "y"]].to_numpy(float)
        (west, south), (east, north) = vertices.min(axis=0), vertices.max(axis=0)
        self.centre = ((west + east) / 2, (south + north) / 2)
        self.west, self.south, self.east, self.north = west, south, east, north
        if around is not None and len(shown := around.loc[self.holds(around)]):
            self.west = max(west, shown["x"].min() - margin)
            self.east = min(east, shown["x"].max() + margin)
            self.south = max(south, shown["y"].min() - margin)
            self.north = min(north, shown["y"].max() + margin)
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


def _named(introduction: str, regions: "pd.Series[str]", letters: int) -> list[str]:
    """Return the lines that name the regions, or none if there are none."""
    return wrap(f"{introduction} {', '.join(regions)}", letters) if len(regions) else []


def _draw_marks(ax: Axes, members: pd.DataFrame) -> None:
    """Draw a mark for each member, leads on top."""
    for role in MARKS:
        of_role = members[members["role"] == role]
        ax.add_line(_marks(role, of_role["x"], of_role["y"], clip_on=False))


def _draw_key(figure: Figure, roles: list[str]) -> None:
    """Draw what each mark means, once, at the foot of the figure."""
    figure.legend(
        handles=[_marks(role, [], [], label=ROLE_LABELS[role]) for role in roles],
        loc="lower left",
        bbox_to_anchor=(0, 0),
        borderpad=0,
        borderaxespad=0.2,
        ncols=len(roles),
        handlelength=1,
        handletextpad=0.4,
        columnspacing=1.6,
    )


def _marks(role: str, x: ArrayLike, y: ArrayLike, **more: Any) -> Line2D:
    """Return the marks of a role at the places given."""
    edge: dict[str, Any] = {"markeredgecolor": PAPER, "markeredgewidth": 0.5}
    return Line2D(x, y, linestyle="none", **(edge | MARKS[role] | more))
