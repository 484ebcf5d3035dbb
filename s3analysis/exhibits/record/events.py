"""The exhibits of events: when each was, and what the documents claim of it."""

import pandas as pd
from IPython.display import Markdown

from s3analysis.contracts import Platform
from s3analysis.exhibits import passages
from s3analysis.exhibits.charts import style, timelines
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.numbers import NONE
from s3analysis.measures.record import events as measures
from s3analysis.vocabulary import MONTHS, amount, and_join, month_words, part

START = "2016"
"""The year in which the time line begins."""

COMPARED = {
    "info-day": "event-info-day",
    "platform-launch": "event-launch",
    "smart-regions-2016": "event-smart-regions-2016",
    "kick-off": "event-kick-off",
    "steering-committee-1": "event-steering-committee",
    "smart-regions-2017": "event-smart-regions-2017",
}
"""The events of which each has a table of its claims, with the key of its exhibit."""

SOURCE = "Brief, Interreg Europe brief, DG GROW page, support document and ECCP news, as printed"

CLAIMED = ("date", "place", "attendance", "organiser", "name")
"""What is claimed of an event, in the order of a table."""

PRECISION_WORDS = {
    "day": "the days",
    "period": "a period",
    "month": "the month",
    "year": "the year",
}
VERDICT_WORDS = {
    "same": "same as our reading",
    "less exact": "fits, less exact",
    "more exact": "fits, more exact",
    "in part": "fits in part",
    "disagrees": "disagrees",
    "not comparable": "cannot be compared",
    "another number": "another number elsewhere",
    "alone": "not repeated",
    "": NONE,
}
EXACTNESS_WORDS = {
    "": "",
    "exact": "",
    "over": "over ",
    "about": "about ",
    "some": "some ",
    "more_than": "",
    "up_to": "up to ",
    "at_least": "at least ",
    "limited_to": "at most ",
}
UNIT_WORDS = {
    "lead-regions": "lead regions",
    "exhibiting-regions": "exhibiting regions",
    "member-states": "Member States",
    "directorates-general": "Directorates-General",
}


def milestones(timeline: pd.DataFrame, run: Platform) -> Exhibit:
    """Return Figure 5 of the brief with the events it leaves out (see events.timeline).

    A row is one event since START, the earliest first.
    """
    table = _events_table(timeline, run.as_of)
    drawn = timeline.loc[timeline["last"] >= START].assign(date=table["Date"])
    (launch,) = drawn.loc[drawn["event_id"] == "platform-launch", "date"]
    crossed = int(drawn["elsewhere"].map(bool).sum())
    printed = part(crossed, len(drawn), "event", "has another date / have another date")
    past = int((drawn["standing"] == "past").sum())
    later = (drawn["standing"] == "past") & (drawn["last"].str[:7] > run.as_of)
    return Exhibit(
        key="milestones",
        title=f"The platform was launched in {launch}; {printed} in some passage",
        subtitle=f"Events since the start of {START}, as precisely as their dates are printed",
        table=table.loc[drawn.index].reset_index(drop=True),
        **style.drawings(timelines.milestones, drawn, run.as_of, key="milestones"),
        alt=f"Time line of {amount(len(drawn), 'event')}, {int(drawn['in_figure_5'].sum())} of "
        f"them from Figure 5 of the brief: {past} by {month_words(run.as_of)}, {len(drawn) - past} "
        f"later or not clear. Crosses mark other printed dates, for {crossed}.",
        source=SOURCE,
        note="Bold: in Figure 5 of the brief. The picture is lost: the drawing follows its text "
        f"and adds events named elsewhere. {_closer_words(drawn.loc[later, 'name'])}".strip(),
        reproduces="Figure 5 of the brief, from its text",
    )


def _closer_words(names: "pd.Series[str]") -> str:
    """Return why events count as over although their bars run on; "" if there is none."""
    if names.empty:
        return ""
    counts = "counts" if len(names) == 1 else "count"
    return (
        f"{and_join(names.tolist())} {counts} as over although the line runs on: every date "
        "printed on it had passed."
    )


def earlier_events(timeline: pd.DataFrame) -> Markdown:
    """Return one sentence on the events before the time line begins (see events.timeline)."""
    earlier = timeline.loc[timeline["last"] < START]
    if earlier.empty:
        return Markdown(f"The documents name no event before {START}.")
    named = (earlier["name"] + " (" + _dates(earlier) + ")").tolist()
    return Markdown(
        f"The documents also name {amount(len(named), 'event')} before {START}: {and_join(named)}."
    )


def claims(claims: pd.DataFrame, events: pd.DataFrame, event_id: str) -> Exhibit | Markdown:
    """Return what the documents claim of one event of COMPARED (see events.claims).

    A row is one claim, with every passage that makes it.
    """
    (name,) = events.loc[events["event_id"] == event_id, "name"]
    of_event = claims.loc[claims["event_id"] == event_id]
    if of_event.empty:
        return Markdown(f"{name}: the documents give no date, place or attendance.")
    table = _claims_table(of_event)
    return Exhibit(
        key=COMPARED[event_id],
        title=f"{name}: {_finding(of_event, table)}",
        subtitle="Date, place, attendance, organiser and names, as printed",
        table=table,
        source=SOURCE,
        note="Dates and places are compared with our reading, attendance with the other passages.",
    )


