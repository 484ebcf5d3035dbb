"""Declared priorities: the published shares, or those of an extract."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Literal

import pandas as pd

from s3analysis import contracts, values
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.priorities import published as published_exhibits
from s3analysis.exhibits.priorities import shares
from s3analysis.measures.priorities import extract_tables, published
from s3analysis.panels import downloads
from s3analysis.panels.widgets import Control, Panel
from s3analysis.sources.extracts import extracts
from s3analysis.sources.record import Tables
from s3analysis.vocabulary import DECLARED, DIMENSIONS

BASES = {
    kind: published_exhibits.KIND_WORDS[kind] for kind in (published.PRIORITIES, published.REGIONS)
}
FEWEST = {
    "1": "Every category",
    "5": "Categories with five priorities or more",
    "10": "Categories with ten priorities or more",
}

IMPORTED = ("priorities", ("imported",))
OF_AN_EXTRACT = ("priorities", ("imported", "synthetic"))

DRAWS = 200
"""How often territories are resampled: fewer than in the report, for a quick answer."""


class Request(contracts.OfAnExtract):
    """What the panel is asked."""

    notebook = "Priorities"
    basis: Literal[*BASES]  # type: ignore[valid-type]  # the keys of a table
    fewest: Literal[*FEWEST]  # type: ignore[valid-type]
    seed: values.Seed


def panel(record: Tables) -> Panel:
    """Return the panel over the record, and over an extract where there is one."""
    return Panel(
        name="priorities",
        controls=(
            Control("priorities", "Whose priorities", DECLARED, "published"),
            Control("basis", "Share", BASES, published.PRIORITIES),
            Control("dimension", "Its dimension", DIMENSIONS, "1", when=IMPORTED),
            Control("fewest", "Shown of the extract", FEWEST, "1", when=OF_AN_EXTRACT),
        ),
        answer=partial(answer, record, seed="2017"),
        csv=partial(downloads.csv, tables=record),
        imports="from s3analysis.panels import priorities\nfrom s3analysis.sources import record",
        call="priorities.answer(\n    record.read_all(),\n    seed='2017',",
    )


def answer(record: Tables, **given: str) -> Iterator[Exhibit]:
    """Return shares of priorities or of regions, published or counted from an extract.

    `given` are the values of a Request. Raises contracts.Refused, extracts.Damaged, or ValueError
    where no category is left.
    """
    run = contracts.accept(Request, given)
    ranges = published.ranges(record["published_shares"])
    ranges = ranges.loc[ranges["indicator"] == run.basis].reset_index(drop=True)
    if run.priorities != "published":
        yield _of_an_extract(ranges, record["taxonomy_terms"], run)
        return
    least = published.fewest(record["published_shares"])
    drawn = published_exhibits.shares(ranges, record["taxonomy_terms"], least)
    bare = drawn.table.drop(columns="Kind")  # all are of the one kind asked for
    yield replace(drawn, key="priorities-published", table=bare, svg="", alt="")
    yield replace(drawn, key="priorities-drawn")


def _of_an_extract(ranges: pd.DataFrame, terms: pd.DataFrame, run: Request) -> Exhibit:
    """Return the shares of an extract, of categories that have enough priorities."""
    extract = extracts.kept(run.priorities, run.seed)
    counted = extract_tables.counted(extract, run.dimension)
    beside = published.compared(counted.categories, ranges, terms)
    if run.basis == published.REGIONS:
        found, show = extract_tables.of_regions(counted), shares.of_territories
    else:
        found, show = extract_tables.of_priorities(counted, DRAWS, run.seed), shares.of_priorities
    if found.empty:
        raise ValueError("The extract files nothing under this dimension; choose another")
    enough = found["category"].map(counted.priorities) >= int(run.fewest)
    rows = found.loc[enough].reset_index(drop=True)
    if rows.empty:
        raise ValueError(f"No category has {run.fewest} priorities; choose to show every category")
    shown = show(rows, beside, terms, extract)
    if not isinstance(shown, Exhibit):
        raise ValueError("The extract holds no priority")
    return shown
