"""The exhibits of needs: what was said at the events, and which service answers it."""

import pandas as pd
from IPython.display import Markdown

from s3analysis.contracts import Needs
from s3analysis.exhibits.charts import pictogram, style
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.record.support import AVAILABILITY_WORDS, BOTH, OURS
from s3analysis.measures.record.services import FITS
from s3analysis.vocabulary import amount, and_join, month_words, part

OCCASIONS = {
    "info-day": "Info-Day",
    "smart-regions-2016": "First Smart Regions Conference",
    "kick-off": "Kick-off",
    "steering-committee": "Steering Committee",
    "smart-regions-2017": "Second Smart Regions Conference",
    "stocktake-2017": "Closing chapters of the brief",
    "communication-2017": "Communication of 2017",
    "s3-approach": "On smart specialisation in general",
    "platform": "On the platform in general",
    "cluster-policy": "On cluster partnerships",
    "growth-page": "Page of DG GROW",
}
"""Where something was said: the events in their order, then the rest."""


FIT_WORDS = {"answers": "Answered", "partly": "In part", "none_found": "None found"}


def by_topic(by_topic: pd.DataFrame) -> Exhibit:
    """Return how far the needs of each topic are answered (see services.by): a row is a topic."""
    topics = by_topic["topic"].map(_words).str.capitalize()
    table = by_topic.assign(topic=topics)[["topic", "needs", *FITS]].rename(columns=FIT_WORDS)
    counts = table.set_index("topic")[[*FIT_WORDS.values()]]
    most, total = int(by_topic["needs"].max()), int(by_topic["needs"].sum())
    return Exhibit(
        key="needs-by-topic",
        title=f"{part(int(by_topic['answers'].sum()), total, 'need')} answered, "
        f"{by_topic['partly'].sum()} in part; no service was found for "
        f"{by_topic['none_found'].sum()}",
        subtitle="Needs by topic and by how far the best service answers them; a mark is one need",
        table=table.rename(columns=str.capitalize),
        **style.drawings(pictogram.rows, counts, key="needs-by-topic"),
        alt=f"{amount(len(topics), 'line')} of marks, one per topic, the longest first: "
        f"{topics.iloc[0].lower()} with {amount(most, 'need')}. Marks are full for needs that are "
        "answered, half full for those answered in part, empty where no service was found.",
        source=BOTH,
        note=OURS,
    )


def unmet(by_topic: pd.DataFrame) -> Markdown:
    """Return one sentence on the topics of which no need is answered in full (see services.by)."""
    most = by_topic["needs"].max()
    topics = by_topic.loc[by_topic["needs"] == most, "topic"].map(_words).tolist()
    none = by_topic.loc[by_topic["answers"] == 0, "topic"].map(_words).tolist()
    asked = f"Needs were raised most often on {and_join(topics)} ({most})."
    if not none:
        return Markdown(f"{asked} On every topic at least one need is answered in full.")
    return Markdown(f"{asked} No need is answered in full on {and_join(none)}.")


def one_by_one(
    needs: pd.DataFrame, answers: pd.DataFrame, services: pd.DataFrame, statements: pd.DataFrame
) -> Exhibit:
    """Return each need with the service that answers it best, and what is missing: a row is one."""
    best = (
        answers.merge(services[["service_id", "name_printed", "position"]], "left", "service_id")
        .assign(rank=lambda rows: rows["fit"].map(FITS.index))
        .sort_values(["rank", "position"], kind="stable")
        .drop_duplicates("statement_id")
        .set_index("statement_id")
    )
    rows = _asked(needs, statements)
    fits = rows["statement_id"].map(best["fit"])
    missing = fits.map(FIT_WORDS) + ": " + rows["statement_id"].map(best["reason"])
    counts = fits.value_counts().reindex(list(FITS), fill_value=0)
    return Exhibit(
        key="needs",
        title=f"{amount(len(rows), 'need')}: {counts['answers']} answered, {counts['partly']} in "
        f"part, {counts['none_found']} without a service",
        subtitle="Needs by topic, with the service that answers each best and what it leaves open",
        table=pd.DataFrame(
            {
                "Need": rows["Need"],
                "Topic": rows["Topic"],
                "Raised at": rows["occasion"].map(OCCASIONS),
                "Best service": rows["statement_id"].map(best["name_printed"]).fillna("none found"),
                "What is missing": missing.mask(fits == "answers", "Nothing: answered in full"),
            }
        ),
        source=BOTH,
        note=f"{OURS} Every service that we considered for a need is listed in the record annex.",
    )


