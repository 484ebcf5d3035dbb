"""The exhibits of the ledger: their titles say what their tables hold."""

import json

import pandas as pd
import pytest
from IPython.display import Markdown

from s3analysis.exhibits.exhibit import MIME
from s3analysis.exhibits.ledger import verdicts as exhibits
from s3analysis.measures.ledger import cross_check, verdicts
from s3analysis.paths import NOTEBOOKS
from s3analysis.sources import record

COMPUTED, PASSAGES = "Verdict by computation", "Verdict by other passages"


@pytest.fixture(scope="module")
def tables():
    return record.read_all()


@pytest.fixture(scope="module")
def ledger(tables):
    return verdicts.verdicts(tables, "2017-07")


def document(tables, ledger, document_id="brief"):
    return exhibits.document(ledger, tables["contradictions"], tables["sections"], document_id)


@pytest.fixture(scope="module")
def brief(tables, ledger):
    return document(tables, ledger)


def row(**cells):
    """Return a row of the ledger: 9 partnerships, reproduced, with nothing to compare."""
    usual = {
        "claim_id": "brief-progress-01",
        "document_id": "brief",
        "section": "progress",
        "quote": "the 9 partnerships",
        "gist": "Partnerships.",
        "quantity": "qualified-partnerships",
        "value_printed": "9",
        "unit": "partnerships",
        "low": 9,
        "high": 9,
        "rule": "partnerships of Table 4",
        "reading": "",
        "computed": "reproduced",
        "reason": "",
        "otherwise": "",
        "untested": "",
        "cross_check": "none",
        "against": "",
        "contradictions": "",
        "bearing": "",
        "holds": "",
        "hash": "0123456789ab",
    }
    return usual | cells


SECTIONS = pd.DataFrame({"document_id": ["brief"], "section": ["progress"], "first_word": [1]})
PAIRS = pd.DataFrame({"contradiction_id": ["pair"], "what_differs": ["Eight against nine."]})


def keys_of_the_report():
    """Return the keys of the exhibits in the committed notebooks of the report."""
    for path in NOTEBOOKS.glob("0*.ipynb"):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                if MIME in output.get("data", {}):
                    yield output["data"][MIME]["key"]


def test_every_reference_is_to_an_exhibit_of_the_report(tables):
    there = set(keys_of_the_report())
    references = {exhibits.seen_in(quantity) for quantity in tables["claims"]["quantity"]} - {"-"}
    assert {reference.removeprefix("#") for reference in references} <= there


def test_every_number_that_is_computed_names_an_exhibit(ledger):
    computed = ledger.loc[ledger["computed"] != "not checkable", "quantity"]
    assert [name for name in computed if exhibits.seen_in(name) == "-"] == []


def test_every_verdict_has_words(tables):
    assert tuple(exhibits.COMPUTED_WORDS) == verdicts.COMPUTED
    assert tuple(exhibits.CROSS_CHECK_WORDS) == cross_check.CROSS_CHECKS
    assert set(exhibits.SEEN_IN) <= set(tables["claims"]["quantity"])


def test_rows_are_sorted_by_verdict_then_by_the_other_verdict(brief):
    by_computed = brief.table[COMPUTED].map(list(exhibits.COMPUTED_WORDS.values()).index)
    by_passages = brief.table[PASSAGES].map(list(exhibits.CROSS_CHECK_WORDS.values()).index)
    assert by_computed.is_monotonic_increasing
    for _, rows in by_passages.groupby(by_computed):
        assert rows.is_monotonic_increasing


def test_every_claim_of_a_document_has_one_row(tables, brief):
    own = tables["claims"].query("document_id == 'brief'")
    assert sorted(brief.table["Claim"]) == sorted(own["claim_id"])
    assert (brief.table != "").all(axis=None)


@pytest.mark.parametrize("document_id", ["brief", "interreg", "grow", "support", "eccp"])
def test_the_title_of_a_document_counts_the_rows_and_the_disagreements_shown(
    tables, ledger, document_id
):
    shown = document(tables, ledger, document_id)
    disagreed = (shown.table[PASSAGES] == "Disagrees").sum()
    assert shown.key == f"ledger-{document_id}"
    assert f": {len(shown.table)} printed numbers; " in shown.title
    assert shown.title.endswith(f"other passages disagree with {disagreed} of them")


def test_a_document_with_one_number_that_nothing_contradicts_says_so():
    shown = exhibits.document(pd.DataFrame([row()]), PAIRS, SECTIONS, "brief")
    assert shown.title == (
        "JRC policy brief 22/2017: 1 printed number; other passages disagree with none of them"
    )


