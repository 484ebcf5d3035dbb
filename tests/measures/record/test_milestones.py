import pandas as pd

from s3analysis.measures.record import milestones


def bounds(*cells):
    status = pd.DataFrame(cells, columns=["milestone", "status", "value"])
    return milestones.bounds(status).set_index("status")


def test_what_lies_between_the_last_no_and_the_first_yes_is_unknown():
    row = bounds(
        ("2017-08", "qualified", "yes"),
        ("2016-05", "qualified", "no"),
        ("2016-06", "qualified", "no"),
        ("2017-03", "qualified", "unknown"),
    ).loc["qualified"]
    assert row.tolist() == ["2016-06", "2017-08", 1]


def test_a_status_of_which_nothing_is_known_has_no_bounds():
    row = bounds(("2016-05", "eoi", "unknown"), ("2016-06", "eoi", "unknown")).loc["eoi"]
    assert row.tolist() == ["", "", 2]


def test_a_merger_is_neither_reached_nor_not():
    assert bounds(("2017-08", "qualified", "merged")).loc["qualified"].tolist() == ["", "", 0]


def test_the_statuses_stand_in_the_order_of_table_3():
    found = bounds(("2016-05", "qualified", "no"), ("2016-05", "theme", "yes"))
    assert found.index.tolist() == ["theme", "qualified"]


def test_a_theme_without_a_row_has_no_bounds_at_all():
    assert bounds().empty
