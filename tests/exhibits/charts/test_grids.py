import pandas as pd
import pytest

from exhibits.charts.test_maps import assert_apart, texts
from s3analysis.exhibits.charts import grids


def cells() -> pd.DataFrame:
    values = [("yes", "stated"), ("yes", "deduced"), ("no", "deduced"), ("unknown", "none")]
    return pd.DataFrame(
        {
            "name": name,
            "group": group,
            "status": status,
            "month": month,
            "value": value,
            "evidence": evidence,
        }
        for name, group in [("3D printing", "Qualified"), ("Photonics", "Submitted")]
        for status in ("Discussed as a theme", "Qualified")
        for month, (value, evidence) in zip(
            ["2016-05", "2016-06", "2017-06", "2017-08"], values, strict=True
        )
    )


def dots() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["COSME", "COSME", "Interreg"],
            "group": ["", "", ""],
            "column": ["Innovation", "Projects", "Projects"],
            "mark": ["in the sentence", "elsewhere", "elsewhere"],
        }
    )


def test_value_is_told_by_shape_and_evidence_by_filling() -> None:
    shapes = [look["mark"] for look in grids.CELLS.values()]
    assert len(set(shapes)) == len(shapes)
    stated, deduced = (grids._mark("yes", evidence, [], []) for evidence in ("stated", "deduced"))
    assert stated.get_marker() == deduced.get_marker()
    assert stated.get_markerfacecolor() != deduced.get_markerfacecolor()


def test_unknown_is_drawn_as_unknown_in_its_cell_and_in_the_key() -> None:
    shown = texts(grids.states(cells(), "2017-07"))
    assert shown.count("?") == (cells()["value"] == "unknown").sum() + 1
    assert "unknown" in shown


def test_the_key_holds_what_is_drawn_and_nothing_else() -> None:
    shown = texts(grids.states(cells(), "2017-07"))
    for expected in ("reached, stated", "reached, deduced", "not reached, deduced"):
        assert shown.count(expected) == 1
    assert "merged, deduced" not in shown


def test_a_line_stands_before_what_comes_after_the_month_in_each_panel() -> None:
    (ax,) = grids.states(cells(), "2017-07").axes
    assert sum(line.get_linestyle() == "--" for line in ax.lines) == 2 + 1  # panels, and the key
    (ax,) = grids.states(cells(), "2017-08").axes
    assert sum(line.get_linestyle() == "--" for line in ax.lines) == 1


def test_a_value_without_a_mark_is_named() -> None:
    with pytest.raises(ValueError, match="no mark for the value 'perhaps'"):
        grids.states(cells().assign(value="perhaps"), "2017-07")


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="no cell"):
        grids.states(cells().iloc[:0], "2017-07")
    with pytest.raises(ValueError, match="no mark"):
        grids.dots(dots().iloc[:0], ["Projects"], joined=False)


def test_a_mark_in_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match="no column 'Innovation'"):
        grids.dots(dots(), ["Projects"], joined=False)


def test_marks_differ_in_shape_and_their_meaning_stands_below() -> None:
    shown = texts(grids.dots(dots(), ["Innovation", "Projects"], joined=False))
    assert {"in the sentence", "elsewhere", "COSME", "Interreg"} <= set(shown)
    assert len({look["marker"] for look in grids.DOTS}) == len(grids.DOTS)


def test_groups_are_headed_once() -> None:
    grouped = dots().assign(group=["first", "first", "second"], mark="named")
    shown = texts(grids.dots(grouped, ["Innovation", "Projects"], joined=True))
    assert [shown.count(group) for group in ("first", "second")] == [1, 1]
    assert "named" not in shown


@pytest.mark.parametrize("columns", [2, 8])
def test_no_text_of_a_grid_lies_on_another_or_is_cut(columns: int) -> None:
    names = ["Innovation", "Projects", *(f"Column {number}" for number in range(2, columns))]
    assert_apart(grids.dots(dots(), names, joined=True))
    assert_apart(grids.states(cells(), "2017-07"))
