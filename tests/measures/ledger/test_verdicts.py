"""The verdicts of the ledger, against what a reader finds in the documents."""

import subprocess
import sys
from fractions import Fraction

import pandas as pd
import pytest

from s3analysis.measures.ledger import verdicts as ledger
from s3analysis.measures.ledger.bindings import BINDINGS
from s3analysis.measures.ledger.claims import Claim, claims
from s3analysis.measures.ledger.rounding import Range, exactly
from s3analysis.sources import record

AS_OF = "2017-07"
REPRODUCED, CONSISTENT, NOT = "reproduced", "consistent", "not reproducible"
NO_TEST, OTHER = "not a test", "another reading"

# fmt: off
# Document, section, the number as printed, its quantity, the verdict; above each the passage it
# rests on, as a reader of the documents finds it.
VERDICTS = [
    # The list that follows has 1) to 4).
    ("brief", "interregional-cooperation", "Four", "challenges-2017", REPRODUCED),
    # Four bullets: boost, increase, strengthen, improve.
    ("grow", "growth-strategies", "four", "challenges-2017", REPRODUCED),
    # The list that follows has 1) to 3).
    ("brief", "interregional-cooperation", "three", "cooperation-dimensions", NO_TEST),
    # Advanced manufacturing; key enabling technologies; bio-based products; clean vehicles;
    # sustainable construction; smart grids.
    ("brief", "industrial-processes", "six", "communication-2014-actions", REPRODUCED),
    # Innovation and research, the digital agenda, small and medium-sized businesses, low carbon.
    ("brief", "industrial-processes", "4", "cohesion-policy-priorities", NO_TEST),
    # 1) the setup of the platforms, 2) a call for cluster partnerships.
    ("interreg", "platform-overview", "two", "key-initiatives", NO_TEST),
    # Agri-food, energy, industrial modernisation: footnote 10 of the brief, three bullets there.
    ("brief", "policy-background", "Three", "thematic-platforms", REPRODUCED),
    ("brief", "policy-background", "three", "thematic-platforms", REPRODUCED),
    ("interreg", "platform-overview", "three", "thematic-platforms", REPRODUCED),
    # Bioeconomy; Key Enabling Technologies; Energy; Public Sector Innovation.
    ("support", "heading-2", "Four", "knowledge-exchange-areas", NO_TEST),
    # Figure 5 begins with the Info-Day of May 2016 and ends with the conference of June 2017.
    ("brief", "milestones", "2016- 2017", "milestone-years", REPRODUCED),
    # The S3 Platform was set up in July 2011; the brief is of 2017.
    ("brief", "policy-background", "6 years", "years-of-strategy-making", REPRODUCED),
    # Table 4 has nine headings, from ADMA Energy to Sport.
    ("brief", "progress", "9", "qualified-partnerships", REPRODUCED),
    # Table 3, smart tooling: MERGED WITH INDUSTRY 4.0.
    ("brief", "progress", "two", "partnerships-merged", REPRODUCED),
    # 'Innovative Textiles' and 'Vanguard Initiative investment projects'.
    ("brief", "smart-regions-2017", "two", "partnerships-presented", NO_TEST),
    # Conferences: Brussels in June 2016, Helsinki in June 2017.
    ("brief", "figure-5", "First", "smart-regions-2016-edition", NO_TEST),
    ("brief", "smart-regions-2016", "First", "smart-regions-2016-edition", NO_TEST),
    ("brief", "table-3", "1st", "smart-regions-2016-edition", NO_TEST),
    ("brief", "figure-5", "Second", "smart-regions-2017-edition", NO_TEST),
    ("brief", "smart-regions-2017", "second", "smart-regions-2017-edition", NO_TEST),
    ("brief", "table-3", "2nd", "smart-regions-2017-edition", NO_TEST),
    # No meeting of the Committee before 17 March 2017 is known.
    ("brief", "figure-5", "First", "steering-committee-1-edition", NO_TEST),
    ("brief", "figure-6", "first", "steering-committee-1-edition", NO_TEST),
    ("brief", "figure-7", "1st", "steering-committee-1-edition", NO_TEST),
    ("brief", "steering-committee", "first", "steering-committee-1-edition", NO_TEST),
    # The brief names the 1st of June (of a wrong year), the DG GROW page the 2nd.
    ("eccp", "news", "two", "smart-regions-2016-days", CONSISTENT),
    # The list from advanced manufacturing for energy to digitalisation and safety in tourism.
    ("support", "application-areas", "eleven", "thematic-areas-established", REPRODUCED),
    # (Vanguard Pilot) stands behind five of the pitches of June 2017.
    ("support", "application-areas", "five", "vanguard-pilots", REPRODUCED),
    # Over 450 billion is the whole of the policy, in the sentence before.
    (
        "brief",
        "industrial-processes",
        "EUR 125 billion",
        "cohesion-policy-four-priorities",
        NO_TEST,
    ),
    # More than 65 billion with national co-financing, in brackets behind.
    ("brief", "policy-background", "over EUR 40 billion", "erdf-smart-specialisation",
     NO_TEST),
    # 36, 29 and 18 percent are printed; the other three technologies have no share in print.
    ("brief", "policy-background", "third", "industrial-biotechnology-rank", NO_TEST),
    # The report with which the mapping was launched stands in the references with 2013.
    ("brief", "policy-background", "early 2013", "kets-mapping-date", CONSISTENT),
    # The conference that it reports ended on 2 June 2016; the call that clusters are to take part
    # in closed on 31 March 2017.
    ("eccp", "news", "03 June 2016", "news-date", CONSISTENT),
    # "EUR 40 billion", before the brackets; "EUR 125 billion allocated to these areas".
    ("brief", "policy-background", "more than EUR 65 billion",
     "erdf-smart-specialisation-cofinanced", NO_TEST),
    ("brief", "industrial-processes", "over EUR 450 billion", "cohesion-policy-cofinanced",
     NO_TEST),
    # "Over the last 6 years", in the brief of 2017.
    ("brief", "policy-background", "July 2011", "s3-platform-launch-date", CONSISTENT),
    ("brief", "policy-background", "2011", "s3-platform-launch-date", CONSISTENT),
    # Nine, where the meeting of 17 March 2017 had eight; the brief is of 2017.
    ("brief", "progress", "July 2017", "stock-taking-date", CONSISTENT),
    ("brief", "table-4", "July 2017", "stock-taking-date", CONSISTENT),
    ("brief", "table-3", "AUG 2017", "stock-taking-date", CONSISTENT),
    # "hosted in rotation by the European Commission services and the co-chairing region".
    ("brief", "steering-committee", "annual", "steering-committee-meetings-hosted", REPRODUCED),
    ("brief", "steering-committee", "twice a year", "steering-committee-meetings", REPRODUCED),
    # Of Table 4 all but Sport stand in Table 1, Table 2 or the list of June 2016.
    ("brief", "steering-committee", "8", "qualified-partnerships", REPRODUCED),
    ("brief", "steering-committee", "eight", "qualified-partnerships", REPRODUCED),
    # The Interreg brief cites a speech of November 2016 and has the call open; the next call was
    # still expected in November 2017.
    ("grow", "structure", "31 March 2017", "escp-s3-interest-closes", CONSISTENT),
    # "will be published still in 2017", in the document of 8-9 November 2017.
    ("interreg", "next-steps", "early 2017", "escp-s3-call-date", NOT),
    ("support", "application-areas", "2017", "escp-s3-call-date", NO_TEST),
    ("support", "heading-3", "second half of 2017", "escp-s3-call-date", NO_TEST),
    # To come after November 2016; "ReConfirm is an initiative managed by", in November 2017.
    ("interreg", "next-steps", "2017", "reconfirm-launch-date", CONSISTENT),
    # Eleven areas, nine in July 2017; a call "still in 2017".
    ("support", "title", "8-9 November 2017", "grow-your-region-date", CONSISTENT),
    # 41 million have gone to the projects launched.
    ("support", "heading-3", "EUR 130 million", "innosup-1-total", NO_TEST),
    # 99 partners by 9 projects are 11; 41 million by 9 are 4.56 million.
    ("support", "heading-3", "around 10", "innosup-1-partners-per-project", CONSISTENT),
    ("support", "heading-3", "around EUR 4.5 million", "innosup-1-budget-per-project", CONSISTENT),
    ("support", "heading-3", "9", "innosup-1-projects", CONSISTENT),
    ("support", "heading-3", "EUR 41 million", "innosup-1-launched-budget", CONSISTENT),
    ("support", "heading-3", "99", "innosup-1-partners", CONSISTENT),
    # Table 4: sport and Industry 4.0 have six regions each; Industry 4.0 is in four countries.
    ("support", "how-to-join", "at least three", "partnership-minimum-regions", CONSISTENT),
    ("support", "how-to-join", "three different", "partnership-minimum-member-states", CONSISTENT),
    # Eight, if numbers are counted. Ten names follow, numbered 1, 2, 3, 3, 4, 4, 5, 6, 7, 8.
    ("brief", "smart-regions-2017", "8", "pitches", OTHER),
    # Table 4 without Sport: 17 lead regions, 16 without Slovenia; 47 that lead or take part, 51
    # with two French regions on one line and names that may mean another region counted apart.
    ("brief", "steering-committee", "16", "lead-regions", OTHER),
    ("brief", "steering-committee", "51", "member-regions", OTHER),
    # Headings 1 to 4 follow.
    ("support", "direct-support", "three", "support-phases", NOT),
    # Info-Day on 11 May 2016 (Table 1), kick-off in November 2016 (Table 2).
    ("brief", "abstract", "June 2016", "launch-date", CONSISTENT),
    ("brief", "figure-5", "June 2016", "launch-date", CONSISTENT),
    ("brief", "info-day", "June 2017", "launch-date", NOT),
    ("brief", "milestones", "June 2017", "launch-date", NOT),
    ("brief", "policy-background", "June 2016", "launch-date", CONSISTENT),
    ("brief", "smart-regions-2016", "1st of June 2017", "launch-date", NOT),
    ("eccp", "news", "1-2 June 2016", "launch-date", CONSISTENT),
    ("grow", "background", "2 June 2016", "launch-date", CONSISTENT),
    ("interreg", "introduction", "June 2016", "launch-date", CONSISTENT),
    # In Table 3 between the Info-Day of May and the kick-off of November 2016.
    ("brief", "figure-5", "June 2016", "smart-regions-2016-date", CONSISTENT),
    ("brief", "smart-regions-2016", "June 2016", "smart-regions-2016-date", CONSISTENT),
    ("brief", "smart-regions-2016", "1st of June 2017", "smart-regions-2016-date", NOT),
    ("brief", "table-3", "JUN 2016", "smart-regions-2016-date", CONSISTENT),
    ("eccp", "news", "1-2 June 2016", "smart-regions-2016-date", CONSISTENT),
    ("grow", "background", "2 June 2016", "smart-regions-2016-date", CONSISTENT),
    ("interreg", "clusters", "June", "smart-regions-2016-date", CONSISTENT),
    # After the launch at the conference of June 2016, before the Committee of 17 March 2017.
    ("brief", "figure-5", "November 2016", "kick-off-date", CONSISTENT),
    ("brief", "kick-off", "Nov 2016", "kick-off-date", CONSISTENT),
    ("brief", "kick-off", "November 2016", "kick-off-date", CONSISTENT),
    ("brief", "table-2", "November 2016", "kick-off-date", CONSISTENT),
    ("brief", "table-3", "NOV 2016", "kick-off-date", CONSISTENT),
    # After the kick-off of November 2016, before the conference of June 2017 in Helsinki.
    ("brief", "figure-5", "March 2017", "steering-committee-1-date", CONSISTENT),
    ("brief", "figure-7", "March 2017", "steering-committee-1-date", CONSISTENT),
    ("brief", "steering-committee", "March 2017", "steering-committee-1-date", CONSISTENT),
    ("brief", "steering-committee", "17 March 2017", "steering-committee-1-date", CONSISTENT),
    ("brief", "table-3", "MAR 2017", "steering-committee-1-date", CONSISTENT),
    # After the Committee of March 2017; the brief that reports it is of 2017.
    ("brief", "figure-5", "June 2017", "smart-regions-2017-date", CONSISTENT),
    ("brief", "smart-regions-2017", "June 2017", "smart-regions-2017-date", CONSISTENT),
    ("brief", "smart-regions-2017", "1-2 June", "smart-regions-2017-date", CONSISTENT),
    ("brief", "table-3", "JUN 2017", "smart-regions-2017-date", CONSISTENT),
]

