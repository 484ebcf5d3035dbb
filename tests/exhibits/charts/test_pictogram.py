import pandas as pd

from exhibits.charts.kept import assert_as_kept
from s3analysis.exhibits.charts import pictogram, style


def test_a_thing_is_one_mark_and_its_kind_is_told_by_filling():
    table = pd.DataFrame({"Answered": [1], "In part": [2], "None found": [1]}, index=["Funding"])
    (ax,) = pictogram.rows(table).axes
    marks = [line.get_fillstyle() for line in ax.get_lines()]
    assert marks == ["full", "left", "left", "none"]
    assert [text.get_text() for text in ax.texts] == ["Funding", "4"]


def test_marks_never_run_over_the_edge():
    for width in (style.TEXT_WIDTH, style.NARROW):
        many = pd.DataFrame({"a": [60], "b": [1]}, index=["Many"])
        (ax,) = pictogram.rows(many, width=width).axes
        assert max(line.get_xdata()[0] for line in ax.get_lines()) < width


def test_a_pictogram_looks_as_it_did_when_it_was_looked_at():
    table = pd.DataFrame(
        {"Answered": [1, 0], "In part": [2, 3], "None found": [1, 0]}, index=["Funding", "Skills"]
    )
    assert_as_kept(pictogram.rows(table), "pictogram")
