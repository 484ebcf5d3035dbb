"""Which service fits whom, as the reader reads it."""

import pandas as pd
import pytest

from s3analysis.exhibits.record import service_fit, support
from s3analysis.measures.record.support import ACTORS, ANSWERS, REASONS

SERVICES = pd.DataFrame(
    {
        "service_id": ["fund", "centre"],
        "name_printed": ["The fund", "The centre"],
        "gist": ["Pays.", "Helps."],
        "position": [1, 2],
    }
)
FACTS = pd.DataFrame(
    [["fund", "condition", "free-of-charge", ""]],
    columns=["service_id", "fact", "value", "remark"],
)
HEADINGS = pd.DataFrame({"number": [1], "name_printed": ["Funding"], "phases_announced": [3]})
OPEN = ["sme", "sme", "open", "", "for SMEs"]
UNDATED = ["sme", "sme", "not_dated", "", "for SMEs"]
SHUT = ["sme", "", "excluded", "not_named", "for others"]
AUTHORITY = ["regional-authority", "regional-authority", "open", "", "for authorities"]


def matched(*rows, service="fund"):
    columns = ["actor", "word", "answer", "reason", "quote"]
    return pd.DataFrame(rows, columns=columns).assign(service_id=service, heading=4)


def fitting(found, met=()):
    return service_fit.fitting(found, SERVICES, FACTS, HEADINGS, met, "Norte", "2017-07")


def exclusions(found):
    return service_fit.exclusions(found, SERVICES, "Norte", "2017-07")


def test_a_service_that_fits_is_one_row_with_all_whom_it_fits():
    found = matched(
        ["regional-authority", "regional-authority", "open", "", "for authorities"],
        ["sme", "industry", "open", "", "for businesses"],
        ["technology-centre", "", "excluded", "not_named", "for businesses"],
    )
    table = fitting(found).table
    assert table[["In July 2017", "For whom", "Conditions"]].to_numpy().tolist() == [
        ["open", "regional authorities, SMEs", "free of charge"]
    ]


def test_services_known_to_be_open_come_first_whatever_their_heading():
    both = pd.concat([matched(UNDATED), matched(OPEN, service="centre")])
    assert fitting(both).table["Service"].tolist() == ["The centre", "The fund"]


def test_a_service_that_names_nobody_says_so():
    found = matched(
        ["sme", "", "users_unknown", "", "the fund"],
        ["technology-centre", "", "users_unknown", "", "x"],
    )
    assert fitting(found).table.loc[0, ["For whom", "In July 2017"]].tolist() == [
        "all of them",
        "who may use it is not printed",
    ]


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (matched(OPEN), "In July 2017, 1 of 2 support services was open to SMEs"),
        (
            matched(UNDATED),
            "In July 2017, none of 2 support services was open to SMEs; 1 more may have been",
        ),
        (
            pd.concat([matched(OPEN), matched(OPEN, service="centre")]),
            "In July 2017, 2 of 2 support services were open to SMEs",
        ),
        (
            matched(OPEN, AUTHORITY),
            "In July 2017, 1 of 2 support services was open to actors in Norte",
        ),
    ],
    ids=["one", "none known", "all", "several actors"],
)
def test_the_title_counts_what_is_known_to_be_open_and_what_may_be(found, title):
    assert fitting(found).title == title


def test_the_services_of_the_title_are_the_rows_of_the_table():
    both = pd.concat([matched(UNDATED), matched(OPEN, service="centre")])
    shown = fitting(both)
    assert shown.title.endswith("1 of 2 support services was open to SMEs; 1 more may have been")
    assert shown.table["In July 2017"].tolist() == ["open", "no opening date printed"]


def test_where_no_service_fits_a_sentence_says_so():
    assert fitting(matched(SHUT)).data == "In July 2017, no support service was open to SMEs."


def test_the_note_says_whether_the_conditions_of_a_partnership_are_met():
    assert "is not counted as open. Headings: 1. Funding." in fitting(matched(OPEN)).note
    assert "is counted as open." in fitting(matched(OPEN), ["in-thematic-area"]).note


def test_each_exclusion_has_its_reason_and_its_passage():
    found = matched(
        ["partnership", "", "excluded", "not_named", "for SMEs"],
        ["sme", "sme", "excluded", "not_yet_open", "in 2018"],
    )
    table = exclusions(found).table
    assert table[["Not for", "Why not", "Passage"]].to_numpy().tolist() == [
        ["the partnership", "the passage names others", "for SMEs"],
        ["SMEs", "not yet open", "in 2018"],
    ]


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (matched(SHUT), "In July 2017, 1 of 2 support services was not open to SMEs"),
        (
            matched(SHUT, AUTHORITY),
            "In July 2017, 1 of 2 support services was not open to some actors in Norte",
        ),
        (
            pd.concat([matched(SHUT), matched(SHUT, service="centre")]),
            "In July 2017, 2 of 2 support services were not open to SMEs",
        ),
    ],
    ids=["one", "some of several actors", "all"],
)
def test_the_title_counts_the_services_that_are_closed_to_somebody(found, title):
    assert exclusions(found).title == title


def test_where_nobody_is_left_out_a_sentence_says_so():
    assert exclusions(matched(OPEN)).data == "In July 2017, no support service was closed to SMEs."


def test_every_answer_and_reason_has_words():
    assert set(ANSWERS) - {"excluded"} <= service_fit.FITTING_WORDS.keys()
    assert set(REASONS) == service_fit.REASON_WORDS.keys()
    assert {word for words in ACTORS.values() for word in words} <= support.ACTORS.keys()
