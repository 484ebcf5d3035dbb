from io import BytesIO

import pytest
from PIL import Image

from s3analysis.press.review import image_diff

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="200pt" height="100pt"
 viewBox="0 0 200 100"><rect width="200" height="100" fill="#ffffff"/>
<circle cx="50" cy="50" r="2" fill="{first}"/><circle cx="{x}" cy="50" r="2" fill="{second}"/>
<text x="20" y="90" font-size="8px" font-family="DejaVu Sans">{words}</text></svg>"""
USUAL = {"first": "#003399", "second": "#4c76c9", "x": 150, "words": "leads"}


def drawn(**changed):
    return image_diff.picture(SVG.format(**(USUAL | changed)))


def test_a_drawing_is_like_itself():
    assert image_diff.alike(drawn(), drawn())


def test_a_hundredth_of_a_point_is_not_seen():
    assert image_diff.alike(drawn(), drawn(x=150.01))


@pytest.mark.parametrize(
    "changed",
    [
        {"first": "#4c76c9", "second": "#003399"},
        {"x": 153},
        {"words": "joins"},
        {"second": "#ffffff"},
    ],
)
def test_a_colour_a_place_or_a_word_changed_is_seen(changed):
    assert not image_diff.alike(drawn(), drawn(**changed))


def marks(**changed):
    return image_diff.marks(SVG.format(**(USUAL | changed)))


@pytest.mark.parametrize(
    "changed",
    [{"second": "#4c76ca"}, {"first": "#4c76c9", "second": "#003399"}],
    ids=["a shade that the eye does not tell apart", "two exchanged"],
)
def test_marks_of_other_colours_are_other_marks(changed):
    assert marks(**changed) != marks()


def test_marks_a_hair_aside_are_the_same():
    assert marks(x=150.01) == marks()


def test_a_marker_of_another_shape_is_another_mark():
    svg = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">
    <defs><path id="a" d="M 0 1 L 1 1 z"/><path id="b" d="M 0 1 C 1 1 0 0 2 2 z"/></defs>
    <use xlink:href="#a" x="1" fill="#003399"/></svg>"""
    assert image_diff.marks(svg) == ["#003399 MLz"]
    assert image_diff.marks(svg.replace('href="#a"', 'href="#b"')) == ["#003399 MCz"]


def test_a_drawing_that_is_cut_is_seen():
    cut = SVG.format(**USUAL).replace('width="200pt"', 'width="190pt"')
    cut = cut.replace("0 0 200", "0 0 190")
    assert not image_diff.alike(drawn(), image_diff.picture(cut))


def test_both_stand_side_by_side_with_what_differs_in_red():
    one, other = drawn(), drawn(x=120)
    together = image_diff.beside(one, other)
    assert together.width == 3 * one.width + 4 * image_diff.GAP
    right = together.crop((2 * (one.width + image_diff.GAP), 0, together.width, together.height))
    assert (208, 0, 0) in {colour for _, colour in right.getcolors(1 << 20)}


def test_a_picture_of_pixels_is_read_on_white_paper():
    kept = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(kept, "png")
    assert image_diff.picture(kept.getvalue()).getcolors() == [(16, (255, 255, 255))]


@pytest.mark.parametrize("broken", ["<svg", b"not a picture"])
def test_what_is_no_drawing_is_refused(broken):
    with pytest.raises(ValueError, match=r".+"):
        image_diff.picture(broken)


def test_the_words_of_a_drawing_are_read_in_order():
    assert image_diff.words(SVG.format(**USUAL)) == ["leads"]
    with pytest.raises(ValueError, match="is no SVG"):
        image_diff.words("<svg")
