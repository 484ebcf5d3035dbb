"""Which of several causes moves what: the edition is made again with one of them as it was.

Made in a project of its own from the inputs of today: first as they are, then with one row, file
or parameter put back, or the code. What the edition then says otherwise, this cause moves.
"""

import csv
import io
import re
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from s3analysis.paths import HOME, RAW, WORKSHOP
from s3analysis.press import files
from s3analysis.press.cache import hashes
from s3analysis.press.changes import causes, compare, report
from s3analysis.press.changes.causes import Cause, RowChange
from s3analysis.press.changes.compare import Change
from s3analysis.press.changes.report import Report
from s3analysis.press.editions import manifest, publish, verify
from s3analysis.press.editions.manifest import Manifest
from s3analysis.sources import record

Say = Callable[[str], None]

ONE_BY_ONE = 12
"""Rows of a table that are put back one by one; of more, all are put back at once."""

NUMBER = re.compile(r"^row \d+ ")


class NotToday(ValueError):
    """The newer edition is not what today's inputs give, so that no cause of it can be tried."""

    exit_code = 2


@dataclass(frozen=True)
class Trial:
    """A cause to put back alone: files (None: it was not there), a parameter, or the code.

    `of` is the Cause that it is or is a part of; `lost` says why it cannot be put back.
    """

    name: str
    of: str
    files: Mapping[str, bytes | None] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    revision: str = ""
    lost: str = ""


def between(old: Path, new: Path, say: Say) -> Report:
    """Return what changed from an edition to another, causes that meet told apart.

    Raises what report.between and verify.run do, NotToday, publish.Busy or files.DiskError.
    """
    found = report.between(old, new)
    before, now = manifest.read(old), manifest.read(new)
    trials = [each for cause in found.causes for each in _trials(cause, old, new, before)]
    if len(trials) < 2 or not found.changes:
        return found
    with publish.staging(WORKSHOP / f"{now.edition.replace('/', '-')}-apart", WORKSHOP) as home:
        verify.copy(home)
        say("made again as it is")
        if compare.between(_made(home, now, Trial("", "")), new):
            raise NotToday(f"{new} is not what today's inputs give: make it again first")
        moved: dict[str, list[Change]] = {}
        for number, trial in enumerate(trials):
            if not trial.lost:
                say(f"made again with {trial.name} as it was")
                try:
                    moved[trial.name] = compare.between(_made(home, now, trial), new)
                except verify.NotRebuilt as error:
                    trials[number] = replace(trial, lost=str(error))
    return _told(found, trials, moved)


def _told(found: Report, trials: list[Trial], moved: dict[str, list[Change]]) -> Report:
    lost = {trial.of for trial in trials if trial.lost}
    changes = [_apart(change, moved, lost) for change in found.changes]
    lines = []
    for trial in trials:
        many = sum(trial.name in change.causes for change in changes if change.tried)
        how = f"moves {many} of {len(changes)} changes"
        how = f"could not be tried: {trial.lost}" if trial.lost else how
        lines.append(f"{trial.name}, put back alone: {how}")
    return replace(found, changes=changes, tried=lines)


def _apart(change: Change, moved: dict[str, list[Change]], lost: set[str]) -> Change:
    """Return a change with the causes that move it; else with those that could not be tried."""
    movers = [name for name, seen in moved.items() if any(_moves(each, change) for each in seen)]
    rest = [] if movers else [name for name in change.causes if name in lost]
    return replace(change, causes=tuple(movers or rest), tried=not rest)


def _moves(seen: Change, change: Change) -> bool:
    """Return whether what a trial says otherwise is the change, or its row or exhibit."""
    if (seen.notebook, seen.exhibit) != (change.notebook, change.exhibit):
        return False
    if not change.exhibit:
        return change.new == seen.new and (change.new is not None or change.old == seen.old)
    one, other = (NUMBER.sub("row ", each.place) for each in (seen, change))
    return one in {other, "", other.partition(", column ")[0]}