# As above; the verdict by other passages and whether the passage holds.
PLATFORMS = "thematic-platforms-creation-date"

CROSS_CHECKS = [
    # Five slips: June 2017 for a launch that Figure 5 and four documents have in June 2016.
    ("brief", "milestones", "June 2017", "launch-date", "disagrees", "no"),
    ("brief", "info-day", "June 2017", "launch-date", "disagrees", "no"),
    ("brief", "smart-regions-2016", "1st of June 2017", "launch-date", "disagrees", "no"),
    (
        "brief",
        "smart-regions-2016",
        "1st of June 2017",
        "smart-regions-2016-date",
        "disagrees",
        "no",
    ),
    ("brief", "abstract", "June 2016", "launch-date", "disagrees", "yes"),
    ("brief", "figure-5", "June 2016", "launch-date", "disagrees", "yes"),
    ("eccp", "news", "1-2 June 2016", "smart-regions-2016-date", "disagrees", "yes"),
    # Named by no pair of passages; only the slip stands against it.
    ("brief", "table-3", "JUN 2016", "smart-regions-2016-date", "disagrees", "yes"),
    # The 1st or the 2nd of June is not decided.
    ("grow", "background", "2 June 2016", "launch-date", "disagrees", "in part"),
    # Footnotes 28 and 36.
    ("brief", "vanguard", "30th of June 2017", "dg-rtd-joins-date", "disagrees", "yes"),
    ("brief", "steering-committee", "May 2017", "dg-rtd-joins-date", "disagrees", "no"),
    # Ten names, and numbers up to 8.
    ("brief", "smart-regions-2017", "8", "pitches", "disagrees", "open"),
    # Four headings, unnumbered as phases.
    ("support", "direct-support", "three", "support-phases", "disagrees", "open"),
    # The same day in the text, the heading, Figure 5, Table 1 and Table 3.
    ("brief", "info-day", "11 May 2016", "info-day-date", "agrees", ""),
    # In figures, then in words.
    ("brief", "steering-committee", "8", "qualified-partnerships", "agrees", ""),
    ("brief", "steering-committee", "eight", "qualified-partnerships", "agrees", ""),
    # Nobody prints 300+ for 600; a report outside the documents has 636.
    ("interreg", "clusters", "600", "smart-regions-2016-attendance", "disagrees", "yes"),
    ("eccp", "news", "300+", "smart-regions-2016-attendance", "disagrees", "no"),
    # Two presentations were given, one under a name for several pilots: no difference.
    ("brief", "smart-regions-2017", "two", "partnerships-presented", "none", ""),
    # The energy platform is not dated; the launch printed elsewhere is of one platform.
    ("interreg", "platform-overview", "2016", PLATFORMS, "other scope", ""),
    # Commas that are missing in another list say nothing of the number.
    ("support", "application-areas", "five", "vanguard-pilots", "none", ""),
    # For whom the measure is says nothing of its year.
    ("interreg", "next-steps", "2017", "reconfirm-launch-date", "none", ""),
    # That the 18 are rows of Table 3 is nowhere said.
    ("brief", "smart-regions-2016", "18", "thematic-sub-areas", "other scope", ""),
    # Eight in March.
    ("brief", "progress", "9", "qualified-partnerships", "other date", ""),
    # More than 60 of this platform in November.
    ("brief", "steering-committee", "51", "member-regions", "other date", ""),
    # Nano pilot: May and November 2016.
    ("brief", "table-1", "+14", "nano-pilot-regions", "other date", ""),
    # A meeting a year with the region in the chair, two with the Commission's.
    (
        "brief", "steering-committee", "annual", "steering-committee-meetings-hosted",
        "other scope", "",
    ),
    # Thematic platforms, in the plural.
    ("interreg", "clusters", "June", "launch-date", "other scope", ""),
    # Printed once.
    ("brief", "policy-background", "15,000", "enterprises-new-products", "none", ""),
]

