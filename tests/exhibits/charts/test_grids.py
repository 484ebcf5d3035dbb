import pandas as pd
import pytest

from exhibits.charts.kept import assert_as_kept
from exhibits.charts.test_maps import assert_apart, texts
from s3analysis.exhibits.charts import grids, style


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
            "group": ["first", "first", "second"],
            "column": ["Innovation", "Projects", "Projects"],
        }
    )


def marks(figure) -> list[str]:
    (ax,) = figure.axes
    return [line.get_marker() for line in ax.lines if line.get_marker() in "osD>"]


def test_a_step_is_told_by_shape_and_evidence_by_filling() -> None:
    shapes = [look["mark"] for look in (*grids.STEPS, grids.MERGED)]
    assert len(set(shapes)) == len(shapes)
    (ax,) = grids.steps(cells().query("value == 'yes'"), "2017-07").axes
    faces = {line.get_markerfacecolor() for line in ax.lines if line.get_marker() == "s"}
    assert faces == {style.PAPER, style.MIDDLE}


def test_a_cell_shows_the_furthest_step_known_and_nothing_where_none_is() -> None:
    shown = marks(grids.steps(cells(), "2017-07"))
    assert shown == ["s"] * 6  # two months of two themes, and the key
    earlier = cells().query("status != 'Qualified' or month == '2016-06'")
    assert marks(grids.steps(earlier, "2017-07")) == ["o", "s", "o", "s", "o", "s"]


def test_a_theme_that_merged_has_a_mark_of_its_own() -> None:
    merged = cells().assign(value=cells()["value"].replace("no", "merged"))
    figure = grids.steps(merged, "2017-07")
    assert marks(figure).count(">") == 2 + 1
    assert "Merged, deduced" in texts(figure)


def test_the_key_holds_what_is_drawn_and_nothing_else() -> None:
    shown = texts(grids.steps(cells(), "2017-07"))
    for expected in ("Qualified, stated", "Qualified, deduced", grids.NOTHING, "after July 2017"):
        assert shown.count(expected) == 1
    assert not [words for words in shown if words.startswith(("Discussed", "Merged"))]


def test_a_line_stands_before_what_comes_after_the_month() -> None:
    (ax,) = grids.steps(cells(), "2017-07").axes
    assert sum(line.get_linestyle() == "--" for line in ax.lines) == 1 + 1  # and the key
    (ax,) = grids.steps(cells(), "2017-08").axes
    assert sum(line.get_linestyle() == "--" for line in ax.lines) == 0


def test_groups_are_headed_once_and_names_stand_beside_their_marks() -> None:
    shown = texts(grids.dots(dots(), ["Innovation", "Projects"]))
    assert [shown.count(group) for group in ("first", "second")] == [1, 1]
    assert {"COSME", "Interreg"} <= set(shown)


@pytest.mark.parametrize("width", [style.TEXT_WIDTH, style.NARROW])
def test_no_text_of_a_grid_lies_on_another_or_is_cut(width: float) -> None:
    assert_apart(grids.steps(cells(), "2017-07", width=width))
    assert_apart(grids.dots(dots(), ["Innovation", "Projects"]))


@pytest.mark.parametrize("width", [style.TEXT_WIDTH, style.NARROW])
def test_steps_look_as_they_did_when_they_were_looked_at(width: float) -> None:
    merged = cells().assign(
        value=["merged" if at == 2 else each for at, each in enumerate(cells()["value"])]
    )
    assert_as_kept(grids.steps(merged, "2017-07", width=width), f"steps-{width:.0f}")


def test_dots_look_as_they_did_when_they_were_looked_at() -> None:
    twice = pd.concat([dots(), dots().tail(1).assign(name="COSME")])  # one name in two groups
    assert_as_kept(grids.dots(twice, ["Innovation", "Projects"]), "dots")
