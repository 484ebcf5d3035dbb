import pandas as pd

from s3analysis.measures.record import milestones


def bounds(*cells):
    status = pd.DataFrame(cells, columns=["milestone", "status", "value"])
    found = milestones.bounds(status).set_index("status")
    assert list(found) == ["not_yet", "reached", "unknown"]
    return found


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


def test_a_list_of_qualified_partnerships_gives_the_earlier_bound():
    found = bounds(
        ("2016-05", "theme", "yes"),
        ("2016-11", "theme", "yes"),
        ("2016-05", "eoi", "unknown"),
        ("2016-06", "qualified", "no"),
        ("2017-08", "qualified", "yes"),
    )
    by_list = milestones.qualified_by(found, "2017-07")
    assert by_list["reached"].tolist() == ["2016-05", "2017-07", "2017-07"]
    assert by_list["not_yet"].tolist() == ["", "", "2016-06"]
    earlier = found.assign(reached=["2016-11", "", "2016-08"])
    assert milestones.qualified_by(earlier, "2017-07")["reached"].tolist() == ["2016-08"] * 3
    assert milestones.qualified_by(bounds(), "2017-07").empty


def test_a_theme_without_a_row_has_no_bounds_at_all():
    assert bounds().empty
