"""Why two editions can differ: which rows, notebooks, code, parameters and packages are others.

From what the two editions keep: the manifest names each input with its hash, data.zip holds the
tables. Code is told apart by the project's history, where both revisions are in it.
"""

import csv
import io
import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from s3analysis.press.cache import hashes, tasks
from s3analysis.press.changes.compare import Change
from s3analysis.press.editions.manifest import Git, Manifest, ask_git
from s3analysis.press.editions.verify import compare

DERIVED = {"regions": ("x", "y")}
"""Columns of a tidy table that its raw table does not have."""

INPUT_WORDS = ("changed", "is gone", "is new")

REVISION = re.compile("[0-9a-f]{40}")

Row = dict[str, str]
Rows = dict[tuple[str, ...], Row]
"""Rows of a table by its primary key."""


@dataclass(frozen=True)
class RowChange:
    """A row of a raw table that is not as it was: `old` or `new` is None where it is not there."""

    key: tuple[str, ...]
    old: Row | None
    new: Row | None

    @property
    def name(self) -> str:
        """Return what the row is called."""
        return f"row {', '.join(self.key)}"

    @property
    def fields(self) -> dict[str, tuple[str, str]]:
        """Return the fields that both have and that differ, with both values."""
        old, new = self.old or {}, self.new or {}
        both = {field: (old[field], new[field]) for field in new if field in old}
        return {field: pair for field, pair in both.items() if pair[0] != pair[1]}

    @property
    def lines(self) -> list[str]:
        """Return what changed, a line a field."""
        if self.old is None or self.new is None:
            return [f"{self.name} {'is gone' if self.new is None else 'is new'}"]
        return [
            f"{self.name}, {field}: “{old}” before, “{new}” now"
            for field, (old, new) in self.fields.items()
        ]


@dataclass(frozen=True)
class Cause:
    """Something that is not as it was: `kind` is data, notebook, code, parameter or packages.

    `what` says how it changed; `rows` are the rows of a table that did.
    """

    kind: str
    name: str
    what: str
    rows: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name} {self.what}"


def causes(old: Path, new: Path, before: Manifest, now: Manifest, *, here: bool) -> list[Cause]:
    """Return what two editions were made from and does not agree, by their folders.

    `here`: the newer one is made by the code at hand.
    """
    return [
        *_inputs(old, new, before, now),
        *_parameters(before, now),
        *_code(before.git, now.git, here),
        *_packages(before, now),
    ]


def attributed(
    changes: Iterable[Change], found: list[Cause], before: Manifest, now: Manifest
) -> list[Change]:
    """Return changes with the causes that each can have.

    A notebook's text concerns what it shows, a parameter the notebooks that have it, imported
    priorities those that show them; anything else may concern all.
    """
    given: dict[str, dict[str, str]] = {}
    for task in [*before.tasks, *now.tasks]:
        given.setdefault(task.name, {}).update(task.parameters)
    return [
        replace(
            each,
            causes=tuple(
                cause.name for cause in found if _concerns(cause, each, given.get(each.notebook))
            ),
        )
        for each in changes
    ]


def _concerns(cause: Cause, change: Change, given: dict[str, str] | None) -> bool:
    if cause.kind == "notebook":
        known = {"region": "region_brief", "partnership": "partnership_status"}
        swept = [book for name, book in known.items() if name in (given or {})]
        return Path(cause.name).stem in {change.notebook, *swept}
    if cause.kind == "parameter":
        return given is None or cause.name in given
    return given is None or hashes.concerns(cause.name, given)


def _inputs(old: Path, new: Path, before: Manifest, now: Manifest) -> Iterator[Cause]:
    for each in compare(before.inputs, now.inputs, INPUT_WORDS, fault=False):
        if each.file.startswith("notebooks/"):
            yield Cause("notebook", each.file, each.what)
        elif not each.file.startswith("reports/"):
            moved = rows(old, new, each.file) if each.what == "changed" else []
            lines = tuple(line for row in moved for line in row.lines)
            yield Cause("data", each.file, each.what, lines)


def _parameters(before: Manifest, now: Manifest) -> Iterator[Cause]:
    for name in dict.fromkeys([*now.parameters, *before.parameters]):
        was, is_ = before.parameters.get(name), now.parameters.get(name)
        if was != is_:
            yield Cause("parameter", name, f"is {is_ or 'gone'}, was {was or 'not given'}")


