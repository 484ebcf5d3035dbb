import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex, to_rgb
from matplotlib.text import Text

from exhibits.charts.kept import assert_as_kept
from exhibits.charts.test_maps import assert_apart, texts
from s3analysis.exhibits.charts import style, tiles


def some() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["Lapland", "Auvergne-Rhône-Alpes", "Campania", "Norte"],
            "country": ["Finland", "France", "Italy", "Portugal"],
            "tile_label": ["Lapland", "Auvergne-Rhône-Alpes", "Campania", "East Nether-lands"],
            "tile_column": [11, 4, 8, 0],
            "tile_row": [0, 11, 13, 13],
            "memberships": [1, 4, 7, 12],
            "leads": [1, 0, 0, 2],
        }
    )


def test_a_tile_prints_its_name_its_value_and_its_leads() -> None:
    shown = texts(tiles.tiles(some()))
    for expected in ("Lapland", "Auvergne-", "Rhône-", "Alpes", "12", "★2", "★1"):
        assert expected in shown
    assert "★0" not in shown


def test_north_is_up_and_west_is_left() -> None:
    (ax,) = tiles.tiles(some()).axes
    places = {text.get_text(): text.get_window_extent() for text in ax.texts}
    assert places["Lapland"].y0 > places["Campania"].y0
    assert places["East"].x0 < places["Campania"].x0


def test_the_text_of_a_tile_takes_the_colour_that_can_be_read_on_it() -> None:
    (ax,) = tiles.tiles(some()).axes
    for tile in ax.patches:
        inside = [text for text in ax.texts if tile.get_window_extent().contains(*_middle_of(text))]
        assert len(inside) >= 2
        expected = style.readable_on(to_hex(tile.get_facecolor()))
        assert {text.get_color() for text in inside} == {expected}


def _middle_of(text: Text) -> tuple[float, float]:
    box = text.get_window_extent()
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


def test_more_memberships_are_darker() -> None:
    lightness = [sum(to_rgb(tiles.SHADES(value))) for value in np.linspace(0, 1, 11)]
    assert lightness == sorted(lightness, reverse=True)


def test_the_texts_of_the_tiles_lie_apart_and_inside_the_figure() -> None:
    crowded = some().assign(tile_column=[11, 1, 2, 0], tile_row=[0, 13, 13, 13])
    assert_apart(tiles.tiles(crowded))


def test_a_member_state_without_a_region_is_a_frame_and_a_newer_one_has_a_bar() -> None:
    absent = some().assign(memberships=[0, 4, 7, 12], newer=[True, False, False, True])
    figure = tiles.tiles(absent)
    faces = [to_hex(patch.get_facecolor()).upper() for patch in figure.axes[0].patches]
    assert faces.count(style.PAPER) == 1
    assert faces.count(style.EMPHASIS) == 2
    assert " ".join(tiles.KEY_OF_STATES) in texts(figure)
    assert " ".join(tiles.KEY_OF_STATES) not in texts(tiles.tiles(some()))


def test_two_regions_on_one_tile_are_named() -> None:
    with pytest.raises(ValueError, match="Campania, Norte"):
        tiles.tiles(some().assign(tile_column=[11, 4, 0, 0], tile_row=[0, 11, 13, 13]))


def test_the_same_tiles_twice_give_the_same_bytes() -> None:
    one, other = (style.to_svg(tiles.tiles(some()), "tiles") for _ in range(2))
    assert one == other


def test_a_narrow_drawing_lists_member_states_and_those_without_a_region_last() -> None:
    listed = some().assign(memberships=[0, 4, 7, 12], newer=False)
    shown = texts(tiles.tiles(listed, width=style.NARROW))
    assert [words for words in shown if words in set(listed["country"])] == [
        "Portugal",
        "Italy",
        "France",
        "Finland",
    ]
    assert {"12★", "7", "4", "0★"} <= set(shown)
    assert_apart(tiles.tiles(listed, width=style.NARROW))


@pytest.mark.parametrize("width", [style.TEXT_WIDTH, style.NARROW])
def test_tiles_look_as_they_did_when_they_were_looked_at(width: float) -> None:
    more = some().assign(
        name=["Uusimaa", "Algarve", "Madeira", "Azores"],
        country=["Finland", "Portugal", "Portugal", "Portugal"],
        tile_column=[9, 1, 2, 3],
        memberships=[0, 4, 4, 6],
        leads=[0, 1, 0, 0],
    )
    both = pd.concat([some(), more]).assign(newer=[False, False, True, False] * 2)
    assert_as_kept(tiles.tiles(both, width=width), f"tiles-{width:.0f}")
