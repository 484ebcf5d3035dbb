"""Publish a folder whole or not at all. Knows files, and nothing of what is in them.

    with staging(reports / "2017-07", workshop) as staged:  # Busy: another run is at it
        write(staged / "index.html", page)
        swap(staged, reports / "2017-07")

A run that fails, is killed or finds no room leaves the old edition or the new one, byte for byte.
What it leaves in the workshop, the next run takes up or clears, under the same lock.

*The exchange.* On Linux (ext4, xfs, btrfs, tmpfs, overlayfs) and on macOS (APFS) one call exchanges
the two folders: at every instant a reader finds an edition, the old or the new. Elsewhere (NFS,
SMB, FUSE, gVisor, HFS+) it takes two renames: for an instant there is no edition, and
after a kill in that instant there is none until the next run, which puts the old one back. Where
the old edition came with a container's image (the lower layer of an overlayfs), it cannot be
renamed: it is copied aside first, and while it is deleted a reader may find a part of it.

*Power.* Files and folders are on the disk before the exchange, and the exchange is before `swap`
returns, as far as the disk keeps what fsync promises. On macOS fsync leaves the drive's own cache.

*The lock* dies with its process, is not handed to children, and holds on one machine; over NFS as
far as the server keeps flock. It belongs to a target and a workshop: give a target the same
workshop each time, on its own file system (refused otherwise, before anything is made).
"""

import contextlib
import errno
import fcntl
import hashlib
import os
import shutil
import socket
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from s3analysis.press import files
from s3analysis.press.files import DiskError, tree_hashes, write

__all__ = ["Busy", "DiskError", "lock", "recover", "staging", "swap", "tree_hashes", "write"]

HELD_BY_ANOTHER = {errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}


class Busy(RuntimeError):
    """Another process is writing the same edition."""

    exit_code = 4


@contextlib.contextmanager
def staging(target: Path, workshop: Path) -> Iterator[Path]:
    """Hold the lock of `target` and give an empty folder to build its next edition in.

    Busy when another run holds the lock. On leaving, what was not published is gone: move aside
    before then what is worth keeping of a failed run.
    """
    with lock(target, workshop) as place:
        staged = place / "new"
        with files.refusals(target):
            if target.is_symlink() or target.is_file() or os.path.ismount(target):
                raise OSError(errno.ENOTDIR, "a link, a mount or a file where a folder should be")
            target.parent.mkdir(parents=True, exist_ok=True)
            recover(staged, target)
            staged.mkdir()
            staged.rename(_probe(target))  # refused now rather than after an hour's work
            _probe(target).rename(staged)
        try:
            yield staged
        finally:
            with contextlib.suppress(DiskError):  # the next run clears what is left
                recover(staged, target)


def put(texts: Mapping[str, str], target: Path, workshop: Path) -> None:
    """Publish `target` as a folder of these files alone, each by its name."""
    with staging(target, workshop) as staged:
        for name, text in texts.items():
            write(staged / name, text)
        swap(staged, target)


def swap(staged: Path, target: Path) -> None:
    """Publish the folder `staged` as `target`; what was there goes when `staging` is left."""
    with files.refusals(target):
        files.settle(staged)
        if not target.exists():
            staged.rename(target)
        else:
            try:
                files.exchange(staged, target)
            except OSError as error:
                if error.errno not in files.NO_EXCHANGE:
                    raise
                _exchange_in_steps(staged, target)
        files.sync(target.parent, staged.parent)


def _exchange_in_steps(staged: Path, target: Path) -> None:
    old, copy = staged.with_name("old"), staged.with_name("copy")
    try:
        target.rename(old)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copytree(target, copy, symlinks=True)
        files.settle(copy)
        copy.rename(old)
        files.sync(old.parent)
        files.remove(target)
    files.sync(old.parent, target.parent)
    staged.rename(target)
    files.sync(target.parent, old.parent)
    old.rename(staged)


def recover(staged: Path, target: Path) -> None:
    """Finish or undo an exchange in steps that was cut short, and clear what a run left.

    Only under the lock. The folder "old" is the journal: it comes and goes by a rename, so whole,
    and stands only during an exchange in steps. If `staged` stands too, it is not published yet.
    """
    old = staged.with_name("old")
    with files.refusals(target):
        if old.exists() and (staged.exists() or not target.exists()):
            files.remove(target)
            old.rename(target)
            files.sync(target.parent, old.parent)
        elif old.exists():
            old.rename(staged)
        for leftover in (staged, staged.with_name("copy"), _probe(target)):
            files.remove(leftover)


def _probe(target: Path) -> Path:
    return target.with_name(f".{target.name}.probe")


@contextlib.contextmanager
def lock(target: Path, workshop: Path) -> Iterator[Path]:
    """Hold the lock of `target` and give the folder kept for it in the workshop.

    The lock is on an open file, so it dies with the process; a file left behind locks nothing.
    """
    way = os.path.relpath(target.parent.resolve() / target.name, workshop.resolve()).casefold()
    key = f"{target.name}-{hashlib.sha256(os.fsencode(way)).hexdigest()[:12]}"
    place = workshop / "editions" / key.casefold()
    with files.refusals(place):
        place.mkdir(parents=True, exist_ok=True)
        file = os.open(place / "lock", os.O_RDWR | os.O_CREAT, 0o666)
    _held.add(file)
    try:
        with files.refusals(place / "lock"):
            free = _take(file)
        if not free:
            raise Busy(f"another run ({_holder(file)}) is writing {target}; wait for it or stop it")
        with contextlib.suppress(OSError):  # on a full disk: clearing what a run left makes room
            _sign(file)
        yield place
    finally:
        if file in _held:  # a forked child has let go already
            _held.remove(file)
            with contextlib.suppress(OSError):  # it lets go all the same, and the work is done
                os.close(file)


_held: set[int] = set()


def _let_go() -> None:
    """Close the locks in a forked child, which would hold them after its parent's death."""
    while _held:
        os.close(_held.pop())


os.register_at_fork(after_in_child=_let_go)


def _sign(file: int) -> None:
    started = datetime.now().astimezone().isoformat(timespec="seconds")
    os.ftruncate(file, 0)
    os.write(file, f"process {os.getpid()}, started {started}, {socket.gethostname()}".encode())


def _holder(file: int) -> str:
    os.lseek(file, 0, os.SEEK_SET)
    return os.read(file, 1000).decode(errors="replace") or "just started"


def _take(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in HELD_BY_ANOTHER:
            raise
        return False
    return True
