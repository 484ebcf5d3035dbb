"""The tables of 06_needs: what was said at the events, and which service answers it."""

import pandas as pd

from s3analysis.measures.services import AVAILABILITIES, FITS
from s3analysis.vocabulary import MONTHS, month_words

OCCASIONS = {
    "info-day": "Info-Day, May 2016",
    "smart-regions-2016": "Smart Regions Conference, June 2016",
    "kick-off": "Kick-off, November 2016",
    "steering-committee": "Steering Committee, March 2017",
    "smart-regions-2017": "Smart Regions Conference, June 2017",
    "stocktake-2017": "Closing chapters of the brief, 2017",
    "communication-2017": "Communication of 2017",
    "s3-approach": "On smart specialisation in general",
    "platform": "On the platform in general",
    "cluster-policy": "On cluster partnerships",
    "growth-page": "Page of DG GROW",
}
"""Where something was said: the events in their order, then the rest."""

KINDS = {
    "observation": "Observation",
    "conclusion": "Conclusion",
    "comment": "Comment",
    "point": "Point",
    "driver": "Driver",
    "capacity": "Capacity",
    "takeaway": "Takeaway",
    "challenge": "Challenge",
    "funding_layer": "Funding layer",
    "scope_for_action": "Scope for action",
    "recommendation": "Recommendation",
    "strategic_focus": "Strategic focus",
    "next_step": "Next step",
}
"""What participants said at an event. Its aims, its rules and speeches are of another kind."""

FIT_WORDS = {"answers": "Answered", "partly": "In part", "none_found": "None found"}

AVAILABILITY_WORDS = {
    "open": "open",
    "unclear": "date too coarse to tell",
    "not_dated": "no opening date printed",
    "not_yet_open": "not yet open",
    "closed": "closed",
}

PARTS = {
    "early": "early ",
    "mid": "middle of ",
    "end": "end of ",
    "H1": "first half of ",
    "H2": "second half of ",
}

ACRONYMS = {"sme": "SME", "erdf": "ERDF", "s3": "S3"}
NAMES = {"Cohesion fund": "Cohesion Fund", "cohesion fund": "Cohesion Fund"}


def words(slug: str) -> str:
    """Return a key as a reader says it.

    >>> words("sme-intermediary"), words("manages-erdf-or-cohesion-fund")
    ('SME intermediary', 'manages ERDF or Cohesion Fund')
    """
    said = " ".join(ACRONYMS.get(word, word) for word in slug.replace("_", "-").split("-"))
    for plain, name in NAMES.items():
        said = said.replace(plain, name)
    return said


def date_words(printed: str) -> str:
    """Return a printed date as a reader says it.

    >>> date_words("2017-H2"), date_words("2016-05"), date_words("2017-03-31"), date_words("2018")
    ('second half of 2017', 'May 2016', '31 March 2017', '2018')
    """
    year, _, rest = printed.partition("-")
    if not rest:
        return year
    if rest in PARTS:
        return f"{PARTS[rest]}{year}"
    month, _, day = rest.partition("-")
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}" if day else month_words(printed)


def labels(statements: pd.DataFrame) -> pd.Series:
    """Return the place of each statement in its printed list, such as "Conclusion 2.1"."""
    number = statements["number"].astype("str").where(statements["number"].notna(), "")
    by_key = number.set_axis(statements["statement_id"])
    above = statements["parent_id"].map(by_key).fillna("")
    joined = (above + "." + number).where((above != "") & (number != ""), number)
    place = joined.mask((above != "") & (number == ""), above + ", continued")
    kind = statements["kind"].map(lambda kind: KINDS.get(kind, words(kind).capitalize()))
    return (kind + " " + place).str.strip()


def said_at(statements: pd.DataFrame, occasion: str) -> pd.DataFrame:
    """Return what participants said at an event: a row is one statement, in printed order."""
    order = {kind: place for place, kind in enumerate(KINDS)}
    said = (
        statements.assign(Item=labels(statements), rank=statements["kind"].map(order))
        .loc[lambda rows: (rows["occasion"] == occasion) & rows["rank"].notna()]
        .sort_values(["rank", "statement_id"])
    )
    return pd.DataFrame(
        {
            "Item": said["Item"],
            "What was said, in our words": said["gist"],
            "Topic": said["topic"].map(words),
            "Who is to act": said["actor"].map(words).replace("unknown", "not named"),
            "A need": said["need"],
            "Passage": said["quote"],
        }
    ).reset_index(drop=True)


