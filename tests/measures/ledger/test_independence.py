"""Which verdicts could have come out otherwise, and which cells would turn them."""

from fractions import Fraction
from math import inf

import pandas as pd
import pytest

from s3analysis.measures.ledger import bindings, independence, verdicts
from s3analysis.measures.ledger.bindings import BINDINGS, Binding
from s3analysis.measures.ledger.claims import Claim, claims
from s3analysis.measures.ledger.independence import (
    ORDINAL,
    OWN_BOUND,
    OWN_ROW,
    OWN_SENTENCE,
    OwnRows,
)
from s3analysis.measures.ledger.rounding import Range, exactly
from s3analysis.sources import record

AS_OF = "2017-07"

# For each quantity that the data support: a table, the row of it, the column and another value
# that turn the verdict. A name that a document lists once falls away; one listed again becomes
# another.
TURNED = {
    "challenges-2017": ("statements", "kind == 'challenge'", "kind", "dimension"),
    "communication-2014-actions": (
        "statements",
        "occasion == 'communication-2014' and kind == 'priority_area'",
        "kind",
        "challenge",
    ),
    "thematic-platforms": (
        "listed_names",
        "quantity == 'thematic-platforms'",
        "quantity",
        "pitches",
    ),
    "milestone-years": ("events", "event_id == 'info-day'", "starts", "2015-05-11"),
    "years-of-strategy-making": ("events", "event_id == 's3-platform'", "starts", "2012-07"),
    "qualified-partnerships": ("partnership_members", "role == 'lead'", "partnership_id", "new"),
    "partnerships-merged": ("theme_status", "value == 'merged'", "value", "yes"),
    "thematic-areas-established": (
        "theme_names",
        "document_id == 'support' and section == 'application-areas'",
        "section",
        "how-to-join",
    ),
    "vanguard-pilots": ("pitches", "vanguard == 'yes'", "vanguard", "no"),
    "smart-regions-2016-days": (
        "claims",
        "claim_id == 'grow-background-02'",
        "value",
        "2016-06-09",
    ),
    "news-date": ("events", "event_id == 'smart-regions-2016'", "ends", "2016-07-01"),
    "kets-mapping-date": ("references", "reference_id == 'brief-reference-9'", "year", "2012"),
    "stock-taking-date": ("events", "event_id == 'steering-committee-1'", "ends", "2017-09"),
    "grow-your-region-date": ("events", "event_id == 'escp-s3-call'", "starts", "2017-09"),
    "escp-s3-interest-closes": ("events", "event_id == 'tci-conference'", "starts", "2017-04"),
    "reconfirm-launch-date": ("events", "event_id == 'tci-conference'", "starts", "2018-01"),
    "s3-platform-launch-date": ("claims", "quantity == 'years-of-strategy-making'", "value", "5"),
    "steering-committee-meetings": (
        "claims",
        "quantity == 'steering-committee-meetings-hosted'",
        "value",
        "2",
    ),
    "steering-committee-meetings-hosted": (
        "claims",
        "quantity == 'steering-committee-meetings'",
        "value",
        "4",
    ),
    "launch-date": ("events", "event_id == 'info-day'", "starts", "2016-08"),
    "smart-regions-2016-date": ("events", "event_id == 'info-day'", "starts", "2016-08"),
    "kick-off-date": ("events", "event_id == 'steering-committee-1'", "ends", "2016-07-01"),
    "steering-committee-1-date": ("events", "event_id == 'smart-regions-2017'", "ends", "2016-12"),
    "smart-regions-2017-date": ("events", "event_id == 'steering-committee-1'", "starts", "2018"),
    "innosup-1-partners-per-project": ("claims", "quantity == 'innosup-1-partners'", "value", "40"),
    "innosup-1-budget-per-project": ("claims", "quantity == 'innosup-1-projects'", "value", "4"),
    "innosup-1-projects": ("claims", "quantity == 'innosup-1-partners'", "value", "40"),
    "innosup-1-launched-budget": ("claims", "quantity == 'innosup-1-projects'", "value", "4"),
    "innosup-1-partners": ("claims", "quantity == 'innosup-1-projects'", "value", "4"),
    "partnership-minimum-regions": (
        "partnership_members",
        "role == 'lead'",
        "partnership_id",
        "new",
    ),
    "partnership-minimum-member-states": (
        "partnership_members",
        "role == 'lead'",
        "partnership_id",
        "new",
    ),
}

