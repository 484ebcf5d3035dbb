"""Maps: where the regions of the partnerships lie. They draw what they are given.

Kilometres are those of EPSG:3035; the outlines of the countries are Natural Earth's (see
data/make/outlines.py, also for the point of view they take on disputed borders).
"""

from collections.abc import Hashable
from math import ceil
from textwrap import wrap
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from numpy.typing import ArrayLike

from s3analysis.exhibits.charts.canvas import Canvas
from s3analysis.exhibits.charts.style import (
    ACCENT,
    BODY,
    HEADING,
    LAND,
    MIDDLE,
    OCHRE,
    PAPER,
    QUIET,
    SMALL,
    TEXT_WIDTH,
    TINT,
    in_style,
    readable_on,
)

POINTS_PER_MM = 72 / 25.4
ABREAST = 3  # panels in a row, at most
WIDEST = 88.0  # millimetres a panel may take
GAP = 4.0  # millimetres between panels
LINE = 3.3  # millimetres that a line of small text takes in height
LETTERS_PER_MM = 0.75  # of small text; the bold titles take a quarter more room
FOOT = 5.0  # millimetres for the key under the panels

# Role is told by shape and filling; colour only repeats it. Drawn in this order: leads on top.
HOLLOW = {"color": PAPER, "markeredgecolor": ACCENT, "markeredgewidth": 0.9}
MARKS: dict[str, dict[str, Any]] = {
    "interested": {"marker": "s", "markersize": 3.0, **HOLLOW},
    "observer": {"marker": "o", "markersize": 3.4, **HOLLOW},
    "participant": {"marker": "o", "markersize": 3.8, "color": MIDDLE},
    "lead": {"marker": "D", "markersize": 4.2, "color": ACCENT},
}
ROLE_LABELS = {
    "lead": "leads",
    "participant": "takes part",
    "observer": "observes",
    "interested": "is interested",
}

SHADES = LinearSegmentedColormap.from_list("accent", [TINT, ACCENT])
TILE_LETTERS, TILE_LINES = 10, 3  # of small text, in a tile
STAR = "\N{BLACK STAR}"
KEY = "Number: memberships, stronger blue is more."
KEY_OF_STATES = (
    "Framed: Member State without a region. Bar at the foot: joined the EU since May 2004."
)
FRAME, BAR = 0.9, 1.0  # millimetres: how far a frame lies inside its tile, how high a bar is

Lines = list[tuple[str, dict[str, Any]]]


@in_style
def small_multiples(
    points: pd.DataFrame,
    titles: "pd.Series[str]",
    names: "pd.Series[str]",
    outlines: pd.DataFrame,
) -> Figure:
    """Draw one small map a partnership: its leads, participants and other regions.

    A row of `points` is a membership: partnership_id (panels stand in the order in which these
    come), region_id, role, x and y in kilometres. `titles` are by partnership_id, `names` by
    region_id. A region without a place on the map (x or y missing, or beyond the outlines) is named
    above its panel instead.

    A row of `outlines` is a vertex: country_id, ring, vertex, x, y.

    Raises ValueError if there is no membership to draw, or one in a role that has no mark.
    """
    if points.empty:
        raise ValueError("no membership to draw on a map")
    if strange := sorted(set(points["role"]) - MARKS.keys()):
        raise ValueError(f"no mark for the role {strange[0]!r}; there are {', '.join(ROLE_LABELS)}")
    frame = Frame(outlines)
    panels = [points[points["partnership_id"] == one] for one in points["partnership_id"].unique()]
    row_count = ceil(len(panels) / ABREAST)
    abreast = ceil(len(panels) / row_count)
    width = min(WIDEST, (TEXT_WIDTH - (abreast - 1) * GAP) / abreast)
    height = width * frame.height / frame.width
    rows = [panels[start : start + abreast] for start in range(0, len(panels), abreast)]
    heads = [[_head(members, titles, names, frame, width) for members in row] for row in rows]
    head_heights = [LINE * max(map(len, row)) + GAP / 2 for row in heads]
    canvas = Canvas(
        abreast * (width + GAP) - GAP, sum(head_heights) + row_count * (height + GAP) + FOOT
    )
    top = 0.0
    for row, row_heads, head_height in zip(rows, heads, head_heights, strict=True):
        for column, (members, head) in enumerate(zip(row, row_heads, strict=True)):
            left = column * (width + GAP)
            for line_number, (line, look) in enumerate(head, start=1):
                canvas.write(left, top + line_number * LINE, line, **look)
            ax = canvas.axes(left, top + head_height, width, height)
            frame.draw(ax, width)
            _draw_marks(ax, members[frame.holds(members)])
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
    accent = {"fontsize": SMALL, "color": ACCENT}
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


