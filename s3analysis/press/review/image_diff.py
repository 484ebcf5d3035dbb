"""Whether two drawings look alike, and both beside each other where they do not.

A pixel differs where its colour is not among, or between, those within a pixel of it in the other
drawing: what is a hair thicker or a third of a point aside still looks alike; another colour, mark
or word does not.
"""

import re
from io import BytesIO
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms
from scipy import ndimage

from s3analysis.press.prints import drawings

READ = {f"{{http://www.w3.org/2000/svg}}{tag}" for tag in ("text", "tspan", "title", "desc")}
SEEN = 20.0  # difference of two colours (CIE 1976) that is plainly seen side by side
ENOUGH = 6  # pixels, at twice those of a screen: a third of a point by a point
GAP = 20  # pixels between the pictures that stand side by side

LETTERS = re.compile(r"[^A-Za-z]")  # what is not the kind of a line in a path
LINK = "{http://www.w3.org/1999/xlink}href"

Pixels = NDArray[np.float64]  # height, width, three of L*a*b*
Mask = NDArray[np.bool_]


def picture(drawing: str | bytes) -> Image.Image:
    """Return an SVG text, or the bytes of a picture, as a picture on white paper.

    Raises ValueError for what is neither.
    """
    try:
        data = drawings.png(drawing) if isinstance(drawing, str) else drawing
        read = Image.open(BytesIO(data)).convert("RGBA")
    except (RuntimeError, OSError) as error:  # typst's own errors are RuntimeErrors
        raise ValueError(str(error).strip().splitlines()[0]) from error
    paper = Image.new("RGBA", read.size, "white")
    return Image.alpha_composite(paper, read).convert("RGB")


def words(svg: str) -> list[str]:
    """Return the words of an SVG in their order, its descriptions too. Raises ValueError."""
    elements = _elements(svg)
    return ["".join(each.itertext()).strip() for each in elements if each.tag in READ]


def marks(svg: str) -> list[str]:
    """Return the colours and shape of each mark of an SVG, in the order they are drawn.

    A colour stands for a row's value: two shades that look nearly the same still say two things.
    Raises ValueError for no SVG.
    """
    elements = _elements(svg)
    shapes = {f"#{each.get('id')}": LETTERS.sub("", each.get("d", "")) for each in elements}
    told = [(each.get("fill"), each.get("stroke"), each.get(LINK, "")) for each in elements]
    return [
        " ".join(filter(None, (fill, stroke, shapes.get(link))))
        for fill, stroke, link in told
        if fill or stroke
    ]


def _elements(svg: str) -> list[ElementTree.Element]:
    try:
        return list(ElementTree.fromstring(svg).iter())  # noqa: S314 - of a notebook we run
    except ElementTree.ParseError as error:
        raise ValueError(f"is no SVG: {error}") from error


def differing(one: Image.Image, other: Image.Image) -> Mask:
    """Return which pixels differ to the eye, in the size that holds both pictures."""
    size = (max(one.width, other.width), max(one.height, other.height))
    colours = [_lab(_on_paper(each, size)) for each in (one, other)]
    return _astray(*colours) | _astray(*reversed(colours))


def alike(one: Image.Image, other: Image.Image) -> bool:
    """Return whether two pictures look the same: of one size to a pixel, few pixels differing."""
    if abs(one.width - other.width) > 1 or abs(one.height - other.height) > 1:
        return False
    return bool(differing(one, other).sum() < ENOUGH)


def beside(one: Image.Image, other: Image.Image) -> Image.Image:
    """Return two pictures side by side, and a third in which what differs is red."""
    mask = differing(one, other)
    size = (mask.shape[1], mask.shape[0])
    faint = Image.blend(_on_paper(other, size), Image.new("RGB", size, "white"), 0.75)
    found = ndimage.binary_dilation(mask, np.ones((5, 5)))  # a small difference is seen
    faint.paste((208, 0, 0), mask=Image.fromarray(found))
    panels = (_on_paper(one, size), _on_paper(other, size), faint)
    together = Image.new("RGB", (size[0] * 3 + GAP * 4, size[1] + GAP * 2), (120, 120, 120))
    for number, panel in enumerate(panels):
        together.paste(panel, (GAP + number * (size[0] + GAP), GAP))
    return together


def _on_paper(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    paper = Image.new("RGB", size, "white")
    paper.paste(image)
    return paper


def _lab(image: Image.Image) -> Pixels:
    """Return the colours of a picture as they are seen (CIE L*a*b*)."""
    profiles = (ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"))
    seen = ImageCms.profileToProfile(image, *profiles, outputMode="LAB")
    assert seen is not None  # noqa: S101 - only an in-place conversion returns none
    bands = np.asarray(seen).astype(np.uint8)
    light = bands[..., 0] * (100 / 255)
    hues = bands[..., 1:].view(np.int8).astype(float)
    return np.dstack([light, hues])


def _astray(colours: Pixels, others: Pixels) -> Mask:
    """Return the pixels whose colour lies not among those within a pixel in the other, nor near."""
    darkest = ndimage.minimum_filter(others, size=(3, 3, 1))
    lightest = ndimage.maximum_filter(others, size=(3, 3, 1))
    outside = np.maximum(darkest - colours, 0) + np.maximum(colours - lightest, 0)
    far: Mask = (outside**2).sum(axis=2) > SEEN**2
    return far
