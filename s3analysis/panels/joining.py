"""The partner finder on joining: how a region stands to the partnerships, and who is in them."""

from collections.abc import Iterator

import pandas as pd

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.partnerships import partner_finder as tables
from s3analysis.exhibits.partnerships import region_brief
from s3analysis.exhibits.priorities import candidates
from s3analysis.measures.partnerships import joining
from s3analysis.panels import ranking, request
from s3analysis.panels.ranking import Fit
from s3analysis.panels.request import LIST, Tables, Wanted
from s3analysis.vocabulary import ROLE_WORDS, amount


def openings(
    record: Tables,
    wanted: Wanted,
    listed: pd.DataFrame,
    members: pd.DataFrame,
    fit: Fit | None,
) -> Iterator[Exhibit]:
    """Return how a region stands to each partnership, and those that it is not counted in."""
    regions, partnerships = record["regions"], record["partnerships"]
    name, reading = request.name(record, wanted.region), wanted.reading
    found = joining.standings(listed, regions, partnerships, wanted.region, reading)
    outside = found.loc[found["standing"] != "in"]
    yield Exhibit(
        key="partners-standings",
        title=f"{name} is in {len(found) - len(outside)} of {len(found)} partnerships and might "
        f"join {int((outside['standing'] != 'nobody to join').sum())}",
        subtitle="Partnerships in the order of Table 4, as the region finds them",
        table=tables.standings(found, partnerships),
        source=LIST,
        note=request.counted(wanted),
    )
    if outside.empty:
        return
    keys, states = outside["partnership_id"], record["countries"]
    inside = {key: joining.insiders(listed, regions, wanted.region, key, reading) for key in keys}
    absent = {key: joining.absent_states(members, states, wanted.as_of, key) for key in keys}
    yield Exhibit(
        key="partners-joining",
        title=f"{amount(len(outside), 'partnership')} to ask: who is in, and what is shared",
        subtitle="Partnerships that the region is not counted in, with their members",
        table=region_brief.joining(outside, inside, absent, partnerships, regions, reading),
        source=LIST,
        note=f"{request.counted(wanted)} To join is tested by no rule. Whether a partnership suits "
        "the region, this list does not say.",
    )
    if fit:
        there = members.loc[members["partnership_id"].isin(keys)]
        fit = ranking.among(fit, there["region_id"])
    if fit and len(fit.ranked):
        reasons = candidates.reasons(
            fit.ranked, fit.common, fit.brought, fit.directory, record["countries"]
        )
        table = tables.reachable(reasons, fit.ranked, there, partnerships)
        yield ranking.shown(fit, table, "in these partnerships")


def inside(
    record: Tables,
    wanted: Wanted,
    listed: pd.DataFrame,
    members: pd.DataFrame,
    fit: Fit | None,
) -> Iterator[Exhibit]:
    """Return who is in the partnership of a theme, and which Member States are not."""
    regions, partnerships = record["regions"], record["partnerships"]
    theme = record["themes"].set_index("theme_id").loc[wanted.theme]
    key = theme["partnership_id"]
    if not key:
        raise ValueError(
            f"No partnership has taken up {theme['name']}; choose another theme, or to propose one"
        )
    found = joining.standings(listed, regions, partnerships, wanted.region, wanted.reading)
    here = found.set_index("partnership_id").loc[key]
    inside = joining.insiders(listed, regions, wanted.region, key, wanted.reading)
    absent = joining.absent_states(members, record["countries"], wanted.as_of, key)
    short = partnerships.set_index("partnership_id").loc[key, "short_name"]
    name = request.name(record, wanted.region)
    standing = {
        "in": f"{name} is in {short} already",
        "looks on": f"{name} looks on at {short} ({ROLE_WORDS.get(here['role'], '').lower()})",
        "may join": f"{name} might join {short}",
        "nobody to join": f"{short} has no member whom {name} could join",
    }[here["standing"]]
    yield Exhibit(
        key="partners-inside",
        title=f"{standing}: {amount(len(inside), 'other region')} in it, "
        f"{here['known'] or 'none'} of which it meets elsewhere",
        subtitle="Regions of the partnership by country, and where both already are",
        table=tables.insiders(inside, partnerships, regions, record["countries"]),
        source=LIST,
        note=f"{request.counted(wanted)} Everybody listed is shown with the role; those that count "
        "are said above.",
    )
    if fit and len(inside):
        fit = ranking.among(fit, inside["region_id"])
        first = candidates.first_words(fit.ranked, fit.directory, fit.labels)
        yield Exhibit(
            key=f"{fit.mark}partners-fitting",
            title=f"Nearest to {name} in {short}, by declared priorities: {first}",
            subtitle="Regions of the partnership by the cosine of their counts by "
            f"{fit.dimension}, with what is shared and what they add",
            table=tables.fitting(
                inside,
                fit.ranked,
                fit.common,
                fit.brought,
                regions,
                record["countries"],
                fit.unranked,
            ),
            source=fit.extract.source,
            note=candidates.rank_words(fit.ranked, 0, fit.name, fit.labels),
            synthetic=fit.extract.synthetic,
        )
    yield Exhibit(
        key="partners-missing",
        title=f"{amount(len(absent), 'Member State')} without a member in {short}",
        subtitle="Member States without a region in the partnership, and their regions in others",
        table=tables.absent(absent, regions),
        source=LIST,
        note=request.counted(wanted),
    )
