"""One map of Europe with one colour of emphasis, and names where the reader looks for them."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from s3analysis.exhibits.charts import labels
from s3analysis.exhibits.charts.canvas import Canvas
from s3analysis.exhibits.charts.maps import MARGIN, POINTS_PER_MM, ROLE_LABELS, Frame
from s3analysis.exhibits.charts.style import (
    ACCENT,
    BODY,
    EMPHASIS,
    MIDDLE,
    PAPER,
    QUIET,
    SMALL,
    in_style,
)
from s3analysis.exhibits.charts.tiles import SHADES

WIDTH, FOOT = 66.0, 8.0  # millimetres across, and for the key
MARK, OWN_MARK = 5.5, 7.5  # points across
KEY = "partnerships in common"
ROLES = {"lead": EMPHASIS, "participant": MIDDLE, "observer": PAPER, "interested": PAPER}
"""The filling of a mark by role; who only looks on is a ring."""


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
    marks = [_mark("o", MARK, shade(step, most)) for step in steps]
    _draw_key(canvas, marks, [str(step) for step in steps], KEY)
    return canvas.figure


@in_style
def lead_map(points: pd.DataFrame, everywhere: pd.DataFrame, outlines: pd.DataFrame) -> Figure:
    """Draw the regions of one partnership, its leads in the colour of emphasis and named.

    A row of `points` is a region: x and y in kilometres, role, label (as in own_map).
    """
    leads = (points["role"] == "lead").tolist()
    canvas = _drawn(points, points["role"].map(ROLES).tolist(), leads, everywhere, outlines)
    there = [role for role in ROLE_LABELS if role in set(points["role"])]
    marks = [
        _mark("D" if role == "lead" else "o", OWN_MARK if role == "lead" else MARK, ROLES[role])
        for role in there
    ]
    _draw_key(canvas, marks, [ROLE_LABELS[role] for role in there], "")
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
    frame = Frame(outlines, around=everywhere, margin=MARGIN)
    height = WIDTH * frame.height / frame.width
    canvas = Canvas(WIDTH, height + FOOT)
    frame.draw(canvas.axes(0, 0, WIDTH, height), WIDTH)
    paper = canvas.axes(0, 0, WIDTH, height)
    paper.set(xlim=(0, WIDTH), ylim=(0, height))
    paper.set_axis_off()
    placed = labels.apart(frame.millimetres(points, WIDTH), MARK / POINTS_PER_MM)
    for (x, y), fill, own in zip(placed, fills, emphasised, strict=True):
        form, across, above = ("D", OWN_MARK, 3) if own else ("o", MARK, 2)
        edge = ACCENT if fill == PAPER else PAPER
        paper.plot(x, y, form, ms=across, color=fill, mec=edge, mew=0.6, zorder=above)
    _write_names(paper, placed, points["label"].tolist(), emphasised, (WIDTH, height))
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


def _mark(form: str, across: float, fill: str) -> Line2D:
    edge = ACCENT if fill == PAPER else PAPER
    return Line2D([], [], ls="none", marker=form, ms=across, color=fill, mec=edge, mew=0.6)


def _draw_key(canvas: Canvas, marks: list[Line2D], words: list[str], title: str) -> None:
    """Draw what the marks mean at the foot of the map."""
    canvas.figure.legend(
        marks,
        words,
        title=title or None,
        title_fontsize=SMALL,
        alignment="left",
        labelcolor=QUIET,
        loc="lower left",
        bbox_to_anchor=(0, 0),
        ncols=len(words),
        borderpad=0,
        borderaxespad=0.2,
        handlelength=1,
    )