# fmt: on
COLUMNS = ["document_id", "section", "value_printed", "quantity"]


@pytest.fixture(scope="module")
def tables():
    return record.read_all()


@pytest.fixture(scope="module")
def verdicts(tables):
    return ledger.verdicts(tables, AS_OF)


def at(verdicts, *place):
    """Return the claims of a document, section, printed value and quantity."""
    rows = verdicts.loc[(verdicts[COLUMNS] == list(place)).all(axis="columns")]
    assert not rows.empty, f"no claim {place}"
    return rows


@pytest.mark.parametrize("expected", VERDICTS, ids="-".join)
def test_a_number_has_the_verdict_that_a_reader_gives_it(verdicts, expected):
    *place, verdict = expected
    assert at(verdicts, *place)["computed"].unique().tolist() == [verdict]


def test_every_contradiction_reaches_the_claims_that_it_names_and_no_other(tables, verdicts):
    pairs = tables["contradictions"]
    named = {
        (row["contradiction_id"], claim_id)
        for row in pairs.to_dict("records")
        for claim_id in f"{row['first_claims']}; {row['second_claims']}".split("; ")
        if claim_id
    }
    reached = {
        (contradiction_id, row["claim_id"])
        for row in verdicts.to_dict("records")
        for contradiction_id in row["contradictions"].split("; ")
        if contradiction_id
    }
    assert reached == named