def _trials(cause: Cause, old: Path, new: Path, before: Manifest) -> Iterator[Trial]:
    """Yield what of a cause is put back, one at a time."""
    was = before.parameters.get(cause.name, "")
    if cause.kind == "parameter":
        lost = "" if was else "it was not given"
        yield Trial(cause.name, cause.name, given={cause.name: was}, lost=lost)
    elif cause.kind == "code":
        revision = "" if before.git and before.git.dirty else _revision(before)
        lost = "" if revision else "no commit holds the code of the older edition"
        yield Trial("code", "code", revision=revision, lost=lost)
    elif cause.kind == "packages":
        yield Trial(cause.name, cause.name, lost="install the packages of then to see")
    elif rows := causes.rows(old, new, cause.name) if cause.kind == "data" else []:
        for group in [[row] for row in rows] if len(rows) <= ONE_BY_ONE else [rows]:
            name = f"{cause.name}, {group[0].name}" if len(group) == 1 else cause.name
            yield Trial(name, cause.name, {cause.name: _with(cause.name, group)})
    else:
        text, digest = _committed(cause.name, before), before.inputs.get(cause.name)
        kept = digest is None or (text is not None and sha256(text).hexdigest() == digest)
        lost = "" if kept else "git has no such version of it"
        yield Trial(cause.name, cause.name, {cause.name: text if digest else None}, lost=lost)


def _revision(before: Manifest) -> str:
    """Return the commit that an edition was made at, if it names one."""
    named = before.git.revision if before.git else ""
    return named if causes.REVISION.fullmatch(named) else ""


def _committed(path: str, before: Manifest) -> bytes | None:
    """Return a file as the commit of an edition has it, if git knows."""
    try:
        return manifest.ask_git(HOME, "show", f"{_revision(before)}:{path}").encode()
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def _with(path: str, rows: list[RowChange]) -> bytes:
    """Return a table of data/raw with some rows as they were."""
    key = record.resources(RAW)[Path(path).stem]["schema"]["primaryKey"]
    reader = csv.DictReader(io.StringIO((HOME / path).read_text("utf-8")))
    table = {tuple(row[name] for name in key): row for row in reader}
    for row in rows:
        if row.old is None:
            table.pop(row.key, None)
        else:
            fields = row.old if row.new is None else {name: row.old[name] for name in row.fields}
            table[row.key] = table.get(row.key, {}) | fields
    text = io.StringIO(newline="")
    names = reader.fieldnames or ()
    writer = csv.DictWriter(text, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(table.values())
    return text.getvalue().encode()


def _made(home: Path, now: Manifest, trial: Trial) -> Path:
    """Return the folder of an edition made in a project, with a cause as it was."""
    files.remove(home / "reports")
    for path, text in trial.files.items():
        _put(home / path, text)
    code = _checked_out(trial.revision, home / "code") if trial.revision else hashes.PACKAGE.parent
    words = re.sub(r" --since \S+", "", now.command).split()[1:]
    for name, value in trial.given.items():
        option = f"--{name.replace('_', '-')}"
        words = " ".join(words).replace(f"{option} {now.parameters.get(name)}", "").split()
        words.append(f"{option}={value}")
    verify.run(words, home, lambda _: None, code)
    for path in trial.files:
        there = (HOME / path).is_file()
        _put(home / path, (HOME / path).read_bytes() if there else None)
    return next((home / "reports").glob("*/manifest.json")).parent


def _put(path: Path, text: bytes | None) -> None:
    if text is None:
        path.unlink(missing_ok=True)
    else:
        files.write(path, text)


def _checked_out(revision: str, folder: Path) -> Path:
    """Write the package of a commit into a folder, and return it. Raises verify.NotRebuilt."""
    line = [shutil.which("git") or "git", "-C", str(hashes.PACKAGE.parent), "archive", revision]
    try:
        done = subprocess.run(  # noqa: S603  # our own words, and a revision
            [*line, hashes.PACKAGE.name], capture_output=True, check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        raise verify.NotRebuilt(f"git has no commit {revision[:12]}", 3) from None
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder
