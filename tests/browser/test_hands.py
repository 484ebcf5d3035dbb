"""Tables of a page under a reader's keyboard."""

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def hands(browser, whole_run):
    """Return what became of the places in Table 4: text in column 0, the first filter."""
    page = whole_run[0].edition / "index.html"
    return browser("hands", page=str(page), figure="places", columns=[0, 1], word="flanders")


def test_a_header_sorts_up_then_down_then_as_it_was(hands):
    whole = hands["whole"]["rows"]
    assert len(whole) > 100
    for column, ways in enumerate(hands["sorts"]):
        assert [way["way"] for way in ways] == ["ascending", "descending", None]
        assert [way["sorted"] for way in ways] == [1, 1, 0]
        up, down, again = (way["rows"] for way in ways)
        assert sorted(up) == sorted(down) == sorted(whole)
        firsts = [row[column][0] for row in up if row[column][0].isascii()]
        assert firsts == sorted(firsts, key=str.casefold)
        assert (down[0][column], down[-1][column]) == (up[-1][column], up[0][column])
        assert again == whole


def test_a_search_shows_the_rows_that_hold_the_word_and_says_how_many(hands):
    wanted = [
        row for row in hands["whole"]["rows"] if any("flanders" in text.lower() for text in row)
    ]
    assert wanted
    assert hands["searched"]["rows"] == wanted
    assert hands["searched"]["said"] == f"{len(wanted)} of {len(hands['whole']['rows'])} rows"
    assert hands["again"] == hands["whole"]


def test_a_filter_shows_the_rows_of_one_value(hands):
    assert hands["filter"] == "SELECT"
    shown, whole = hands["filtered"]["rows"], hands["whole"]["rows"]
    assert 0 < len(shown) < len(whole)
    assert all(hands["choice"] in row for row in shown)
    assert shown == [row for row in whole if hands["choice"] in row]
    assert hands["errors"] == []
