"""What must hold between statements, services, money and our judgement on them.

Rules of the shape that sources/rules.py describes: printed tables in, violations out.
"""

import re
from decimal import Decimal

import pandas as pd

from s3analysis.sources.record.clean import Tables
from s3analysis.sources.record.rules import Rule, lines
from s3analysis.vocabulary import MONTHS

MOST_SERVICES = 4
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


def _printed(table: str, frame: pd.DataFrame, words: str, value: str) -> pd.DataFrame:
    """Return the rows whose printed amount is not in the quote, or is not the plain number."""
    there = [stands_in(*cells) for cells in zip(frame[words], frame["quote"], strict=True)]
    read = frame[words].map(number)
    return pd.concat(
        [
            lines(
                table,
                frame,
                ~pd.Series(there, frame.index, dtype="bool"),
                words,
                "the quote does not hold " + frame[words].map(repr),
            ),
            lines(
                table,
                frame,
                read != frame[value].astype("float64"),
                value,
                frame[words].map(repr) + " is " + read.map("{:g}".format),
            ),
        ]
    )


def needs_are_answered(raw: Tables) -> pd.DataFrame:
    """Return the needs without an answer, and the answers to what is no need."""
    statements, answers = raw["statements"], raw["need_services"]
    need = statements.loc[statements["need"] == "yes"]
    return pd.concat(
        [
            lines(
                "statements",
                need,
                ~need["statement_id"].isin(answers["statement_id"]),
                "need",
                "no row in need_services says which service answers this need",
            ),
            lines(
                "need_services",
                answers,
                ~answers["statement_id"].isin(need["statement_id"]),
                "statement_id",
                "not a statement with need = yes",
            ),
        ]
    )


def answers_are_whole(raw: Tables) -> pd.DataFrame:
    """Return the answers that lack their service or passage, or have one where none was found."""
    answers = raw["need_services"]
    none = answers["fit"] == "none_found"
    found = [
        lines(
            "need_services",
            answers,
            (answers[field] == "") != none,
            field,
            "empty where none was found, and only there",
        )
        for field in ("service_id", "document_id", "section", "quote")
    ]
    rows = answers.groupby("statement_id")["fit"].transform("size")
    alone = lines(
        "need_services",
        answers,
        none & (rows > 1),
        "fit",
        "none_found beside a service for the same need",
    )
    many = lines(
        "need_services",
        answers,
        answers.groupby("statement_id").cumcount() >= MOST_SERVICES,
        "service_id",
        f"a need has at most {MOST_SERVICES} services",
    )
    return pd.concat([*found, alone, many])


def services_stand_under_their_heading(raw: Tables) -> pd.DataFrame:
    """Return the services, and the answers, whose section is not the heading of the service."""
    services, answers = raw["support_services"], raw["need_services"]
    section = "heading-" + services["heading"].astype("str")
    by_service = section.set_axis(services["service_id"])
    given = answers.loc[answers["service_id"] != ""]
    expected = given["service_id"].map(by_service)
    return pd.concat(
        [
            lines(
                "support_services",
                services,
                services["section"] != section,
                "section",
                "a service under this heading stands in section " + section,
            ),
            lines(
                "need_services",
                given,
                given["section"] != expected,
                "section",
                given["service_id"] + " stands in section " + expected.fillna("unknown"),
            ),
        ]
    )


def numbers_of_services_are_printed(raw: Tables) -> pd.DataFrame:
    """Return the amounts and numbers of services that are not in their quote or misread."""
    facts = raw["service_facts"]
    counted = facts["fact"].isin(["amount", "number"])
    plain = facts.loc[~counted]
    found = [_printed("service_facts", facts.loc[counted], "value", "number")]
    for field in ("number", "unit", "exactness"):
        filled = plain[field].notna() & (plain[field].astype("str") != "")
        reason = "only an amount or a number has one"
        found.append(lines("service_facts", plain, filled, field, reason))
    return pd.concat(found)


def dates_of_services_are_printed(raw: Tables) -> pd.DataFrame:
    """Return the dates on which services open or close that are not in their quote."""
    facts = raw["service_facts"]
    dated = facts.loc[facts["fact"].isin(["opens", "closes"])]
    there = [date_stands_in(*cells) for cells in zip(dated["value"], dated["quote"], strict=True)]
    return lines(
        "service_facts",
        dated,
        ~pd.Series(there, dated.index, dtype="bool"),
        "value",
        "the quote does not hold the date " + dated["value"],
    )


def money_is_printed(raw: Tables) -> pd.DataFrame:
    """Return the amounts of money that are not in their quote, or misread."""
    return _printed("funding", raw["funding"], "value_printed", "amount")


def shares_are_printed(raw: Tables) -> pd.DataFrame:
    """Return the published shares that are not in their quote, or misread."""
    return _printed("published_shares", raw["published_shares"], "value_printed", "value")


def parents_come_first(raw: Tables) -> pd.DataFrame:
    """Return the statements whose parent is not an earlier row of the same occasion."""
    statements = raw["statements"]
    place = pd.Series(statements.index, statements["statement_id"])
    occasion = statements.set_index("statement_id")["occasion"]
    children = statements.loc[statements["parent_id"] != ""]
    parent = children["parent_id"]
    earlier = parent.map(place) < children.index
    return lines(
        "statements",
        children,
        ~earlier | (parent.map(occasion) != children["occasion"]),
        "parent_id",
        "not an earlier row of the same occasion",
    )


def lists_run_without_gap(raw: Tables) -> pd.DataFrame:
    """Return the statements whose number is not the next of their printed list."""
    statements = raw["statements"]
    numbered = statements.loc[statements["number"].notna()]
    following = numbered.groupby(["occasion", "kind", "parent_id"]).cumcount() + 1
    return lines(
        "statements",
        numbered,
        numbered["number"] != following,
        "number",
        "the next number of this list is " + following.astype("str"),
    )


def keys_say_what_a_row_is(raw: Tables) -> pd.DataFrame:
    """Return the statements and facts whose key does not begin with what they are about."""
    statements, facts = raw["statements"], raw["service_facts"]
    kind = statements["occasion"] + "-" + statements["kind"].str.replace("_", "-") + "-"
    number = statements["number"].astype("str").str.zfill(2).where(statements["number"].notna(), "")
    top = kind + number.where(statements["parent_id"] == "", "")
    fact = facts["service_id"] + "-" + facts["fact"].str.replace("_", "-") + "-"
    place = (facts.groupby(["service_id", "fact"]).cumcount() + 1).astype("str")
    begins = [
        key.startswith(start) for key, start in zip(statements["statement_id"], top, strict=True)
    ]
    return pd.concat(
        [
            lines(
                "statements",
                statements,
                ~pd.Series(begins, statements.index, dtype="bool"),
                "statement_id",
                "key should begin with " + top,
            ),
            lines(
                "service_facts",
                facts,
                facts["fact_id"] != fact + place,
                "fact_id",
                "key should be " + fact + place,
            ),
        ]
    )


RULES: list[Rule] = [
    needs_are_answered,
    answers_are_whole,
    services_stand_under_their_heading,
    numbers_of_services_are_printed,
    dates_of_services_are_printed,
    money_is_printed,
    shares_are_printed,
    parents_come_first,
    lists_run_without_gap,
    keys_say_what_a_row_is,
]
