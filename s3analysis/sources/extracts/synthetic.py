"""A made-up extract whose shares round to every published one: for teaching, and for tests of size.

*Construction.* Each territory declares one priority; the others fall on territories at random, so
that some declare many. For each category the number of priorities is the published share of all of
them, rounded; where the share of regions is published too, that many territories are drawn, each
gets one such priority, and the others fall within these territories at random. Narrower terms part
the priorities of their category in the published shares; the rest of them have none. Categories
are drawn apart from each other: that two of them stand together says nothing.

Nothing in it is a finding, and whatever shows it says so.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

DIMENSION = "published category"
OF_ALL = "share_of_priorities"
OF_REGIONS = "share_of_regions"
OF_KETS = "share_of_kets_priorities"
KETS = "kets"

Places = NDArray[np.intp]
Random = np.random.Generator


class Unreachable(ValueError):
    """The published shares cannot be met with so many priorities and territories."""


def extract(
    published: pd.DataFrame,
    terms: pd.DataFrame,
    territories: pd.DataFrame,
    *,
    priorities: int,
    seed: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return so many made-up priorities of the territories given, and their labels.

    `published` is the table published_shares, `terms` taxonomy_terms, `territories` has the columns
    of sources.territories.COLUMNS. Raises Unreachable, naming the share, where a share cannot be
    met, as when there are fewer priorities of a category than regions that declare one.
    """
    random = np.random.default_rng(seed)
    regions = len(territories)
    if priorities < regions:
        raise Unreachable(f"{priorities:,} priorities are fewer than {regions:,} territories")
    at = np.sort(np.concatenate([np.arange(regions), random.choice(regions, priorities - regions)]))
    labels = _labels(published, terms, at, regions, random)
    ids = np.array([f"synthetic-{number:07d}" for number in range(1, priorities + 1)])
    return (
        pd.DataFrame(
            {
                "priority_id": ids,
                "region_id": territories["territory_id"].to_numpy()[at],
                "text": "synthetic priority",
                "source_row": np.arange(1, priorities + 1),
            }
        ),
        labels.assign(priority_id=ids[labels["number"]], dimension=DIMENSION)[
            ["priority_id", "dimension", "category", "sub_category"]
        ],
    )


def _labels(
    published: pd.DataFrame, terms: pd.DataFrame, at: Places, regions: int, random: Random
) -> pd.DataFrame:
    """Return under what each priority is filed: a row is its `number` and a category."""
    priorities = len(at)
    words = terms.set_index("code")["term"]
    found = []
    for category, percent in _shares(published, OF_ALL).items():
        declared = _shares(published, OF_REGIONS).get(category, 100.0)
        among = np.sort(random.choice(regions, round(declared * regions / 100), replace=False))
        wanted = round(percent * priorities / 100)
        chosen = _chosen(at, among, wanted, random, category, everywhere=declared == 100)
        parts = _shares(published, OF_KETS) if category == KETS else {}
        narrower = _narrower(parts, len(chosen), random)
        found.append(
            pd.DataFrame(
                {
                    "number": chosen,
                    "category": words[category],
                    "sub_category": [words[code] if code else "" for code in narrower],
                }
            )
        )
    return pd.concat(found).sort_values(["number", "category"], ignore_index=True)


def _shares(published: pd.DataFrame, indicator: str) -> dict[str, float]:
    """Return the published percentages of one kind by category."""
    rows = published.loc[published["indicator"].eq(indicator)]
    return dict(zip(rows["category"].tolist(), rows["value"].tolist(), strict=True))


def _chosen(
    at: Places, among: Places, wanted: int, random: Random, category: str, *, everywhere: bool
) -> Places:
    """Return which priorities carry a category: one in each territory, or chosen `everywhere`."""
    open_to = random.permutation(np.flatnonzero(np.isin(at, among)))
    if everywhere:
        return np.sort(open_to[:wanted])
    _, first = np.unique(at[open_to], return_index=True)
    rest = np.delete(open_to, first)
    more = wanted - len(first)
    if not 0 <= more <= len(rest):
        raise Unreachable(
            f"{category}: {wanted:,} priorities cannot lie in {len(among):,} territories, "
            f"one in each at least and {len(open_to):,} in all at most"
        )
    return np.sort(np.concatenate([open_to[first], rest[:more]]))


def _narrower(parts: dict[str, float], count: int, random: Random) -> list[str]:
    """Return a narrower term, or none, for each priority of a category, in the published shares."""
    terms = [code for code, percent in parts.items() for _ in range(round(percent * count / 100))]
    terms += [""] * (count - len(terms))
    return [terms[place] for place in random.permutation(count)]
