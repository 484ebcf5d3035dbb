import pandas as pd
import pytest

from exhibits.charts.test_maps import texts
from s3analysis.exhibits.charts import bars
from s3analysis.exhibits.charts.style import ACCENT, to_svg

COUNTS = pd.DataFrame({"name": ["Skåne", "Norte", "Norte"], "value": [1_250, 625, 0]})


def lengths(figure):
    return [bar.get_width() for bar in figure.axes[0].patches]


def test_a_bar_is_as_long_as_its_number():
    assert lengths(bars.rows(COUNTS)) == [1_250, 625, 0]


def test_the_first_row_stands_at_the_top():
    (ax,) = bars.rows(COUNTS).axes
    below, above = ax.get_ylim()
    assert above < below
    places = [bar.get_y() for bar in ax.patches]
    assert places == sorted(places)


def test_each_bar_has_its_name_and_its_number():
    assert texts(bars.rows(COUNTS)) == ["Skåne", "Norte", "Norte", "1,250", "625", "0"]


def test_a_long_name_is_cut():
    long = pd.DataFrame({"name": ["a long name " * 9], "value": [1]})
    assert texts(bars.rows(long))[0].endswith(" ...")


def test_bars_have_the_one_accent():
    assert f'fill="{ACCENT}"' in to_svg(bars.rows(COUNTS), "bars")


def test_the_same_bars_twice_give_the_same_bytes():
    one, other = (to_svg(bars.rows(COUNTS), "bars") for _ in range(2))
    assert one == other


def test_nothing_to_draw_is_refused():
    with pytest.raises(ValueError, match="nothing to draw"):
        bars.rows(COUNTS.head(0))
