import pandas as pd
import pytest

from s3analysis.measures.record import events
from s3analysis.sources import record


def named(**changes: str) -> pd.DataFrame:
    event = {"event_id": "launch", "starts": "2016-06", "ends": "", "place": "Brussels"}
    return pd.DataFrame([event | changes])


def reports(*claims: tuple[str, str, str]) -> pd.DataFrame:
    rows = pd.DataFrame(claims, columns=["what", "value_printed", "unit"])
    return rows.assign(event_id="launch", exactness="", document_id="brief", section="figure-5")


def verdicts(event: pd.DataFrame, *claims: tuple[str, str, str]) -> list[str]:
    return events.claims(event, reports(*claims))["verdict"].tolist()


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [
        ("June 2016", "same"),
        ("June", "less exact"),
        ("2016", "less exact"),
        ("1-2 June 2016", "more exact"),
        ("1st of June 2017", "disagrees"),
        ("JUN 2017", "disagrees"),
        ("some day", "not comparable"),
    ],
)
def test_a_printed_date_is_set_beside_the_reading(printed: str, verdict: str) -> None:
    assert verdicts(named(), ("date", printed, "")) == [verdict]


def test_one_day_of_two_fits_in_part() -> None:
    event = named(starts="2016-06-01", ends="2016-06-02")
    assert verdicts(event, ("date", "2 June 2016", "")) == ["in part"]
    assert verdicts(event, ("date", "1-2 June", "")) == ["less exact"]
    assert verdicts(event, ("date", "1-2 June 2016", "")) == ["same"]


def test_two_dates_inside_a_vague_reading_disagree_with_one_another() -> None:
    claims = [("date", "May 2017", ""), ("date", "30th of June 2017", "")]
    assert verdicts(named(starts="2017"), *claims) == ["disagrees", "disagrees"]
    assert verdicts(named(starts="2017"), claims[0]) == ["more exact"]


def test_a_place_is_compared_letter_by_letter_but_for_case() -> None:
    claims = [("place", "brussels", ""), ("place", "Seville", "")]
    assert verdicts(named(), *claims) == ["same", "disagrees"]


def test_people_and_stakeholders_are_the_same_thing_and_regions_another() -> None:
    claims = [
        ("attendance", "300+", "people"),
        ("attendance", "600", "stakeholders"),
        ("attendance", "60", "regions"),
    ]
    assert verdicts(named(), *claims) == ["another number", "another number", "alone"]


def test_a_number_in_words_is_that_number() -> None:
    claims = [("attendance", "8", "partnerships"), ("attendance", "eight", "partnerships")]
    assert verdicts(named(), *claims) == ["alone", "alone"]


def test_names_have_no_verdict() -> None:
    assert verdicts(named(), ("name", "Kick-off June 2017", "")) == [""]


@pytest.mark.parametrize(
    ("starts", "ends", "precision", "standing"),
    [
        ("2017-03-17", "2017-03-17", "day", "past"),
        ("2016-05", "2017-03-31", "period", "past"),
        ("2017-07", "", "month", "past"),
        ("2017", "", "year", "open"),
        ("2017-11-08", "2017-11-09", "day", "coming"),
    ],
)
def test_an_event_stands_to_the_month_of_the_list(
    starts: str, ends: str, precision: str, standing: str
) -> None:
    event = named(starts=starts, ends=ends)
    claims = events.claims(event, reports(("date", starts[:4], "")))
    (row,) = events.timeline(event, claims, "2017-07").to_dict("records")
    assert (row["precision"], row["standing"]) == (precision, standing)


def test_closer_claims_settle_what_a_vague_reading_leaves_open() -> None:
    event = named(starts="2017")
    claims = events.claims(event, reports(("date", "May 2017", ""), ("date", "June 2017", "")))
    (row,) = events.timeline(event, claims, "2017-07").to_dict("records")
    assert row["standing"] == "past"
    assert row["elsewhere"] == ("2017-05", "2017-06")


def test_every_printed_date_of_the_record_can_be_compared() -> None:
    claims = events.claims(record.read("events"), record.read("event_reports"))
    dates = claims.loc[claims["what"] == "date"]
    assert not dates["verdict"].isin(["", "not comparable"]).any()


def test_the_brief_prints_a_launch_in_june_2017_against_the_other_documents() -> None:
    # Sections smart-regions-2016, info-day and milestones of the brief.
    claims = events.claims(record.read("events"), record.read("event_reports"))
    wrong = claims.loc[
        (claims["event_id"] == "platform-launch") & (claims["verdict"] == "disagrees")
    ]
    assert set(wrong["document_id"]) == {"brief"}
    assert set(wrong["month"]) == {"2017-06"}
