"""An edition: the notebooks run, the pages printed, and put whole in place of the old ones.

To find that there is nothing to do takes hashes alone, so what reads, runs or prints is imported
when it is needed: pandas, frictionless and Papermill would cost a second and a half.
"""

import re
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from s3analysis import own_notebooks
from s3analysis.parameters import USUAL
from s3analysis.paths import HOME, LISTS, REPORTS, WORKSHOP
from s3analysis.press import files
from s3analysis.press.cache import hashes
from s3analysis.press.editions import publish
from s3analysis.press.progress import Progress
from s3analysis.press.runs.limits import RunOptions

if TYPE_CHECKING:
    from s3analysis.press.cache.store import StoredRun
    from s3analysis.press.cache.tasks import Task

T = TypeVar("T")
Status = Literal["made", "up to date", "ran"]
NAME = re.compile(r"[\w-]+")
SINCE = re.compile(r"(kept/)?[\w-]+")
OPTIONS = ("reading", "priorities", "dimension", "draws", "seed")
"""What an edition is made with besides the month of its member list."""


@dataclass(frozen=True)
class Edition:
    """What an edition is made for: the month of its member list, who counts, whose priorities."""

    as_of: str
    reading: str = USUAL["reading"]
    priorities: str = field(default=USUAL["priorities"], kw_only=True)
    dimension: str = field(default=USUAL["dimension"], kw_only=True)
    draws: str = field(default=USUAL["draws"], kw_only=True)
    seed: str = field(default=USUAL["seed"], kw_only=True)
    platform: str = field(default=USUAL["platform"], kw_only=True)
    since: str = field(default="", kw_only=True)
    """The earlier edition that it is compared with, by its name in reports/."""

    @property
    def name(self) -> str:
        """Return its name in reports/: the month, and after it whatever is not as usual.

        With notebooks of one's own it is another edition: the committed one stays.
        """
        words = {"reading": self.reading, "priorities": self.priorities}
        words |= {name: f"{name}-{getattr(self, name)}" for name in ("dimension", "draws", "seed")}
        own = ["own"] if type(self) is Edition and own_notebooks.of_platform(self.platform) else []
        other = [self.platform] if self.platform != USUAL["platform"] else []
        return "-".join([self.as_of, *other, *(words[name] for name in self._unusual), *own])

    @property
    def note(self) -> str:
        """Return the name of the note of what was so when it was last made."""
        return f"edition-{self.name}"

    @property
    def earlier(self) -> list[str]:
        """Return the manifest of the edition that it is compared with, as an input."""
        return [f"reports/{self.since}/manifest.json"] if self.since else []

    @property
    def folder(self) -> Path:
        """Return where the edition stands."""
        return REPORTS / self.name

    @property
    def page(self) -> Path:
        """Return its first page."""
        return self.folder / "index.html"

    @property
    def command(self) -> str:
        """Return the command that makes the edition again."""
        shown = ["reading", *(name for name in self._unusual if name != "reading")]
        options = [f"--{name} {getattr(self, name)}" for name in shown]
        options += self._of_platform
        options += [f"--since {self.since}"] * bool(self.since)
        return " ".join(["s3analysis report", f"--as-of {self.as_of}", *options])

    @property
    def of_a_list(self) -> bool:
        """Return whether it shows an imported member list: one of another platform always is."""
        there = (LISTS / f"{self.platform}-{self.as_of}").is_dir()
        return there or self.platform != USUAL["platform"]

    @property
    def parameters(self) -> dict[str, str]:
        """Return what its notebooks are given."""
        given = {"as_of": self.as_of} | {name: getattr(self, name) for name in OPTIONS}
        return given | ({"platform": self.platform} if self.of_a_list else {})

    @property
    def _of_platform(self) -> list[str]:
        return [f"--platform {self.platform}"] if self.platform != USUAL["platform"] else []

    @property
    def _unusual(self) -> list[str]:
        return [name for name in OPTIONS if getattr(self, name) != USUAL[name]]

    def tasks(self) -> "list[Task]":
        """Return its notebooks in order. Raises contracts.Refused."""
        from s3analysis.contracts import Refused
        from s3analysis.press.cache import tasks as plan

        if self.of_a_list and {"priorities", "dimension"} & set(self._unusual):
            raise Refused("report", ["priorities: the report of a member list shows none"])
        return plan.report(self.parameters)

    def print(self, notebooks: list[Path], staged: Path, inputs: dict[str, str]) -> None:
        """Print executed notebooks into a folder. Raises Unprintable or DiskError."""
        from s3analysis.press.prints import printing

        printing.report(
            notebooks,
            staged,
            command=self.command,
            given=self.parameters,
            inputs=inputs,
            since=self.since,
        )


