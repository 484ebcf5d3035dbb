"""Staircases: what each two of a few things share, beside what chance gives.

A name stands at the right end of its row and at the head of its column, so that each two things
meet in one cell. Narrow enough to be read on a telephone.
"""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
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
    SMALL,
    in_style,
    readable_on,
)

CELL, STEP = 9.6, 8.6  # millimetres: width of a column and height of a row
LETTER = 1.65  # millimetres that a letter of a name takes, at most
GAP = 1.8  # millimetres between two groups
KEY = 5.0  # millimetres a line of the key
FEWEST = 96.0  # millimetres that the key needs

# Above and below are told by a sign; colour only repeats it.
SIDES: dict[str, dict[str, Any]] = {
    "above": {"fill": ACCENT, "sign": "\N{BLACK UP-POINTING TRIANGLE}"},
    "below": {"fill": OCHRE, "sign": "\N{BLACK DOWN-POINTING TRIANGLE}"},
    "within": {"fill": LAND, "sign": ""},
}
KEY_WORDS = {
    "above": "above the range of draws",
    "below": "below it",
    "within": "within it",
}


@in_style
def shares(cells: pd.DataFrame, leading: set[str], words: str) -> Figure:
    """Draw one cell for each two things: a number, and under it what chance gives.

    A row of `cells` is two things: name and other (in the order in which they come), value and
    expected (texts) and side (SIDES; any other has no sign). Those `leading` come first, apart from
    the rest and in bold; `words` say what they are.

    Raises ValueError if there is no cell to draw.
    """
    if cells.empty:
        raise ValueError("no two things to draw")
    names = list(dict.fromkeys([*cells["name"], *cells["other"]]))
    place = {name: number for number, name in enumerate(names)}
    shift = {name: 0.0 if name in leading else GAP for name in names}
    right = max(CELL * place[name] + shift[name] + LETTER * len(name) for name in names)
    bottom = STEP * len(names) + GAP
    canvas = Canvas(max(right + 1, FEWEST), bottom + KEY * 3 + 2)
    ax = canvas.paper()
    for name in names:
        x, y = CELL * place[name] + shift[name], STEP * place[name] + shift[name]
        bold = name in leading
        look: dict[str, Any] = {"weight": "bold" if bold else "normal"}
        look["color"] = ACCENT if bold else INK
        ax.text(x + 1.2, y + STEP / 2, name, va="center_baseline", fontsize=BODY, **look)
    for cell in cells.to_dict("records"):
        first, last = sorted([cell["name"], cell["other"]], key=place.__getitem__)
        corner = (CELL * place[first] + shift[first], STEP * place[last] + shift[last])
        _draw_cell(ax, corner, cell["side"], cell["value"], cell["expected"])
    shown = [side for side in SIDES if side in set(cells["side"])]
    _draw_key(ax, bottom + 1.5, shown, words if leading & set(names) else "")
    return canvas.figure


def _draw_cell(ax: Axes, corner: tuple[float, float], side: str, value: str, expected: str) -> None:
    """Draw a cell: its number with the sign of its side, and what chance gives below."""
    x, y = corner
    look = SIDES.get(side, {"fill": PAPER, "sign": ""})
    box = Rectangle((x + 0.2, y + 0.2), CELL - 0.4, STEP - 0.4, facecolor=look["fill"])
    box.set_clip_on(False)
    ax.add_patch(box)
    ink = INK if look["fill"] in (LAND, PAPER) else readable_on(look["fill"])
    centre: dict[str, Any] = {"ha": "center", "va": "center_baseline", "color": ink}
    ax.text(x + CELL / 2, y + 3.0, value + look["sign"], fontsize=BODY, weight="bold", **centre)
    ax.text(x + CELL / 2, y + 6.4, expected, fontsize=SMALL, **centre)


def _draw_key(ax: Axes, top: float, shown: list[str], words: str) -> None:
    """Draw what numbers, signs and bold names mean, once, at the foot of the figure."""
    lines = ["bold number: in common; below it: what chance gives", *([words] if words else [])]
    x = 0.0
    for side in shown:
        box = Rectangle((x, top + 0.6), 3.6, 3.6, facecolor=SIDES[side]["fill"])
        ax.add_patch(box)
        told = f"{SIDES[side]['sign']} {KEY_WORDS[side]}".strip()
        ax.text(x + 4.8, top + 2.4, told, va="center_baseline", fontsize=SMALL, color=QUIET)
        x += 7.5 + 1.4 * len(told)
    top += KEY
    for number, line in enumerate(lines):
        y = top + KEY * number + 2.4
        ax.text(0, y, line, va="center_baseline", fontsize=SMALL, color=QUIET)
