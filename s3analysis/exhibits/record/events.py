"""The tables of 01_platform: what the platform is, and how it came about."""

import pandas as pd

from s3analysis.exhibits import passages
from s3analysis.vocabulary import MONTHS, month_words

NONE = "-"

CLAIM_WORDS = {
    "date": "Date",
    "place": "Place",
    "attendance": "Attendance",
    "organiser": "Organiser",
    "name": "Name",
}
PRECISION_WORDS = {
    "day": "the days",
    "period": "a period",
    "month": "the month",
    "year": "the year",
}
VERDICT_WORDS = {
    "same": "as we read it",
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
PASSAGE = {"gist": "What the text says", "quote": "Passage"}
GOVERNANCE_WORDS = {
    "composition": "Composition",
    "chairing": "Chairing",
    "management": "Management",
    "frequency": "Meetings",
    "task": "Task",
    "challenge": "Question put to it",
    "funding_layer": "Layer of funding",
    "next_step": "Next step",
    "takeaway": "Takeaway",
}


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


def milestones(timeline: pd.DataFrame, reports: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Return the events on the time line of Figure 5 (see events.timeline): a row is one."""
    standing = {
        "past": f"by {month_words(as_of)}",
        "coming": f"after {month_words(as_of)}",
        "open": "left open by the print",
    }
    drawn = set(reports.loc[reports["section"] == "figure-5", "event_id"])
    return pd.DataFrame(
        {
            "Event": timeline["name"],
            "Date": [
                date_words(starts, ends)
                for starts, ends in zip(timeline["starts"], timeline["ends"], strict=True)
            ],
            "Known to": timeline["precision"].map(PRECISION_WORDS),
            "Place": timeline["place"].where(timeline["place"] != "", NONE),
            "Standing": timeline["standing"].map(standing),
            "In Figure 5": timeline["event_id"].isin(drawn).map({True: "yes", False: "no"}),
            "Also printed": timeline["elsewhere"].map(_months).replace("", NONE),
            "First day": timeline["first"],
            "Last day": timeline["last"],
        }
    )


def event(claims: pd.DataFrame, event_id: str) -> pd.DataFrame:
    """Return what the documents claim of an event (see events.claims): a row is one claim."""
    of_event = claims.loc[claims["event_id"] == event_id]
    amount = of_event["exactness"].map(EXACTNESS_WORDS) + of_event["value_printed"]
    order = {what: place for place, what in enumerate(CLAIM_WORDS)}
    shown = of_event.assign(
        rank=of_event["what"].map(order),
        printed=(amount + " " + of_event["unit"].replace(UNIT_WORDS)).str.strip(),
    )
    by_claim = shown.groupby(["rank", "what", "first", "last", "printed", "verdict"])
    where = by_claim[["document_id", "section"]].apply(passages.gathered)
    rows = where.rename("where").reset_index()
    return pd.DataFrame(
        {
            "Claim": rows["what"].map(CLAIM_WORDS),
            "As printed": rows["printed"],
            "Compared": rows["verdict"].map(VERDICT_WORDS),
            "Where": rows["where"],
        }
    )


def finding(claims: pd.DataFrame, event_id: str) -> str:
    """Return in a few words whether the claims about an event agree, for a title."""
    of_event = claims.loc[claims["event_id"] == event_id]
    dates = of_event.loc[of_event["what"] == "date", "verdict"]
    numbers = of_event.loc[of_event["verdict"] == "another number", "value_printed"]
    parts = []
    if wrong := int((dates == "disagrees").sum()):
        parts.append(f"{wrong} of {len(dates)} dates disagree")
    if len(numbers):
        parts.append(f"attendance is {' or '.join(numbers)}")
    return " and ".join(parts) or f"no passage disagrees ({len(of_event)} claims)"


def other_events(milestones: pd.DataFrame) -> pd.DataFrame:
    """Return the events that Figure 5 leaves out, of any year."""
    return milestones.loc[milestones["In Figure 5"] == "no"].drop(
        columns=["Known to", "In Figure 5", "First day", "Last day"]
    )


def areas(areas: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Return Table 1 of the brief: a row is one area of the Info-Day."""
    remarks = (" [" + points["remark"] + "]").where(points["remark"] != "", "")
    listed = points.assign(point=points["gist"] + remarks).sort_values(
        ["area_id", "kind", "number"]
    )
    cells = listed.pivot_table(index="area_id", columns="kind", values="point", aggfunc=" ".join)
    rows = areas.loc[areas["listed_in"] == "table-1"].sort_values("number", ignore_index=True)
    further = "+" + rows["further_regions"].astype("str") + " of " + rows["further_regions_of"]
    return pd.DataFrame(
        {
            "Area": rows["name_printed"],
            "Regions": rows["regions"].astype("int64"),
            "Further regions": further.where(rows["further_regions"].notna(), NONE),
            "Issues discussed": rows["area_id"].map(cells["issue"]).fillna("none listed"),
            "Joint actions": rows["area_id"].map(cells["joint_action"]).fillna("none listed"),
        }
    )


def lists(two_lists: pd.DataFrame) -> pd.DataFrame:
    """Return the two lists of the Info-Day side by side (see themes.two_lists)."""
    words = {"both": "both", "text": "the text only", "table-1": "Table 1 only"}
    return pd.DataFrame(
        {
            "In the list of the text": two_lists["text"].replace("", "lacking"),
            "In Table 1": two_lists["table-1"].replace("", "lacking"),
            "Found in": two_lists["found"].map(words),
        }
    )


def topics(topics: pd.DataFrame, themes: pd.DataFrame, partnerships: pd.DataFrame) -> pd.DataFrame:
    """Return Table 2 of the brief: a row is one topic of the kick-off, in printed order."""
    rows = topics.sort_values("number", ignore_index=True)
    taken_up = themes.set_index("theme_id")["partnership_id"]
    short = partnerships.set_index("partnership_id")["short_name"]
    return pd.DataFrame(
        {
            "Topic": rows["name_printed"],
            "What it is about": rows["gist"],
            "Regions": rows["regions_printed"].replace("", "not printed"),
            "Vanguard": rows["vanguard"].replace("unknown", "not said"),
            "Partnership of Table 4": rows["theme_id"].map(taken_up).map(short).fillna("none"),
        }
    )


def governance(statements: pd.DataFrame) -> pd.DataFrame:
    """Return how the Steering Committee works: a row is one statement on it."""
    order = {kind: place for place, kind in enumerate(GOVERNANCE_WORDS)}
    of_committee = statements.loc[
        (statements["occasion"] == "steering-committee") & statements["kind"].isin(order)
    ]
    rows = of_committee.assign(rank=of_committee["kind"].map(order)).sort_values(
        ["rank", "number", "statement_id"], ignore_index=True
    )
    return pd.DataFrame(
        {
            "What": rows["kind"]
            .map(GOVERNANCE_WORDS)
            .mask((rows["kind"] == "task") & rows["number"].isna(), "Role"),
            "What the text says": rows["gist"],
            "Passage": rows["quote"],
        }
    )


def funding(funding: pd.DataFrame) -> pd.DataFrame:
    """Return the amounts that the documents name, the largest first: a row is one."""
    rows = funding.sort_values(["amount", "funding_id"], ascending=[False, True], ignore_index=True)
    begin, end = rows["period_from"].fillna(""), rows["period_to"].fillna("")
    years = (
        (begin + "-" + end)
        .mask(begin == end, begin)
        .mask(begin == "", "until " + end)
        .mask(end == "", "from " + begin)
        .mask((begin == "") & (end == ""), "not printed")
    )
    return pd.DataFrame(
        {
            "Fund": rows["fund"],
            "As printed": rows["exactness"].map(EXACTNESS_WORDS) + rows["value_printed"],
            "What for": rows["purpose"],
            "For whom": rows["scope"],
            "Years": years,
            "Status": rows["status"].replace("unknown", "not told"),
            "Where": passages.named(rows),
        }
    )


def links(links: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Return who does what to whom around the platform: a row is one link."""
    rows = _with_passage(links, statements)
    return rows.rename(columns={"actor": "From", "link": "Link", "acted_on": "To"})[
        ["From", "Link", "To", *PASSAGE.values()]
    ]


def instruments(instruments: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Return the European instruments the brief names: a row is one instrument in one passage."""
    rows = _with_passage(instruments, statements)
    return rows.rename(
        columns={
            "instrument": "Instrument",
            "named_for": "Named for",
            "figure_3": "Sentence of Figure 3",
        }
    )[["Instrument", "Named for", "Sentence of Figure 3", *PASSAGE.values()]]


def _with_passage(rows: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    passages = statements[["statement_id", *PASSAGE]]
    return (
        rows.sort_values("position")
        .merge(passages, on="statement_id", how="left", validate="many_to_one")
        .rename(columns=PASSAGE)
    )


def _words(text: str) -> str:
    if len(text) <= len("2016"):
        return text
    month = f"{MONTHS[int(text[5:7]) - 1]} {text[:4]}"
    return f"{int(text[8:])} {month}" if len(text) > len("2016-06") else month


def _months(months: str) -> str:
    return "; ".join(month_words(month) for month in months.split("; ")) if months else ""
