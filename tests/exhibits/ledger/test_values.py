"""Values in the words of a reader."""

from fractions import Fraction
from math import inf

import pytest

from s3analysis.exhibits.ledger.values import value_words


@pytest.mark.parametrize(
    ("low", "high", "unit", "words"),
    [
        (Fraction(18), Fraction(18), "regions", "18"),
        (Fraction(9), Fraction(820, 81), "projects", "9 to 10.1"),
        (Fraction(0), Fraction(450 * 10**9), "EUR", "up to EUR 450 billion"),
        (Fraction(41 * 10**6), inf, "EUR", "EUR 41 million or more"),
        (Fraction(103, 5), Fraction(103, 5), "percent", "20.6%"),
        (Fraction(735_964), Fraction(736_694), "date", "2016 to 2017"),
        (-inf, Fraction(735_233), "date", "31 December 2013 or earlier"),
        (None, None, "regions", "-"),
        (float("nan"), float("nan"), "regions", "-"),
    ],
)
def test_a_value_is_said_in_its_unit(low, high, unit, words):
    assert value_words(low, high, unit) == words
