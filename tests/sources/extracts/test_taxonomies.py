"""Terms of taxonomies as people write them: by code, by words, by both."""

import pytest

from s3analysis.paths import RAW
from s3analysis.sources import record
from s3analysis.sources.extracts import taxonomies

TERMS = record.read("taxonomy_terms", RAW)


def term(text, scheme):
    category, sub, _, reason = taxonomies.resolve(text, taxonomies.taxonomy(TERMS, scheme), {})
    return sub or category or reason


@pytest.mark.parametrize(
    ("text", "scheme", "meant"),
    [
        ("1", "nace-rev-2", "Crop and animal production, hunting and related service activities"),
        ("07", "nabs-2007", "Health"),
        ("62", "nace-rev-2.1", "Computer programming, consultancy and related activities"),
        ("K.61", "nace-rev-2.1", "Telecommunication"),
        ("J.61", "nace-rev-2", "Telecommunications"),
        ("02 - Environment", "nabs-2007", "Environment"),
        ("C.26 Manufacture of computers", "nace-rev-2",
         "Manufacture of computer, electronic and optical products"),
    ],
)  # fmt: skip
def test_a_term_is_known_by_its_code_with_or_without_words(text, scheme, meant):
    assert term(text, scheme) == meant


@pytest.mark.parametrize(
    "text", ["02 - Environment; 05 - Energy", "C.10 Manufacture of food products, C.11 Drinks"]
)
def test_two_terms_in_a_cell_are_not_the_first_of_them(text):
    scheme = "nabs-2007" if text.startswith("02") else "nace-rev-2"
    assert "unknown term" in term(text, scheme)


def test_a_section_of_the_other_revision_is_refused():
    assert "unknown term 'J.61'" in term("J.61", "nace-rev-2.1")
    assert "unknown term '45'" in term("45", "nace-rev-2.1")


def test_both_revisions_have_the_divisions_that_are_published():
    found = TERMS.loc[TERMS["parent_code"].ne("")].groupby("scheme")["code"].count()
    assert found[["nace-rev-2", "nace-rev-2.1"]].tolist() == [88, 87]
