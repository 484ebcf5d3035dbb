"""What must hold between statements, services, money and our judgement on them."""

from collections.abc import Iterator

import pandas as pd

from s3analysis.sources.record import Tables
from s3analysis.sources.record.rules import Violation, each, rule
from s3analysis.sources.record.rules.printed import date_stands_in, hedge, number, stands_in

MOST_SERVICES = 4


def _printed(table: str, frame: pd.DataFrame, words: str, value: str) -> Iterator[Violation]:
    """Yield the rows whose printed amount is not in the quote, or is not the plain number."""
    shown = frame[words].map(repr)
    absent = ~each(stands_in, frame[words], frame["quote"])
    yield table, words, absent, "the quote does not hold " + shown
    read = frame[words].map(number)
    misread = read != frame[value].astype("float64")
    yield table, value, misread, shown + " is " + read.map("{:g}".format)


@rule
def needs_are_answered(raw: Tables) -> Iterator[Violation]:
    """Return the needs without an answer, and the answers to what is no need."""
    statements, answers = raw["statements"], raw["need_services"]
    need = statements.loc[statements["need"] == "yes", "statement_id"]
    reason = "no row in need_services says which service answers this need"
    yield "statements", "need", ~need.isin(answers["statement_id"]), reason
    other = ~answers["statement_id"].isin(need)
    yield "need_services", "statement_id", other, "not a statement with need = yes"


@rule
def answers_are_whole(raw: Tables) -> Iterator[Violation]:
    """Return the answers that lack their service or passage, or have one where none was found."""
    answers = raw["need_services"]
    none = answers["fit"] == "none_found"
    for field in ("service_id", "document_id", "section", "quote"):
        wrong = (answers[field] == "") != none
        yield "need_services", field, wrong, "empty where none was found, and only there"
    of_need = answers.groupby("statement_id")["fit"]
    beside = none & (of_need.transform("size") > 1)
    yield "need_services", "fit", beside, "none_found beside a service for the same need"
    reason = f"a need has at most {MOST_SERVICES} services"
    yield "need_services", "service_id", of_need.cumcount() >= MOST_SERVICES, reason


@rule
def services_stand_under_their_heading(raw: Tables) -> Iterator[Violation]:
    """Return the services, and the answers, whose section is not the heading of the service."""
    services, answers = raw["support_services"], raw["need_services"]
    section = "heading-" + services["heading"].astype("str")
    reason = "a service under this heading stands in section " + section
    yield "support_services", "section", services["section"] != section, reason
    given = answers.loc[answers["service_id"] != ""]
    expected = given["service_id"].map(section.set_axis(services["service_id"]))
    reason = given["service_id"] + " stands in section " + expected.fillna("unknown")
    yield "need_services", "section", given["section"] != expected, reason


@rule
def amounts_are_printed(raw: Tables) -> Iterator[Violation]:
    """Return the amounts, shares and dates that are not in their quote, misread, or unhedged."""
    facts, funding = raw["service_facts"], raw["funding"]
    counted = facts["fact"].isin(["amount", "number"])
    yield from _printed("service_facts", facts.loc[counted], "value", "number")
    for field in ("number", "unit", "exactness"):
        filled = ~counted & facts[field].notna() & (facts[field].astype("str") != "")
        yield "service_facts", field, filled, "only an amount or a number has one"
    dated = facts.loc[facts["fact"].isin(["opens", "closes"])]
    absent = ~each(date_stands_in, dated["value"], dated["quote"])
    yield "service_facts", "value", absent, "the quote does not hold the date " + dated["value"]
    yield from _printed("published_shares", raw["published_shares"], "value_printed", "value")
    yield from _printed("funding", funding, "value_printed", "amount")
    exact = funding["value_printed"].map(hedge).replace("", "exact")
    reason = "the printed words say another exactness"
    yield "funding", "value_printed", exact != funding["exactness"], reason


@rule
def parents_come_first(raw: Tables) -> Iterator[Violation]:
    """Return the statements whose parent is not an earlier row of the same occasion."""
    statements = raw["statements"]
    place = pd.Series(statements.index, statements["statement_id"])
    occasion = statements.set_index("statement_id")["occasion"]
    children = statements.loc[statements["parent_id"] != ""]
    earlier = children["parent_id"].map(place) < children.index
    other = children["parent_id"].map(occasion) != children["occasion"]
    yield "statements", "parent_id", ~earlier | other, "not an earlier row of the same occasion"


@rule
def keys_say_what_a_row_is(raw: Tables) -> Iterator[Violation]:
    """Return the statements and facts whose key does not begin with what they are about."""
    statements, facts = raw["statements"], raw["service_facts"]
    kind = statements["occasion"] + "-" + statements["kind"].str.replace("_", "-") + "-"
    number = statements["number"].astype("str").str.zfill(2).where(statements["number"].notna(), "")
    top = kind + number.where(statements["parent_id"] == "", "")
    wrong = ~each(str.startswith, statements["statement_id"], top)
    yield "statements", "statement_id", wrong, "key should begin with " + top
    place = (facts.groupby(["service_id", "fact"]).cumcount() + 1).astype("str")
    key = facts["service_id"] + "-" + facts["fact"].str.replace("_", "-") + "-" + place
    yield "service_facts", "fact_id", facts["fact_id"] != key, "key should be " + key
    shares = raw["earlier_shares"]
    kinds = shares["indicator"].str.split("_of_", expand=True)
    key = (shares["category"] + "-").where(shares["category"] != "all", "") + kinds[1]
    key += pd.Series("-number", shares.index).where(kinds[0] == "number", "")
    reason = "the key of this indicator and category is " + key
    yield "earlier_shares", "share_id", shares["share_id"] != key, reason


@rule
def parts_follow_their_service(raw: Tables) -> Iterator[Violation]:
    """Return the services that do not stand, under its heading, after the service they are part of.

    Between the two only other parts of it may stand.
    """
    services = raw["support_services"].sort_values("position")
    group = services["service_id"].where(services["part_of"] == "").ffill()
    whole = services["part_of"].where(services["part_of"] != "", group)
    headings = services.set_index("service_id")["heading"]
    wrong = (whole != group) | (whole.map(headings) != services["heading"])
    yield "support_services", "part_of", wrong.sort_index(), "the service before it is " + group


@rule
def codings_are_settled(raw: Tables) -> Iterator[Violation]:
    """Return the statements coded otherwise than two readers have it, or settled without a reason.

    Where the two agree, their word stands; where they differ, one of the two and a reason.
    """
    both, fits = raw["second_coding"], ["answers", "partly", "none_found", ""]
    best = (
        raw["need_services"]
        .groupby("statement_id")["fit"]
        .agg(lambda fit: min(fit, key=fits.index))
    )
    need = raw["statements"].set_index("statement_id")["need"]
    stands = {
        "need": both["statement_id"].map(need),
        "fit": both["statement_id"].map(best).fillna(""),
    }
    differ = pd.Series(data=False, index=both.index)
    for name, settled in stands.items():
        first, second = both[f"first_{name}"], both[name]
        reason = "statements and need_services have it as " + settled
        neither = (settled != first) & (settled != second)
        yield "second_coding", name, neither & ~((name == "fit") & (stands["need"] == "no")), reason
        differ |= first != second
    only_there = "a reason stands where the two codings differ, and only there"
    yield "second_coding", "settled", (both["settled"] != "") != differ, only_there
    missing = ~raw["statements"]["statement_id"].isin(both["statement_id"])
    yield "statements", "statement_id", missing, "not coded a second time"
