import pytest

from s3analysis import contracts
from s3analysis.contracts import Partnerships, Refused, accept


def refusal(**given):
    with pytest.raises(Refused) as told:
        accept(Partnerships, given)
    return str(told.value)


def test_the_defaults_are_accepted():
    assert accept(Partnerships, {}).as_of in contracts.member_lists()


def test_a_month_without_a_list_is_refused_with_the_months_there_are():
    assert "'2017-06' is not a month with a member list (2017-07)" in refusal(as_of="2017-06")


def test_a_misspelt_name_is_refused_with_the_nearest():
    assert "unknown parameter 'as_off'; did you mean 'as_of'?" in refusal(as_off="2017-07")


def test_a_misspelt_value_is_refused_with_the_nearest():
    assert "did you mean 'members'?" in refusal(reading="member")


@pytest.mark.parametrize("value", [2017, True, None, 2017.07, ["2017-07"]])
def test_what_is_no_text_any_more_is_refused_not_guessed(value):
    assert "expected text" in refusal(as_of=value)


def test_every_reason_is_told_at_once():
    told = refusal(as_of="2017-13", reading="all", regon="ES51")
    assert "as_of" in told
    assert "reading" in told
    assert "regon" in told


def test_a_refusal_is_one_line_in_a_notebook():
    with pytest.raises(Refused) as told:
        accept(Partnerships, {"as_of": "2099-01"})
    assert len(told.value._render_traceback_()) == 1
    assert told.value.exit_code == 2


@pytest.mark.parametrize("contract", contracts.CONTRACTS.values(), ids=str)
def test_every_parameter_is_described(contract):
    assert all(field.description for field in contract.model_fields.values())
