"""The dated member lists there are: the brief's Table 4, and those that were imported.

A list is known by its platform and its month; no two share both.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from s3analysis.parameters import USUAL
from s3analysis.paths import LISTS
from s3analysis.sources import record
from s3analysis.sources.extracts.extracts import Damaged
from s3analysis.sources.geography import tiles
from s3analysis.sources.geography.regions import fold
from s3analysis.vocabulary import ROLES, month_words

BRIEF = "s3p-industry"
"""The platform of the brief, by its key."""
PLATFORM_NAMES = {BRIEF: "S3P-Industry"}
TABLE_4 = "JRC policy brief 22/2017, Table 4, as corrected (corrections log)"


@dataclass(frozen=True, eq=False)
class MemberList:
    """Who takes part in the partnerships of a platform in one month.

    `entries` has a row a region in a partnership: partnership_id, region_id, country_id, role,
    as_of, and `locator`, where the list says so. `partnerships` has a row a partnership:
    partnership_id, position, short_name, vanguard_pilot, merged_from (keys, "|"). `regions` are
    those of the record and those that this list adds. `extent` is complete or partial, `source` the
    line that every exhibit gives, `added` the regions without a known point.
    """

    platform: str
    name: str
    as_of: str
    extent: str
    source: str
    entries: pd.DataFrame
    partnerships: pd.DataFrame
    regions: pd.DataFrame
    added: pd.DataFrame
    synthetic: bool = False

    @property
    def title(self) -> str:
        """Return its platform and month, for a reader."""
        return f"{self.name}, {month_words(self.as_of)}"


def key(platform: str) -> str:
    """Return the key of a platform that a person names.

    >>> key("S3P-Industry"), key("S3P Agri-Food")
    ('s3p-industry', 's3p-agri-food')
    """
    return fold(platform).replace(" ", "-")


def known() -> list[tuple[str, str]]:
    """Return the platform and month of each list, the brief's first, then by platform and month."""
    months = record.read("partnership_members")["as_of"].unique()
    found = [_of_folder(path) for path in LISTS.glob("*/datapackage.json")]
    return [*((BRIEF, str(month)) for month in sorted(months)), *sorted(found)]


def months(platform: str) -> list[str]:
    """Return the months of which there is a list of a platform, oldest first."""
    return sorted(month for one, month in known() if one == platform)


def imported(platform: str, as_of: str) -> bool:
    """Return whether a list is one that was imported."""
    return (platform, as_of) in known() and not _in_record(platform, as_of)


def get(platform: str = USUAL["platform"], as_of: str = USUAL["as_of"]) -> MemberList:
    """Return a list. Raises extracts.Damaged where it cannot be read as the import wrote it."""
    if _in_record(platform, as_of):
        return of_the_brief(as_of)
    return _read(LISTS / f"{platform}-{as_of}")


def of_the_brief(as_of: str) -> MemberList:
    """Return the brief's own list."""
    entries = record.read("partnership_members")
    entries = entries.loc[entries["as_of"].eq(as_of) & entries["role"].isin(ROLES)]
    partnerships = record.read("partnerships")
    names = entries["partnership_id"].map(
        partnerships.set_index("partnership_id")["short_name"].to_dict()
    )
    where = "Table 4 of the brief, " + names + ", place " + entries["position"].astype("str")
    regions = record.read("regions")
    return MemberList(
        BRIEF,
        PLATFORM_NAMES[BRIEF],
        as_of,
        "complete",
        TABLE_4,
        entries[["partnership_id", "region_id", "country_id", "role", "as_of"]].assign(
            locator=where
        ),
        partnerships.assign(merged_from=""),
        regions,
        regions.head(0).assign(nuts_id=""),
    )


def of_platform(platform: str, until: str = "9999-12") -> list[MemberList]:
    """Return the lists of a platform up to a month, oldest first."""
    return [get(platform, month) for month in months(platform) if month <= until]


def _in_record(platform: str, as_of: str) -> bool:
    return platform == BRIEF and as_of in set(record.read("partnership_members")["as_of"])


def _of_folder(path: Path) -> tuple[str, str]:
    platform, _, as_of = path.parent.name.rpartition("-20")
    return platform, f"20{as_of}"


def _read(folder: Path) -> MemberList:
    try:
        stamp = (folder / "datapackage.json").stat().st_mtime_ns
        return _as_imported(folder, stamp)
    except (OSError, LookupError, ValueError) as fault:
        raise Damaged(
            f"the imported member list {folder.name} cannot be read ({fault}); import it again"
        ) from fault


@lru_cache(maxsize=8)
def _as_imported(folder: Path, _: int) -> MemberList:
    about = record.read("list", folder).iloc[0]
    added = record.read("regions", folder)
    entries = record.read("members", folder)
    locator = f"{about['source']}, row " + entries["source_row"].astype("str")
    return MemberList(
        str(about["platform"]),
        str(about["name"]),
        str(about["as_of"]),
        str(about["extent"]),
        _source(about),
        entries.assign(as_of=about["as_of"], locator=locator),
        record.read("partnerships", folder),
        with_places(added),
        added,
        bool(about["synthetic"] == "yes"),
    )


def with_places(added: pd.DataFrame) -> pd.DataFrame:
    """Return the regions of the record and those of a list that are new, which get a place."""
    regions = record.read("regions")
    placed = tiles.placed(added, regions, record.read("country_outlines"))
    whole = dict.fromkeys(("tile_column", "tile_row", "x", "y"), "Int64")
    both = pd.concat([regions, placed], ignore_index=True).astype(whole)
    text = [name for name, kind in regions.dtypes.items() if kind == "str"]
    return both.fillna(dict.fromkeys(text, ""))


def _source(about: "pd.Series[str]") -> str:
    """Return the source line of an imported list."""
    digest = str(about["sha256"])[:12]
    kind = "complete" if about["extent"] == "complete" else "partial"
    return (
        f"{about['source']} (SHA-256 {digest}), {kind} member list of {about['name']}, "
        f"{month_words(str(about['as_of']))}, imported by the user"
    )