def _packages(before: Manifest, now: Manifest) -> Iterator[Cause]:
    was, is_ = ({**each.packages, "Python": each.python} for each in (before, now))
    moved = [
        f"{name} {was[name]} to {is_[name]}"
        for name in was
        if is_.get(name, was[name]) != was[name]
    ]
    if moved:
        yield Cause("packages", "installed packages", f"changed: {', '.join(moved)}")


def _code(before: Git | None, now: Git | None, here: bool) -> Iterator[Cause]:
    """Yield that code is another, with the files where they are known."""
    if not (before and now) or (before == now and not now.dirty and not here):
        return
    known = not before.dirty and (here or not now.dirty)
    files = _between(before.revision, "" if here else now.revision) if known else None
    if files is None:
        which = f"revision {_revision(before)} and {'now' if here else _revision(now)}"
        yield Cause("code", "code", f"may have changed between {which}")
    elif files:
        more = f" and {len(files) - 5} more files" if len(files) > 5 else ""
        yield Cause("code", "code", f"changed: {', '.join(files[:5])}{more}")


def _revision(git: Git) -> str:
    return f"{git.revision[:12]}{' with uncommitted changes' if git.dirty else ''}"


def _between(old: str, new: str) -> list[str] | None:
    """Return the files of code that results depend on and that two commits have otherwise.

    Without a newer one: the code as it is now. None where it cannot be told.
    """
    if not all(map(REVISION.fullmatch, filter(None, (old, new)))) or not old:
        return None
    words = ("diff", "--name-only", *filter(None, (old, new)), "--", "s3analysis")
    try:
        told = ask_git(hashes.PACKAGE.parent, *words)
    except (OSError, subprocess.SubprocessError):
        return None
    return [path for path in told.split() if not tasks.ABOVE.fullmatch(path)]


def rows(old: Path, new: Path, path: str) -> list[RowChange]:
    """Return how the rows of a raw table differ, as far as both editions keep the table."""
    if not path.startswith("data/raw/"):
        return []
    try:
        was, is_ = (_table(folder, Path(path).stem) for folder in (old, new))
    except (OSError, BadZipFile, KeyError, ValueError):
        return []
    both = [RowChange(key, was.get(key), is_.get(key)) for key in dict.fromkeys([*was, *is_])]
    return [each for each in both if each.lines]


def _table(folder: Path, name: str) -> Rows:
    """Return the rows of a table as an edition's data.zip has them, the member list as printed."""
    with ZipFile(folder / "data.zip") as archive:
        about = json.loads(archive.read("datapackage.json"))
        schemas = {each["name"]: each["schema"] for each in about["resources"]}
        schema = schemas[name]  # KeyError: it has no tidy counterpart
        found = _read(archive, name)
        if name == "partnership_members":
            found = _as_printed(found, _read(archive, "regions"), _read(archive, "corrections"))
    key, fields = schema["primaryKey"], schema.get("fields", ())
    keys = [key] if isinstance(key, str) else key
    numbers = {each["name"] for each in fields if each["type"] in {"integer", "number"}}
    for row in found:
        for field in DERIVED.get(name, ()):
            row.pop(field, None)
        row |= {field: _number(row[field]) for field in numbers & row.keys()}
    return {tuple(row[field] for field in keys): row for row in found}


def _number(text: str) -> str:
    """Return a number as a hand writes it: beside an empty cell, pandas writes 240 as 240.0.

    >>> _number("240.0"), _number("42.8500"), _number("40000000000.0"), _number("")
    ('240', '42.85', '40000000000', '')
    """
    return f"{float(text):.15g}" if text else ""


def _as_printed(entries: list[Row], regions: list[Row], log: list[Row]) -> list[Row]:
    """Return the member list with names for keys and each corrected cell as printed."""
    names = {each["region_id"]: each["name"] for each in regions}
    printed = {(each["row"], each["field"]): each["as_printed"] for each in log}
    for row in entries:
        row["region_printed"] = names[row.pop("region_id")]
        row["country_printed"] = row.pop("country_id")
    return [
        {field: printed.get((row["entry_id"], field), value) for field, value in row.items()}
        for row in entries
    ]


def _read(archive: ZipFile, name: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode())))
