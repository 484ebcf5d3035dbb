"""What the documents claim of each event, and where their claims part."""

import re

import pandas as pd

from s3analysis.vocabulary import MONTHS

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
PEOPLE = ("people", "stakeholders")
"""Units of attendance that count the same thing: persons who came."""

WEEK = 7  # days: an event that lasts longer is a period

MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS)
DATE = re.compile(
    rf"(?:(?P<days>\d{{1,2}}(?:\s*[-/]\s*\d{{1,2}})?)(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
    rf"(?P<month>{MONTH})\b(?:\s+(?P<year>\d{{4}}))?",
    re.IGNORECASE,
)
HALVES = {"early": ("01-01", "06-30"), "second half": ("07-01", "12-31")}


def timeline(events: pd.DataFrame, claims: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Return when each event was: a row is one, the earliest first.

    `claims` are what `claims` returns. Columns beside those of `events`: `first` and `last`, the
    days between which the reading puts it; `precision` of the reading (day, month, year, or period
    where start and end are given and differ by more than a week); `standing`, `past` if it was over
    when the month `as_of` ended, `coming` if it had not begun, `open` if the print leaves that open
    (judged by the claims inside the reading, which may be closer than the reading itself);
    `elsewhere`, a tuple of the months that passages print against the reading; and `in_figure_5`,
    whether Figure 5 of the brief names the event.

    >>> events = pd.DataFrame({"event_id": ["a", "b"], "starts": ["2017", "2016-11"],
    ...                        "ends": ["", ""], "place": ["", ""]})
    >>> reports = pd.DataFrame({"event_id": ["a", "b"], "what": ["date", "date"], "unit": ["", ""],
    ...                         "value_printed": ["2017", "Nov 2016"], "section": "figure-5"})
    >>> dated = timeline(events, claims(events, reports), "2017-07")
    >>> dated[["event_id", "last", "standing"]].to_numpy().tolist()
    [['b', '2016-11-30', 'past'], ['a', '2017-12-31', 'open']]
    """
    now = _last_day(as_of)
    against = claims.loc[(claims["verdict"] == "disagrees") & (claims["month"] != "")]
    months = against.groupby("event_id")["month"].agg(set)
    drawn = claims.loc[claims["section"] == "figure-5", "event_id"]
    dated = events.assign(
        first=events["starts"].map(_first_day),
        last=events["ends"].where(events["ends"] != "", events["starts"]).map(_last_day),
        elsewhere=events["event_id"].map(lambda event: tuple(sorted(months.get(event, ())))),
        in_figure_5=events["event_id"].isin(drawn),
    ).sort_values(["first", "last", "event_id"], ignore_index=True)
    closest = _closest(dated, claims)
    standing = pd.Series("open", dated.index)
    standing = standing.mask(closest["last"] <= now, "past").mask(closest["first"] > now, "coming")
    return dated.assign(precision=_precision(dated), standing=standing)


def _closest(dated: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Return the days between which the claims inside the reading put each event."""
    both = claims.loc[claims["what"] == "date"].merge(
        dated[["event_id", "first", "last"]], on="event_id", suffixes=("", "_read")
    )
    inside = both.loc[(both["first"] >= both["first_read"]) & (both["last"] <= both["last_read"])]
    by_event = inside.groupby("event_id").agg(first=("first", "min"), last=("last", "max"))
    read = dated.set_index("event_id")[["first", "last"]]
    return by_event.combine_first(read).loc[dated["event_id"]].reset_index(drop=True)


def _precision(dated: pd.DataFrame) -> "pd.Series[str]":
    """Return how close the reading of each event is."""
    days = (pd.to_datetime(dated["last"]) - pd.to_datetime(dated["first"])).dt.days
    lasting = (dated["ends"] != "") & (days > WEEK)
    letters = dated["starts"].str.len()
    return letters.map({4: "year", 7: "month", 10: "day"}).mask(lasting, "period")


def claims(events: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return the claims about the events with a verdict: a row is what one passage says.

    `verdict` of a date or place is against the reading in `events`: `same`, `less exact`, `more
    exact`, `in part` (one day of two), `disagrees`, or `not comparable`. A date that fits a vague
    reading but not another such claim disagrees as well. `verdict` of an attendance is against the
    other passages: `another number` or `alone`. Names and organisers have none. `month` is the
    month of a printed date ("" where it prints none with its year).
    """
    read = reports.merge(
        events[["event_id", "starts", "ends", "place"]], on="event_id", validate="many_to_one"
    )
    spans = list(map(span, read["value_printed"], read["starts"]))
    dated = read.assign(
        first=[first for first, _ in spans],
        last=[last for _, last in spans],
        month=read["value_printed"].map(printed_month).where(read["what"] == "date", ""),
    )
    verdicts = pd.concat([_of_dates(dated), _of_places(dated), _of_attendance(dated)])
    return dated.assign(verdict=verdicts.reindex(dated.index).fillna("")).drop(
        columns=["starts", "ends", "place"]
    )


def disputed(claims: pd.DataFrame) -> list[str]:
    """Return the events of which one passage says something else than another (see claims).

    >>> disputed(pd.DataFrame({"event_id": ["b", "a", "b"],
    ...                        "verdict": ["another number", "same", "disagrees"]}))
    ['b']
    """
    against = claims["verdict"].isin(["disagrees", "another number"])
    return sorted(claims.loc[against, "event_id"].unique())


def span(printed: str, reading: str) -> tuple[str, str]:
    """Return the first and last day that a printed date can mean, or two empty texts.

    A date without a year takes that of `reading`. "Early" is read as the first half of a year.

    >>> span("6/7 December 2016", "2016"), span("June", "2016-06")
    (('2016-12-06', '2016-12-07'), ('2016-06-01', '2016-06-30'))
    >>> span("second half of 2017", "2017"), span("1st of June 2017", "2016")
    (('2017-07-01', '2017-12-31'), ('2017-06-01', '2017-06-01'))
    """
    year = re.search(r"\d{4}", printed)
    of_year = year[0] if year else reading[:4]
    if date := DATE.search(printed):
        month = f"{of_year}-{_month_number(date['month']):02}"
        days = [int(day) for day in re.findall(r"\d+", date["days"] or "")]
        if days:
            return f"{month}-{days[0]:02}", f"{month}-{days[-1]:02}"
        return _first_day(month), _last_day(month)
    for words, (first, last) in HALVES.items():
        if words in printed and year:
            return f"{of_year}-{first}", f"{of_year}-{last}"
    return (_first_day(of_year), _last_day(of_year)) if year else ("", "")


def printed_month(printed: str) -> str:
    """Return the month of a printed date, or "" where it does not print month and year.

    >>> printed_month("1st of June 2017"), printed_month("JUN 2016"), printed_month("June")
    ('2017-06', '2016-06', '')
    """
    date = DATE.search(printed)
    return f"{date['year']}-{_month_number(date['month']):02}" if date and date["year"] else ""


def _of_dates(claims: pd.DataFrame) -> "pd.Series[str]":
    """Return the verdict on each date that is claimed."""
    of_date = claims.loc[claims["what"] == "date"]
    last_text = of_date["ends"].where(of_date["ends"] != "", of_date["starts"])
    first, last = of_date["starts"].map(_first_day), last_text.map(_last_day)
    inside = (of_date["first"] >= first) & (of_date["last"] <= last)
    around = (of_date["first"] <= first) & (of_date["last"] >= last)
    yearless = ~of_date["value_printed"].str.contains(r"\d{4}")
    vague = inside & ~around & (of_date["ends"] == "")
    verdict = (
        pd.Series("disagrees", of_date.index)
        .mask(around, "less exact")
        .mask(inside, "in part")
        .mask(vague, "more exact")
        .mask(around & inside, "same")
        .mask(around & inside & yearless, "less exact")
    )
    return verdict.mask(
        vague & _contradicted(of_date.loc[vague]).reindex(vague.index), "disagrees"
    ).mask(of_date["first"] == "", "not comparable")


def _contradicted(claims: pd.DataFrame) -> "pd.Series[bool]":
    """Return for each dated claim whether another one about its event excludes it."""
    earliest_end = claims.groupby("event_id")["last"].transform("min")
    latest_start = claims.groupby("event_id")["first"].transform("max")
    return (claims["first"] > earliest_end) | (claims["last"] < latest_start)


def _of_places(claims: pd.DataFrame) -> "pd.Series[str]":
    """Return the verdict on each place that is claimed."""
    of_place = claims.loc[claims["what"] == "place"]
    same = of_place["value_printed"].str.casefold() == of_place["place"].str.casefold()
    return pd.Series("disagrees", of_place.index).mask(same, "same")


def _of_attendance(claims: pd.DataFrame) -> "pd.Series[str]":
    """Return for each attendance whether another passage has another number of the same thing."""
    of_attendance = claims.loc[claims["what"] == "attendance"]
    counted = of_attendance.assign(
        number=of_attendance["value_printed"].map(_number),
        unit=of_attendance["unit"].where(~of_attendance["unit"].isin(PEOPLE), PEOPLE[0]),
    )
    numbers = counted.groupby(["event_id", "unit"])["number"].transform("nunique")
    return pd.Series("alone", counted.index).mask(numbers > 1, "another number")


def _number(printed: str) -> str:
    return str(NUMBERS.index(printed) + 1) if printed in NUMBERS else printed.rstrip("+")


def _month_number(printed: str) -> int:
    return [month[:3] for month in MONTHS].index(printed[:3].capitalize()) + 1


def _first_day(text: str) -> str:
    return _day(pd.Period(text).start_time)


def _last_day(text: str) -> str:
    return _day(pd.Period(text).end_time)


def _day(time: pd.Timestamp) -> str:
    return f"{time:%Y-%m-%d}"
