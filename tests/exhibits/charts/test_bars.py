import pandas as pd
import pytest

from exhibits.charts.kept import assert_as_kept
from exhibits.charts.test_maps import assert_apart, texts
from s3analysis.exhibits.charts import bars
from s3analysis.exhibits.charts.style import ACCENT, NARROW, TEXT_WIDTH, to_svg

ROWS = pd.DataFrame(
    [
        ["Of priorities", "Key enabling technologies", 21.0, 15.0, 25.5, "21 %"],
        [
            "Of priorities",
            "Cultural and creative industries of all kinds there are",
            6,
            5,
            6.5,
            "6 %",
        ],
        ["Of regions", "Health", 42.0, 41.5, 42.5, "42 %"],
        ["Of regions", "Health", 0.0, 0.0, 0.0, "0 %"],
    ],
    columns=["group", "name", "value", "low", "high", "words"],
)
PLAIN = ROWS[["name", "value", "words"]]


@pytest.mark.parametrize("width", [TEXT_WIDTH, NARROW])
def test_a_bar_is_as_long_as_its_number_and_the_first_stands_at_the_top(width):
    (ax,) = bars.rows(PLAIN, width=width).axes
    lengths = [bar.get_width() for bar in ax.patches]
    assert [length / lengths[2] for length in lengths] == pytest.approx([0.5, 6 / 42, 1, 0])
    places = [bar.get_y() for bar in ax.patches]
    assert places == sorted(places)


@pytest.mark.parametrize("width", [TEXT_WIDTH, NARROW])
def test_each_bar_has_its_name_and_its_words_and_each_group_one_heading(width):
    figure = bars.rows(ROWS, width=width)
    shown = texts(figure)
    assert [shown.count(head) for head in ("Of priorities", "Of regions")] == [1, 1]
    assert {"Key enabling technologies", "Health", *ROWS["words"]} <= set(shown)
    assert_apart(figure)


def test_an_interval_is_drawn_where_it_is_wide():
    (ax,) = bars.rows(ROWS).axes
    ((low, high),) = [line.get_xdata() for line in ax.lines]
    longest = ax.patches[0]
    assert low < longest.get_x() + longest.get_width() < high
    assert not bars.rows(PLAIN).axes[0].lines


def test_a_very_long_name_is_cut():
    long = pd.DataFrame({"name": ["a long name " * 19], "value": [1], "words": ["1"]})
    assert texts(bars.rows(long))[bars.MOST_LINES - 1].endswith(" ...")


def test_bars_have_the_one_accent_and_the_same_bytes_each_time():
    one, other = (to_svg(bars.rows(ROWS), "bars") for _ in range(2))
    assert one == other
    assert f'fill="{ACCENT}"'.lower() in one.lower()


@pytest.mark.parametrize("width", [TEXT_WIDTH, NARROW])
def test_bars_look_as_they_did_when_they_were_looked_at(width):
    assert_as_kept(bars.rows(ROWS, width=width), f"bars-{width:.0f}")
