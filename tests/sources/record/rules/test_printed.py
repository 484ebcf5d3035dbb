import pytest

from s3analysis.sources.record.rules.printed import hedge, misdated, number, plain


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        ("over 1,300", [1300]),
        ("more than EUR 65 billion", [65e9]),
        ("15-30 days", [15, 30]),
        ("Close to two thirds", [66.7]),
        ("third", [3]),
        ("a dozen", [12]),
        ("twice a year", [2]),
        ("eight", [8]),
        ("2nd", [2]),
        ("several", []),
    ],
)
def test_printed_words_are_read_as_numbers(printed, numbers):
    assert plain(printed) == numbers


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("JUN 2016", "2016-06"),
        ("1st of June 2017", "2017-06-01"),
        ("1-2 June", "2017-06-01/2017-06-02"),
        ("2014- 20", "2014/2020"),
        ("second half of 2017", "2017-07/2017-12"),
        ("early 2017", "2017-01/2017-06"),
    ],
)
def test_printed_dates_are_read(printed, value):
    assert not misdated(printed, value)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("JUN 2016", "2017-06"),
        ("June 2016", "2016-07"),
        ("2 June 2016", "2016-06-01"),
        ("June 2016", "2016-06-02"),
        ("2017", "2017-06"),
        ("2014-2020", "2014/2021"),
        ("then", "2016"),
    ],
)
def test_a_misread_date_is_seen(printed, value):
    assert misdated(printed, value)


def test_the_stronger_hedge_of_two_is_kept():
    assert [hedge(words) for words in ("some 30+", "300+", "at least 75%", "9")] == [
        "some",
        "over",
        "at_least",
        "",
    ]


def test_a_text_without_a_number_is_no_number():
    assert number("some") != number("some")
