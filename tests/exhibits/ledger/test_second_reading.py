"""How far a second reader agrees with the ledger, and what came of the differences."""

import pytest

from s3analysis.exhibits.ledger import second_reading
from s3analysis.measures.ledger import verdicts
from s3analysis.measures.record import coding
from s3analysis.sources import record


@pytest.fixture(scope="module")
def tables():
    return record.read_all()


def shown(tables, second_verdicts):
    agreement = coding.compared(second_verdicts, "verdict")
    return second_reading.agreement(agreement, second_verdicts, tables["claims"])


def test_the_title_counts_what_was_judged_alike_and_the_table_the_rest(tables):
    exhibit = shown(tables, tables["second_verdicts"])
    assert exhibit.title == (
        "A second reader gave the same verdict on 51 of 60 facts drawn at random"
    )
    assert len(exhibit.table) == 9
    assert "kappa is 0.73:" in exhibit.note
    assert "; 4 of the verdicts in this ledger were changed" in exhibit.note


def test_readers_who_agree_leave_an_empty_table(tables):
    alike = tables["second_verdicts"].query("first_verdict == verdict")
    exhibit = shown(tables, alike)
    assert exhibit.title.startswith("A second reader gave the same verdict on 51 of 51 facts")
    assert exhibit.table.empty


def test_each_difference_is_settled_with_a_reason_and_nothing_else_is(tables):
    second = tables["second_verdicts"]
    differ = second["first_verdict"] != second["verdict"]
    assert ((second["settled"] != "") == differ).all()
    assert ((second["reason"] != "") == differ).all()


def test_the_ledger_gives_the_verdict_that_stands_but_where_it_says_less(tables):
    ledger = verdicts.verdicts(tables, "2017-07").set_index("claim_id")["computed"]
    second = tables["second_verdicts"]
    stands = second["first_verdict"].where(second["settled"] != "second", second["verdict"])
    now = second["claim_id"].map(ledger)
    other = {
        claim: (was, is_)
        for claim, was, is_ in zip(second["claim_id"], stands, now, strict=True)
        if was != is_
    }
    assert other == {
        # Other documents name two days, so it took two at least.
        "eccp-news-02": ("reproduced", "consistent"),
        # A plan, which only a day before the conference could have contradicted.
        "support-application-areas-04": ("not checkable", "not a test"),
    }
