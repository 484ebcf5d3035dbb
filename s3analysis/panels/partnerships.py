"""Partnerships under both readings: choosing one narrows every number, row and mark to it."""

from collections.abc import Iterator
from functools import partial

from s3analysis import contracts, values
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.partnerships import membership as exhibits
from s3analysis.exhibits.partnerships import places
from s3analysis.measures.partnerships import membership, proposing
from s3analysis.panels import downloads
from s3analysis.panels.widgets import Control, Panel
from s3analysis.sources.record import Tables
from s3analysis.vocabulary import READING_WORDS

ALL = "all"


class Request(contracts.Parameters):
    """What the panel is asked, but for one partnership."""

    notebook = "Partnerships"
    as_of: values.Month
    reading: values.Reading


class RequestForOne(Request):
    """What the panel is asked of one partnership."""

    partnership: values.Partnership


def panel(record: Tables, as_of: str) -> Panel:
    """Return the panel over the record, for a month to begin with."""
    ordered = record["partnerships"].sort_values("position")
    short = dict(zip(ordered["partnership_id"], ordered["short_name"], strict=True))
    months = sorted(record["partnership_members"]["as_of"].unique())
    return Panel(
        name="partnerships",
        controls=(
            Control("partnership", "Partnership", {ALL: "All", **short}, ALL),
            Control("reading", "Who counts", READING_WORDS, "members"),
            Control("as_of", "Month of the list", {m: m for m in months}, as_of),
        ),
        answer=partial(answer, record),
        csv=partial(downloads.csv, tables=record),
        imports="from s3analysis.panels import partnerships\nfrom s3analysis.sources import record",
        call="partnerships.answer(\n    record.read_all(),",
    )


def answer(record: Tables, *, as_of: str, reading: str, partnership: str) -> Iterator[Exhibit]:
    """Return the size, the members and the map of all partnerships or of one.

    Raises contracts.Refused.
    """
    given = {"as_of": as_of, "reading": reading}
    run: Request
    if partnership == ALL:
        run, chosen = contracts.accept(Request, given), record["partnerships"]
    else:
        run = contracts.accept(RequestForOne, given | {"partnership": partnership})
        chosen = record["partnerships"].query("partnership_id == @run.partnership")
    members = membership.memberships(record["partnership_members"], run.as_of, run.reading)
    members = members.loc[members["partnership_id"].isin(chosen["partnership_id"])]
    regions, countries = record["regions"], record["countries"]
    sizes = membership.by_partnership(members, chosen)
    eligible = proposing.by_partnership(members, chosen, regions, countries, run.as_of)
    states = membership.by_country(members, countries, run.as_of)
    yield exhibits.size_of_list(members, chosen, states, run)
    yield exhibits.sizes(sizes, eligible, chosen, run)
    yield exhibits.members(members, chosen, regions, run)
    maps = places.member_maps(members, chosen, regions, record["country_outlines"], run)
    if isinstance(maps, Exhibit):
        yield maps
