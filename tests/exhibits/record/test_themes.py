import re

import pandas as pd
import pytest

from exhibits.charts.test_maps import assert_apart, texts
from s3analysis.exhibits.charts import figures, style
from s3analysis.exhibits.record import themes as tables
from s3analysis.measures.record import themes as measures
from s3analysis.sources import record

BUDGET = 200_000


@pytest.fixture(scope="module")
def status() -> pd.DataFrame:
    return record.read("theme_status")


@pytest.fixture(scope="module")
def paths(status: pd.DataFrame) -> pd.DataFrame:
    return measures.paths(record.read("theme_names"), record.read("themes"), status)


def test_every_cell_of_table_3_is_shown_once(status: pd.DataFrame, paths: pd.DataFrame) -> None:
    table = tables.status(status, paths)
    assert len(table) == len(status)
    assert not table.duplicated(["Theme", "Status", "Milestone"]).any()
    assert not table.isna().any(axis=None)


def test_a_decided_cell_gives_its_reason_and_an_unknown_one_says_so(
    status: pd.DataFrame, paths: pd.DataFrame
) -> None:
    table = tables.status(status, paths)
    unknown = table["Value"] == "unknown"
    assert (table.loc[unknown, "Reason"] == "no passage decides").all()
    assert (table.loc[~unknown, "Reason"] != "").all()
    assert (table.loc[~unknown, "Passage"] != tables.NONE).all()


def test_the_grid_draws_each_unknown_cell_as_unknown(
    status: pd.DataFrame, paths: pd.DataFrame
) -> None:
    figure = figures.theme_status(tables.status(status, paths), "2017-07")
    assert texts(figure).count("?") == (status["value"] == "unknown").sum() + 1  # and the key
    assert len(style.to_svg(figure, "status").encode()) < BUDGET
    assert_apart(figure)


def test_the_grid_does_not_depend_on_the_order_of_the_record(
    status: pd.DataFrame, paths: pd.DataFrame
) -> None:
    shuffled = status.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(tables.status(shuffled, paths), tables.status(status, paths))


def test_every_name_is_followed_and_drawn(paths: pd.DataFrame) -> None:
    names = record.read("theme_names")
    table = tables.names(names, paths)
    assert len(table) == len(names)
    assert not table.isna().any(axis=None)
    figure = figures.theme_names(table)
    assert len(style.to_svg(figure, "names").encode()) < BUDGET
    assert set(table["Theme"]) <= set(texts(figure))


def test_spellings_count_each_name_once(paths: pd.DataFrame) -> None:
    names = pd.DataFrame(
        {
            "theme_id": "sport",
            "name_printed": ["Sport", "Sport", "Sport innovation"],
            "occasion": ["smart-regions-2017", "table-4", "support-document"],
        }
    )
    table = tables.spellings(names, paths).set_index("Theme")
    assert table.loc["Sport", "Spellings"] == 2
    assert "Sport (Smart Regions 2017); Sport innovation (Support document)" in set(
        table["Names as printed, where each stands first"]
    )


def test_no_key_of_the_record_is_printed_among_the_remarks(paths: pd.DataFrame) -> None:
    themes = record.read("themes")
    table = tables.paths(paths, record.read("partnerships"), themes)
    keys = [key for key in themes["theme_id"] if key.count("-") > 1]
    assert not [key for key in keys if table["How it was read"].str.contains(re.escape(key)).any()]
    assert not table.isna().any(axis=None)


def test_a_pitch_keeps_the_number_it_prints() -> None:
    table = tables.pitches(record.read("pitches"), record.read("themes"))
    assert table["Number printed"].tolist() == [
        "none", "none", "1", "2", "3", "3", "4", "4", "5", "6", "7", "8",
    ]  # fmt: skip
    assert "several themes" in set(table["Read as"])


def test_demonstration_cases_stand_by_partnership_in_the_order_of_table_4() -> None:
    partnerships = record.read("partnerships")
    table = tables.cases(record.read("demo_cases"), partnerships)
    order = partnerships.sort_values("position")["short_name"].tolist()
    places = table["Partnership"].map(order.index)
    assert places.is_monotonic_increasing
    assert not table.isna().any(axis=None)


def test_what_is_known_is_counted_as_measured(status: pd.DataFrame) -> None:
    known = measures.known(status)
    table = tables.known(known)
    assert table["Unknown"].tolist() == known["unknown"].tolist()
    assert table["Milestone"].iloc[0] == "May 2016"
