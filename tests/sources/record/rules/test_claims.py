"""What a misread number, a lost hedge or a pair of one passage is told: table, row and field."""

import pandas as pd
import pytest

from s3analysis.sources.record.rules import claims as rules
from s3analysis.sources.record.rules import of
from s3analysis.sources.record.rules.claims import (
    claims_are_as_exact_as_printed,
    claims_are_dated,
    claims_are_printed,
    claims_are_read_right,
    claims_have_their_key,
    claims_of_a_quantity_can_meet,
    claims_say_how,
    contradictions_are_pairs,
    contradictions_name_their_claims,
    counts_follow_their_source,
    disagreements_are_told,
    lists_hold_their_names,
    second_verdicts_are_settled,
)

BLANK = {
    "claim_id": "brief-abstract-01",
    "value_printed": "over 15",
    "value": "15",
    "unit": "partnerships",
    "exactness": "over",
    "scope": "three-platforms",
    "as_of": "2017-06",
    "quantity": "interregional-partnerships",
    "checkable": "no",
    "how": "",
    "document_id": "brief",
    "section": "abstract",
    "quote": "By June 2017, over 15 partnerships",
}
LOCATOR = ["document_id", "section", "quote"]
LAST = "brief-abstract-02"
PUBLISHED = {"document_id": ["brief", "grow"], "published": ["2017", "unknown"]}


def record(*changes):
    """A record of claims, each the blank one with some cells changed."""
    rows = [
        BLANK | {"claim_id": f"brief-abstract-{i:02}"} | row for i, row in enumerate(changes, 1)
    ]
    return {
        "claims": pd.DataFrame(rows),
        "documents": pd.DataFrame(PUBLISHED),
        "contradictions": pd.DataFrame({"first_claims": [""], "second_claims": [""]}),
    }


def told(found):
    """What is told: line of the file and field of each violation."""
    return list(zip(found["row"], found["field"], strict=True))


@pytest.mark.parametrize("rule", of(rules), ids=lambda rule: rule.__name__)
def test_the_record_of_the_project_keeps_the_rule(rule, raw):
    assert rule(raw).empty, rule(raw).to_string()


@pytest.mark.parametrize("rule", of(rules)[:-5], ids=lambda rule: rule.__name__)
def test_a_claim_as_printed_is_let_through(rule):
    assert rule(record({})).empty


def test_words_that_are_not_in_the_quote_are_named():
    assert told(claims_are_printed(record({}, {"value_printed": "over 16"}))) == [
        (3, "value_printed")
    ]


def test_a_hedge_left_out_of_the_printed_words_is_named():
    assert told(claims_are_printed(record({"value_printed": "15"}))) == [(2, "value_printed")]


@pytest.mark.parametrize(
    "cells",
    [
        {"exactness": "exact"},
        {"exactness": "at_least"},
        {"value_printed": "15", "quote": "15 partnerships have", "exactness": "about"},
        {"value_printed": "early 2017", "quote": "in early 2017", "exactness": "exact"},
        {"value_printed": "15-30", "quote": "15-30 days", "value": "15/30", "exactness": "exact"},
    ],
)
def test_a_claim_more_or_less_exact_than_its_words_is_named(cells):
    assert told(claims_are_as_exact_as_printed(record(cells))) == [(2, "exactness")]


def test_a_number_misread_is_named():
    assert told(claims_are_read_right(record({"value": "51"}))) == [(2, "value")]


def test_a_date_misread_is_named():
    cells = {"unit": "date", "value_printed": "June 2017", "value": "2016-06"}
    assert told(claims_are_read_right(record(cells))) == [(2, "value")]


def test_a_count_without_its_month_is_named():
    assert told(claims_are_dated(record({"as_of": ""}))) == [(2, "as_of")]


def test_a_count_in_an_undated_document_needs_no_month():
    assert claims_are_dated(record({"as_of": "", "document_id": "grow"})).empty


def test_a_date_with_a_month_of_its_own_is_named():
    assert told(claims_are_dated(record({"unit": "date"}))) == [(2, "as_of")]


def test_a_quantity_in_two_units_is_named():
    claims = record({"checkable": "yes"}, {"checkable": "yes", "unit": "regions"})
    assert told(claims_of_a_quantity_can_meet(claims)) == [(3, "unit")]


def test_a_quantity_printed_twice_is_checkable():
    claims = record({"checkable": "yes"}, {"checkable": "no"})
    assert told(claims_of_a_quantity_can_meet(claims)) == [(3, "checkable")]


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        (("2016-06", "2016-06-02", "2016"), []),
        (("2016-06-01/2016-06-02", "2016-06-02"), []),
        (("2016-06-01", "2016-06-02"), [2, 3]),
        (("2016-06", "2017-06-01"), [2, 3]),
    ],
)
def test_dates_that_cannot_all_be_right_are_named_unless_told(values, lines):
    dates = [{"unit": "date", "as_of": "", "value": value} for value in values]
    assert told(disagreements_are_told(record(*dates))) == [(line, "quantity") for line in lines]
    known = {
        "contradictions": pd.DataFrame({"first_claims": [""], "second_claims": ["x; " + LAST]})
    }
    assert disagreements_are_told(record(*dates) | known).empty


