from types import SimpleNamespace

import pandas as pd
import pytest

from s3analysis.exhibits.record import needs as exhibits
from s3analysis.measures.record import services as measures
from s3analysis.sources import record

STATEMENTS = pd.DataFrame(
    [
        ["x-point-01", "kick-off", "point", 1, "", "funding", "yes", "First.", "unknown"],
        [
            "x-point-01-on",
            "kick-off",
            "point",
            None,
            "x-point-01",
            "rules",
            "no",
            "More.",
            "several",
        ],
        ["x-point-01-2", "kick-off", "point", 2, "x-point-01", "rules", "yes", "Sub.", "platform"],
        ["x-next-step-01", "kick-off", "next_step", 1, "", "rules", "no", "Then.", "norway"],
        ["x-objective-aim", "kick-off", "objective", None, "", "rules", "no", "Aim.", "unknown"],
        ["y-driver-gap", "s3-approach", "driver", None, "", "funding", "yes", "Gap.", "regions"],
    ],
    columns=[
        "statement_id",
        "occasion",
        "kind",
        "number",
        "parent_id",
        "topic",
        "need",
        "gist",
        "actor",
    ],
).astype({"number": "Int64"})
STATEMENTS["quote"] = "words of the passage"
STATEMENTS["reading_order"] = range(1, len(STATEMENTS) + 1)
ANSWERS = pd.DataFrame(
    [
        ["x-point-01", "late", "partly", "Some."],
        ["x-point-01", "early", "partly", "Some of it."],
        ["x-point-01", "best", "answers", "All."],
        ["x-point-01-2", "", "none_found", "Looked for it."],
        ["y-driver-gap", "late", "partly", "A part."],
    ],
    columns=["statement_id", "service_id", "fit", "reason"],
).assign(quote="words of the other passage")
SERVICES = pd.DataFrame(
    [["early", "Early", 1, 1], ["late", "Late", 2, 1], ["best", "Best", 3, 2]],
    columns=["service_id", "name_printed", "position", "heading"],
)
OPEN = pd.DataFrame(
    {"service_id": ["best", "early", "late"], "availability": ["open", "unclear", "closed"]}
)
NEEDS = measures.needs(STATEMENTS, ANSWERS)
JULY = SimpleNamespace(as_of="2017-07")


def counts(column, *rows):
    frame = pd.DataFrame(rows, columns=[column, "answers", "partly", "none_found"])
    return frame.assign(needs=frame[["answers", "partly", "none_found"]].sum(axis="columns"))


def judgements(needs=NEEDS, answers=ANSWERS):
    return measures.judgements(needs, answers, SERVICES, OPEN)


def test_a_statement_is_named_by_its_place_in_the_printed_list():
    assert exhibits._labels(STATEMENTS).tolist() == [
        "Point 1",
        "Point 1, continued",
        "Point 1.2",
        "Next step 1",
        "Objective",
        "Driver",
    ]


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (
            [("funding", 1, 2, 3), ("rules", 1, 0, 0)],
            "2 of 7 needs are answered, 2 in part; no service was found for 3",
        ),
        ([("rules", 1, 0, 0)], "1 of 1 need is answered, 0 in part; no service was found for 0"),
        ([("rules", 0, 2, 0)], "0 of 2 needs are answered, 2 in part; no service was found for 0"),
    ],
)
def test_needs_by_topic_adds_up_to_its_title(rows, title):
    shown = exhibits.by_topic(counts("topic", *rows))
    assert shown.title == title
    assert f" of {shown.table['Needs'].sum()} need" in title


def test_the_alternative_text_names_the_longest_line():
    shown = exhibits.by_topic(counts("topic", ("business-plan", 0, 1, 0)))
    assert shown.alt.startswith("1 line of marks, one per topic, the longest first: business plan")
    assert shown.table["Topic"].tolist() == ["Business plan"]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [("funding", 0, 2, 0), ("rules", 1, 0, 0)],
            "Needs were raised most often on funding (2). No need is answered in full on funding.",
        ),
        (
            [("funding", 0, 1, 0), ("rules", 0, 0, 1)],
            "Needs were raised most often on funding and rules (1). No need is answered in full on "
            "funding and rules.",
        ),
        (
            [("rules", 1, 0, 0)],
            "Needs were raised most often on rules (1). On every topic at least one need is "
            "answered in full.",
        ),
    ],
)
def test_topics_without_a_full_answer_are_named(rows, sentence):
    assert exhibits.unmet(counts("topic", *rows)).data == sentence


