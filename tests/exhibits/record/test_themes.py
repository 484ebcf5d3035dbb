import re

import pandas as pd
import pytest

from s3analysis.exhibits.record import themes as exhibits
from s3analysis.measures.record import themes as measures
from s3analysis.sources import record
from s3analysis.vocabulary import month_words

BUDGET = 200_000
PATHS = pd.DataFrame(
    [
        ["sport", "Sport", "sport", "qualified", 2, "vanguard", "table-4"],
        ["tooling", "Tooling", "", "eoi", 1, "table-2", "table-2"],
    ],
    columns=["theme_id", "name", "partnership_id", "outcome", "occasions", "first", "last"],
)
THEMES = pd.DataFrame(
    {"theme_id": ["sport", "tooling"], "name": ["Sport", "Tooling"], "remark": ["Read so.", ""]}
)
PARTNERSHIPS = pd.DataFrame(
    {"partnership_id": ["sport", "energy"], "short_name": ["Sport", "Energy"], "position": [1, 2]}
)
NAMES = pd.DataFrame(
    [
        ["sport", "Sport", "vanguard"],
        ["sport", "Sport", "table-4"],
        ["tooling", "Tools", "table-2"],
    ],
    columns=["theme_id", "name_printed", "occasion"],
).assign(document_id="brief", section="info-day")


def cells(*values, theme="sport", state="qualified"):
    months = ["2016-05", "2016-06", "2017-08"]
    rows = [
        [theme, state, month, value, evidence]
        for month, (value, evidence) in zip(months, values, strict=False)
    ]
    columns = ["theme_id", "status", "milestone", "value", "evidence"]
    return pd.DataFrame(rows, columns=columns).assign(
        reason="Since.", quote="words", document_id="brief", section="table-3"
    )


def pitched(*numbers):
    rows = pd.DataFrame(
        {
            "number_printed": pd.array(numbers, "Int64"),
            "position": range(len(numbers)),
            "name_printed": "Sport",
            "theme_id": "sport",
            "kind": "pitch",
            "vanguard": "no",
        }
    )
    return exhibits.pitches(rows, THEMES, measures.numbered_twice(rows))


@pytest.fixture(scope="module")
def status():
    return record.read("theme_status")


@pytest.fixture(scope="module")
def paths(status):
    return measures.paths(record.read("theme_names"), record.read("themes"), status)


@pytest.mark.parametrize(
    ("values", "title"),
    [
        (
            [("no", "stated"), ("unknown", "none"), ("yes", "stated")],
            "1 of 1 theme became a partnership; 1 of 3 cells remains unknown",
        ),
        (
            [("unknown", "none"), ("unknown", "none")],
            "0 of 1 theme became a partnership; when each step was taken is mostly unknown",
        ),
        (
            [("no", "deduced"), ("no", "stated")],
            "0 of 1 theme became a partnership; 0 of 2 cells remain unknown",
        ),
    ],
)
def test_the_grid_counts_themes_that_qualified_and_cells_unknown(values, title):
    shown = exhibits.theme_status(cells(*values), PATHS, "2017-07")
    assert shown.title == title
    assert (shown.table["Value"] == "unknown").sum() == [v for v, _ in values].count("unknown")


def test_a_theme_known_to_be_discussed_has_not_qualified():
    shown = exhibits.theme_status(cells(("yes", "stated"), state="theme"), PATHS, "2017-07")
    assert shown.title.startswith("0 of 1 theme became a partnership;")


def test_the_description_of_the_grid_says_how_many_qualified(status, paths):
    shown = exhibits.theme_status(status, paths, "2017-07")
    reached = status.query("status == 'qualified' and value == 'yes'")["theme_id"].nunique()
    assert f" {reached} had qualified by {month_words(status['milestone'].max())}." in shown.alt


def test_every_cell_of_table_3_is_shown_once(status, paths):
    table = exhibits.theme_status(status, paths, "2017-07").table
    assert len(table) == len(status)
    assert not table.duplicated(["Theme", "Status", "Milestone"]).any()


def test_a_decided_cell_gives_its_reason_and_an_unknown_one_says_so():
    shown = exhibits.theme_status(
        cells(("yes", "stated"), ("unknown", "none")), PATHS, "2017-07"
    ).table
    assert shown[["Reason", "Where", "Passage"]].to_numpy().tolist() == [
        ["Since.", "Brief: Table 3", "words"],
        ["no passage decides", "-", "-"],
    ]


def test_the_grid_says_what_an_empty_cell_means_and_keeps_its_budget(status, paths):
    shown = exhibits.theme_status(status, paths, "2017-07")
    for svg in (shown.svg, shown.narrow):
        assert "nothing known" in svg
        assert len(svg.encode()) < BUDGET


def test_the_grid_does_not_depend_on_the_order_of_the_rows(status, paths):
    shuffled = status.sample(frac=1, random_state=1)
    assert (
        exhibits.theme_status(shuffled, paths, "2017-07").to_json()
        == exhibits.theme_status(status, paths, "2017-07").to_json()
    )


TOTALS = pd.DataFrame(
    {"milestone": ["2017-03"], "printed": 8, "of": 8, "outside": 1, "merged": 1, "least": 6}
)


