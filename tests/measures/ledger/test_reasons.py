"""Why numbers cannot be checked."""

import pytest

from s3analysis.measures.ledger import reasons, verdicts
from s3analysis.measures.ledger.bindings import BINDINGS
from s3analysis.measures.ledger.claims import Claim
from s3analysis.sources import record


@pytest.fixture(scope="module")
def ledger():
    return verdicts.verdicts(record.read_all(), "2017-07")


def claim(quantity, unit="count"):
    return Claim(*[""] * len(Claim._fields))._replace(quantity=quantity, unit=unit)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (claim("kets-share-of-priorities", "percent"), "data not public"),
        (claim("member-regions", "regions"), "no list of that month"),
        (claim("thematic-sub-areas", "areas"), "not said what it counts"),
        (claim("jobs-created", "jobs"), "about the future"),
        (claim("launch-date", "date"), "date of an event"),
        (claim("esf-human-capital", "EUR"), "amount of money"),
        (claim("kick-off-attendance", "people"), "counted elsewhere"),
    ],
)
def test_a_number_has_the_reason_that_its_passage_gives(given, reason):
    assert reasons.reason(given, synthetic=False) == reason


def test_synthetic_data_are_a_reason_of_their_own():
    given = claim("kets-share-of-priorities", "percent")
    assert reasons.reason(given, synthetic=True) == "synthetic data"


def test_each_number_that_is_not_checkable_has_a_reason_of_the_list_and_no_other_has(ledger):
    unchecked = ledger["computed"] == "not checkable"
    assert set(ledger.loc[unchecked, "reason"]) <= set(reasons.REASONS)
    assert (ledger.loc[~unchecked, "reason"] == "").all()


def test_what_lies_in_the_future_is_printed_and_computed_by_nothing(ledger):
    assert set(ledger["quantity"]) >= reasons.FUTURE
    assert not reasons.FUTURE & set(BINDINGS)


def test_reasons_are_counted_by_number_and_by_fact(ledger):
    counted = verdicts.unchecked(ledger)
    unchecked = ledger.query("computed == 'not checkable'")
    assert counted["claims"].sum() == len(unchecked)
    assert counted["facts"].sum() == unchecked["fact"].nunique()


