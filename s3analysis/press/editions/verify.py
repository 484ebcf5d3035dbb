"""Whether an edition is still what was made, and would be made again.

`verify` holds the files against the manifest. Who changes a table and the manifest with it is found
by `rebuild` alone, which makes the edition again in an empty project and compares byte for byte.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from io import StringIO
from itertools import zip_longest
from pathlib import Path

from s3analysis.paths import HOME, WORKSHOP
from s3analysis.press import files
from s3analysis.press.cache import hashes
from s3analysis.press.editions import manifest, publish
from s3analysis.press.editions.manifest import BadManifest
from s3analysis.press.runs.limits import MB, Limits

Say = Callable[[str], None]

FILE_WORDS = ("changed after it was made", "missing", "not in the manifest")
INPUT_WORDS = ("an input, changed since", "an input, gone since", "")
AGAIN_WORDS = ("", "not made again", "made again, but not here")

DEFAULT = Limits()
LOCK = HOME / "requirements.lock"
ROOM = 60  # characters shown of a line that differs

# A pipe to us is its standard input: when we are gone, however we went, it ends as on SIGTERM.
CHILD = """
import os, signal, threading
def end_with_parent():
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)
threading.Thread(target=end_with_parent, daemon=True).start()
from s3analysis.cli import main
main()
"""


@dataclass(frozen=True)
class Finding:
    """What is not as the manifest says. `fault`: of the edition; else it is only said."""

    file: str
    what: str
    fault: bool

    def __str__(self) -> str:
        return f"{self.file if self.file.isprintable() else ascii(self.file)}: {self.what}"


class Differs(Exception):
    """An edition is not what its manifest says, or is made otherwise today; a line a file."""

    exit_code = 1

    def __init__(self, folder: Path, faults: list[Finding]) -> None:
        self.lines = [*map(str, faults), f"{folder}: not verified, {len(faults)} files differ"]
        super().__init__("\n".join(self.lines))


class NotRebuilt(RuntimeError):
    """The edition could not be made again; the exit code is that of the command that failed."""

    def __init__(self, message: str, exit_code: int) -> None:
        self.exit_code = exit_code
        super().__init__(message)


def require(edition: str, say: Say, *, again: Limits | None = None) -> None:
    """Raise Differs unless an edition, by its folder or its name, is verified; say what is notable.

    With `again` it is made again under these limits. Raises manifest.NoEdition,
    manifest.BadManifest, and what `rebuild` raises.
    """
    folder = manifest.place(edition)
    findings = verify(folder)
    for finding in (each for each in findings if not each.fault):
        say(str(finding))
    faults = [finding for finding in findings if finding.fault]
    if again:
        rebuilt = rebuild(folder, say, again)
        told = {finding.file for finding in rebuilt}
        faults = [fault for fault in faults if fault.file not in told] + rebuilt
    if faults:
        raise Differs(folder, faults)


def verify(folder: Path) -> list[Finding]:
    """Return what is not as an edition's manifest says, files of the edition first.

    An input (data, notebook, code) that changed since is no fault: the edition is what it was.
    """
    recorded = manifest.read(folder)
    try:
        found, inputs = files.tree_hashes(folder), hashes.files()
    except OSError as error:
        raise files.DiskError(f"{error.filename} could not be read: {error.strerror}") from error
    found.pop(manifest.FILE, None)
    findings = compare(recorded.outputs, found, FILE_WORDS, fault=True)
    inputs |= hashes.earlier(recorded.inputs)
    inputs = {path: sha for path, sha in inputs.items() if path in recorded.inputs}
    findings += compare(recorded.inputs, inputs, INPUT_WORDS, fault=False)
    return findings if manifest.read(folder) == recorded else verify(folder)  # published meanwhile


def compare(
    old: Mapping[str, str], new: Mapping[str, str], words: tuple[str, str, str], *, fault: bool
) -> list[Finding]:
    """Return the files that differ by their hash: changed, missing or added, in these words."""
    changed, missing, added = words
    what = {path: changed if new.get(path) else missing for path in old}
    what |= {path: added for path in new if path not in old}
    differ = sorted(path for path in what if old.get(path) != new.get(path))
    return [Finding(path, what[path], fault) for path in differ]


def rebuild(folder: Path, say: Say, limits: Limits = DEFAULT) -> list[Finding]:
    """Return where an edition differs, byte for byte, from the one its command makes today.

    Made in a project of its own, in the workshop, from the inputs of today alone: nothing stored is
    used and nothing of this project is written. Raises NotRebuilt, publish.Busy, files.DiskError.
    """
    recorded = manifest.read(folder)
    place = WORKSHOP / f"{recorded.edition.replace('/', '-')}-again"
    with publish.staging(place, WORKSHOP) as home:
        copy(home)
        for path in hashes.earlier(recorded.inputs):
            shutil.copytree(hashes.place(path).parent, (home / path).parent)
        run([*recorded.command.split()[1:], *_options(limits)], home, say)
        again = home / "reports" / recorded.edition
        if not again.is_dir():
            raise BadManifest(f"{folder / manifest.FILE}: its command makes another edition")
        return _differences(folder, again)


def copy(home: Path) -> None:
    """Copy what an edition is made from, but for the code. Raises files.DiskError."""
    for path in hashes.files():
        if not Path(path).is_relative_to(hashes.PACKAGE.name):
            files.write(home / path, (HOME / path).read_bytes())
    with suppress(FileNotFoundError):
        files.write(home / LOCK.name, LOCK.read_bytes())


def _options(limits: Limits) -> list[str]:
    cell, notebook = f"--seconds={limits.cell:g}", f"--notebook-seconds={limits.notebook:g}"
    return [cell, notebook, f"--memory={limits.memory // MB}"]


def run(words: list[str], home: Path, say: Say, code: Path = hashes.PACKAGE.parent) -> None:
    """Run one of our commands in a project, by the package in the folder `code`.

    It ends with us, whatever ends us. Raises NotRebuilt.
    """
    where = os.pathsep.join([str(code), os.environ.get("PYTHONPATH", "")])
    with subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-c", CHILD, *words],
        env=os.environ
        | {"S3ANALYSIS_HOME": str(home), "S3ANALYSIS_OUTPUT": ""}
        | {"PYTHONPATH": where.rstrip(os.pathsep)},
        cwd=home,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as child:
        last = "said nothing"
        for line in child.stdout or ():
            last = line.strip() or last
            say(f"  {last}")
    if child.returncode:
        ended = child.returncode if child.returncode > 0 else 128 - child.returncode
        raise NotRebuilt(f"the edition could not be made again: {last}", ended)


def _differences(folder: Path, again: Path) -> list[Finding]:
    old, new = manifest.compared(folder), manifest.compared(again)
    return [
        replace(found, what=found.what or _parting(folder / found.file, again / found.file))
        for found in compare(old, new, AGAIN_WORDS, fault=True)
    ]


def _parting(old: Path, new: Path) -> str:
    """Return where two files part: in a text the line and what stands there, else the byte."""
    ours, theirs = old.read_bytes(), new.read_bytes()
    try:
        texts = [StringIO(each.decode(), newline="\n") for each in (ours, theirs)]
    except UnicodeDecodeError:
        return f"differs from byte {_alike(ours, theirs) + 1}"
    pairs = enumerate(zip_longest(*texts, fillvalue=""), 1)
    number, (here, there) = next((n, pair) for n, pair in pairs if len({*pair}) > 1)
    shown = slice(max(_alike(here, there) - ROOM // 3, 0), _alike(here, there) + ROOM)
    return f"differs in line {number}: {here[shown]!r} here, {there[shown]!r} made again"


def _alike(one: Sequence[object], other: Sequence[object]) -> int:
    """Return how many letters or bytes two texts have in common at their start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))
