"""The exhibit on what cannot be checked: its title says what its table holds."""

import pytest
from IPython.display import Markdown

from s3analysis.exhibits.ledger import reasons as exhibits
from s3analysis.measures.ledger import reasons, verdicts
from s3analysis.sources import record


@pytest.fixture(scope="module")
def ledger():
    return verdicts.verdicts(record.read_all(), "2017-07")


def test_every_reason_has_words():
    for words in (exhibits.REASON_WORDS, exhibits.TRIED_WORDS, exhibits.WANTED_WORDS):
        assert tuple(words) == reasons.REASONS


def test_each_reason_says_why_no_other_passage_helps_and_what_would(ledger):
    shown = exhibits.unchecked(verdicts.unchecked(ledger)).table
    wanted = shown["Reason"].map({words: name for name, words in exhibits.REASON_WORDS.items()})
    assert shown["Why no other passage can test them"].tolist() == [
        exhibits.TRIED_WORDS[name] for name in wanted
    ]
    assert shown["What would make them checkable"].tolist() == [
        exhibits.WANTED_WORDS[name] for name in wanted
    ]


def test_the_title_counts_the_facts_that_cannot_be_checked_and_names_the_first_reason(ledger):
    shown = exhibits.unchecked(verdicts.unchecked(ledger))
    most = shown.table.loc[shown.table["Facts"].idxmax()]
    assert shown.title == (
        f"{shown.table['Facts'].sum()} printed facts cannot be checked by computation; the most "
        f"frequent reason, for {most['Facts']}: {most['Reason'].lower()}"
    )


def test_where_everything_can_be_checked_a_sentence_says_so(ledger):
    none = verdicts.unchecked(ledger).head(0)
    assert isinstance(exhibits.unchecked(none), Markdown)
