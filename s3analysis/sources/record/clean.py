"""From the record as printed to the record as read, with a log that can be undone.

What we do not follow in print is one row of the log: table, row, field, as printed, as read, the
rule, the reason and the passage. `apply` writes the log into the printed tables, `undo` takes it
out again; nothing else changes a printed cell.
"""

import pandas as pd

from s3analysis.sources.geography.projection import to_laea
from s3analysis.sources.record import Tables

LOG = ["table", "row", "field", "as_printed", "as_read", "rule", "reason"]
LOCATOR = ["document_id", "section", "quote"]

WORKING = {"fingerprints", "nuts_codes", "print_errors", "statistical_regions", "unit_names"}
"""Tables that serve the cleaning and the checks, and have no tidy counterpart."""

KEYS = {"region_printed": "region_id", "country_printed": "country_id"}
"""Printed columns of the member lists, and the keys that take their place once they are read."""


def corrections(raw: Tables) -> pd.DataFrame:
    """Return the log: a row is one printed cell that is read otherwise, with the reason."""
    entries = raw["partnership_members"]
    names = raw["region_names"].merge(
        raw["regions"][["region_id", "name"]], on="region_id", validate="many_to_one"
    )
    read_otherwise = entries[["entry_id", "region_printed"]].merge(
        names.loc[names["name_printed"] != names["name"]],
        left_on="region_printed",
        right_on="name_printed",
        validate="many_to_one",
    )
    ours = {"entry_id": "row", "name_printed": "as_printed", "name": "as_read"}
    spelled = read_otherwise.rename(columns={**ours, "kind": "rule", "remark": "reason"})
    spelled = spelled.assign(table="partnership_members", field="region_printed")
    passages = entries.set_index("entry_id")[LOCATOR]
    return (
        pd.concat([raw["print_errors"][LOG], spelled[LOG]])
        .join(passages, on="row", validate="many_to_one")
        .sort_values(["table", "row", "field"], ignore_index=True)
    )


def apply(entries: pd.DataFrame, log: pd.DataFrame) -> pd.DataFrame:
    """Return printed entries with each logged cell as it is read."""
    return _write(entries, log, "as_read")


def undo(entries: pd.DataFrame, log: pd.DataFrame) -> pd.DataFrame:
    """Return entries with each logged cell as it was printed."""
    return _write(entries, log, "as_printed")


def _write(entries: pd.DataFrame, log: pd.DataFrame, column: str) -> pd.DataFrame:
    cells = entries.set_index("entry_id")
    for field, rows in log.groupby("field"):
        cells.loc[rows["row"], str(field)] = rows[column].to_numpy()
    return cells.reset_index()[entries.columns]


def to_keys(entries: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Return entries as read, with region_id and country_id for the names and codes."""
    ids = regions.set_index("name")["region_id"]
    return entries.assign(region_printed=entries["region_printed"].map(ids)).rename(columns=KEYS)


def to_names(members: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Return tidy members with the names and codes again: what `to_keys` did, undone."""
    names = regions.set_index("region_id")["name"]
    printed = {key: column for column, key in KEYS.items()}
    return members.assign(region_id=members["region_id"].map(names)).rename(columns=printed)


def tidy(raw: Tables, keys: dict[str, list[str]]) -> dict[str, pd.DataFrame]:
    """Return the tidy tables, sorted by their primary keys (given by table name)."""
    log = corrections(raw)
    regions = raw["regions"]
    x, y = to_laea(regions["longitude"], regions["latitude"])
    tables = {name: table for name, table in raw.items() if name not in WORKING} | {
        "corrections": log,
        "partnership_members": to_keys(apply(raw["partnership_members"], log), regions),
        "regions": regions.assign(x=x.round().astype("Int64"), y=y.round().astype("Int64")),
    }
    return {
        name: table.sort_values(keys[name], ignore_index=True) for name, table in tables.items()
    }
