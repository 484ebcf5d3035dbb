"""What must hold of the printed numbers and of the pairs of passages that do not agree.

Rules of the shape that sources/rules.py describes: printed tables in, violations out.
"""

import re

import pandas as pd

from s3analysis.sources.record.clean import Tables
from s3analysis.sources.record.rules import Rule, lines
from s3analysis.sources.record.rules_needs import AMOUNT, PARTS_OF_A_YEAR, number, stands_in
from s3analysis.vocabulary import MONTHS

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
LAST_HEDGE = re.compile(
    r"\b(?:some|over|more than|at least|about|around|close to) $", re.IGNORECASE
)
LOCATOR = ["document_id", "section", "quote"]


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


def _broken(frame: pd.DataFrame, field: str, broken: list[bool], reason: str) -> pd.DataFrame:
    return lines("claims", frame, pd.Series(broken, frame.index, dtype="bool"), field, reason)


def claims_are_printed(raw: Tables) -> pd.DataFrame:
    """Return the claims whose printed words are not in their quote, or leave its hedge out."""
    claims = raw["claims"]
    cells = list(zip(claims["unit"], claims["value_printed"], claims["quote"], strict=True))
    absent = [printed not in quote for _, printed, quote in cells]
    cut = [
        unit != "date" and LAST_HEDGE.search(quote.partition(printed)[0]) is not None
        for unit, printed, quote in cells
    ]
    return pd.concat(
        [
            _broken(claims, "value_printed", absent, "the quote does not hold these words"),
            _broken(
                claims,
                "value_printed",
                cut,
                "the word that says how exact stands directly before these",
            ),
        ]
    )


def claims_are_as_exact_as_printed(raw: Tables) -> pd.DataFrame:
    """Return the claims that are more or less exact than their words."""
    claims = raw["claims"]
    cells = zip(
        claims["exactness"], claims["value_printed"], claims["quote"], claims["value"], strict=True
    )
    wrong = [
        (hedge(printed) or exactness) != exactness
        or (exactness in HEDGES and hedge(printed) == "" and exactness != hedge(quote))
        or (exactness == "range" and "/" not in value)
        or (exactness == "exact" and "/" in value)
        for exactness, printed, quote, value in cells
    ]
    return _broken(claims, "exactness", wrong, "the print says it otherwise")


def claims_are_read_right(raw: Tables) -> pd.DataFrame:
    """Return the claims whose plain value is not what their printed words say."""
    claims = raw["claims"]
    cells = zip(claims["unit"], claims["value_printed"], claims["value"], strict=True)
    wrong = [
        misdated(printed, value)
        if unit == "date"
        else plain(printed) != [float(end) for end in value.split("/")]
        for unit, printed, value in cells
    ]
    return _broken(claims, "value", wrong, "not what the printed words say")


def claims_are_dated(raw: Tables) -> pd.DataFrame:
    """Return the claims that lack the month or year they hold for, and the dates that have one."""
    claims = raw["claims"]
    published = raw["documents"].set_index("document_id")["published"]
    undated = claims["document_id"].map(published) == "unknown"
    date = claims["unit"] == "date"
    return pd.concat(
        [
            lines("claims", claims, date & (claims["as_of"] != ""), "as_of", "a date has none"),
            lines(
                "claims",
                claims,
                ~date & ~undated & (claims["as_of"] == ""),
                "as_of",
                "only a date, or a value in a document without a date, has none",
            ),
        ]
    )


def claims_of_a_quantity_can_meet(raw: Tables) -> pd.DataFrame:
    """Return the claims of one quantity that no check could set against each other."""
    claims = raw["claims"]
    of_quantity = claims.groupby("quantity")
    return pd.concat(
        [
            lines(
                "claims",
                claims,
                claims["unit"] != of_quantity["unit"].transform("first"),
                "unit",
                "another unit than the first claim of the same quantity",
            ),
            lines(
                "claims",
                claims,
                (of_quantity["unit"].transform("size") > 1) & (claims["checkable"] == "no"),
                "checkable",
                "another passage gives the same quantity",
            ),
        ]
    )


