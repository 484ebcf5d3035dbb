import pandas as pd
import pytest

from s3analysis.exhibits.record.support import AVAILABILITY_WORDS
from s3analysis.measures.record import services
from s3analysis.sources import record


def facts(*rows):
    return pd.DataFrame(rows, columns=["service_id", "fact", "value"])


def availability(rows, as_of):
    return services.open_at(facts(*rows), as_of).set_index("service_id")["availability"]


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("2017", "2017-01", "2017-12"),
        ("2017-11", "2017-11", "2017-11"),
        ("2017-03-31", "2017-03", "2017-03"),
        ("2017-H1", "2017-01", "2017-06"),
        ("2017-H2", "2017-07", "2017-12"),
        ("2018-early", "2018-01", "2018-06"),
        ("2018-mid", "2018-04", "2018-09"),
        ("2017-end", "2017-10", "2017-12"),
    ],
)
def test_a_printed_date_begins_and_ends_in_a_month(printed, first, last):
    assert services.months(printed) == (first, last)


@pytest.mark.parametrize(
    ("as_of", "known"),
    [
        ("2017-06", "not_yet_open"),
        ("2017-07", "unclear"),
        ("2017-11", "unclear"),
        ("2017-12", "open"),
        ("2018-01", "open"),
    ],
)
def test_a_half_year_tells_nothing_while_it_lasts(as_of, known):
    assert availability([["call", "opens", "2017-H2"]], as_of)["call"] == known


def test_a_month_is_open_in_itself():
    assert availability([["call", "opens", "2016-05"]], "2016-05")["call"] == "open"


def test_the_last_month_of_a_closing_date_is_still_open():
    rows = [["campaign", "opens", "2016"], ["campaign", "closes", "2018"]]
    assert availability(rows, "2018-12")["campaign"] == "open"
    assert availability(rows, "2019-01")["campaign"] == "closed"


def test_dates_that_disagree_leave_it_open_until_the_last_of_them():
    rows = [["call", "opens", "2017-early"], ["call", "opens", "2017-H2"]]
    assert availability(rows, "2016-12")["call"] == "not_yet_open"
    assert availability(rows, "2017-06")["call"] == "unclear"
    assert availability(rows, "2017-12")["call"] == "open"


def test_a_service_without_an_opening_date_is_not_dated():
    rows = [["fund", "closes", "2020"], ["map", "activity", "overview"]]
    known = availability(rows, "2017-07")
    assert known["fund"] == known["map"] == "not_dated"


def test_a_service_past_its_closing_date_is_closed_even_if_not_dated():
    assert availability([["fund", "closes", "2020"]], "2021-01")["fund"] == "closed"


def test_the_order_of_the_facts_changes_nothing():
    rows = [["b", "opens", "2017"], ["a", "opens", "2016"], ["b", "closes", "2018"]]
    there = services.open_at(facts(*rows), "2017-07")
    pd.testing.assert_frame_equal(services.open_at(facts(*rows[::-1]), "2017-07"), there)


STATEMENTS = pd.DataFrame(
    [
        ["a", "funding", "yes"],
        ["b", "funding", "yes"],
        ["c", "skills", "yes"],
        ["d", "rules", "no"],
    ],
    columns=["statement_id", "topic", "need"],
)
ANSWERS = pd.DataFrame(
    [["a", "x", "partly"], ["a", "y", "answers"], ["b", "", "none_found"], ["c", "x", "partly"]],
    columns=["statement_id", "service_id", "fit"],
)
SERVICES = pd.DataFrame(
    {"service_id": ["y", "x", "z"], "position": [2, 1, 3], "heading": [1, 1, 2]}
)


def test_a_need_is_answered_as_well_as_its_best_service_answers_it():
    needs = services.needs(STATEMENTS, ANSWERS)
    assert needs.set_index("statement_id")["fit"].to_dict() == {
        "a": "answers",
        "b": "none_found",
        "c": "partly",
    }


