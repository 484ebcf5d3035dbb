"""The figures of the report: each draws the table of the same name in `tables`."""

import pandas as pd
from matplotlib.figure import Figure

from s3analysis.exhibits import maps
from s3analysis.vocabulary import ROLE_WORDS

ROLES = {words: role for role, words in ROLE_WORDS.items()}


def places(table: pd.DataFrame, outlines: pd.DataFrame) -> Figure:
    """Draw Figure 6 of the brief: one small map a partnership (see tables.places)."""
    points = table.rename(
        columns={"Partnership": "partnership", "Region": "region", "East": "x", "North": "y"}
    )
    return maps.small_multiples(points.assign(role=points["Role"].map(ROLES)), outlines)


def regions(table: pd.DataFrame) -> Figure:
    """Draw one tile a region: its memberships, and how many it leads (see tables.regions)."""
    tiles = table.rename(
        columns={
            "Region": "region",
            "Tile": "short",
            "Tile column": "column",
            "Tile row": "row",
            "Memberships": "value",
            "Of these as lead": "leads",
        }
    )
    return maps.tile_grid(tiles)
