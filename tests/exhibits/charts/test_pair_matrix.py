import pandas as pd
import pytest

from exhibits.charts.test_maps import assert_apart, texts
from s3analysis.exhibits.charts import pair_matrix, style


def cells() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["3D printing", "3D printing", "Bio-economy"],
            "other": ["Bio-economy", "Sport", "Sport"],
            "value": ["13", "3", "2"],
            "expected": ["10.2", "3.5", "3.2"],
            "side": ["above", "below", "every draw gives the same"],
        }
    )


def test_each_thing_is_named_once_and_those_leading_are_bold() -> None:
    figure = pair_matrix.shares(cells(), {"3D printing"}, "bold: a pilot")
    (ax,) = figure.axes
    bold = {text.get_text() for text in ax.texts if text.get_weight() == "bold"}
    assert "3D printing" in bold
    assert {"Sport", "Bio-economy"}.isdisjoint(bold)
    shown = texts(figure)
    assert [shown.count(name) for name in ("3D printing", "Bio-economy", "Sport")] == [1, 1, 1]


def test_above_and_below_are_told_by_a_sign_and_not_by_colour_alone() -> None:
    signs = [look["sign"] for look in pair_matrix.SIDES.values()]
    assert len(set(signs)) == len(signs)
    shown = texts(pair_matrix.shares(cells(), set(), ""))
    assert "13" + pair_matrix.SIDES["above"]["sign"] in shown
    assert "3" + pair_matrix.SIDES["below"]["sign"] in shown


def test_what_cannot_be_set_beside_chance_has_no_sign_and_no_colour() -> None:
    shown = texts(pair_matrix.shares(cells(), set(), ""))
    assert "2" in shown
    assert pair_matrix.KEY_WORDS["within"] not in shown


def test_every_number_can_be_read_on_its_colour() -> None:
    assert style.readable_on(pair_matrix.SIDES["above"]["fill"]) == "#FFFFFF"
    assert style.readable_on(pair_matrix.SIDES["below"]["fill"]) == "#000000"


@pytest.mark.parametrize("leading", [set(), {"3D printing", "Bio-economy", "Sport"}])
def test_no_text_lies_on_another_or_is_cut(leading: set[str]) -> None:
    assert_apart(pair_matrix.shares(cells(), leading, "bold: a pilot"))


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="no two things"):
        pair_matrix.shares(cells().head(0), set(), "")
