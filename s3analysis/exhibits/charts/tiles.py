"""Tiles: one square a region, so that each is as easily seen as any other."""

from collections.abc import Hashable
from textwrap import wrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from s3analysis.exhibits.charts.canvas import Canvas
from s3analysis.exhibits.charts.style import (
    ACCENT,
    BODY,
    EMPHASIS,
    HEADING,
    INK,
    NARROW,
    PAPER,
    QUIET,
    TEXT_WIDTH,
    TINT,
    in_style,
    readable_on,
)

SHADES = LinearSegmentedColormap.from_list("accent", [TINT, ACCENT])
HEIGHT = 13.0  # millimetres of a tile on the map
LETTERS, LINES, LINE = 10, 3, 2.85  # of a name, in a tile; millimetres of a line
STAR = "\N{BLACK STAR}"
KEY = ("Number: memberships, stronger blue is more.", f"{STAR}2: two of them as lead.")
KEY_OF_STATES = (
    "Framed: Member State without a region.",
    "Bar at the foot: joined the EU since May 2004.",
)
KEY_LINE = 3.6  # millimetres of a line of the key
FRAME, BAR = 0.9, 1.0  # millimetres: how far a frame lies inside its tile, how high a bar is
NAMES, SIDE, ABREAST = 26.0, 6.8, 6  # millimetres, and tiles in a row, where states are listed


@in_style
def tiles(tiles: pd.DataFrame, width: float = TEXT_WIDTH) -> Figure:
    """Draw one tile a region, roughly where the region lies, north up; or listed by Member State.

    A row of `tiles` is a region: name, country (its name), tile_label (its name for the tile: at
    most three lines of nine letters or so, broken at spaces and hyphens), tile_column (from the
    west), tile_row (from the north), memberships (printed and shaded: darker is more) and leads
    (how many of them it leads, printed after a star). A row without memberships is a frame: a
    Member State that is absent. `newer`, where given, says which tiles are of a Member State since
    May 2004. A drawing that is NARROW has a line a Member State, and no names of regions.

    Raises ValueError if there is no tile to draw, or two regions want the same place.
    """
    if tiles.empty:
        raise ValueError("no tile to draw")
    crowded = tiles.loc[tiles.duplicated(["tile_column", "tile_row"], keep=False), "name"]
    if not crowded.empty:
        raise ValueError(f"regions on the same tile: {', '.join(sorted(crowded))}")
    most = max(tiles["memberships"].max(), 1)
    shaded = tiles.assign(shade=[to_hex(SHADES(each / most)) for each in tiles["memberships"]])
    keys = [*KEY, *(KEY_OF_STATES if "newer" in tiles else ())]
    if width > NARROW:
        return _map(shaded, [" ".join(keys[:2]), " ".join(keys[2:])], width)
    return _list(shaded, [KEY[0], f"{STAR}: leads at least one of them.", *keys[2:]], width)


def _map(tiles: pd.DataFrame, keys: list[str], width: float) -> Figure:
    west, north = tiles["tile_column"].min(), tiles["tile_row"].min()
    side = width / (tiles["tile_column"].max() - west + 1)
    bottom = HEIGHT * (tiles["tile_row"].max() - north + 1)
    canvas = Canvas(width, bottom + KEY_LINE * len(keys) + 1)
    ax = canvas.paper()
    for tile in tiles.to_dict("records"):
        corner = ((tile["tile_column"] - west) * side, (tile["tile_row"] - north) * HEIGHT)
        ink = _box(ax, corner, (side, HEIGHT), tile)
        left, top = corner
        inside = FRAME * (not tile["memberships"])
        look: dict[str, Any] = {"fontsize": HEADING, "weight": "bold", "color": ink}
        ax.text(left + 1 + inside * 0.8, top + 3.5 + inside * 0.7, str(tile["memberships"]), **look)
        if tile["leads"]:
            star: dict[str, Any] = {"fontsize": BODY, "ha": "right", "color": ink}
            ax.text(left + side - 1, top + 3.5, f"{STAR}{tile['leads']}", **star)
        name = wrap(tile["tile_label"], LETTERS, max_lines=LINES, placeholder="…")
        for below, line in enumerate(name):
            y = top + 6.4 + inside / 2 + LINE * below
            ax.text(left + side / 2, y, line, ha="center", color=ink)
    _write_key(ax, bottom, keys)
    return canvas.figure


def _list(tiles: pd.DataFrame, keys: list[str], width: float) -> Figure:
    """Draw a line a Member State, those with most memberships first: a tile is a region of it."""
    by_size = tiles.sort_values(["memberships", "name"], ascending=[False, True])
    states = tiles.groupby("country")["memberships"].sum().sort_index()
    order = states.sort_values(ascending=False, kind="stable").index
    lines = {state: by_size.loc[by_size["country"] == state] for state in order}
    bottom = sum(SIDE * -(-len(rows) // ABREAST) for rows in lines.values())
    canvas = Canvas(width, bottom + KEY_LINE * len(keys) + 1)
    ax = canvas.paper()
    top = 0.0
    for state, rows in lines.items():
        ink = INK if states[state] else EMPHASIS
        look: dict[str, Any] = {"va": "center_baseline", "color": ink}
        ax.text(0, top + SIDE / 2, str(state), **look)
        for place, tile in enumerate(rows.to_dict("records")):
            down, across = divmod(place, ABREAST)
            left, above = NAMES + across * SIDE, top + down * SIDE
            ink = _box(ax, (left, above), (SIDE, SIDE), tile)
            words = f"{tile['memberships']}{STAR if tile['leads'] else ''}"
            middle = left + SIDE / 2, above + SIDE / 2
            ax.text(*middle, words, **look | {"color": ink, "ha": "center", "weight": "bold"})
        top += SIDE * -(-len(rows) // ABREAST)
    _write_key(ax, bottom, keys)
    return canvas.figure


def _box(
    ax: Axes, corner: tuple[float, float], size: tuple[float, float], tile: dict[Hashable, Any]
) -> str:
    """Draw a tile without its words; return the colour that can be read on it."""
    (left, top), (wide, high) = corner, size
    shade, edge = tile["shade"], 0.3
    look: dict[str, Any] = {"color": shade, "lw": 0}
    if not tile["memberships"]:
        shade, edge = PAPER, FRAME
        look = {"facecolor": PAPER, "edgecolor": EMPHASIS, "linewidth": 1.4}
    ax.add_patch(Rectangle((left + edge, top + edge), wide - 2 * edge, high - 2 * edge, **look))
    if tile.get("newer"):
        foot = (left + edge, top + high - edge - BAR)
        ax.add_patch(Rectangle(foot, wide - 2 * edge, BAR, color=EMPHASIS, lw=0))
    return readable_on(shade)


def _write_key(ax: Axes, bottom: float, keys: list[str]) -> None:
    for line, words in enumerate(keys, 1):
        ax.text(0.4, bottom + KEY_LINE * line, words, color=QUIET)
