"""Numbers and dates as printed words name them, and whether they stand in a quote."""

import re
from decimal import Decimal

from s3analysis.vocabulary import MONTHS

SMALL_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SCALES = {"": 1, "million": 10**6, "billion": 10**9}
AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)(?: (million|billion))?%?")
PARTS_OF_A_YEAR = {
    "H1": "first half",
    "H2": "second half",
    "early": "early",
    "mid": "mid",
    "end": "end of",
}
HEDGES = {
    "some": r"\bsome\b",
    "over": r"\b(?:over|more than)\b|\d\+",
    "at_least": r"\bat least\b",
    "about": r"\b(?:about|around|close to|a dozen|early|end of)\b",
}
WORDS = {
    "annual": 1,
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "twice": 2,
    "third": 3,
    "eleven": 11,
    "dozen": 12,
    "thirty": 30,
    "a third": 33.3,
    "two thirds": 66.7,
}
YEAR = re.compile(r"\b(\d{2})(\d{2})(?:\s?[-\u2013]\s?(\d{2})\b(?!\d))?")
DAY = re.compile(r"\b(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\b")


def number(printed: str) -> float:
    """Return the number that a printed amount names, of a range the upper end; NaN for none.

    >>> number("EUR 2.8 million"), number("over 1,300"), number("15-30"), number("eight")
    (2800000.0, 1300.0, 30.0, 8.0)
    """
    if printed.lower() in SMALL_NUMBERS:
        return float(SMALL_NUMBERS.index(printed.lower()) + 1)
    found = AMOUNT.findall(printed)
    if not found:
        return float("nan")
    digits, scale = found[-1]
    return float(Decimal(digits.replace(",", "")) * SCALES[scale])


def stands_in(printed: str, quote: str) -> bool:
    """Return whether printed words stand in a quote, and not inside a longer word or number.

    >>> stands_in("10", "around 10 partners"), stands_in("10", "a budget of 2.10 million")
    (True, False)
    """
    edges = rf"(?<![\w.,]){re.escape(printed)}(?!\w|[.,]\d)"
    return re.search(edges, quote) is not None


def date_stands_in(date: str, quote: str) -> bool:
    """Return whether the year of a date, and what it tells beyond the year, stand in a quote.

    >>> date_stands_in("2017-H2", "in the second half of 2017"), date_stands_in("2018", "in 2017")
    (True, False)
    """
    year, *rest = date.split("-")
    words = [year]
    if rest and rest[0] in PARTS_OF_A_YEAR:
        words.append(PARTS_OF_A_YEAR[rest[0]])
    elif rest:
        words += [MONTHS[int(rest[0]) - 1], *(str(int(day)) for day in rest[1:])]
    return all(stands_in(word, quote) for word in words)


def hedge(printed: str) -> str:
    """Return how exact printed words say a value is, or nothing where they do not hedge.

    >>> hedge("some 30+"), hedge("more than EUR 65 billion"), hedge("18")
    ('some', 'over', '')
    """
    found = (kind for kind, words in HEDGES.items() if re.search(words, printed.lower()))
    return next(found, "")


def plain(printed: str) -> list[float]:
    """Return the numbers that printed words name, both ends of a range, none if there are none.

    >>> plain("15-30 days"), plain("EUR 2.8 million"), plain("Close to two thirds")
    ([15.0, 30.0], [2800000.0], [66.7])
    """
    ranked = {word: value for word, value in WORDS.items() if stands_in(word, printed.lower())}
    if ranked:
        return [float(ranked[max(ranked, key=len)])]
    if AMOUNT.search(printed):
        return [number(match.group()) for match in AMOUNT.finditer(printed)]
    read = (number(word) for word in re.findall(r"\w+", printed))
    return [value for value in read if value == value]


def misdated(printed: str, value: str) -> bool:
    """Return whether an ISO date, or two with a stroke, holds what the printed words do not.

    A year may stand elsewhere in the passage; months may be our reading of a part of a year.

    >>> misdated("1-2 June", "2017-06-01/2017-06-02"), misdated("June 2016", "2017-06")
    (False, True)
    """
    ends = [end.split("-") for end in value.split("/")]
    years = {century + end for century, *ends in YEAR.findall(printed) for end in ends if end}
    months = {at for at, name in enumerate(MONTHS, 1) if name[:3] in _words(printed)}
    days = {int(day) for day in DAY.findall(YEAR.sub("", printed))}
    part = any(stands_in(words, printed) for words in PARTS_OF_A_YEAR.values())
    return (
        (bool(years) and years != {end[0] for end in ends})
        or (not part and months != {int(end[1]) for end in ends if len(end) > 1})
        or days != {int(end[2]) for end in ends if len(end) > 2}
        or not (years or months)
    )


def _words(printed: str) -> set[str]:
    """Return the first three letters of each word, as the names of months are shortened."""
    return {word[:3].title() for word in re.findall(r"[A-Za-z]{3,}", printed)}
