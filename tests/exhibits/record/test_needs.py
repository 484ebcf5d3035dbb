import pandas as pd
import pytest

from s3analysis.exhibits.charts import figures, pictogram, style
from s3analysis.exhibits.record import needs as tables
from s3analysis.exhibits.record import support
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


def test_a_statement_is_named_by_its_place_in_the_printed_list():
    assert tables.labels(STATEMENTS).tolist() == [
        "Point 1",
        "Point 1, continued",
        "Point 1.2",
        "Next step 1",
        "Objective",
        "Driver",
    ]


def test_an_event_shows_its_points_before_its_next_steps_and_no_aims():
    said = tables.said_at(STATEMENTS, "kick-off")
    assert said["Item"].tolist()[-1] == "Next step 1"
    assert len(said) == 4
    assert said["Who is to act"].tolist()[-1] == "Norway"


def test_the_best_service_comes_first_under_its_need():
    rows = tables.judged(NEEDS.iloc[:1], ANSWERS, SERVICES, OPEN, STATEMENTS, "2017-07")
    assert rows["Service"].tolist() == ["Best", "Early", "Late"]
    assert rows["How far; in July 2017"].tolist() == [
        "answered; open",
        "in part; too coarse to tell",
        "in part; closed",
    ]


def test_a_need_without_a_service_says_what_was_looked_for():
    rows = tables.not_found(NEEDS, ANSWERS, STATEMENTS)
    assert rows["Need"].tolist() == ["Sub."]
    assert rows["Our judgement"].tolist() == ["Looked for it."]


def test_events_stand_in_time_and_other_passages_after_them():
    counts = tables.needs_by_occasion(measures.by(NEEDS, "occasion"))
    assert counts["Raised at"].tolist() == [
        "Kick-off, November 2016",
        "On smart specialisation in general",
    ]


def test_shared_remarks_are_said_once_and_printed_words_left_out():
    facts = pd.DataFrame(
        [
            ["a", "actor", "sme", "For tests. Printed as small firms."],
            ["a", "actor", "industry", "For tests."],
            ["a", "actor", "region", ""],
            ["a", "not_for", "anyone-else", ""],
        ],
        columns=["service_id", "fact", "value", "remark"],
    )
    services = pd.DataFrame(
        [["a", "A", 1, 1, "It is.", ""], ["b", "B", 2, 1, "It is.", ""]],
        columns=["service_id", "name_printed", "position", "heading", "gist", "provider"],
    )
    assert support.services(services, facts)["Who may use it"].tolist() == [
        "SMEs, industry (for tests); regions, nobody else",
        "not printed",
    ]


def test_dates_are_told_as_printed():
    facts = pd.DataFrame(
        [["late", "opens", "2017-H2", "A remark."], ["late", "opens", "2017-early", ""]],
        columns=["service_id", "fact", "value", "remark"],
    ).assign(fact_id=["late-opens-1", "late-opens-2"])
    counts = measures.by_service(ANSWERS, SERVICES)
    rows = support.openings(SERVICES, facts, OPEN, counts, "2017-07").set_index("Service")
    assert rows.loc["Late", "Opens"] == "second half of 2017; early 2017"
    assert rows.loc["Late", "Remark"] == "A remark."
    assert rows.loc["Best", "Opens"] == "not printed"


def test_every_word_of_the_record_has_a_word_for_the_reader():
    facts, statements = record.read("service_facts"), record.read("statements")
    for kinds, words in [
        (["actor", "not_for"], support.ACTORS),
        (["condition"], support.CONDITIONS),
    ]:
        assert set(facts.loc[facts["fact"].isin(kinds), "value"]) <= set(words)
    assert set(statements["actor"]) <= set(tables.ACTORS)
    needs = statements.loc[statements["need"] == "yes"]
    assert set(needs["occasion"]) <= set(tables.OCCASIONS)


def test_no_cell_of_the_tables_is_missing():
    statements, answers = record.read("statements"), record.read("need_services")
    services, facts = record.read("support_services"), record.read("service_facts")
    open_at = measures.open_at(facts, "2017-07")
    needs = measures.needs(statements, answers)
    found = needs.loc[needs["fit"] != "none_found"]
    by_heading = measures.by_heading(answers, services)
    made = [
        tables.judged(found, answers, services, open_at, statements, "2017-07"),
        tables.not_found(needs, answers, statements),
        tables.reach(measures.reach(needs, answers, open_at)),
        support.services(services, facts),
        support.openings(
            services, facts, open_at, measures.by_service(answers, services), "2017-07"
        ),
        support.numbers(services, facts),
        support.headings(record.read("service_headings"), by_heading),
        *(tables.said_at(statements, occasion) for occasion in list(tables.OCCASIONS)[:5]),
    ]
    assert not any(table.isna().any(axis=None) for table in made)
    assert all(len(table) for table in made)


def test_every_need_stands_in_one_table():
    statements, answers = record.read("statements"), record.read("need_services")
    needs = measures.needs(statements, answers)
    counts = tables.needs_by_topic(measures.by(needs, "topic"))
    assert counts["Needs"].sum() == len(needs) == (statements["need"] == "yes").sum()


def test_a_need_is_one_mark_told_by_its_filling():
    table = pd.DataFrame(
        {"Topic": ["Funding", "Skills"], "Needs": [3, 1], "Answered": [1, 0]}
        | {"In part": [1, 0], "None found": [1, 1]}
    )
    (ax,) = figures.needs_by_topic(table).axes
    fillings = [line.get_fillstyle() for line in ax.get_lines()]
    assert fillings == ["full", "left", "none", "none"]
    assert len({line.get_color() for line in ax.get_lines()}) == 1


def test_marks_never_run_over_the_edge():
    (ax,) = pictogram.rows(pd.DataFrame({"a": [60], "b": [1]}, index=["Many"])).axes
    assert max(line.get_xdata()[0] for line in ax.get_lines()) < style.TEXT_WIDTH


def test_nothing_to_draw_is_refused():
    with pytest.raises(ValueError, match="nothing to draw"):
        pictogram.rows(pd.DataFrame({"a": []}))


def test_more_kinds_than_fillings_are_refused():
    with pytest.raises(ValueError, match="4 kinds"):
        pictogram.rows(pd.DataFrame({"a": [1], "b": [1], "c": [1], "d": [1]}))