@pytest.mark.parametrize("expected", CROSS_CHECKS, ids=lambda row: "-".join(row[:4]))
def test_other_passages_say_what_a_reader_finds(verdicts, expected):
    *place, verdict, holds = expected
    rows = at(verdicts, *place)
    assert set(zip(rows["cross_check"], rows["holds"], strict=True)) == {(verdict, holds)}


def test_every_number_that_is_computed_was_read_by_hand(verdicts):
    computed = verdicts.loc[verdicts["computed"] != "not checkable"]
    found = set(zip(*(computed[column] for column in COLUMNS), strict=True))
    assert found == {tuple(place) for *place, _ in VERDICTS}


def test_claims_of_one_year_that_two_milestones_bound_are_one_fact(verdicts):
    launch = verdicts.loc[verdicts["quantity"] == "launch-date"].groupby("fact")["value"].nunique()
    assert launch.to_dict() == {
        "launch-date: 2016, s3p-industry": 3,  # June; the 2nd of June; the 1st and 2nd
        "launch-date: 2016, three-platforms": 1,
        "launch-date: 2017, s3p-industry": 2,  # June; the 1st of June
    }


def test_every_claim_has_one_row_and_both_verdicts(tables, verdicts):
    assert sorted(verdicts["claim_id"]) == sorted(tables["claims"]["claim_id"])
    assert set(verdicts["computed"]) <= set(ledger.COMPUTED)
    assert set(verdicts["cross_check"]) <= set(ledger.CROSS_CHECKS)
    assert (verdicts[["rule", "hash", "quote"]] != "").all(axis=None)


