"""Letters of a cell: what cannot be seen is left out and logged, what cannot be right is named."""

import pandas as pd
import pytest

from s3analysis.sources.extracts import cells


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\u2066", "\u061c", "\U000e0041", "\x07"])
def test_signs_that_cannot_be_seen_are_left_out_and_named(sign):
    assert cells.plain(f"Food{sign}s") == ("Foods", "invisible signs")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
@pytest.mark.parametrize("word", ["Santé", "Skåne", "Łódź", "Αττική"])
def test_a_text_that_was_encoded_twice_is_named_with_what_it_was(word, encoding):
    try:
        twice = word.encode().decode(encoding)
    except UnicodeDecodeError:
        pytest.skip("has no such reading")
    assert repr(word) in cells.spoiled(twice)


@pytest.mark.parametrize("word", ["Santé", "Łódź", "ÎLE-DE-FRANCE", "Αττική", "Côte d’Azur", "Ñ"])
def test_a_text_as_it_should_be_is_not_named(word):
    assert cells.spoiled(word) == ""


def test_lost_letters_are_named():
    assert "has lost letters" in cells.spoiled("Sk\ufffdne")


def test_a_log_has_a_row_a_cell_that_a_rule_changed():
    column = pd.Series(["a\u200bb", "ab"], [2, 3])
    read, log = cells.tidy(column, "Field", names=False)
    assert read.tolist() == ["ab", "ab"]
    assert log["row"].tolist() == [2]
