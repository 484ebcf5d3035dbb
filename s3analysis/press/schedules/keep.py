"""The editions that there are: list them, keep the one before, delete what is too many.

reports/NAME is always the latest of its name; those before are in reports/kept.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from s3analysis.parameters import USUAL
from s3analysis.paths import REPORTS, WORKSHOP
from s3analysis.press import files
from s3analysis.press.editions import edition, manifest, publish, verify
from s3analysis.press.progress import Progress
from s3analysis.press.runs.limits import RunOptions

KEPT = REPORTS / "kept"


@dataclass(frozen=True)
class Standing:
    """An edition that stands: its name in reports/, when and how it was made, if it is whole."""

    name: str
    made: datetime | None
    command: str
    state: str
    megabytes: float

    def __str__(self) -> str:
        when = f"{self.made:%Y-%m-%d %H:%M} UTC" if self.made else "unknown"
        return f"{self.name}: {when}, {self.command}, {self.state}, {self.megabytes:.1f} MB"


def standing() -> list[Standing]:
    """Return the editions in reports/ and reports/kept, the newest first."""
    paths = [path for above in (REPORTS, KEPT) for path in above.glob("*/manifest.json")]
    found = [_standing(path.parent) for path in sorted(paths)]
    return sorted(found, key=lambda each: each.made.timestamp() if each.made else 0, reverse=True)


def too_many(keep: int) -> list[Standing]:
    """Return the editions beyond the newest `keep`; the reference edition is never one of them."""
    return [each for each in standing() if each.name != USUAL["as_of"]][keep:]


def delete(name: str) -> None:
    """Delete an edition, under its lock. Raises publish.Busy or files.DiskError."""
    with publish.lock(REPORTS / name, WORKSHOP), files.refusals(REPORTS / name):
        files.remove(REPORTS / name)


@contextmanager
def before(folder: Path, options: RunOptions, progress: Progress) -> Iterator[Path | None]:
    """Give a copy of an edition that may be replaced, if one stands; it goes unless it may `stay`.

    Files are shared with the edition where the disk can. Raises publish.Busy.
    """
    copy = KEPT / f".{folder.name}-{os.getpid()}"

    def take() -> Path | None:
        with publish.lock(folder, WORKSHOP), files.refusals(copy):
            if not (folder / manifest.FILE).is_file():
                return None
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(folder, copy, copy_function=_link)
            return copy

    try:
        yield edition.patiently(take, options, progress)
    finally:
        with files.refusals(copy):
            files.remove(copy)


def stay(copy: Path) -> Path:
    """Keep a copy under the name of the edition and the time it was made; return where."""
    recorded = manifest.read(copy)
    place = KEPT / f"{recorded.edition}-{recorded.ended:%Y%m%dT%H%M%SZ}"
    with files.refusals(place):
        files.remove(place)
        copy.rename(place)
    return place


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _standing(folder: Path) -> Standing:
    name = folder.relative_to(REPORTS).as_posix()
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    try:
        recorded = manifest.read(folder)
        faults = [finding for finding in verify.verify(folder) if finding.fault]
    except manifest.BadManifest:
        return Standing(name, None, "unknown", "its manifest cannot be read", size)
    state = f"not as made ({len(faults)} files differ)" if faults else "verified"
    return Standing(name, recorded.ended, recorded.command, state, size)
