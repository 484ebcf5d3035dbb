"""The exhibits that only the partner finder has: what one region could join or propose.

Each takes frames of joining, proposing and candidates, and the keys `run` of what was asked.
"""

import pandas as pd

from s3analysis.exhibits import words
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.numbers import NONE, number
from s3analysis.exhibits.partnerships.openings import RULE
from s3analysis.exhibits.priorities import candidates
from s3analysis.exhibits.words import AboutRegion, OfAnExtract, region_name
from s3analysis.measures.partnerships.proposing import STATES, Eligibility
from s3analysis.measures.priorities.candidates import Fit
from s3analysis.sources.extracts.extracts import Extract
from s3analysis.vocabulary import ROLE_WORDS, amount, and_join, month_words

OUTSIDE = "not in the extract"
STANDING_WORDS = {
    "in": "is in",
    "looks on": "is listed without being counted",
    "nobody to join": "finds nobody to join",
}
"""Standings of joining.STANDINGS that are no sentence yet."""


def standings(
    standings: pd.DataFrame, regions: pd.DataFrame, partnerships: pd.DataFrame, run: AboutRegion
) -> Exhibit:
    """Return how a region stands to each partnership (see joining.by_partnership): a row is one."""
    inside = int((standings["standing"] == "in").sum())
    open_ = int((~standings["standing"].isin(["in", "nobody to join"])).sum())
    short = partnerships.set_index("partnership_id")["short_name"]
    return Exhibit(
        key="partners-standings",
        title=f"{region_name(regions, run.region)} is in {inside or 'none'} of "
        f"{amount(len(standings), 'partnership')} and might join {open_ or 'none'}",
        subtitle="Partnerships in the order of the list, as the region finds them",
        table=pd.DataFrame(
            {
                "Partnership": standings["partnership_id"].map(short),
                "The region": standings["standing"].replace(STANDING_WORDS),
                "Its role": standings["role"].map(ROLE_WORDS).fillna("not listed"),
                "Regions": standings["regions"],
                "Countries": standings["countries"],
                "Others it meets elsewhere": standings["known"],
                "Others from its country": standings["same_country"],
            }
        ),
        source=words.TABLE_4,
        note=words.counted(run),
    )


def reachable(
    fit: Fit,
    extract: Extract,
    members: pd.DataFrame,
    partnerships: pd.DataFrame,
    directory: pd.DataFrame,
    countries: pd.DataFrame,
    run: OfAnExtract,
) -> Exhibit | None:
    """Return candidates with the partnerships in which the region would meet them: a row is one.

    `members` are the memberships of partnerships that the region is not in; `fit` is among them.
    """
    if fit.obstacle or fit.ranked.empty:
        return None
    short = words.short_names(partnerships)
    table = candidates.reasons(fit, directory, countries)
    where = [
        short.loc[short.index.isin(members.loc[members["region_id"] == key, "partnership_id"])]
        for key in fit.ranked["region_id"].head(len(table))
    ]
    table = table.assign(In=["; ".join(names) for names in where])
    of = ("partners-candidates", " in these partnerships")
    return candidates.ranked(fit, table, extract, directory, run, *of)


def inside(
    standings: pd.DataFrame,
    insiders: pd.DataFrame,
    partnership_id: str,
    regions: pd.DataFrame,
    partnerships: pd.DataFrame,
    countries: pd.DataFrame,
    run: AboutRegion,
) -> Exhibit:
    """Return who is in a partnership, as a region finds them (see joining.insiders)."""
    short = words.short_names(partnerships)
    here = standings.loc[standings["partnership_id"] == partnership_id].iloc[0]
    elsewhere = [short.loc[short.index.isin(keys)] for keys in insiders["elsewhere_ids"]]
    return Exhibit(
        key="partners-inside",
        title=f"{_standing_words(here, region_name(regions, run.region), short[partnership_id])}: "
        f"{amount(len(insiders), 'other region')} in it, {here['known'] or 'none'} of which it "
        "meets elsewhere",
        subtitle="Regions of the partnership by country, and where both already are",
        table=pd.DataFrame(
            {
                "Region": insiders["region_id"].map(regions.set_index("region_id")["name"]),
                "Country": insiders["country_id"].map(countries.set_index("country_id")["name"]),
                "Role": insiders["role"].map(ROLE_WORDS),
                "From its own country": insiders["same_country"].map({True: "yes", False: "no"}),
                "Together with it elsewhere": ["; ".join(names) or NONE for names in elsewhere],
            }
        ),
        source=words.TABLE_4,
        note=f"{words.counted(run)} Everybody listed is shown with the role; those that count "
        "are said above.",
    )


