"""Which support service fits whom: on small facts, and on the record."""

import pandas as pd
import pytest

from s3analysis.measures.record import support
from s3analysis.sources import record

IN_A_PARTNERSHIP = ["after-expression-of-interest", "in-thematic-area"]
FACTS = pd.DataFrame(
    [
        ["centre", "actor", "region", "to EU regions"],
        ["centre", "opens", "2011-07", "in July 2011"],
        ["experts", "actor", "partnership", "to help the partnerships"],
        ["experts", "condition", "after-expression-of-interest", "once it has submitted"],
        ["twinning", "actor", "managing-authority", "bodies that manage"],
        ["twinning", "not_for", "anyone-else", "Only Public institutions"],
        ["vouchers", "actor", "industry", "to industry"],
        ["vouchers", "actor", "sme", "access for SMEs"],
        ["vouchers", "opens", "2017-end", "at the end of 2017"],
        ["vouchers", "condition", "in-thematic-area", "under a Thematic Area"],
        ["round", "actor", "cluster-organisation", "for cluster organisations"],
        ["round", "opens", "2016-05", "in May 2016"],
        ["round", "closes", "2017-03-31", "until 31 March 2017"],
        ["hub", "activity", "advice", "a single access point"],
    ],
    columns=["service_id", "fact", "value", "quote"],
).assign(remark="", document_id="support", section="direct-support")
SERVICES = pd.DataFrame(
    {
        "service_id": ["centre", "experts", "twinning", "vouchers", "round", "hub"],
        "heading": [1, 1, 2, 3, 3, 4],
        "position": [1, 2, 3, 4, 5, 6],
        "quote": "the hub",
        "document_id": "support",
        "section": "heading-4",
    }
)


def answer(service, actor, as_of="2017-07", met=()):
    """Return answer, reason and quote of one service for one actor."""
    found = support.matched(SERVICES, FACTS, as_of, [actor], met)
    (row,) = found.loc[found["service_id"] == service, ["answer", "reason", "quote"]].to_numpy()
    return tuple(row)


def test_a_service_that_is_open_rests_on_the_passage_that_names_who_may_use_it():
    assert answer("centre", "regional-authority") == ("open", "", "to EU regions")


def test_only_public_bodies_is_said_to_everybody_else_and_not_to_them():
    refused = ("excluded", "only_others", "Only Public institutions")
    assert answer("twinning", "sme") == answer("twinning", "regional-authority") == refused
    assert answer("twinning", "managing-authority") == ("not_dated", "", "bodies that manage")


def test_a_service_is_not_yet_open_in_july_and_open_at_the_end_of_the_year():
    refused = ("excluded", "not_yet_open", "at the end of 2017")
    assert answer("vouchers", "sme") == refused
    assert answer("vouchers", "sme", "2017-11")[0] == "unclear"
    assert answer("vouchers", "sme", "2017-12") == ("open", "", "access for SMEs")


def test_a_service_past_its_date_is_closed_with_the_passage_that_says_so():
    assert answer("round", "cluster-organisation") == ("excluded", "closed", "until 31 March 2017")


def test_only_after_the_expression_of_interest_unless_there_is_one():
    refused = ("excluded", "after-expression-of-interest", "once it has submitted")
    assert answer("experts", "partnership") == refused
    there = answer("experts", "regional-authority", met=IN_A_PARTNERSHIP)
    assert there == ("not_dated", "", "to help the partnerships")


def test_a_thematic_area_is_asked_of_industry_and_not_of_a_small_firm_by_itself():
    of_industry = FACTS.loc[FACTS["value"] != "sme"]
    found = support.matched(SERVICES, of_industry, "2018-01", ["sme"], [])
    assert found.set_index("service_id").loc["vouchers", "reason"] == "in-thematic-area"
    assert answer("vouchers", "sme", "2018-01") == ("open", "", "access for SMEs")


def test_whoever_is_not_named_is_told_who_is():
    assert answer("round", "sme") == ("excluded", "not_named", "for cluster organisations")


def test_a_service_that_names_nobody_is_no_answer_to_anybody():
    for actor in support.ACTORS:
        assert answer("hub", actor) == ("users_unknown", "", "the hub")


def test_the_order_of_the_facts_changes_nothing_but_the_passage_of_who_is_not_named():
    there = support.matched(SERVICES, FACTS, "2017-07", list(support.ACTORS), [])
    turned = support.matched(SERVICES, FACTS.iloc[::-1], "2017-07", list(support.ACTORS), [])
    columns = ["service_id", "actor", "word", "answer", "reason"]
    pd.testing.assert_frame_equal(there[columns], turned[columns])


@pytest.mark.parametrize("as_of", ["2016-06", "2017-07", "2018-12"])
@pytest.mark.parametrize("met", [[], IN_A_PARTNERSHIP])
def test_every_service_of_the_record_has_an_answer_with_a_passage_for_every_actor(as_of, met):
    services, facts = record.read("support_services"), record.read("service_facts")
    found = support.matched(services, facts, as_of, list(support.ACTORS), met)
    assert len(found) == len(services) * len(support.ACTORS)
    assert found["answer"].isin(support.ANSWERS).all()
    assert ((found["reason"] != "") == (found["answer"] == "excluded")).all()
    assert found["reason"].isin(["", *support.REASONS]).all()
    assert (found["quote"].str.split().str.len() > 0).all()


@pytest.mark.parametrize(
    ("service", "actor", "answer"),
    [
        # Support document, under the four headings; DG GROW page; ECCP news of 3 June 2016
        ("taiex-regio-peer-2-peer", "managing-authority", "not_dated"),
        ("taiex-regio-peer-2-peer", "technology-centre", "only_others"),
        ("advanced-manufacturing-advisory-services", "sme", "not_yet_open"),
        ("financial-assistance-facility", "cluster-organisation", "not_yet_open"),
        ("escp-s3-expression-of-interest", "cluster-organisation", "closed"),
        ("european-cluster-collaboration-platform", "cluster-organisation", "open"),
        ("ris3-experts", "regional-authority", "after-expression-of-interest"),
        ("eib-advisory-services", "sme", "users_unknown"),
    ],
)
def test_services_of_the_record_in_july_2017_for_somebody_in_no_partnership(service, actor, answer):
    services, facts = record.read("support_services"), record.read("service_facts")
    found = support.matched(services, facts, "2017-07", [actor], [])
    row = found.set_index("service_id").loc[service]
    assert (row["reason"] or row["answer"]) == answer
