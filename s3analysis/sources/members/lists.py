"""The dated member lists there are: the brief's Table 4, and those that were imported.

A list is known by its platform and its month; no two share both.
"""

from contextlib import suppress
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
ENTRY = ["partnership_id", "region_id", "country_id", "role", "as_of"]
OF_BRIEF = (
    "themes",
    "theme_status",
    "demo_cases",
    "support_services",
    "service_facts",
    "corrections",
)
"""Tables of the record that tell of July 2017 and before, and of the brief's platform alone."""
TABLE_4 = "JRC policy brief 22/2017, Table 4, as corrected (corrections log)"


@dataclass(frozen=True, eq=False)
class MemberList:
    """Who takes part in the partnerships of a platform in one month.

    `entries` has a row a region in a partnership: partnership_id, region_id, country_id, role,
    as_of, and `locator`, where the list says so. `partnerships` has a row a partnership:
    partnership_id, position, short_name, vanguard_pilot, merged_from (keys, "|"), and for the
    brief's name_printed and gist, else "". `regions` are those of the record and those that this
    list adds. `extent` is complete or partial, `source` the
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
    def key(self) -> str:
        """Return the key of the list: its platform and month."""
        return f"{self.platform}-{self.as_of}"

    @property
    def of_brief(self) -> bool:
        """Return whether it is the brief's own list."""
        return self.source == TABLE_4

    @property
    def partial(self) -> bool:
        """Return whether somebody who takes part may not be in it."""
        return self.extent == "partial"

    def codes(self, region_nuts: pd.DataFrame) -> pd.DataFrame:
        """Return the NUTS codes of its regions: those of the record, and of regions added."""
        if self.added.empty:
            return region_nuts
        added = self.added.rename(columns={"name": "nuts_label"}).assign(extent="whole")
        added["nuts_level"] = added["nuts_id"].str.len() - 2
        return pd.concat([region_nuts, added[list(region_nuts)]], ignore_index=True)

    def of(self, tables: record.Tables) -> dict[str, pd.DataFrame]:
        """Return the tables of the record as they are of this list.

        What the brief alone knows (see OF_BRIEF) is empty for another list.
        """
        if self.of_brief:
            return dict(tables)
        return (
            dict(tables)
            | {name: tables[name].head(0) for name in OF_BRIEF}
            | {
                "partnership_members": self.entries,
                "partnerships": self.partnerships,
                "regions": self.regions,
                "region_nuts": self.codes(tables["region_nuts"]),
            }
        )

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
    found = [named(path.parent.name) for path in LISTS.glob("*/datapackage.json")]
    return [*((BRIEF, str(month)) for month in sorted(months)), *sorted(found)]


def named(key: str) -> tuple[str, str]:
    """Return the platform and the month of a list, by its key.

    >>> named("s3p-agri-food-2019-01")
    ('s3p-agri-food', '2019-01')
    """
    return key[:-8], key[-7:]


def readable() -> list[MemberList]:
    """Return each list that can be read, the brief's first."""
    found = []
    for each in known():
        with suppress(Damaged):
            found.append(get(*each))
    return found


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
        entries.assign(locator=where)[[*ENTRY, "entry_id", "locator"]],
        partnerships.assign(merged_from=""),
        regions,
        regions.head(0).assign(nuts_id=""),
    )


def of_platform(platform: str, until: str = "9999-12") -> list[MemberList]:
    """Return the lists of a platform up to a month, oldest first."""
    return [get(platform, month) for month in months(platform) if month <= until]


def _in_record(platform: str, as_of: str) -> bool:
    return platform == BRIEF and as_of in set(record.read("partnership_members")["as_of"])


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
        entries.assign(entry_id="", as_of=about["as_of"], locator=locator),
        record.read("partnerships", folder).assign(name_printed="", gist=""),
        with_places(added).assign(identity="certain", alternatives=""),  # the user has said which
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