def fitting(
    fit: Fit,
    extract: Extract,
    insiders: pd.DataFrame,
    partnership_id: str,
    partnerships: pd.DataFrame,
    directory: pd.DataFrame,
    countries: pd.DataFrame,
    run: OfAnExtract,
) -> Exhibit | None:
    """Return who is in a partnership, by how near their priorities are: a row is one.

    `fit` is among the insiders. Those that the extract has too little of come after the ranked, the
    others last.
    """
    if fit.obstacle or insiders.empty:
        return None
    short = words.short_names(partnerships)[partnership_id]
    table = _fitting_table(fit, insiders, directory, countries)
    of = ("partners-fitting", f" in {short}")
    return candidates.ranked(fit, table, extract, directory, run, *of)


def missing(
    absent: pd.DataFrame,
    partnership_id: str,
    regions: pd.DataFrame,
    partnerships: pd.DataFrame,
    run: AboutRegion,
) -> Exhibit:
    """Return the Member States without a member (see joining.absent_states): a row is one."""
    short = partnerships.set_index("partnership_id")["short_name"][partnership_id]
    names = regions.set_index("region_id")["name"]
    return Exhibit(
        key="partners-missing",
        title=f"{amount(len(absent), 'Member State')} without a member in {short}",
        subtitle="Member States without a region in the partnership, and their regions in others",
        table=pd.DataFrame(
            {
                "Member State": absent["country"],
                "Group": absent["group"],
                "Regions in other partnerships": absent["elsewhere"].astype("int64"),
                "Which": words.joined_names(absent["region_ids"], names),
            }
        ),
        source=words.TABLE_4,
        note=words.counted(run),
    )


def proposal(
    proposal: pd.DataFrame,
    eligibility: Eligibility,
    theme: str,
    regions: pd.DataFrame,
    countries: pd.DataFrame,
    run: AboutRegion,
) -> Exhibit:
    """Return which of the regions that would propose an area count (see proposing.proposal).

    `theme` says what the theme chosen means for it (see `theme_words`).
    """
    names = regions.set_index("region_id")["name"]
    return Exhibit(
        key="partners-proposal",
        title=_proposal_words(names[proposal["region_id"]].tolist(), eligibility, countries),
        subtitle="Regions that would propose, and whether each counts",
        table=pd.DataFrame(
            {
                "Region": proposal["region_id"].map(names),
                "Country": proposal["country_id"].map(countries.set_index("country_id")["name"]),
                "Counts": proposal["counts"].map({True: "yes", False: "no"}),
                "Why not": proposal["reason"].replace("", NONE),
            }
        ),
        source=RULE,
        note=f"At least {STATES} regions from {STATES} Member States, Union of "
        f"{month_words(run.as_of)}. {theme}".rstrip(),
    )


def what_if(
    what_if: pd.DataFrame, fit: Fit, regions: pd.DataFrame, countries: pd.DataFrame
) -> Exhibit:
    """Return what each other region would change for a proposal (see proposing.what_if)."""
    helps, completing = what_if["reason"] == "", int(what_if["completes"].sum())
    title = f"{amount(int(helps.sum()), 'region')} would bring a further Member State"
    if completing:
        title = f"{amount(completing, 'region')} would complete it"
    why = ": candidates are ranked by priorities, and the data have none by region"
    order = f"Nobody is ranked{why if fit.obstacle else ' in this table'}."
    change = (
        pd.Series("none", what_if.index)
        .mask(helps, "brings a Member State")
        .mask(what_if["completes"], "completes it")
    )
    return Exhibit(
        key="partners-what-if",
        title=title,
        subtitle="Every other region of the record, and what it would change; in no order of merit",
        table=pd.DataFrame(
            {
                "Region": what_if["region_id"].map(regions.set_index("region_id")["name"]),
                "Country": what_if["country_id"].map(countries.set_index("country_id")["name"]),
                "What it would change": change,
                "Member States still needed then": what_if["missing"].astype("int64"),
                "Why not": what_if["reason"].replace("", NONE),
            }
        ),
        source=RULE,
        note=order,
    )