def _asked(needs: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Return needs with their place in words, topic by topic and in order of the events."""
    place = labels(statements).set_axis(statements["statement_id"])
    order = {occasion: rank for rank, occasion in enumerate(OCCASIONS)}
    raised = needs["occasion"].map(OCCASIONS) + ": " + needs["statement_id"].map(place).str.lower()
    return (
        needs.assign(
            rank=needs["occasion"].map(order),
            **{"Topic": needs["topic"].map(words), "Need": needs["gist"], "Raised at": raised},
        )
        .sort_values(["Topic", "rank", "statement_id"])
        .reset_index(drop=True)
    )


def not_found(needs: pd.DataFrame, answers: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Return the needs for which no service was found: a row is one, with what was looked for."""
    none = answers.loc[answers["fit"] == "none_found"].set_index("statement_id")
    asked = _asked(needs.loc[needs["fit"] == "none_found"], statements)
    return asked.assign(**{"Our judgement": asked["statement_id"].map(none["reason"])})[
        ["Need", "Raised at", "Topic", "Our judgement"]
    ]


def judged(
    needs: pd.DataFrame,
    answers: pd.DataFrame,
    services: pd.DataFrame,
    open_at: pd.DataFrame,
    statements: pd.DataFrame,
) -> pd.DataFrame:
    """Return the services set against needs: a row is one judgement of ours, with its passage.

    The best service comes first under each need; then the order of the document.
    """
    availability = open_at.set_index("service_id")["availability"]
    asked = _asked(needs, statements)
    rows = (
        asked[["statement_id", "Need", "Raised at", "Topic"]]
        .assign(order=range(len(asked)))
        .merge(answers, on="statement_id", validate="one_to_many")
        .merge(services[["service_id", "name_printed", "position"]], on="service_id")
        .assign(fit_rank=lambda rows: rows["fit"].map(FITS.index))
        .sort_values(["order", "fit_rank", "position"], ignore_index=True)
    )
    return pd.DataFrame(
        {
            "Need": rows["Need"],
            "Raised at": rows["Raised at"],
            "Topic": rows["Topic"],
            "Service": rows["name_printed"],
            "How far": rows["fit"].map(FIT_WORDS).str.lower(),
            "When": rows["service_id"].map(availability).map(AVAILABILITY_WORDS),
            "Our judgement": rows["reason"],
            "Passage": rows["quote"],
        }
    )


def needs_by_topic(by_topic: pd.DataFrame) -> pd.DataFrame:
    """Return how far the needs of each topic are answered (see services.by)."""
    return _counted(by_topic, "topic", "Topic").assign(
        Topic=by_topic["topic"].map(words).str.capitalize()
    )


def needs_by_occasion(by_occasion: pd.DataFrame) -> pd.DataFrame:
    """Return how far the needs raised at each event are answered (see services.by), in time."""
    order = {occasion: rank for rank, occasion in enumerate(OCCASIONS)}
    in_time = by_occasion.sort_values(
        "occasion", key=lambda column: column.map(order), ignore_index=True
    )
    return _counted(in_time, "occasion", "Raised at").assign(
        **{"Raised at": in_time["occasion"].map(OCCASIONS)}
    )


def _counted(counts: pd.DataFrame, column: str, label: str) -> pd.DataFrame:
    names = {column: label, "needs": "Needs"} | FIT_WORDS
    return counts.rename(columns=names)[[label, "Needs", *FIT_WORDS.values()]]


def reach(reach: pd.DataFrame) -> pd.DataFrame:
    """Return how soon help can be had: a row is one way of being open (see services.reach)."""
    counts = pd.crosstab(reach["availability"], reach["fit"]).reindex(
        index=[kind for kind in AVAILABILITIES if kind in set(reach["availability"])],
        columns=["answers", "partly"],
        fill_value=0,
    )
    return (
        counts.assign(Needs=counts.sum(axis="columns"))
        .rename(index=AVAILABILITY_WORDS, columns=FIT_WORDS)
        .rename_axis(index="Likeliest service", columns=None)
        .reset_index()[["Likeliest service", "Needs", "Answered", "In part"]]
    )


def _listed(facts: pd.DataFrame, kinds: list[str]) -> pd.Series:
    """Return, by service, what its facts of some kinds say, remarks in brackets."""
    chosen = facts.loc[facts["fact"].isin(kinds)].sort_values("fact_id")
    remark = chosen["remark"].str.removesuffix(".")
    said = chosen["value"].map(words).where(
        chosen["fact"] != "not_for", "not for " + chosen["value"].map(words)
    ) + (" (" + remark + ")").where(remark != "", "")
    return said.groupby(chosen["service_id"]).agg(lambda each: "; ".join(dict.fromkeys(each)))


def services(services: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Return the support services in printed order: what each is, who may use it and how."""
    ordered = services.sort_values("position").reset_index(drop=True)
    return pd.DataFrame(
        {
            "Service": ordered["name_printed"],
            "Heading": ordered["heading"],
            "What it is": ordered["gist"],
            "Who may use it": ordered["service_id"]
            .map(_listed(facts, ["actor", "not_for"]))
            .fillna("not printed"),
            "Conditions": ordered["service_id"]
            .map(_listed(facts, ["condition"]))
            .fillna("none printed"),
            "Run by": ordered["provider"].where(ordered["provider"] != "", "not printed"),
        }
    )


def openings(
    services: pd.DataFrame, facts: pd.DataFrame, open_at: pd.DataFrame, counts: pd.DataFrame
) -> pd.DataFrame:
    """Return when each service opens and closes, and the needs it helps with, in printed order."""
    ordered = services.sort_values("position").reset_index(drop=True)
    key = ordered["service_id"]
    dates = facts.assign(
        value=facts["value"]
        .map(date_words)
        .where(facts["fact"].isin(["opens", "closes"]), facts["value"])
    )
    remarks = (
        facts.loc[facts["fact"].isin(["opens", "closes"]) & (facts["remark"] != "")]
        .groupby("service_id")["remark"]
        .agg(lambda each: " ".join(dict.fromkeys(each)))
    )
    helped = counts.set_index("service_id")
    availability = open_at.set_index("service_id")["availability"].map(AVAILABILITY_WORDS)
    return pd.DataFrame(
        {
            "Service": ordered["name_printed"],
            "Opens": key.map(_printed(dates, "opens")).fillna("not printed"),
            "Closes": key.map(_printed(dates, "closes")).fillna("not printed"),
            "In the month": key.map(availability).fillna(AVAILABILITY_WORDS["not_dated"]),
            "Needs answered": key.map(helped["answers"]),
            "Needs in part": key.map(helped["partly"]),
            "Remark": key.map(remarks).fillna("none"),
        }
    )


def _printed(dates: pd.DataFrame, fact: str) -> pd.Series:
    chosen = dates.loc[dates["fact"] == fact].sort_values("fact_id")
    return chosen.groupby("service_id")["value"].agg("; ".join)


def numbers(services: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Return the amounts and numbers printed for the services: a row is one."""
    rows = (
        facts.loc[facts["fact"].isin(["amount", "number"])]
        .merge(services[["service_id", "name_printed", "position"]], on="service_id")
        .sort_values(["position", "fact_id"], ignore_index=True)
    )
    return pd.DataFrame(
        {
            "Service": rows["name_printed"],
            "As printed": rows["value"],
            "Unit": rows["unit"].map(lambda unit: unit.replace("-", " ")),
            "Exactness": rows["exactness"].map(words),
            "Plain number": rows["number"].astype("Int64"),
            "Remark": rows["remark"].where(rows["remark"] != "", "none"),
            "Passage": rows["quote"],
        }
    )


def headings(headings: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Return the printed headings against the phases announced (see services.by_heading)."""
    rows = headings.merge(counts, left_on="number", right_on="heading", validate="one_to_one")
    return pd.DataFrame(
        {
            "Heading as printed": rows["name_printed"],
            "Number": rows["number"],
            "Phases announced": rows["phases_announced"],
            "Services under it": rows["services"],
            "Needs answered": rows["answers"],
            "Needs in part": rows["partly"],
            "What stands there": rows["gist"],
            "Remark": rows["remark"],
        }
    )
