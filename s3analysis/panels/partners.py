"""The partner finder: what one region could join or propose, with whom, and which services fit."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import pandas as pd

from s3analysis import contracts
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.tables import candidates, region_brief, support
from s3analysis.exhibits.tables import partners as tables
from s3analysis.exhibits.widgets import Control, Panel
from s3analysis.measures import joining, membership, portfolios, proposing, shares, shortlist
from s3analysis.measures import support as matcher
from s3analysis.panels import priorities as declarations
from s3analysis.sources import extracts
from s3analysis.vocabulary import (
    DECLARED,
    READING_WORDS,
    ROLE_WORDS,
    amount,
    and_join,
    month_words,
)

Tables = Mapping[str, pd.DataFrame]

ANY = "any"

ACTS = {"join": "Join a partnership that exists", "propose": "Propose a new area"}

LIST = "JRC policy brief 22/2017, Table 4, as read (corrections in the log)"
RULE = "Support document, How to join, for the rule; Table 4 of the brief for the regions"
SERVICES = "Support document (November 2017) and the other four; each with its passage"


class Wanted(contracts.OfAnExtract):
    """What the partner finder is asked."""

    notebook = "Partner finder"
    as_of: contracts.Month
    reading: contracts.Reading
    act: Literal["join", "propose"]
    region: contracts.Region
    theme: str
    actor: Literal[*matcher.ACTORS]  # type: ignore[valid-type]  # the keys of a table
    others: tuple[str, ...]
    nesting: Literal[*proposing.NESTING]  # type: ignore[valid-type]  # the keys of a table
    seed: contracts.Seed


@dataclass(frozen=True)
class Fit:
    """How near the priorities of an extract are to those of a region called `name`.

    `ranked`, `directory` and `places` are those of shortlist, `common` and `brought` those of
    portfolios, `unranked` says why a place has no rank; `labels` is how many the region has,
    `dimension` what they are filed by.
    """

    extract: extracts.Extract
    places: pd.DataFrame
    ranked: pd.DataFrame
    common: pd.DataFrame
    brought: pd.DataFrame
    directory: pd.DataFrame
    unranked: dict[str, str]
    name: str
    labels: int
    dimension: str

    @property
    def mark(self) -> str:
        """Return what the key of an exhibit begins with."""
        return "synthetic-" * self.extract.synthetic


BY = "cosine"


def panel(record: Tables, as_of: str) -> Panel:
    """Return the panel over the record, for a month."""
    names = record["regions"].sort_values("name")[["region_id", "name"]]
    themes = record["themes"].sort_values("name")[["theme_id", "name"]]
    return Panel(
        name="partners",
        controls=(
            Control("act", "What to do", ACTS, "join"),
            Control("region", "Region", _options(names), "tampere", "typed"),
            Control("theme", "Theme", {ANY: "Any theme", **_options(themes)}, ANY),
            Control(
                "actor",
                "Who asks for support",
                {actor: support.ACTORS[actor] for actor in matcher.ACTORS},
                "regional-authority",
            ),
            Control("others", "Proposing with it", _options(names), (), "several"),
            Control("reading", "Who counts", READING_WORDS, "members"),
            Control("nesting", "A region inside another", region_brief.NESTING_WORDS, "apart"),
            Control("priorities", "Whose priorities", DECLARED, "published"),
            Control("dimension", "Their dimension", declarations.DIMENSIONS, "1"),
        ),
        answer=partial(answer, record, as_of=as_of, seed="2017"),
        imports="from s3analysis.panels import partners\nfrom s3analysis.sources import record",
        call=f"partners.answer(\n    record.read_all(),\n    as_of={as_of!r},\n    seed='2017',",
    )


def answer(
    record: Tables,
    *,
    as_of: str,
    reading: str,
    act: str,
    region: str,
    theme: str,
    actor: str,
    others: tuple[str, ...],
    nesting: str,
    priorities: str,
    dimension: str,
    seed: str,
) -> Iterator[Exhibit]:
    """Return what a region could join or propose, and the services for who asks.

    Where an extract is shown, candidates are ranked by it. Raises contracts.Refused, or ValueError
    where there is nothing to answer.
    """
    wanted = contracts.accept(
        Wanted,
        {
            "as_of": as_of,
            "reading": reading,
            "act": act,
            "region": region,
            "theme": theme,
            "actor": actor,
            "others": others,
            "nesting": nesting,
            "priorities": priorities,
            "dimension": dimension,
            "seed": seed,
        },
    )
    known = record["themes"].set_index("theme_id")
    if theme != ANY and theme not in known.index:
        raise ValueError(f"There is no theme {theme!r} in the record; choose one of the list")
    listed = membership.memberships(record["partnership_members"], wanted.as_of, "listed")
    members = membership.memberships(record["partnership_members"], wanted.as_of, wanted.reading)
    fit = _fit(record, wanted, members) if wanted.priorities != "published" else None
    if wanted.act == "propose":
        yield from _proposing(record, wanted, members, fit)
    elif wanted.theme == ANY:
        yield from _openings(record, wanted, listed, members, fit)
    else:
        yield from _inside(record, wanted, listed, members, fit)
    yield from _services(record, wanted, members)


def _fit(record: Tables, wanted: Wanted, members: pd.DataFrame) -> Fit:
    """Return how the priorities of an extract fit those of the region that asks.

    Raises ValueError where nobody can be ranked.
    """
    held = declarations.extract(wanted.priorities, wanted.seed)
    counted = declarations.counted(wanted.priorities, wanted.dimension, wanted.seed)
    codes, region, name = record["region_nuts"], wanted.region, _name(record, wanted.region)
    places = shortlist.places(held.territories, codes, record["regions"])
    nested = shortlist.nested(places, codes, region)
    pooled = shortlist.pooled(counted.portfolio, places)
    filed = and_join(extracts.dimensions(held)[wanted.dimension - 1 : wanted.dimension])
    if obstacle := shortlist.obstacle(pooled, nested, region):
        raise ValueError(candidates.no_candidates(obstacle, nested, name, filed))
    counts = shares.countable(pooled)
    return Fit(
        extract=held,
        places=places,
        unranked=candidates.unranked_words(pooled, nested),
        ranked=shortlist.ranked(counts, members, nested, region, BY),
        common=portfolios.common(counts, region),
        brought=portfolios.brought(counts, region),
        directory=shortlist.directory(record["regions"], places),
        name=name,
        labels=int(counts.sum(axis="columns")[region]),
        dimension=filed,
    )


def _openings(
    record: Tables,
    wanted: Wanted,
    listed: pd.DataFrame,
    members: pd.DataFrame,
    fit: Fit | None,
) -> Iterator[Exhibit]:
    """Return how a region stands to each partnership, and those that it is not counted in."""
    regions, partnerships = record["regions"], record["partnerships"]
    name, reading = _name(record, wanted.region), wanted.reading
    found = joining.standings(listed, regions, partnerships, wanted.region, reading)
    outside = found.loc[found["standing"] != "in"]
    yield Exhibit(
        key="partners-standings",
        title=f"{name} is in {len(found) - len(outside)} of {len(found)} partnerships and might "
        f"join {int((outside['standing'] != 'nobody to join').sum())}",
        subtitle="Partnerships in the order of Table 4, as the region finds them",
        table=tables.standings(found, partnerships),
        source=LIST,
        note=_counted(wanted),
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
        note=f"{_counted(wanted)} To join is tested by no rule. Whether a partnership suits the "
        "region, this list does not say.",
    )
    if fit:
        there = members.loc[members["partnership_id"].isin(keys)]
        fit = _among(fit, there["region_id"])
    if fit and len(fit.ranked):
        reasons = candidates.reasons(
            fit.ranked, fit.common, fit.brought, fit.directory, record["countries"]
        )
        table = tables.reachable(reasons, fit.ranked, there, partnerships)
        yield _candidates(fit, table, "in these partnerships")


def _among(fit: Fit, region_ids: Collection[str]) -> Fit:
    """Return a fit with some regions as the only candidates, ranked among themselves."""
    return replace(fit, ranked=shortlist.among(fit.ranked, region_ids, BY))


def _candidates(fit: Fit, table: pd.DataFrame, where: str) -> Exhibit:
    """Return a table of candidates, ranked."""
    tied = shortlist.tied(fit.ranked, len(table))
    first = candidates.first_words(fit.ranked, fit.directory, fit.labels)
    return Exhibit(
        key=f"{fit.mark}partners-candidates",
        title=f"Nearest to {fit.name} {where}, by declared priorities: {first}",
        subtitle=f"Candidates by the cosine of their counts by {fit.dimension}, with what is "
        "shared and what they add",
        table=table,
        source=fit.extract.source,
        note=candidates.rank_words(fit.ranked, tied, fit.name, fit.labels),
        digits=candidates.SCORES,
        synthetic=fit.extract.synthetic,
    )


def _inside(
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
    name = _name(record, wanted.region)
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
        note=f"{_counted(wanted)} Everybody listed is shown with the role; those that count are "
        "said above.",
    )
    if fit and len(inside):
        fit = _among(fit, inside["region_id"])
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
        note=_counted(wanted),
    )


def _proposing(
    record: Tables, wanted: Wanted, members: pd.DataFrame, fit: Fit | None
) -> Iterator[Exhibit]:
    """Return whether regions may propose an area, and what each other one would change."""
    regions, countries = record["regions"], record["countries"]
    proposed = {wanted.region, *wanted.others}
    given = (regions, countries, wanted.as_of, proposed, wanted.nesting)
    counting = proposing.proposal(*given)
    found = proposing.eligibility(counting)
    who = and_join([_name(record, region) for region in sorted(proposed)])
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
        fit = _among(fit, set(fit.ranked["region_id"]) - proposed)
    if fit and len(fit.ranked):
        what_if = proposing.what_if(fit.directory, *given[1:])
        table = candidates.candidates(
            fit.ranked, fit.common, fit.brought, what_if, fit.directory, countries
        )
        yield _candidates(fit, table, "for a new area")
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


def _services(record: Tables, wanted: Wanted, members: pd.DataFrame) -> Iterator[Exhibit]:
    """Return the services that fit who asks, and those that do not, each with its reason."""
    services, facts = record["support_services"], record["service_facts"]
    works = wanted.region in set(members["region_id"])
    met = ["after-expression-of-interest", "in-thematic-area"] if works else []
    matched = matcher.matched(services, facts, wanted.as_of, [wanted.actor], met)
    shut = matched["answer"] == "excluded"
    whom, month = support.ACTORS[wanted.actor], month_words(wanted.as_of)
    known = int((matched["answer"] == "open").sum())
    standing = "in a partnership" if works else "in no partnership"
    if not shut.all():
        yield Exhibit(
            key="partners-services",
            title=f"{known} of {len(services)} support services are known to be open to {whom} "
            f"in {month}; {len(matched) - int(shut.sum()) - known} more may be",
            subtitle="Services under their printed heading, with dates, conditions and passage",
            table=support.fitting(matched, services, facts, wanted.as_of),
            source=SERVICES,
            note=f"The region is {standing}, which some conditions ask for.",
        )
    if shut.any():
        yield Exhibit(
            key="partners-exclusions",
            title=f"{amount(int(shut.sum()), 'service')} not for {whom} in {month}",
            subtitle="Services that do not fit, each with its reason and passage",
            table=support.excluded(matched, services),
            source=SERVICES,
        )


def _options(rows: pd.DataFrame) -> dict[str, str]:
    """Return the words of each key: of two columns, key and words."""
    return dict(zip(rows.iloc[:, 0], rows.iloc[:, 1], strict=True))


def _name(record: Tables, region: str) -> str:
    return str(record["regions"].set_index("region_id").loc[region, "name"])


def _counted(wanted: Wanted) -> str:
    return f"Counted: {READING_WORDS[wanted.reading]}, {month_words(wanted.as_of)}."
