"""Drawings as pictures, for what cannot show an SVG."""

from functools import lru_cache
from io import BytesIO

import typst
from PIL import Image

from s3analysis.press.prints import fonts

SHARPNESS = 2 * 96  # pixels an inch: twice those of a screen
PAGE = b"""
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.drawing), format: "svg")
"""


@lru_cache(maxsize=64)  # a figure's own picture is also the one in the Word file
def png(svg: str) -> bytes:
    """Return a drawing as a PNG picture on white paper: the same bytes each time.

    Its text is set in the typeface of the report; nothing is read from or written to a disk. No
    drawing is no picture. Raises typst.TypstError for what is no SVG.
    """
    if not svg:
        return b""
    inputs = {"drawing": fonts.drawable(svg)}
    compiler = typst.Compiler(PAGE, root=fonts.FOLDER, font_paths=fonts.fonts(), sys_inputs=inputs)
    picture = compiler.compile(format="png", ppi=SHARPNESS)
    assert isinstance(picture, bytes)  # noqa: S101 - one page is one picture
    return _light(picture)


def _light(picture: bytes) -> bytes:
    """Return a picture of flat colours in a palette of them: less than half the bytes."""
    whole = Image.open(BytesIO(picture)).convert("RGB")
    few = whole.quantize(method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    file = BytesIO()
    few.save(file, "PNG")
    return file.getvalue()
