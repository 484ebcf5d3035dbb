"""A change report: what two editions say otherwise and why, as lines, Markdown, JSON and a page."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path

from s3analysis.paths import REPORTS
from s3analysis.press import files
from s3analysis.press.changes import causes, compare
from s3analysis.press.changes.causes import Cause
from s3analysis.press.changes.compare import WEIGHTS, Change
from s3analysis.press.editions import manifest
from s3analysis.press.editions.manifest import Manifest

NONE = "no exhibit says anything else"
OF_ONE = 6  # lines that a run tells of one exhibit
ON_PAGE = 400  # changes on a page; the JSON has all
ROWS = 12  # rows of a table that are named as a cause


class OtherKind(ValueError):
    """Two editions that hold different things and cannot be compared."""

    exit_code = 2


@dataclass(frozen=True)
class Report:
    """What an edition says otherwise than an earlier one, and all that can be the cause."""

    old: str
    new: str
    causes: list[Cause]
    changes: list[Change]
    tried: list[str] = field(default_factory=list)
    """What each cause moves alone, in a line, where that was tried."""

    @property
    def reasons(self) -> list[str]:
        """Return each cause in a line, for a page: of a table some rows, and where all are."""
        return self._reasons(ROWS)

    def _reasons(self, most: int | None) -> list[str]:
        found = []
        for cause in self.causes:
            found += [f"{cause.name}, {row}" for row in cause.rows[:most]] or [str(cause)]
            if left := cause.rows[most:] if most else ():
                found.append(f"{cause.name}: {len(left)} more rows; {self._all}")
        return found

    @property
    def _all(self) -> str:
        return f"s3analysis changes {self.old} {self.new} --format json has all"

    def why(self, change: Change) -> str:
        """Return the causes of a change, where they are not simply all there are."""
        if change.tried:
            return f"from {' and '.join(change.causes)}" if change.causes else "by no cause alone"
        if list(change.causes) == [cause.name for cause in self.causes]:
            return ""
        return f"from {' or '.join(change.causes)}" if change.causes else "no recorded cause"

    @property
    def lines(self) -> list[str]:
        """Return first the reasons, then each change; at least one line."""
        told = [*(f"because {reason}" for reason in self._reasons(None)), *self.tried]
        for change in self.changes:
            why = self.why(change)
            told.append(f"{change.where}: {change.what}{f' ({why})' if why else ''}")
        return told if self.changes else [*told, NONE]

    @property
    def groups(self) -> dict[str, list[Change]]:
        """Return the changes for a page by their weight, the first ones only where many are."""
        shown = self.changes[:ON_PAGE]
        return {WEIGHTS[w]: list(each) for w, each in groupby(shown, lambda change: change.weight)}

    @property
    def cut(self) -> str:
        """Return what a page leaves out, if anything."""
        left = len(self.changes) - ON_PAGE
        return f"{left} more changes are not shown; {self._all}." if left > 0 else ""

    @property
    def title(self) -> str:
        """Return how many changes there are, in words."""
        many = f"{len(self.changes)} changes" if len(self.changes) != 1 else "1 change"
        return f"{many} from edition {self.old} to {self.new}"

    def json(self) -> str:
        """Return all of it as JSON."""
        changes = [
            asdict(each) | {"weight": WEIGHTS[each.weight], "abrupt": each.abrupt}
            for each in self.changes
        ]
        told = {"old": self.old, "new": self.new, "causes": [*map(asdict, self.causes)]}
        told |= {"tried": self.tried}
        return json.dumps(told | {"changes": changes}, ensure_ascii=False, indent=1) + "\n"

    def markdown(self) -> str:
        """Return it as Markdown, the same as on the page."""
        lines = [
            f"# {self.title}",
            "",
            "## Causes",
            "",
            *_bullets([*self.reasons, *self.tried] or ["none recorded"]),
        ]
        for weight, changes in self.groups.items():
            lines += ["", f"## {weight.capitalize()}", ""]
            lines += _bullets(
                [f"{each.where}: {each.what} {self.why(each)}".strip() for each in changes]
            )
        return "\n".join([*lines, "", self.cut or "These are all.", ""])

    def write(self, folder: Path) -> None:
        """Write changes.html, changes.md and changes.json. Raises files.DiskError."""
        from s3analysis.press.prints import html

        page = html.render("changes.html.j2", report=self)
        for ending, text in (("html", page), ("md", self.markdown()), ("json", self.json())):
            files.write(folder / f"changes.{ending}", text)


def between(old: Path, new: Path) -> Report:
    """Return what changed from an edition to another, by their folders.

    Raises manifest.NoEdition, manifest.BadManifest, OtherKind or compare.Unread.
    """
    return of(old, new, manifest.read(new))


def of(old: Path, new: Path, now: Manifest, *, here: bool = False) -> Report:
    """Return what `between` does, for a manifest; `here`: its code is the one at hand."""
    before = manifest.read(old)
    kinds = [each.command.split()[1] for each in (before, now)]
    if len({*kinds}) > 1:
        raise OtherKind(
            f"{old} is made by s3analysis {kinds[0]} and {new} by s3analysis {kinds[1]}: "
            "compare two editions of one command"
        )
    found = causes.causes(old, new, before, now, here=here)
    changes = causes.attributed(compare.between(old, new), found, before, now)
    return Report(_called(old, before), _called(new, now), found, changes)


def _called(folder: Path, recorded: Manifest) -> str:
    """Return what an edition is called: its folder in reports/, elsewhere what it was made as."""
    if folder.absolute().is_relative_to(REPORTS):
        return folder.absolute().relative_to(REPORTS).as_posix()
    return recorded.edition


def since_last(folder: Path, staged: Path) -> list[str]:
    """Return in lines what changes when a staged edition takes the place of one.

    Nothing if none stands, or neither what was shown nor what it was made from is another.
    """
    try:
        told = between(folder, staged).lines
    except (manifest.NoEdition, manifest.BadManifest):
        return []
    except compare.Unread as unread:
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


def _bullets(lines: list[str]) -> Iterator[str]:
    for line in lines:
        text = " ".join(line.split())
        yield "- " + "".join(
            f"\\{letter}" if letter in "\\`*_[]<>#|" else letter for letter in text
        )
