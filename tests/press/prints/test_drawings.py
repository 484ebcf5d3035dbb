import io

import numpy as np
import pytest
import typst
from PIL import Image

from s3analysis.press.prints import drawings

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="96pt" height="48pt" viewBox="0 0 96 48">'
    '<rect x="48" width="48" height="48" fill="#003399"/>{}</svg>'
)
WORDS = '<text x="2" y="20" font-family="DejaVu Sans, Verdana, sans-serif" font-size="10">{}</text>'


def picture(inside=""):
    return Image.open(io.BytesIO(drawings.png(SVG.format(inside)))).convert("RGBA")


def ink(image):
    """Return how many pixels of the white half are not white."""
    half = np.asarray(image)[:, : image.width // 2, :3]
    return int((half != 255).any(axis=2).sum())


def test_a_picture_has_twice_the_pixels_of_a_screen():
    assert picture().size == (96 * 192 // 72, 48 * 192 // 72)


def test_colours_are_kept_and_the_paper_is_white():
    image = picture()
    assert image.getpixel((200, 60)) == (0, 51, 153, 255)
    assert image.getpixel((10, 60)) == (255, 255, 255, 255)


def test_text_is_drawn():
    assert ink(picture(WORDS.format("Łódź Κρήτη"))) > 100


def test_a_character_that_the_typeface_lacks_is_drawn_as_its_name():
    short, long = (ink(picture(WORDS.format(text))) for text in ("🦊", "[fox face]"))
    assert short == long > 0


def test_the_same_drawing_gives_the_same_bytes():
    svg = SVG.format(WORDS.format("Skåne"))
    once = drawings.png(svg)
    drawings.png.cache_clear()
    assert drawings.png(svg) == once


def test_a_drawing_can_be_made_where_nothing_can_be_written(tmp_path, monkeypatch):
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    drawings.png.cache_clear()
    assert picture().size[0] == 256


def test_what_is_no_drawing_is_refused():
    with pytest.raises(typst.TypstError, match="SVG"):
        drawings.png("<svg")
