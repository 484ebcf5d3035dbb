from types import SimpleNamespace

import pandas as pd
import pytest

from s3analysis.exhibits.record import events
from s3analysis.measures.record import events as measures
from s3analysis.sources import record
from s3analysis.vocabulary import month_words

JULY = SimpleNamespace(as_of="2017-07")
LAUNCH = ("platform-launch", "Launch", "2016-06")
BUDGET = 200_000


def named(*rows):
    frame = pd.DataFrame(rows, columns=["event_id", "name", "starts"])
    return frame.assign(ends="", place="", remark="")


def reports(*rows):
    columns = ["event_id", "what", "value_printed", "section"]
    return pd.DataFrame(rows, columns=columns, dtype="str").assign(
        unit="", exactness="", document_id="brief"
    )


def timeline(rows, printed):
    return measures.timeline(rows, measures.claims(rows, printed), "2017-07")


def claims_of(*printed):
    rows = named(("info-day", "Info-Day", "2016-05"))
    found = reports(*(("info-day", *claim) for claim in printed))
    return events.claims(measures.claims(rows, found), rows, "info-day")


@pytest.fixture(scope="module")
def whole():
    return timeline(record.read("events"), record.read("event_reports"))


@pytest.fixture(scope="module")
def claims():
    return measures.claims(record.read("events"), record.read("event_reports"))


def test_one_event_with_another_date_has_a_verb_in_the_singular():
    rows = named(LAUNCH, ("kick-off", "Kick-off", "2016-11"))
    printed = reports(
        ("platform-launch", "date", "June 2016", "figure-5"),
        ("platform-launch", "date", "June 2017", "info-day"),
        ("kick-off", "date", "November 2016", "info-day"),
    )
    shown = events.milestones(timeline(rows, printed), JULY)
    assert shown.title == (
        "The platform was launched in June 2016; 1 of 2 events has another date in some passage"
    )
    assert shown.table["Other months printed"].tolist() == ["June 2017", "-"]


def test_the_time_line_counts_the_rows_it_shows(whole):
    shown = events.milestones(whole, JULY)
    crossed = (shown.table["Other months printed"] != "-").sum()
    assert f"{crossed} of {len(shown.table)} events have another date" in shown.title
    in_figure = (shown.table["In Figure 5 of the brief"] == "yes").sum()
    past = (shown.table["Standing"] == "by July 2017").sum()
    others = len(shown.table) - past
    assert shown.alt.startswith(f"Time line of {len(shown.table)} events, {in_figure} of them")
    assert f"{past} by July 2017, {others} later or not clear" in shown.alt


def test_the_time_line_leaves_earlier_events_to_a_sentence(whole):
    shown, before = events.milestones(whole, JULY), events.earlier_events(whole).data
    earlier = whole.loc[whole["last"] < "2016", "name"]
    assert not set(earlier) & set(shown.table["Event"])
    assert f"name {len(earlier)} events before 2016" in before
    assert all(name in before for name in earlier)


def test_an_event_that_lasts_into_the_first_year_is_on_the_time_line():
    rows = named(LAUNCH, ("call", "Call", "2015")).assign(ends=["", "2016-03"])
    found = timeline(rows, reports())
    assert events.milestones(found, JULY).table["Event"].tolist() == ["Call", "Launch"]
    assert events.earlier_events(found).data == "The documents name no event before 2016."


@pytest.mark.parametrize(
    ("years", "sentence"),
    [
        (["2016"], "The documents name no event before 2016."),
        (["2014", "2016"], "The documents also name 1 event before 2016: Old 0 (2014)."),
    ],
)
def test_none_or_one_earlier_event_is_said_in_the_singular(years, sentence):
    rows = named(*((f"e{place}", f"Old {place}", year) for place, year in enumerate(years)))
    assert events.earlier_events(timeline(rows, reports())).data == sentence


def test_what_was_announced_is_separate_from_what_was_past(whole):
    standing = events.milestones(whole, JULY).table.set_index("Event")["Standing"]
    assert standing["GROW your REGION conference"] == "after July 2017"
    assert standing["Second Smart Regions Conference"] == "by July 2017"
    assert set(standing) <= {"by July 2017", "after July 2017", "not clear"}


