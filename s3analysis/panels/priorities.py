"""Declared priorities: the published shares, or those of an extract."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache, partial
from typing import Literal

import pandas as pd

from s3analysis import contracts
from s3analysis.exhibits.charts import figures, style
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.priorities import priorities as tables
from s3analysis.measures.priorities import extract_tables, published
from s3analysis.measures.priorities.incidence import Incidence, incidence
from s3analysis.panels.widgets import Control, Panel
from s3analysis.sources.extracts import extracts
from s3analysis.sources.record import Tables
from s3analysis.vocabulary import DECLARED, amount

BRIEF = "JRC policy brief 22/2017, policy background, on EYE@RIS3"

BASES = {kind: tables.KIND_WORDS[kind] for kind in (published.PRIORITIES, published.REGIONS)}
FEWEST = {
    "1": "Every category",
    "5": "Categories with five priorities or more",
    "10": "Categories with ten priorities or more",
}

DIMENSIONS = {"1": "The first", "2": "The second", "3": "The third"}


class Wanted(contracts.OfAnExtract):
    """What the panel is asked."""

    notebook = "Priorities"
    basis: Literal[*BASES]  # type: ignore[valid-type]  # the keys of a table
    fewest: Literal[*FEWEST]  # type: ignore[valid-type]
    seed: contracts.Seed


def panel(record: Tables) -> Panel:
    """Return the panel over the record, and over an extract where there is one."""
    return Panel(
        name="priorities",
        controls=(
            Control("priorities", "Whose priorities", DECLARED, "published"),
            Control("basis", "Share", BASES, published.PRIORITIES),
            Control("dimension", "Its dimension", DIMENSIONS, "1"),
            Control("fewest", "Shown of the extract", FEWEST, "1"),
        ),
        answer=partial(answer, record, seed="2017"),
        imports="from s3analysis.panels import priorities\nfrom s3analysis.sources import record",
        call="priorities.answer(\n    record.read_all(),\n    seed='2017',",
    )


def answer(
    record: Tables, *, priorities: str, basis: str, dimension: str, fewest: str, seed: str
) -> Iterator[Exhibit]:
    """Return shares of priorities or of regions, published or counted from an extract.

    Raises contracts.Refused, extracts.Damaged, or ValueError where no category is left.
    """
    given = {"priorities": priorities, "basis": basis, "dimension": dimension}
    run = contracts.accept(Wanted, given | {"fewest": fewest, "seed": seed})
    terms = record["taxonomy_terms"]
    ranges = published.ranges(record["published_shares"])
    ranges = ranges.loc[ranges["indicator"] == run.basis]
    if run.priorities == "published":
        yield from _published(ranges, terms, run)
        return
    held = extract(run.priorities, run.seed)
    carried = counted(run.priorities, run.dimension, run.seed)
    if run.basis == published.REGIONS:
        found = extract_tables.of_regions(carried)
    else:
        found = extract_tables.of_priorities(carried, 200, run.seed)
    if found.empty:
        raise ValueError("The extract files nothing under this dimension; choose another")
    rows = found.loc[found["category"].map(carried.priorities) >= int(run.fewest)].reset_index(
        drop=True
    )
    if rows.empty:
        raise ValueError(f"No category has {run.fewest} priorities; choose to show every category")
    yield Exhibit(
        key=f"{'synthetic-' * held.synthetic}priorities-shares",
        title=f"{BASES[run.basis]}: {amount(len(rows), 'category / categories')} of "
        f"{len(held.priorities):,} priorities, {rows['category'].iloc[0]} first",
        subtitle="Percent, with the interval of each share, beside the published ones",
        table=tables.shares(rows, published.compared(carried.categories, ranges, terms), terms),
        source=held.source,
        note=f"{FEWEST[run.fewest]}. A priority is declared: to declare more often is not to be "
        "better at it.",
        digits=tables.PERCENT,
        synthetic=held.synthetic,
    )


def extract(priorities: str, seed: int) -> extracts.Extract:
    """Return the extract to show: read or made once, and anew after another import."""
    return _extract(priorities, seed, extracts.stamp(priorities))


def counted(priorities: str, dimension: int, seed: int) -> Incidence:
    """Return which priority of that extract carries which category: counted once, as it is read."""
    return _counted(priorities, dimension, seed, extracts.stamp(priorities))


@lru_cache(maxsize=2)
def _extract(priorities: str, seed: int, _: tuple[int, ...]) -> extracts.Extract:
    return extracts.chosen(priorities, seed)


@lru_cache(maxsize=6)
def _counted(priorities: str, dimension: int, seed: int, _: tuple[int, ...]) -> Incidence:
    held = extract(priorities, seed)
    return incidence(held.priorities, extracts.labels(held, dimension))


def _published(ranges: pd.DataFrame, terms: pd.DataFrame, run: Wanted) -> Iterator[Exhibit]:
    """Return the published shares of one kind, as a table and as a drawing."""
    first, table = ranges.iloc[0], tables.published(ranges, terms)
    shown = Exhibit(
        key="priorities-published",
        title=f"{BASES[run.basis]}: {amount(len(table), 'share')} published, the largest "
        f"{first['printed']}",
        subtitle="Percent; from and to are what rounds to the printed share",
        table=table.drop(columns="Kind"),
        source=BRIEF,
        note="No machine-readable extract is public; import your own to count it here.",
        digits=tables.PERCENT,
    )
    yield shown
    yield replace(
        shown,
        key="priorities-drawn",
        title=f"{BASES[run.basis]}, as far as the print allows",
        table=table,
        svg=style.to_svg(figures.published(table), "priorities-drawn"),
        alt=f"{amount(len(table), 'share')} on a scale of percent, each a dot on the bar of what "
        f"rounds to it; the largest is {first['printed']}.",
    )