def up_to_date(edition: Edition) -> bool:
    """Return whether an edition stands as it was published, and nothing it was made from changed.

    Content decides: every file is read, what was published and what it was made from.
    """
    noted = hashes.noted(edition.note) if NAME.fullmatch(edition.name) else None
    return noted is not None and noted == _state(edition)


def make(edition: Edition, options: RunOptions, progress: Progress) -> Status:
    """Make an edition and return what was done; the old one stands until the new one is whole.

    Where the options are for some notebooks only, nothing is published. Raises contracts.Refused,
    check.InvalidRecord, pool.Failed, document.Unprintable, publish.Busy, files.DiskError and
    others; each has an `exit_code`.
    """
    return patiently(lambda: _make(edition, options, progress), options, progress)


def patiently(work: Callable[[], T], options: RunOptions, progress: Progress) -> T:
    """Do what needs the lock of an edition, after another run where the options say to wait."""
    until: float | None = None
    while True:
        try:
            return work()
        except publish.Busy as busy:
            if until is None:
                until = time.monotonic() + options.wait
                if options.wait:
                    progress.say(f"waiting up to {options.wait:g} s: {busy}")
            if time.monotonic() >= until:
                raise
            time.sleep(1)


def _make(edition: Edition, options: RunOptions, progress: Progress) -> Status:
    _require_earlier(edition)
    start = edition.folder.parent / "index.html"
    if not (options.force or options.only) and up_to_date(edition):
        if not start.exists():  # as in a clone, whose edition stands and whose start page does not
            from s3analysis.press.editions import start_page

            start_page.write(start.parent)
        return "up to date"
    from s3analysis.press.cache import store
    from s3analysis.press.changes import report as changes
    from s3analysis.press.editions import manifest, pool, start_page

    began = datetime.now(UTC)
    tidy(progress)
    for sentence in own_notebooks.strays(edition.platform):
        progress.say(sentence)
    tasks = _tasks(edition, options.only)
    with publish.staging(edition.folder, WORKSHOP) as staged:
        before = _made_from(edition)
        entries = pool.complete(tasks, WORKSHOP / "runs" / edition.name, options, progress)
        if options.only:
            for entry in entries.values():
                progress.say(f"{entry.task}: {store.place(entry.record) / 'notebook.ipynb'}")
            return "ran"
        _fill(edition, entries, _inputs(edition, tasks), staged, began, progress)
        if manifest.alike(staged, edition.folder):
            progress.say("made again, with the same result: the published edition stays as it was")
        else:
            progress.changes = changes.since_last(edition.folder, staged)
            publish.swap(staged, edition.folder)
        start_page.write(edition.folder.parent)
        if before == _made_from(edition):  # else the next run looks closer
            hashes.note(edition.note, _state(edition))
    with suppress(files.DiskError):  # room for another run; this one is done
        store.prune()
    return "made"


def _require_earlier(edition: Edition) -> None:
    """Raise unless the edition to compare with stands beside this one, as it was made."""
    if not edition.since:
        return
    from s3analysis.contracts import Refused
    from s3analysis.press.editions import manifest
    from s3analysis.press.editions.verify import verify

    earlier = REPORTS / edition.since
    if not SINCE.fullmatch(edition.since) or edition.since == edition.name:
        why = "is no name of another edition in reports; s3analysis editions lists them"
        raise Refused("report", [f"since: {edition.since!r} {why}"])
    if faults := [finding for finding in verify(earlier) if finding.fault]:
        raise manifest.BadManifest(
            f"{earlier} is not what its manifest says: {faults[0]}; "
            f"s3analysis verify {edition.since} lists each file"
        )


