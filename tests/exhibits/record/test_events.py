import pandas as pd
import pytest

from exhibits.charts.test_maps import assert_apart
from s3analysis.exhibits.charts import figures, style
from s3analysis.exhibits.record import events as platform
from s3analysis.measures.record import events, themes
from s3analysis.sources import record

BUDGET = 200_000


@pytest.fixture(scope="module")
def claims() -> pd.DataFrame:
    return events.claims(record.read("events"), record.read("event_reports"))


@pytest.fixture(scope="module")
def milestones(claims: pd.DataFrame) -> pd.DataFrame:
    timeline = events.timeline(record.read("events"), claims, "2017-07")
    return platform.milestones(timeline, record.read("event_reports"), "2017-07")


def test_the_time_line_has_the_milestones_that_figure_5_prints(milestones: pd.DataFrame) -> None:
    drawn = milestones.loc[milestones["In Figure 5"] == "yes", "Event"]
    assert "Info-Day of the industrial platform" in set(drawn)
    assert "GROW your REGION conference" not in set(drawn)


def test_what_was_announced_is_told_from_what_was_past(milestones: pd.DataFrame) -> None:
    standing = milestones.set_index("Event")["Standing"]
    assert standing["GROW your REGION conference"] == "after July 2017"
    assert standing["Second Smart Regions Conference"] == "by July 2017"


def test_the_time_line_is_drawn_within_its_budget(milestones: pd.DataFrame) -> None:
    figure = figures.milestones(milestones.loc[milestones["Last day"] >= "2016"], "2017-07")
    assert len(style.to_svg(figure, "milestones").encode()) < BUDGET
    assert_apart(figure)


def test_a_disagreement_on_an_event_is_told_in_its_title(claims: pd.DataFrame) -> None:
    assert "dates disagree" in platform.finding(claims, "platform-launch")
    assert "300+ or 600" in platform.finding(claims, "smart-regions-2016")
    assert platform.finding(claims, "info-day").startswith("no passage disagrees")


def test_the_same_claim_in_several_passages_is_one_row(claims: pd.DataFrame) -> None:
    table = platform.event(claims, "info-day")
    places = table.loc[table["Claim"] == "Place"]
    assert places["Where"].tolist() == ["Brief: Info-Day; Interreg Europe brief: clusters"]
    assert not table.isna().any(axis=None)


def test_attendance_is_told_as_exactly_as_it_is_printed(claims: pd.DataFrame) -> None:
    table = platform.event(claims, "kick-off")
    told = table.loc[table["Claim"] == "Attendance", "As printed"].tolist()
    assert {"over 200 stakeholders", "over 60 regions", "22 Member States"} <= set(told)


def test_table_1_has_a_row_for_each_area_and_every_point_once() -> None:
    areas, points = record.read("infoday_areas"), record.read("infoday_points")
    table = platform.areas(areas, points)
    assert len(table) == (areas["listed_in"] == "table-1").sum()
    cells = " ".join(table["Issues discussed"] + " " + table["Joint actions"])
    assert all(gist in cells for gist in points["gist"])


def test_what_one_list_of_the_info_day_lacks_is_called_lacking() -> None:
    table = platform.lists(themes.two_lists(record.read("infoday_areas")))
    lacking = (table["In Table 1"] == "lacking") | (table["In the list of the text"] == "lacking")
    assert (table.loc[lacking, "Found in"] != "both").all()
    assert (table.loc[~lacking, "Found in"] == "both").all()


def test_table_2_names_the_partnership_that_a_topic_became() -> None:
    table = platform.topics(
        record.read("kickoff_topics"), record.read("themes"), record.read("partnerships")
    ).set_index("Topic")
    assert table.loc["New nano-enabled products", "Partnership of Table 4"] == (
        "Nano-enabled products"
    )
    assert table.loc["Smart Engineering and Tooling", "Partnership of Table 4"] == "none"


def test_the_committee_has_the_two_numbered_tasks_of_the_brief() -> None:
    table = platform.governance(record.read("statements"))
    assert (table["What"] == "Task").sum() == 2
    assert table["What"].tolist()[0] == "Composition"


def test_amounts_stand_as_printed_with_the_largest_first() -> None:
    table = platform.funding(record.read("funding"))
    assert table["As printed"].iloc[0] == "over EUR 450 billion"
    assert "2017" in set(table["Years"])
    assert "until 2020" in set(table["Years"])
    assert not table.isna().any(axis=None)


def test_every_link_and_instrument_shows_the_passage_it_rests_on() -> None:
    statements = record.read("statements")
    for table in (
        platform.links(record.read("platform_links"), statements),
        platform.instruments(record.read("instruments"), statements),
    ):
        assert len(table) > 0
        assert not table.isna().any(axis=None)
        assert (table["Passage"] != "").all()


def test_links_stand_in_their_order_whatever_the_order_of_the_rows() -> None:
    links, statements = record.read("platform_links"), record.read("statements")
    backwards = platform.links(links.iloc[::-1], statements)
    assert backwards.equals(platform.links(links, statements))


def test_figures_3_and_4_are_drawn_with_no_text_on_another() -> None:
    statements = record.read("statements")
    assert_apart(figures.links(platform.links(record.read("platform_links"), statements)))
    assert_apart(figures.instruments(platform.instruments(record.read("instruments"), statements)))
