import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3analysis.sources.record.passages import fingerprint, positions, words

TEXT = "Over 1,300 smart specialisation priorities have been encoded in the EYE@RIS3 database"


def test_a_quote_is_found_where_it_stands():
    assert positions("specialisation  priorities\nhave", fingerprint(TEXT)) == [4]


def test_a_quote_with_one_word_changed_is_not_found():
    assert positions("specialisation priorities had", fingerprint(TEXT)) == []


def test_a_quote_too_short_to_look_up_is_refused():
    with pytest.raises(ValueError, match="fewer than 3 words"):
        positions("1,300", fingerprint(TEXT))


@given(st.lists(st.text("abcå", min_size=1), min_size=3), st.data())
def test_every_run_of_three_words_or_more_is_found_at_its_place(run, data):
    text = words(" ".join(run))
    first = data.draw(st.integers(0, len(text) - 3))
    end = data.draw(st.integers(first + 3, len(text)))
    assert first in positions(" ".join(text[first:end]), fingerprint(" ".join(run)))
