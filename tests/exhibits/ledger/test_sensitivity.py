"""The exhibits on readings and corrections: their titles say what their tables hold."""

import pandas as pd
import pytest
from IPython.display import Markdown

from s3analysis.exhibits.ledger import sensitivity as exhibits
from s3analysis.measures.ledger import sensitivity
from s3analysis.measures.ledger.bindings import BINDINGS
from s3analysis.sources import record


def test_every_reading_has_words():
    readings = record.read("readings")
    others = readings.query("is_default == 'no'")["option"]
    evidence = sensitivity.overview(sensitivity.headlines(record.read_all(), "2017-07"))["evidence"]
    assert set(evidence) <= set(exhibits.EVIDENCE_WORDS)
    assert set(readings["switch"]) == set(exhibits.SWITCH_WORDS)
    assert set(others) - {"less-one"} == set(exhibits.OPTION_WORDS)
    assert set(sensitivity.PRINTED) == set(exhibits.HEADLINE_WORDS) <= set(BINDINGS)


def test_readings_are_counted_by_question_and_come_in_their_order():
    readings = record.read("readings")
    shown = exhibits.readings(readings)
    questions = shown.table["Question"].nunique()
    assert shown.title == (
        f"The brief leaves {questions} questions open; we try {len(readings)} readings"
    )
    assert shown.table["Question"].iloc[0] == "Who counts beside leads and participants"


def test_one_question_is_singular():
    two = record.read("readings").query("switch == 'nested'")
    assert exhibits.readings(two).title == "The brief leaves 1 question open; we try 2 readings"


def overview(*evidence):
    """Return headline numbers, one for each kind of evidence."""
    return pd.DataFrame(
        {
            "name": "member-regions",
            "as_of": "2017-03",
            "claim_id": "brief-01",
            "printed": "51",
            "default": 49,
            "same": 1,
            "low": 43,
            "high": 62,
            "combinations": 10,
            "reaching": 2,
            "evidence": evidence,
        }
    )


@pytest.mark.parametrize(
    ("evidence", "start"),
    [
        (["none"], "No printed number is given"),
        (["weak", "none"], "1 printed number is given"),
        (["weak", "weak"], "2 printed numbers are given"),
    ],
)
def test_the_title_counts_the_numbers_with_weak_evidence(evidence, start):
    shown = exhibits.headlines(overview(*evidence))
    assert shown.title == f"{start} by only a few readings: weak evidence"
    words = shown.table["What gives the printed number"]
    assert words.str.startswith("weak").sum() == evidence.count("weak")


def test_a_number_that_is_not_printed_has_a_dash():
    shown = exhibits.headlines(overview("not printed").assign(printed="", claim_id=""))
    (cells,) = shown.table.to_dict("records")
    assert {cells[name] for name in ("As printed", "Claim", "Giving the printed number")} == {"-"}


def distribution(*marks):
    """Return a distribution with one value for each mark: d for our reading, p for printed."""
    return pd.DataFrame(
        {
            "name": "Regions",
            "as_of": "2017-07",
            "printed": "51",
            "value": range(49, 49 + len(marks)),
            "combinations": 1,
            "share": 1 / len(marks),
            "is_default": ["d" in mark for mark in marks],
            "is_printed": ["p" in mark for mark in marks],
        }
    )


def test_the_spread_says_our_number_and_the_range_of_the_others():
    shown = exhibits.spread(distribution("", "d", "p"))
    assert shown.title == "By our reading 50 regions take part; other readings give 49 to 51"
    assert shown.table["Mark"].tolist() == ["-", "our reading", "printed"]
    assert shown.alt.startswith("1 row of bars")


def test_a_printed_number_that_no_reading_gives_does_not_widen_the_range():
    values = distribution("d", "", "p").assign(combinations=[1, 1, 0])
    assert exhibits.spread(values).title.endswith("other readings give 49 to 50")


def nearest():
    return pd.DataFrame(
        [
            ("member-regions", "2017-03", "51", 1, "nested", "inside"),
            ("member-regions", "2017-03", "51", 1, "in-march", "less-sport"),
        ],
        columns=["name", "as_of", "printed", "number", "switch", "option"],
    )


PARTNERSHIPS = pd.DataFrame({"partnership_id": ["sport"], "short_name": ["Sport"]})


def test_the_nearest_readings_are_one_sentence_for_each_combination():
    (cells,) = exhibits.nearest(nearest(), PARTNERSHIPS).table.to_dict("records")
    assert cells["Number"] == "Regions, March 2017"
    assert cells["What has to be read otherwise"] == (
        "West Flanders inside Flanders and Sport not yet there"
    )


def test_where_no_other_reading_gives_a_printed_number_a_sentence_says_so():
    assert isinstance(exhibits.nearest(nearest().head(0), PARTNERSHIPS), Markdown)


def without(*regions):
    """Return the number of regions without each correction, the last without all of them."""
    log = {"field": "name", "as_printed": "a", "as_read": "b", "rule": "spelling"}
    *single, last = [
        {"row": f"row-{number}", **log, "Regions": value} for number, value in enumerate(regions)
    ]
    return pd.DataFrame([*single, last | dict.fromkeys(log, "") | {"row": ""}])


def test_corrections_that_change_a_number_come_first_and_all_together_last():
    shown = exhibits.corrections(without(49, 50, 59), {"Regions": 49})
    rows = shown.table["Without the correction of"].tolist()
    assert rows == ["row-1", "row-0", "all of them together"]
    assert shown.table["Regions"].tolist() == ["50 (+1)", "49", "59 (+10)"]
    assert shown.title == "1 of 2 corrections change a headline number, none by more than 1"


def test_where_no_correction_changes_a_number_the_title_says_so():
    shown = exhibits.corrections(without(49, 49, 49), {"Regions": 49})
    assert shown.title == "0 of 2 corrections change a headline number, none by more than 0"
