"""Ratios of printed numbers, and the counts behind printed shares."""

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


def test_over_1300_priorities_are_1301_and_shares_of_kets_are_of_what_about_21_percent_allows():
    intervals = consistency.intervals(record.read("published_shares")).set_index("category")
    kets = intervals.loc["kets"]
    assert (kets["of_least"], kets["least"], kets["greatest"]) == (1301, 241, 307)
    nested = intervals.loc["advanced-manufacturing-systems"]
    assert (nested["of_least"], nested["least"], nested["greatest"]) == (241, 86, 112)
    assert intervals.loc["advanced-materials", ["least", "greatest"]].tolist() == [69, 90]
    assert intervals.loc["industrial-biotechnology", ["least", "greatest"]].tolist() == [43, 56]


def test_shares_of_regions_have_no_count_because_their_number_is_not_printed():
    published = record.read("published_shares")
    assert consistency.shares_of_regions(published) == [68, 58, 34]
    assert len(consistency.intervals(published)) + 3 + 1 == len(published)
