"""A drawing in a page: fewer bytes, the same picture."""

import re

import matplotlib.pyplot as plt
import pytest

from s3analysis.exhibits.charts.style import in_style, to_svg
from s3analysis.press.prints.svg_minify import lean, path

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


def inside(svg):
    return re.fullmatch(r"<svg[^>]*>(.*)</svg>", lean(f"{HEAD}{svg}</svg>"), re.DOTALL)[1]


def test_a_group_that_says_nothing_goes():
    assert inside('<g><g><text x="1">a</text></g></g>') == '<text x="1">a</text>'


def test_neighbours_say_what_they_share_once():
    four = "".join(f'<text x="{x}" text-anchor="middle">a</text>' for x in range(4))
    assert inside(four).count("text-anchor") == 1
    assert inside(four).startswith('<g text-anchor="middle"><text x="0">a</text>')


def test_what_differs_stays_where_it_is_and_in_its_order():
    two = '<path d="M 0 0" fill="red" /><path d="M 1 1" fill="blue" />'
    assert inside(two) == '<path d="M0 0" fill="red"/><path d="M1 1" fill="blue"/>'


def test_a_clip_is_not_taken_from_what_is_moved():
    moved = '<text clip-path="url(#a)" transform="rotate(90)">a</text>' * 4
    assert inside(moved).count("clip-path") == 4


def test_definitions_stay_as_they_are():
    marks = "".join(f'<path id="{x}" d="M 0 0 z" stroke="#003399"/>' for x in "abcd")
    assert inside(f"<defs>{marks}</defs>").count("stroke") == 4


def test_steps_do_not_drift():
    fine = "".join(f"L {x / 100:.2f} 0 " for x in range(1001))
    steps = [
        float(number)
        for number in re.findall(r"[h ](\d*\.?\d+)(?=[h ]|$)", path(f"M 0 0 {fine}")[4:])
    ]
    assert sum(steps) == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("M 0 0 L 0.5 -0.5 L 1 -1", "M0 0l.5-.5 .5-.5"),
        ("M 0 0 C 1 0 1 1 0.255 1", "M0 0c1 0 1 1 .26 1"),
        ("M 1 1 L 2 2 z M 5 5 L 6 5 z", "M1 1l1 1zM5 5h1z"),
        ("M 0 0 H 5", "M 0 0 H 5"),
        ("", ""),
    ],
)
def test_a_path_is_written_in_steps(long, short):
    assert path(long) == short


def corners(d):
    """Return the points a path of straight lines passes, by its steps."""
    x = y = 0.0
    for step, words in re.findall(r"([MLlhvz])([^MLlhvz]*)", d):
        numbers = [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", words)]
        if step in "hv":
            pairs = [(n, 0) if step == "h" else (0, n) for n in numbers]
        else:
            pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
        for dx, dy in pairs:
            x, y = (dx, dy) if step in "ML" else (x + dx, y + dy)
            yield x, y


def test_a_drawing_of_ours_has_the_same_points_to_a_tenth():
    @in_style
    def draw():
        figure, axes = plt.subplots()
        axes.barh(["Skåne", "Łódź"], [3.14, 2.72])
        return figure

    before = to_svg(draw(), "a")
    after = lean(before)
    assert len(after) < len(before)
    texts = [re.findall(r">([^<>]+)<", svg) for svg in (before, after)]
    assert texts[0] == texts[1]
    paths = [
        [d for d in re.findall(r' d="([^"]*)"', svg) if "C" not in d] for svg in (before, after)
    ]
    for old, new in zip(*paths, strict=True):
        there = list(corners(new))
        for x, y in corners(old):
            assert min(max(abs(x - u), abs(y - v)) for u, v in there) < 0.06