def disagreements_are_told(raw: Tables) -> pd.DataFrame:
    """Return the claims of one quantity that cannot all be right and stand in no contradiction.

    Compared are dates, and exact numbers of one scope and month. "~" sorts behind every digit, so
    the end of a month printed without its day lies behind its days.
    """
    claims = raw["claims"]
    date = claims["unit"] == "date"
    compared = claims.loc[date | (claims["exactness"] == "exact")]
    ends = compared["value"].where(date, compared["value"].str.zfill(12)).str.split("/")
    of_group = [compared[name] for name in ("quantity", "scope", "as_of")]
    latest_start = ends.str[0].groupby(of_group).transform("max")
    earliest_end = (ends.str[-1] + "~").groupby(of_group).transform("min")
    told = compared["quantity"].isin(raw["contradictions"]["quantity"])
    return lines(
        "claims",
        compared,
        (latest_start > earliest_end) & ~told,
        "quantity",
        "its passages cannot all be right; tell it in contradictions.csv",
    )


def claims_say_how(raw: Tables) -> pd.DataFrame:
    """Return the claims that do not say how to check them, or name a table that is not here."""
    claims = raw["claims"]
    tables = claims["how"].str.extract(r": ([a-z_, ]+);", expand=False).fillna("").str.split(", ")
    missing = [set(named) - {"", *raw} != set() for named in tables]
    return pd.concat(
        [
            lines(
                "claims",
                claims,
                (claims["how"] != "") != (claims["checkable"] == "yes"),
                "how",
                "filled where a claim is checkable, and only there",
            ),
            _broken(claims, "how", missing, "names a table that is not in the record"),
        ]
    )


def claims_have_their_key(raw: Tables) -> pd.DataFrame:
    """Return the claims whose key is not document, section and place in that section."""
    claims = raw["claims"]
    place = claims.groupby(["document_id", "section"]).cumcount() + 1
    key = claims["document_id"] + "-" + claims["section"] + "-" + place.astype("str").str.zfill(2)
    reason = "key should be " + key
    return lines("claims", claims, claims["claim_id"] != key, "claim_id", reason)


def lists_hold_their_names(raw: Tables) -> pd.DataFrame:
    """Return the listed names that are not in their quote, or not at the next place of the list."""
    names = raw["listed_names"]
    cells = zip(names["name_printed"], names["quote"], strict=True)
    there = pd.Series([stands_in(*cell) for cell in cells], names.index, dtype="bool")
    place = names.groupby(["quantity", "document_id", "section"]).cumcount() + 1
    table = "listed_names"
    return pd.concat(
        [
            lines(table, names, ~there, "name_printed", "the quote does not hold this name"),
            lines(
                table,
                names,
                names["position"] != place,
                "position",
                "positions count from 1 without a gap",
            ),
        ]
    )


def contradictions_are_pairs(raw: Tables) -> pd.DataFrame:
    """Return the contradictions of a passage with itself, and the pairs that stand twice."""
    pairs = raw["contradictions"]
    first = pairs[[f"first_{name}" for name in LOCATOR]].agg("\n".join, axis="columns")
    second = pairs[[f"second_{name}" for name in LOCATOR]].agg("\n".join, axis="columns")
    pair = first.where(first < second, second) + "\n" + second.where(first < second, first)
    return pd.concat(
        [
            lines(
                "contradictions",
                pairs,
                first == second,
                "second_quote",
                "the same passage as the first",
            ),
            lines(
                "contradictions",
                pairs,
                pd.DataFrame({"pair": pair, "kind": pairs["kind"]}).duplicated(),
                "contradiction_id",
                "the same pair of passages differs in the same way above",
            ),
        ]
    )


RULES: list[Rule] = [
    claims_are_printed,
    claims_are_as_exact_as_printed,
    claims_are_read_right,
    claims_are_dated,
    claims_of_a_quantity_can_meet,
    disagreements_are_told,
    claims_say_how,
    claims_have_their_key,
    lists_hold_their_names,
    contradictions_are_pairs,
]
