"""Degrees to kilometres: ETRS89-LAEA (EPSG:3035), the equal-area projection of European maps."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

EQUATORIAL_RADIUS_KM = 6378.137  # GRS 80
FLATTENING = 1 / 298.257222101  # GRS 80
CENTRE_LONGITUDE, CENTRE_LATITUDE = np.radians([10.0, 52.0])
FALSE_EASTING_KM, FALSE_NORTHING_KM = 4321.0, 3210.0

Numbers = NDArray[np.float64]


def to_laea(longitude: ArrayLike, latitude: ArrayLike) -> tuple[Numbers, Numbers]:
    """Return easting and northing in kilometres of points given in degrees (EPSG:3035).

    Lambert's azimuthal equal-area projection of the GRS 80 ellipsoid (Snyder 1987, pages 187-188).
    The first example is the projection's centre, the second the test point that EPSG Guidance
    Note 7-2 prints for it: 3962799.451 m east, 2999718.853 m north.

    >>> x, y = to_laea([10, 5], [52, 50])
    >>> x.round(6).tolist()
    [4321.0, 3962.799451]
    >>> y.round(6).tolist()
    [3210.0, 2999.718853]
    """
    eccentricity = np.sqrt(FLATTENING * (2 - FLATTENING))

    def authalic(sine: ArrayLike) -> Numbers:
        scaled = eccentricity * np.asarray(sine)
        q = scaled / (1 - scaled**2) + np.arctanh(scaled)
        return np.asarray(q * (1 - eccentricity**2) / eccentricity)

    pole = authalic(1.0)
    beta = np.arcsin(authalic(np.sin(np.radians(latitude))) / pole)
    centre_sine = np.sin(CENTRE_LATITUDE)
    beta_0 = np.arcsin(authalic(centre_sine) / pole)
    radius = EQUATORIAL_RADIUS_KM * np.sqrt(pole / 2)
    stretch = (EQUATORIAL_RADIUS_KM / radius) * (
        np.cos(CENTRE_LATITUDE) / (np.sqrt(1 - (eccentricity * centre_sine) ** 2) * np.cos(beta_0))
    )
    turn = np.radians(longitude) - CENTRE_LONGITUDE
    cosine = np.sin(beta_0) * np.sin(beta) + np.cos(beta_0) * np.cos(beta) * np.cos(turn)
    scale = radius * np.sqrt(2 / (1 + cosine))
    east = scale * stretch * np.cos(beta) * np.sin(turn)
    north = (scale / stretch) * (
        np.cos(beta_0) * np.sin(beta) - np.sin(beta_0) * np.cos(beta) * np.cos(turn)
    )
    return FALSE_EASTING_KM + east, FALSE_NORTHING_KM + north
