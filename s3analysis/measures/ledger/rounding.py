"""What a printed number allows: the values that round to it, or that its words let through.

A printed number is a text: its digits say how far it was rounded, and over, about or at least say
which other values it admits.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, inf

import pandas as pd

Number = Fraction | float
"""An exact number, or infinity."""

ABOUT = Fraction(1, 10)
"""How far a value may lie from one printed with about, around or some. Our choice: a tenth."""

ROUNDED = {"EUR", "percent"}
"""Units whose printed values are rounded; the others are counts."""

DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Range:
    """Values from `low` to `high`; `high` itself is among them where it is `closed`."""

    low: Number
    high: Number
    closed: bool = True

    def holds(self, value: Number) -> bool:
        """Return whether a value is among them."""
        return self.low <= value < self.high or (self.closed and value == self.high)

    def meets(self, other: "Range") -> bool:
        """Return whether any value is in both.

        >>> one_to_two = Range(Fraction(1), Fraction(2))
        >>> one_to_two.meets(Range(Fraction(2), inf)), one_to_two.meets(Range(Fraction(3), inf))
        (True, False)
        """
        low = max(self.low, other.low)
        return self.holds(low) and other.holds(low)


def exactly(value: Number) -> Range:
    """Return the range that is one value."""
    return Range(value, value)


def stated(value: str, unit: str, exactness: str) -> Range:
    """Return what a printed value says, its rounding left aside.

    `value` is a plain number, an ISO date or a range of two of these; dates are counted in days.
    Over a count means one more, at least.

    >>> stated("60", "regions", "over").low, stated("10", "partners", "about").high
    (Fraction(61, 1), Fraction(11, 1))
    """
    if unit == "date":
        return days(value)
    first, _, last = value.partition("/")
    low, high = Fraction(first), Fraction(last or first)
    if exactness in {"over", "at_least"}:
        return Range(low + (exactness == "over" and unit not in ROUNDED), inf)
    if exactness in {"about", "some"}:
        return Range(low * (1 - ABOUT), high * (1 + ABOUT))
    return Range(low, high)


def allowed(value: str, printed: str, unit: str, exactness: str) -> Range:
    """Return the values that a printed number allows: as `stated`, and those that round to it.

    Half of the last digit printed is rounded up. A number in words is a count.

    >>> allowed("21", "21%", "percent", "exact").holds(Fraction("20.5"))
    True
    >>> allowed("21", "21%", "percent", "exact").holds(Fraction("21.5"))
    False
    """
    said = stated(value, unit, exactness)
    digits = DIGITS.search(printed)
    if exactness != "exact" or unit not in ROUNDED or not digits:
        return said
    number = Fraction(digits[0].replace(",", ""))
    decimals = len(digits[0].partition(".")[2])
    half = Fraction(value) / number / 10**decimals / 2 if number else Fraction(1, 2)
    return Range(said.low - half, said.high + half, closed=False)


def days(value: str) -> Range:
    """Return the first and last day of an ISO date, month, year or range, counted in days.

    >>> (days("2016-06").high - days("2016-06").low, days("2016/2017") == days("2016-01/2017-12"))
    (Fraction(29, 1), True)
    """
    first, _, last = value.partition("/")
    start, end = pd.Period(first).start_time, pd.Period(last or first).end_time
    return Range(Fraction(start.toordinal()), Fraction(end.toordinal()))


def percents(value: int, exactness: str) -> Range:
    """Return the percents that a whole printed percent allows: those that round to it.

    Where it is printed with about, around or some, a tenth more or less is allowed beside.

    >>> percents(21, "about") == Range(Fraction("18.45"), Fraction("23.65"), closed=False)
    True
    """
    low, high = value - Fraction(1, 2), value + Fraction(1, 2)
    if exactness in {"about", "some"}:
        low, high = low * (1 - ABOUT), high * (1 + ABOUT)
    return Range(low, high, closed=False)


def counts(allowed: Range, of: int) -> tuple[int, int]:
    """Return the least and the greatest count whose share of a number is among some percents.

    >>> counts(percents(21, "exact"), 1300), counts(percents(21, "about"), 1301)
    ((267, 279), (241, 307))
    """
    return ceil(allowed.low * of / 100), ceil(allowed.high * of / 100) - 1
