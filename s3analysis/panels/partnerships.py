"""Partnerships under both readings: choosing one narrows every number, row and mark to it."""

from collections.abc import Iterator
from functools import partial

from s3analysis import contracts
from s3analysis.exhibits.charts import figures, style
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.partnerships import membership as tables
from s3analysis.measures.partnerships import membership, proposing
from s3analysis.panels.widgets import Control, Panel
from s3analysis.sources.record import Tables
from s3analysis.vocabulary import READING_WORDS, amount, month_words

ALL = "all"

SOURCE = "JRC policy brief 22/2017, Table 4, as read (corrections in the log)"


class Wanted(contracts.Parameters):
    """What the panel is asked, but for one partnership."""

    notebook = "Partnerships"
    as_of: contracts.Month
    reading: contracts.Reading


class OneWanted(Wanted):
    """What the panel is asked of one partnership."""

    partnership: contracts.Partnership


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
            Control("as_of", "Month of the list", {m: m for m in months}, as_of, "typed"),
        ),
        answer=partial(answer, record),
        imports="from s3analysis.panels import partnerships\nfrom s3analysis.sources import record",
        call="partnerships.answer(\n    record.read_all(),",
    )


def answer(record: Tables, *, as_of: str, reading: str, partnership: str) -> Iterator[Exhibit]:
    """Return the size, the members and the map of all partnerships or of one.

    Raises contracts.Refused.
    """
    given = {"as_of": as_of, "reading": reading}
    run: Wanted
    if partnership == ALL:
        run, chosen = contracts.accept(Wanted, given), record["partnerships"]
    else:
        run = contracts.accept(OneWanted, given | {"partnership": partnership})
        chosen = record["partnerships"].query("partnership_id == @run.partnership")
    members = membership.memberships(record["partnership_members"], run.as_of, run.reading)
    members = members.loc[members["partnership_id"].isin(chosen["partnership_id"])]
    counted = f"Counted: {READING_WORDS[run.reading]}, {month_words(run.as_of)}."
    among = amount(len(chosen), "partnership")
    whose = among if partnership == ALL else str(chosen["short_name"].iloc[0])
    numbers = {
        "partnerships": len(chosen),
        "regions": members["region_id"].nunique(),
        "countries": members["country_id"].nunique(),
        "memberships": len(members),
        "regions that lead": members.loc[members["role"] == "lead", "region_id"].nunique(),
    }
    yield Exhibit(
        key="partnerships-numbers",
        title=f"{whose}: {amount(numbers['regions'], 'region')} of "
        f"{amount(numbers['countries'], 'country / countries')} in "
        f"{amount(len(members), 'membership')}, "
        f"{amount(numbers['regions that lead'], 'lead region')}",
        subtitle="Number of each",
        table=tables.key_numbers(numbers, run.as_of),
        source=SOURCE,
        note=counted,
    )
    sizes = membership.by_partnership(members, chosen)
    eligible = proposing.by_partnership(
        members, chosen, record["regions"], record["countries"], run.as_of
    )
    yield Exhibit(
        key="partnerships-sizes",
        title=f"How large {whose if len(chosen) == 1 else 'each of ' + among} is",
        subtitle="Regions by role, and Member States, of each partnership",
        table=tables.sizes(sizes, eligible, chosen),
        source=SOURCE,
        note=f"{counted} {tables.RULE}",
    )
    places = tables.places(members, chosen, record["regions"])
    yield Exhibit(
        key="partnerships-members",
        title=f"{amount(len(members), 'membership')} in {whose}",
        subtitle="Regions by partnership and role; a row is one membership",
        table=places.drop(columns=["East", "North"]),
        source=SOURCE,
        note=counted,
    )
    yield Exhibit(
        key="partnerships-places",
        title=f"Where the members of {whose} are, {month_words(run.as_of)}",
        subtitle="A mark is one region; coordinates in kilometres, EPSG:3035",
        table=places,
        svg=style.to_svg(figures.places(places, record["country_outlines"]), "partnerships-places"),
        alt=f"{amount(len(chosen), 'small map')} of Europe with {amount(len(members), 'mark')} for "
        "lead and other regions, one a membership.",
        source=SOURCE,
        note=f"{counted} Outlines: Natural Earth. Points: seats of government, GeoNames.",
    )
