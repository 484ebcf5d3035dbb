"""What printed numbers allow, and the oracles of the rounding intervals."""

from fractions import Fraction
from math import inf

import pytest

from s3analysis.measures.ledger.rounding import (
    Range,
    allowed,
    counts,
    exactly,
    percents,
    stated,
)


@pytest.mark.parametrize(
    ("percent", "of", "ends"),
    [
        (21, 1300, (267, 279)),
        (16, 1300, (202, 214)),
        (12, 1300, (150, 162)),
        (6, 1300, (72, 84)),
    ],
)
def test_the_counts_behind_a_rounded_share_of_1300_priorities(percent, of, ends):
    assert counts(percents(percent, "exact"), of) == ends


def test_half_of_the_last_digit_is_rounded_up():
    share = allowed("12", "12%", "percent", "exact")
    assert share.holds(Fraction("11.5"))
    assert not share.holds(Fraction("12.5"))


def test_the_last_digit_printed_says_how_far_an_amount_was_rounded():
    budget = allowed("41000000", "EUR 41 million", "EUR", "exact")
    assert budget == Range(Fraction(40_500_000), Fraction(41_500_000), closed=False)
    finer = allowed("4500000", "EUR 4.5 million", "EUR", "exact")
    assert finer.high - finer.low == 100_000


def test_a_count_is_not_rounded():
    assert allowed("9", "9", "partnerships", "exact") == exactly(Fraction(9))


def test_over_a_count_is_one_more_and_at_least_is_not():
    assert stated("1300", "priorities", "over") == Range(Fraction(1301), inf)
    assert stated("3", "regions", "at_least") == Range(Fraction(3), inf)


def test_ranges_that_only_touch_at_an_open_end_do_not_meet():
    rounded = Range(Fraction(1), Fraction(2), closed=False)
    assert not rounded.meets(exactly(Fraction(2)))
    assert rounded.meets(Range(Fraction(0), Fraction(1)))


def test_nothing_meets_a_range_without_values():
    nothing = Range(Fraction(10), Fraction(9))
    assert not nothing.meets(exactly(Fraction(10)))
    assert not exactly(Fraction(10)).meets(nothing)


def test_a_date_allows_every_day_of_its_month():
    june = allowed("2016-06", "June 2016", "date", "exact")
    assert june.meets(allowed("2016-06-02", "2 June 2016", "date", "exact"))
    assert not june.meets(allowed("2017-06-01", "1st of June 2017", "date", "exact"))


def test_about_a_percent_allows_a_tenth_more_or_less_of_what_rounds_to_it():
    assert counts(percents(21, "about"), 1301) == (241, 307)


@pytest.mark.parametrize("exactness", ["about", "some"])
def test_about_and_some_are_a_tenth_less_or_more(exactness):
    assert stated("60", "regions", exactness) == Range(Fraction(54), Fraction(66))