def explain(edition: Edition, options: RunOptions, progress: Progress) -> None:
    """Say of each notebook whether it would run, and why; run none and write nothing."""
    from s3analysis.press.cache import store
    from s3analysis.press.cache import tasks as plan
    from s3analysis.press.editions import processed_data

    if outdated := processed_data.outdated():
        progress.say(f"data/processed: {len(outdated)} files would be written anew from data/raw")
    tasks = _tasks(edition, options.only)
    records = plan.records(tasks)
    for task in tasks:
        record = records[task.name]
        if store.get(plan.key(record)):
            progress.say(f"{task.name}: in the store, would not run")
        elif (old := store.last(task)) is None:
            progress.say(f"{task.name}: would run: it is not in the store")
        else:
            why = plan.explain(old, record) or ["its entry in the store is damaged"]
            progress.say(f"{task.name}: would run: {'; '.join(why)}")


def tidy(progress: Progress) -> None:
    """See that data/processed is what data/raw says. Raises check.InvalidRecord."""
    from s3analysis.press.editions import processed_data

    if changed := processed_data.ensure():
        progress.say(f"data/processed: {len(changed)} files written anew from data/raw")


def _tasks(edition: Edition, only: Collection[str]) -> "list[Task]":
    """Return the tasks of an edition, or those of some notebooks. Raises contracts.Refused."""
    from s3analysis.contracts import Refused

    tasks = edition.tasks()
    known = [task.name for task in tasks]
    if unknown := [name for name in only if name not in known]:
        reasons = [f"no notebook {name!r}; there are {', '.join(known)}" for name in unknown]
        raise Refused("report", reasons)
    return [task for task in tasks if not only or task.name in only]


def _inputs(edition: Edition, tasks: "list[Task]") -> dict[str, str]:
    """Return the SHA-256 of what an edition names as its inputs."""
    used = {task.notebook.relative_to(HOME).as_posix() for task in tasks}
    read = ("data/raw/", "data/imported/")
    found = hashes.files_for(edition.parameters).items()
    inputs = {name: sha for name, sha in found if name.startswith(read) or name in used}
    return inputs | hashes.earlier(edition.earlier)


def _fill(
    edition: Edition,
    entries: "dict[str, StoredRun]",
    inputs: dict[str, str],
    staged: Path,
    began: datetime,
    progress: Progress,
) -> None:
    """Print an edition into its staging folder, and see that it may be published."""
    from s3analysis.press.editions import provenance, release_checks
    from s3analysis.press.editions.manifest import NotebookRun

    notebooks = [staged / "notebooks" / f"{name}.ipynb" for name in entries]
    for path, entry in zip(notebooks, entries.values(), strict=True):
        files.write(path, entry.notebook)
    edition.print(notebooks, staged, inputs)
    provenance.write(
        staged,
        edition=edition.name,
        command=edition.command,
        parameters=edition.parameters,
        inputs=inputs,
        tasks=[
            NotebookRun(
                name=name,
                parameters=entry.record["parameters"],
                status=entry.status,
                seconds=entry.seconds,
                reused=progress.ended[name].reused,
            )
            for name, entry in entries.items()
        ],
        began=began,
        since=REPORTS / edition.since if edition.since else None,
    )
    release_checks.require(staged)


def _made_from(edition: Edition) -> dict[str, str]:
    made_from = hashes.files_for(edition.parameters) | hashes.environment()
    return made_from | hashes.earlier(edition.earlier)


def _state(edition: Edition) -> dict[str, dict[str, str]]:
    """Return what an edition was asked to be, what it is made from, and what it is."""
    published: dict[str, str] = {}
    with suppress(OSError):
        published = files.tree_hashes(edition.folder)
    return {
        "asked": edition.parameters | {"since": edition.since},
        "made from": _made_from(edition),
        "published": published,
    }
