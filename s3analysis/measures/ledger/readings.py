"""Ways to read the print, and the member list as each of them has it.

A switch is one question that the print leaves open, its options the answers; the table `readings`
holds both, with the passage that makes each possible. A choice is one option of every switch.
Choices are tried by the thousand, so entries are tuples here and not the rows of a frame.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import pandas as pd

from s3analysis.sources.record import Tables as Tables

Choice = Mapping[str, str]
"""One option of every switch, by the name of the switch."""

LEFT_OUT = "in-march"
"""The switch that leaves partnerships of a list out, to let it speak of another month."""

WHOLE, LESS, EACH = "all", "less-", "less-one"
"""Options of LEFT_OUT: the whole list, one without a partnership named, and one for each other."""

COUNTED = {
    "left-out": ("lead", "participant"),
    "observers": ("lead", "participant", "observer"),
    "everyone": ("lead", "participant", "observer", "interested"),
}
"""The roles that count, by the option of the switch observers."""

OPEN = {"alternative_name", "former_name"}
"""Kinds of printed names that may mean another region than the one they are read as."""

APART = {
    "as-read": set[str](),
    "open-apart": OPEN,
    "as-printed": OPEN | {"spelling", "diacritics", "two_regions", "footnote_mark"},
}
"""The kinds of names that stand for a region of their own, by the option of the switch names."""


class Entry(NamedTuple):
    """An entry of a member list, and what the switches ask of it.

    `printed` is the name as printed and `kind` how it differs from ours (see region_names), `outer`
    the region it lies in or "", `country_itself` whether the region is a country, `after_lead`
    whether it follows another lead in a partnership printed with leads and nobody else.
    """

    partnership: str
    region: str
    country: str
    role: str
    printed: str
    kind: str
    outer: str
    country_itself: bool
    after_lead: bool


class Member(NamedTuple):
    """A region in a partnership as a choice has it; `region` may be a printed name."""

    partnership: str
    region: str
    country: str
    role: str


def default(readings: pd.DataFrame) -> dict[str, str]:
    """Return the choice of every default.

    >>> default(pd.DataFrame({"switch": ["a", "a"], "option": ["x", "y"],
    ...                       "is_default": ["no", "yes"]}))
    {'a': 'y'}
    """
    chosen = readings.loc[readings["is_default"] == "yes"]
    return dict(zip(chosen["switch"], chosen["option"], strict=True))


def choices(tables: Tables, switches: Sequence[str]) -> Iterator[dict[str, str]]:
    """Return every choice that the options of some switches make; other switches keep the default.

    The first is the default itself.
    """
    readings = tables["readings"].sort_values(["is_default", "position"], ascending=[False, True])
    base = default(readings)
    options = [
        [
            each
            for option in readings.loc[readings["switch"] == switch, "option"]
            for each in _each(option, tables["partnerships"], set(readings["option"]))
        ]
        for switch in switches
    ]
    for chosen in product(*options):
        yield base | dict(zip(switches, chosen, strict=True))


def _each(option: str, partnerships: pd.DataFrame, named: set[str]) -> list[str]:
    """Return an option, or one for each partnership that none of the named options leaves out."""
    if option != EACH:
        return [option]
    ordered = partnerships.sort_values("position")["partnership_id"]
    return [each for each in LESS + ordered if each not in named]


def entries(tables: Tables, as_of: str) -> list[Entry]:
    """Return the member list of a month, in print order, with what the switches ask of each."""
    listed = tables["partnership_members"].query("as_of == @as_of")
    log = tables["corrections"]
    spelled = log.loc[log["field"] == "region_printed"].set_index("row")["as_printed"]
    regions = tables["regions"].set_index("region_id")
    names = listed["region_id"].map(regions["name"])
    printed = listed["entry_id"].map(spelled).fillna(names)
    kinds = tables["region_names"].set_index("name_printed")["kind"]
    others = (listed["role"] != "lead").groupby(listed["partnership_id"]).transform("any")
    first = listed.groupby("partnership_id")["position"].transform("min") == listed["position"]
    columns = (
        *(listed[name] for name in ("partnership_id", "region_id", "country_id", "role")),
        printed,
        printed.map(kinds).fillna("as_named"),
        listed["region_id"].map(regions["nested_in"]),
        names.isin(tables["countries"]["name"]),
        ~others & ~first,
    )
    return [Entry(*cells) for cells in zip(*columns, strict=True)]


def members(entries: Sequence[Entry], choice: Choice) -> list[Member]:
    """Return the memberships as a choice has them, one a region in a partnership.

    All partnerships are there, whatever the choice leaves out (see lists).
    """
    counted = COUNTED[choice["observers"]]
    listed = {(entry.partnership, entry.region) for entry in entries}
    return [
        Member(entry.partnership, region, entry.country, role)
        for entry in entries
        for role in [_role(entry, choice)]
        if role in counted
        and not (role == "lead" and choice["leads-take-part"] == "no")
        and not (entry.country_itself and choice["national-level"] == "left-out")
        and not (choice["nested"] == "inside" and (entry.partnership, entry.outer) in listed)
        for region in _regions(entry, choice)
    ]


def lists(
    tables: Tables, as_of: str, switches: Sequence[str]
) -> Iterator[tuple[Choice, list[Member]]]:
    """Return every choice that the options of some switches make, with the memberships it gives.

    The first is the default. Without the switch that leaves partnerships out, all of the list are
    there. Leaving one out comes last: its options share a list.
    """
    shown, left_out = entries(tables, as_of), [WHOLE]
    if LEFT_OUT in switches:
        left_out = [choice[LEFT_OUT] for choice in choices(tables, [LEFT_OUT])]
    for choice in choices(tables, [switch for switch in switches if switch != LEFT_OUT]):
        whole = members(shown, choice)
        for option in left_out:
            left = [each for each in whole if each.partnership != option.removeprefix(LESS)]
            yield choice | {LEFT_OUT: option}, left


def _regions(entry: Entry, choice: Choice) -> list[str]:
    """Return the regions of an entry: keys, or the printed name where names stay apart."""
    apart = APART[choice["names"]]
    region = entry.outer if entry.outer and choice["nested"] == "inside" else entry.region
    if entry.kind in apart:
        region = entry.printed
    if entry.role == "lead" and choice["lead-count"] == "seats":
        region = f"{region} ({entry.partnership})"
    if entry.kind == "two_regions" and choice["joint-entry"] == "two":
        return [f"{region} (first)", f"{region} (second)"]
    return [region]


def _role(entry: Entry, choice: Choice) -> str:
    """Return the role of an entry; a region listed again takes part, where every line counts."""
    if entry.role == "repeated":
        return "participant" if choice["listed-twice"] == "twice" else "repeated"
    follows = entry.after_lead and choice["industry-4-0-leads"] == "first"
    return "participant" if follows else entry.role
