"""A place on the map, and a free tile, for a region of which no point is known."""

import numpy as np
import pandas as pd

STATES = {
    "BG": (10, 11, "Bulgaria"),
    "CY": (10, 14, "Cyprus"),
    "EE": (10, 4, "Estonia"),
    "EL": (10, 13, "Greece"),
    "HR": (8, 11, "Croatia"),
    "HU": (9, 10, "Hungary"),
    "IE": (1, 6, "Ireland"),
    "LT": (10, 6, "Lithuania"),
    "LU": (5, 9, "Luxem-bourg"),
    "LV": (10, 5, "Latvia"),
    "MT": (8, 14, "Malta"),
    "SK": (9, 9, "Slovakia"),
}
"""Column, row and label of the tile of a Member State that is not in the table of regions."""
PLACED = "the middle of its country: no point is known"


def placed(added: pd.DataFrame, regions: pd.DataFrame, outlines: pd.DataFrame) -> pd.DataFrame:
    """Return regions with the middle of their country (x, y in km) and the free tile nearest it.

    A row of `added` is a region: region_id, name, country_id. Latitude and longitude stay missing.
    """
    known = regions[["x", "y"]].astype("float64").assign(one=1.0).to_numpy()
    grid = regions[["tile_column", "tile_row"]].astype("float64").to_numpy()
    to_grid, *_ = np.linalg.lstsq(known, grid, rcond=None)
    middles = pd.concat([outlines, regions])[["country_id", "x", "y"]].astype({"x": float})
    middles = middles.groupby("country_id")[["x", "y"]].median().astype("float64")
    taken = {(int(column), int(row)) for column, row in grid}
    taken |= {(column, row) for column, row, _ in STATES.values()}
    span = [(c, r) for c in range(-6, 26) for r in range(-4, 28)]
    found, centres = [], []
    for country in added["country_id"]:
        centre = middles.loc[country] if country in middles.index else middles.mean()
        centres.append((float(centre["x"]), float(centre["y"])))
        column, row = np.array([*centres[-1], 1.0]) @ to_grid
        free = [tile for tile in span if tile not in taken]
        best = min(free, key=lambda t: ((t[0] - column) ** 2 + (t[1] - row) ** 2, t))
        taken.add(best)
        found.append(best)
    tiles = np.array(found, dtype=int).reshape(-1, 2)
    return added.assign(
        tile_column=tiles[:, 0],
        tile_row=tiles[:, 1],
        tile_label=added["name"],
        x=np.array([x for x, _ in centres]).round().astype(int),
        y=np.array([y for _, y in centres]).round().astype(int),
        point_source=PLACED,
    )
