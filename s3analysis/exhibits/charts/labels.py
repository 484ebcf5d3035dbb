"""Marks that do not cover each other, and names beside them that cover none: in millimetres."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

LETTER, LINE = 1.75, 3.0
"""Millimetres that a letter of small text takes, and a line of it in height."""
BOLD = 1.2
ROUNDS = 200
Box = tuple[float, float, float, float]
Side = tuple[float, float, str, str]
"""Where a name stands beside its mark: right and up of it in its reach, and how it is aligned."""
SIDES: tuple[Side, ...] = (
    (1, 0, "left", "center"),
    (-1, 0, "right", "center"),
    (0, 1, "center", "bottom"),
    (0, -1, "center", "top"),
    (0.7, 0.7, "left", "bottom"),
    (0.7, -0.7, "left", "top"),
    (-0.7, 0.7, "right", "bottom"),
    (-0.7, -0.7, "right", "top"),
)


def apart(points: NDArray[np.float64], least: float) -> NDArray[np.float64]:
    """Return points of which any two are at least so far from each other; most stay in place.

    >>> apart(np.array([[0.0, 0.0], [1.0, 0.0], [99.0, 0.0]]), 3.0).tolist()
    [[-1.0, 0.0], [2.0, 0.0], [99.0, 0.0]]
    """
    at = points.copy()
    for _ in range(ROUNDS):
        moved = False
        for i, j in combinations(range(len(at)), 2):
            way = at[j] - at[i]
            far = float(np.hypot(*way))
            if far < least - 1e-6:
                step = (way / far if far else np.array([1.0, 0.0])) * (least - far) / 2
                at[i], at[j], moved = at[i] - step, at[j] + step, True
        if not moved:
            break
    return at


def beside(
    marks: NDArray[np.float64],
    names: Sequence[str],
    reach: float,
    size: tuple[float, float],
    bold: Sequence[bool] = (),
) -> list[Side]:
    """Return on which side of its mark each name stands, in the order of SIDES where several do.

    `marks` are of a drawing of a size, measured up from its lower left; an empty name takes no
    room. Names are placed in their order; each covers as few marks and names as it can.
    """
    dots = [(x - reach, y - reach, x + reach, y + reach) for x, y in marks]
    taken: list[Box] = []
    chosen = []
    for at, name in enumerate(names):
        wide = len(name) * LETTER * (BOLD if bold and bold[at] else 1)
        boxes = [_box(marks[at], side, wide, reach) for side in SIDES]
        costs = [
            sum(_meet(box, other) for other in (*dots[:at], *dots[at + 1 :], *taken))
            + 9 * _leaves(box, size)
            for box in boxes
        ]
        best = int(np.argmin(costs))
        chosen.append(SIDES[best])
        taken += [boxes[best]] if name else []
    return chosen


def _box(mark: NDArray[np.float64], side: Side, wide: float, reach: float) -> Box:
    right, up, across, along = side
    x, y = mark[0] + right * (reach + 0.6), mark[1] + up * (reach + 0.6)
    left = {"left": x, "right": x - wide, "center": x - wide / 2}[across]
    foot = {"bottom": y, "top": y - LINE, "center": y - LINE / 2}[along]
    return left, foot, left + wide, foot + LINE


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _leaves(box: Box, size: tuple[float, float]) -> bool:
    return box[0] < 0 or box[1] < 0 or box[2] > size[0] or box[3] > size[1]
