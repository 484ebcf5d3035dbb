from types import SimpleNamespace

import pandas as pd
import pytest

from s3analysis.exhibits.record import support
from s3analysis.measures.record import services as measures
from s3analysis.sources import record

JULY = SimpleNamespace(as_of="2017-07")
SERVICES = pd.DataFrame(
    [
        ["late", "Late", 2, 1, "It helps.", ""],
        ["early", "Early", 1, 1, "It pays.", "The Commission"],
    ],
    columns=["service_id", "name_printed", "position", "heading", "gist", "provider"],
)
COUNTS = pd.DataFrame({"service_id": ["early", "late"], "answers": [2, 0], "partly": [1, 0]})


def facts(*rows):
    columns = ["service_id", "fact", "value", "remark"]
    frame = pd.DataFrame(rows, columns=columns, dtype="str")
    return frame.assign(fact_id=[f"fact-{place}" for place in range(len(frame))])


def openings(*kinds, dates=(), services=SERVICES):
    open_at = pd.DataFrame({"service_id": ["early", "late"][: len(kinds)], "availability": kinds})
    return support.openings(services, facts(*dates), open_at, COUNTS, JULY)


def numbers(*rows):
    columns = ["service_id", "fact", "value", "unit", "number"]
    frame = pd.DataFrame(rows, columns=columns)
    return support.numbers(
        SERVICES,
        frame.assign(
            fact_id=[f"fact-{place}" for place in range(len(frame))],
            exactness="up_to",
            remark="",
            quote="words",
        ),
    )


@pytest.mark.parametrize(
    ("services", "title"),
    [
        (SERVICES, "2 support services are listed; the provider is not printed for 1"),
        (SERVICES.iloc[1:], "1 support service is listed; the provider is not printed for 0"),
    ],
)
def test_services_are_counted_with_those_that_name_no_provider(services, title):
    shown = support.services(services, facts())
    assert shown.title == title
    assert (shown.table["Run by"] == "not printed").sum() == int(title[-1])
    assert shown.table["Service"].iloc[0] == "Early"


def test_shared_remarks_are_said_once_and_printed_words_left_out():
    said = facts(
        ["early", "actor", "sme", "For tests. Printed as small firms."],
        ["early", "actor", "industry", "For tests."],
        ["early", "actor", "region", ""],
        ["early", "not_for", "anyone-else", ""],
    )
    assert support.services(SERVICES, said).table["Who may use it"].tolist() == [
        "SMEs, industry (for tests); regions, nobody else",
        "not printed",
    ]


@pytest.mark.parametrize(
    ("kinds", "title"),
    [
        (["open", "open"], "2 of 2 services were certainly open in July 2017; no service has"),
        (["open", "not_dated"], "1 of 2 services was certainly open in July 2017; 1 service has"),
        (["closed"], "0 of 2 services were certainly open in July 2017; 1 service has"),
        ([], "0 of 2 services were certainly open in July 2017; 2 services have"),
    ],
)
def test_open_services_are_counted_as_the_table_shows_them(kinds, title):
    shown = openings(*kinds)
    assert shown.title == f"{title} no printed opening date"
    assert (shown.table["In July 2017"] == "open").sum() == int(title[0])


def test_the_needs_helped_with_are_said_to_be_our_judgement():
    assert "is our judgement, not that of the documents" in openings("open").note
    assert "JRC policy brief" in openings("open").source


def test_a_service_of_which_no_date_is_known_is_not_dated():
    assert openings("unclear").table["In July 2017"].tolist() == ["too coarse to tell", "not dated"]


def test_dates_are_given_as_printed_with_their_remark():
    dates = [["late", "opens", "2017-H2", "A remark."], ["late", "opens", "2017-early", ""]]
    table = openings("open", "unclear", dates=dates).table.set_index("Service")
    assert table.loc["Late", "Opens"] == "second half of 2017; early 2017"
    assert table.loc["Late", "Remark"] == "A remark."
    assert table.loc["Early", ["Opens", "Closes", "Remark"]].tolist() == [
        "not printed",
        "not printed",
        "none",
    ]
    assert table.loc["Early", ["Needs answered", "Needs in part"]].tolist() == [2, 1]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ([2, 0], "1 service helps with no need: Late."),
        ([0, 0], "1 service helps with no need: Late."),
        ([1, 1], "Every service helps with at least one need."),
    ],
)
def test_services_that_help_with_no_need_are_named(answers, sentence):
    assert support.unused(COUNTS.assign(answers=answers), SERVICES).data == sentence


def test_several_services_that_help_with_no_need_are_said_in_the_plural():
    none = COUNTS.assign(answers=0, partly=0)
    assert support.unused(none, SERVICES).data == "2 services help with no need: Early and Late."


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([("early", "amount", "EUR 5", "EUR", 5)], "1 amount of money is printed, for 1 of 2"),
        (
            [("early", "amount", "EUR 5", "EUR", 5), ("early", "amount", "EUR 2", "EUR", 2)],
            "2 amounts of money are printed, for 1 of 2",
        ),
        ([("late", "number", "15", "days", 15)], "No amount of money is printed, for 0 of 2"),
    ],
)
def test_amounts_of_money_are_told_from_other_numbers(rows, title):
    shown = numbers(*rows)
    assert shown.title == f"{title} services"
    assert len(shown.table) == len(rows)
    assert set(shown.table["How exact"]) == {"up to"}


def test_every_word_of_the_record_has_a_word_for_the_reader():
    said = record.read("service_facts")
    for kinds, words in [
        (["actor", "not_for"], support.ACTORS),
        (["condition"], support.CONDITIONS),
    ]:
        assert set(said.loc[said["fact"].isin(kinds), "value"]) <= set(words)


def test_every_service_of_the_record_is_shown_in_each_table():
    services, said = record.read("support_services"), record.read("service_facts")
    answers = record.read("need_services")
    open_at = measures.open_at(said, "2017-07")
    shown = [
        support.services(services, said),
        support.openings(services, said, open_at, measures.by_service(answers, services), JULY),
    ]
    assert all(len(exhibit.table) == len(services) for exhibit in shown)
