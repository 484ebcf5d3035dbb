"""The tables of 06_needs: what was said at the events, and which service answers it."""

import pandas as pd

from s3analysis.exhibits.record.support import AVAILABILITY_WORDS
from s3analysis.measures.record.services import AVAILABILITIES, FITS
from s3analysis.vocabulary import month_words

OCCASIONS = {
    "info-day": "Info-Day, May 2016",
    "smart-regions-2016": "First Smart Regions Conference, June 2016",
    "kick-off": "Kick-off, November 2016",
    "steering-committee": "Steering Committee, March 2017",
    "smart-regions-2017": "Second Smart Regions Conference, June 2017",
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

ACTORS = {
    "commission": "Commission",
    "regions": "regions",
    "platform": "the platform",
    "member-states": "Member States",
    "clusters": "clusters",
    "businesses": "businesses",
    "steering-committee": "Steering Committee",
    "s3-platform": "S3 Platform",
    "interreg-europe": "Interreg Europe",
    "norway": "Norway",
    "several": "several",
    "unknown": "not named",
}
"""Who is to act, as the passage has it."""

FIT_WORDS = {"answers": "Answered", "partly": "In part", "none_found": "None found"}


def words(slug: str) -> str:
    """Return a key as a reader says it.

    >>> words("business-plan")
    'business plan'
    """
    return slug.replace("_", " ").replace("-", " ")


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
        .sort_values(["rank", "reading_order"])
    )
    return pd.DataFrame(
        {
            "Item": said["Item"],
            "What was said, in our words": said["gist"],
            "Topic": said["topic"].map(words),
            "Who is to act": said["actor"].map(ACTORS),
            "A need": said["need"],
            "Passage": said["quote"],
        }
    ).reset_index(drop=True)


def _asked(needs: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Return needs with their place in words, topic by topic and in order of the events."""
    place = labels(statements).set_axis(statements["reading_order"])
    order = {occasion: rank for rank, occasion in enumerate(OCCASIONS)}
    where = needs["occasion"].map(OCCASIONS).str.partition(",")[0]
    raised = where + ", " + needs["reading_order"].map(place).str.lower()
    return (
        needs.assign(
            rank=needs["occasion"].map(order),
            **{"Topic": needs["topic"].map(words), "Need": needs["gist"], "Raised at": raised},
        )
        .sort_values(["Topic", "rank", "reading_order"])
        .reset_index(drop=True)
    )


def not_found(needs: pd.DataFrame, answers: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Return the needs for which no service was found: a row is one, with what was looked for."""
    none = answers.loc[answers["fit"] == "none_found"].set_index("statement_id")
    asked = _asked(needs.loc[needs["fit"] == "none_found"], statements)
    return asked.assign(**{"Our judgement": asked["statement_id"].map(none["reason"])})[
        ["Need", "Topic", "Raised at", "Our judgement"]
    ]


def judged(
    needs: pd.DataFrame,
    answers: pd.DataFrame,
    services: pd.DataFrame,
    open_at: pd.DataFrame,
    statements: pd.DataFrame,
    as_of: str,
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
    fit = rows["fit"].map(FIT_WORDS).str.lower()
    when = rows["service_id"].map(availability).map(AVAILABILITY_WORDS)
    return pd.DataFrame(
        {
            "Need": rows["Need"],
            "Topic": rows["Topic"],
            "Raised at": rows["Raised at"],
            "Service": rows["name_printed"],
            f"How far; in {month_words(as_of)}": fit + "; " + when,
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
        .rename_axis(index="Likeliest of the services", columns=None)
        .reset_index()[["Likeliest of the services", "Needs", "Answered", "In part"]]
    )
