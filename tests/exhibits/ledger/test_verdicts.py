"""The tables of the ledger as a reader reads them."""

import json
from fractions import Fraction
from math import inf

import pandas as pd
import pytest

from s3analysis.exhibits.charts import figures, ranges
from s3analysis.exhibits.exhibit import MIME
from s3analysis.exhibits.ledger import sensitivity as moving
from s3analysis.exhibits.ledger import verdicts as tables
from s3analysis.measures.ledger import cross_check, sensitivity
from s3analysis.measures.ledger import verdicts as ledger
from s3analysis.measures.ledger.bindings import BINDINGS
from s3analysis.paths import NOTEBOOKS
from s3analysis.sources import record


@pytest.fixture(scope="module")
def data():
    return record.read_all()


@pytest.fixture(scope="module")
def verdicts(data):
    return ledger.verdicts(data, "2017-07")


@pytest.fixture(scope="module")
def brief(data, verdicts):
    return tables.ledger(verdicts, data["contradictions"], data["sections"], "brief")


def keys_of_the_report():
    """Return the keys of the exhibits in the committed notebooks of the report."""
    for path in NOTEBOOKS.glob("0*.ipynb"):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                if MIME in output.get("data", {}):
                    yield output["data"][MIME]["key"]


def test_every_reference_is_to_an_exhibit_of_the_report(data):
    there = set(keys_of_the_report())
    references = {tables.seen_in(quantity) for quantity in data["claims"]["quantity"]} - {"-"}
    assert {reference.removeprefix("#") for reference in references} <= there


def test_every_number_that_is_computed_names_an_exhibit(verdicts):
    computed = verdicts.loc[verdicts["computed"] != "not checkable", "quantity"]
    assert [name for name in computed if tables.seen_in(name) == "-"] == []


def test_every_verdict_and_reading_has_words(data):
    assert tuple(tables.COMPUTED_WORDS) == ledger.COMPUTED
    assert tuple(tables.CROSS_CHECK_WORDS) == cross_check.CROSS_CHECKS
    assert set(moving.EVIDENCE_WORDS) == set(sensitivity.EVIDENCE)
    readings = data["readings"]
    assert set(readings["switch"]) == set(moving.SWITCH_WORDS)
    others = readings.query("is_default == 'no'")["option"]
    assert set(others) - {"less-one"} == set(moving.SHORT)
    assert set(tables.SEEN_IN) <= set(data["claims"]["quantity"])
    assert set(sensitivity.PRINTED) == set(moving.HEADLINE_WORDS) <= set(BINDINGS)


def test_rows_are_sorted_by_verdict_then_by_the_other_verdict(brief):
    by_computed = brief["Verdict by computation"].map(list(tables.COMPUTED_WORDS.values()).index)
    by_passages = brief["Verdict by other passages"].map(
        list(tables.CROSS_CHECK_WORDS.values()).index
    )
    assert by_computed.is_monotonic_increasing
    for _, rows in by_passages.groupby(by_computed):
        assert rows.is_monotonic_increasing


def test_every_claim_of_a_document_has_one_row(data, brief):
    own = data["claims"].query("document_id == 'brief'")
    assert sorted(brief["Claim"]) == sorted(own["claim_id"])
    assert (brief != "").all(axis=None)


def test_a_slip_names_the_passages_against_it(brief):
    row = brief.query("Printed == 'June 2017' and Passage.str.contains('milestones')").iloc[0]
    assert "Against it: June 2016 (Brief: abstract, Figure 5" in row["Why"]
    assert row["Why"].endswith("This passage does not hold.")


def test_a_number_told_differently_at_another_time_says_which(brief):
    row = brief.query("Printed == '51'").iloc[0]
    assert row["Computed"] == "49"
    assert "our reading" in row["Why"]
    assert "Other date: more than 60 (Support document: application areas)" in row["Why"]


@pytest.mark.parametrize(
    ("low", "high", "unit", "words"),
    [
        (Fraction(18), Fraction(18), "regions", "18"),
        (Fraction(9), Fraction(820, 81), "projects", "9 to 10.1"),
        (Fraction(0), Fraction(450 * 10**9), "EUR", "up to EUR 450 billion"),
        (Fraction(41 * 10**6), inf, "EUR", "EUR 41 million or more"),
        (Fraction(103, 5), Fraction(103, 5), "percent", "20.6%"),
        (Fraction(735_964), Fraction(736_694), "date", "2016 to 2017"),
        (-inf, Fraction(735_233), "date", "31 December 2013 or earlier"),
        (None, None, "regions", "-"),
        (float("nan"), float("nan"), "regions", "-"),
    ],
)
def test_a_value_is_said_in_its_unit(low, high, unit, words):
    assert tables.value_words(low, high, unit) == words


def test_corrections_that_move_a_number_come_first_and_all_together_last():
    log = {"field": "name", "as_printed": "a", "as_read": "b", "rule": "spelling"}
    without = pd.DataFrame(
        [
            {"row": "one", **log, "Regions": 49},
            {"row": "two", **log, "Regions": 50},
            {"row": "", **dict.fromkeys(log, ""), "Regions": 59},
        ]
    )
    shown = moving.corrections(without, {"Regions": 49})
    assert shown["Without the correction of"].tolist() == ["two", "one", "all of them together"]
    assert shown["Regions"].tolist() == ["50 (+1)", "49", "59 (+10)"]


def test_the_nearest_readings_are_told_as_one_sentence_a_combination():
    nearest = pd.DataFrame(
        [
            ("member-regions", "2017-03", "51", 1, "nested", "inside"),
            ("member-regions", "2017-03", "51", 1, "in-march", "less-one:sport"),
        ],
        columns=["name", "as_of", "printed", "number", "switch", "option"],
    )
    partnerships = pd.DataFrame({"partnership_id": ["sport"], "short_name": ["Sport"]})
    (row,) = moving.nearest(nearest, partnerships).to_numpy().tolist()
    assert row[0] == "Regions, March 2017"
    assert row[2] == "West Flanders inside Flanders and Sport not yet there"


def values(*marks):
    return pd.DataFrame(
        {
            "Number": "Regions, July 2017",
            "Value": range(49, 49 + len(marks)),
            "Combinations": 1,
            "Share": 1 / len(marks),
            "Mark": marks,
        }
    )


def test_a_bar_a_value_is_drawn_and_ours_is_filled():
    figure = figures.spread(values("our reading", "-", "printed"))
    (ax,) = figure.axes
    bars = [patch for patch in ax.patches if patch.get_y() > ranges.HEAD]
    assert len(bars) == 3
    assert len({bar.get_facecolor() for bar in bars}) == 2
    words = [text.get_text() for text in ax.texts]
    assert {"Regions", "July 2017", "49", "51"} <= set(words)


def test_nothing_to_draw_is_refused():
    with pytest.raises(ValueError, match="nothing to draw"):
        figures.spread(values("-")[:0])
