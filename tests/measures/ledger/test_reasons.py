"""Why numbers cannot be checked."""

import pytest

from s3analysis.measures.ledger import reasons, verdicts
from s3analysis.measures.ledger.bindings import BINDINGS
from s3analysis.measures.ledger.claims import Claim
from s3analysis.sources import record


@pytest.fixture(scope="module")
def ledger():
    return verdicts.verdicts(record.read_all(), "2017-07")


def claim(quantity, unit="count"):
    return Claim(*[""] * len(Claim._fields))._replace(quantity=quantity, unit=unit)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (claim("kets-share-of-priorities", "percent"), "data not public"),
        (claim("member-regions", "regions"), "no list of that month"),
        (claim("thematic-sub-areas", "areas"), "not said what it counts"),
        (claim("jobs-created", "jobs"), "about the future"),
        (claim("launch-date", "date"), "date of an event"),
        (claim("esf-human-capital", "EUR"), "amount of money"),
        (claim("kick-off-attendance", "people"), "counted elsewhere"),
    ],
)
def test_a_number_has_the_reason_that_its_passage_gives(given, reason):
    assert reasons.reason(given, synthetic=False) == reason


def test_synthetic_data_are_a_reason_of_their_own():
    given = claim("kets-share-of-priorities", "percent")
    assert reasons.reason(given, synthetic=True) == "synthetic data"


def test_each_number_that_is_not_checkable_has_a_reason_of_the_list_and_no_other_has(ledger):
    unchecked = ledger["computed"] == "not checkable"
    assert set(ledger.loc[unchecked, "reason"]) <= set(reasons.REASONS)
    assert (ledger.loc[~unchecked, "reason"] == "").all()


def test_what_lies_in_the_future_is_printed_and_computed_by_nothing(ledger):
    assert set(ledger["quantity"]) >= reasons.FUTURE
    assert not reasons.FUTURE & set(BINDINGS)


def test_reasons_are_counted_by_number_and_by_fact(ledger):
    counted = verdicts.unchecked(ledger)
    unchecked = ledger.query("computed == 'not checkable'")
    assert counted["claims"].sum() == len(unchecked)
    assert counted["facts"].sum() == unchecked["fact"].nunique()
