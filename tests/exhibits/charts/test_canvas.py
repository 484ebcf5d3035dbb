import matplotlib.pyplot as plt
import pytest

from s3analysis.exhibits.charts.canvas import Canvas
from s3analysis.exhibits.charts.style import in_style


@in_style
def lines():
    canvas = Canvas(170, 85)
    canvas.paper().plot([0, 170], [0, 85])
    canvas.axes(17, 0, 85, 17)
    canvas.write(17, 8.5, "a line")
    return canvas.figure


def test_a_canvas_has_the_size_asked_for_in_millimetres():
    assert lines().get_size_inches() * 25.4 == pytest.approx([170, 85])


def test_paper_counts_millimetres_from_the_upper_left_corner():
    paper, _ = lines().axes
    assert paper.get_xlim() == (0, 170)
    assert paper.get_ylim() == (85, 0)
    assert paper.get_position().bounds == (0, 0, 1, 1)


def test_axes_stand_where_they_were_asked_for():
    _, inset = lines().axes
    assert inset.get_position().bounds == pytest.approx((0.1, 0.8, 0.5, 0.2))


def test_words_stand_at_their_baseline():
    (words,) = lines().texts
    assert words.get_position() == pytest.approx((0.1, 0.9))


def test_drawing_leaves_the_settings_of_matplotlib_as_they_were():
    before = dict(plt.rcParams)
    lines()
    assert dict(plt.rcParams) == before