def test_every_claim_that_is_said_to_be_computed_is_bound(tables):
    ledger.require_bound(tables)


def test_every_binding_is_of_a_quantity_that_is_printed(tables):
    assert set(BINDINGS) <= set(tables["claims"]["quantity"])


def test_a_checkable_claim_without_a_binding_is_cross_checked(tables):
    unbound = [
        claim
        for claim in claims(tables)
        if claim.checkable == "yes" and claim.quantity not in BINDINGS
    ]
    assert unbound
    assert [claim.claim_id for claim in unbound if not claim.how.startswith("cross-check")] == []


def test_a_claim_that_nothing_computes_is_named_with_its_row(tables):
    claims = tables["claims"].copy()
    row = claims.index[claims["how"].str.startswith("compute")][0]
    claims.loc[row, "quantity"] = "jobs-created"
    with pytest.raises(ledger.Unbound) as refused:
        ledger.verdicts({**tables, "claims": claims}, AS_OF)
    assert refused.value.exit_code == 5
    assert refused.value.lines[0].startswith(
        f"claims.csv, row {row + 2}, quantity: no rule computes 'jobs-created'"
    )


@pytest.mark.parametrize(
    ("claim_id", "way", "fault"),
    [
        ("brief-table-3-03", "compute", "cannot be contradicted by the value found"),
        ("brief-policy-background-09", "cross-check", "cannot be contradicted by the value found"),
        ("brief-progress-02", "own passage", "says 'own passage', and its value can fail"),
        ("support-heading-3-12", "open bound", "says 'open bound', and its value can fail"),
    ],
)
def test_a_claim_counted_against_what_it_declares_is_named_with_its_row(
    tables, verdicts, claim_id, way, fault
):
    claims = tables["claims"].sort_values("section", ignore_index=True)
    ledger.require_declared(verdicts, claims)
    row = claims.index[claims["claim_id"] == claim_id][0]
    claims.loc[row, "how"] = f"{way}: events; so we say"
    with pytest.raises(ledger.Unbound) as refused:
        ledger.require_declared(verdicts, claims)
    assert refused.value.exit_code == 5
    (line,) = refused.value.lines
    assert line.startswith(f"claims.csv, row {row + 2}, how: claim {claim_id} {fault}")


