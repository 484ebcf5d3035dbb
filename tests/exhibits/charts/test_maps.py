import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from exhibits.charts.kept import assert_as_kept
from s3analysis.exhibits.charts import maps, style
from s3analysis.sources import record

USE, PATH = f"{{{style.SVG}}}use", f"{{{style.SVG}}}path"
HREF = f"{{{style.XLINK}}}href"

SQUARE = pd.DataFrame(
    {
        "country_id": ["AT"] * 4 + ["BE"] * 3,
        "ring": [0] * 7,
        "vertex": [0, 1, 2, 3, 0, 1, 2],
        "x": [1000, 3000, 3000, 1000, 1000, 1400, 1000],
        "y": [2000, 2000, 5000, 5000, 2000, 2000, 2300],
    }
)


def members(partnerships: int = 1) -> pd.DataFrame:
    return pd.concat(
        pd.DataFrame(
            {
                "partnership_id": f"p{number}",
                "region_id": ["basque-country", "lombardy", "varmland", "lodzkie"],
                "role": ["lead", "participant", "observer", "interested"],
                "x": [3000.0, 2000.0, 1500.0, 1600.0],
                "y": [5000.0, 3000.0, 4000.0, 4500.0],
            }
        )
        for number in range(partnerships)
    )


TITLES = pd.Series({f"p{number}": f"Partnership {number}" for number in range(11)})
NAMES = pd.Series(
    {
        "basque-country": "Basque Country",
        "lombardy": "Lombardy",
        "varmland": "Värmland",
        "lodzkie": "Łódzkie",
    }
)


def drawn(points: pd.DataFrame, outlines: pd.DataFrame = SQUARE) -> Figure:
    return maps.small_multiples(points, TITLES, NAMES, outlines)


def texts(figure: Figure) -> list[str]:
    svg = ElementTree.fromstring(style.to_svg(figure, "map"))
    return [element.text or "" for element in svg.iter(f"{{{style.SVG}}}text")]


def land_paths(svg: str) -> dict[str, ElementTree.Element]:
    """Return the paths by their id that are as wide as a whole map."""
    paths = ElementTree.fromstring(svg).iter(PATH)
    return {
        path.attrib["id"]: path
        for path in paths
        if "id" in path.attrib and np.ptp(numbers(path.attrib["d"])[:, 0]) > 100
    }


def numbers(d: str) -> np.ndarray:
    return np.array(re.findall(r"-?[\d.]+", d), float).reshape(-1, 2)


@pytest.fixture(scope="module")
def nine() -> str:
    return style.to_svg(drawn(members(9), record.read("country_outlines")), "nine")


def test_the_land_is_written_once_and_used_in_every_panel(nine: str) -> None:
    (land,) = land_paths(nine)
    uses = [use for use in ElementTree.fromstring(nine).iter(USE) if use.get(HREF) == f"#{land}"]
    assert len(uses) == 9


def test_nine_maps_stay_under_two_hundred_kilobytes(nine: str) -> None:
    assert len(nine.encode()) < 200_000


def test_the_same_maps_twice_give_the_same_bytes(nine: str) -> None:
    again = style.to_svg(drawn(members(9), record.read("country_outlines")), "nine")
    assert again == nine


def test_a_mark_on_a_vertex_of_the_land_stands_on_it() -> None:
    svg = style.to_svg(drawn(members()), "one")
    ((land, path),) = land_paths(svg).items()
    uses = list(ElementTree.fromstring(svg).iter(USE))
    place = {
        use.get(HREF): np.array([float(use.attrib["x"]), float(use.attrib["y"])]) for use in uses
    }
    lead = next(use for use in uses if use.get("fill") == style.EMPHASIS.lower())
    upper_right = numbers(path.attrib["d"]) + place[f"#{land}"]
    nearest = np.abs(upper_right - [float(lead.attrib["x"]), float(lead.attrib["y"])]).max(axis=1)
    assert nearest.min() < 0.05


def test_the_land_covers_its_panel_and_the_map_ends_near_the_marks() -> None:
    figure = drawn(members())
    (path,) = land_paths(style.to_svg(figure, "one")).values()
    (ax,) = figure.axes
    assert (np.ptp(numbers(path.attrib["d"]), axis=0) > ax.get_position().size).all()
    west, east = ax.get_xlim()
    assert (west, east) == (1500 - maps.MARGIN, 3000)  # the land ends at 3000


def test_marks_that_would_cover_each_other_are_moved_apart() -> None:
    together = members().assign(x=2000.0, y=3000.0)
    (ax,) = drawn(together).axes
    marks = [line for line in ax.lines if line.get_marker() in {"o", "s", "D"}]
    places = {(*line.get_xdata(), *line.get_ydata()) for line in marks}
    assert len(places) == len(together)


def test_role_is_told_by_shape_or_filling_not_by_colour_alone() -> None:
    looks = {(mark["marker"], mark["color"] == style.PAPER) for mark in maps.MARKS.values()}
    assert len(looks) == len(maps.MARKS)


