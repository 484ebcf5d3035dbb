"""When other passages agree with a number, and when they speak of something else."""

import pandas as pd
import pytest

from s3analysis.measures.ledger.claims import Claim
from s3analysis.measures.ledger.cross_check import compare, cross_checks

CONTRADICTION = {
    "contradiction_id": "pair",
    "kind": "count",
    "what_differs": "The numbers differ.",
    "which_holds": "first",
    "why": "For a reason.",
    "first_document_id": "brief",
    "first_section": "one",
    "first_quote": "a total of 51 regions",
    "first_claims": "brief-one-51",
    "second_document_id": "brief",
    "second_section": "two",
    "second_quote": "some other 60 regions",
    "second_claims": "brief-two-60",
    "bears_on": "",
}


def claim(value, section="one", **more):
    given = {
        "claim_id": f"brief-{section}-{value}",
        "value_printed": value,
        "value": value,
        "unit": "regions",
        "exactness": "exact",
        "scope": "s3p-industry",
        "quantity": "regions",
        "document_id": "brief",
        "section": section,
        "quote": f"a total of {value} regions",
    }
    return Claim(**{**dict.fromkeys(Claim._fields, ""), **given, **more})


def checked(*claims, **contradiction):
    """Return the verdicts by claim, with one contradiction if any of it is given."""
    pairs = [CONTRADICTION | contradiction] if contradiction else []
    tables = {
        "claims": pd.DataFrame(claims, columns=Claim._fields),
        "contradictions": pd.DataFrame(pairs, columns=list(CONTRADICTION)),
        "partnership_members": pd.DataFrame(columns=["document_id", "section", "as_of"]),
    }
    return cross_checks(tables, list(claims)).set_index("claim_id")


@pytest.mark.parametrize(
    ("peer", "verdict"),
    [
        (claim("51", "two"), "agrees"),
        (claim("52", "two"), "disagrees"),
        (claim("50", "two", exactness="over"), "agrees"),
        (claim("52", "two", scope="three-platforms"), "other scope"),
        (claim("52", "two", as_of="2017-07"), "other date"),
        (claim("51", "two", as_of="2017-07"), "other date"),
        (claim("51", "two", as_of=""), "agrees"),
    ],
)
def test_two_claims_of_a_quantity(peer, verdict):
    assert compare(claim("51", as_of="2017-03"), peer, []) == verdict


def test_a_number_that_stands_alone_has_none():
    found = checked(claim("51"), claim("9", quantity="pitches"))
    assert found["cross_check"].tolist() == ["none", "none"]


def test_one_that_disagrees_outweighs_those_that_agree():
    found = checked(claim("51"), claim("51", "three"), claim("52", "two"))
    assert found.loc["brief-one-51", "cross_check"] == "disagrees"
    assert found.loc["brief-one-51", "against"] == "brief-two-52"


def test_a_pair_says_which_passage_holds():
    second = claim("60", "two", quote="some other 60 regions")
    found = checked(claim("51"), second, which_holds="second")
    assert found["cross_check"].tolist() == ["disagrees", "disagrees"]
    assert found["holds"].tolist() == ["no", "yes"]


def test_a_pair_of_which_both_hold_is_no_disagreement():
    second = claim("60", "two", quote="some other 60 regions")
    found = checked(claim("51"), second, which_holds="both")
    assert found["cross_check"].tolist() == ["other scope", "other scope"]
    assert found["holds"].tolist() == ["", ""]


def test_a_pair_with_a_passage_that_is_no_claim_counts():
    found = checked(claim("51"), which_holds="second")
    assert found.loc["brief-one-51", ["cross_check", "holds"]].tolist() == ["disagrees", "no"]
    assert found.loc["brief-one-51", "contradictions"] == "pair"


def test_a_pair_that_is_not_decided_leaves_it_open():
    found = checked(claim("51"), which_holds="unknown")
    assert found.loc["brief-one-51", ["cross_check", "holds"]].tolist() == ["disagrees", "open"]


def test_a_pair_of_names_says_nothing_of_a_number():
    found = checked(claim("51"), kind="spelling")
    assert found.loc["brief-one-51", "cross_check"] == "none"


def test_only_the_claim_that_is_named_is_meant_whatever_its_words():
    twin = claim("51", claim_id="brief-one-52", quantity="others")
    found = checked(claim("51"), twin, which_holds="second")
    assert found["cross_check"].tolist() == ["disagrees", "none"]


def test_a_pair_that_only_bears_on_a_claim_gives_it_no_verdict():
    found = checked(claim("9", "three"), bears_on="brief-three-9; brief-four-1")
    assert found.loc["brief-three-9", ["cross_check", "bearing"]].tolist() == ["none", "pair"]
    assert found.loc["brief-three-9", "contradictions"] == ""


def test_a_number_with_an_open_difference_holds_in_part_where_what_disagrees_is_overruled():
    slip = CONTRADICTION | {"contradiction_id": "slip", "first_claims": "brief-two-60"}
    slip |= {"second_claims": "", "which_holds": "second"}
    open_pair = CONTRADICTION | {"which_holds": "unknown", "kind": "scope", "second_claims": ""}
    claims = [claim("51"), claim("60", "two")]
    tables = {
        "claims": pd.DataFrame(claims, columns=Claim._fields),
        "contradictions": pd.DataFrame([slip, open_pair]),
        "partnership_members": pd.DataFrame(columns=["document_id", "section", "as_of"]),
    }
    assert cross_checks(tables, claims)["holds"].tolist() == ["in part", "no"]


def test_a_number_holds_where_all_that_disagree_are_overruled():
    third = claim("60", "three", quote="as many as sixty of them")
    found = checked(claim("51"), third, which_holds="second")
    assert found.loc["brief-three-60", "holds"] == "yes"


def test_two_dates_that_both_hold_are_of_other_dates_and_not_of_another_scope():
    days = {"unit": "date", "quantity": "launch-date"}
    one, other = claim("2016-06-01", **days), claim("2016-06-03", "two", **days)
    named = {"first_claims": one.claim_id, "second_claims": other.claim_id}
    found = checked(one, other, which_holds="both", kind="date", **named)
    assert found["cross_check"].tolist() == ["other date", "other date"]
    assert found["against"].tolist() == [other.claim_id, one.claim_id]
