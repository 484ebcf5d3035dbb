"""A notebook run once a region or once a partnership: an edition with a page each and an index.

All of them are one edition; those asked for by name are another, beside it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from s3analysis.press.editions import edition
from s3analysis.press.progress import Progress

if TYPE_CHECKING:
    from s3analysis.press.cache.tasks import Task
    from s3analysis.press.prints.html import IndexRow

SAFE = re.compile(r"(?!(?:index|con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9]+(?:-[a-z0-9]+)*")
"""What a page may be called: a name on every file system, and not that of the index."""


DECLARED = ("priorities", "dimension")
"""Whose priorities a sweep shows, beside what it is always told."""


@dataclass(frozen=True)
class Kind:
    """What is swept: the command, its notebook, the parameter that varies; words for the index.

    `page` is the title of a page, with {} for its name and {} for that of the platform.
    """

    command: str
    notebook: str
    over: str
    title: str
    columns: tuple[str, str]
    page: str


BRIEFS = Kind(
    "briefs",
    "region_brief",
    "region",
    "Regions in brief",
    ("Region", "Country"),
    "{} in the {} partnerships",
)
STATUS = Kind(
    "status",
    "partnership_status",
    "partnership",
    "Status of each partnership",
    ("Partnership", "Led by"),
    "{}: status of the {} partnership",
)


@dataclass(frozen=True)
class Sweep(edition.Edition):
    """What a sweep is made for: as an edition, and the keys of those `chosen`; none means all."""

    kind: Kind = BRIEFS
    chosen: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return its name in reports/; those chosen stand beside all, and replace nothing."""
        return f"{super().name}-{self.kind.command}{'-selection' if self.chosen else ''}"

    @property
    def command(self) -> str:
        """Return the command that makes the edition again."""
        which = [f"--{self.kind.over} {key}" for key in self.chosen] or ["--all"]
        reading = f" --reading {self.reading}" if self.kind is BRIEFS else ""
        words = [f"s3analysis {self.kind.command}", *which, f"--as-of {self.as_of}{reading}"]
        words += [f"--{name} {getattr(self, name)}" for name in self._unusual if name in DECLARED]
        words += self._of_platform
        return " ".join(words)

    @property
    def parameters(self) -> dict[str, str]:
        """Return what its notebooks are given, and for which of them."""
        return {**super().parameters, self.kind.over: ", ".join(self.chosen) or "all"}

    def tasks(self) -> "list[Task]":
        """Return a task a region or partnership. Raises contracts.Refused."""
        from s3analysis.contracts import OfAList, Refused, accept
        from s3analysis.press.cache import tasks as plan

        try:
            accept(OfAList, {"platform": self.platform, "as_of": self.as_of})
        except Refused as refused:
            raise Refused(self.kind.command, refused.reasons) from None
        keys = self.chosen or [entry.name for entry in _entries(self)]
        if unsafe := [key for key in keys if not SAFE.fullmatch(key)]:
            raise Refused(self.kind.command, [f"{key!r} cannot name a page" for key in unsafe])
        return plan.sweep(self.kind.notebook, self.kind.over, keys, super().parameters)

    def print(self, notebooks: list[Path], staged: Path, inputs: dict[str, str]) -> None:
        """Print a page a notebook and the index. Raises document.Unprintable, files.DiskError."""
        from s3analysis.press.prints import printing
        from s3analysis.sources.members import lists
        from s3analysis.vocabulary import amount

        known = _entries(self)
        entries = [entry for entry in known if entry.name in {path.stem for path in notebooks}]
        platform = lists.get(self.platform, self.as_of).name
        some = f"Only those asked for: {len(entries)} of {amount(len(known), self.kind.over)}."
        printing.sweep(
            entries,
            staged,
            over=self.kind.over,
            title=self.kind.title,
            columns=self.kind.columns,
            page=self.kind.page.format("{}", platform),
            note=some if self.chosen else f"All {amount(len(known), self.kind.over)}.",
            command=self.command,
            given=super().parameters,
            inputs=inputs,
        )


def chosen(wanted: Sweep, typed: Sequence[str], every: bool, progress: Progress) -> Sweep:
    """Return the sweep of all, or of those that a person names, by names as people write them.

    Raises contracts.Refused with every reason at once, or check.InvalidRecord.
    """
    from s3analysis.contracts import Refused

    kind = wanted.kind
    if every == bool(typed):
        raise Refused(kind.command, [f"say either --all or --{kind.over} NAME, once or more"])
    if every:
        return wanted
    edition.tidy(progress)  # names are looked up in data/processed
    given = {name: getattr(wanted, name) for name in ("platform", "as_of", "reading", *DECLARED)}
    return replace(wanted, chosen=_keys(kind, typed, given))


def _keys(kind: Kind, typed: Sequence[str], given: dict[str, str]) -> tuple[str, ...]:
    from s3analysis.contracts import SWEEPS, Refused, accept

    contract = SWEEPS[kind.notebook]
    given = {name: value for name, value in given.items() if name in contract.model_fields}
    keys, reasons = set[str](), list[str]()
    for name in typed:
        try:
            keys.add(getattr(accept(contract, {**given, kind.over: name}), kind.over))
        except Refused as refused:
            reasons += [reason for reason in refused.reasons if reason not in reasons]
    if reasons:
        raise Refused(kind.command, reasons)
    return tuple(sorted(keys))


def _entries(sweep: Sweep) -> "list[IndexRow]":
    """Return a line of the index for every region, by name, or partnership, in report order.

    Of an imported list, the regions are those in it, and those that were asked for.
    """
    from s3analysis.press.prints.html import IndexRow
    from s3analysis.sources import record
    from s3analysis.sources.geography.regions import fold
    from s3analysis.sources.members import lists
    from s3analysis.vocabulary import and_join

    listed = lists.get(sweep.platform, sweep.as_of)
    regions, members = listed.regions.set_index("region_id"), listed.entries
    if sweep.kind is BRIEFS:
        if not listed.of_brief:
            regions = regions[regions.index.isin({*members["region_id"], *sweep.chosen})]
        countries = record.read("countries").set_index("country_id")["name"]
        about = regions["country_id"].map(countries)
        lines = zip(regions.index, regions["name"], about, strict=True)
        return sorted((IndexRow(*line) for line in lines), key=lambda entry: fold(entry.title))
    leads = members.loc[members["role"].eq("lead")]
    led_by = leads["region_id"].map(regions["name"]).groupby(leads["partnership_id"]).agg(list)
    partnerships = listed.partnerships.sort_values("position")
    names = partnerships.set_index("partnership_id")["short_name"]
    return [IndexRow(str(key), name, and_join(led_by.get(key, []))) for key, name in names.items()]
