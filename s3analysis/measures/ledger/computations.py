"""How the value of a printed quantity is found in the tidy tables.

A computation is given the tables, a choice of readings (readings.py) and the claim, and returns a
range (rounding.py), or None where the record holds nothing of that kind. A count is given the
memberships of a list, the tables and the month of the list. bindings.py says which quantity is
computed how.

An extract of priorities is three tables beside those of the record, as an import writes them:
`extract`, `priorities` and `priority_labels`. Only one of the same database and month as a
published share can confirm or refute it.
"""

import re
from collections.abc import Callable
from fractions import Fraction
from math import inf

import pandas as pd

from s3analysis.measures.ledger.claims import Claim
from s3analysis.measures.ledger.readings import Choice, Member, Tables
from s3analysis.measures.ledger.rounding import Number, Range, days, exactly, stated
from s3analysis.measures.partnerships import membership
from s3analysis.measures.priorities import incidence, published, shares
from s3analysis.vocabulary import month_words

DATABASE = "EYE@RIS3"
LIST = "list"
"""In place of an event: the month of the first member list."""

DAY = r"\d{4}-\d\d-\d\d"
NO_EXTRACT = f"no extract of {DATABASE} is in the record"

SHARES = {
    "priorities": ("kets", "health", "digital-agenda", "creative-industries"),
    "regions": ("kets", "digital-agenda", "creative-industries"),
    "kets": ("advanced-manufacturing-systems", "advanced-materials", "industrial-biotechnology"),
}
"""The categories whose shares are printed, by what they are shares of."""

Find = Callable[[Tables, Choice, Claim], Range | None]
Count = Callable[[list[Member], Tables, str], int]


def regions(members: list[Member], tables: Tables, as_of: str) -> int:
    """Return how many regions are among memberships."""
    return len({member.region for member in members})


def leads(members: list[Member], tables: Tables, as_of: str) -> int:
    """Return how many regions lead among memberships."""
    return len({member.region for member in members if member.role == "lead"})


def memberships(members: list[Member], tables: Tables, as_of: str) -> int:
    """Return how many memberships there are."""
    return len(members)


def member_states(members: list[Member], tables: Tables, as_of: str) -> int:
    """Return how many Member States of the EU in a month have a region among memberships."""
    states = set(membership.member_states(tables["countries"], as_of)["country_id"])
    return len({member.country for member in members} & states)


def of_one(partnership: str, members: list[Member], tables: Tables, as_of: str) -> int:
    """Return how many regions of one partnership are among memberships."""
    return len({member.region for member in members if member.partnership == partnership})


def fewest(column: str, members: list[Member], tables: Tables, as_of: str) -> int:
    """Return how many regions or countries the smallest partnership has."""
    found: dict[str, set[str]] = {}
    for member in members:
        found.setdefault(member.partnership, set()).add(getattr(member, column))
    return min(map(len, found.values()))


def qualified(tables: Tables, choice: Choice, claim: Claim) -> Range | None:
    """Return the partnerships of the list of the claim's month; before a merger there are more.

    Where that month has no list, those of the next list count whose theme was named by then.
    """
    lists = tables["partnership_members"].query("as_of >= @claim.as_of")
    list_ = lists.loc[lists["as_of"] == lists["as_of"].min(), "partnership_id"]
    if claim.as_of not in set(lists["as_of"]):
        wanted = "milestone <= @claim.as_of and status == 'theme' and value == 'yes'"
        named = tables["themes"]["theme_id"].isin(tables["theme_status"].query(wanted)["theme_id"])
        list_ = list_.loc[list_.isin(tables["themes"].loc[named, "partnership_id"])]
    if list_.empty:
        return None
    merged = (tables["theme_status"]["value"] == "merged").sum()
    return exactly(Fraction(list_.nunique() + int(merged) * (choice["merger"] == "before")))


def rows(table: str, tables: Tables, choice: Choice, claim: Claim, **wanted: str) -> Range:
    """Return how many rows of a table hold some values."""
    return exactly(
        Fraction(int(tables[table][list(wanted)].eq(pd.Series(wanted)).all(axis="columns").sum()))
    )


def items_of(kind: str, tables: Tables, choice: Choice, claim: Claim, **wanted: str) -> Range:
    """Return how many numbered statements of a kind stand in the section of the claim."""
    wanted |= {"kind": kind, "document_id": claim.document_id, "section": claim.section}
    numbered = tables["statements"].loc[lambda all_: all_["number"].notna()]
    return rows("statements", {"statements": numbered}, choice, claim, **wanted)