# For a claim of its own: had another passage named sport before March 2017, nine would be found.
PHOTONICS = "theme_id == 'photonics' and milestone == '2016-05' and status == 'theme'"
TURNED_CLAIMS = dict.fromkeys(
    ("brief-steering-committee-07", "brief-steering-committee-09"),
    ("theme_status", PHOTONICS, "theme_id", "sport"),
)

OTHER_NAME = {"name_printed": "Another name"}


@pytest.fixture(scope="module")
def tables():
    return record.read_all()


@pytest.fixture(scope="module")
def ledger(tables):
    return verdicts.verdicts(tables, AS_OF)


def passages(ledger, row):
    """Return where the tellings of the value of a claim stand."""
    same = ledger.query("fact == @row['fact'] and quantity == @row['quantity']")
    return list(zip(same["document_id"], same["section"], same["quote"], strict=True))


def test_every_number_that_the_data_support_is_turned_by_a_cell_of_another_passage(tables, ledger):
    supported = ledger.loc[ledger["computed"].isin(verdicts.SUPPORTED)]
    assert set(supported["quantity"]) == set(TURNED)
    parsed = {claim.claim_id: claim for claim in claims(tables)}
    for row in supported.to_dict("records"):
        turned = TURNED_CLAIMS.get(row["claim_id"], TURNED[row["quantity"]])
        name, query, column, value = turned
        rows = tables[name].query(query)
        if name == "statements":
            here = "document_id == @row['document_id'] and section == @row['section']"
            rows = rows.query(f"number.notna() and {here}")
        if name == "listed_names":
            rows = rows.query("document_id == @row['document_id']")
        own = OwnRows(tables, passages(ledger, row))[name].index
        others = rows.index.difference(own) if name != "theme_names" else rows.index
        changes = {column: value, **(OTHER_NAME if name == "listed_names" else {})}
        assert "not reproducible" in {
            verdict(tables, name, others[0], cell, parsed[row["claim_id"]])
            for cell in changes.items()
        }, row["claim_id"]


def verdict(tables, name, row, cell, claim):
    """Return the verdict on a claim where one cell of a table is another."""
    column, value = cell
    table = tables[name].copy()
    table.loc[row, column] = value
    changed = {**tables, name: table}
    _, found = next(bindings.values(BINDINGS[claim.quantity], changed, claim, AS_OF))
    return verdicts.verdict(claim, found, synthetic=False)


NOT_A_TEST = {
    # The data hold one meeting of the Committee, and the two conferences that these words number.
    "steering-committee-1-edition": ORDINAL,
    "smart-regions-2016-edition": ORDINAL,
    "smart-regions-2017-edition": ORDINAL,
    # "4 key priorities: innovation ..."; "two major partnerships ... (...)"; "Four
    # potential areas ...: Bioeconomy; ..."; "two key initiatives: 1) ..."; "three key ...: 1."
    "cohesion-policy-priorities": OWN_SENTENCE,
    "partnerships-presented": OWN_SENTENCE,
    "knowledge-exchange-areas": OWN_SENTENCE,
    "key-initiatives": OWN_SENTENCE,
    "cooperation-dimensions": OWN_SENTENCE,
    # Up to 65 billion, and from 40; up to 450 billion, and from 125; 41 million or more.
    "erdf-smart-specialisation": OWN_BOUND,
    "erdf-smart-specialisation-cofinanced": OWN_BOUND,
    "cohesion-policy-cofinanced": OWN_BOUND,
    "cohesion-policy-four-priorities": OWN_BOUND,
    "innosup-1-total": OWN_BOUND,
    # Any day after the conference whose document expects the call.
    "escp-s3-call-date": OWN_BOUND,
    # Of three shares printed, none can have a later place than the third.
    "industrial-biotechnology-rank": OWN_BOUND,
}


