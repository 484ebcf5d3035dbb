"""Which priority carries which category, held sparsely: the one form that counts are taken from.

Names become numbers once for all questions, and a count is then a sum over numbers, however many
priorities there are. What comes out is a frame again.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from s3analysis.measures.undefined import Undefined


@dataclass(frozen=True)
class Incidence:
    """Priorities x categories, True where one carries the other; `region` is that of a priority.

    `region` has a number a priority, its place in `regions`. Regions and categories stand in the
    alphabet.
    """

    carries: sparse.csr_array
    region: NDArray[np.intp]
    regions: "pd.Index[str]"
    categories: "pd.Index[str]"

    def __len__(self) -> int:
        """Return how many priorities there are, those without a category included."""
        return len(self.region)

    @cached_property
    def portfolio(self) -> pd.DataFrame:
        """Return regions x categories: how many priorities of the one carry the other."""
        many, wide = len(self.regions), len(self.categories)
        rows, columns = self.carries.nonzero()
        cells = np.bincount(self.region[rows] * wide + columns, minlength=many * wide)
        index = self.regions.rename("region_id")
        return pd.DataFrame(cells.reshape(many, wide), index, self.categories)

    @property
    def declared(self) -> "pd.Series[int]":
        """Return how many priorities each region has, those without a category included."""
        index = self.regions.rename("region_id")
        return pd.Series(np.bincount(self.region, minlength=len(index)), index)

    @property
    def priorities(self) -> "pd.Series[int]":
        """Return how many priorities carry each category."""
        return self._by_category(self.portfolio.to_numpy().sum(axis=0))

    @property
    def declaring(self) -> "pd.Series[int]":
        """Return how many regions have a priority in each category."""
        return self._by_category((self.portfolio.to_numpy() > 0).sum(axis=0))

    @property
    def together(self) -> pd.DataFrame:
        """Return categories x categories: how many priorities carry both."""
        both = (self.carries.T @ self.carries).toarray()
        return pd.DataFrame(both, self.categories, self.categories)

    def _by_category(self, counts: NDArray[np.int64]) -> "pd.Series[int]":
        return pd.Series(counts.astype("int64"), self.categories)


def incidence(priorities: pd.DataFrame, labels: pd.DataFrame) -> Incidence:
    """Return which priorities carry which categories; a category named twice by one is one.

    `priorities` has a row a priority (`priority_id`, `region_id`), `labels` a row a priority and
    category (`priority_id`, `category`). Raises Undefined for labels whose priority is not there.

    >>> priorities = pd.DataFrame({"priority_id": ["p1", "p2"], "region_id": ["skane", "norte"]})
    >>> labels = pd.DataFrame({"priority_id": ["p1", "p1"], "category": ["KETs", "Health"]})
    >>> incidence(priorities, labels).together.to_numpy().tolist()
    [[1, 1], [1, 1]]
    """
    of = pd.Index(priorities["priority_id"]).get_indexer(pd.Index(labels["priority_id"]))
    if (of < 0).any():
        unknown = sorted(set(labels.loc[of < 0, "priority_id"]))
        raise Undefined("labels of priorities that are not there", unknown)
    region, regions = pd.factorize(priorities["region_id"], sort=True)
    category, categories = pd.factorize(labels["category"], sort=True)
    carried = sparse.csr_array(
        (np.ones(len(of), dtype="int64"), (of, category)), shape=(len(priorities), len(categories))
    )
    carried.sum_duplicates()
    carried.data[:] = 1
    return Incidence(carried, region, regions, categories)
