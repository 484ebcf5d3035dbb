import pandas as pd

from exhibits.charts.kept import assert_as_kept
from exhibits.charts.test_maps import assert_apart, texts
from s3analysis.exhibits.charts import intervals, style


def estimates() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "group": [
                "Partnerships that two regions share",
                "Odds of being a lead",
                "Odds of being a lead",
            ],
            "name": ["Twice as far apart", "One region more", "In an EU-13 Member State"],
            "value": [0.9, 1.1, 6.2],
            "low": [0.84, 0.8, 1.5],
            "high": [0.99, 1.4, 50.0],
            "words": ["times 0.90", "times 1.10", "times 6.20"],
        }
    )


def faces(figure) -> list[str]:
    (ax,) = figure.axes
    return [line.get_markerfacecolor() for line in ax.lines if line.get_marker() == "o"]


def test_an_interval_that_holds_one_is_hollow_and_others_are_filled() -> None:
    drawn = faces(intervals.factors(estimates(), "fewer", "more"))
    assert drawn == [style.ACCENT, style.PAPER, style.ACCENT]


def test_each_group_has_its_heading_and_its_own_scale() -> None:
    shown = texts(intervals.factors(estimates(), "fewer", "more"))
    assert shown.count("Odds of being a lead") == 1
    assert shown.count("1") == 2
    assert {"0.8", "1.25", "50"} <= set(shown)


def test_no_text_lies_on_another_or_is_cut() -> None:
    assert_apart(intervals.factors(estimates(), "fewer, less likely", "more, more likely"))
    assert_apart(intervals.factors(estimates().head(1), "fewer", "more"))


def test_intervals_look_as_they_did_when_they_were_looked_at() -> None:
    assert_as_kept(intervals.factors(estimates(), "fewer", "more"), "intervals")