def test_a_slip_names_the_passages_that_print_another_date(brief):
    slip = brief.table.query("Printed == 'June 2017' and Passage.str.contains('milestones')")
    why = slip["Why"].iloc[0]
    assert "Other passages print: June 2016 (Brief: abstract, Figure 5" in why
    assert why.endswith("This passage does not hold.")


def test_a_number_that_differs_at_another_time_says_which(brief):
    participants = brief.table.query("Printed == '51'").iloc[0]
    assert participants["Computed"] == "47"
    assert "our reading" in participants["Why"]
    assert "Other date: more than 60 (Support document: application areas)" in participants["Why"]


def test_a_pair_of_passages_says_what_differs():
    given = row(cross_check="disagrees", contradictions="pair", holds="open")
    shown = exhibits.document(pd.DataFrame([given]), PAIRS, SECTIONS, "brief")
    assert shown.table["Why"].tolist() == [
        "Partnerships of Table 4. Other passages print: Eight against nine. Which holds is open."
    ]


def test_the_summary_counts_each_supported_fact_once(tables, ledger):
    shown = exhibits.overview(verdicts.counts(ledger, tables["documents"]))
    last = shown.table.iloc[-1]
    assert last["Document"] == "All documents, each fact once"
    assert last["Numbers"] == ledger["fact"].nunique()
    assert shown.title == (
        f"The documents support {last['Reproduced'] + last['Consistent']} of {last['Numbers']} "
        f"printed facts; {last['Not checkable']} cannot be checked"
    )
    assert shown.table["Numbers"].iloc[:-1].sum() == len(ledger)


def test_a_number_that_another_reading_gives_says_which():
    given = row(computed="another reading", otherwise="two; left-out")
    shown = exhibits.document(pd.DataFrame([given]), PAIRS, SECTIONS, "brief")
    (why,) = shown.table["Why"]
    assert why.endswith(
        "9 if read otherwise: two regions on one line counted apart and Slovenia left out."
    )


def test_a_number_that_could_not_fail_says_why():
    given = row(computed="not a test", untested="own bound")
    shown = exhibits.document(pd.DataFrame([given]), PAIRS, SECTIONS, "brief")
    assert shown.table[COMPUTED].tolist() == ["Not a test"]
    assert shown.table["Why"].iloc[0].endswith("so it cannot fail.")


def test_the_title_counts_the_numbers_that_do_not_hold(tables, ledger):
    rows = verdicts.fallen(ledger)
    shown = exhibits.fallen(rows, ledger, tables["contradictions"], tables["sections"])
    assert shown.title == (
        f"{len(shown.table)} printed numbers cannot be reproduced or are overruled by another "
        "passage"
    )


def test_one_number_that_does_not_hold_is_singular():
    one = pd.DataFrame([row(computed="not reproducible")])
    shown = exhibits.fallen(one, one, PAIRS, SECTIONS)
    assert shown.title.startswith("1 printed number cannot be reproduced or is overruled")


def test_where_every_number_holds_a_sentence_says_so():
    none = pd.DataFrame([row()])
    shown = exhibits.fallen(none.head(0), none, PAIRS, SECTIONS)
    assert isinstance(shown, Markdown)
    assert "No printed number is contradicted" in shown.data


def test_numbers_of_several_documents_come_document_by_document(tables, ledger):
    shown = exhibits.chosen(ledger.query("computed == 'reproduced'"), ledger, tables, "2017-07")
    names = ["Brief", "Interreg Europe brief", "DG GROW page", "Support document"]
    assert shown.table["Document"].unique().tolist() == names


def test_the_title_counts_the_chosen_numbers(tables, ledger):
    rows = ledger.query("computed == 'not reproducible'")
    shown = exhibits.chosen(rows, ledger, tables, "2017-07")
    assert shown.table["Document"].unique().tolist() == [
        "Brief",
        "Interreg Europe brief",
        "Support document",
    ]
    assert shown.title.startswith(f"6 printed numbers of {len(ledger)} ")
    assert "July 2017" in shown.note


def test_each_verdict_says_what_it_does_not_establish_and_who_judged(tables, ledger):
    counts = verdicts.counts(ledger, tables["documents"])
    found = exhibits.meanings(counts)
    assert set(exhibits.MEANINGS) == set(verdicts.COMPUTED)
    assert found.table["Facts"].sum() == counts["claims"].iloc[-1]
    assert (found.table != "").all(axis=None)
    assert "A second reader of this project" in found.note
