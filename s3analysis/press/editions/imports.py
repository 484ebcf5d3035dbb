"""A user's extract of priorities into data/imported/priorities: read whole, or refused whole."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pandas as pd

from s3analysis.paths import IMPORTED, RAW, WORKSHOP
from s3analysis.press import files as disk
from s3analysis.press.editions import publish
from s3analysis.sources import record
from s3analysis.sources.extracts import imported, mapping, priorities, sheets
from s3analysis.sources.extracts.cells import Rows
from s3analysis.sources.extracts.extracts import Extract
from s3analysis.sources.extracts.guessing import proposal
from s3analysis.sources.extracts.import_errors import InvalidExtract
from s3analysis.sources.extracts.mapping import Dimension
from s3analysis.sources.extracts.sheets import How, Known
from s3analysis.vocabulary import amount

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
NEEDS = (
    "nuts_codes",
    "taxonomy_terms",
    "regions",
    "region_nuts",
    "region_names",
    "region_aliases",
    "countries",
    "statistical_regions",
    "unit_names",
)
LONG = 5_000_000
"""Bytes of a file from which on it is said that it is read."""
UNTOLD = How()
"""Nothing is said of a file: all is recognised."""


class NotAsked(ValueError):
    """The command lacks what it needs to go on, or asks for what cannot be done."""

    exit_code = 2


@dataclass(frozen=True)
class Preview:
    """What an import would write, and what to tell of it."""

    extract: Extract
    mapping: str
    lines: list[str]


def announce(path: Path, say: Callable[[str], None]) -> None:
    """Say that a long file is read: some seconds may pass."""
    size = path.stat().st_size if path.is_file() else 0
    if size > LONG:
        say(f"reading {path.name}, {size / 1_000_000:,.0f} MB; this can take some seconds")


def told(encoding: str, delimiter: str, sheet: str, header_row: int) -> How:
    """Return how a file is to be read, as the options of the command say. Raises NotAsked."""
    named = {"tab": "\t", "\\t": "\t"}.get(delimiter, delimiter)
    if len(named) > 1:
        raise NotAsked(f"--delimiter: {delimiter!r} is no single sign; a tabulator is tab")
    return How(encoding, named, sheet, header_row)


def propose(
    path: Path,
    mapped: Path | None,
    told: How = UNTOLD,
    made: Callable[[str, Rows, How, Known], str] | None = None,
) -> Path:
    """Write a mapping proposed for a file, beside where one works, and return its place.

    `made` proposes it, for priorities unless given. `told` is how the file is to be read; where
    `mapped` is there already, its [file] says the rest, and the proposal goes beside it. An
    existing file is never written over. Raises NotAsked, mapping.BadMapping or InvalidExtract.
    """
    place = mapped or Path(f"{path.stem}.mapping.toml")
    if mapped and mapped.exists():
        part = mapping.loaded(mapped).get("file", {})
        told = with_told(told, mapping.part_of_file(part, mapped.name))
        place = Path(f"{path.stem}.mapping.toml")
    if place.exists():
        raise NotAsked(f"{place} is there already; name another with --mapping, or move it away")
    read = tables()
    known = priorities.known(read)
    try:
        found = sheets.rows(path, told, set(), known)
        numbered = list(found.numbered)
    except InvalidExtract as fault:
        if "quotes = false" not in "".join(fault.lines):
            raise
        told = replace(told, quotes=False)
        found = sheets.rows(path, told, set(), known)
        numbered = list(found.numbered)
    found = replace(found, numbered=iter(numbered))
    if made is None:
        made = partial(proposal.propose, terms=read["taxonomy_terms"])
    disk.write(place, made(path.name, found, told, known))
    return place


def preview(path: Path, mapped: Path | None, as_of: str, told: How = UNTOLD) -> Preview:
    """Return what a file holds under a mapping, and write nothing.

    `told` says how the file is to be read where that is not as the mapping says. Raises NotAsked,
    mapping.BadMapping or InvalidExtract, with all that is wrong.
    """
    if mapped is None:
        raise NotAsked("say --mapping FILE.toml; --guess writes a proposal to mend")
    if as_of != "unknown" and not MONTH.fullmatch(as_of):
        raise NotAsked(f"--as-of: {as_of!r} is not a month, as YYYY-MM")
    read = tables()
    said = mapping.read(mapped, priorities.schemes(read["taxonomy_terms"]))
    said = said.model_copy(update={"file": mapping.File(**vars(with_told(told, said.file)))})
    extract = priorities.read(path, said, read, as_of)
    return Preview(extract, mapping.text(mapped), _told(extract, said.dimension))


def with_told(told: How, part: mapping.File) -> How:
    """Return how a file is to be read: as a person says now, else as a mapping says."""
    return replace(
        How(**part.model_dump()), **{k: v for k, v in vars(told).items() if v != vars(UNTOLD)[k]}
    )


def write(ready: Preview) -> Path:
    """Put an extract in the place of the one before, whole.

    Raises publish.Busy or files.DiskError; the extract before stands then.
    """
    publish.put(imported.files(ready.extract, ready.mapping), IMPORTED, WORKSHOP)
    return IMPORTED


def tables() -> dict[str, pd.DataFrame]:
    """Return the tables that tell what a file means."""
    return {name: record.read(name, RAW) for name in NEEDS}


def _told(extract: Extract, dimensions: Sequence[Dimension]) -> list[str]:
    """Return what was read, a line each thing: how, how much, what was repaired."""
    labels = extract.labels
    bare = ~extract.priorities["priority_id"].isin(labels["priority_id"])
    lines = [
        f"{extract.source}: {extract.recognised}",
        *(f"note: {note}" for note in extract.notes),
        f"{amount(len(extract.priorities), 'priority / priorities')} of "
        f"{amount(len(extract.territories), 'territory / territories')}, "
        f"{int(bare.sum()):,} without a category",
    ]
    for name in [dimension.name for dimension in dimensions]:
        part = labels.loc[labels["dimension"] == name]
        lines.append(
            f"{name}: {amount(part['category'].nunique(), 'category / categories')}, "
            f"{amount(len(part), 'label')}"
            if len(part)
            else f"{name}: no label; there is nothing to show of it"
        )
    for rule, part in extract.log.groupby("rule", sort=True):
        first = part.iloc[0]
        lines.append(
            f"repaired ({rule}): {amount(len(part), 'cell')}, the first in row {first['row']}, "
            f"column {first['column']}: {first['as_found']!r} read as {first['as_read']!r}"
        )
    return lines
