import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3analysis.sources.record.passages import Passages, fingerprint, words

TEXT = "Over 1,300 smart specialisation priorities have been encoded in the EYE@RIS3 database"


def places(quote, text=TEXT):
    """Return where a quote begins in a text of which the fingerprints are known."""
    digests = fingerprint(text)
    rows = {"document_id": "brief", "position": range(len(digests)), "digest": digests}
    columns = ["document_id", "section", "heading_printed", "first_word", "end_word"]
    sections = pd.DataFrame([["brief", "a", "A", 0, len(words(text))]], columns=columns)
    known = Passages({"fingerprints": pd.DataFrame(rows), "sections": sections})
    assert known.places("brief", quote) == known.places("brief", quote, "a")
    return [span.start for span in known.places("brief", quote)]


def test_a_quote_is_found_where_it_stands():
    assert places("specialisation  priorities\nhave") == [4]


@pytest.mark.parametrize("quote", ["specialisation priorities had", "1,300"])
def test_a_quote_with_one_word_changed_or_of_two_words_is_not_found(quote):
    assert places(quote) == []


@given(st.lists(st.text("abcå", min_size=1), min_size=3), st.data())
def test_every_run_of_three_words_or_more_is_found_at_its_place(run, data):
    text = words(" ".join(run))
    first = data.draw(st.integers(0, len(text) - 3))
    end = data.draw(st.integers(first + 3, len(text)))
    assert first in places(" ".join(text[first:end]), " ".join(run))
