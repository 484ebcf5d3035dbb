import pandas as pd
import pytest

from exhibits.charts.kept import assert_as_kept
from exhibits.charts.test_maps import assert_apart, texts
from s3analysis.exhibits.charts import pair_matrix, style

NAMES = pd.Series({"3d": "3D printing", "bio": "Bio-economy", "sport": "Sport"})


def cells() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "one_id": ["3d", "sport", "bio"],
            "other_id": ["bio", "3d", "sport"],
            "observed": pd.array([13.0, 3.0, 2.0], dtype="Float64"),
            "expected": pd.array([10.21, 3.5, 3.2], dtype="Float64"),
            "beside": ["more", "fewer", "not compared"],
        }
    )


def drawn(leading=frozenset(), words=""):
    return pair_matrix.shares(cells(), NAMES, set(leading), words)


def test_each_thing_is_named_once_and_those_leading_are_bold() -> None:
    figure = drawn({"3d"}, "bold: a pilot")
    bold = {
        text.get_text() for ax in figure.axes for text in ax.texts if text.get_weight() == "bold"
    }
    assert "3D printing" in bold
    assert {"Sport", "Bio-economy"}.isdisjoint(bold)
    shown = texts(figure)
    assert [shown.count(name) for name in NAMES] == [1, 1, 1]
    assert "bold: a pilot" in shown


def test_each_number_stands_where_its_two_things_meet() -> None:
    ax = drawn().axes[0]
    places = {text.get_text(): text.get_position() for text in ax.texts}
    assert (places["10.2"][0], int(places["10.2"][1])) == (0.5, 1)
    assert (places["3.5"][0], int(places["3.5"][1])) == (0.5, 2)
    assert (places["3.2"][0], int(places["3.2"][1])) == (1.5, 2)


def test_more_and_fewer_are_told_by_a_sign_and_not_by_colour_alone() -> None:
    shown = texts(drawn())
    assert "13" + pair_matrix.SIDES["more"]["sign"] in shown
    assert "3" + pair_matrix.SIDES["fewer"]["sign"] in shown
    assert pair_matrix.SIDES["more"]["sign"] != pair_matrix.SIDES["fewer"]["sign"]


def test_what_cannot_be_compared_has_no_sign_and_no_key() -> None:
    shown = texts(drawn())
    assert "2" in shown
    assert pair_matrix.SIDES["as chance"]["key"] not in shown


def test_every_number_can_be_read_on_its_colour() -> None:
    ax = drawn().axes[0]
    inks = {text.get_text(): text.get_color() for text in ax.texts}
    assert (inks["10.2"], inks["3.5"], inks["3.2"]) == ("#FFFFFF", "#000000", style.INK)


def test_the_same_cells_twice_give_the_same_bytes() -> None:
    assert style.to_svg(drawn(), "pairs") == style.to_svg(drawn(), "pairs")


@pytest.mark.parametrize("leading", [set(), set(NAMES.index)])
def test_no_text_lies_on_another_or_is_cut(leading: set[str]) -> None:
    assert_apart(drawn(leading, "bold: a pilot"))


def test_pairs_look_as_they_did_when_they_were_looked_at() -> None:
    assert_as_kept(drawn({"3d"}, "bold: a pilot"), "pairs")
