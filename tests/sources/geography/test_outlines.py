from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.path import Path

from s3analysis.paths import RAW
from s3analysis.sources import record
from s3analysis.sources.geography.projection import to_laea

MEMBER_STATES = (
    "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK UK"
)
# Surface in square kilometres without the islands that are left out (Eurostat, 2016).
SURFACE = {"CZ": 78_871, "DE": 357_569, "FI": 338_430, "HU": 93_013, "IE": 69_947, "PL": 312_679}
# A town inside each, degrees east and north.
TOWNS = {
    "DE": (13.40, 52.52),
    "ES": (-3.70, 40.42),
    "FI": (25.69, 66.50),
    "PL": (21.01, 52.23),
    "RO": (26.10, 44.43),
    "SI": (14.51, 46.05),
}


@pytest.fixture(scope="module")
def outlines() -> pd.DataFrame:
    return record.read("country_outlines", RAW)


def ring_area(ring: pd.DataFrame) -> float:
    x, y = ring["x"].to_numpy(), ring["y"].to_numpy()
    return abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def inside(outlines: pd.DataFrame, country_id: str, longitude: float, latitude: float) -> bool:
    mainland = outlines.query("country_id == @country_id and ring == 0")
    return Path(mainland[["x", "y"]].to_numpy()).contains_point(to_laea(longitude, latitude))


def test_the_projection_gives_the_test_point_of_epsg_guidance_note_7_2() -> None:
    assert np.allclose(to_laea(5, 50), (3962.799451, 2999.718853), atol=1e-6)


def test_every_member_state_of_2017_is_drawn(outlines: pd.DataFrame) -> None:
    assert set(MEMBER_STATES.split()) <= set(outlines["country_id"])


def test_the_vertices_of_a_ring_are_numbered_without_a_gap(outlines: pd.DataFrame) -> None:
    expected = outlines.groupby(["country_id", "ring"]).cumcount()
    assert outlines["vertex"].tolist() == expected.tolist()


def test_a_ring_is_a_polygon_that_does_not_repeat_its_first_vertex(outlines: pd.DataFrame) -> None:
    for ring_id, ring in outlines.groupby(["country_id", "ring"]):
        assert len(ring) >= 3, ring_id
        assert ring_area(ring) > 0, ring_id
        assert not ring.duplicated(["x", "y"]).any(), ring_id


def test_rings_are_numbered_from_the_largest(outlines: pd.DataFrame) -> None:
    for country_id, country in outlines.groupby("country_id"):
        areas = [ring_area(ring) for _, ring in country.groupby("ring")]
        # Rounding to 1 km may swap two islets of nearly the same size, no more.
        assert all(after <= before * 1.05 for before, after in pairwise(areas)), country_id


@pytest.mark.parametrize("country_id", SURFACE)
def test_a_country_keeps_its_surface_within_three_percent(
    outlines: pd.DataFrame, country_id: str
) -> None:
    country = outlines[outlines["country_id"] == country_id]
    area = sum(ring_area(ring) for _, ring in country.groupby("ring"))
    assert area == pytest.approx(SURFACE[country_id], rel=0.03)


@pytest.mark.parametrize("country_id", TOWNS)
def test_a_town_lies_inside_its_country(outlines: pd.DataFrame, country_id: str) -> None:
    assert inside(outlines, country_id, *TOWNS[country_id])


def test_crimea_is_drawn_in_ukraine_as_the_module_says(outlines: pd.DataFrame) -> None:
    assert inside(outlines, "UA", 34.10, 44.95)


@pytest.mark.parametrize("pair", [("DE", "PL"), ("ES", "PT"), ("FI", "SE"), ("BG", "RO")])
def test_neighbours_share_the_vertices_of_their_border(
    outlines: pd.DataFrame, pair: tuple[str, str]
) -> None:
    one, other = (outlines[outlines["country_id"] == country_id] for country_id in pair)
    assert len(one.merge(other, on=["x", "y"])) >= 5


def test_no_vertex_lies_outside_the_frame(outlines: pd.DataFrame) -> None:
    west, south, east, north = 2610, 1390, 6550, 5440  # kilometres, as in data/make/outlines.py
    assert outlines["x"].between(west, east).all()
    assert outlines["y"].between(south, north).all()


def test_the_file_stays_small(outlines: pd.DataFrame) -> None:
    assert len(outlines) < 2_500
    assert (RAW / "country_outlines.csv").stat().st_size < 60_000


def test_a_vertex_that_moves_by_a_kilometre_is_noticed(outlines: pd.DataFrame) -> None:
    land = sum(ring_area(ring) for _, ring in outlines.groupby(["country_id", "ring"]))
    assert land == 8_829_278.5
