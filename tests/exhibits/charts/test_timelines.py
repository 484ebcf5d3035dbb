import pandas as pd
import pytest
from matplotlib.figure import Figure

from exhibits.charts.test_maps import assert_apart, texts
from s3analysis.exhibits.charts import style, timelines

STANDINGS = {"past": "by July 2017", "coming": "after July 2017", "open": "not clear"}


def draw(rows: pd.DataFrame, as_of: str = "2017-07") -> Figure:
    return timelines.milestones(rows, STANDINGS, as_of)


def events(**changes: object) -> pd.DataFrame:
    row = {
        "name": "Kick-off event of the industrial platform",
        "date": "November 2016",
        "first": "2016-11-01",
        "last": "2016-11-30",
        "standing": "past",
        "precision": "month",
        "in_figure_5": True,
        "elsewhere": (),
    }
    later = {
        "name": "GROW your REGION conference",
        "date": "8-9 November 2017",
        "first": "2017-11-08",
        "last": "2017-11-09",
        "standing": "coming",
        "precision": "day",
        "in_figure_5": False,
    }
    unsure = {
        "name": "Launch of a measure",
        "date": "2017",
        "first": "2017-01-01",
        "last": "2017-12-31",
        "standing": "open",
        "precision": "year",
    }
    return pd.DataFrame([row | changes, row | later, row | unsure])


def crosses(figure: Figure) -> list[float]:
    (ax,) = figure.axes
    return [x for line in ax.lines if line.get_marker() == "x" for x in line.get_xdata()]


def test_each_event_is_named_and_dated_and_the_month_is_marked() -> None:
    shown = texts(draw(events()))
    for expected in ("November 2016", "8-9 November 2017", "end of July 2017", "2016", "2017"):
        assert expected in shown


def test_standing_is_told_by_filling_not_by_colour_alone() -> None:
    looks = {(look["facecolor"], look.get("hatch")) for look in timelines.LOOKS.values()}
    assert len(looks) == len(timelines.LOOKS)


def test_a_bar_spans_the_days_between_which_an_event_lies() -> None:
    (ax,) = draw(events()).axes
    month, year = ax.patches
    assert month.get_width() * 365 == pytest.approx(year.get_width() * 30)


def test_another_printed_month_is_a_cross_in_that_month() -> None:
    (cross,) = crosses(draw(events(elsewhere=("2017-06",))))
    (ax,) = draw(events(), "2017-06").axes
    end_of_june = next(line for line in ax.lines if line.get_linestyle() == "--").get_xdata()[0]
    assert 0 < end_of_june - cross < 3
    assert not crosses(draw(events()))


def test_no_text_lies_on_another_or_is_cut() -> None:
    assert_apart(draw(events(elsewhere=("2017-06",))))


def test_the_key_lies_inside_the_figure() -> None:
    figure = draw(events())
    figure.draw_without_rendering()
    (key,) = figure.legends
    assert key.get_window_extent().x1 <= figure.bbox.x1


def test_an_unknown_standing_is_named() -> None:
    with pytest.raises(ValueError, match="no look for the standing 'soon'"):
        draw(events(standing="soon"))


def test_no_event_is_refused() -> None:
    with pytest.raises(ValueError, match="no event"):
        draw(events().iloc[:0])


def test_the_same_time_line_twice_gives_the_same_bytes() -> None:
    one, other = (style.to_svg(draw(events()), "milestones") for _ in range(2))
    assert one == other
