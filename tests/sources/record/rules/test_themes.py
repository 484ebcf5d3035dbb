"""What the rules between the tables on themes, events and statements tell of one wrong cell."""

import pandas as pd
import pytest

from s3analysis.sources.record.rules import of
from s3analysis.sources.record.rules import themes as rules
from s3analysis.sources.record.rules.themes import (
    MILESTONES,
    STATUSES,
    areas_and_names_agree,
    areas_count_their_regions,
    areas_have_their_key,
    events_end_after_they_start,
    further_regions_have_their_initiative,
    qualified_has_come_the_whole_way,
    sections_are_covered_or_named,
    table_3_is_whole,
    themes_are_discussed_until_last_named,
    unknown_has_no_evidence,
    what_is_reached_stays,
)

LOCATOR = ["document_id", "section", "quote"]


def told(found):
    """What is told: table, line of the file and field of each violation."""
    return list(zip(found["table"], found["row"], found["field"], strict=True))


def statuses(**values):
    """The row of one theme in one status, given as {month: value}, all with their evidence."""
    rows = [
        ("photonics", milestone, status, value)
        for status, cells in values.items()
        for milestone, value in cells.items()
    ]
    return pd.DataFrame(rows, columns=["theme_id", "milestone", "status", "value"])


def events(*dates):
    return {"events": pd.DataFrame(dates, columns=["starts", "ends"])}


@pytest.mark.parametrize("rule", of(rules), ids=lambda rule: rule.__name__)
def test_the_record_of_the_project_keeps_the_rule(rule, raw):
    assert rule(raw).empty, rule(raw).to_string()


@pytest.mark.parametrize(
    ("field", "cell"),
    [("evidence", "deduced"), ("reason", "Guessed."), ("quote", "three words more")],
)
def test_an_unknown_status_with_evidence_is_named(raw, field, cell):
    status = raw["theme_status"]
    row = status.index[status["value"] == "unknown"][0]
    status.loc[row, field] = cell
    assert told(unknown_has_no_evidence(raw)) == [("theme_status", row + 2, field)]


@pytest.mark.parametrize("field", ["reason", "document_id", "section", "quote"])
def test_a_known_status_without_its_reason_or_locator_is_named(raw, field):
    status = raw["theme_status"]
    row = status.index[status["value"] == "yes"][0]
    status.loc[row, field] = ""
    assert told(unknown_has_no_evidence(raw)) == [("theme_status", row + 2, field)]


def test_table_3_has_fourteen_themes_six_months_and_three_statuses(raw):
    # JRC policy brief 22/2017, Table 3
    status = raw["theme_status"]
    assert (status["theme_id"].nunique(), len(MILESTONES), len(STATUSES)) == (14, 6, 3)
    assert len(status) == 14 * 6 * 3


def test_a_theme_that_lacks_a_cell_is_named(raw):
    raw["theme_status"] = raw["theme_status"].drop(index=0)
    ((table, row, field),) = told(table_3_is_whole(raw))
    assert (table, field) == ("theme_names", "theme_id")
    missing = raw["theme_names"].loc[row - 2]
    assert missing["theme_id"] == "smart-tooling-precision-engineering"
    assert missing["occasion"] == "table-3"


def test_a_theme_that_table_3_does_not_print_is_named(raw):
    raw["theme_status"].loc[0, "theme_id"] = "sport"
    assert ("theme_status", 2, "theme_id") in told(table_3_is_whole(raw))


@pytest.mark.parametrize("later", ["no", "unknown"])
def test_a_status_that_is_lost_again_is_named(later):
    status = statuses(eoi={"2016-05": "unknown", "2016-06": "yes", "2016-11": later})
    found = what_is_reached_stays({"theme_status": status})
    assert told(found) == [("theme_status", 4, "value")]
    assert "2016-06" in found["reason"].iloc[0]


def test_a_status_may_come_late_and_end_in_a_merger():
    status = statuses(
        theme={"2016-05": "no", "2016-06": "unknown", "2016-11": "yes", "2017-03": "yes"},
        qualified={"2016-05": "yes", "2016-06": "merged", "2016-11": "merged"},
    )
    assert what_is_reached_stays({"theme_status": status}).empty


def test_a_theme_may_be_unknown_after_it_was_discussed_but_not_denied():
    status = statuses(theme={"2016-05": "yes", "2016-06": "unknown", "2016-11": "no"})
    assert told(what_is_reached_stays({"theme_status": status})) == [("theme_status", 4, "value")]


def test_a_theme_discussed_after_its_last_mention_is_named():
    status = statuses(theme={"2016-05": "yes", "2016-06": "yes", "2016-11": "unknown"})
    theme = status["theme_id"].iloc[0]
    names = pd.DataFrame({"theme_id": theme, "occasion": ["table-1", "table-3", "vanguard"]})
    tables = {"theme_status": status, "theme_names": names}
    found = themes_are_discussed_until_last_named(tables)
    assert told(found) == [("theme_status", 3, "value")]
    assert found["reason"].iloc[0].endswith("last named 2016-05")
    later = names.assign(occasion=["table-1", "table-2", "vanguard"])
    assert themes_are_discussed_until_last_named(tables | {"theme_names": later}).empty