def other_events(timeline: pd.DataFrame, run: Platform) -> Exhibit | Markdown:
    """Return the events that Figure 5 of the brief leaves out, of any year: a row is one."""
    left_out = timeline.loc[~timeline["in_figure_5"]]
    if left_out.empty:
        return Markdown("The documents name no event beyond those of Figure 5 of the brief.")
    table = _events_table(left_out, run.as_of)
    return Exhibit(
        key="other-events",
        title=f"The documents name {amount(len(table), 'event')} that Figure 5 of the brief omits",
        subtitle="Date and place as we read them, the earliest first",
        table=table[["Event", "Date", "Place", "Standing", "Other months printed"]].reset_index(
            drop=True
        ),
        source=SOURCE,
        note=f"Standing: whether the event was over by the end of {month_words(run.as_of)}. Not "
        "clear: the printed dates allow both.",
    )


def disagreements(claims: pd.DataFrame, events: pd.DataFrame) -> Markdown:
    """Return one sentence on the events about which passages disagree (see events.disputed)."""
    names = events.set_index("event_id")["name"]
    several = names[measures.disputed(claims)].tolist()
    if not several:
        return Markdown(f"The documents disagree on none of {amount(len(names), 'event')}.")
    return Markdown(
        f"The documents disagree, with themselves or with each other, on {len(several)} of "
        f"{amount(len(names), 'event')}: {and_join(several)}."
    )


def date_words(starts: str, ends: str) -> str:
    """Return a date to its precision, as a reader says it.

    >>> date_words("2016-06-01", "2016-06-02"), date_words("2016-11", ""), date_words("2017", "")
    ('1-2 June 2016', 'November 2016', '2017')
    """
    first, last = _words(starts), _words(ends)
    if not ends or starts == ends:
        return first
    if len(starts) == len("2016-06-01") and starts[:7] == ends[:7]:
        return f"{int(starts[8:])}-{last}"
    return f"{first} to {last}"


def _words(text: str) -> str:
    if len(text) <= len("2016"):
        return text
    month = f"{MONTHS[int(text[5:7]) - 1]} {text[:4]}"
    return f"{int(text[8:])} {month}" if len(text) > len("2016-06") else month


def _dates(timeline: pd.DataFrame) -> "pd.Series[str]":
    pairs = zip(timeline["starts"], timeline["ends"], strict=True)
    return pd.Series([date_words(*pair) for pair in pairs], timeline.index, dtype="str")


def _events_table(timeline: pd.DataFrame, as_of: str) -> pd.DataFrame:
    months = ["; ".join(map(month_words, months)) or NONE for months in timeline["elsewhere"]]
    now = month_words(as_of)
    standing = {"past": f"by {now}", "coming": f"after {now}", "open": "not clear"}
    return pd.DataFrame(
        {
            "Event": timeline["name"],
            "Date": _dates(timeline),
            "Known to": timeline["precision"].map(PRECISION_WORDS),
            "Place": timeline["place"].replace("", NONE),
            "Standing": timeline["standing"].map(standing),
            "In Figure 5 of the brief": timeline["in_figure_5"].map({True: "yes", False: "no"}),
            "Other months printed": pd.Series(months, timeline.index, dtype="str"),
            "First day": timeline["first"],
            "Last day": timeline["last"],
        }
    )


def _claims_table(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the claims about one event, each once, with all passages that make it."""
    number = claims["exactness"].map(EXACTNESS_WORDS) + claims["value_printed"]
    shown = claims.assign(
        rank=claims["what"].map({what: place for place, what in enumerate(CLAIMED)}),
        printed=(number + " " + claims["unit"].replace(UNIT_WORDS)).str.strip(),
    )
    by_claim = shown.groupby(["rank", "what", "first", "last", "printed", "verdict"])
    where = by_claim[["document_id", "section"]].apply(passages.gathered)
    rows = where.rename("where").reset_index()
    return pd.DataFrame(
        {
            "Claim": rows["what"].str.capitalize(),
            "As printed": rows["printed"],
            "Compared": rows["verdict"].map(VERDICT_WORDS),
            "Where": rows["where"],
        }
    )


def _finding(claims: pd.DataFrame, table: pd.DataFrame) -> str:
    """Return in a few words whether the claims about one event agree: counts of rows."""
    found = []
    for what in ("date", "place"):
        verdicts = table.loc[table["Claim"] == what.capitalize(), "Compared"]
        if wrong := int((verdicts == VERDICT_WORDS["disagrees"]).sum()):
            found.append(part(wrong, len(verdicts), f"printed {what}", "disagrees / disagree"))
    numbers = claims.loc[claims["verdict"] == "another number", "value_printed"]
    if len(numbers):
        found.append(f"attendance is given as {' or '.join(dict.fromkeys(numbers))}")
    return " and ".join(found) or f"no disagreement in {amount(len(table), 'printed claim')}"
