"""What changed from one edition to another, and why, in lines: first the reasons, then exhibits.

Each exhibit is compared as the executed notebooks of both editions hold it, its rows by what names
them: a region that is gone is one line. Pages and files follow from that. A reason is what both
manifests name and do not agree on.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from s3analysis.exhibits.exhibit import MIME
from s3analysis.press.editions import manifest
from s3analysis.press.editions.manifest import Git, Manifest
from s3analysis.press.review import differences

WORDS = ("before", "now")
NONE = "no exhibit says anything else"
OF_ONE = 6  # lines that a run tells of one exhibit


class Unread(ValueError):
    """A notebook of an edition that cannot be read; the message names it."""

    exit_code = 5


def between(old: Path, new: Path) -> list[str]:
    """Return what changed from an edition to another, by their folders; at least one line.

    Raises manifest.NoEdition, manifest.BadManifest or Unread.
    """
    before, now = manifest.read(old), manifest.read(new)
    return [*_reasons(before, now), *(_exhibits(_shown(old), _shown(new)) or [NONE])]


def since_last(folder: Path, staged: Path) -> list[str]:
    """Return what changes when a staged edition takes the place of one; nothing if none stands.

    Nothing either where neither what was shown nor what it was made from is another.
    """
    try:
        told = between(folder, staged)
    except (manifest.NoEdition, manifest.BadManifest):
        return []
    except Unread as unread:
        return [f"what changed cannot be told: {unread}"]
    return told if told != [NONE] else []


def short(lines: list[str], most: int = 40) -> list[str]:
    """Return what a run tells of what changed: of one exhibit some lines, and how many it leaves.

    >>> short([f"04, sizes: row {n}: was 1, is 2" for n in range(9)])[-1]
    '04, sizes: and 3 more'
    """
    told: list[str] = []
    for name, group in groupby(lines, lambda line: line.partition(": ")[0]):
        own = list(group)
        more = len(own) - OF_ONE
        told += [*own[:OF_ONE], f"{name}: and {more} more"] if more > 1 else own
    left = len(told) - most
    return [*told[:most], f"and {left} more lines"] if left > 1 else told


def _reasons(before: Manifest, now: Manifest) -> Iterator[str]:
    """Return what differs between what two editions were made from, a line each."""
    for path in sorted({*before.inputs, *now.inputs}):
        if before.inputs.get(path) != now.inputs.get(path):
            yield f"because {path} {_fate(path in before.inputs, path in now.inputs)}"
    was = before.parameters | before.packages | {"Python": before.python}
    is_ = now.parameters | now.packages | {"Python": now.python}
    for name in dict.fromkeys([*is_, *was]):
        if was.get(name) != is_.get(name):
            yield f"because {name} is {is_.get(name, 'gone')}, was {was.get(name, 'not there')}"
    if before.git and now.git and (before.git != now.git or now.git.dirty):
        yield f"code revision {_revision(now.git)} (previously {_revision(before.git)})"


def _fate(was: bool, is_: bool) -> str:
    return "changed" if was and is_ else "is new" if is_ else "is gone"


def _revision(git: Git) -> str:
    return f"{git.revision[:12]}{' with uncommitted changes' if git.dirty else ''}"


def _shown(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the exhibits of an edition by the notebook and the key of each."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((folder / "notebooks").glob("*.ipynb")):
        try:
            cells = json.loads(path.read_text("utf-8"))["cells"]
            outputs = [output for cell in cells for output in cell.get("outputs", [])]
            data = [output.get("data", {}) for output in outputs]
            own = {f"{path.stem}, {each[MIME]['key']}": each[MIME] for each in data if MIME in each}
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as fault:
            raise Unread(f"{path} cannot be read: it is damaged") from fault
        found |= own
    return found


def _exhibits(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return where exhibits differ, those that are new or gone included."""
    told = []
    for name in dict.fromkeys([*now, *before]):
        if name in before and name in now:
            told += [f"{name}: {line}" for line in _differences(before[name], now[name])]
        else:
            told.append(f"{name}: {_fate(name in before, name in now)}")
    return told


def _differences(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    try:
        return differences.exhibits(before, now, WORDS, most=None)
    except (LookupError, TypeError, AttributeError):  # of another version of this program
        return ["cannot be compared: one of the two is damaged, or of another format"]