def test_what_could_not_have_failed_is_no_test_and_says_why(ledger):
    rows = ledger.query("computed == 'not a test'")
    assert dict(zip(rows["quantity"], rows["untested"], strict=True)) == NOT_A_TEST


def test_a_date_is_closed_in_on_both_sides_within_about_a_year(ledger):
    dates = ledger.query("unit == 'date' and computed == 'consistent'")
    wide = dates["high"].astype("float64") - dates["low"].astype("float64")
    assert wide.max() <= 400
    assert dates["fact"].nunique() >= 12


def test_only_what_is_no_test_says_why(ledger):
    assert ((ledger["untested"] != "") == (ledger["computed"] == "not a test")).all()


def claim(quote="the four items", unit="count"):
    empty = Claim(*[""] * len(Claim._fields))
    return empty._replace(unit=unit, quote=quote, document_id="brief", section="one", value="1")


def items(*quotes):
    """Return a table with an item for each quote, and the binding that counts them."""
    table = pd.DataFrame({"document_id": "brief", "section": "one", "quote": quotes})
    binding = Binding("items", lambda tables, *_: exactly(Fraction(len(tables["items"]))))
    return {"items": table}, binding


def test_a_value_from_the_claims_own_words_is_no_test():
    tables, binding = items("there are the four items")
    own = claim()
    assert independence.reason(binding, own, [own], exactly(Fraction(1)), tables, "") == OWN_ROW


def test_a_value_from_another_sentence_is_a_test():
    tables, binding = items("another sentence of three")
    own = claim()
    assert independence.reason(binding, own, [own], exactly(Fraction(1)), tables, "") == ""


def test_a_repetition_of_the_claim_is_its_own_words_too():
    tables, binding = items("another sentence of three")
    printed = [claim(), claim("in another sentence of three words")]
    found = independence.reason(binding, printed[0], printed, exactly(Fraction(1)), tables, "")
    assert found == OWN_ROW


@pytest.mark.parametrize(
    ("unit", "found", "reason"),
    [
        ("EUR", Range(Fraction(0), Fraction(65)), OWN_BOUND),
        ("EUR", Range(Fraction(41), inf), OWN_BOUND),
        ("EUR", Range(Fraction(36), Fraction(45)), ""),
        ("date", Range(-inf, Fraction(735_233)), OWN_BOUND),
        ("rank", Range(Fraction(3), inf), OWN_BOUND),
        ("partners", Range(Fraction(81), Fraction(99)), ""),
    ],
)
def test_a_bound_that_is_open_on_one_side_is_no_test(unit, found, reason):
    tables, binding = items("another sentence of three")
    own = claim(unit=unit)
    assert independence.reason(binding, own, [own], found, tables, "") == reason


def test_tellings_of_one_fact_are_counted_once(ledger):
    facts = verdicts.facts(ledger).set_index("fact")
    assert len(facts) == ledger["fact"].nunique()
    assert facts["tellings"].sum() == len(ledger)
    innosup = ledger.loc[ledger["fact"].str.startswith("innosup-1: "), "claim_id"]
    assert sorted(innosup) == [f"support-heading-3-{number}" for number in range(10, 15)]
    assert ledger.loc[innosup.index, "fact"].nunique() == 2


def test_no_row_of_an_extract_is_of_a_passage():
    extract = pd.DataFrame({"priority_id": ["p1"], "region_id": ["norte"]})
    own = OwnRows(dict.fromkeys(independence.EXTRACT, extract), [("brief", "one", "a quote")])
    assert own
    assert all(table.empty for table in own.values())
