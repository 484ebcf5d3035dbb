"""One map of Europe with one colour of emphasis, and names where the reader looks for them."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from s3analysis.exhibits.charts import labels
from s3analysis.exhibits.charts.canvas import Canvas
from s3analysis.exhibits.charts.maps import POINTS_PER_MM, SHADES, Frame
from s3analysis.exhibits.charts.style import BODY, EMPHASIS, PAPER, QUIET, SMALL, in_style

WIDTH, MARGIN, FOOT = 78.0, 150.0, 8.0
"""Millimetres across; kilometres of land around the marks; millimetres for the key."""
MARK, OWN_MARK = 5.5, 7.5  # points across
KEY = "partnerships in common"


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
    frame = Frame(outlines, around=everywhere, margin=MARGIN)
    height = WIDTH * frame.height / frame.width
    canvas = Canvas(WIDTH, height + FOOT)
    ax = canvas.axes(0, 0, WIDTH, height)
    frame.draw(ax, WIDTH)
    own = (points["region_id"] == region_id).tolist()
    millimetres = (points[["x", "y"]] - [frame.west, frame.south]) * (WIDTH / frame.width)
    placed = labels.apart(millimetres.to_numpy("float64"), MARK / POINTS_PER_MM)
    most = max(int(points["shared"].max()), 1)
    paper = ax.inset_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(0, height))
    paper.set_axis_off()
    shades = [
        EMPHASIS if each else shade(n, most) for each, n in zip(own, points["shared"], strict=True)
    ]
    for (x, y), colour, emphasised in zip(placed, shades, own, strict=True):
        form, across, above = ("D", OWN_MARK, 3) if emphasised else ("o", MARK, 2)
        paper.plot(x, y, form, ms=across, color=colour, mec=PAPER, mew=0.5, zorder=above)
    write_names(paper, placed, points["label"].tolist(), own, (WIDTH, height))
    _draw_key(canvas, sorted({1, (most + 1) // 2, most}), most)
    return canvas.figure


def shade(number: int, most: int) -> str:
    """Return the colour of a number of partnerships: darker is more, and one is seen on land."""
    red, green, blue, _ = SHADES(0.25 + 0.75 * number / most)
    return to_hex((float(red), float(green), float(blue)))


def write_names(
    ax: Axes,
    placed: NDArray[np.float64],
    names: list[str],
    own: list[bool],
    size: tuple[float, float],
) -> None:
    """Write the names beside their marks, those of emphasis bold."""
    reach = MARK / POINTS_PER_MM / 2
    sides = labels.beside(placed, names, reach, size, own)
    for (x, y), name, (right, up, across, along), bold in zip(
        placed, names, sides, own, strict=True
    ):
        if name:
            ax.text(
                x + right * (reach + 0.6),
                y + up * (reach + 0.6),
                name,
                ha=across,
                va="center_baseline" if along == "center" else along,
                fontsize=BODY if bold else SMALL,
                weight="bold" if bold else "normal",
                zorder=4,
            )


def _draw_key(canvas: Canvas, steps: list[int], most: int) -> None:
    """Draw what the shades mean at the foot of the map."""
    handles = [
        Line2D([], [], linestyle="none", marker="o", markersize=MARK, color=shade(step, most))
        for step in steps
    ]
    canvas.figure.legend(
        handles,
        [str(step) for step in steps],
        title=KEY,
        title_fontsize=SMALL,
        alignment="left",
        labelcolor=QUIET,
        loc="lower left",
        bbox_to_anchor=(0, 0),
        ncols=len(steps),
        borderpad=0,
        borderaxespad=0.2,
        handlelength=1,
    )