def answered(judgements: pd.DataFrame, statements: pd.DataFrame, run: Needs) -> Exhibit | Markdown:
    """Return the needs answered in full with their services (see services.judgements).

    A row is one judgement of ours, with its passage. The best service comes first under each need.
    """
    rows = judgements.loc[judgements["need_fit"] == "answers"]
    if rows.empty:
        return Markdown("No service answers a need in full.")
    full = rows.loc[rows["fit"] == "answers", "name_printed"].value_counts()
    best = sorted(full[full == full.max()].index)
    answers = "each answer" if len(best) > 1 else "answers"
    title = f"{and_join(best)} {answers} {full.max()} of "
    title += f"{amount(rows['statement_id'].nunique(), 'need')} answered in full"
    which = "at least one service answers"
    return _judged(rows, statements, run.as_of, key="needs-answered", title=title, which=which)


def in_part(judgements: pd.DataFrame, statements: pd.DataFrame, run: Needs) -> Exhibit | Markdown:
    """Return the needs answered in part with their services (see services.judgements).

    A row is one judgement of ours, with its passage, in the order of the document.
    """
    rows = judgements.loc[judgements["need_fit"] == "partly"]
    if rows.empty:
        return Markdown("No need is answered in part only.")
    topics = rows.drop_duplicates("statement_id")["topic"].map(_words).value_counts()
    most = and_join(sorted(topics[topics == topics.max()].index))
    title = f"{amount(int(topics.sum()), 'need is / needs are')} answered in part, most often "
    title += f"on {most} ({topics.max()})"
    which = "no service answers in full"
    return _judged(rows, statements, run.as_of, key="needs-in-part", title=title, which=which)


def agreement(agreement: pd.DataFrame) -> Exhibit:
    """Return how far a second coding agrees with ours (see coding.agreement)."""
    need, fit = agreement.set_index("judged").loc[["need", "fit"]].itertuples()
    judged = {
        "need": "Is the statement a need?",
        "fit": "How far does the best service answer the need?",
    }
    return Exhibit(
        key="second-coding",
        title=f"A second reader agrees on {need.same} of {need.cases} statements and on the fit "
        f"of {fit.same} of {fit.cases} needs",
        subtitle="Two codings of the same statements by the same written rules",
        table=pd.DataFrame(
            {
                "What was judged": agreement["judged"].map(judged),
                "Cases": agreement["cases"],
                "Judged alike": agreement["same"],
                "Cohen's kappa": agreement["kappa"],
            }
        ),
        digits={"Cohen's kappa": 2},
        source="Our two codings",
        note="Kappa is 1 if all cases are judged alike, and 0 if no more are than by chance. The "
        "second reader saw our summaries and not the first coding. Where the two differ, the "
        "passage was read again; the table second_coding of the data says how each case was "
        "settled, and why. Both are readers of the same kind and may err alike, so two people "
        "would probably agree less.",
    )


def _words(slug: str) -> str:
    """Return a key as words."""
    return slug.replace("_", " ").replace("-", " ")


def _labels(statements: pd.DataFrame) -> pd.Series:
    """Return the place of each statement in its printed list, such as "Conclusion 2.1"."""
    number = statements["number"].astype("str").where(statements["number"].notna(), "")
    by_key = number.set_axis(statements["statement_id"])
    above = statements["parent_id"].map(by_key).fillna("")
    joined = (above + "." + number).where((above != "") & (number != ""), number)
    place = joined.mask((above != "") & (number == ""), above + ", continued")
    return (statements["kind"].map(_words).str.capitalize() + " " + place).str.strip()


def _asked(needs: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Return needs with their place in words, topic by topic and in order of the events."""
    place = _labels(statements).set_axis(statements["reading_order"])
    raised = needs["occasion"].map(OCCASIONS) + ", " + needs["reading_order"].map(place).str.lower()
    return needs.assign(
        rank=needs["occasion"].map(list(OCCASIONS).index),
        **{"Topic": needs["topic"].map(_words), "Need": needs["gist"], "Raised at": raised},
    ).sort_values(["Topic", "rank", "reading_order"], kind="stable", ignore_index=True)


def _judged(
    judgements: pd.DataFrame,
    statements: pd.DataFrame,
    as_of: str,
    *,
    key: str,
    title: str,
    which: str,
) -> Exhibit:
    """Return needs with their services: a row is one judgement of ours."""
    rank = judgements["fit"].map(FITS.index)
    rows = _asked(
        judgements.assign(fit_rank=rank).sort_values(["fit_rank", "position"]), statements
    )
    fit = rows["fit"].map(FIT_WORDS).str.lower() + "; "
    cells = {
        "Service": rows["name_printed"],
        f"How far; in {month_words(as_of)}": fit + rows["availability"].map(AVAILABILITY_WORDS),
        "Our judgement": rows["reason"],
        "Passage": rows["quote"],
    }
    return Exhibit(
        key=key,
        title=title,
        subtitle=f"Needs that {which}, with every service that we matched",
        table=rows[["Need", "Topic", "Raised at"]].assign(**cells),
        source=BOTH,
        note=OURS,
    )
