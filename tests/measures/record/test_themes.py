import pandas as pd

from s3analysis import vocabulary
from s3analysis.measures.record import themes
from s3analysis.sources import record


def cells(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    columns = ["theme_id", "milestone", "status", "value"]
    return pd.DataFrame(rows, columns=columns).assign(evidence="deduced")


def test_the_farthest_that_is_known_is_the_outcome() -> None:
    status = cells(
        ("tooling", "2016-05", "theme", "yes"),
        ("tooling", "2017-08", "qualified", "merged"),
        ("photonics", "2017-08", "eoi", "yes"),
        ("photonics", "2017-06", "qualified", "no"),
        ("sport", "2017-08", "qualified", "unknown"),
    )
    assert themes.outcomes(status).to_dict() == {
        "tooling": "merged",
        "photonics": "eoi",
        "sport": "named",
    }


def test_what_is_known_adds_up_to_all_cells_in_the_order_of_table_3() -> None:
    status = record.read("theme_status")
    known = themes.known(status)
    assert known[list(themes.VALUES)].to_numpy().sum() == len(status)
    assert (known["stated"] + known["deduced"]).sum() == (status["value"] != "unknown").sum()
    assert known["status"].unique().tolist() == list(themes.STATUSES)
    assert known.groupby("status")["milestone"].is_monotonic_increasing.all()


def test_the_pitches_of_june_2017_print_two_numbers_twice() -> None:
    # Section smart-regions-2017 of the brief.
    assert themes.numbered_twice(record.read("pitches")) == [3, 4]


def test_each_theme_goes_its_way_once_and_partnerships_come_first() -> None:
    named = record.read("themes")
    paths = themes.paths(record.read("theme_names"), named, record.read("theme_status"))
    assert sorted(paths["theme_id"]) == sorted(named["theme_id"])
    taken = paths["partnership_id"] != ""
    assert taken.tolist() == sorted(taken, reverse=True)
    assert set(paths.loc[taken, "outcome"]) == {"qualified"}
    assert not paths[["first", "last"]].isna().any(axis=None)


def test_every_occasion_of_the_record_has_a_place_in_the_order() -> None:
    assert set(record.read("theme_names")["occasion"]) <= set(vocabulary.OCCASION_WORDS)


def test_at_least_six_rows_had_qualified_when_eight_partnerships_had() -> None:
    # 8 in March 2017 (brief, Steering Committee), less Sport, less smart tooling
    found = themes.totals(*(record.read(name) for name in ("theme_status", "claims", "themes")))
    assert found.to_dict("records") == [
        {"milestone": "2017-03", "printed": 8, "of": 8, "outside": 1, "merged": 1, "least": 6}
    ]


def test_no_theme_is_discussed_after_it_was_last_named() -> None:
    status = record.read("theme_status")
    late = status.loc[(status["milestone"] == "2017-08") & (status["status"] == "theme")]
    assert set(late.loc[late["value"] == "unknown", "theme_id"]) == {
        "circular-economy",
        "education-skills-universities",
        "emerging-industry",
        "smart-tooling-precision-engineering",
    }


def test_a_cell_remembers_the_last_milestone_before_it_however_rows_are_ordered() -> None:
    status = cells(
        ("nano", "2017-03", "theme", "unknown"),
        ("nano", "2016-06", "theme", "yes"),
        ("nano", "2016-11", "theme", "no"),
        ("nano", "2016-05", "theme", "yes"),
        ("sport", "2017-08", "theme", "unknown"),
    )
    assert themes.last_named(status).tolist() == ["2016-06", "2016-05", "2016-06", "", ""]


def test_a_theme_of_which_no_status_is_known_was_named() -> None:
    known = pd.DataFrame({"theme_id": ["nano"], "name": ["Nano"], "partnership_id": [""]})
    named = pd.DataFrame({"theme_id": ["nano"], "occasion": ["vanguard"]})
    other = ("sport", "2017-08", "theme", "yes")
    (path,) = themes.paths(named, known, cells(other)).to_dict("records")
    assert (path["outcome"], path["occasions"]) == ("named", 1)
    assert path["first"] == path["last"] == "vanguard"
