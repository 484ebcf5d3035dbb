"""How the brief prints one region in its Table 4, beside how it is read."""

from dataclasses import dataclass

import pandas as pd

from s3analysis.sources.record import clean


@dataclass(frozen=True)
class Printed:
    """How Table 4 of the brief prints a region.

    `entries` are its rows of partnership_members as read, `names` the same as printed (see
    clean.undo), `corrections` the rows of the log that changed them.
    """

    entries: pd.DataFrame
    names: pd.DataFrame
    corrections: pd.DataFrame


def of_region(
    entries: pd.DataFrame, log: pd.DataFrame, regions: pd.DataFrame, as_of: str, region_id: str
) -> Printed:
    """Return how the member list of a month prints a region; `log` is the corrections log."""
    own = entries.loc[(entries["as_of"] == as_of) & (entries["region_id"] == region_id)]
    names = clean.undo(clean.to_names(entries, regions), log)
    return Printed(
        entries=own,
        names=names.loc[names["entry_id"].isin(own["entry_id"])],
        corrections=log.loc[log["row"].isin(own["entry_id"])].reset_index(drop=True),
    )