def claim(printed, value, unit="regions", exactness="exact", **more):
    empty = Claim(*[""] * len(Claim._fields))
    return empty._replace(
        value_printed=printed, value=value, unit=unit, exactness=exactness, **more
    )


@pytest.mark.parametrize(
    ("given", "found", "verdict"),
    [
        (claim("16", "16"), exactly(Fraction(16)), REPRODUCED),
        (claim("16", "16"), exactly(Fraction(18)), NOT),
        (claim("over 60", "60", exactness="over"), exactly(Fraction(61)), CONSISTENT),
        (claim("over 60", "60", exactness="over"), exactly(Fraction(60)), NOT),
        (claim("at least 3", "3", exactness="at_least"), exactly(Fraction(3)), CONSISTENT),
        (claim("around 10", "10", exactness="about"), exactly(Fraction(12)), NOT),
        (claim("21%", "21", "percent"), exactly(Fraction("20.6")), REPRODUCED),
        (claim("21%", "21", "percent"), exactly(Fraction("21.5")), NOT),
        (claim("third", "3", "rank"), Range(Fraction(4), float("inf")), NOT),
        (claim("15-30", "15/30", "days", "range"), Range(Fraction(15), Fraction(29)), NOT),
        (claim("16", "16"), None, "not checkable"),
    ],
)
def test_a_verdict_follows_from_what_is_printed_and_what_is_found(given, found, verdict):
    assert ledger.verdict(given, found, synthetic=False) == verdict


def extract(**about):
    """Return a tiny extract of EYE@RIS3 in which 21 of 100 priorities are in KETs."""
    names = [f"p{number}" for number in range(100)]
    held = pd.DataFrame({"priority_id": names, "region_id": "skane"})
    others = ["Health", "Digital Agenda", "Cultural and creative industries"]
    labels = pd.DataFrame(
        {
            "priority_id": [*names[:21], *names[21:24]],
            "dimension": "Fields",
            "category": ["Key enabling technologies"] * 21 + others,
            "sub_category": ["Advanced materials"] * 6 + [""] * 18,
        }
    )
    about = {"database": "EYE@RIS3", "as_of": "2017-01"} | about
    return {"priorities": held, "priority_labels": labels, "extract": pd.DataFrame([about])}


