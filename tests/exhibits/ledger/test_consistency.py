"""The exhibit that divides printed numbers by one another."""

import pytest

from s3analysis.exhibits.ledger import consistency as exhibits
from s3analysis.measures.ledger import consistency
from s3analysis.sources import record


@pytest.fixture(scope="module")
def ratios():
    return consistency.ratios(record.read_all())


def test_a_ratio_shows_what_is_divided_and_what_is_printed(ratios):
    shown = exhibits.ratios(ratios)
    assert shown.table.iloc[0].tolist() == [
        "Partners of a project",
        "99 partners by 9 projects",
        "11",
        "around 10 partners",
    ]
    assert shown.title == (
        "2 ratios of the support document are printed too; 2 of 2 agree with the numbers divided"
    )
    assert (shown.table["As printed"] != "not printed").sum() == 2


def test_one_printed_ratio_that_does_not_agree_is_singular(ratios):
    one = ratios.head(1).assign(fits=False)
    assert exhibits.ratios(one).title.startswith(
        "1 ratio of the support document is printed too; 0 of 1 agree"
    )