def theme_words(
    theme_id: str, themes: pd.DataFrame, partnerships: pd.DataFrame, of_themes: pd.DataFrame
) -> str:
    """Return what a theme means for a proposal; `of_themes` is the measure of that name."""
    known = themes.set_index("theme_id")
    if theme_id not in known.index:
        return "No theme is chosen."
    theme = known.loc[theme_id]
    there = f"No partnership has taken up {theme['name']}."
    if theme["partnership_id"]:
        short = partnerships.set_index("partnership_id").loc[theme["partnership_id"], "short_name"]
        there = (
            f"A partnership on {theme['name']} exists already ({short}): to join it is the other "
            "act."
        )
    answer = of_themes.set_index("theme_id").loc[theme_id, "answer"]
    if answer == "unknown":
        return f"{there} Whether the region has a priority in it is unknown."
    has = "has a" if answer == "yes" else "has no"
    return f"{there} By a category of that name, the region {has} priority in it."


def _standing_words(here: "pd.Series[str]", name: str, short: str) -> str:
    if here["standing"] == "in":
        return f"{name} is in {short} already"
    if here["standing"] == "looks on":
        return f"{name} is listed in {short} ({ROLE_WORDS[here['role']].lower()})"
    if here["standing"] == "may join":
        return f"{name} might join {short}"
    return f"{short} has no member that {name} could join"


def _fitting_table(
    fit: Fit, insiders: pd.DataFrame, directory: pd.DataFrame, countries: pd.DataFrame
) -> pd.DataFrame:
    order = fit.ranked.assign(place=range(len(fit.ranked))).set_index("region_id")
    placed = insiders.assign(place=insiders["region_id"].map(order["place"]))
    rows = placed.sort_values("place", ignore_index=True)
    known = order.reindex(rows["region_id"]).reset_index()
    scored = rows["region_id"].where(known["cosine"].notna(), "")
    ranks = known["rank"].astype("str").fillna(candidates.FEW)
    reasons = _unranked(fit)
    unscored = [reasons.get(key, OUTSIDE) for key in rows["region_id"]]
    return pd.DataFrame(
        {
            "Rank": ranks.where(known["cosine"].notna(), pd.Series(unscored, dtype="str")),
            "Region": rows["region_id"].map(candidates.placed(directory, countries)),
            "Role": rows["role"].map(ROLE_WORDS),
            "Cosine": [number(score, 2) for score in known["cosine"]],
            candidates.BOTH: candidates.categories(scored, fit.common),
            candidates.ADDS: candidates.categories(scored, fit.brought),
        }
    )


def _unranked(fit: Fit) -> dict[str, str]:
    """Return why places of the extract have no rank: one inside another, or without a label."""
    lies = {key: f"lies {where} it" for key, where in fit.nested[["region_id", "lies"]].to_numpy()}
    return dict.fromkeys(fit.unlabelled, "in no category") | lies


def _proposal_words(names: list[str], found: Eligibility, countries: pd.DataFrame) -> str:
    if found.eligible:
        states = countries.set_index("country_id").loc[list(found.states), "name"].tolist()
        return (
            f"{and_join(names)} may propose an area: {amount(found.regions, 'region')} of "
            f"{and_join(states)}"
        )
    verb = "is" if found.missing == 1 else "are"
    return (
        f"{and_join(names)} may not propose an area yet: "
        f"{amount(found.missing, 'further Member State')} of the Union {verb} needed"
    )
