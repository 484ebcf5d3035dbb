"""A user's extract of priorities into data/imported: read whole, or refused whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from s3analysis.paths import IMPORTED, RAW, WORKSHOP
from s3analysis.press import files as disk
from s3analysis.press.editions import publish
from s3analysis.sources import record
from s3analysis.sources.extracts import encodings, guessing, imported, mapping, priorities, sheets
from s3analysis.sources.extracts.extracts import Extract
from s3analysis.sources.extracts.mapping import Dimension
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
)


class NotAsked(ValueError):
    """The command lacks what it needs to go on, or asks for what cannot be done."""

    exit_code = 2


@dataclass(frozen=True)
class Preview:
    """What an import would write, and what to tell of it."""

    extract: Extract
    mapping: str
    lines: list[str]


def propose(path: Path, mapped: Path | None) -> Path:
    """Write a mapping proposed for a file, beside where one works, and return its place.

    An existing file is never written over. Raises NotAsked or problems.InvalidExtract.
    """
    place = mapped or Path(f"{path.stem}.mapping.toml")
    if place.exists():
        raise NotAsked(f"{place} is there already; name another with --mapping, or move it away")
    tables = _tables()
    sheet = sheets.read(path, sheets.How(), set(), encodings.words(tables["nuts_codes"]))
    disk.write(place, guessing.propose(sheet, tables))
    return place


def preview(path: Path, mapped: Path | None, as_of: str) -> Preview:
    """Return what a file holds under a mapping, and write nothing.

    Raises NotAsked, mapping.BadMapping or problems.InvalidExtract, with all that is wrong.
    """
    if mapped is None:
        raise NotAsked("say --mapping FILE.toml; --guess writes a proposal to mend")
    if as_of != "unknown" and not MONTH.fullmatch(as_of):
        raise NotAsked(f"--as-of: {as_of!r} is not a month, as YYYY-MM")
    tables = _tables()
    said = mapping.read(mapped, priorities.schemes(tables["taxonomy_terms"]))
    extract = priorities.read(path, said, tables, as_of)
    return Preview(extract, mapped.read_text("utf-8-sig"), _told(extract, said.dimension))


def write(ready: Preview) -> Path:
    """Put an extract in the place of the one before, whole.

    Raises publish.Busy or files.DiskError; the extract before stands then.
    """
    files = imported.files(ready.extract, ready.mapping)
    with publish.staging(IMPORTED, WORKSHOP) as staged:
        for name, text in files.items():
            disk.write(staged / name, text)
        publish.swap(staged, IMPORTED)
    return IMPORTED


def _tables() -> dict[str, pd.DataFrame]:
    return {name: record.read(name, RAW) for name in NEEDS}


def _told(extract: Extract, dimensions: Sequence[Dimension]) -> list[str]:
    """Return what was read, a line each thing: how, how much, what was repaired."""
    labels = extract.labels
    bare = ~extract.priorities["priority_id"].isin(labels["priority_id"])
    lines = [
        f"{extract.source}: {extract.recognised}",
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
