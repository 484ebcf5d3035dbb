"""Half a heat map: what each two of a few things share, compared with what chance gives.

A name stands at the right end of its row and at the head of its column, so that each two things
meet in one cell. Narrow enough to be read on a telephone.
"""

from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap, to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from s3analysis.exhibits.charts.canvas import Canvas
from s3analysis.exhibits.charts.style import (
    ACCENT,
    BODY,
    INK,
    LAND,
    OCHRE,
    PAPER,
    QUIET,
    in_style,
    readable_on,
)

CELL, STEP = 9.6, 8.6  # millimetres: width of a column and height of a row
LETTER = 1.65  # millimetres that a letter of a name takes, at most
KEY = 5.0  # millimetres a line of the key
FEWEST = 100.0  # millimetres that the key needs

# A sign shows more and fewer; colour only repeats it. What has no comparison stays white.
SIDES: dict[str, dict[str, str]] = {
    "more": {
        "fill": ACCENT,
        "sign": "\N{BLACK UP-POINTING TRIANGLE}",
        "key": "above the range of draws",
    },
    "fewer": {"fill": OCHRE, "sign": "\N{BLACK DOWN-POINTING TRIANGLE}", "key": "below it"},
    "as chance": {"fill": LAND, "sign": "", "key": "within it"},
    "not compared": {"fill": PAPER, "sign": "", "key": ""},
}


@in_style
def shares(found: pd.DataFrame, names: "pd.Series[str]", leading: set[str], words: str) -> Figure:
    """Draw one cell for each two things: what they share, and under it what chance gives.

    A row of `found` is two things: one_id, other_id, observed, expected and beside (a key of
    SIDES). `names` are by id, in the order in which things stand; those `leading` are bold, and
    `words` say what they are.
    """
    ids = [key for key in names.index if key in {*found["one_id"], *found["other_id"]}]
    right = max(CELL * place + LETTER * len(names[key]) for place, key in enumerate(ids))
    bottom = STEP * len(ids)
    canvas = Canvas(max(right + 2, FEWEST), bottom + KEY * 3 + 2)
    ax = canvas.axes(0, 0, CELL * len(ids), bottom)
    _draw_cells(ax, found, ids)
    for place, key in enumerate(ids):
        look: dict[str, Any] = {"weight": "bold", "color": ACCENT} if key in leading else {}
        ax.text(place + 0.12, place + 0.5, names[key], va="center_baseline", fontsize=BODY, **look)
    shown = [side for side in SIDES if side in set(found["beside"])]
    _draw_key(canvas, bottom + 1.5, shown, words if leading & set(ids) else "")
    return canvas.figure


def _draw_cells(ax: Axes, found: pd.DataFrame, ids: list[str]) -> None:
    """Draw the heat map: each number with the sign of its side, and what chance gives below."""
    order = list(SIDES)
    sides = np.full((len(ids), len(ids)), np.nan)
    numbers = np.full(sides.shape, "", dtype=object)
    expected = numbers.copy()
    for row in found.to_dict("records"):
        column, line = sorted([ids.index(row["one_id"]), ids.index(row["other_id"])])
        sides[line, column] = order.index(row["beside"])
        numbers[line, column] = f"{row['observed']:.0f}{SIDES[row['beside']]['sign']}"
        expected[line, column] = f"{row['expected']:.1f}"
    look: dict[str, Any] = {"xticklabels": False, "yticklabels": False, "cbar": False, "fmt": ""}
    look |= {"mask": np.isnan(sides), "linewidths": 1.1, "linecolor": PAPER}
    look |= {"cmap": ListedColormap([side["fill"] for side in SIDES.values()])}
    look |= {"vmin": 0, "vmax": len(SIDES) - 1, "ax": ax}
    sns.heatmap(sides, annot=numbers, annot_kws={"fontsize": BODY, "weight": "bold"}, **look)
    for text in list(ax.texts):
        x, y = text.get_position()
        fill = to_hex(SIDES[order[int(sides[int(y), int(x)])]]["fill"])
        ink = INK if fill.upper() in (LAND, PAPER) else readable_on(fill)
        text.set(y=y - 0.15, color=ink, va="center_baseline")
        below = expected[int(y), int(x)]
        ax.text(x, y + 0.25, below, color=ink, ha="center", va="center_baseline")


def _draw_key(canvas: Canvas, top: float, shown: list[str], words: str) -> None:
    """Draw what numbers, signs and bold names mean, once, at the foot of the figure."""
    ax = canvas.paper()
    quiet: dict[str, Any] = {"va": "center_baseline", "color": QUIET}
    x = 0.0
    for side in (SIDES[side] for side in shown if SIDES[side]["key"]):
        ax.add_patch(Rectangle((x, top + 0.6), 3.6, 3.6, facecolor=side["fill"]))
        meaning = f"{side['sign']} {side['key']}".strip()
        ax.text(x + 4.8, top + 2.4, meaning, **quiet)
        x += 7.5 + 1.62 * len(meaning)
    for line in filter(None, ["bold number: in common; below it: what chance gives", words]):
        top += KEY
        ax.text(0, top + 2.4, line, **quiet)