def test_leads_are_drawn_last() -> None:
    assert list(maps.MARKS)[-1] == "lead"


def test_the_key_names_each_role_that_is_shown_once() -> None:
    shown = texts(drawn(members(4)))
    assert [shown.count(label) for label in maps.ROLE_LABELS.values()] == [1, 1, 1, 1]
    leads_alone = members().query("role == 'lead'")
    assert "observes" not in texts(drawn(leads_alone))


def test_panels_stand_in_the_order_given_and_name_their_leads() -> None:
    shown = texts(drawn(members(4).iloc[::-1]))
    titles = [text for text in shown if text.startswith("Partnership")]
    assert titles == [f"Partnership {number}" for number in (3, 2, 1, 0)]
    assert shown.count("Led by Basque Country") == 4


@pytest.mark.parametrize("count", [1, 2, 4, 5, 9, 11])
def test_there_is_a_panel_for_each_partnership_within_the_text_width(count: int) -> None:
    figure = drawn(members(count))
    assert len(figure.axes) == count
    assert figure.get_figwidth() * 25.4 <= style.TEXT_WIDTH + 1e-9


def test_a_region_without_a_place_on_the_map_is_named_and_not_drawn() -> None:
    points = members().assign(x=[3000, 2000, None, -900])
    figure = drawn(points)
    assert "Not on the map: Värmland, Łódzkie" in texts(figure)
    marks = [line for line in figure.axes[0].lines if line.get_marker() in {"o", "s", "D"}]
    assert sum(len(line.get_xdata()) for line in marks) == 2


@pytest.mark.parametrize("width", [style.TEXT_WIDTH, style.NARROW])
def test_no_text_of_the_maps_lies_on_another_or_is_cut(width: float) -> None:
    assert_apart(maps.small_multiples(members(9), TITLES, NAMES, SQUARE, width=width))


def assert_apart(figure: Figure) -> None:
    """Assert that no text of a figure lies on another text or leaves the figure."""
    figure.draw_without_rendering()
    drawn = [*figure.texts, *(text for ax in figure.axes for text in ax.texts)]
    boxes = [(text.get_text(), text.get_window_extent()) for text in drawn]
    for place, (name, box) in enumerate(boxes):
        assert figure.bbox.x0 - 1 <= box.x0, name
        assert box.x1 <= figure.bbox.x1 + 1, name
        assert figure.bbox.y0 - 1 <= box.y0, name
        assert box.y1 <= figure.bbox.y1 + 1, name
        for other, another in boxes[place + 1 :]:
            overlap_x = min(box.x1, another.x1) - max(box.x0, another.x0)
            overlap_y = min(box.y1, another.y1) - max(box.y0, another.y0)
            # Boxes hold room for the tails of letters: a point of it may be shared.
            assert overlap_x <= 0 or overlap_y <= 0.25 * box.height, (name, other)


@pytest.mark.parametrize("width", [style.TEXT_WIDTH, style.NARROW])
def test_maps_look_as_they_did_when_they_were_looked_at(width: float) -> None:
    points = members(2).assign(x=[3000, 2000, 1500, None, 2000, 2000, 2100, 1600])
    figure = maps.small_multiples(points, TITLES, NAMES, SQUARE, width=width)
    assert_as_kept(figure, f"maps-{width:.0f}")


POINTS = pd.DataFrame(
    {
        "region_id": ["flanders", "norte", "skane"],
        "x": [3900.0, 2800.0, 4500.0],
        "y": [3100.0, 2200.0, 3600.0],
        "shared": [0, 1, 5],
        "label": ["Flanders", "", "Skåne"],
    }
)


def of_one(region="flanders", points=POINTS):
    return style.to_svg(
        maps.own_map(points, region, POINTS, record.read("country_outlines")), "map"
    )


def test_the_region_is_marked_and_named_and_others_only_where_asked():
    svg = of_one()
    assert svg.count(style.EMPHASIS.lower()) == 1
    assert ">Flanders</text>" in svg
    assert ">Skåne</text>" in svg
    assert "Norte" not in svg


def test_more_partnerships_in_common_are_darker():
    one, five = maps.shade(1, 5), maps.shade(5, 5)
    assert five == style.ACCENT.lower()
    assert int(one[1:3], 16) > int(five[1:3], 16)


def test_maps_of_two_regions_show_the_same_part_of_europe():
    size = of_one().partition("viewBox=")[2][:40]
    assert of_one("norte", POINTS.head(2)).partition("viewBox=")[2][:40] == size


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
    assert_as_kept(maps.own_map(POINTS, "flanders", POINTS, OUTLINES), "own-map")
    roles = POINTS.assign(role=["lead", "participant", "observer"])
    assert_as_kept(maps.lead_map(roles, POINTS, OUTLINES), "lead-map")
