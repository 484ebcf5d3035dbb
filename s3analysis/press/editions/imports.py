"""A user's file into data/imported: read whole, or refused whole.

Every file goes one way: a proposal, a mapping, a reading, what is told of it, and files put in
place at once. Only what its columns mean differs: `priorities`, or `members` of partnerships.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pandas as pd

from s3analysis.paths import IMPORTED, LISTS, RAW, WORKSHOP
from s3analysis.press import files as disk
from s3analysis.press.editions import publish
from s3analysis.sources import imported, record
from s3analysis.sources.extracts import mapping, sheets, territories
from s3analysis.sources.extracts import priorities as extracts
from s3analysis.sources.extracts.extracts import Extract
from s3analysis.sources.extracts.guessing import proposal
from s3analysis.sources.extracts.import_errors import InvalidExtract
from s3analysis.sources.extracts.mapping import Dimension, File, P
from s3analysis.sources.members import lists, reading
from s3analysis.sources.members import mapping as of_members
from s3analysis.sources.members import proposal as member_proposal
from s3analysis.vocabulary import amount, month_words

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
LONG = 5_000_000
"""Bytes of a file from which on it is said that it is read."""
UNTOLD = File()
"""Nothing is said of a file: all is recognised."""


class NotAsked(ValueError):
    """The command lacks what it needs to go on, or asks for what cannot be done."""

    exit_code = 2


@dataclass(frozen=True, eq=False)
class Ready:
    """What an import would write, where, and what to tell; `mapping` is its text."""

    place: Path
    tables: record.Tables
    mapping: str
    lines: list[str]


def announce(path: Path, say: Callable[[str], None]) -> None:
    """Say that a long file is read: some seconds may pass."""
    size = path.stat().st_size if path.is_file() else 0
    if size > LONG:
        say(f"reading {path.name}, {size / 1_000_000:,.0f} MB; this can take some seconds")


def told(encoding: str, delimiter: str, sheet: str, header_row: int) -> File:
    """Return how a file is to be read, as the options of the command say. Raises NotAsked."""
    named = {"tab": "\t", "\\t": "\t"}.get(delimiter, delimiter)
    if len(named) > 1:
        raise NotAsked(f"--delimiter: {delimiter!r} is no single sign; a tabulator is tab")
    return File(encoding=encoding, delimiter=named, sheet=sheet, header_row=header_row)


def propose(path: Path, mapped: Path | None, how: File = UNTOLD, kind: str = "priorities") -> Path:
    """Write a mapping proposed for a file, beside where one works, and return its place.

    `how` is what is told of the file; where `mapped` is there already, its [file] says the rest,
    and the proposal goes beside it. An existing file is never written over. Raises NotAsked,
    mapping.BadMapping or InvalidExtract.
    """
    place = mapped or Path(f"{path.stem}.mapping.toml")
    if mapped and mapped.exists():
        how = _with(how, mapping.read(mapped, mapping.OfAFile).file)
        place = Path(f"{path.stem}.mapping.toml")
    if place.exists():
        raise NotAsked(f"{place} is there already; name another with --mapping, or move it away")
    read = tables()
    known = extracts.known(read)
    try:
        found = sheets.rows(path, how, set(), known)
        numbered = list(found.numbered)
    except InvalidExtract as fault:
        if "quotes = false" not in "".join(fault.lines):
            raise
        how = how.model_copy(update={"quotes": False})
        found = sheets.rows(path, how, set(), known)
        numbered = list(found.numbered)
    of_priorities = partial(proposal.of_priorities, terms=read["taxonomy_terms"])
    meaning = member_proposal.proposed if kind == "members" else of_priorities
    found = replace(found, numbered=iter(numbered))
    disk.write(place, proposal.propose(path.name, found, how, known, meaning))
    return place


def priorities(path: Path, mapped: Path | None, as_of: str, how: File = UNTOLD) -> Ready:
    """Return what an extract of priorities holds under a mapping, and write nothing.

    `how` says how the file is to be read where that is not as the mapping says. Raises NotAsked,
    mapping.BadMapping or InvalidExtract, with all that is wrong.
    """
    if as_of != "unknown":
        _require_month(as_of)
    read = tables()
    said, text = _mapping(mapped, mapping.Mapping, how, extracts.schemes(read["taxonomy_terms"]))
    extract = extracts.read(path, said, read, as_of)
    counted = _counted(extract, said.dimension)
    lines = _lines(path, extract.recognised, extract.notes, counted, extract.log)
    return Ready(IMPORTED, extract.tables, text, lines)


def members(
    path: Path,
    mapped: Path | None,
    as_of: str,
    platform: str,
    extent: str = "",
    how: File = UNTOLD,
    *,
    again: bool = False,
) -> Ready:
    """Return what a list of members holds under a mapping, and write nothing.

    `extent` is complete or partial, where the mapping does not say; `again` lets it take the place
    of an imported list of that month. Raises as `priorities` does.
    """
    key = _admit(as_of, platform, again=again)
    said, text = _mapping(mapped, of_members.Mapping, how)
    others = [each for each in lists.of_platform(key) if each.as_of != as_of]
    before = sorted(others, key=lambda each: (each.as_of < as_of, each.as_of))
    about = {
        "platform": key,
        "name": lists.PLATFORM_NAMES.get(key, platform),
        "as_of": as_of,
        "extent": _extent(extent, said),
        "synthetic": "yes" if said.synthetic else "no",
        "source": path.name,
    }
    found = reading.read(path, said, tables(), before)
    about |= {"sha256": found.digest, "recognised": found.recognised}
    counted = reading.told(found, about, before)
    lines = _lines(path, found.recognised, found.notes, counted, found.log)
    held = found.tables | {"list": pd.DataFrame([about])}
    return Ready(LISTS / f"{key}-{as_of}", held, text, lines)


def write(ready: Ready) -> Path:
    """Put an import in its place, whole; what stood there before goes.

    Raises publish.Busy or files.DiskError; what stood there stands then.
    """
    publish.put(imported.files(ready.tables, ready.mapping), ready.place, WORKSHOP)
    return ready.place


def tables() -> dict[str, pd.DataFrame]:
    """Return the tables that tell what a file means."""
    return {name: record.read(name, RAW) for name in (*territories.TABLES, "taxonomy_terms")}


def _mapping(
    mapped: Path | None, kind: type[P], how: File, schemes: list[str] | None = None
) -> tuple[P, str]:
    """Return a mapping, its [file] as told now or else as it says, and its text."""
    if mapped is None:
        raise NotAsked("say --mapping FILE.toml; --guess writes a proposal to mend")
    said = mapping.read(mapped, kind, schemes)
    return said.model_copy(update={"file": _with(how, said.file)}), mapping.text(mapped)


def _with(how: File, part: File) -> File:
    """Return how a file is to be read: as a person says now, else as a mapping says."""
    return part.model_copy(update=how.model_dump(exclude_defaults=True))


def _lines(
    path: Path, recognised: str, notes: Sequence[str], counted: list[str], log: pd.DataFrame
) -> list[str]:
    """Return what was read, a line each thing: how, how much, what was repaired."""
    lines = [f"{path.name}: {recognised}", *(f"note: {note}" for note in notes), *counted]
    for rule, part in log.groupby("rule", sort=True):
        first = part.iloc[0]
        lines.append(
            f"repaired ({rule}): {amount(len(part), 'cell')}, the first in row {first['row']}, "
            f"column {first['column']}: {first['as_found']!r} read as {first['as_read']!r}"
        )
    return lines


def _counted(extract: Extract, dimensions: Sequence[Dimension]) -> list[str]:
    """Return how much an extract holds, in all and of each dimension."""
    labels = extract.labels
    bare = ~extract.priorities["priority_id"].isin(labels["priority_id"])
    lines = [
        f"{amount(len(extract.priorities), 'priority / priorities')} of "
        f"{amount(len(extract.territories), 'territory / territories')}, "
        f"{int(bare.sum()):,} without a category"
    ]
    for name in [dimension.name for dimension in dimensions]:
        part = labels.loc[labels["dimension"] == name]
        lines.append(
            f"{name}: {amount(part['category'].nunique(), 'category / categories')}, "
            f"{amount(len(part), 'label')}"
            if len(part)
            else f"{name}: no label; there is nothing to show of it"
        )
    return lines


def _require_month(as_of: str) -> None:
    if not MONTH.fullmatch(as_of):
        raise NotAsked(f"--as-of: {as_of!r} is not a month, as YYYY-MM")


def _extent(extent: str, said: of_members.Mapping) -> str:
    """Return whether a list is complete, as told or as its mapping says. Raises NotAsked."""
    if extent and said.extent not in {"", extent}:
        raise NotAsked(f"--{extent}: the mapping says {said.extent}")
    if not (extent or said.extent):
        raise NotAsked(
            "say --complete if everybody who takes part is in the list, else --partial: what rests "
            "on who is absent is not counted on a partial list"
        )
    if not (said.columns.role or said.every_role):
        raise NotAsked("no column has roles: say in the mapping what every_role is")
    return extent or said.extent


def _admit(as_of: str, platform: str, *, again: bool) -> str:
    """Return the key of a platform of which there may be a list of a month. Raises NotAsked."""
    _require_month(as_of)
    if reading.future(as_of):
        raise NotAsked(f"--as-of: {month_words(as_of)} has not begun")
    key = lists.key(platform)
    if not key:
        raise NotAsked(f"--platform: {platform!r} has no letters")
    if (key, as_of) in lists.known():
        if not lists.imported(key, as_of):
            raise NotAsked(
                f"the list of {platform} of {month_words(as_of)} is the brief's; give yours a name "
                "of its own with --platform"
            )
        if not again:
            raise NotAsked(
                f"a list of {platform} of {month_words(as_of)} was imported from "
                f"{lists.get(key, as_of).source}; --replace puts this one in its place"
            )
    return key
