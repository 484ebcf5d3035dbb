"""How the priorities of an extract fit those of the region that asks the partner finder."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import pandas as pd

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.priorities import candidates
from s3analysis.measures.priorities import candidates as shortlist
from s3analysis.measures.priorities import extract_tables, shares, similarity
from s3analysis.panels import request
from s3analysis.panels.request import Tables, Wanted
from s3analysis.sources.extracts import extracts
from s3analysis.vocabulary import and_join

BY = "cosine"


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


def of(record: Tables, wanted: Wanted, members: pd.DataFrame) -> Fit:
    """Return how the priorities of an extract fit those of the region that asks.

    Raises ValueError where nobody can be ranked.
    """
    held = extracts.kept(wanted.priorities, wanted.seed)
    counted = extract_tables.counted(held, wanted.dimension)
    codes, region, name = record["region_nuts"], wanted.region, request.name(record, wanted.region)
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
        common=similarity.common(counts, region),
        brought=similarity.brought(counts, region),
        directory=shortlist.directory(record["regions"], places),
        name=name,
        labels=int(counts.sum(axis="columns")[region]),
        dimension=filed,
    )


def among(fit: Fit, region_ids: Collection[str]) -> Fit:
    """Return a fit with some regions as the only candidates, ranked among themselves."""
    return replace(fit, ranked=shortlist.among(fit.ranked, region_ids, BY))


def shown(fit: Fit, table: pd.DataFrame, where: str) -> Exhibit:
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
