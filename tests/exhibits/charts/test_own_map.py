"""The map of one region: itself in the colour of emphasis."""

import pandas as pd

from exhibits.charts.kept import assert_as_kept
from s3analysis.exhibits.charts import own_map, style
from s3analysis.exhibits.charts.style import to_svg
from s3analysis.sources import record

POINTS = pd.DataFrame(
    {
        "region_id": ["flanders", "norte", "skane"],
        "x": [3900.0, 2800.0, 4500.0],
        "y": [3100.0, 2200.0, 3600.0],
        "shared": [0, 1, 5],
        "label": ["Flanders", "", "Skåne"],
    }
)


def drawn(region="flanders", points=POINTS):
    return to_svg(own_map.own_map(points, region, POINTS, record.read("country_outlines")), "map")


def test_the_region_is_marked_and_named_and_others_only_where_told():
    svg = drawn()
    assert svg.count(style.EMPHASIS.lower()) == 1
    assert ">Flanders</text>" in svg
    assert ">Skåne</text>" in svg
    assert "Norte" not in svg


def test_more_partnerships_in_common_are_darker():
    one, five = own_map.shade(1, 5), own_map.shade(5, 5)
    assert five == style.ACCENT.lower()
    assert int(one[1:3], 16) > int(five[1:3], 16)


def test_maps_of_two_regions_show_the_same_part_of_europe():
    size = drawn().partition("viewBox=")[2][:40]
    assert drawn("norte", POINTS.head(2)).partition("viewBox=")[2][:40] == size


OUTLINES = pd.DataFrame(
    {
        "country_id": ["AT"] * 4,
        "ring": 0,
        "vertex": range(4),
        "x": [2500, 4800, 4800, 2500],
        "y": [2000, 2000, 4000, 3800],
    }
)


def test_maps_of_a_region_and_of_a_partnership_look_as_they_did_when_they_were_looked_at():
    assert_as_kept(own_map.own_map(POINTS, "flanders", POINTS, OUTLINES), "own-map")
    roles = POINTS.assign(role=["lead", "participant", "observer"])
    assert_as_kept(own_map.lead_map(roles, POINTS, OUTLINES), "lead-map")
