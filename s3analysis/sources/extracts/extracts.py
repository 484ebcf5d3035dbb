"""Declared priorities, tidy, wherever they come from: a user's extract, or a made-up one."""

from dataclasses import dataclass, field
from functools import lru_cache

import pandas as pd

from s3analysis.paths import IMPORTED, RAW
from s3analysis.sources import record
from s3analysis.sources.extracts import synthetic, territories
from s3analysis.sources.extracts.cells import LOG
from s3analysis.sources.extracts.synthetic import Unreachable
from s3analysis.sources.imported import FIELDS

SYNTHETIC_PRIORITIES = 1301
"""The fewest that "over 1,300" allows."""
SYNTHETIC_TERRITORIES = 200
"""How many made-up declarations are spread over; how many there were is not published."""

CONSTRUCTION = (
    "**Synthetic: made up for teaching, and nothing in it is a finding.** Each territory declares "
    "one priority and the others fall at random. Categories are drawn until their shares round to "
    "the published ones, each apart from the others; where the brief gives no share, chance alone "
    "has decided."
)
"""How the synthetic extract is made, for whoever is shown one."""

PRIORITIES, LABELS = list(FIELDS["priorities"]), list(FIELDS["priority_labels"])
TABLES = ("extract", "priorities", "priority_labels", "territories", "import_log")


@dataclass(frozen=True, eq=False)
class Extract:
    """Priorities as declared.

    `priorities` has a row a priority: `priority_id`, `region_id` (a territory), `text`,
    `source_row` (its first row in the file). `labels` has a row a priority, dimension and term:
    `category`, `sub_category`. `territories` has a row a territory (sources.territories.COLUMNS).
    `log` has a row a repaired cell. `source` is the file, `digest` its SHA-256, `as_of` the month
    of its data, `database` what it is an extract of (either may be "unknown"), `recognised` how it
    was read, `notes` what whoever imports it should know.
    """

    priorities: pd.DataFrame
    labels: pd.DataFrame
    territories: pd.DataFrame
    log: pd.DataFrame
    source: str
    digest: str = ""
    as_of: str = "unknown"
    database: str = "unknown"
    recognised: str = ""
    notes: tuple[str, ...] = ()
    synthetic: bool = field(default=False)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables that an import keeps of it (see imported.FIELDS)."""
        about = {"source": self.source, "sha256": self.digest, "as_of": self.as_of}
        about |= {"database": self.database, "dimensions": str(len(dimensions(self)))}
        return {
            "priorities": self.priorities,
            "priority_labels": self.labels,
            "territories": self.territories,
            "import_log": self.log,
            "extract": pd.DataFrame([{**about, "recognised": self.recognised}]),
        }


class Damaged(ValueError):
    """The imported extract is not as the import wrote it."""

    exit_code = 5

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows in place of a traceback."""
        return [f"Damaged: {self}"]


def chosen(priorities: str, seed: int) -> Extract:
    """Return the priorities to show: imported, synthetic, or none where only shares are published.

    Raises Damaged where the imported one is not there, or not as it was written.
    """
    if priorities == "imported":
        return imported()
    if priorities == "synthetic":
        return made_up(SYNTHETIC_PRIORITIES, SYNTHETIC_TERRITORIES, seed)
    names = (PRIORITIES, LABELS, territories.COLUMNS, LOG)
    declared, filed, places, log = (pd.DataFrame(columns=each, dtype="str") for each in names)
    return Extract(declared, filed, places, log, source="")


def kept(priorities: str, seed: int) -> Extract:
    """Return the priorities to show (see `chosen`): read or made once, anew after an import."""
    return _kept(priorities, seed, _stamp(priorities))


@lru_cache(maxsize=2)
def _kept(priorities: str, seed: int, _: tuple[int, ...]) -> Extract:
    return chosen(priorities, seed)


def _stamp(priorities: str) -> tuple[int, ...]:
    """Return what differs once the files of an import have changed; nothing for the others."""
    files = sorted(IMPORTED.iterdir()) if priorities == "imported" else []
    return tuple(file.stat().st_mtime_ns for file in files)


def dimensions(extract: Extract) -> list[str]:
    """Return the ways of filing priorities of an extract, in its own order."""
    return [str(name) for name in extract.labels["dimension"].unique()]


def labels(extract: Extract, dimension: int) -> pd.DataFrame:
    """Return the labels of one dimension, the first being 1; none where there are none at all.

    Raises ValueError for one that is not there.
    """
    names = dimensions(extract)
    if names and dimension > len(names):
        told = "; ".join(f"{place} {name}" for place, name in enumerate(names, 1))
        raise ValueError(f"the extract has no dimension {dimension}; there are: {told}")
    return extract.labels.loc[extract.labels["dimension"].isin(names[dimension - 1 : dimension])]


def tables() -> dict[str, pd.DataFrame]:
    """Return the tables of the extract that was imported last, by their names.

    Raises Damaged where one is not there, or not as it was written.
    """
    try:
        return {name: record.read(name, IMPORTED) for name in TABLES}
    except (OSError, LookupError, ValueError) as fault:
        raise Damaged(
            f"the imported extract cannot be read ({fault}); import it again: "
            "s3analysis import priorities FILE --mapping data/imported/priorities/mapping.toml"
        ) from fault


def imported() -> Extract:
    """Return the extract that was imported last. Raises Damaged where it is not as written."""
    found = tables()
    try:
        about = found["extract"].iloc[0][["source", "sha256", "as_of", "database", "recognised"]]
    except LookupError as fault:
        raise Damaged(f"the imported extract lacks {fault}; import it again") from fault
    declared, filed = found["priorities"], found["priority_labels"]
    return Extract(declared, filed, found["territories"], found["import_log"], *about)


def made_up(priorities: int, places: int, seed: int) -> Extract:
    """Return a made-up extract over regions of the record and other units of NUTS 2.

    Raises synthetic.Unreachable where the published shares cannot be met at that size.
    """
    known = territories.gazetteer(
        {name: record.read(name, RAW) for name in territories.TABLES[:6]}, "2013"
    )
    codes = _spread(known.units, places)
    declaring = territories.describe(codes, known)
    shares, terms = (record.read(name, RAW) for name in ("published_shares", "taxonomy_terms"))
    return Extract(
        *synthetic.extract(shares, terms, declaring, priorities=priorities, seed=seed),
        declaring,
        pd.DataFrame(columns=LOG),
        source=f"made up: {priorities:,} priorities of {len(codes):,} territories, seed {seed}",
        synthetic=True,
    )


def _spread(units: pd.DataFrame, places: int) -> list[str]:
    """Return codes of units: the regions of the record that are one unit, then others of NUTS 2.

    No unit is added that lies in one already taken, or around it. The others are taken in steps
    over all countries.
    """
    own = sorted(units.index[units["region_id"].ne("")])
    apart = [
        code
        for code in sorted(units.index[units["nuts_level"].eq(2)])
        if not code.startswith(tuple(own)) and not any(each.startswith(code) for each in own)
    ]
    lack = max(places - len(own), 0)
    codes = own[:places] + apart[:: max(1, len(apart) // max(lack, 1))][:lack]
    if len(codes) < places:
        raise Unreachable(f"{places:,} territories are more than the {len(own) + len(apart)} known")
    return sorted(codes)