def test_what_is_no_need_is_not_counted():
    assert "d" not in set(services.needs(STATEMENTS, ANSWERS)["statement_id"])


def test_needs_are_counted_once_each_by_topic():
    counts = services.by(services.needs(STATEMENTS, ANSWERS), "topic")
    assert counts.to_numpy().tolist() == [["funding", 1, 0, 1, 2], ["skills", 0, 1, 0, 1]]


def test_a_service_that_helps_with_no_need_has_zeros():
    counts = services.by_service(ANSWERS, SERVICES)
    assert counts.to_numpy().tolist() == [["x", 0, 2], ["y", 1, 0], ["z", 0, 0]]


def test_every_need_of_the_record_has_a_fit_and_every_service_an_availability():
    needs = services.needs(record.read("statements"), record.read("need_services"))
    assert needs["fit"].isin(services.FITS).all()
    dates = services.open_at(record.read("service_facts"), "2017-07")
    assert set(dates["service_id"]) == set(record.read("support_services")["service_id"])
    assert dates["availability"].isin(AVAILABILITY_WORDS).all()


def test_the_call_for_expression_of_interest_closed_in_march_2017():
    # DG GROW page: open from May 2016 to 31 March 2017
    record_facts = record.read("service_facts")
    known = [
        services.open_at(record_facts, as_of)
        .set_index("service_id")
        .loc["escp-s3-expression-of-interest", "availability"]
        for as_of in ("2016-04", "2017-03", "2017-04")
    ]
    assert known == ["not_yet_open", "open", "closed"]


def test_a_judgement_has_its_need_its_service_and_what_is_known_of_the_date():
    needs = pd.DataFrame(
        [
            ["a", "funding", "kick-off", 1, "Asks.", "answers"],
            ["b", "rules", "kick-off", 2, "X", ""],
        ],
        columns=["statement_id", "topic", "occasion", "reading_order", "gist", "fit"],
    )
    answers = pd.DataFrame(
        [["a", "x", "answers"], ["a", "y", "partly"], ["b", "", "none_found"]],
        columns=["statement_id", "service_id", "fit"],
    ).assign(reason="Since.", quote="words")
    offered = pd.DataFrame(
        {"service_id": ["x", "y"], "name_printed": ["X", "Y"], "position": [1, 2]}
    )
    dates = pd.DataFrame({"service_id": ["x"], "availability": ["open"]})
    found = services.judgements(needs, answers, offered, dates)
    assert found[["statement_id", "need_fit", "fit", "availability"]].to_numpy().tolist() == [
        ["a", "answers", "answers", "open"],
        ["a", "answers", "partly", "not_dated"],
    ]


def test_only_what_is_not_open_in_the_month_answers_in_part_and_says_so():
    fits = ["answers", "answers", "partly", "none_found"]
    answers = pd.DataFrame(
        {"service_id": ["open", "shut", "shut", ""], "fit": fits, "reason": "It pays."}
    )
    open_at = pd.DataFrame(
        {"service_id": ["open", "shut"], "availability": ["open", "not_yet_open"]}
    )
    found = services.in_month(answers, open_at)
    assert found["fit"].tolist() == ["answers", "partly", "partly", "none_found"]
    assert found["reason"].tolist() == [
        "It pays.",
        "Not open in that month. It pays.",
        "It pays.",
        "It pays.",
    ]


def test_a_service_that_is_closed_answers_in_part_and_one_without_dates_has_empty_months():
    answers = pd.DataFrame({"service_id": ["shut"], "fit": ["answers"], "reason": ["It paid."]})
    closed = pd.DataFrame({"service_id": ["shut"], "availability": ["closed"]})
    assert services.in_month(answers, closed)["fit"].tolist() == ["partly"]
    facts = pd.DataFrame({"service_id": ["map"], "fact": ["activity"], "value": ["overview"]})
    (undated,) = services.open_at(facts, "2017-07").to_dict("records")
    assert undated == dict.fromkeys(("opens_first", "opens_last", "closes_last"), "") | {
        "service_id": "map",
        "availability": "not_dated",
    }