def test_a_need_has_one_row_with_its_best_service_and_what_that_leaves_open():
    shown = exhibits.one_by_one(NEEDS, ANSWERS, SERVICES, STATEMENTS)
    assert shown.title == f"{len(NEEDS)} needs: 1 answered, 1 in part, 1 without a service"
    assert len(shown.table) == len(NEEDS)
    by_need = shown.table.set_index("Need")
    assert by_need.loc["Sub.", "Best service"] == "none found"
    assert by_need.loc["Sub.", "What is missing"] == "None found: Looked for it."
    full = by_need.loc[by_need["Best service"] == "Best", "What is missing"]
    assert full.tolist() == ["Nothing: answered in full"]


def test_the_best_service_comes_first_under_its_need():
    shown = exhibits.answered(judgements(), STATEMENTS, JULY)
    assert shown.title == "Best answers 1 of 1 need answered in full"
    assert shown.table["Service"].tolist() == ["Best", "Early", "Late"]
    assert shown.table["How far; in July 2017"].tolist() == [
        "answered; open",
        "in part; too coarse to tell",
        "in part; closed",
    ]


def test_services_that_answer_as_many_needs_are_named_together():
    every = ANSWERS.assign(fit=ANSWERS["fit"].replace("partly", "answers"))
    needs = measures.needs(STATEMENTS, every).iloc[:1]
    shown = exhibits.answered(judgements(needs, every), STATEMENTS, JULY)
    assert shown.title == "Best, Early and Late each answer 1 of 1 need answered in full"


def test_needs_in_part_are_counted_once_whatever_the_number_of_services():
    both = pd.concat([ANSWERS, ANSWERS.iloc[[4]].assign(service_id="early")])
    shown = exhibits.in_part(judgements(answers=both), STATEMENTS, JULY)
    assert shown.title == "1 need is answered in part, most often on funding (1)"
    assert shown.table["Service"].tolist() == ["Early", "Late"]


def test_no_need_answered_or_in_part_is_one_sentence():
    nothing = judgements().iloc[:0]
    assert exhibits.answered(nothing, STATEMENTS, JULY).data == "No service answers a need in full."
    assert exhibits.in_part(nothing, STATEMENTS, JULY).data == "No need is answered in part only."


def test_a_judgement_of_ours_says_so_and_names_both_documents():
    for shown in (
        exhibits.by_topic(counts("topic", ("rules", 1, 0, 0))),
        exhibits.answered(judgements(), STATEMENTS, JULY),
        exhibits.in_part(judgements(), STATEMENTS, JULY),
        exhibits.one_by_one(NEEDS, ANSWERS, SERVICES, STATEMENTS),
    ):
        assert "our judgement" in shown.note, shown.key
        assert "policy brief" in shown.source, shown.key
        assert "GROW your REGION" in shown.source, shown.key


def test_every_word_of_the_record_has_a_word_for_the_reader():
    statements = record.read("statements")
    needs = statements.loc[statements["need"] == "yes"]
    assert set(needs["occasion"]) <= set(exhibits.OCCASIONS)


def test_every_need_of_the_record_stands_in_one_table():
    statements, answers = record.read("statements"), record.read("need_services")
    services, open_at = (
        record.read("support_services"),
        measures.open_at(record.read("service_facts"), "2017-07"),
    )
    needs = measures.needs(statements, answers)
    judged = measures.judgements(needs, answers, services, open_at)
    each = exhibits.one_by_one(needs, answers, services, statements)
    assert len(each.table) == len(needs)
    shown = [
        exhibits.answered(judged, statements, JULY),
        exhibits.in_part(judged, statements, JULY),
    ]
    rows = pd.concat([exhibit.table[["Need", "Raised at"]] for exhibit in shown])
    helped = (needs["fit"] != "none_found").sum()
    assert len(rows.drop_duplicates()) == helped
    assert len(needs) == (statements["need"] == "yes").sum()


def test_the_title_on_the_second_coding_gives_the_counts_of_its_table():
    frame = pd.DataFrame(
        [["need", 272, 266, 0.934], ["fit", 57, 52, 0.8449]],
        columns=["judged", "cases", "same", "kappa"],
    )
    shown = exhibits.agreement(frame)
    assert shown.title == (
        "A second reader agrees on 266 of 272 statements and on the fit of 52 of 57 needs"
    )
    assert shown.rows == [
        ["Is the statement a need?", 272, 266, 0.93],
        ["How far does the best service answer the need?", 57, 52, 0.84],
    ]
