"""Executed notebooks by the key of what they depend on, outside reports/.

An entry is a folder named by its key: the notebook, then entry.json, written last. So an entry is
whole or not there, whoever is killed when; and what is read is held against its hash. How lately an
entry was used is the time of its entry.json.
"""

import json
import logging
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from s3analysis.paths import WORKSHOP
from s3analysis.press import files
from s3analysis.press.cache.tasks import Inputs, Task, key

STORE = WORKSHOP / "store"
LIMIT = 500_000_000
"""Bytes that the store may hold; what was not used for longest goes first."""

LARGEST_ENTRY = 10_000_000
DAMAGED = (OSError, ValueError, TypeError, AttributeError, RecursionError)
log = logging.getLogger(__name__)

IN_THE_MAKING = 3600
"""Seconds after which what is no whole entry was left by a run that was killed."""


@dataclass(frozen=True)
class StoredRun:
    """An executed notebook: the task it was, what it depended on, how its run ended, its text."""

    task: str
    record: Inputs
    status: str
    seconds: float
    sha256: str
    notebook: bytes

    @property
    def about(self) -> dict[str, object]:
        """Return all of the entry but its text."""
        return {name: value for name, value in asdict(self).items() if name != "notebook"}


def put(task: Task, record: Inputs, status: str, seconds: float, notebook: bytes) -> StoredRun:
    """Keep an executed notebook under its key, and return it. Raises files.DiskError."""
    if STORE.exists() and not files.trusted(STORE.stat()):
        raise files.DiskError(
            f"{STORE} is another user's; a report can go elsewhere: --output FOLDER"
        )
    digest = sha256(notebook).hexdigest()
    entry = StoredRun(task.name, record, status, round(seconds, 3), digest, notebook)
    folder = place(record)
    files.write(folder / "notebook.ipynb", notebook)
    files.write(folder / "entry.json", json.dumps(entry.about, indent=1) + "\n")
    return entry


def place(record: Inputs) -> Path:
    """Return the folder that keeps the executed notebook of what it depends on."""
    return STORE / key(record)


def get(wanted: str) -> StoredRun | None:
    """Return the entry of a key, if it is there and whole; it counts as used now.

    One that is damaged is dropped, and the log says so.
    """
    folder = STORE / wanted
    try:
        entry = _read(folder)
        os.utime(folder / "entry.json")
    except FileNotFoundError:  # there is none, or it is in the making
        return None
    except DAMAGED as error:
        why = " ".join(str(error).split())[:200]
        log.warning("the store's entry %s was damaged, and is dropped: %s", wanted[:12], why)
        with suppress(OSError):
            files.remove(folder) if folder.is_dir() and not folder.is_symlink() else folder.unlink()
        return None
    return entry


def last(task: Task) -> Inputs | None:
    """Return the record of a task's last use: with these parameters, else with any; or None."""
    found: list[Inputs] = []
    for _, folder in sorted(_entries(), reverse=True):
        with suppress(*DAMAGED):
            entry = _read(folder)
            if entry.task == task.name:
                found.append(entry.record)
    same = [record for record in found if record["parameters"] == dict(task.parameters)]
    return next(iter(same + found), None)


def prune(limit: int = LIMIT) -> int:
    """Delete entries, those not used for longest first, until the store fits; return how many.

    What a killed run left goes too. Raises files.DiskError.
    """
    entries = sorted(_entries())
    sizes = {folder: _size(folder) for _, folder in entries}
    held, gone = sum(sizes.values()), 0
    with files.refusals(STORE):
        for used, folder in entries:
            left = not (folder / "entry.json").exists() and time.time() - used > IN_THE_MAKING
            if held > limit or left:
                with suppress(FileNotFoundError):  # another run is pruning too
                    (folder / "entry.json").unlink(missing_ok=True)  # from now on it is not there
                    files.remove(folder)
                held, gone = held - sizes[folder], gone + 1
    return gone


def _entries() -> Iterator[tuple[float, Path]]:
    """Yield each entry with the time it was last used."""
    with suppress(OSError):
        for folder in list(STORE.iterdir()):
            with suppress(OSError):
                about = folder / "entry.json"
                yield (about if about.exists() else folder).stat().st_mtime, folder


def _read(folder: Path) -> StoredRun:
    """Return an entry. Raises one of DAMAGED."""
    about = json.loads(files.read(folder / "entry.json", LARGEST_ENTRY))
    entry = StoredRun(**about, notebook=files.read(folder / "notebook.ipynb", LIMIT))
    if key(entry.record) != folder.name or sha256(entry.notebook).hexdigest() != entry.sha256:
        raise ValueError("it is not what was put there")
    words = isinstance(entry.task, str) and isinstance(entry.status, str)
    if not words or not isinstance(entry.seconds, int | float) or not 0 <= entry.seconds < 1e9:
        raise ValueError("entry.json says what no run says")
    return entry


def _size(folder: Path) -> int:
    with suppress(OSError):
        return sum(path.stat().st_size for path in folder.iterdir())
    return 0
