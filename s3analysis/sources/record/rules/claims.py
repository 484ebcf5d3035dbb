"""What must hold of the printed numbers and of the pairs of passages that do not agree."""

import re
from collections.abc import Iterator

import pandas as pd

from s3analysis.sources.record import Tables
from s3analysis.sources.record.clean import LOCATOR
from s3analysis.sources.record.rules import Violation, each, rule
from s3analysis.sources.record.rules.printed import HEDGES, hedge, misdated, plain, stands_in

SIDES = ("first", "second")
NUMBERS = ("date", "count")
"""Kinds of contradictions in which two printed dates or numbers differ."""

LAST_HEDGE = re.compile(
    r"\b(?:some|over|more than|at least|about|around|close to) $", re.IGNORECASE
)


@rule
def claims_are_printed(raw: Tables) -> Iterator[Violation]:
    """Return the claims whose printed words are not in their quote, or leave its hedge out."""
    claims = raw["claims"]
    printed, quote = claims["value_printed"], claims["quote"]
    absent = each(lambda words, text: words not in text, printed, quote)
    yield "claims", "value_printed", absent, "the quote does not hold these words"
    cut = each(
        lambda words, text: bool(LAST_HEDGE.search(text.partition(words)[0])), printed, quote
    )
    reason = "the word that says how exact stands directly before these"
    yield "claims", "value_printed", cut & (claims["unit"] != "date"), reason


@rule
def claims_are_as_exact_as_printed(raw: Tables) -> Iterator[Violation]:
    """Return the claims that are more or less exact than their words."""
    claims = raw["claims"]
    columns = (claims[name] for name in ("exactness", "value_printed", "quote", "value"))
    yield "claims", "exactness", each(_otherwise, *columns), "the print says it otherwise"


def _otherwise(exactness: str, printed: str, quote: str, value: str) -> bool:
    """Return whether the words of a claim, or its quote, say another exactness."""
    return (
        (hedge(printed) or exactness) != exactness
        or (exactness in HEDGES and hedge(printed) == "" and exactness != hedge(quote))
        or (exactness == "range" and "/" not in value)
        or (exactness == "exact" and "/" in value)
    )


@rule
def claims_are_read_right(raw: Tables) -> Iterator[Violation]:
    """Return the claims whose plain value is not what their printed words say."""
    claims = raw["claims"]
    columns = (claims[name] for name in ("unit", "value_printed", "value"))
    yield "claims", "value", each(_misread, *columns), "not what the printed words say"


def _misread(unit: str, printed: str, value: str) -> bool:
    if unit == "date":
        return misdated(printed, value)
    return plain(printed) != [float(end) for end in value.split("/")]


@rule
def claims_are_dated(raw: Tables) -> Iterator[Violation]:
    """Return the claims that lack the month or year they hold for, and the dates that have one."""
    claims = raw["claims"]
    published = raw["documents"].set_index("document_id")["published"]
    undated = claims["document_id"].map(published) == "unknown"
    date, without = claims["unit"] == "date", claims["as_of"] == ""
    yield "claims", "as_of", date & ~without, "a date has none"
    reason = "only a date, or a value in a document without a date, has none"
    yield "claims", "as_of", ~date & ~undated & without, reason


@rule
def claims_of_a_quantity_can_meet(raw: Tables) -> Iterator[Violation]:
    """Return the claims of one quantity that no check could compare with each other."""
    claims = raw["claims"]
    units = claims.groupby("quantity")["unit"]
    reason = "another unit than the first claim of the same quantity"
    yield "claims", "unit", claims["unit"] != units.transform("first"), reason
    unchecked = (units.transform("size") > 1) & (claims["checkable"] == "no")
    yield "claims", "checkable", unchecked, "another passage gives the same quantity"


@rule
def disagreements_are_told(raw: Tables) -> Iterator[Violation]:
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
    named = set(pd.concat(_keys(raw["contradictions"], side) for side in SIDES))
    known = compared["quantity"].isin(claims.loc[claims["claim_id"].isin(named), "quantity"])
    reason = "its passages cannot all be right; tell it in contradictions.csv"
    yield "claims", "quantity", (latest_start > earliest_end) & ~known, reason


@rule
def claims_say_how(raw: Tables) -> Iterator[Violation]:
    """Return the claims that do not say how to check them, or name a table that is not here."""
    how = raw["claims"]["how"]
    misplaced = (how != "") != (raw["claims"]["checkable"] == "yes")
    yield "claims", "how", misplaced, "filled where a claim is checkable, and only there"
    tables = how.str.extract(r": ([a-z_, ]+);", expand=False).fillna("").str.split(", ")
    missing = each(lambda named: set(named) - {"", *raw} != set(), tables)
    yield "claims", "how", missing, "names a table that is not in the record"