# What comes nearest to each quantity that nothing computes, in any table or document, and why it
# cannot contradict the number. Whoever adds a number that is not checkable looks for one first.
LOOKED_FOR = {
    # Shares of one database: a priority may be in several categories, and no total is printed.
    **dict.fromkeys(
        [
            "advanced-manufacturing-systems-share-of-kets",
            "advanced-materials-share-of-kets",
            "creative-industries-share-of-priorities",
            "creative-industries-share-of-regions",
            "digital-agenda-share-of-priorities",
            "digital-agenda-share-of-regions",
            "health-share-of-priorities",
            "industrial-biotechnology-share-of-kets",
            "kets-share-of-priorities",
            "kets-share-of-regions",
        ],
        "other shares of the database, which may overlap",
    ),
    "priorities-encoded": "the shares of it, of which no count is printed",
    # Regions at a table of the Info-Day, none named.
    **dict.fromkeys(
        [
            "infoday-circular-economy-regions",
            "infoday-emerging-industry-regions",
            "infoday-mechanical-engineering-regions",
            "infoday-photonics-regions",
            "infoday-smart-materials-regions",
            "infoday-smart-tooling-regions",
            "infoday-textile-regions",
        ],
        "partnerships of July 2017 that others had joined since",
    ),
    "regiotex-regions": "the 13 regions of the textile partnership, another body",
    "adma-pilot-regions": "13 of July 2017: another month",
    "nano-pilot-regions": "13 of July 2017, and 14 in two passages of 2016 that may share a source",
    "member-regions": "49 of one platform: at most a lower bound for three, or for November",
    "thematic-sub-areas": "three lists, none of which the text names",
    "vanguard-regions": "32 regions in its five pilots, which others may join",
    "de-remanufacturing-regions": "14 of the partnership it went into",
    "interregional-partnerships": "nine of one platform: a lower bound",
    "s3-strategies": "some 120 and over 120, a year apart: each fits the other",
    "cooperation-ideas": "the 18 sub-areas that came of them: a lower bound",
    "thematic-objectives": "the Regulation, which is cited and not at hand",
    "europe-2020-pillars": "the strategy, which is not cited",
    "co-chair-term": "a meeting a year with the region in the chair, which any term allows",
    "round-tables": "ten pitches before them, of which no passage says how they sat",
    # Who came is not listed.
    "info-day-attendance": "32 regions at its tables: a lower bound",
    "kick-off-attendance": "over 60 regions, each with one person at least: a lower bound",
    "kick-off-regions": "49 regions of July 2017: others may have come",
    "kick-off-member-states": "the 28 of that month: an upper bound",
    "smart-regions-2016-attendance": "two documents that contradict each other",
    "smart-regions-2016-directorates": "one organiser named",
    "smart-regions-2016-exhibiting-regions": "one of them named",
    "european-cluster-conference-attendance": "nothing",
    # What a support measure prints of itself once.
    "convergence-pilot-projects": "their common title",
    "eccp-cluster-organisations": "nothing",
    "expert-contract-days": "nothing",
    "experts-listed": "nothing",
    "innosup-1-application-stages": "the first stage, named in the same sentence",
    "innosup-1-concept-note-pages": "nothing",
    "innosup-1-countries": "99 partners: an upper bound",
    "innosup-1-share-for-smes": "722 firms and 41 million, of which no share is printed",
    "innosup-1-smes": "nine projects, without a usual number of firms",
    "smart-guide-rules": "the guide, which is not at hand",
    "smart-guide-stories": "the guide, which is not at hand",
    "watify-awareness-events": "nothing",
    # Amounts.
    "escp-s3-call-budget": "eight partnerships at least, without a usual budget",
    "esf-human-capital": "no other amount of that fund",
    "esi-funds-smart-growth": "125 billion for four priorities, which may be another purpose",
    # Dates that no passages close in from both sides within about a year.
    "cluster-policy-mix-year": "the documents that follow it: open before",
    "council-conclusions-date": "the platform of 2011: open before",
    "dg-rtd-joins-date": "the launch and the brief: 19 months, and 30 June 2016 would fit",
    "escp-s3-interest-opens": "the news of June 2016, which has it open: open before",
    "european-cluster-conference-date": "June 2016 and the call: 19 months, and 2017 would fit",
    "info-day-date": "the launch of June 2016: open before",
    "jrc-technology-work-date": "the mapping of 2013 and the brief: four years",
    "launch-date": "of three platforms: one of them is dated",
    "thematic-platforms-creation-date": "one of three platforms is dated",
    "priorities-count-date": "the brief: open before",
    "programming-period": "the same years in four documents, which cite one regulation",
    "tci-conference-date": "the call that was to follow: open before",
    "vanguard-workshop-date": "the brief: open before",
    # Plans of which no later document tells.
    "agri-food-kick-off-date": "the kick-off of November 2016: open after",
    "eib-housing-energy": "nothing",
    "enterprises-new-products": "nothing",
    "escp-s3-partnerships": "the budget of the call, without a usual one",
    "financial-assistance-facility-date": "nothing",
    "financial-assistance-facility-years": "nothing",
    "innosup-1-closes": "the programming period of other funds",
    "jobs-created": "nothing",
    "kets-observatory-report-years": "nothing",
    "kets-observatory-reports": "nothing",
    "manufacturing-support-centre-date": "nothing",
    "start-ups-supported": "nothing",
    "watify-matchmaking-events": "240 events of another kind",
    "watify-years": "nothing",
}


def test_for_each_number_that_nothing_computes_another_passage_was_looked_for(ledger):
    unchecked = ledger.loc[ledger["computed"] == "not checkable", "quantity"]
    assert set(unchecked) == set(LOOKED_FOR)


def test_a_quarter_of_the_facts_is_decided_and_no_fewer(ledger):
    facts = verdicts.facts(ledger)["computed"]
    decided = ~facts.isin(["not a test", "not checkable"])
    assert (decided.sum(), len(facts)) == (34, 136)
