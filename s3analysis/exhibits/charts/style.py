"""The look of every figure, and the way a figure becomes SVG.

One typeface, one accent, at most six hues. The hues stay apart for readers with protan, deutan or
tritan vision, and stand at 3:1 or more against white paper: the tests measure it.
"""

import re
from collections.abc import Callable
from functools import wraps
from io import StringIO
from typing import Any, ParamSpec
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.typing import RcKeyType
from seaborn import set_theme

from s3analysis.exhibits.charts import NARROW as NARROW

ACCENT = "#003399"  # the blue of the European flag
OCHRE, TEAL, VIOLET, OLIVE, PLUM = "#B5832A", "#2A9C89", "#9467E6", "#55560F", "#6B0F35"
HUES = (ACCENT, OCHRE, TEAL, VIOLET, OLIVE, PLUM)
EMPHASIS = "#B54708"  # the reader's own region, the absent states

PAPER = "#FFFFFF"
INK = "#1F2933"  # text and data labels
QUIET = "#55606C"  # what explains: counts, units, tick labels, notes
RULE = "#C3CAD2"  # axes and grid
MIDDLE, TINT = "#4C76C9", "#E3EAF7"  # of the accent, where it is weakened or begins a scale
LAND = "#DFE3E8"

SMALL, BODY, HEADING = 8, 8.5, 9.5  # font sizes in points, at the figure's own width
TEXT_WIDTH = 170.0  # millimetres: A4 between margins of 20

LOOK: dict[RcKeyType, object] = {
    "font.family": ["sans-serif"],
    # Verdana has nearly the same widths, where DejaVu Sans is not installed.
    "font.sans-serif": ["DejaVu Sans", "Verdana"],
    "font.size": SMALL,
    "axes.labelsize": BODY,
    "axes.labelcolor": INK,
    "axes.edgecolor": RULE,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": RULE,
    "grid.linewidth": 0.4,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.color": RULE,
    "ytick.color": RULE,
    "xtick.labelcolor": QUIET,
    "ytick.labelcolor": QUIET,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "lines.linewidth": 1.4,
    "lines.solid_capstyle": "projecting",
    "patch.force_edgecolor": False,
    "text.color": INK,
    "text.parse_math": False,  # a $ in a name is a $
    "figure.facecolor": PAPER,
    "figure.dpi": 110,
    "savefig.facecolor": PAPER,
    "svg.fonttype": "none",
}

Drawing = ParamSpec("Drawing")
SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
WORDS = {f"{{{SVG}}}text", f"{{{SVG}}}tspan"}
COORDINATES = {"d", "x", "y", "width", "height"}


def in_style(draw: Callable[Drawing, Figure]) -> Callable[Drawing, Figure]:
    """Return a drawing function that draws in the look of the house and closes its figure.

    A figure left open in pyplot would be shown a second time by a notebook.
    """

    @wraps(draw)
    def drawn(*args: Drawing.args, **kwargs: Drawing.kwargs) -> Figure:
        with plt.rc_context():
            set_theme(context="paper", style="ticks", palette=HUES, color_codes=False, rc=LOOK)
            figure = draw(*args, **kwargs)
        plt.close(figure)
        return figure

    return drawn


def readable_on(colour: str) -> str:
    """Return black or white, whichever contrasts more with a colour: always 4.58 to 1 or more.

    The two meet where (1 + 0.05) / (luminance + 0.05) = (luminance + 0.05) / 0.05 (WCAG 2).

    >>> readable_on("#003399"), readable_on("#DFE3E8")
    ('#FFFFFF', '#000000')
    """
    coded = np.array(to_rgb(colour))
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    luminance = linear @ [0.2126, 0.7152, 0.0722]
    return "#000000" if (luminance + 0.05) ** 2 > 1.05 * 0.05 else "#FFFFFF"


def to_svg(figure: Figure, key: str) -> str:
    """Return a figure as one `<svg>` element to stand in a page: the same bytes each time.

    `key` names the figure in its page: figures of different keys share no id. Text stays text.
    Styles are attributes, which a content security policy without inline styles lets through.
    Coordinates are rounded to a hundredth of a point.
    """
    drawn = StringIO()
    with plt.rc_context({**LOOK, "svg.hashsalt": key}):
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    return inlined(drawn.getvalue())


def drawings(draw: Callable[..., Figure], *given: object, key: str) -> dict[str, Any]:
    """Return a drawing in both its layouts, by the fields of an Exhibit: svg and narrow.

    `draw` takes the `width` in millimetres, and lays itself out anew where that is NARROW.
    """
    return {
        "svg": to_svg(draw(*given), key),
        "narrow": to_svg(draw(*given, width=NARROW), f"{key}-narrow"),
    }


def inlined(document: str) -> str:
    """Return the `<svg>` element of a document by matplotlib, without what only a file needs."""
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    svg = ElementTree.fromstring(document)  # noqa: S314 - our own drawing
    for parent in list(svg.iter()):
        for child in list(parent):
            if child.tag in {f"{{{SVG}}}metadata", f"{{{SVG}}}style"}:
                parent.remove(child)
            child.tail = None if parent.tag not in WORDS else child.tail
        if parent.tag not in WORDS:
            parent.text = None
    referenced = set(re.findall(r'(?:href="|url\()#([^")]+)', document))
    for element in svg.iter():
        _tidy(element, referenced)
    # What matplotlib's style sheet says of every element; inlined, it would rule the whole page.
    svg.set("stroke-linejoin", "round")
    return ElementTree.tostring(svg, encoding="unicode")


def _tidy(element: ElementTree.Element, referenced: set[str]) -> None:
    """Drop an element's id unless something refers to it; make its style and numbers plain."""
    if element.get("id") not in referenced:
        element.attrib.pop("id", None)
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
    for declaration in filter(None, element.attrib.pop("style", "").split(";")):
        name, _, value = declaration.partition(":")
        element.set(name.strip(), value.strip())
    for name in COORDINATES & element.attrib.keys():
        numbers = re.sub(r"-?\d+\.\d+", _hundredths, element.attrib[name])
        element.set(name, " ".join(numbers.split()))


def _hundredths(number: re.Match[str]) -> str:
    return f"{round(float(number[0]), 2) + 0:g}"
