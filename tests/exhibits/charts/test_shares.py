import pandas as pd
import pytest

from exhibits.charts.test_maps import assert_apart, texts
from s3analysis.exhibits.charts import shares
from s3analysis.exhibits.charts.style import to_svg

ROWS = pd.DataFrame(
    [
        ["Of priorities", "Key enabling technologies", 21.0, 20.5, 21.5, "21%: 20.5 to 21.5"],
        ["Of priorities", "Cultural and creative industries", 6.0, 5.0, 6.5, "6%: 5 to 6.5"],
        ["Of regions", "Health", 68.0, 67.5, 68.5, "68%: 67.5 to 68.5"],
    ],
    columns=["group", "name", "value", "low", "high", "words"],
)


def drawn(figure):
    """Return the dots and the intervals of a figure, from the top."""
    scale = figure.axes[0]
    spans = [line.get_xdata() for line in scale.lines if len(line.get_xdata()) == 2]
    dots = [x for line in scale.lines if line.get_marker() == "o" for x in line.get_xdata()]
    return dots, [tuple(span) for span in spans]


def test_a_dot_stands_at_the_share_and_a_bar_from_its_low_to_its_high():
    dots, spans = drawn(shares.rows(ROWS))
    assert dots == [21, 6, 68]
    assert spans == [(20.5, 21.5), (5, 6.5), (67.5, 68.5)]


def test_two_rows_of_one_name_are_two_dots():
    twice = ROWS.head(1).loc[[0, 0]]
    dots, _ = drawn(shares.rows(twice))
    assert dots == [21, 21]


def test_every_share_is_named_with_its_words_under_its_group():
    shown = texts(shares.rows(ROWS))
    assert {*ROWS["group"], *ROWS["words"], "Key enabling technologies"} <= set(shown)
    assert {"Cultural and creative", "industries"} <= set(shown)


def test_all_shares_stand_on_one_scale_that_begins_at_nothing():
    scale = [text for text in texts(shares.rows(ROWS)) if text.endswith(" %")]
    assert scale == ["0 %", "10 %", "20 %", "30 %", "40 %", "50 %", "60 %", "70 %"]


def test_a_scale_that_reaches_all_has_fewer_marks():
    scale = [text for text in texts(shares.rows(ROWS.assign(high=100.0))) if text.endswith(" %")]
    assert scale == ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]


def test_no_two_texts_of_shares_touch():
    assert_apart(shares.rows(ROWS))


def test_the_same_shares_twice_give_the_same_bytes():
    one, other = (to_svg(shares.rows(ROWS), "shares") for _ in range(2))
    assert one == other


def test_a_share_is_none_above_all():
    with pytest.raises(ValueError, match="0 to 100 percent"):
        shares.rows(ROWS.assign(high=101.0))


def test_nothing_to_draw_is_refused():
    with pytest.raises(ValueError, match="no share"):
        shares.rows(ROWS.head(0))
