"""What a result depends on, as hashes; and a note of what was so when something last succeeded.

Everything here is quick and imports next to nothing: it is all that a run with nothing to do needs.
"""

import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from s3analysis import paths
from s3analysis.paths import HOME, IMPORTED, LISTS, NOTEBOOKS, PROCESSED, RAW, TOOLS, WORKSHOP
from s3analysis.press import files as disk

PACKAGE = Path(__file__).resolve().parents[2]
NOTES = WORKSHOP / "notes"
LARGEST_NOTE = 10_000_000
OBEYED = (
    *("LD_", "DYLD_", "MALLOC_", "GLIBC_", "MPL", "MATPLOTLIB", "OPENBLAS", "GOTO", "OMP", "MKL"),
    *("BLIS", "NUMEXPR", "NPY", "NUMPY", "SCIPY", "PANDAS", "SEABORN", "STATSMODELS"),
)
"""How variables begin that a kernel is given and that libraries obey."""


STARTING = ("sitecustomize.py", "usercustomize.py")


def files() -> dict[str, str]:
    """Return the SHA-256 of each file that results depend on: data, notebooks and the package.

    Names are paths in the project, with "/" everywhere; sorted.
    """
    hashes = {}
    for folder in (RAW, PROCESSED, IMPORTED, LISTS, NOTEBOOKS, PACKAGE):
        above = PACKAGE.parent if folder == PACKAGE else HOME
        for path in _files_of(folder):
            with suppress(FileNotFoundError):  # an editor's file, gone again
                hashes[path.relative_to(above).as_posix()] = _sha(path)
    return dict(sorted(hashes.items()))


def files_for(given: Mapping[str, str]) -> dict[str, str]:
    """Return what `files` does, of imported files only those that these parameters show."""
    return {name: digest for name, digest in files().items() if concerns(name, given)}


def earlier(inputs: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256 of those inputs that are manifests of earlier editions, if still there."""
    found = {name: place(name) for name in inputs if name.startswith("reports/")}
    return {name: _sha(path) for name, path in found.items() if path.is_file()}


def place(name: str) -> Path:
    """Return where what an edition names as reports/... is, wherever reports are kept."""
    return paths.REPORTS / name.removeprefix("reports/")


def concerns(name: str, given: Mapping[str, str]) -> bool:
    """Return whether a file or table bears on a result: what was imported does if it is shown.

    Of member lists, those of its platform are, up to its month.

    >>> concerns("data/imported/priorities/extract", {"priorities": "published"})
    False
    >>> given = {"platform": "a", "as_of": "2019-01"}
    >>> concerns("data/imported/members/a-2018-06/list", given), concerns("data/raw/a", {})
    (True, True)
    >>> concerns("data/imported/members/a-2019-02/list", given)
    False
    """
    if name.startswith(f"{LISTS.relative_to(HOME).as_posix()}/"):
        platform, as_of = name.split("/")[3][:-8], name.split("/")[3][-7:]
        return platform == given.get("platform") and as_of <= given.get("as_of", as_of)
    own = name.startswith(f"{IMPORTED.relative_to(HOME).as_posix()}/")
    return not own or given.get("priorities") == "imported"


def environment() -> dict[str, str]:
    """Return Python, the platform, what is installed, and what else Python and libraries obey.

    Distributions are read from the names of the folders that installers leave: a hundred times
    quicker than asking importlib.metadata. One that is edited in place is known by its version
    alone. Files that Python runs as it starts are known by their hash.
    """
    found = {"Python": sys.version.split()[0], "platform": f"{sys.platform} {platform.machine()}"}
    found["interpreter"] = f"{sys.executable} ({os.path.realpath(sys.executable)})"
    found |= {
        name: value
        for name, value in os.environ.items()
        if name.startswith(OBEYED) and name not in TOOLS  # those folders are always the project's
    }
    for folder in sys.path[1:]:  # the first is where the command was started
        with suppress(OSError):
            for name in sorted(os.listdir(folder)):
                if name.endswith((".dist-info", ".egg-info")):
                    distribution, _, version = name.rpartition(".")[0].partition("-")
                    found.setdefault(distribution, version)  # the first on the path is imported
                elif name.endswith(".pth") or name in STARTING:
                    content = Path(folder, name).read_bytes()
                    found[f"{folder}/{name}"] = sha256(content).hexdigest()[:12]
    return dict(sorted(found.items()))


def noted(name: str) -> Any:
    """Return what was noted under a name, or None: nothing, or nothing that can be read."""
    with suppress(OSError, ValueError, RecursionError):
        return json.loads(disk.read(NOTES / f"{name}.json", LARGEST_NOTE))
    return None


def note(name: str, what: object) -> None:
    """Note what was so when something succeeded. Raises files.DiskError."""
    disk.write(NOTES / f"{name}.json", json.dumps(what, indent=1) + "\n")


def _sha(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _files_of(folder: Path) -> Iterator[Path]:
    for above, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(above, name)
