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

DERIVED = {"x", "y"}
"""Columns of a tidy table that no raw table has."""

INPUT_WORDS = ("changed", "is gone", "is new")

REVISION = re.compile("[0-9a-f]{40}")

Rows = dict[tuple[str, ...], dict[str, str]]
"""Rows of a table by its primary key."""


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
            rows = _rows(old, new, Path(each.file)) if each.what == "changed" else ()
            yield Cause("data", each.file, each.what, tuple(rows))


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


def _rows(old: Path, new: Path, path: Path) -> Iterator[str]:
    """Yield how the rows of a raw table differ, as far as both editions keep the table."""
    try:
        was, is_ = (_table(folder, path.stem) for folder in (old, new))
    except (OSError, BadZipFile, KeyError, ValueError):
        return
    for key in dict.fromkeys([*was, *is_]):
        name = ", ".join(key)
        if key not in is_ or key not in was:
            yield f"row {name} {'is new' if key in is_ else 'is gone'}"
            continue
        for field, value in is_[key].items():
            if field not in DERIVED and was[key].get(field, value) != value:
                yield f"row {name}, {field}: “{was[key][field]}” before, “{value}” now"


def _table(folder: Path, name: str) -> Rows:
    """Return the rows of a table as an edition's data.zip has them, the member list as printed."""
    with ZipFile(folder / "data.zip") as archive:
        about = json.loads(archive.read("datapackage.json"))
        keys = {each["name"]: each["schema"]["primaryKey"] for each in about["resources"]}
        key = keys[name]  # KeyError: it has no tidy counterpart
        rows = _read(archive, name)
        if name == "partnership_members":
            rows = _as_printed(rows, _read(archive, "regions"), _read(archive, "corrections"))
    fields = [key] if isinstance(key, str) else key
    return {tuple(row[field] for field in fields): row for row in rows}


def _as_printed(
    rows: list[dict[str, str]], regions: list[dict[str, str]], log: list[dict[str, str]]
) -> list[dict[str, str]]:
    """Return the member list with names for keys and each corrected cell as printed."""
    names = {each["region_id"]: each["name"] for each in regions}
    printed = {(each["row"], each["field"]): each["as_printed"] for each in log}
    for row in rows:
        row["region_printed"] = names[row.pop("region_id")]
        row["country_printed"] = row.pop("country_id")
    return [
        {field: printed.get((row["entry_id"], field), value) for field, value in row.items()}
        for row in rows
    ]


def _read(archive: ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode())))