@rule
def claims_have_their_key(raw: Tables) -> Iterator[Violation]:
    """Return the claims whose key is not document, section and place in that section."""
    claims = raw["claims"]
    place = claims.groupby(["document_id", "section"]).cumcount() + 1
    key = claims["document_id"] + "-" + claims["section"] + "-" + place.astype("str").str.zfill(2)
    yield "claims", "claim_id", claims["claim_id"] != key, "key should be " + key


@rule
def lists_hold_their_names(raw: Tables) -> Iterator[Violation]:
    """Return the listed names that are not in their quote."""
    names = raw["listed_names"]
    absent = ~each(stands_in, names["name_printed"], names["quote"])
    yield "listed_names", "name_printed", absent, "the quote does not hold this name"


@rule
def contradictions_are_pairs(raw: Tables) -> Iterator[Violation]:
    """Return the contradictions of a passage with itself, and the pairs that stand twice."""
    pairs = raw["contradictions"]
    first = pairs[[f"first_{name}" for name in LOCATOR]].agg("\n".join, axis="columns")
    second = pairs[[f"second_{name}" for name in LOCATOR]].agg("\n".join, axis="columns")
    yield "contradictions", "second_quote", first == second, "the same passage as the first"
    pair = first.where(first < second, second) + "\n" + second.where(first < second, first)
    again = pd.DataFrame({"pair": pair, "kind": pairs["kind"]}).duplicated()
    reason = "the same pair of passages differs in the same way above"
    yield "contradictions", "contradiction_id", again, reason


@rule
def contradictions_name_their_claims(raw: Tables) -> Iterator[Violation]:
    """Return the contradictions whose keys are no claims, or of another passage, or missing.

    Two dates or two numbers that differ are claims: at least one of them has to be named.
    """
    pairs, claims = raw["contradictions"], raw["claims"]
    place = (claims["document_id"] + "\n" + claims["section"]).set_axis(claims["claim_id"])
    for side in SIDES:
        named = _keys(pairs, side)
        here = (pairs[f"{side}_document_id"] + "\n" + pairs[f"{side}_section"]).loc[named.index]
        elsewhere = (named.map(place) != here).groupby(level=0).any()
        reason = "names a claim that is not in the section of this passage"
        yield "contradictions", f"{side}_claims", elsewhere, reason
    unknown = (~_keys(pairs, "bears_on").isin(claims["claim_id"])).groupby(level=0).any()
    yield "contradictions", "bears_on", unknown, "names no claim"
    nameless = (pairs["first_claims"] == "") & (pairs["second_claims"] == "")
    reason = "two dates or numbers differ: name the claim of at least one passage"
    yield "contradictions", "first_claims", pairs["kind"].isin(NUMBERS) & nameless, reason


def _keys(pairs: pd.DataFrame, column: str) -> "pd.Series[str]":
    """Return the claims that a column of keys names: a row is one, under the row of its pair."""
    named = pairs[column if column in pairs else f"{column}_claims"].str.split("; ").explode()
    return named.loc[named != ""]


@rule
def counts_follow_their_source(raw: Tables) -> Iterator[Violation]:
    """Return the counts of partnerships that differ from their claim, or lack their page."""
    counts, table = raw["partnership_counts"], "partnership_counts"
    printed = counts["claim_id"] != ""
    wrong = printed != (counts["origin"] == "document")
    yield table, "origin", wrong, "document means that a claim holds it, external that none does"
    for field in ("title", "address", "checked"):
        wrong = printed == (counts[field] != "")
        yield table, field, wrong, "a public page has one, a claim of a document none"
    told = counts.loc[printed].astype("str")
    claims = raw["claims"].set_index("claim_id").loc[told["claim_id"]].set_axis(told.index)
    for field in ("value_printed", "value", "scope", "exactness"):
        reason = "the claim has " + claims[field]
        yield table, field, told[field] != claims[field], reason
    wrong = ~each(str.startswith, told["as_of"], claims["as_of"])
    yield table, "as_of", wrong, "the claim is of " + claims["as_of"]


@rule
def second_verdicts_are_settled(raw: Tables) -> Iterator[Violation]:
    """Return the facts judged twice that are settled, or explained, where the readers agree."""
    both = raw["second_verdicts"]
    differ = both["first_verdict"] != both["verdict"]
    for field in ("settled", "reason"):
        wrong = (both[field] != "") != differ
        yield "second_verdicts", field, wrong, "stands where two verdicts differ, and only there"
