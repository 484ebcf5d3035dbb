import copy

import pandas as pd
import pytest

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.press.review import differences

TABLE = pd.DataFrame(
    {"Theme": ["Textiles", "Photonics", "Water"], "Regions": [4, 9, 2], "Share": [0.25, 0.5, 0.1]}
)


@pytest.fixture
def committed():
    return Exhibit(
        key="sizes",
        title="Photonics is the largest",
        subtitle="Regions of each theme",
        table=TABLE,
        source="Table 4",
        digits={"Share": 2},
    ).to_json()


@pytest.fixture
def again(committed):
    return copy.deepcopy(committed)


def test_the_same_exhibit_does_not_differ(committed, again):
    assert differences.exhibits(committed, again) == []


def test_a_changed_count_is_named_by_row_and_column(committed, again):
    again["rows"][1][1] = 10
    assert differences.exhibits(committed, again) == [
        "row 2 (Photonics), column Regions: 9 committed, 10 recomputed"
    ]


def test_the_last_digits_of_a_float_are_no_difference(committed, again):
    again["rows"][2][2] = 0.1 + 1e-12
    assert differences.exhibits(committed, again) == []
    again["rows"][2][2] = 0.1001
    assert len(differences.exhibits(committed, again)) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (392345679051.55, 392345679051.56, False),  # a cent
        (392345679051.55, 392345679051.5501, True),  # the order of a sum
        (1234567.5, 1234567.501, False),
        (1.2e-16, -2.4e-16, True),
        (float("nan"), 1.0, False),
        (float("inf"), 4e11, False),
    ],
)
def test_large_amounts_are_compared_with_the_digits_that_a_float_holds(one, other, same):
    assert differences.alike(one, other) == same


def test_a_count_is_no_float(committed, again):
    again["rows"][1][1] = 9_000_000_001
    committed["rows"][1][1] = 9_000_000_000
    assert len(differences.exhibits(committed, again)) == 1


def test_rows_that_only_one_has_are_named(committed, again):
    again["rows"].insert(1, ["Batteries", 3, 0.2])
    del again["rows"][-1]
    committed["rows"].insert(0, ["Mining", 1, 0.3])
    assert differences.exhibits(committed, again) == [
        "rows: 4 committed, 3 recomputed",
        "row 1 (Mining): committed only",
        "row 4 (Water): committed only",
        "row 2 (Batteries): recomputed only",
    ]


def test_a_row_that_is_gone_is_one_line_whatever_stands_after_it(committed, again):
    del again["rows"][0]
    committed["rows"].insert(2, ["Sport", 5, 0.2])
    again["rows"].append(["Bioenergy", 5, 0.2])
    assert differences.exhibits(committed, again) == [
        "rows: 4 committed, 3 recomputed",
        "row 1 (Textiles): committed only",
        "row 3 (Sport): committed only",
        "row 3 (Bioenergy): recomputed only",
    ]


def test_a_row_that_moved_is_compared_with_itself(committed, again):
    again["rows"].reverse()
    again["rows"][0][1] = 3
    assert differences.exhibits(committed, again) == [
        "rows stand in another order, from row 1 (Textiles) on",
        "row 1 (Water), column Regions: 2 committed, 3 recomputed",
    ]


def test_as_many_columns_name_a_row_as_are_needed(committed, again):
    for each in (committed, again):
        each["columns"].insert(1, each["columns"][0] | {"label": "Region"})
        each["rows"] = [["Textiles", "Norte", 1, 0.1], ["Textiles", "Skåne", 2, 0.1]]
    del again["rows"][0]
    assert differences.exhibits(committed, again) == [
        "rows: 2 committed, 1 recomputed",
        "row 1 (Textiles, Norte): committed only",
    ]


def test_a_column_that_is_gone_leaves_the_others_comparable(committed, again):
    del again["columns"][1]
    again["rows"] = [[theme, share] for theme, _, share in again["rows"]]
    again["rows"][1][1] = 0.6
    assert differences.exhibits(committed, again) == [
        "columns: “Theme, Regions, Share” committed, “Theme, Share” recomputed",
        "row 2 (Photonics), column Share: 0.5 committed, 0.6 recomputed",
    ]


def test_another_order_is_one_line(committed, again):
    again["rows"].reverse()
    assert differences.exhibits(committed, again) == [
        "rows stand in another order, from row 1 (Textiles) on"
    ]


@pytest.mark.parametrize(
    ("name", "value"), [("label", "Members"), ("unit", "thousand"), ("digits", 1), ("type", "text")]
)
def test_a_column_that_says_something_else_is_named(name, value, committed, again):
    again["columns"][1][name] = value
    (line,) = differences.exhibits(committed, again)
    assert line.startswith("column 2 (")
    assert f", {name}: " in line


@pytest.mark.parametrize("name", ["title", "alt", "note", "source", "subtitle"])
def test_words_that_differ_are_shown_both(name, committed, again):
    again[name] = "Something else"
    (line,) = differences.exhibits(committed, again)
    assert line == f"{name}: “{committed[name]}” committed, “Something else” recomputed"


def test_of_many_differences_the_first_are_told(committed, again):
    again["rows"] = [["x", n, 0.0] for n in range(99)]
    committed["rows"] = [["y", n, 0.0] for n in range(99)]
    found = differences.exhibits(committed, again)
    assert len(found) == 9
    assert found[-1] == "and 190 more differences"  # 99 rows are gone, 99 are new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a  b\n c", "a b c"),
        ("0.30000000000000004", "0.3"),
        ("x 1.2500000000001", "x 1.25"),
        ("-2.4492936e-16 0.0", "1.2246468e-16 5.55111512e-17"),
        ("{'p': 2e-16}", "{'p': 1e-16}"),
        ("<Line2D at 0x7fd9f897a090>", "<Line2D at 0x7f8f3cb50290>"),
        ('<table id="T_b316c">', '<table id="T_3f0ec">'),
        ("id=chart-5b582b559ca74c48a96f85913618b67c", "id=chart-8658a18412274d15b1d754615c1a5432"),
    ],
)
def test_blanks_and_last_digits_do_not_part_two_texts(old, new):
    assert differences.texts(old, new) == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("49 regions", "48 regions"),
        ("0.25", "0.26"),
        ("a", "ab"),
        ("EUR 392345679051.55", "EUR 392345678901.55"),
        ("EUR 392345679051.55", "EUR 392345679051.56"),
        ("1.0 and 2.0", "1.0"),
        ("sha256 0123456789abcdef0123456789abcdef", "sha256 1123456789abcdef0123456789abcdef"),
        ("1e-3", "2e-3"),
    ],
)
def test_two_texts_part_where_they_say_something_else(old, new):
    assert differences.texts(old, new)
