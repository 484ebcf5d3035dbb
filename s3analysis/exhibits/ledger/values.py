"""Values in the words of a reader: amounts in their unit, days as dates."""

from datetime import date
from fractions import Fraction
from math import isinf

from s3analysis.exhibits.numbers import NONE
from s3analysis.exhibits.record.events import date_words


def value_words(low: Fraction | float | None, high: Fraction | float | None, unit: str) -> str:
    """Return a value or its bounds as a reader says them; dates are counted in days.

    >>> value_words(Fraction(41_000_000, 9), Fraction(41_000_000, 9), "EUR")
    'EUR 4.56 million'
    >>> value_words(Fraction(3), float("inf"), "rank"), value_words(None, None, "count")
    ('3 or more', '-')
    >>> value_words(Fraction(736_117), float("inf"), "date")
    '2 June 2016 or later'
    """
    if low is None or high is None or low != low:
        return NONE
    if unit == "date":
        return _days(low, high)
    first, last = (NONE if isinf(each) else _amount(Fraction(each), unit) for each in (low, high))
    if low == high:
        return first
    if isinf(high):
        return f"{first} or more"
    return f"up to {last}" if not low else f"{first} to {last}"


def _days(low: Fraction | float, high: Fraction | float) -> str:
    first, last = (
        "" if isinf(each) else date.fromordinal(int(each)).isoformat() for each in (low, high)
    )
    if not last:
        return f"{date_words(first, '')} or later"
    if not first:
        return f"{date_words(last, '')} or earlier"
    years = first.endswith("-01-01") and last.endswith("-12-31")
    return date_words(first[:4], last[:4]) if years else date_words(first, last)


def _amount(value: Fraction, unit: str) -> str:
    """Return an amount in its unit: money in millions or billions, others to a decimal."""
    if unit == "EUR":
        size, word = (10**9, "billion") if value >= 10**9 else (10**6, "million")
        return f"EUR {_decimals(value / size, 2)} {word}"
    return f"{_decimals(value, 1)}{'%' if unit == 'percent' else ''}"


def _decimals(value: Fraction, digits: int) -> str:
    shown = f"{float(value):,.{digits}f}"
    return shown.rstrip("0").rstrip(".")