def test_a_merger_that_is_undone_is_named():
    status = statuses(qualified={"2017-06": "merged", "2017-08": "unknown"})
    assert told(what_is_reached_stays({"theme_status": status})) == [("theme_status", 3, "value")]


def test_the_order_of_the_rows_does_not_matter_for_what_is_reached():
    status = statuses(eoi={"2016-11": "no", "2016-06": "yes"})
    assert told(what_is_reached_stays({"theme_status": status})) == [("theme_status", 2, "value")]


@pytest.mark.parametrize("missing", ["theme", "eoi"])
def test_a_qualified_theme_without_what_comes_before_is_named(missing):
    cells = {"theme": "yes", "eoi": "yes", "qualified": "yes"} | {missing: "no"}
    status = statuses(**{name: {"2017-08": value} for name, value in cells.items()})
    found = qualified_has_come_the_whole_way({"theme_status": status})
    assert told(found) == [("theme_status", 4, "value")]


def test_what_is_unknown_does_not_speak_against_a_qualified_theme():
    status = statuses(eoi={"2017-06": "no", "2017-08": "unknown"}, qualified={"2017-08": "yes"})
    assert qualified_has_come_the_whole_way({"theme_status": status}).empty


@pytest.mark.parametrize(
    ("starts", "ends"),
    [("2016-06-02", "2016-06-01"), ("2016-06", "2016-05"), ("2016-06-01", "2015")],
)
def test_an_event_that_ends_before_it_starts_is_named(starts, ends):
    assert told(events_end_after_they_start(events((starts, ends)))) == [("events", 2, "ends")]


@pytest.mark.parametrize(
    ("starts", "ends"),
    [("2016-06-01", "2016-06-01"), ("2016-05-11", "2016-05"), ("2016-05", "2016-05-01")],
)
def test_an_end_is_as_late_as_its_precision_allows(starts, ends):
    assert events_end_after_they_start(events((starts, ends), ("2017", ""))).empty


@pytest.mark.parametrize(("number", "initiative"), [(14, ""), (pd.NA, "Vanguard Initiative")])
def test_further_regions_without_their_initiative_are_named_and_the_reverse(number, initiative):
    areas = pd.DataFrame(
        {
            "further_regions": pd.array([15, number], "Int64"),
            "further_regions_of": ["RegioTex Initiative", initiative],
        }
    )
    assert told(further_regions_have_their_initiative({"infoday_areas": areas})) == [
        ("infoday_areas", 3, "further_regions_of")
    ]


@pytest.mark.parametrize(("listed_in", "regions"), [("text", 3), ("table-1", pd.NA)])
def test_an_area_with_a_count_from_the_wrong_list_is_named(listed_in, regions):
    areas = pd.DataFrame({"listed_in": [listed_in], "regions": pd.array([regions], "Int64")})
    assert told(areas_count_their_regions({"infoday_areas": areas})) == [
        ("infoday_areas", 2, "regions")
    ]


def test_an_area_whose_theme_goes_by_no_name_of_its_list_is_named(raw):
    areas = raw["infoday_areas"]
    row = areas.index[areas["area_id"] == "table-1-photonics"][0]
    areas.loc[row, "theme_id"] = "industry-4-0"
    found = told(areas_and_names_agree(raw))
    assert ("infoday_areas", row + 2, "theme_id") in found
    assert {table for table, _, _ in found} == {"infoday_areas", "theme_names"}


def test_the_second_theme_of_an_area_counts(raw):
    raw["infoday_areas"]["further_theme_id"] = ""
    names = raw["theme_names"].loc[[row - 2 for _, row, _ in told(areas_and_names_agree(raw))]]
    assert set(names["theme_id"]) == {"nano-enabled-products"}


def covered(*sections, left_out=()):
    """Two sections of a brief, rows that point to some, and those named as left out."""
    located = pd.DataFrame([("brief", section, "q") for section in sections], columns=LOCATOR)
    named = pd.DataFrame([("brief", name) for name in left_out], columns=LOCATOR[:2], dtype="str")
    both = pd.DataFrame({"document_id": "brief", "section": ["abstract", "keywords"]})
    return {"sections": both, "events": located, "not_covered": named}


def test_a_section_covered_or_named_is_in_order():
    assert sections_are_covered_or_named(covered("abstract", left_out=["keywords"])).empty


def test_a_section_that_nothing_points_to_is_named():
    found = sections_are_covered_or_named(covered("abstract"))
    assert told(found) == [("sections", 3, "section")]


def test_a_section_named_as_left_out_but_covered_is_named():
    found = sections_are_covered_or_named(covered("abstract", "keywords", left_out=["keywords"]))
    assert told(found) == [("not_covered", 2, "section")]


def test_the_statements_alone_do_not_cover_the_documents(raw):
    only = {name: raw[name] for name in ("sections", "not_covered", "statements")}
    assert not sections_are_covered_or_named(only).empty


@pytest.mark.parametrize("key", ["text-photcnics", "table-1-photonics", "photonics-text"])
def test_an_area_whose_key_is_not_its_list_and_name_is_named(raw, key):
    raw["infoday_areas"].loc[0, "area_id"] = key
    assert told(areas_have_their_key(raw)) == [("infoday_areas", 2, "area_id")]
