"""The exhibits of support services: what each is, when it opens, and which needs it helps with."""

import pandas as pd
from IPython.display import Markdown

from s3analysis.contracts import Needs
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.record.events import date_words
from s3analysis.exhibits.words import BRIEF
from s3analysis.vocabulary import amount, and_join, month_words, part

OFFER = "Background document of GROW your REGION, Valencia, November 2017"
BOTH = f"{BRIEF}; page of DG GROW on interregional partnerships; {OFFER}"
OURS = (
    "Which service answers a need is our judgement, not that of the documents; the "
    "passages are in the record annex."
)

AVAILABILITY_WORDS = {
    "open": "open",
    "unclear": "too coarse to tell",
    "not_dated": "not dated",
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

ACTORS = {
    "business-network": "business networks",
    "cluster-organisation": "cluster organisations",
    "cluster-partnership": "cluster partnerships",
    "committee-of-the-regions-member": "members of the Committee of the Regions",
    "industry": "industry",
    "local-authority": "local authorities",
    "managing-authority": "managing authorities",
    "partnership": "partnerships",
    "policy-maker": "policy-makers",
    "project-participant": "participants in EU projects",
    "public-authority": "public authorities",
    "public-institution": "public institutions",
    "region": "regions",
    "regional-authority": "regional authorities",
    "research": "research",
    "science-park": "science parks",
    "sme": "SMEs",
    "sme-intermediary": "SME intermediaries",
    "stakeholder": "stakeholders",
    "start-up": "start-ups",
    "technology-centre": "technology centres",
    "technology-supplier": "technology suppliers",
    "anyone-else": "nobody else",
}

CONDITIONS = {
    "after-expression-of-interest": "only after an expression of interest",
    "being-established": "still being set up",
    "concept-note-first": "a concept note first",
    "criteria-fulfilled": "only when the requested criteria are met",
    "cross-regional-and-cross-sectoral": "across regions and sectors",
    "erdf-funded": "for what the ERDF funds",
    "exists-in-region": "only where the region has one",
    "favourable-terms": "favourable terms",
    "free-of-charge": "free of charge",
    "in-thematic-area": "inside a thematic area of the platform",
    "manages-erdf-or-cohesion-fund": "only for bodies that manage the ERDF or the Cohesion Fund",
    "named-sectors": "for the sectors named",
    "nanotechnology-and-advanced-materials": "for nanotechnology and advanced materials",
    "publicly-available": "open to the public",
    "share-to-smes": "a stated share of the money for SMEs",
    "through-calls": "through calls",
    "through-cluster-collaboration-platform": "through the cluster collaboration platform",
    "through-managing-authority": "through the managing authority",
}


def part_words(printed: str) -> str:
    """Return a printed date, which may be a part of a year, as a reader says it.

    >>> part_words("2017-H2"), part_words("2017-03-31")
    ('second half of 2017', '31 March 2017')
    """
    year, _, rest = printed.partition("-")
    return f"{PARTS[rest]}{year}" if rest in PARTS else date_words(printed, "")


def services(services: pd.DataFrame, facts: pd.DataFrame) -> Exhibit:
    """Return the support services in printed order: what each is, who may use it and how."""
    ordered = services.sort_values("position", ignore_index=True)
    key = ordered["service_id"]
    unsaid = int((ordered["provider"] == "").sum())
    return Exhibit(
        key="services",
        title=f"{amount(len(ordered), 'support service is / support services are')} listed; the "
        f"provider is not printed for {unsaid}",
        subtitle="What each service is, who may use it, and on which conditions",
        table=pd.DataFrame(
            {
                "Service": ordered["name_printed"],
                "Heading": ordered["heading"],
                "What it is": ordered["gist"],
                "Who may use it": _told(
                    key, _said(facts, ["actor", "not_for"], ACTORS), "not printed"
                ),
                "Conditions": conditions(key, facts),
                "Run by": ordered["provider"].replace("", "not printed"),
            }
        ),
        source=OFFER,
        note="Brackets limit the words before them. Some of the facts come from the other "
        "documents.",
    )


def openings(
    services: pd.DataFrame,
    facts: pd.DataFrame,
    open_at: pd.DataFrame,
    counts: pd.DataFrame,
    run: Needs,
) -> Exhibit:
    """Return when each service opens and closes, and how many needs it helps with.

    `open_at` and `counts` are what services.open_at and services.by_service return. A row is one
    service, in printed order.
    """
    ordered = services.sort_values("position", ignore_index=True)
    key = ordered["service_id"]
    helped = counts.set_index("service_id")
    known = open_at.set_index("service_id")["availability"]
    availability = _told(key, known, "not_dated")
    certain, undated = (int((availability == kind).sum()) for kind in ("open", "not_dated"))
    month = month_words(run.as_of)
    return Exhibit(
        key="services-open",
        title=f"{part(certain, len(key), 'service', 'was / were')} certainly open in {month}; "
        f"{amount(undated, 'service has / services have')} no printed opening date",
        subtitle="Dates as printed, availability in the month, and needs each service helps with",
        table=pd.DataFrame(
            {
                "Service": ordered["name_printed"],
                "Opens": _told(key, _dates(facts, "opens"), "not printed"),
                "Closes": _told(key, _dates(facts, "closes"), "not printed"),
                f"In {month}": availability.map(AVAILABILITY_WORDS),
                "Needs answered": key.map(helped["answers"]),
                "Needs in part": key.map(helped["partly"]),
                "Remark": _told(key, _remarks(facts), "none"),
            }
        ),
        source=BOTH,
        note="A year alone means any month of it; a service is open if every month that its date "
        f"can mean has come. The list of services is of November 2017. {OURS}",
    )


def unused(counts: pd.DataFrame, services: pd.DataFrame) -> Markdown:
    """Return one sentence on the services that help with no need (see services.by_service)."""
    idle = counts.loc[(counts["answers"] == 0) & (counts["partly"] == 0), "service_id"]
    if idle.empty:
        return Markdown("Every service helps with at least one need.")
    names = idle.map(services.set_index("service_id")["name_printed"]).tolist()
    return Markdown(
        f"{amount(len(names), 'service helps / services help')} with no need: {and_join(names)}."
    )


def numbers(services: pd.DataFrame, facts: pd.DataFrame) -> Exhibit:
    """Return the amounts and numbers printed for the services: a row is one."""
    rows = (
        facts.loc[facts["fact"].isin(["amount", "number"])]
        .merge(services[["service_id", "name_printed", "position"]], on="service_id")
        .sort_values(["position", "fact_id"], ignore_index=True)
    )
    euros = rows.loc[rows["unit"] == "EUR", "service_id"]
    money = amount(len(euros), "amount of money is / amounts of money are").capitalize()
    return Exhibit(
        key="service-numbers",
        title=f"{money} printed, for {euros.nunique()} of {amount(len(services), 'service')}",
        subtitle="Amounts and numbers printed for the services, and how exact they are",
        table=pd.DataFrame(
            {
                "Service": rows["name_printed"],
                "As printed": rows["value"],
                "Of what": rows["unit"].str.replace("-", " "),
                "How exact": rows["exactness"].str.replace("_", " "),
                "Plain number": rows["number"].astype("Int64"),
                "Remark": rows["remark"].replace("", "none"),
                "Passage": rows["quote"],
            }
        ),
        source=OFFER,
        note="Amounts of one service may include one another and must not be added up.",
    )


def conditions(service_ids: "pd.Series[str]", facts: pd.DataFrame) -> "pd.Series[str]":
    """Return the printed conditions of each service, as the cells of a column."""
    return _told(service_ids, _said(facts, ["condition"], CONDITIONS), "none printed")


def _told(key: pd.Series, words: pd.Series, otherwise: str) -> pd.Series:
    """Return the words of each key, in the order of the keys."""
    return words.astype("str").reindex(key, fill_value=otherwise).reset_index(drop=True)


def _said(facts: pd.DataFrame, kinds: list[str], words: dict[str, str]) -> pd.Series:
    """Return, by service, what its facts of some kinds say, with the remark they share.

    How the print calls somebody (a remark "Printed as ...") is left to the table of facts.
    """
    chosen = facts.loc[facts["fact"].isin(kinds)]
    remark = chosen["remark"].str.replace(r" ?Printed as .*", "", regex=True).str.strip(" .")
    shared = (
        chosen.assign(
            said=chosen["value"].map(words),
            note=" (" + remark.str[:1].str.lower() + remark.str[1:] + ")",
        )
        .assign(note=lambda rows: rows["note"].where(remark != "", ""))
        .groupby(["service_id", "note"], sort=False)["said"]
        .agg(", ".join)
        .reset_index()
    )
    return (shared["said"] + shared["note"]).groupby(shared["service_id"]).agg("; ".join)


def _dates(facts: pd.DataFrame, fact: str) -> pd.Series:
    """Return, by service, the dates printed for its opening or closing."""
    chosen = facts.loc[facts["fact"] == fact].sort_values(["service_id", "fact_id"])
    return chosen["value"].map(part_words).groupby(chosen["service_id"]).agg("; ".join)


def _remarks(facts: pd.DataFrame) -> pd.Series:
    """Return, by service, the remarks on its dates."""
    dated = facts["fact"].isin(["opens", "closes"]) & (facts["remark"] != "")
    chosen = facts.loc[dated].drop_duplicates(["service_id", "remark"])
    return chosen.groupby("service_id")["remark"].agg(" ".join)
