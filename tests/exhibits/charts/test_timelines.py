import pandas as pd
import pytest
from matplotlib.figure import Figure

from exhibits.charts.kept import assert_as_kept
from exhibits.charts.test_maps import assert_apart, texts
from s3analysis.exhibits.charts import style, timelines


def draw(rows: pd.DataFrame, as_of: str = "2017-07", **size: float) -> Figure:
    return timelines.milestones(rows, as_of, **size)


def events(**changes: object) -> pd.DataFrame:
    row = {
        "name": "Kick-off event of the industrial platform",
        "date": "November 2016",
        "first": "2016-11-01",
        "last": "2016-11-30",
        "precision": "month",
        "in_figure_5": True,
        "elsewhere": (),
    }
    later = {
        "name": "GROW your REGION conference",
        "date": "8-9 November 2017",
        "first": "2017-11-08",
        "last": "2017-11-09",
        "precision": "day",
        "in_figure_5": False,
    }
    unsure = {
        "name": "Launch of a measure",
        "date": "2017",
        "first": "2017-01-01",
        "last": "2017-12-31",
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


def test_how_exact_a_date_is_is_told_by_shape_not_by_colour_alone() -> None:
    looks = {(mark.get("marker"), mark["linewidth"] > 2) for mark in timelines.MARKS.values()}
    assert len(looks) == len(timelines.MARKS)
    assert timelines.MARKS.keys() == timelines.KEYS.keys()


def test_a_line_spans_the_days_between_which_an_event_lies() -> None:
    (ax,) = draw(events()).axes
    month, year, _ = (line.get_xdata() for line in ax.lines if line.get_marker() == "|")
    assert (month[1] - month[0]) * 365 == pytest.approx((year[1] - year[0]) * 30)


def test_another_printed_month_is_a_cross_in_that_month() -> None:
    cross, _ = crosses(draw(events(elsewhere=("2017-06",))))
    (ax,) = draw(events(), "2017-06").axes
    end_of_june = next(line for line in ax.lines if line.get_linestyle() == "--").get_xdata()[0]
    assert 0 < end_of_june - cross < 3
    assert not crosses(draw(events()))


@pytest.mark.parametrize("width", [style.TEXT_WIDTH, style.NARROW])
def test_no_text_lies_on_another_or_is_cut(width: float) -> None:
    period = {"first": "2016-05-01", "last": "2017-03-31", "precision": "period"}
    for rows in (
        events(elsewhere=("2017-06",)),
        events(**period, date="May 2016 to 31 March 2017"),
    ):
        assert_apart(draw(rows, width=width))


def test_the_key_names_only_what_is_drawn() -> None:
    assert timelines.KEYS["elsewhere"] not in texts(draw(events()))
    assert timelines.KEYS["elsewhere"] in texts(draw(events(elsewhere=("2017-06",))))


def test_a_date_stands_with_the_name_where_the_drawing_is_narrow() -> None:
    shown = " ".join(texts(draw(events(), width=style.NARROW)))
    assert "GROW your REGION conference, 8-9 November 2017" in shown


def test_the_same_time_line_twice_gives_the_same_bytes() -> None:
    one, other = (style.to_svg(draw(events()), "milestones") for _ in range(2))
    assert one == other


def numbers(*rows: tuple[str, str, str, int, str, tuple[int, ...]]) -> pd.DataFrame:
    columns = ["scope", "first", "last", "value", "exactness", "others"]
    return pd.DataFrame(rows, columns=columns)


NINE = ("s3p-industry", "2017-07-01", "2017-07-31", 9, "exact", ())
OVER = ("three-platforms", "2017-06-01", "2017-06-30", 15, "over", ())
BOTH = (
    ("s3p-industry", "2020-03-04", "2020-03-04", 21, "exact", (23,)),
    ("s3p-industry", "2020-03-04", "2020-03-04", 23, "exact", (21,)),
)


def test_each_number_stands_beside_its_mark_and_a_least_has_a_plus() -> None:
    shown = texts(timelines.counts(numbers(NINE, OVER, *BOTH), "2017-07"))
    assert {"9", "15+", "21", "23", "end of July 2017"} <= set(shown)


def test_platforms_differ_by_shape_and_only_those_drawn_are_in_the_key() -> None:
    assert len({marker for marker, _, _ in timelines.LOOKS.values()}) == len(timelines.LOOKS)
    shown = texts(timelines.counts(numbers(NINE), "2017-07"))
    assert "S3P-Industry" in shown
    assert "three platforms together" not in shown


def test_a_line_covers_the_days_a_number_may_be_of() -> None:
    ax = timelines.counts(numbers(NINE), "2017-07").axes[0]
    days = [list(line.get_xdata()) for line in ax.lines if line.get_marker() == "None"]
    first = pd.Timestamp("2017-07-01").toordinal()
    assert [first, first + 31] in days


def test_a_month_outside_the_years_drawn_has_no_line() -> None:
    shown = texts(timelines.counts(numbers(NINE), "2025-01"))
    assert not any("end of" in each for each in shown)


@pytest.mark.parametrize("width", [style.TEXT_WIDTH, style.NARROW])
def test_no_number_lies_on_another(width: float) -> None:
    assert_apart(timelines.counts(numbers(NINE, OVER, *BOTH), "2017-07", width=width))


@pytest.mark.parametrize("width", [style.TEXT_WIDTH, style.NARROW])
def test_a_time_line_looks_as_it_did_when_it_was_looked_at(width: float) -> None:
    figure = draw(events(elsewhere=("2017-06",)), width=width)
    assert_as_kept(figure, f"milestones-{width:.0f}")


def test_numbers_over_time_look_as_they_did_when_they_were_looked_at() -> None:
    assert_as_kept(timelines.counts(numbers(NINE, OVER, *BOTH), "2017-07"), "counts")
