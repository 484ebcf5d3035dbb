"""One run of a schedule: make, keep the edition before, publish, tell; else be silent."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from s3analysis import endings
from s3analysis.parameter_file import BadFile
from s3analysis.parameters import USUAL
from s3analysis.press import files
from s3analysis.press.changes import report
from s3analysis.press.editions import edition as press
from s3analysis.press.editions import publish, sweeps
from s3analysis.press.editions.manifest import APART
from s3analysis.press.progress import Progress
from s3analysis.press.runs.limits import RunOptions
from s3analysis.press.schedules import keep, plan, tell

if TYPE_CHECKING:
    from s3analysis.press.editions.edition import Edition

KINDS = {"briefs": sweeps.BRIEFS, "status": sweeps.STATUS}


def find(name: str, path: Path) -> plan.Schedule:
    """Return a schedule of a file by its name. Raises BadFile."""
    known = plan.read(path)
    if name not in known:
        raise BadFile(path, [f"has no schedule {name!r}; there are {', '.join(known)}"])
    return known[name]


def run(schedule: plan.Schedule, told: Progress) -> press.Status:
    """Make the edition of a schedule and tell whom it names; say nothing where nothing changed.

    Raises what edition.make does, and tell.NotTold when the edition is made all the same.
    """
    wanted, quiet = edition(schedule), Progress(lambda _: None)
    quiet.log = told.log
    options = RunOptions(wait=float(schedule.told.get("wait", "0")))
    try:
        with keep.before(wanted.folder, options, quiet) as earlier:
            status = press.make(wanted, options, quiet)
            found = report.between(earlier, wanted.folder) if earlier else None
            if earlier and found and found.changes:
                keep.stay(earlier)
        _publish(schedule, wanted.folder)
    except Exception as error:
        _tell_failure(schedule, wanted, error, told)
        raise
    if found is None:
        told.say(f"{wanted.page}: made for the first time")
    elif found.changes:
        _tell_change(schedule, wanted, found, told)
    return status


def edition(schedule: plan.Schedule) -> "Edition":
    """Return what a schedule makes."""
    given = USUAL | schedule.told.get("parameters", {})
    kind = KINDS.get(schedule.told["what"])
    shown = {name: given[name] for name in ("priorities", "dimension")}
    if kind:
        return sweeps.Sweep(given["as_of"], given["reading"], kind, **shown)
    shown |= {name: given[name] for name in ("draws", "seed", "platform")}
    return press.Edition(given["as_of"], given["reading"], **shown)


def _tell_change(
    schedule: plan.Schedule, wanted: "Edition", found: report.Report, told: Progress
) -> None:
    for line in report.short(found.lines):
        told.show(line)
    for line in found.lines:
        told.note(line)
    told.changes = found.lines
    title = f"S3P-Industry: {found.title}"
    tell.tell(schedule, "change", title, [f"The new edition: {wanted.page}"], found)


def _tell_failure(
    schedule: plan.Schedule, wanted: "Edition", error: Exception, told: Progress
) -> None:
    """Tell of a run that failed; that nobody could be told is said, and is not how it ends."""
    code = endings.code(error)
    lines = [
        *endings.lines(error),
        f"Exit code {code}: {endings.CODES.get(code, 'unknown')}. The last edition stands.",
    ]
    try:
        tell.tell(
            schedule, "failure", f"S3P-Industry: edition {wanted.name} was not made", lines, None
        )
    except tell.NotTold as fault:
        for line in fault.lines:
            told.say(line)


def _publish(schedule: plan.Schedule, folder: Path) -> None:
    """Put a copy of an edition, whole or in some formats, where the schedule says."""
    if "publish" not in schedule.told:
        return
    target = Path(schedule.told["publish"]) / folder.name
    endings_of = {f".{each}" for each in schedule.told.get("formats", [])}
    copied = {
        path: sha
        for path, sha in files.tree_hashes(folder).items()
        if not endings_of or (Path(path).suffix in endings_of and path not in APART)
    }
    if target.is_dir() and files.tree_hashes(target) == copied:
        return
    with publish.staging(target, target.parent / ".s3analysis") as staged:
        for path in copied:
            (staged / path).parent.mkdir(parents=True, exist_ok=True)
            with files.refusals(target):
                shutil.copyfile(folder / path, staged / path)
        publish.swap(staged, target)
