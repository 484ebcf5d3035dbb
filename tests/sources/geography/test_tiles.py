import pandas as pd

from s3analysis.sources import record
from s3analysis.sources.geography import tiles

REGIONS, OUTLINES = record.read("regions"), record.read("country_outlines")


def test_each_new_region_stands_in_its_country_on_a_tile_that_nobody_has():
    added = pd.DataFrame({"region_id": ["a", "b"], "name": ["A", "B"], "country_id": ["DE", "DE"]})
    placed = tiles.placed(added, REGIONS, OUTLINES)
    both = pd.concat([REGIONS, placed])[["tile_column", "tile_row"]]
    assert not both.duplicated().any()
    germany = OUTLINES[OUTLINES["country_id"].eq("DE")]
    for axis in ("x", "y"):
        assert placed[axis].between(germany[axis].min(), germany[axis].max()).all()
    assert set(placed["point_source"]) == {tiles.PLACED}
