"""The partner finder: what one region could join or propose, with whom, and which services fit."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any, Literal

import pandas as pd

from s3analysis import contracts, values
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.partnerships import member_list, openings, partner_finder
from s3analysis.exhibits.priorities import candidates as candidate_exhibits
from s3analysis.exhibits.record import service_fit
from s3analysis.exhibits.record.support import ACTORS
from s3analysis.measures.partnerships import joining, membership, proposing
from s3analysis.measures.priorities import candidates, extract_tables
from s3analysis.measures.record import support
from s3analysis.panels import downloads, member_lists
from s3analysis.panels.widgets import Control, Panel
from s3analysis.sources.extracts import extracts
from s3analysis.sources.extracts.extracts import Extract
from s3analysis.sources.geography import europe
from s3analysis.sources.members import lists
from s3analysis.sources.record import Tables
from s3analysis.vocabulary import DECLARED, DIMENSIONS, READING_WORDS

ACTS = {"join": "Join a partnership that exists", "propose": "Propose a new area"}
ANY = "any"
PROPOSING = ("act", ("propose",))
IMPORTED = ("priorities", ("imported",))


class Request(contracts.OfAList, contracts.OfAnExtract):
    """What the partner finder is asked."""

    notebook = "Partner finder"
    reading: values.Reading
    act: Literal["join", "propose"]
    region: values.Anywhere
    theme: str
    actor: Literal[*support.ACTORS]  # type: ignore[valid-type]  # the keys of a table
    others: tuple[str, ...]
    seed: values.Seed


@dataclass(frozen=True)
class Data:
    """What every answer reads: memberships, and how near an extract is to the region."""

    listed: pd.DataFrame
    members: pd.DataFrame
    extract: Extract
    places: pd.DataFrame
    directory: pd.DataFrame
    fit: candidates.Fit


def panel(record: Tables, as_of: str) -> Panel:
    """Return the panel over the record, for a month."""
    there = lists.readable()
    known = pd.concat([each.regions for each in there]).drop_duplicates("region_id")
    names = known.sort_values("name")[["region_id", "name"]]
    of_brief = member_lists.of_brief(there)
    themes = record["themes"].sort_values("name")[["theme_id", "name"]]
    return Panel(
        name="partners",
        controls=(
            member_lists.control(there, as_of),
            Control("act", "What to do", ACTS, "join"),
            Control("region", "Region", _options(names), "tampere", "typed"),
            Control("theme", "Theme", {ANY: "Any theme", **_options(themes)}, ANY, when=of_brief),
            Control(
                "actor",
                "Who asks for support",
                {actor: ACTORS[actor] for actor in support.ACTORS},
                "regional-authority",
                when=of_brief,
            ),
            Control("others", "Proposing with it", _options(names), (), "several", PROPOSING),
            Control("reading", "Who counts", READING_WORDS, "members"),
            Control("priorities", "Whose priorities", DECLARED, "published"),
            Control("dimension", "Their dimension", DIMENSIONS, "1", when=IMPORTED),
        ),
        answer=partial(answer, record, seed="2017"),
        csv=partial(downloads.csv, tables=record),
        imports="from s3analysis.panels import partners\nfrom s3analysis.sources import record",
        call="partners.answer(\n    record.read_all(),\n    seed='2017',",
    )


def answer(record: Tables, *, members: str, **given: Any) -> Iterator[Exhibit]:
    """Return what a region could join or propose, and the services for who asks.

    `members` is the key of a member list, `given` are the other values of a Request; themes and
    services are those of the brief's list. Where an extract is shown, candidates are ranked by it.
    Raises contracts.Refused, or ValueError where there is nothing to answer.
    """
    run = contracts.accept(Request, given | member_lists.parameters(members))
    if not run.listed.of_brief:
        run = run.model_copy(update={"theme": ANY})
    yield from member_list.panel(_answer(run.listed.of(record), run), run.listed)


def _answer(record: Tables, run: Request) -> Iterator[Any]:
    if run.theme != ANY and run.theme not in set(record["themes"]["theme_id"]):
        raise ValueError(f"There is no theme {run.theme!r} in the record; choose one of the list")
    unit = europe.find(run.region)
    if unit and run.region not in set(record["regions"]["region_id"]):
        record, run = europe.added(record, unit), run.model_copy(update={"region": unit.region_id})
    data = _data(record, run)
    if run.act == "propose":
        found = _proposing(record, run, data)
    elif run.theme == ANY:
        found = _joining(record, run, data)
    else:
        found = _inside(record, run, data)
    yield from chain(found, _services(record, run, data) if run.listed.of_brief else ())


def _data(record: Tables, run: Request) -> Data:
    """Raise ValueError where an extract is shown, and nobody can be ranked by it."""
    entries, regions, codes = (
        record[name] for name in ("partnership_members", "regions", "region_nuts")
    )
    members = membership.memberships(entries, run.as_of, run.reading)
    extract = extracts.kept(run.priorities, run.seed)
    portfolio = extract_tables.counted(extract, run.dimension).portfolio
    places = candidates.places(extract.territories, codes, regions)
    pooled = candidates.pooled(portfolio, places)
    nested = candidates.nested(places, codes, run.region)
    fit = candidates.fit(pooled, nested, members, run.region)
    directory = candidates.directory(regions, places)
    if fit.obstacle and run.priorities != "published":
        raise ValueError(candidate_exhibits.obstacle_words(fit, extract, directory, run))
    listed = membership.memberships(entries, run.as_of, "listed")
    return Data(listed, members, extract, places, directory, fit)


def _joining(record: Tables, run: Request, data: Data) -> Iterator[Any]:
    """Yield how a region stands to each partnership, and those that it is not counted in."""
    regions, countries, partnerships = _names(record)
    standings = joining.by_partnership(data.listed, regions, partnerships, run.region, run.reading)
    yield partner_finder.standings(standings, regions, partnerships, run)
    found = joining.openings(
        standings, data.listed, regions, countries, run.region, run.as_of, run.reading
    )
    yield openings.joining(found, regions, partnerships, run, "partners-joining")
    there = data.members.loc[data.members["partnership_id"].isin(found["partnership_id"])]
    fit = data.fit.among(there["region_id"])
    given = (data.extract, there, partnerships, data.directory, countries, run)
    yield partner_finder.reachable(fit, *given)


def _inside(record: Tables, run: Request, data: Data) -> Iterator[Any]:
    """Yield who is in the partnership of a theme, and which Member States are not."""
    regions, countries, partnerships = _names(record)
    theme = record["themes"].set_index("theme_id").loc[run.theme]
    key = theme["partnership_id"]
    if not key:
        raise ValueError(
            f"No partnership has taken up {theme['name']}; choose another theme, or to propose one"
        )
    standings = joining.by_partnership(data.listed, regions, partnerships, run.region, run.reading)
    insiders = joining.insiders(data.listed, regions, run.region, key, run.reading)
    absent = joining.absent_states(data.members, countries, run.as_of, key)
    yield partner_finder.inside(standings, insiders, key, regions, partnerships, countries, run)
    fit = data.fit.among(insiders["region_id"])
    given = (data.extract, insiders, key, partnerships, data.directory, countries, run)
    yield partner_finder.fitting(fit, *given)
    yield partner_finder.missing(absent, key, regions, partnerships, run)


def _proposing(record: Tables, run: Request, data: Data) -> Iterator[Any]:
    """Yield whether regions may propose an area, and what each other one would change."""
    regions, countries, partnerships = _names(record)
    proposed = {run.region, *run.others}
    proposal = proposing.proposal(regions, countries, run.as_of, proposed)
    found = proposing.eligibility(proposal)
    names = candidates.names(record["themes"], record["theme_names"])
    labels = extracts.labels(data.extract, run.dimension)
    of_themes = candidates.of_themes(
        data.extract.priorities, labels, data.places, names, run.region
    )
    theme = ""
    if run.listed.of_brief:
        theme = partner_finder.theme_words(run.theme, record["themes"], partnerships, of_themes)
    yield partner_finder.proposal(proposal, found, theme, regions, countries, run)
    fit = data.fit.among(set(data.directory["region_id"]) - proposed)
    ifs = proposing.what_if(data.directory, countries, run.as_of, proposed)
    given = (data.extract, ifs, data.directory, countries, run)
    yield candidate_exhibits.nearest(fit, *given, "partners-candidates", " for a new area")
    ifs = proposing.what_if(regions, countries, run.as_of, proposed)
    yield partner_finder.what_if(ifs, fit, regions, countries)


def _services(record: Tables, run: Request, data: Data) -> Iterator[Any]:
    """Yield the services that fit who asks, and those that do not, each with its reason."""
    services, facts = record["support_services"], record["service_facts"]
    met = support.met(data.members, run.region)
    matched = support.matched(services, facts, run.as_of, [run.actor], met)
    given = (record["service_headings"], met, "the region", run.as_of, "partners-services")
    yield service_fit.fitting(matched, services, facts, *given)
    yield service_fit.exclusions(matched, services, "the region", run.as_of, "partners-exclusions")


def _names(record: Tables) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    return record["regions"], record["countries"], record["partnerships"]


def _options(rows: pd.DataFrame) -> dict[str, str]:
    """Return the words of each key: of two columns, key and words."""
    return dict(zip(rows.iloc[:, 0], rows.iloc[:, 1], strict=True))
