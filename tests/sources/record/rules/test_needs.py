"""What a wrong need, service or amount is told: table, row, field and reason."""

import pytest

from s3analysis.sources.record.rules import needs, of


@pytest.mark.parametrize("rule", of(needs), ids=lambda rule: rule.__name__)
def test_the_record_of_the_project_keeps_the_rule(raw, rule):
    assert rule(raw).empty, rule(raw).to_string()


def told(rule, raw, table, row, field, reason=""):
    """Whether a rule names a cell (its index in the frame) and says the reason."""
    found = rule(raw)
    hit = (found["table"] == table) & (found["row"] == row + 2) & (found["field"] == field)
    assert found.loc[hit, "reason"].str.contains(reason, regex=False).any(), found.to_string()
    return True


def first(table, condition):
    return table.index[condition][0]


def test_a_need_without_an_answer_is_named(raw):
    answers = raw["need_services"]
    lost = answers.loc[0, "statement_id"]
    raw["need_services"] = answers.loc[answers["statement_id"] != lost]
    row = first(raw["statements"], raw["statements"]["statement_id"] == lost)
    assert told(needs.needs_are_answered, raw, "statements", row, "need")


def test_an_answer_to_what_is_no_need_is_named(raw):
    wrong = raw["statements"].loc[raw["statements"]["need"] == "no", "statement_id"].iloc[0]
    raw["need_services"].loc[3, "statement_id"] = wrong
    assert told(needs.needs_are_answered, raw, "need_services", 3, "statement_id")


@pytest.mark.parametrize("field", ["service_id", "document_id", "section", "quote"])
def test_an_answer_without_its_service_or_passage_is_named(raw, field):
    row = first(raw["need_services"], raw["need_services"]["fit"] == "partly")
    raw["need_services"].loc[row, field] = ""
    assert told(needs.answers_are_whole, raw, "need_services", row, field)


def test_none_found_with_a_service_is_named(raw):
    row = first(raw["need_services"], raw["need_services"]["fit"] == "none_found")
    raw["need_services"].loc[row, "service_id"] = "watify"
    assert told(needs.answers_are_whole, raw, "need_services", row, "service_id")


def test_none_found_beside_a_service_is_named(raw):
    answers = raw["need_services"]
    row = first(answers, answers.duplicated("statement_id", keep=False))
    answers.loc[row, "fit"] = "none_found"
    assert told(needs.answers_are_whole, raw, "need_services", row, "fit", "beside")


def test_a_fifth_service_for_a_need_is_named(raw):
    raw["need_services"].loc[:4, "statement_id"] = raw["need_services"].loc[0, "statement_id"]
    assert told(needs.answers_are_whole, raw, "need_services", 4, "service_id", "at most")


@pytest.mark.parametrize("table", ["support_services", "need_services"])
def test_a_section_that_is_not_the_heading_of_the_service_is_named(raw, table):
    row = first(raw[table], raw[table]["section"] == "heading-1")
    raw[table].loc[row, "section"] = "heading-4"
    rule = needs.services_stand_under_their_heading
    assert told(rule, raw, table, row, "section", "heading-1")


def test_a_number_that_is_not_in_its_quote_is_named(raw):
    row = first(raw["service_facts"], raw["service_facts"]["value"] == "722")
    raw["service_facts"].loc[row, "value"] = "72"
    rule = needs.amounts_are_printed
    assert told(rule, raw, "service_facts", row, "value", "'72'")
    assert told(rule, raw, "service_facts", row, "number", "72")


def test_a_unit_beside_what_is_no_number_is_named(raw):
    row = first(raw["service_facts"], raw["service_facts"]["fact"] == "actor")
    raw["service_facts"].loc[row, "unit"] = "days"
    rule = needs.amounts_are_printed
    assert told(rule, raw, "service_facts", row, "unit")


@pytest.mark.parametrize("wrong", ["2018-H2", "2017-H1", "2017-08"])
def test_a_date_that_is_not_in_its_quote_is_named(raw, wrong):
    row = first(raw["service_facts"], raw["service_facts"]["value"] == "2017-H2")
    raw["service_facts"].loc[row, "value"] = wrong
    assert told(needs.amounts_are_printed, raw, "service_facts", row, "value")


@pytest.mark.parametrize(("table", "value"), [("funding", "amount"), ("published_shares", "value")])
def test_a_misread_amount_is_named(raw, table, value):
    raw[table].loc[1, value] = 7
    assert told(needs.amounts_are_printed, raw, table, 1, value)
    raw[table].loc[2, "value_printed"] = "99%"
    assert told(needs.amounts_are_printed, raw, table, 2, "value_printed", "'99%'")


def test_a_parent_that_comes_later_is_named(raw):
    statements = raw["statements"]
    row = first(statements, statements["parent_id"] != "")
    statements.loc[row, "parent_id"] = statements["statement_id"].iloc[-1]
    assert told(needs.parents_come_first, raw, "statements", row, "parent_id")


def test_a_key_that_does_not_say_what_its_row_is_is_named(raw):
    raw["statements"].loc[0, "occasion"] = "kick-off"
    raw["service_facts"].loc[0, "fact"] = "activity"
    rule = needs.keys_say_what_a_row_is
    assert told(rule, raw, "statements", 0, "statement_id")
    assert told(rule, raw, "service_facts", 0, "fact_id")


@pytest.mark.parametrize(
    ("row", "field", "value"), [(3, "category", "all"), (0, "indicator", "share_of_regions")]
)
def test_an_earlier_share_is_named_whose_key_says_another_quantity(raw, row, field, value):
    raw["earlier_shares"].loc[row, field] = value
    assert told(needs.keys_say_what_a_row_is, raw, "earlier_shares", row, "share_id")


@pytest.mark.parametrize("row", [3, 10])
def test_a_service_that_does_not_follow_what_it_is_part_of_is_named(raw, row):
    raw["support_services"].loc[row, "part_of"] = "digital-innovation-hubs"
    assert told(needs.parts_follow_their_service, raw, "support_services", row, "part_of")


@pytest.mark.parametrize(
    ("table", "statement", "field", "value", "named"),
    [
        ("statements", "kick-off-point-09", "need", "no", "need"),
        ("need_services", "kick-off-point-09", "fit", "answers", "fit"),
        ("second_coding", "smart-regions-2017-driver-04", "settled", "", "settled"),
        ("second_coding", "kick-off-point-09", "settled", "As both have it.", "settled"),
    ],
    ids=["another need", "another fit", "no reason", "a reason for nothing"],
)
def test_a_coding_that_neither_reader_gave_or_that_has_no_reason_is_named(
    raw, table, statement, field, value, named
):
    row = first(raw[table], raw[table]["statement_id"] == statement)
    raw[table].loc[row, field] = value
    row = first(raw["second_coding"], raw["second_coding"]["statement_id"] == statement)
    assert told(needs.codings_are_settled, raw, "second_coding", row, named)


def test_a_statement_that_was_not_coded_again_is_named(raw):
    row = first(raw["statements"], raw["statements"]["statement_id"] == "kick-off-point-09")
    raw["second_coding"] = raw["second_coding"].drop(index=row)
    assert told(needs.codings_are_settled, raw, "statements", row, "statement_id")