def test_an_event_whose_bar_runs_past_the_month_but_counts_as_over_is_explained(whole):
    shown = events.milestones(whole, JULY)
    assert "DG Research and Innovation joins the industrial platform counts as over" in shown.note
    exact = whole.loc[(whole["last"] <= "2017-07-31") | (whole["standing"] != "past")]
    assert "counts as over" not in events.milestones(exact, JULY).note


def test_the_time_line_is_drawn_within_its_budget_and_twice_the_same(whole):
    one, other = (events.milestones(whole, JULY).svg for _ in range(2))
    assert one == other
    assert len(one.encode()) < BUDGET


def test_the_time_line_has_the_milestones_that_figure_5_prints(whole):
    table = events.milestones(whole, JULY).table.set_index("Event")
    drawn = table["In Figure 5 of the brief"]
    assert drawn["Info-Day of the industrial platform"] == "yes"
    assert drawn["GROW your REGION conference"] == "no"


def test_events_outside_figure_5_are_counted_as_shown(whole):
    shown = events.other_events(whole, JULY)
    assert f"name {len(shown.table)} events" in shown.title
    assert not set(shown.table["Event"]) & set(whole.loc[whole["in_figure_5"], "name"])
    assert month_words("2017-07") in shown.note


def test_one_event_outside_figure_5_is_said_in_the_singular():
    shown = events.other_events(timeline(named(LAUNCH), reports()), JULY)
    assert shown.title == "The documents name 1 event that Figure 5 of the brief omits"


def test_no_event_outside_figure_5_is_one_sentence():
    printed = reports(("platform-launch", "date", "June 2016", "figure-5"))
    shown = events.other_events(timeline(named(LAUNCH), printed), JULY)
    assert shown.data == "The documents name no event beyond those of Figure 5 of the brief."


@pytest.mark.parametrize(
    ("printed", "finding"),
    [
        ([("date", "May 2016", "info-day")], "no disagreement in 1 printed claim"),
        (
            [("date", "May 2016", "info-day"), ("date", "June 2016", "table-3")],
            "1 of 2 printed dates disagrees",
        ),
        (
            [("date", "July 2016", "info-day"), ("date", "June 2016", "table-3")],
            "2 of 2 printed dates disagree",
        ),
        ([("place", "Rome", "info-day")], "1 of 1 printed place disagrees"),
        (
            [("attendance", "300", "info-day"), ("attendance", "600", "table-3")],
            "attendance is given as 300 or 600",
        ),
        (
            [("date", "June 2016", "info-day"), ("attendance", "1", "a"), ("attendance", "2", "b")],
            "1 of 1 printed date disagrees and attendance is given as 1 or 2",
        ),
    ],
)
def test_the_title_tells_how_far_claims_agree(printed, finding):
    assert claims_of(*printed).title == f"Info-Day: {finding}"


def test_the_same_claim_in_several_passages_is_one_row_and_counts_once():
    shown = claims_of(("date", "June 2016", "info-day"), ("date", "June 2016", "table-3"))
    assert shown.title == "Info-Day: 1 of 1 printed date disagrees"
    assert shown.table["Where"].tolist() == ["Brief: Info-Day, Table 3"]


def test_an_event_without_claims_is_one_sentence():
    assert claims_of().data == "Info-Day: the documents give no date, place or attendance."


def test_each_event_compared_has_a_key_of_its_own(claims):
    rows = record.read("events")
    shown = [events.claims(claims, rows, event_id) for event_id in events.COMPARED]
    assert [exhibit.key for exhibit in shown] == list(events.COMPARED.values())
    assert all(len(exhibit.table) for exhibit in shown)


def test_attendance_is_as_exact_as_it_is_printed(claims):
    table = events.claims(claims, record.read("events"), "kick-off").table
    printed = table.loc[table["Claim"] == "Attendance", "As printed"].tolist()
    assert {"over 200 stakeholders", "over 60 regions", "22 Member States"} <= set(printed)


def test_disputed_events_are_counted_and_named(claims):
    rows = record.read("events")
    sentence = events.disagreements(claims, rows).data
    disputed = measures.disputed(claims)
    assert f"on {len(disputed)} of {len(rows)} events: " in sentence
    assert all(name in sentence for name in rows.loc[rows["event_id"].isin(disputed), "name"])


def test_no_disputed_event_is_said():
    rows = named(LAUNCH)
    found = measures.claims(rows, reports(("platform-launch", "date", "June 2016", "figure-5")))
    assert events.disagreements(found, rows).data == "The documents disagree on none of 1 event."