def test_a_printed_total_stands_beside_the_cells_with_what_follows():
    status = cells(("unknown", "none")).assign(status="qualified", milestone="2017-03")
    shown = exhibits.known(measures.known(status), TOTALS)
    assert shown.table["Printed total"].tolist() == ["8"]
    assert "at least 6 of the 8 rows" in shown.note
    other = exhibits.known(measures.known(status.assign(status="eoi")), TOTALS)
    assert other.table["Printed total"].tolist() == ["-"]


def test_an_unknown_cell_of_a_theme_says_when_it_was_last_named(paths):
    status = record.read("theme_status")
    table = exhibits.theme_status(status, paths, "2017-07").table
    table = table.set_index(["Theme", "Status", "Milestone"])
    reason = table.loc[("Circular economy", "Discussed as a theme", "2017-08"), "Reason"]
    assert reason == "no passage decides; last named November 2016"


def test_known_cells_are_told_by_their_evidence():
    known = measures.known(cells(("yes", "stated"), ("no", "deduced"), ("unknown", "none")))
    shown = exhibits.known(known, TOTALS.head(0))
    assert shown.title == "The text decides 2 of 3 cells: 1 stated plainly, 1 deduced"
    assert shown.table["Unknown"].tolist() == [0, 0, 1]
    assert shown.table["Milestone"].tolist() == ["May 2016", "June 2016", "August 2017"]


def test_themes_taken_up_and_themes_named_once_are_counted():
    shown = exhibits.names(NAMES, PATHS)
    assert shown.title == (
        "1 of 2 themes was taken up by a partnership; 1 theme is named on one occasion only"
    )
    assert "2 themes are named on 3 occasions" in shown.alt
    assert "1 theme has marks on one occasion only" in shown.alt


def test_no_theme_named_once_is_said():
    shown = exhibits.names(NAMES, PATHS.assign(occasions=2, partnership_id="sport"))
    assert shown.title == (
        "2 of 2 themes were taken up by a partnership; no theme is named on one occasion only"
    )


def test_every_name_of_the_record_is_shown_within_the_budget(paths):
    names = record.read("theme_names")
    shown = exhibits.names(names, paths)
    assert len(shown.table) == len(names)
    assert len(shown.svg.encode()) < BUDGET
    assert all(name in shown.svg for name in set(shown.table["Theme"]))


@pytest.mark.parametrize(
    ("outcomes", "title"),
    [
        (["qualified", "eoi"], "1 theme qualified, 0 merged, 1 stopped"),
        (["merged", "merged"], "No theme qualified, 2 merged, 0 stopped"),
        (["qualified", "qualified"], "2 themes qualified, 0 merged, 0 stopped"),
    ],
)
def test_outcomes_are_counted_as_the_table_shows_them(outcomes, title):
    shown = exhibits.paths(PATHS.assign(outcome=outcomes), PARTNERSHIPS, THEMES)
    assert shown.title == f"{title} at an expression of interest"
    assert shown.table["How it was read"].tolist() == ["Read so.", "-"]
    assert shown.table["Partnership"].tolist() == ["Sport", "-"]


def test_no_key_of_the_record_is_printed_among_the_remarks(paths):
    themes = record.read("themes")
    table = exhibits.paths(paths, record.read("partnerships"), themes).table
    keys = [key for key in themes["theme_id"] if key.count("-") > 1]
    assert not [key for key in keys if table["How it was read"].str.contains(re.escape(key)).any()]


@pytest.mark.parametrize(
    ("numbers", "title"),
    [
        ([1], "1 pitch is listed and numbered to 1"),
        ([1, 2], "2 pitches are listed and numbered to 2"),
        ([1, 1, None], "3 pitches are listed and numbered to 1; 1 number is used twice (1)"),
        (
            [1, 1, 2, 2],
            "4 pitches are listed and numbered to 2; 2 numbers are used twice (1 and 2)",
        ),
        ([None], "1 pitch is listed, without numbers"),
    ],
)
def test_pitches_are_counted_against_their_numbers(numbers, title):
    assert pitched(*numbers).title == title


def test_a_pitch_keeps_the_number_it_prints():
    pitches = record.read("pitches")
    shown = exhibits.pitches(pitches, record.read("themes"), measures.numbered_twice(pitches))
    assert shown.table["Number printed"].tolist() == [
        "none", "none", "1", "2", "3", "3", "4", "4", "5", "6", "7", "8",
    ]  # fmt: skip
    assert "several themes" in set(shown.table["Read as"])
    assert shown.title.startswith(f"{(shown.table['Kind'] == 'pitch').sum()} pitches")


def test_one_case_of_one_partnership_is_said_in_the_singular():
    cases = pd.DataFrame(
        {
            "partnership_id": ["sport"],
            "name_printed": "Case",
            "gist": "It is.",
            "called": "demo-case",
            "document_id": "brief",
            "section": "table-4",
            "number": 1,
        }
    )
    shown = exhibits.demonstration_cases(cases, PARTNERSHIPS)
    assert shown.title == "Demonstration cases are named for 1 of 2 partnerships, in 1 entry"


def test_demonstration_cases_stand_by_partnership_in_the_order_of_table_4():
    partnerships = record.read("partnerships")
    table = exhibits.demonstration_cases(record.read("demo_cases"), partnerships).table
    order = partnerships.sort_values("position")["short_name"].tolist()
    places = table["Partnership"].map(order.index)
    assert places.is_monotonic_increasing
