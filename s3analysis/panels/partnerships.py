"""Partnerships under both readings: choosing one narrows every number, row and mark to it."""

from collections.abc import Iterator
from functools import partial

import pandas as pd
from IPython.display import Markdown

from s3analysis import contracts, values
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.partnerships import member_list, places
from s3analysis.exhibits.partnerships import membership as exhibits
from s3analysis.measures.partnerships import membership, proposing
from s3analysis.panels import downloads, member_lists
from s3analysis.panels.widgets import Control, Panel
from s3analysis.sources.members import lists
from s3analysis.sources.record import Tables
from s3analysis.vocabulary import READING_WORDS

ALL = "all"


class Request(contracts.OfAList):
    """What the panel is asked, but for one partnership."""

    notebook = "Partnerships"
    reading: values.Reading


class RequestForOne(Request):
    """What the panel is asked of one partnership."""

    partnership: values.Partnership


def panel(record: Tables, as_of: str) -> Panel:
    """Return the panel over the record, for a month to begin with."""
    there = lists.readable()
    chosen = member_lists.control(there, as_of)
    short = {each.key: _names(each.of(record)["partnerships"]) for each in there}
    first = short[str(chosen.default)]
    return Panel(
        name="partnerships",
        controls=(
            chosen,
            Control("partnership", "Partnership", first, ALL, by=("members", short)),
            Control("reading", "Who counts", READING_WORDS, "members"),
        ),
        answer=partial(answer, record),
        csv=partial(downloads.csv, tables=record),
        imports="from s3analysis.panels import partnerships\nfrom s3analysis.sources import record",
        call="partnerships.answer(\n    record.read_all(),",
    )


def answer(record: Tables, *, members: str, reading: str, partnership: str) -> Iterator[Exhibit]:
    """Return the size, the members and the map of all partnerships of a member list, or of one.

    Raises contracts.Refused, or ValueError where a partial list bears nothing of it.
    """
    given = member_lists.parameters(members) | {"reading": reading}
    run: Request
    if partnership == ALL:
        run = contracts.accept(Request, given)
    else:
        run = contracts.accept(RequestForOne, given | {"partnership": partnership})
    yield from member_list.panel(_answer(run.listed.of(record), run), run.listed)


def _answer(record: Tables, run: Request) -> Iterator[Exhibit | Markdown]:
    chosen = record["partnerships"]
    if isinstance(run, RequestForOne):
        chosen = chosen.query("partnership_id == @run.partnership")
    members = membership.memberships(record["partnership_members"], run.as_of, run.reading)
    members = members.loc[members["partnership_id"].isin(chosen["partnership_id"])]
    regions, countries = record["regions"], record["countries"]
    sizes = membership.by_partnership(members, chosen)
    eligible = proposing.by_partnership(members, chosen, regions, countries, run.as_of)
    states = membership.by_country(members, countries, run.as_of)
    yield exhibits.size_of_list(members, chosen, states, run)
    yield exhibits.sizes(sizes, eligible, chosen, run)
    yield exhibits.members(members, chosen, regions, run)
    largest = member_list.largest(members)
    drawn = chosen[chosen["partnership_id"].isin(largest["partnership_id"])]
    yield places.member_maps(largest, drawn, regions, record["country_outlines"], run)


def _names(partnerships: pd.DataFrame) -> dict[str, str]:
    ordered = partnerships.sort_values("position")
    short = zip(ordered["partnership_id"], ordered["short_name"], strict=True)
    return {ALL: "All", **dict(short)}
