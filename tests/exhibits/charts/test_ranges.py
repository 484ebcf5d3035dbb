"""The drawing of how far numbers move."""

import pandas as pd

from exhibits.charts.kept import assert_as_kept
from s3analysis.exhibits.charts import ranges

LABELS = {("member-regions", "2017-03"): ("Regions", "March 2017")}


def values():
    return pd.DataFrame(
        {
            "name": "member-regions",
            "as_of": "2017-03",
            "value": [49, 50, 51],
            "share": 1 / 3,
            "is_default": [True, False, False],
            "is_printed": [False, False, True],
        }
    )


def test_each_value_has_a_bar_and_ours_is_filled():
    (ax,) = ranges.spread(values(), LABELS).axes
    bars = [patch for patch in ax.patches if patch.get_y() > ranges.HEAD]
    assert len(bars) == 3
    assert len({bar.get_facecolor() for bar in bars}) == 2
    words = [text.get_text() for text in ax.texts]
    assert {"Regions", "March 2017", "49", "51"} <= set(words)


def test_only_the_printed_value_has_a_triangle():
    (ax,) = ranges.spread(values(), LABELS).axes
    triangles = [line for line in ax.lines if line.get_marker() == "v"]
    assert len(triangles) == 2  # the key above, and 51


def test_ranges_look_as_they_did_when_they_were_looked_at():
    uneven = values().assign(share=[0.6, 0.3, 0.1])
    assert_as_kept(ranges.spread(uneven, LABELS), "ranges")
