"""Lines from list to list: grown, smaller, new, gone and as it was."""

import pandas as pd

from exhibits.charts.kept import assert_as_kept
from exhibits.charts.test_maps import texts
from s3analysis.exhibits.charts import slope, style

SIZES = pd.DataFrame(
    [
        ("grown", "2017-07", 3),
        ("grown", "2019-01", 9),
        ("smaller", "2017-07", 8),
        ("smaller", "2019-01", 2),
        ("same", "2017-07", 5),
        ("same", "2019-01", 5),
        ("gone", "2017-07", 6),
        ("new", "2019-01", 4),
    ],
    columns=["partnership_id", "as_of", "regions"],
)
NAMES = pd.Series({key: key.title() for key in SIZES["partnership_id"]})


def test_a_line_says_by_colour_and_word_what_became_of_a_partnership():
    (ax,) = slope.slope(SIZES, NAMES).axes
    colours = {text.get_text(): text.get_color() for text in ax.texts}
    assert colours["9  Grown"] == colours["4  New, new"] == style.ACCENT
    assert colours["2  Smaller"] == colours["6  Gone, then gone"] == style.EMPHASIS
    assert colours["5  Same"] == style.QUIET


def test_names_stand_from_the_largest_down():
    shown = [text.partition("  ")[2] for text in texts(slope.slope(SIZES, NAMES)) if "  " in text]
    assert [name.partition(",")[0] for name in shown] == ["Grown", "Gone", "Same", "New", "Smaller"]


def test_lines_look_as_they_did_when_they_were_looked_at():
    assert_as_kept(slope.slope(SIZES, NAMES), "slope")
