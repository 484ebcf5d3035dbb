"""What an extract of priorities holds, and how its exhibits are named.

Nothing is said where no extract was chosen: an exhibit is then None, which a notebook does not
show. Where an extract lacks what a question needs, the answer is a sentence that says so.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

import pandas as pd
from IPython.display import Markdown

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.measures.priorities.incidence import Incidence
from s3analysis.sources.extracts.extracts import Extract
from s3analysis.vocabulary import amount

Answer: TypeAlias = Exhibit | Markdown | None

UNLABELLED = "No priority of the extract has a category, so none of them can be counted."
ONE_TERRITORY = "The extract has a single territory, so it can be compared with no other."
ONE_CATEGORY = "The extract has a single category, so there is nothing to compare it with."


def section(extract: Extract, text: str) -> Markdown | None:
    """Return a text on what an extract shows or lacks; None where no extract was chosen."""
    return None if extract.priorities.empty else Markdown(text)


def contents(numbers: Mapping[str, int], extract: Extract) -> Answer:
    """Return what an extract holds: a row is one number or word of it.

    `numbers` is what measures.priorities.extract_tables.size returns.
    """
    labels = {
        "priorities": "Priorities",
        "territories": "Territories that declare them",
        "countries": "Countries of these",
        "without_category": "Priorities without a category in any dimension",
    }
    words = {label: f"{numbers[key]:,}" for key, label in labels.items()} | {
        "Month of its data": extract.as_of,
        "Cells repaired on the way in": f"{len(extract.log):,}",
        "Read as": extract.recognised or "made up here",
    }
    table = pd.DataFrame({"Of the extract": list(words), "Is": list(words.values())}, dtype="str")
    return exhibit(
        extract,
        "extract",
        table,
        title=f"{amount(numbers['priorities'], 'priority / priorities')} of "
        f"{amount(numbers['territories'], 'territory / territories')}",
        subtitle="What was read",
    )


def dimensions(found: pd.DataFrame, shown: int, extract: Extract) -> Answer:
    """Return the ways in which an extract files its priorities: a row is one dimension.

    `found` is what measures.priorities.extract_tables.dimensions returns, `shown` the place of the
    dimension that is shown, from 1.
    """
    if found.empty:
        return section(extract, UNLABELLED)
    table = pd.DataFrame(
        {
            "Dimension": found["dimension"],
            "Categories": found["categories"],
            "Sub-categories": found["sub_categories"],
            "Priorities with one": found["priorities"],
            "Shown": ["yes" if place == shown else "no" for place in range(1, len(found) + 1)],
        }
    )
    return exhibit(
        extract,
        "dimensions",
        table,
        title=f"Shown here: {found['dimension'].iloc[shown - 1]}",
        subtitle="Ways of filing priorities, in the order of the extract",
    )


def exhibit(extract: Extract, key: str, table: pd.DataFrame, **words: Any) -> Exhibit | None:
    """Return an exhibit of an extract, marked where it is synthetic; None where none was chosen."""
    if extract.priorities.empty:
        return None
    return Exhibit(
        key=named(extract, key),
        table=table,
        source=extract.source,
        synthetic=extract.synthetic,
        **words,
    )


def named(extract: Extract, key: str) -> str:
    """Return the key of an exhibit of an extract: a synthetic one says so in its name."""
    return f"synthetic-{key}" if extract.synthetic else key


def uncomparable(counted: Incidence) -> str:
    """Return why territories cannot be compared by category; empty if they can."""
    if counted.categories.empty:
        return UNLABELLED
    if len(counted.regions) < 2:
        return ONE_TERRITORY
    return ONE_CATEGORY if len(counted.categories) < 2 else ""


def territory_names(extract: Extract) -> "pd.Series[str]":
    """Return the name of each territory of an extract, by its key."""
    return extract.territories.set_index("territory_id")["name"]


def territory_countries(extract: Extract) -> "pd.Series[str]":
    """Return the country code of each territory of an extract, by its key."""
    return extract.territories.set_index("territory_id")["country_id"]
