"""The partner finder: what one region could join or propose, with whom, and which services fit."""

from collections.abc import Iterator
from functools import partial

import pandas as pd

from s3analysis import contracts
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.partnerships import region_brief
from s3analysis.exhibits.record import service_fit, support
from s3analysis.measures.partnerships import membership
from s3analysis.measures.record import support as matcher
from s3analysis.panels import joining, proposing, ranking
from s3analysis.panels.request import ANY, DIMENSIONS, Tables, Wanted
from s3analysis.panels.widgets import Control, Panel
from s3analysis.vocabulary import DECLARED, READING_WORDS

ACTS = {"join": "Join a partnership that exists", "propose": "Propose a new area"}


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
            Control("dimension", "Their dimension", DIMENSIONS, "1"),
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
    fit = ranking.of(record, wanted, members) if wanted.priorities != "published" else None
    if wanted.act == "propose":
        yield from proposing.proposal(record, wanted, members, fit)
    elif wanted.theme == ANY:
        yield from joining.openings(record, wanted, listed, members, fit)
    else:
        yield from joining.inside(record, wanted, listed, members, fit)
    yield from _services(record, wanted, members)


def _services(record: Tables, wanted: Wanted, members: pd.DataFrame) -> Iterator[Exhibit]:
    """Return the services that fit who asks, and those that do not, each with its reason."""
    services, facts = record["support_services"], record["service_facts"]
    met = matcher.met(members, wanted.region)
    matched = matcher.matched(services, facts, wanted.as_of, [wanted.actor], met)
    given = {"place": "the region", "as_of": wanted.as_of}
    found = service_fit.fitting(
        matched,
        services,
        facts,
        record["service_headings"],
        met,
        key="partners-services",
        **given,
    )
    shut = service_fit.exclusions(matched, services, key="partners-exclusions", **given)
    yield from (each for each in (found, shut) if isinstance(each, Exhibit))


def _options(rows: pd.DataFrame) -> dict[str, str]:
    """Return the words of each key: of two columns, key and words."""
    return dict(zip(rows.iloc[:, 0], rows.iloc[:, 1], strict=True))