def on_the_extract(tables, quantity="kets-share-of-priorities", **given):
    found = ledger.verdicts({**tables, **given}, AS_OF)
    return found.loc[found["quantity"] == quantity].iloc[0]


def test_an_extract_makes_a_share_checkable(tables):
    row = on_the_extract(tables, **extract())
    assert (row["computed"], row["low"]) == (CONSISTENT, 21)  # About 21%
    assert row["tables"] == "extract; priorities; priority_labels; taxonomy_terms"


def test_a_share_of_the_priorities_in_kets_is_of_these_alone(tables):
    row = on_the_extract(tables, "advanced-materials-share-of-kets", **extract())
    assert row["low"] == Fraction(600, 21)
    whole = on_the_extract(tables, "priorities-encoded", **extract())
    assert (whole["low"], whole["computed"]) == (100, "not reproducible")  # over 1,300


@pytest.mark.parametrize(
    ("about", "why"),
    [
        ({"database": "unknown"}, "not said to be of EYE@RIS3"),
        ({"as_of": "2024-05"}, "extract is of May 2024, the number of January 2017"),
        ({"as_of": "unknown"}, "extract is of an unknown month"),
    ],
)
def test_an_extract_of_something_else_judges_no_published_share(tables, about, why):
    row = on_the_extract(tables, **extract(**about))
    assert row["computed"] == "not checkable"
    assert why in row["rule"]


def test_a_category_of_another_way_of_filing_is_another(tables):
    given = extract()
    labels = given["priority_labels"]
    markets = labels.assign(dimension="Markets", category="Health", sub_category="")
    both = pd.concat([markets, labels])
    row = on_the_extract(tables, "health-share-of-priorities", **given | {"priority_labels": both})
    assert row["low"] == 1, "not the 24 of the markets"
    row = on_the_extract(
        tables, "health-share-of-priorities", **given | {"priority_labels": markets}
    )
    assert row["computed"] == "not checkable"
    assert "does not file its priorities by the categories of the brief" in row["rule"]


def test_a_sub_category_that_nothing_is_filed_under_is_not_none(tables):
    row = on_the_extract(tables, "industrial-biotechnology-share-of-kets", **extract())
    assert row["computed"] == "not checkable"
    assert "filed under this category" in row["rule"]


def test_without_a_label_nothing_can_be_checked(tables):
    given = extract()
    given["priority_labels"] = given["priority_labels"].head(0)
    row = on_the_extract(tables, "advanced-materials-share-of-kets", **given)
    assert row["computed"] == "not checkable"


def test_synthetic_data_prove_nothing_even_where_they_give_the_printed_number(tables):
    row = on_the_extract(tables, **extract(origin="synthetic"))
    assert row["low"] == 21
    assert (row["computed"], row["rule"]) == ("not checkable", ledger.SYNTHETIC)


@pytest.mark.parametrize("given", [claim("16", "16"), claim("21%", "21", "percent")])
def test_no_verdict_on_synthetic_data_is_reproduced(given):
    found = exactly(Fraction(given.value))
    assert ledger.verdict(given, found, synthetic=True) == "not checkable"


def test_one_synthetic_row_of_one_table_is_enough(tables):
    members = tables["partnership_members"].copy()
    members.loc[0, "origin"] = "synthetic"
    found = ledger.verdicts({**tables, "partnership_members": members}, AS_OF)
    used = found["tables"].str.contains("partnership_members")
    assert used.any()
    assert set(found.loc[used, "computed"]) == {"not checkable"}


def test_evidence_notes_what_was_read_and_nothing_else(tables):
    evidence = ledger.Evidence(tables)
    assert "claims" in evidence
    assert len(evidence["events"]) == len(tables["events"])
    assert evidence.read == {"events"}