def names_listed(tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return how many names of a list the document of the claim gives, however often."""
    names = tables["listed_names"]
    own = (names["quantity"] == claim.quantity) & (names["document_id"] == claim.document_id)
    return exactly(Fraction(names.loc[own, "name_printed"].str.casefold().nunique()))


def years_since(event_id: str, tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return the years from an event to the document of the claim."""
    documents, events = tables["documents"], tables["events"]
    until = documents.set_index("document_id").loc[claim.document_id, "published"]
    since = events.set_index("event_id").loc[event_id, "starts"]
    return exactly(Fraction(int(str(until)[:4]) - int(str(since)[:4])))


def edition(event_id: str, tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return which of its series an event is: its key is that of the series and its own part."""
    series = event_id.rpartition("-")[0]
    events = tables["events"]
    starts = events.loc[events["event_id"].str.startswith(f"{series}-")]
    own = str(starts.set_index("event_id").loc[event_id, "starts"])
    return exactly(Fraction(int((starts["starts"] <= own).sum())))


def days_named(quantity: str, tables: Tables, choice: Choice, claim: Claim) -> Range | None:
    """Return how many days, at least, the other documents name for an event, whatever year."""
    claims = tables["claims"]
    other = (claims["quantity"] == quantity) & (claims["document_id"] != claim.document_id)
    whole = claims.loc[other & claims["value"].str.fullmatch(DAY), "value"]
    found = [days(f"2000{value[4:]}").low for value in whole]
    return Range(max(found) - min(found) + 1, inf) if found else None


def after(name: str, until: str, tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return the days from the last of one event, or of a document or a list, to that of another.

    What is open on that side has no other ("").
    """
    return Range(_last_day(tables, name), _last_day(tables, until) if until else inf)


def _last_day(tables: Tables, name: str) -> Number:
    """Return the last day of an event, of the time of a document, or of the month of the list."""
    if name == LIST:
        return days(str(tables["partnership_members"]["as_of"].min())).high
    published = tables["documents"].set_index("document_id")["published"]
    if name in published:
        return days(str(published[name])).high
    event = tables["events"].set_index("event_id").loc[name]
    return days(str(event["ends"] or event["starts"])).high


def year_of(reference_id: str, tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return the days of the year in which a work was published."""
    return days(str(tables["references"].set_index("reference_id").loc[reference_id, "year"]))


def years_before(
    document_id: str, years: str, tables: Tables, choice: Choice, claim: Claim
) -> Range:
    """Return the days of the year that lies some printed years before a document."""
    published = tables["documents"].set_index("document_id").loc[document_id, "published"]
    return days(str(int(str(published)[:4]) - int(_printed(tables, years).low)))


def between(event_id: str, tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return the days from the milestone before an event to the one after it, as Figure 5 has them.

    Its numbers are keyed in the order of print. What it dates in the same words is one milestone;
    the brief was published after the last.
    """
    drawn = tables["event_reports"].query("section == 'figure-5' and what == 'date'")
    printed = tables["claims"].query("section == 'figure-5'").sort_values("claim_id")["quote"]
    order = [
        drawn.loc[drawn["quote"] == quote, "event_id"].tolist()
        for quote in printed.unique()
        if quote in set(drawn["quote"])
    ]
    (place,) = [i for i, events in enumerate(order) if event_id in events]
    events = tables["events"].set_index("event_id")
    published = tables["documents"].set_index("document_id").loc["brief", "published"]
    ends = events["ends"].where(events["ends"] != "", events["starts"])
    before = [days(events.loc[order[place - 1][0], "starts"]).low] if place else [-inf]
    after = [ends[order[place + 1][-1]]] if order[place + 1 :] else [published]
    return Range(before[0], days(str(after[0])).high)


def milestone_years(tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return the first and last year of the events that Figure 5 shows."""
    drawn = tables["event_reports"].query("section == 'figure-5'")["event_id"]
    years = tables["events"].set_index("event_id").loc[drawn.unique(), "starts"].str[:4]
    return days(f"{years.min()}/{years.max()}")


def pitches(tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return the pitches that are listed, by name or by printed number."""
    pitched = tables["pitches"].query("kind == 'pitch'")
    column = {"names": "name_printed", "numbers": "number_printed"}[choice["pitch-list"]]
    return exactly(Fraction(pitched[column].nunique()))


def merged(tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return the themes that Table 3 has as merged, with those it says they merged with."""
    merged = tables["theme_status"].query("value == 'merged'")
    words = " ".join(merged["quote"]).casefold()
    names = tables["themes"].set_index("theme_id")["name"].str.casefold()
    named = {theme for theme, name in names.items() if re.search(rf"\b{re.escape(name)}\b", words)}
    return exactly(Fraction(len(named | set(merged["theme_id"]))))


def areas(tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return the themes named in the section of the claim."""
    names = tables["theme_names"]
    here = (names["document_id"] == claim.document_id) & (names["section"] == claim.section)
    return exactly(Fraction(names.loc[here, "theme_id"].nunique()))


def sub_areas(tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return the sub-areas by Table 3, by Table 2, or by Tables 2, 3 and 4 together."""
    tables_ = {
        "table-3": ["table-3"],
        "table-2": ["table-2"],
        "all-tables": ["table-2", "table-3", "table-4"],
    }[choice["sub-areas"]]
    if tables_ == ["table-2"]:
        return exactly(Fraction(len(tables["kickoff_topics"])))
    named = tables["theme_names"].query("document_id == 'brief' and section in @tables_")
    rows = set(tables["theme_status"]["theme_id"])
    found = rows if tables_ == ["table-3"] else rows | set(named["theme_id"])
    return exactly(Fraction(len(found)))


def best_rank(tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return the best place of industrial biotechnology: shares not printed may be above it."""
    printed = tables["published_shares"].query("indicator == 'share_of_kets_priorities'")
    value = printed.set_index("category")["value"]
    return Range(Fraction(int((value >= value["industrial-biotechnology"]).sum())), inf)


def _printed(tables: Tables, quantity: str) -> Range:
    """Return what the first claim of a quantity says."""
    claims = tables["claims"]
    first = claims.loc[claims["quantity"] == quantity].iloc[0]
    return stated(first["value"], first["unit"], first["exactness"])


def quotient(of: str, by: str, tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return one printed quantity divided by another."""
    whole, parts = _printed(tables, of), _printed(tables, by)
    return Range(whole.low / parts.high, whole.high / parts.low)


def product(one: str, other: str, tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return one printed quantity times another."""
    first, second = _printed(tables, one), _printed(tables, other)
    return Range(first.low * second.low, first.high * second.high)


def times(quantity: str, factor: Fraction, tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return a number of times a printed quantity."""
    return exactly(_printed(tables, quantity).low * factor)


def either(find: Find, other: Find, tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return the values that two ways of finding them have in common."""
    found = [each for way in (find, other) if (each := way(tables, choice, claim))]
    return Range(max(each.low for each in found), min(each.high for each in found))


def within(whole: str, tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return the values that a part of a printed amount can have."""
    return Range(Fraction(0), _amount(tables, whole))


def beyond(part: str, tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return the values that the whole of a printed amount can have."""
    return Range(_amount(tables, part), inf)


def _amount(tables: Tables, funding_id: str) -> Fraction:
    row = tables["funding"].query("funding_id == @funding_id")
    return Fraction(int(row["amount"].sum()))


def encoded(tables: Tables, choice: Choice, claim: Claim) -> Range | None:
    """Return how many priorities there are."""
    return exactly(Fraction(len(tables["priorities"]))) if _same(tables, claim) else None


def lacking(tables: Tables, claim: Claim) -> str:
    """Return why no extract speaks of a claim."""
    if "extract" not in tables:
        return NO_EXTRACT
    about = tables["extract"].iloc[0]
    if about["database"] != DATABASE:
        return f"the imported extract is not said to be of {DATABASE} (database, in its mapping)"
    if about["as_of"] != claim.as_of:
        month = "an unknown month" if about["as_of"] == "unknown" else month_words(about["as_of"])
        return f"the imported extract is of {month}, the number of {month_words(claim.as_of)}"
    if _as_in_the_brief(tables).empty:
        return "the imported extract does not file its priorities by the categories of the brief"
    return "no priority of the imported extract is filed under this category"


def _same(tables: Tables, claim: Claim) -> bool:
    """Return whether the extract is of the database and the month that a claim speaks of."""
    if "extract" not in tables:
        return False
    about = tables["extract"].iloc[0]
    return bool(about["database"] == DATABASE and about["as_of"] == claim.as_of)


def share(category: str, of: str, tables: Tables, choice: Choice, claim: Claim) -> Range | None:
    """Return the percent of priorities, of regions or of those in KETs that are in a category.

    None where the extract is another than the claim's, or does not file as the brief does.
    """
    if not _same(tables, claim):
        return None
    priorities, labels = tables["priorities"], _as_in_the_brief(tables)
    known = published.terms_of_the_brief(tables["taxonomy_terms"])
    if of == "kets":
        labels = labels.loc[_is(labels["category"], known["kets"])]
        priorities = priorities.loc[priorities["priority_id"].isin(labels["priority_id"])]
        labels = labels.assign(category=labels["sub_category"])
    if labels.empty:
        return None
    incidence_ = incidence.incidence(priorities, labels)
    measure = shares.of_regions if of == "regions" else shares.of_priorities
    found = measure(incidence_)
    found = found.loc[_is(found["category"], known[category])]
    if found.empty:
        return None
    return exactly(Fraction(100 * int(found["count"].iloc[0]), int(found["denominator"].iloc[0])))


def _as_in_the_brief(tables: Tables) -> pd.DataFrame:
    """Return the labels of the first dimension with the categories of the brief, or none.

    A category of another dimension may have the name of one and be another.
    """
    labels, terms = tables["priority_labels"], tables["taxonomy_terms"]
    printed = pd.DataFrame({"category": SHARES["priorities"]})
    for _, part in labels.groupby("dimension", sort=False):
        if not published.compared(part["category"].unique(), printed, terms).empty:
            return part
    return labels.head(0)


def _is(names: "pd.Series[str]", term: str) -> "pd.Series[bool]":
    return names.str.casefold() == term.casefold()
