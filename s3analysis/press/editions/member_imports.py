"""A user's member list into data/imported/members: read whole, or refused whole."""

from dataclasses import dataclass
from pathlib import Path

from s3analysis.paths import LISTS, WORKSHOP
from s3analysis.press.editions import imports, publish
from s3analysis.press.editions.imports import MONTH, NotAsked
from s3analysis.sources.extracts.mapping import text
from s3analysis.sources.extracts.sheets import How
from s3analysis.sources.members import lists, mapping, proposal, reading, stored
from s3analysis.vocabulary import amount, month_words


@dataclass(frozen=True)
class Preview:
    """What an import would write, where, and what to tell of it."""

    files: dict[str, str]
    place: Path
    lines: list[str]


def propose(path: Path, mapped: Path | None, told: How) -> Path:
    """Write a mapping proposed for a member list, and return its place (see imports.propose)."""
    return imports.propose(path, mapped, told, proposal.propose)


def preview(
    path: Path,
    mapped: Path | None,
    as_of: str,
    platform: str,
    extent: str = "",
    told: How = imports.UNTOLD,
    *,
    again: bool = False,
) -> Preview:
    """Return what a file holds under a mapping, and write nothing.

    `extent` is complete or partial, where the mapping does not say; `again` lets it take the place
    of an imported list of that month. Raises NotAsked, mapping.BadMapping or InvalidExtract.
    """
    if mapped is None:
        raise NotAsked("say --mapping FILE.toml; --guess writes a proposal to mend")
    key = _admit(as_of, platform, again=again)
    said = mapping.read(mapped)
    extent = _extent(extent, said)
    before = sorted(lists.of_platform(key), key=lambda each: (each.as_of < as_of, each.as_of))
    before = [each for each in before if each.as_of != as_of]
    found = reading.read(path, said, imports.with_told(told, said.file), imports.tables(), before)
    about = {
        "platform": key,
        "name": lists.PLATFORM_NAMES.get(key, platform),
        "as_of": as_of,
        "extent": extent,
        "synthetic": "yes" if said.synthetic else "no",
        "source": path.name,
    }
    lines = [
        f"{path.name}: {found.recognised}",
        f"{about['name']}, {month_words(as_of)}, {extent}: "
        f"{amount(len(found.members), 'membership')} of "
        f"{amount(found.members['region_id'].nunique(), 'region')} in "
        f"{amount(len(found.partnerships), 'partnership')}",
        *reading.told(found, as_of, before),
    ]
    return Preview(stored.files(found, about, text(mapped)), LISTS / f"{key}-{as_of}", lines)


def _extent(extent: str, said: mapping.Mapping) -> str:
    """Return whether a list is complete, as told or as its mapping says. Raises NotAsked."""
    if extent and said.extent not in {"", extent}:
        raise NotAsked(f"--{extent}: the mapping says {said.extent}")
    if not (extent or said.extent):
        raise NotAsked(
            "say --complete if everybody who takes part is in the list, else --partial: what rests "
            "on who is absent is not counted on a partial list"
        )
    if not (said.columns.role or said.every_role):
        raise NotAsked("no column has roles: say in the mapping what every_role is")
    return extent or said.extent


def _admit(as_of: str, platform: str, *, again: bool) -> str:
    """Return the key of a platform of which there may be a list of a month. Raises NotAsked."""
    if not MONTH.fullmatch(as_of):
        raise NotAsked(f"--as-of: {as_of!r} is not a month, as YYYY-MM")
    if reading.future(as_of):
        raise NotAsked(f"--as-of: {month_words(as_of)} has not begun")
    key = lists.key(platform)
    if not key:
        raise NotAsked(f"--platform: {platform!r} has no letters")
    if (key, as_of) in lists.known():
        if not lists.imported(key, as_of):
            raise NotAsked(
                f"the list of {platform} of {month_words(as_of)} is the brief's; give yours a name "
                "of its own with --platform"
            )
        if not again:
            raise NotAsked(
                f"a list of {platform} of {month_words(as_of)} was imported from "
                f"{lists.get(key, as_of).source}; --replace puts this one in its place"
            )
    return key


def write(ready: Preview) -> Path:
    """Put a list in its place, whole. Raises publish.Busy or files.DiskError."""
    publish.put(ready.files, ready.place, WORKSHOP)
    return ready.place
