"""The surface of a drawing, measured in millimetres."""

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

MM_PER_INCH = 25.4


class Canvas:
    """A figure measured in millimetres from its upper left corner."""

    def __init__(self, width: float, height: float) -> None:
        """Take an empty canvas."""
        self.width, self.height = width, height
        self.figure = plt.figure(figsize=(width / MM_PER_INCH, height / MM_PER_INCH))

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Return axes at a place of the canvas."""
        bottom = self.height - top - height
        place = (left, bottom, width, height)
        size = (self.width, self.height, self.width, self.height)
        return self.figure.add_axes(tuple(np.divide(place, size)))

    def paper(self) -> Axes:
        """Return axes over the whole canvas, in millimetres from its upper left corner."""
        ax = self.axes(0, 0, self.width, self.height)
        ax.set(xlim=(0, self.width), ylim=(self.height, 0))
        ax.set_axis_off()
        return ax

    def key(self, marks: list[Line2D], **look: Any) -> None:
        """Write what labelled marks mean in a line, at the foot unless `look` says otherwise."""
        usual: dict[str, Any] = {"loc": "lower left", "bbox_to_anchor": (0, 0), "borderpad": 0}
        usual |= {"borderaxespad": 0.2, "ncols": len(marks), "handlelength": 1}
        self.figure.legend(handles=marks, **(usual | look))

    def write(self, left: float, baseline: float, text: str, **look: Any) -> None:
        """Write a line of text."""
        self.figure.text(left / self.width, 1 - baseline / self.height, text, **look)
