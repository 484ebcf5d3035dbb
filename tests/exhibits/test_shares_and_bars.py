import pandas as pd
import pytest
from IPython.display import Markdown

from exhibits.charts.test_maps import assert_apart, texts
from s3analysis.exhibits.answers import answer
from s3analysis.exhibits.charts import bars, intervals

ROWS = pd.DataFrame(
    [
        ["Of priorities", "Key enabling technologies", 21.0, 20.5, 21.5, "21%: 20.5 to 21.5"],
        ["Of priorities", "Cultural and creative industries", 6.0, 5.5, 6.5, "6%: 5.5 to 6.5"],
        ["Of regions", "Health", 68.0, 67.5, 68.5, "68%: 67.5 to 68.5"],
    ],
    columns=["group", "name", "value", "low", "high", "words"],
)


def test_every_share_is_named_with_its_words_under_its_group():
    shown = texts(intervals.shares(ROWS))
    assert {*ROWS["group"], *ROWS["words"], "Key enabling technologies"} <= set(shown)
    assert {"Cultural and creative", "industries"} <= set(shown)


def test_all_shares_stand_on_one_scale_that_begins_at_nothing():
    shown = texts(intervals.shares(ROWS))
    assert [text for text in shown if text.endswith(" %")][:2] == ["0 %", "10 %"]
    assert shown.count("0 %") == 1


def test_no_two_texts_of_shares_touch():
    assert_apart(intervals.shares(ROWS))


def test_a_share_is_none_above_all():
    with pytest.raises(ValueError, match="0 to 100 percent"):
        intervals.shares(ROWS.assign(high=101.0))
    with pytest.raises(ValueError, match="no share"):
        intervals.shares(ROWS.head(0))


def test_a_bar_is_as_long_as_its_number():
    figure = bars.rows(pd.DataFrame({"name": ["Skåne", "Norte"], "value": [10, 5]}))
    long, short = (patch.get_width() for patch in figure.axes[0].patches)
    assert long == 2 * short
    assert {"Skåne", "Norte", "10", "5"} <= set(texts(figure))
    assert_apart(figure)


def test_without_rows_there_is_a_sentence_or_nothing_at_all():
    empty = pd.DataFrame({"A": []})
    told = answer(empty, "There is none.", key="a")
    assert isinstance(told, Markdown)
    assert told.data == "There is none."
    assert answer(empty, "", key="a") is None