def test_the_hash_of_one_table_is_that_of_its_file(tables):
    from hashlib import sha256

    from s3analysis.paths import PROCESSED

    of_file = sha256((PROCESSED / "pitches.csv").read_bytes()).hexdigest()
    assert ledger.digest(ledger.fingerprints(tables), {"pitches"}) == of_file[: ledger.DIGITS]


def test_another_value_in_the_data_is_another_verdict_and_another_hash(tables, verdicts):
    pitches = tables["pitches"].query("name_printed not in ['Sport', 'Photonics']")
    other = ledger.verdicts({**tables, "pitches": pitches}, AS_OF)
    place = ("brief", "smart-regions-2017", "8", "pitches")
    assert at(other, *place)["computed"].tolist() == [REPRODUCED]
    assert at(other, *place)["hash"].tolist() != at(verdicts, *place)["hash"].tolist()


def test_a_number_of_what_is_not_said_is_set_beside_a_count_and_not_judged(verdicts):
    row = at(verdicts, "brief", "smart-regions-2016", "18", "thematic-sub-areas").iloc[0]
    assert row["computed"] == "not checkable"
    assert row["rule"].endswith("which list it counts; rows of the brief's Table 3: 14")


@pytest.mark.parametrize(
    ("place", "options"),
    [
        (("steering-committee", "16", "lead-regions"), "left-out"),
        (("steering-committee", "51", "member-regions"), "two; open-apart"),
        (("smart-regions-2017", "8", "pitches"), "numbers"),
    ],
)
def test_a_number_that_another_reading_gives_names_it(verdicts, place, options):
    row = at(verdicts, "brief", *place).iloc[0]
    assert (row["computed"], row["otherwise"]) == (OTHER, options)


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [
        # Two of our answers changed: two French regions on one line, open names apart.
        ("51", OTHER),
        # Four changed, the least that give 62.
        ("62", NOT),
    ],
)
def test_a_reading_far_from_ours_does_not_count(tables, printed, verdict):
    claims = tables["claims"].query("claim_id == 'brief-steering-committee-11'")
    claims = claims.assign(value=printed, value_printed=printed)
    others = tables["claims"].query("claim_id != 'brief-steering-committee-11'")
    found = ledger.verdicts({**tables, "claims": pd.concat([others, claims])}, AS_OF)
    row = found.set_index("claim_id").loc["brief-steering-committee-11"]
    assert row["computed"] == verdict


def test_a_month_without_a_list_says_what_the_nearest_gives(verdicts):
    row = at(verdicts, "brief", "table-2", "14", "nano-pilot-regions").iloc[0]
    assert row["computed"] == "not checkable"
    assert row["rule"].endswith("in the member list of July 2017: 13")


def test_the_summary_counts_every_number_once_by_each_verdict(tables, verdicts):
    counts = ledger.counts(verdicts, tables["documents"])
    assert counts["claims"].iloc[:-1].sum() == len(verdicts)
    assert counts["claims"].iloc[-1] == verdicts["fact"].nunique()
    for words in (ledger.COMPUTED, ledger.CROSS_CHECKS):
        assert (counts[list(words)].sum(axis="columns") == counts["claims"]).all()


def test_what_falls_is_not_reproduced_or_overruled(verdicts):
    fallen = ledger.fallen(verdicts)
    assert ((fallen["computed"] == NOT) | (fallen["holds"] == "no")).all()
    slips = [place for *place, verdict, holds in CROSS_CHECKS if holds == "no"]
    found = set(zip(*(fallen[column] for column in COLUMNS), strict=True))
    assert {tuple(place) for place in slips} <= found


@pytest.mark.slow
def test_the_verdicts_are_the_same_under_another_hash_seed(verdicts):
    code = (
        "from s3analysis.measures.ledger import verdicts as ledger; "
        "from s3analysis.sources import record; "
        f"print(ledger.verdicts(record.read_all(), {AS_OF!r}).to_csv())"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert run.stdout.strip() == verdicts.to_csv().strip()
