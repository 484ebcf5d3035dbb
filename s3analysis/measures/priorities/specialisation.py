"""How broad a region's priorities are, and which categories go together.

Rows are regions, columns categories. With some fifty regions and a score of categories these are
descriptions: a region with few priorities is concentrated by arithmetic alone, and two categories
are close because three regions chose both.
"""

import numpy as np
import pandas as pd

from s3analysis.measures.priorities.incidence import Undefined
from s3analysis.measures.priorities.shares import location_quotient

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


def diversity(specialised: pd.DataFrame) -> "pd.Series[int]":
    """Return in how many categories each region is specialised.

    >>> chosen = pd.DataFrame({"KETs": [True, True], "Health": [True, False]}, index=["a", "b"])
    >>> diversity(chosen).to_dict()
    {'a': 2, 'b': 1}
    """
    return specialised.sum(axis="columns").astype("int64").rename("diversity")


def ubiquity(specialised: pd.DataFrame) -> "pd.Series[int]":
    """Return how many regions are specialised in each category.

    >>> chosen = pd.DataFrame({"KETs": [True, True], "Health": [True, False]}, index=["a", "b"])
    >>> ubiquity(chosen).to_dict()
    {'KETs': 2, 'Health': 1}
    """
    return specialised.sum().astype("int64").rename("ubiquity")


def concentration(counts: pd.DataFrame) -> pd.DataFrame:
    """Return how concentrated each region's priorities are: a row is one region.

    Columns: `region_id`, `total` (labels), `hhi` (Herfindahl-Hirschman index, the sum of squared
    shares, 1 for one category), `normalised` (the same, 0 for equal shares of all n categories; 0
    too where there is only one category to choose) and `shannon` (entropy in nats). Raises
    Undefined for regions without a count.

    >>> concentration(pd.DataFrame({"KETs": [1, 2], "Health": [1, 0]}, index=["a", "b"]))
      region_id  total  hhi  normalised   shannon
    0         a      2  0.5         0.0  0.693147
    1         b      2  1.0         1.0  0.000000
    """
    total = counts.sum(axis="columns")
    if (total == 0).any():
        names = sorted(map(str, total.index[total == 0]))
        raise Undefined("no concentration of regions without a priority", names)
    share = counts.div(total, axis="index")
    hhi = (share**2).sum(axis="columns")
    least = 1 / counts.shape[1]
    normalised = (hhi - least) / (1 - least) if least < 1 else hhi * 0.0
    # 0 log 0 counts 0, and so does log 1.
    entropy = -(share * np.log(share.where(share > 0, 1.0))).sum(axis="columns")
    return (
        pd.DataFrame(
            {"total": total, "hhi": hhi, "normalised": normalised, "shannon": entropy + 0.0}
        )
        .rename_axis("region_id")
        .reset_index()
    )


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


def density(specialised: pd.DataFrame, proximity: pd.DataFrame) -> pd.DataFrame:
    """Return how much of what is near a category a region has: region x category, 0 to 1.

    The proximities to the category of those in which the region is specialised, over the
    proximities of all (Hidalgo et al. 2007). The category itself does not count. A category that is
    near none has density 0 everywhere.

    >>> chosen = pd.DataFrame({"KETs": [True, True], "Health": [True, False]}, index=["a", "b"])
    >>> density(chosen, proximity(chosen))
       KETs  Health
    a   1.0     1.0
    b   0.0     1.0
    """
    near = proximity.loc[specialised.columns, specialised.columns]
    around = near.sum()
    return specialised.astype("int64").dot(near).div(around.where(around > 0, 1.0))
