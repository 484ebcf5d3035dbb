"""Ratios of printed numbers."""

from fractions import Fraction

import pytest

from s3analysis.measures.ledger import consistency
from s3analysis.sources import record


@pytest.fixture(scope="module")
def ratios():
    return consistency.ratios(record.read_all()).set_index("what")["value"]


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("Partners of a project", Fraction(99, 9)),
        ("Budget of a project", Fraction(41_000_000, 9)),
        ("Firms supported by a project", Fraction(722, 9)),
        ("Budget of a cluster partnership", Fraction(350_000)),
    ],
)
def test_the_ratios_of_the_support_document(ratios, what, value):
    assert ratios[what] == value


def test_a_ratio_that_is_printed_names_what_is_printed():
    printed = consistency.ratios(record.read_all()).set_index("what")["printed"]
    assert printed["Partners of a project"] == "around 10 partners"
    assert printed["Firms supported by a project"] == ""


def test_a_ratio_fits_where_it_is_printed_and_allows_the_value():
    fits = consistency.ratios(record.read_all()).set_index("what")["fits"]
    assert fits["Partners of a project"]
    assert not fits["Firms supported by a project"]


def test_a_ratio_names_both_numbers_as_they_are_printed():
    found = consistency.ratios(record.read_all()).set_index("what")
    row = found.loc["Partners of a project"]
    assert (row["of_printed"], row["by_printed"]) == ("99 partners", "9 projects")
    assert found.loc["Budget of a project", "of_printed"].startswith("EUR")
