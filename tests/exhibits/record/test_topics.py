import pandas as pd
import pytest

from s3analysis.exhibits.record import topics
from s3analysis.measures.record import themes
from s3analysis.sources import record

AREAS = pd.DataFrame(
    [
        ["a", "table-1", 1, "Textiles", 4, None, ""],
        ["b", "table-1", 2, "Tooling", 3, 2, "Vanguard"],
        ["c", "text", 1, "Textile", None, None, ""],
    ],
    columns=[
        "area_id",
        "listed_in",
        "number",
        "name_printed",
        "regions",
        "further_regions",
        "further_regions_of",
    ],
).astype({"regions": "Int64", "further_regions": "Int64"})
POINTS = pd.DataFrame(
    [["a", "issue", 2, "Second.", ""], ["a", "issue", 1, "First.", "unclear"]],
    columns=["area_id", "kind", "number", "gist", "remark"],
)
PARTNERSHIPS = pd.DataFrame({"partnership_id": ["sport"], "short_name": ["Sport"]})


def kickoff(*rows):
    frame = pd.DataFrame(rows, columns=["name_printed", "vanguard", "partnership_id"])
    return topics.kickoff_topics(
        frame.assign(number=range(len(frame)), gist="It is.", regions_printed=""), PARTNERSHIPS
    )


def test_the_area_with_most_regions_is_named_with_their_number():
    shown = topics.infoday_areas(AREAS, POINTS)
    assert shown.title == (
        "Tooling attracted the most regions (5) of 2 areas; those of initiatives are counted too"
    )
    assert shown.table["Regions"].tolist() == [4, 3]


def test_areas_with_as_many_regions_are_named_together():
    own = AREAS.assign(regions=[3, 3, None], further_regions=None)
    shown = topics.infoday_areas(own.astype({"further_regions": "Int64"}), POINTS)
    assert shown.title == "Textiles and Tooling attracted the most regions (3 each) of 2 areas"


def test_points_stand_in_printed_order_and_an_area_without_any_says_so():
    table = topics.infoday_areas(AREAS, POINTS).table
    assert table["Issues discussed"].tolist() == ["First. [unclear] Second.", "none listed"]
    assert table["Joint actions"].tolist() == ["none listed", "none listed"]
    assert table["Further regions"].tolist() == ["-", "+2 of Vanguard"]


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (
            [("A", "yes", "sport"), ("B", "unknown", "")],
            "1 of 2 topics of the kick-off became a partnership; 1 topic is marked as Vanguard",
        ),
        (
            [("A", "yes", "sport"), ("B", "yes", "sport")],
            "2 of 2 topics of the kick-off became partnerships; 2 topics are marked as Vanguard",
        ),
        (
            [("A", "no", ""), ("B", "unknown", "")],
            "0 of 2 topics of the kick-off became partnerships; no topic is marked as Vanguard",
        ),
    ],
)
def test_topics_are_counted_as_the_table_shows_them(rows, title):
    shown = kickoff(*rows)
    assert shown.title == title
    followed = shown.table["Partnership of the brief's Table 4"] != "none"
    assert title.startswith(f"{followed.sum()} of {len(shown.table)} ")


def test_a_topic_that_does_not_say_whether_it_is_vanguard_is_not_counted_as_none():
    assert kickoff(("A", "unknown", "")).table["Vanguard"].tolist() == ["not stated"]


def test_every_area_and_point_of_the_record_is_shown():
    areas, points = record.read("infoday_areas"), record.read("infoday_points")
    table = topics.infoday_areas(areas, points).table
    assert len(table) == (areas["listed_in"] == "table-1").sum()
    cells = " ".join(table["Issues discussed"] + " " + table["Joint actions"])
    assert all(gist in cells for gist in points["gist"])


def test_table_2_names_the_partnership_that_a_topic_became():
    rows = themes.followed(record.read("kickoff_topics"), record.read("themes"))
    table = topics.kickoff_topics(rows, record.read("partnerships")).table.set_index("Topic")
    became = table["Partnership of the brief's Table 4"]
    assert became["New nano-enabled products"] == "Nano-enabled products"
    assert became["Smart Engineering and Tooling"] == "none"
