"""The tables of the partner finder: one region, and what it could join or propose."""

from collections.abc import Mapping

import pandas as pd

from s3analysis.exhibits.numbers import number
from s3analysis.exhibits.priorities import candidates
from s3analysis.vocabulary import ROLE_WORDS

NONE = "-"
OUTSIDE = "not in the extract"

STANDING_WORDS = {"in": "is in", "nobody to join": "finds nobody to join"}
"""Standings of joining.STANDINGS that are no sentence yet."""


def standings(standings: pd.DataFrame, partnerships: pd.DataFrame) -> pd.DataFrame:
    """Return how a region stands to each partnership (see joining.standings): a row is one."""
    short = partnerships.set_index("partnership_id")["short_name"]
    return pd.DataFrame(
        {
            "Partnership": standings["partnership_id"].map(short),
            "The region": standings["standing"].replace(STANDING_WORDS),
            "Its role": standings["role"].map(ROLE_WORDS).fillna("not listed"),
            "Regions": standings["regions"],
            "Countries": standings["countries"],
            "Others it meets elsewhere": standings["known"],
            "Others from its country": standings["compatriots"],
        }
    )


def insiders(
    insiders: pd.DataFrame,
    partnerships: pd.DataFrame,
    regions: pd.DataFrame,
    countries: pd.DataFrame,
) -> pd.DataFrame:
    """Return who is in a partnership, as a region finds them (see joining.insiders)."""
    short = partnerships.sort_values("position").set_index("partnership_id")["short_name"]
    return pd.DataFrame(
        {
            "Region": insiders["region_id"].map(regions.set_index("region_id")["name"]),
            "Country": insiders["country_id"].map(countries.set_index("country_id")["name"]),
            "Role": insiders["role"].map(ROLE_WORDS),
            "From its own country": insiders["compatriot"].map({True: "yes", False: "no"}),
            "Together with it elsewhere": [
                "; ".join(words for key, words in short.items() if key in keys) or NONE
                for keys in insiders["elsewhere_ids"]
            ],
        }
    )


def fitting(
    insiders: pd.DataFrame,
    ranked: pd.DataFrame,
    common: pd.DataFrame,
    brought: pd.DataFrame,
    regions: pd.DataFrame,
    countries: pd.DataFrame,
    unranked: Mapping[str, str],
) -> pd.DataFrame:
    """Return who is in a partnership, by how near their priorities are: a row is one.

    `ranked` is what shortlist.among returns for these regions, `common` and `brought` are those of
    portfolios, `unranked` says why a region of the extract has no rank. Those that the extract has
    too little of come after the ranked, the others last.
    """
    order = ranked.assign(place=range(len(ranked))).set_index("region_id")
    placed = insiders.assign(place=insiders["region_id"].map(order["place"]))
    rows = placed.sort_values("place", ignore_index=True)
    known = order.reindex(rows["region_id"])
    unheld = known["cosine"].isna().set_axis(rows.index)
    return pd.DataFrame(
        {
            "Rank": [
                unranked.get(region_id, OUTSIDE)
                if pd.isna(score)
                else candidates.FEW
                if pd.isna(rank)
                else str(rank)
                for region_id, score, rank in zip(
                    rows["region_id"], known["cosine"], known["rank"], strict=True
                )
            ],
            "Region": rows["region_id"].map(candidates.placed(regions, countries)),
            "Role": rows["role"].map(ROLE_WORDS),
            "Cosine": [number(score, 2) for score in known["cosine"]],
            candidates.BOTH: candidates.categories(rows["region_id"].mask(unheld, ""), common),
            candidates.ADDS: candidates.categories(rows["region_id"].mask(unheld, ""), brought),
        }
    )


def reachable(
    reasons: pd.DataFrame, ranked: pd.DataFrame, members: pd.DataFrame, partnerships: pd.DataFrame
) -> pd.DataFrame:
    """Return candidates with the partnerships in which the region would meet them: a row is one.

    `reasons` is what candidates.reasons returns for `ranked`, `members` are the memberships of
    partnerships that the region is not in.
    """
    short = partnerships.sort_values("position").set_index("partnership_id")["short_name"]
    there = members.groupby("region_id")["partnership_id"].agg(set)
    met = [
        "; ".join(words for key, words in short.items() if key in there[region])
        for region in ranked["region_id"].head(len(reasons))
    ]
    return reasons.assign(In=met)


def absent(absent: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Return the Member States without a member (see joining.absent_states): a row is one."""
    names = regions.set_index("region_id")["name"]
    return pd.DataFrame(
        {
            "Member State": absent["country"],
            "Group": absent["group"],
            "Regions in other partnerships": absent["elsewhere"].astype("int64"),
            "Which": ["; ".join(names[ids]) or "none" for ids in absent["region_ids"]],
        }
    )


def proposal(
    proposal: pd.DataFrame, regions: pd.DataFrame, countries: pd.DataFrame
) -> pd.DataFrame:
    """Return which of the regions that would propose an area count (see proposing.proposal)."""
    return pd.DataFrame(
        {
            "Region": proposal["region_id"].map(regions.set_index("region_id")["name"]),
            "Country": proposal["country_id"].map(countries.set_index("country_id")["name"]),
            "Counts": proposal["counts"].map({True: "yes", False: "no"}),
            "Why not": _named(proposal["reason"], regions).replace("", NONE),
        }
    )


def what_if(what_if: pd.DataFrame, regions: pd.DataFrame, countries: pd.DataFrame) -> pd.DataFrame:
    """Return what each other region would change for a proposal (see proposing.what_if)."""
    helps = what_if["reason"] == ""
    change = (
        pd.Series("none", what_if.index)
        .mask(helps, "brings a Member State")
        .mask(what_if["completes"], "completes it")
    )
    return pd.DataFrame(
        {
            "Region": what_if["region_id"].map(regions.set_index("region_id")["name"]),
            "Country": what_if["country_id"].map(countries.set_index("country_id")["name"]),
            "What it would change": change,
            "Member States still needed then": what_if["missing"].astype("int64"),
            "Why not": _named(what_if["reason"], regions).replace("", NONE),
        }
    )


def _named(reasons: "pd.Series[str]", regions: pd.DataFrame) -> "pd.Series[str]":
    """Return reasons in which a region inside another names that one, not its key."""
    inside = {
        f"inside {key}": f"inside {name}" for key, name in regions[["region_id", "name"]].to_numpy()
    }
    return reasons.replace(inside)
