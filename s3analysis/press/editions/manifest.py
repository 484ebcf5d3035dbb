"""What an edition was made from, by what, when and how: manifest.json, written last.

Whatever differs between two equal runs (times, durations, revision, machine) stands in the files
APART and nowhere else. `outputs` names every file of the edition but the manifest itself.
"""

import os
import re
import shutil
import subprocess
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path, PurePosixPath
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from s3analysis.paths import REPORTS
from s3analysis.press import files

FILE = "manifest.json"
CRATE = "ro-crate-metadata.json"
APART = (FILE, CRATE)
FORMAT: Final = 1  # up when a field comes, goes or changes its meaning


class NoEdition(LookupError):
    """There is no folder where an edition should be."""

    exit_code = 2


class BadManifest(ValueError):
    """A manifest that is missing, foreign, damaged, cut short or newer than this program."""

    exit_code = 5


def _inside(path: str) -> str:
    """Refuse a path that leads out of its folder, or that a terminal would not print as it is."""
    plain = PurePosixPath(path).as_posix() == path != "." and path.isprintable()
    if not plain or path.startswith("/") or ".." in path.split("/") or set(path) & {"\\", ":"}:
        raise ValueError("not a plain path inside a folder")
    return path


Place = Annotated[str, AfterValidator(_inside)]
Hashes = dict[Place, Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]]
"""The sha256 of each file by its path."""


class Part(BaseModel):
    """What the parts of a manifest share: nothing unknown is taken, nothing is guessed."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Git(Part):
    """The commit a project stands at; `dirty`: something in it, reports apart, is not as there."""

    revision: str
    dirty: bool


class NotebookRun(Part):
    """A notebook that was run, how it ended and in what time; `reused`: taken from the store."""

    name: str
    parameters: dict[str, str]
    status: str
    seconds: float
    reused: bool


class Manifest(Part):
    """An edition's manifest: inputs are named from the project, outputs from the edition."""

    made_by: Literal["s3analysis"]
    format: Literal[1]
    edition: Place
    command: Annotated[str, Field(pattern=r"^s3analysis (report|briefs|status)( [^\s'\"\\]+)*$")]
    parameters: dict[str, str]
    began: AwareDatetime
    ended: AwareDatetime
    git: Git | None
    python: str
    platform: str
    packages: dict[str, str]
    tasks: list[NotebookRun]
    inputs: Hashes
    outputs: Hashes


def place(edition: str) -> Path:
    """Return the folder of an edition by its folder or its name in reports/."""
    return Path(edition) if Path(edition).is_dir() else REPORTS / edition


def read(folder: Path) -> Manifest:
    """Return the manifest of an edition. Raises NoEdition, or BadManifest with the reason."""
    if not folder.is_dir():
        raise NoEdition(f"{folder}: there is no such edition")
    path = folder / FILE
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except OSError as error:
        raise BadManifest(f"{path} cannot be read: {error.strerror}") from None
    except ValidationError as error:
        raise BadManifest(f"{path} {_reason(error)}") from None


def _reason(error: ValidationError) -> str:
    """Return in one line why a manifest is refused: what it is, before what is wrong in it."""
    first = error.errors(include_url=False)[0]
    where, found = first["loc"], first["input"]
    if first["type"] == "json_invalid":
        return f"is damaged or cut short: {first['msg'].removeprefix('Invalid JSON: ')}"
    if where in {(), ("made_by",)}:
        return "is not the manifest of an s3analysis edition"
    if where == ("format",) and isinstance(found, int) and found > FORMAT:
        return f"has format {found}, of a newer s3analysis; this one reads format {FORMAT}"
    return f"is damaged: {'.'.join(ascii(part).strip(chr(39)) for part in where)}: {first['msg']}"


def compared(folder: Path) -> dict[str, str]:
    """Return the sha256 of each file of an edition that two equal runs make alike."""
    return {path: sha for path, sha in files.tree_hashes(folder).items() if path not in APART}


def alike(new: Path, old: Path) -> bool:
    """Return whether two editions were made from the same, as the same, and show the same.

    When they were made, by which Python, and by which versions of packages is no part of that. An
    old edition without a manifest that can be read is like no other.
    """
    try:
        here, there = read(new), read(old)
    except (NoEdition, BadManifest):
        return False
    asked = all(
        getattr(here, name) == getattr(there, name)
        for name in ("edition", "command", "parameters", "inputs")
    )
    return asked and compared(new) == compared(old)


def packages(lock: Path) -> dict[str, str]:
    """Return the versions of what is installed of our own dependencies and of a lock file's."""
    lines = [line for line in requires("s3analysis") or [] if "extra ==" not in line]
    lines += lock.read_text("utf-8").splitlines() if lock.is_file() else []
    names = [re.match(r"[A-Za-z0-9][\w.-]*", line) for line in lines]
    found = {}
    for name in sorted({"s3analysis", *(name[0].lower() for name in names if name)}):
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def git(home: Path) -> Git | None:
    """Return the commit a project stands at, None where it is no git repository of its own."""
    try:
        prefix, revision, *_ = ask_git(home, "rev-parse", "--show-prefix", "HEAD").split("\n")
        others = ("--untracked-files=normal", "--", ".", ":(exclude)reports")
        changes = ask_git(home, "status", "--porcelain", *others)
    except (OSError, subprocess.SubprocessError):
        return None
    return None if prefix else Git(revision=revision, dirty=bool(changes))


def ask_git(home: Path, *words: str) -> str:
    """Return what git says in a folder. Raises OSError or subprocess.SubprocessError."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    line = [shutil.which("git") or "git", "-C", str(home), "--no-optional-locks", *words]
    done = subprocess.run(line, env=plain, capture_output=True, check=True, timeout=30)  # noqa: S603  # our own words
    return done.stdout.decode()
