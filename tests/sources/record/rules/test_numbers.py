"""What the rules of the census tell of one wrong cell."""

import pytest

from s3analysis.sources.record.rules import numbers, of


@pytest.mark.parametrize("rule", of(numbers), ids=lambda rule: rule.__name__)
def test_the_record_of_the_project_keeps_the_rule(raw, rule):
    assert rule(raw).empty, rule(raw).to_string()


def of_class(raw, kind):
    return raw["numbers"].index[raw["numbers"]["class"] == kind][0]


def told(found):
    return found[["table", "row", "field"]].to_numpy().tolist()


def test_a_claim_of_another_place_is_named_with_its_row(raw):
    row = of_class(raw, "claim")
    raw["numbers"].loc[row, "pointer"] = "eccp-news-13"
    found = numbers.numbers_point_to_their_passage(raw)
    assert told(found) == [["numbers", row + 2, "pointer"]]


def test_a_pointer_missing_or_too_many_is_named(raw):
    row = of_class(raw, "name")
    raw["numbers"].loc[row, "pointer"] = "eccp-news-13"
    assert told(numbers.numbers_point_to_their_passage(raw)) == [["numbers", row + 2, "pointer"]]


def test_a_number_outside_its_section_and_a_word_that_is_none_are_named(raw):
    raw["numbers"].loc[3, "section"] = "conclusions"
    raw["numbers"].loc[4, "printed"] = "many"
    found = numbers.numbers_lie_in_their_section(raw)
    assert told(found) == [["numbers", 5, "position"], ["numbers", 6, "printed"]]


def test_a_number_that_the_census_lacks_is_named_by_the_passages_that_print_it(raw):
    row = of_class(raw, "claim")
    pointer = raw["numbers"].loc[row, "pointer"]
    raw["numbers"] = raw["numbers"].drop(index=row)
    found = numbers.numbers_of_passages_are_all_there(raw)
    claim = raw["claims"].index[raw["claims"]["claim_id"] == pointer][0]
    assert ["claims", claim + 2, "quote"] in told(found)
