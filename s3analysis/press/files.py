"""Files and folders on the disk: written whole, exchanged in one call, put there for certain."""

import contextlib
import errno
import hashlib
import os
import shutil
import stat
import uuid
from collections.abc import Iterator
from pathlib import Path

NO_EXCHANGE = {
    errno.ENOSYS,
    errno.EINVAL,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
    errno.EPERM,
    errno.EXDEV,
}
NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


class DiskError(RuntimeError):
    """The disk refused. Says what, why, and how much room there is."""

    exit_code = 6


@contextlib.contextmanager
def refusals(path: Path) -> Iterator[None]:
    """Turn what the system refuses while `path` is written into a DiskError."""
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        if error.errno == errno.EXDEV:
            why = "its workshop is on another file system"
        if error.errno in {errno.EACCES, errno.EROFS}:
            why += " (a report can go elsewhere: --output FOLDER)"
        named = isinstance(error.filename, str) and not error.filename.endswith(".part")
        at = f" at {error.filename}" if named else ""
        above = next(folder for folder in path.absolute().parents if folder.exists())
        free = f"{shutil.disk_usage(above).free / 1e6:,.1f} MB free"
        if os.statvfs(above).f_files and not os.statvfs(above).f_favail:
            free += " but no file more is possible"
        raise DiskError(f"{path} could not be written: {why}{at}; {free}") from error


def write(path: Path, content: str | bytes) -> None:
    """Write one file, and the folders above it, so that it is whole or absent. Text as UTF-8.

    A kill may leave a file `.*.part` beside it.
    """
    data = memoryview(content.encode() if isinstance(content, str) else content)
    part = path.with_name(f".{uuid.uuid4().hex}.part")
    with refusals(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            try:
                while data:
                    data = data[os.write(file, data) :]
                os.fsync(file)
            finally:
                os.close(file)
            part.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise


def read(path: Path, most: int) -> bytes:
    """Return what a file holds that this user, or whoever has the project, wrote.

    Raises OSError; or ValueError: it is no file, another's, or longer than `most` bytes.
    """
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW), "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise ValueError(f"{path.name} is no file")
        if not trusted(about):
            raise ValueError(f"{path.name} is another user's")
        content = file.read(most + 1)
    if len(content) > most:
        raise ValueError(f"{path.name} is larger than {most / 1e6:g} MB")
    return content


def trusted(about: os.stat_result) -> bool:
    """Return whether this user, or whoever has the project, owns a file."""
    from s3analysis.paths import HOME  # not before --output said where things are to be put

    return about.st_uid in (os.geteuid(), HOME.stat().st_uid)


def tree_hashes(folder: Path) -> dict[str, str]:
    """Return the sha256 of each file by its path in the folder, sorted, with "/" everywhere."""
    hashes = {}
    for path in (path for _, files in _walk(folder) for path in files):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        hashes[path.relative_to(folder).as_posix()] = digest
    return dict(sorted(hashes.items()))


def remove(folder: Path) -> None:
    """Delete a folder with all that is in it, if it is there."""
    if folder.exists():
        shutil.rmtree(folder)


def settle(folder: Path) -> None:
    """Put a folder with all that is in it on the disk."""
    for path, files in _walk(folder):
        sync(*files, path)


def sync(*paths: Path) -> None:
    """Put files, or the lists of names that folders are, on the disk; where folders allow it."""
    for path in paths:
        file = os.open(path, os.O_RDONLY)
        try:
            os.fsync(file)
        except OSError as error:
            if error.errno not in NO_FOLDER_SYNC or not path.is_dir():
                raise
        finally:
            os.close(file)


def exchange(one: Path, other: Path) -> None:
    """Exchange two folders in one call of the kernel. An errno of NO_EXCHANGE: it cannot."""
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    if hasattr(library, "renameat2"):  # Linux: AT_FDCWD is -100, RENAME_EXCHANGE is 2
        failed = library.renameat2(-100, names[0], -100, names[1], 2)
    elif hasattr(library, "renamex_np"):  # macOS: RENAME_SWAP is 2
        failed = library.renamex_np(*names, 2)
    else:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(other))


def _walk(folder: Path) -> Iterator[tuple[Path, list[Path]]]:
    """Give each folder, the deepest first, and its files. What cannot be read is an error."""

    def refuse(error: OSError) -> None:
        raise error

    for path, _, names in os.walk(folder, topdown=False, onerror=refuse):
        yield Path(path), [Path(path, name) for name in names]
