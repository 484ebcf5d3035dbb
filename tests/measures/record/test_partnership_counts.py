import pandas as pd

from s3analysis.measures.record import partnership_counts
from s3analysis.sources import record

COLUMNS = ["scope", "as_of", "counted", "value", "exactness"]


def points(*rows):
    counts = pd.DataFrame(rows, columns=COLUMNS)
    return partnership_counts.points(counts)


def one(scope="s3p-industry", as_of="2017-03", counted="partnerships", value=8):
    return scope, as_of, counted, value, "exact"


def test_a_date_covers_all_days_it_can_mean():
    found = points(one(as_of="2018"), one(as_of="2017-02"), one(as_of="2019-06-14"))
    assert found[["first", "last"]].to_numpy().tolist() == [
        ["2017-02-01", "2017-02-28"],
        ["2018-01-01", "2018-12-31"],
        ["2019-06-14", "2019-06-14"],
    ]


def test_areas_and_meetings_are_no_partnerships():
    found = points(one(counted="thematic areas"), one(counted="bilateral meetings"))
    assert found.empty
    assert list(found) == partnership_counts.POINTS


def test_two_numbers_of_one_date_and_scope_name_each_other():
    found = points(one(value=23), one(value=21), one(scope="three-platforms", value=28))
    assert found["value"].tolist() == [21, 23, 28]
    assert found["others"].tolist() == [(23,), (21,), ()]


def test_two_sources_of_one_number_are_one_row():
    assert len(points(one(), one(counted="qualified partnerships"))) == 1


def test_the_record_has_no_number_between_its_dates():
    found = partnership_counts.points(record.read("partnership_counts"))
    industry = found.loc[found["scope"] == "s3p-industry"]
    assert industry["value"].tolist() == [8, 9, 10, 18, 15, 20, 21, 21, 23]
    assert found.loc[found["scope"] == "three-platforms", "value"].tolist() == [15, 17, 28]
