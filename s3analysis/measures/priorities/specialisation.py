"""How broad a region's priorities are, and which categories go together.

Rows are regions, columns categories. With some fifty regions and a score of categories these are
descriptions: a region with few priorities is concentrated by arithmetic alone, and two categories
are close because three regions chose both.
"""

import numpy as np
import pandas as pd

from s3analysis.measures.priorities.shares import location_quotient
from s3analysis.measures.undefined import Undefined

EDGE = 1e-12
"""A quotient that is 1 but for a rounding error counts as 1."""


def specialised(counts: pd.DataFrame) -> pd.DataFrame:
    """Return where a region declares a category at least as often as the whole (True or False).

    Rows are regions, columns categories: location quotients of 1 or more. Says nothing of how many
    priorities that rests on (see shares.quotients, `small`).

    >>> counts = pd.DataFrame({"KETs": [3, 1], "Health": [1, 3]}, index=["ES51", "FI19"])
    >>> specialised(counts)
           KETs  Health
    ES51   True   False
    FI19  False    True
    """
    return location_quotient(counts) >= 1 - EDGE


def concentration(counts: pd.DataFrame) -> pd.DataFrame:
    """Return how concentrated each region's priorities are: a row is one region.

    Columns: `region_id` and `normalised`, the Herfindahl-Hirschman index (the sum of squared
    shares) on a scale from 0 for equal shares of all categories to 1 for one category; 0 too where
    there is only one category to choose. Raises Undefined for regions without a count.

    >>> concentration(pd.DataFrame({"KETs": [1, 2], "Health": [1, 0]}, index=["a", "b"]))
      region_id  normalised
    0         a         0.0
    1         b         1.0
    """
    total = counts.sum(axis="columns")
    if (total == 0).any():
        names = sorted(map(str, total.index[total == 0]))
        raise Undefined("no concentration of regions without a priority", names)
    share = counts.div(total, axis="index")
    hhi = (share**2).sum(axis="columns")
    least = 1 / counts.shape[1]
    normalised = (hhi - least) / (1 - least) if least < 1 else hhi * 0.0
    return normalised.rename_axis("region_id").reset_index(name="normalised")


def proximity(specialised: pd.DataFrame) -> pd.DataFrame:
    """Return how often two categories go together: category x category, 0 to 1, 0 on the diagonal.

    Regions specialised in both over those in the more common of the two, which is the lesser of the
    two conditional probabilities (Hidalgo et al. 2007, doi 10.1126/science.1144581). A category in
    which no region is specialised is near none.

    >>> chosen = pd.DataFrame({"KETs": [True, True], "Health": [True, False]}, index=["a", "b"])
    >>> proximity(chosen).loc["KETs", "Health"]
    np.float64(0.5)
    """
    chosen = specialised.to_numpy().astype("int64")
    together = chosen.T @ chosen
    common = np.maximum.outer(chosen.sum(axis=0), chosen.sum(axis=0))
    near = together / np.maximum(common, 1)
    np.fill_diagonal(near, 0.0)
    return pd.DataFrame(near, index=specialised.columns, columns=specialised.columns)
