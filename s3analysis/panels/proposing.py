"""The partner finder on proposing: whether regions may, and what each other one would change."""

from collections.abc import Iterator

import pandas as pd

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.partnerships import partner_finder as tables
from s3analysis.exhibits.priorities import candidates
from s3analysis.measures.partnerships import proposing
from s3analysis.measures.priorities import candidates as shortlist
from s3analysis.panels import ranking, request
from s3analysis.panels.ranking import Fit
from s3analysis.panels.request import ANY, Tables, Wanted
from s3analysis.sources.extracts import extracts
from s3analysis.vocabulary import amount, and_join, month_words

RULE = "Support document, How to join, for the rule; Table 4 of the brief for the regions"


def proposal(
    record: Tables, wanted: Wanted, members: pd.DataFrame, fit: Fit | None
) -> Iterator[Exhibit]:
    """Return whether regions may propose an area, and what each other one would change."""
    regions, countries = record["regions"], record["countries"]
    proposed = {wanted.region, *wanted.others}
    given = (regions, countries, wanted.as_of, proposed, wanted.nesting)
    counting = proposing.proposal(*given)
    found = proposing.eligibility(counting)
    who = and_join([request.name(record, region) for region in sorted(proposed)])
    states = countries.set_index("country_id").loc[list(found.states), "name"].tolist()
    needed = amount(found.missing, "further Member State")
    yield Exhibit(
        key="partners-proposal",
        title=(
            f"{who} may propose an area: {amount(found.regions, 'region')} of {and_join(states)}"
            if found.eligible
            else f"{who} may not propose an area yet: {needed} of the Union "
            f"{'is' if found.missing == 1 else 'are'} needed"
        ),
        subtitle="Regions that would propose, and whether each counts",
        table=tables.proposal(counting, regions, countries),
        source=RULE,
        note=f"At least {proposing.STATES} regions from {proposing.STATES} Member States, "
        f"Union of {month_words(wanted.as_of)}. {_of_theme(record, wanted, fit)}",
    )
    if fit:
        fit = ranking.among(fit, set(fit.ranked["region_id"]) - proposed)
    if fit and len(fit.ranked):
        what_if = proposing.what_if(fit.directory, *given[1:])
        table = candidates.candidates(
            fit.ranked, fit.common, fit.brought, what_if, fit.directory, countries
        )
        yield ranking.shown(fit, table, "for a new area")
    ifs = proposing.what_if(*given)
    completing, helping = int(ifs["completes"].sum()), int((ifs["reason"] == "").sum())
    yield Exhibit(
        key="partners-what-if",
        title=(
            f"{amount(completing, 'region')} would complete it"
            if completing
            else f"{amount(helping, 'region')} would bring a further Member State"
        ),
        subtitle="Every other region of the record, and what it would change; in no order of merit",
        table=tables.what_if(ifs, regions, countries),
        source=RULE,
        note=_pairs(record, wanted)
        + (
            "Nobody is ranked in this table."
            if fit
            else "Nobody is ranked: candidates are ranked by priorities, and the record has none "
            "region by region."
        ),
    )


def _pairs(record: Tables, wanted: Wanted) -> str:
    """Return how many pairs make a trio with one region, in a sentence; nothing for several."""
    if wanted.others:
        return ""
    regions, countries = record["regions"], record["countries"]
    try:
        found = proposing.trios(
            regions, countries, wanted.as_of, wanted.region, regions["region_id"]
        )
    except proposing.OutsideTheUnion:
        return "The region itself is outside the Union: three others would have to propose. "
    return f"Any two from two other Member States make a trio: {len(found)} pairs. "


def _of_theme(record: Tables, wanted: Wanted, fit: Fit | None) -> str:
    """Return what the theme means for a proposal."""
    if wanted.theme == ANY:
        return "No theme is chosen."
    theme = record["themes"].set_index("theme_id").loc[wanted.theme]
    short = record["partnerships"].set_index("partnership_id")["short_name"]
    there = (
        f"A partnership on {theme['name']} exists already ({short[theme['partnership_id']]}): to "
        "join it is the other act."
        if theme["partnership_id"]
        else f"No partnership has taken up {theme['name']}."
    )
    return f"{there} {_own_priority(record, wanted, fit)}"


def _own_priority(record: Tables, wanted: Wanted, fit: Fit | None) -> str:
    """Return whether the region has a priority in the theme, in a sentence."""
    if fit:
        labels = extracts.labels(fit.extract, wanted.dimension)
        names = shortlist.names(record["themes"], record["theme_names"])
        theme = names.loc[names["theme_id"] == wanted.theme]
        found = shortlist.of_themes(
            fit.extract.priorities, labels, fit.places, theme, wanted.region
        )
        answer = found["answer"].iloc[0]
        if answer != "unknown":
            has = {"yes": "has a", "no": "has no"}[answer]
            return f"By a category of that name, the region {has} priority in it."
    return "Whether the region has a priority in it is unknown."
