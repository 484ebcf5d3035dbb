"""The place of each region in the network, compared with chance (null_model.positions)."""

import pandas as pd

from s3analysis.exhibits import words
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.numbers import NONE
from s3analysis.exhibits.partnerships.network import (
    AMONG_WORDS,
    CORRECTED,
    MOST,
    chances,
    note,
)
from s3analysis.exhibits.words import Drawn
from s3analysis.vocabulary import amount, and_join

POSITIONS = {
    "degree": ("Regions met", 0),
    "strength": ("Meetings", 0),
    "betweenness": ("Betweenness", 3),
    "core": ("k-core", 0),
}


EXPECTED = "expected by chance"


DIGITS = {f"{label}, {EXPECTED}": max(digits, 1) for label, digits in POSITIONS.values()} | {
    label: digits for label, digits in POSITIONS.values() if digits
}
"""The decimals of `positions`."""


def unusual_places(
    places: pd.DataFrame,
    members: pd.DataFrame,
    partnerships: pd.DataFrame,
    regions: pd.DataFrame,
    run: Drawn,
) -> Exhibit:
    """Return the places of regions that chance does not give (null_model.positions).

    A row is one region and measure: all that stand out (`beside`, by q over all regions and all
    measures), and at least the MOST that are least likely by chance.
    """
    unlike = int(places["beside"].isin(["more", "fewer"]).sum())
    stand = "stands" if unlike == 1 else "stand" if unlike else "can be shown to stand"
    title = f"{unlike or 'None'} of {len(places)} measures of a region's place {stand} out"
    first = places.dropna(subset="p").sort_values(["q", "p", "region_id"], kind="stable")
    return Exhibit(
        key="unusual-places",
        title=f"{title} from chance",
        subtitle="The places of regions that are least likely by chance, and their partnerships",
        table=_unusual_table(first.head(max(MOST, unlike)), members, partnerships, regions),
        source=words.TABLE_4,
        note=note(run, f"q is over all {len(places)} measures. {CORRECTED}"),
    )


def _unusual_table(
    rows: pd.DataFrame,
    members: pd.DataFrame,
    partnerships: pd.DataFrame,
    regions: pd.DataFrame,
) -> pd.DataFrame:
    short = words.short_names(partnerships)
    held = [members.loc[members["region_id"] == one, "partnership_id"] for one in rows["region_id"]]
    table = pd.DataFrame(
        {
            "Region": rows["region_id"].map(regions.set_index("region_id")["name"]).to_numpy(),
            "What": [POSITIONS[measure][0] for measure in rows["measure"]],
            **chances(rows, [POSITIONS[measure][1] for measure in rows["measure"]]),
            "In": [and_join(short[short.index.isin(ids)].tolist()) for ids in held],
        }
    )
    nobody = [["none", *[NONE] * (len(table.columns) - 1)]]
    return pd.DataFrame(nobody, columns=table.columns) if rows.empty else table


def positions(
    places: pd.DataFrame, by_region: pd.DataFrame, regions: pd.DataFrame, run: Drawn
) -> Exhibit:
    """Return where each region stands, observed and by chance: a row is one region.

    `places` is what null_model.positions returns and `by_region` what membership.by_region does,
    whose order is kept. What stands out comes before the numbers: a page may show only the first.
    """
    count = amount(len(by_region), "region")
    return Exhibit(
        key="positions",
        title=f"{count} compared with what the number of memberships alone would give",
        subtitle="Regions met, meetings, betweenness and k-core of each region, and the mean of "
        "the draws",
        table=_positions_table(places, by_region, regions),
        source=words.TABLE_4,
        note=note(run, "Compared with chance: what lies above or below it by q."),
        digits=DIGITS,
    )


def _positions_table(
    places: pd.DataFrame, by_region: pd.DataFrame, regions: pd.DataFrame
) -> pd.DataFrame:
    ids = by_region["region_id"]
    unlike = places.loc[places["beside"].isin(["more", "fewer"])]
    labels = unlike["measure"].map(lambda measure: POSITIONS[measure][0])
    sides = labels + " " + unlike["beside"].map(AMONG_WORDS)
    by_id = sides.groupby(unlike["region_id"]).agg("; ".join)
    table = pd.DataFrame(
        {
            "Region": ids.map(regions.set_index("region_id")["name"]),
            "Country": by_region["country_id"],
            "Memberships": by_region["memberships"],
            "Compared with chance": [by_id.get(region, NONE) for region in ids],
        }
    )
    for measure, (label, digits) in POSITIONS.items():
        of_one = places.loc[places["measure"] == measure].set_index("region_id").loc[ids]
        table[label] = of_one["observed"].to_numpy(dtype="float64" if digits else "int64")
        table[f"{label}, {EXPECTED}"] = of_one["expected"].to_numpy(dtype="float64")
    return table