@pytest.mark.parametrize(
    ("other", "lines"),
    [({}, [2, 3]), ({"scope": "event"}, []), ({"as_of": "2017"}, []), ({"exactness": "over"}, [])],
)
def test_exact_numbers_of_one_scope_and_month_have_to_agree(other, lines):
    nine = {"value": "9", "exactness": "exact"}
    found = disagreements_are_told(record(nine, nine | {"value": "12"} | other))
    assert told(found) == [(line, "quantity") for line in lines]


def test_a_checkable_claim_without_a_way_is_named():
    assert told(claims_say_how(record({"checkable": "yes"}))) == [(2, "how")]


def test_a_way_through_a_table_that_is_not_here_is_named():
    cells = {"checkable": "yes", "how": "compute: claims, rumours; what they say"}
    assert told(claims_say_how(record(cells))) == [(2, "how")]


def test_a_key_out_of_place_is_named():
    claims = record({}, {"claim_id": "brief-abstract-03"})
    assert told(claims_have_their_key(claims)) == [(3, "claim_id")]


def listed(*names):
    rows = [("platforms", *name, "brief", "conclusions", "Agri-Food, Energy") for name in names]
    columns = ["quantity", "position", "name_printed", *LOCATOR]
    return {"listed_names": pd.DataFrame(rows, columns=columns)}


def test_a_listed_name_that_is_not_in_the_quote_is_named():
    found = lists_hold_their_names(listed((1, "Agri-Food"), (2, "Industry")))
    assert told(found) == [(3, "name_printed")]


def pairs(*rows):
    columns = ["kind", *(f"{side}_{name}" for side in ("first", "second") for name in LOCATOR)]
    return {"contradictions": pd.DataFrame(rows, columns=columns)}


ONE = ("brief", "abstract", "in June 2016")
OTHER = ("brief", "milestones", "in June 2017")


def test_a_passage_against_itself_is_named():
    assert told(contradictions_are_pairs(pairs(("date", *ONE, *ONE)))) == [(2, "second_quote")]


def test_a_pair_told_again_the_other_way_round_is_named():
    found = contradictions_are_pairs(pairs(("date", *ONE, *OTHER), ("date", *OTHER, *ONE)))
    assert told(found) == [(3, "contradiction_id")]


def named(**keys):
    """Return the violations of a pair of dates with some keys, and two claims."""
    pair = dict(zip(pairs()["contradictions"].columns, ("date", *ONE, *OTHER), strict=True))
    row = pair | {"first_claims": "", "second_claims": "", "bears_on": ""} | keys
    claims = pd.DataFrame(
        {
            "claim_id": ["brief-abstract-01", "brief-milestones-02"],
            "document_id": "brief",
            "section": ["abstract", "milestones"],
        }
    )
    tables = {"contradictions": pd.DataFrame([row]), "claims": claims}
    return told(contradictions_name_their_claims(tables))


def test_a_pair_that_names_the_claims_of_its_passages_is_let_through():
    assert named(first_claims="brief-abstract-01", second_claims="brief-milestones-02") == []
    assert named(first_claims="brief-abstract-01", bears_on="brief-milestones-02") == []


def test_two_dates_without_the_key_of_a_claim_are_named():
    assert named() == [(2, "first_claims")]
    assert named(bears_on="brief-abstract-01") == [(2, "first_claims")]
    assert named(kind="spelling") == []


def test_a_key_of_another_section_or_of_no_claim_is_named():
    assert named(first_claims="brief-milestones-02") == [(2, "first_claims")]
    assert named(first_claims="brief-abstract-01; brief-abstract-09") == [(2, "first_claims")]
    assert named(first_claims="brief-abstract-01", bears_on="gone-01") == [(2, "bears_on")]


def test_a_pair_that_differs_in_two_ways_is_let_through():
    found = contradictions_are_pairs(pairs(("date", *ONE, *OTHER), ("scope", *ONE, *OTHER)))
    assert found.empty


@pytest.mark.parametrize(
    ("count_id", "field", "value"),
    [
        ("industry-2017-07", "origin", "external"),
        ("industry-2017-07", "address", "https://a.example/"),
        ("industry-2018", "title", ""),
        ("industry-2018", "checked", ""),
        ("industry-2017-07", "value", 8),
        ("industry-2017-07", "value_printed", "8"),
        ("industry-2017-07", "scope", "three-platforms"),
        ("three-2017-06", "exactness", "exact"),
        ("industry-2017-07", "as_of", "2017-08"),
    ],
)
def test_a_count_of_partnerships_says_what_its_claim_says_or_names_its_page(
    raw, count_id, field, value
):
    counts = raw["partnership_counts"]
    assert counts_follow_their_source(raw).empty
    (row,) = counts.index[counts["count_id"] == count_id]
    counts.loc[row, field] = value
    found = told(counts_follow_their_source(raw))
    assert found == [(row + 2, field)]


@pytest.mark.parametrize(
    ("claim_id", "field", "value"),
    [
        ("brief-abstract-01", "settled", "first"),
        ("brief-abstract-01", "reason", "As both have it."),
        ("eccp-news-02", "settled", ""),
        ("eccp-news-02", "reason", ""),
    ],
)
def test_a_fact_judged_twice_is_settled_where_the_readers_differ_and_only_there(
    raw, claim_id, field, value
):
    twice = raw["second_verdicts"]
    assert second_verdicts_are_settled(raw).empty
    (row,) = twice.index[twice["claim_id"] == claim_id]
    twice.loc[row, field] = value
    assert told(second_verdicts_are_settled(raw)) == [(row + 2, field)]