@in_style
def tile_grid(tiles: pd.DataFrame) -> Figure:
    """Draw one square tile a region, roughly where the region lies, north up.

    A row of `tiles` is a region: name, tile_label (its name for the tile: at most three lines of
    nine letters or so, broken at spaces and hyphens), tile_column (from the west), tile_row (from
    the north), memberships (printed and shaded: darker is more) and leads (how many of them it
    leads, printed after a star). A row without memberships is a frame: a Member State that is
    absent. `newer`, where given, says which tiles are of a Member State since May 2004.

    Raises ValueError if there is no tile to draw, or two regions want the same place.
    """
    if tiles.empty:
        raise ValueError("no tile to draw")
    crowded = tiles.loc[tiles.duplicated(["tile_column", "tile_row"], keep=False), "name"]
    if not crowded.empty:
        raise ValueError(f"regions on the same tile: {', '.join(sorted(crowded))}")
    west, north = tiles["tile_column"].min(), tiles["tile_row"].min()
    side = TEXT_WIDTH / (tiles["tile_column"].max() - west + 1)
    canvas = Canvas(TEXT_WIDTH, side * (tiles["tile_row"].max() - north + 1) + FOOT + LINE)
    quiet: dict[str, Any] = {"fontsize": SMALL, "color": QUIET}
    ax = canvas.paper()
    most = max(tiles["memberships"].max(), 1)
    for tile in tiles.to_dict("records"):
        corner = ((tile["tile_column"] - west) * side, (tile["tile_row"] - north) * side)
        _draw_tile(ax, corner, side, to_hex(SHADES(tile["memberships"] / most)), tile)
    canvas.write(0.4, canvas.height - 4.5, f"{KEY} {STAR}2: two of them as lead.", **quiet)
    if "newer" in tiles:
        canvas.write(0.4, canvas.height - 1.2, KEY_OF_STATES, **quiet)
    return canvas.figure


def _draw_tile(
    ax: Axes, corner: tuple[float, float], side: float, shade: str, tile: dict[Hashable, Any]
) -> None:
    """Draw a tile: its value, its leads and its name."""
    left, top = corner
    middle, right = left + side / 2, left + side
    if absent := not tile["memberships"]:
        inner, shade = side - 2 * FRAME, PAPER
        box: dict[str, Any] = {"facecolor": PAPER, "edgecolor": OCHRE, "linewidth": 1.4}
        ax.add_patch(Rectangle((left + FRAME, top + FRAME), inner, inner, **box))
    else:
        ax.add_patch(Rectangle((left + 0.3, top + 0.3), side - 0.6, side - 0.6, color=shade, lw=0))
    if tile.get("newer"):
        edge = FRAME if absent else 0.3
        foot = (left + edge, top + side - edge - BAR)
        ax.add_patch(Rectangle(foot, side - 2 * edge, BAR, color=OCHRE, lw=0))
    ink = readable_on(shade)
    look: dict[str, Any] = {"fontsize": HEADING, "weight": "bold", "color": ink}
    ax.text(left + 1 + FRAME * absent, top + 4 + FRAME * absent, str(tile["memberships"]), **look)
    if tile["leads"]:
        ax.text(right - 1, top + 4, f"{STAR}{tile['leads']}", ha="right", color=ink)
    name = wrap(tile["tile_label"], TILE_LETTERS, max_lines=TILE_LINES, placeholder="…")
    for below, line in enumerate(name):
        y = top + 7.4 + FRAME * absent + 2.7 * below
        ax.text(middle, y, line, fontsize=SMALL, ha="center", color=ink)
