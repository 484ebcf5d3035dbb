"""Which regions' priorities fit together: portfolios of priorities compared, region by region.

A portfolio is a row of `counts`: how many priorities a region declares in each category (see
incidence). Candidates are ranked by portfolios alone. Existing partnerships do not affect the
ranking: to rank partners by past partnership would be circular.
"""

import numpy as np
import pandas as pd

from s3analysis.measures.partnerships import comembership
from s3analysis.measures.priorities.shares import FEWEST
from s3analysis.measures.priorities.specialisation import proximity, specialised
from s3analysis.measures.undefined import Undefined

DECIMALS = 12  # digits in which two scores must differ to have different ranks
NOTHING = "no priorities to compare by"


def own_priority(counts: pd.DataFrame, region_id: str, category: str) -> str:
    """Return whether a region has a priority in a category: `yes`, `no` or `unknown`.

    `counts` is a portfolio (see incidence). A region that is not in it, or has no priority there
    with any category, is unknown.

    >>> counts = pd.DataFrame({"KETs": [1, 0], "Health": [0, 0]}, index=["skane", "norte"])
    >>> [own_priority(counts, region, "Health") for region in ("skane", "norte", "lapland")]
    ['no', 'unknown', 'unknown']
    """
    if region_id not in counts.index or counts.loc[region_id].sum() == 0:
        return "unknown"
    return "yes" if category in counts and counts.loc[region_id, category] else "no"


def pairs(counts: pd.DataFrame, fewest: int) -> pd.DataFrame:
    """Return each two regions of at least so many labels, compared: a row is one pair.

    Columns: `region_id`, `other_id` (in the alphabet), `cosine` of the counts and `jaccard` of the
    sets of categories, each 0 to 1; `takes` (what the other offers the region, see `brought`, per
    category in which the other is specialised), `gives` (the other way round) and `labels` (of
    both). What is near what is taken from all regions. Raises Undefined for regions without a
    count.

    >>> counts = pd.DataFrame({"KETs": [2, 0, 1], "Health": [0, 2, 1]}, index=["a", "b", "c"])
    >>> pairs(counts, 1).round(3).to_numpy().tolist()[0]
    ['a', 'b', 0.0, 0.0, 0.0, 0.0, 4]
    """
    portfolios = _portfolios(counts)
    chosen = specialised(portfolios)
    enough = (portfolios.sum(axis="columns") >= fewest).to_numpy()
    ids, numbers = portfolios.index[enough], portfolios.to_numpy()[enough]
    first, second = np.triu_indices(len(ids), 1)
    labels = numbers.sum(axis=1)
    return pd.DataFrame(
        {"region_id": ids[first], "other_id": ids[second]}
        | {name: score[first, second] for name, score in _alike(numbers, slice(None)).items()}
        | _offers(chosen.to_numpy()[enough], _part(proximity(chosen)).to_numpy(), first, second)
        | {"labels": labels[first] + labels[second]}
    )


def most(pairs: pd.DataFrame, by: list[str], wanted: int) -> pd.DataFrame:
    """Return the first of some pairs, ranked: the highest in the first of `by`, then in the next.

    Pairs alike in all of these have the same `rank` (the first column) and stand by what they rest
    on, the more labels first, then in the alphabet. At most `wanted` rows; the last may have others
    of its rank.

    >>> two = pd.DataFrame({"region_id": ["a", "a"], "other_id": ["b", "c"], "cosine": [0.1, 0.5],
    ...                     "labels": 9})
    >>> most(two, ["cosine"], 1)[["rank", "other_id"]].to_numpy().tolist()
    [[1, 'c']]
    """
    scores = pairs[by].round(DECIMALS)
    order = [*by, "labels", "region_id", "other_id"]
    ascending = [False] * (len(by) + 1) + [True, True]
    rows = pairs.assign(**scores).sort_values(order, ascending=ascending, ignore_index=True)
    new = (rows[by] != rows[by].shift()).any(axis="columns")
    place = pd.Series(np.arange(1, len(rows) + 1), rows.index).where(new).ffill()
    rows.insert(0, "rank", place.astype("int64"))
    return rows.head(wanted)


def candidates(counts: pd.DataFrame, members: pd.DataFrame, region_id: str) -> pd.DataFrame:
    """Return how the priorities of the other regions fit a region's: a row is one, by its key.

    Columns: `region_id`, `cosine`, `jaccard` (see `pairs`), `offer` (that of `brought`, summed over
    categories), `offer_per_category` (of those that the other is specialised in, since a bigger
    portfolio always offers more), `labels` (its count), `few` (fewer than FEWEST: not to be read)
    and `together` (partnerships the two share). Raises Undefined if any region has none.

    >>> counts = pd.DataFrame({"KETs": [1, 1, 0], "Health": [0, 1, 1]}, index=["a", "b", "c"])
    >>> members = pd.DataFrame(columns=["partnership_id", "region_id", "country_id"])
    >>> candidates(counts, members, "a")[["region_id", "jaccard"]].to_numpy().tolist()
    [['b', 0.5], ['c', 0.0]]
    """
    if region_id not in counts.index:
        raise Undefined(NOTHING, [region_id])
    portfolios = _portfolios(counts)
    chosen = specialised(portfolios).sum(axis="columns").clip(lower=1)
    offer = brought(counts, region_id).groupby("region_id")["offer"].sum()
    shared = comembership.together(members, region_id).set_index("region_id")["partnerships"]
    here = portfolios.index.tolist().index(region_id)
    scores = _alike(portfolios.to_numpy(), slice(here, here + 1))
    found = pd.DataFrame({name: row[0] for name, row in scores.items()}, portfolios.index)
    return (
        found.assign(
            offer=offer.reindex(found.index, fill_value=0.0),
            offer_per_category=lambda rows: rows["offer"] / chosen,
            labels=portfolios.sum(axis="columns"),
            few=lambda rows: rows["labels"] < FEWEST,
            together=shared.reindex(found.index, fill_value=0).astype("int64"),
        )
        .drop(index=region_id)
        .reset_index(names="region_id")
    )


def common(counts: pd.DataFrame, region_id: str) -> pd.DataFrame:
    """Return what each other region declares as well: a row is one other and one category.

    Columns: `region_id`, `category` and `weight`, the part of the cosine that the category makes
    (see `pairs`): they add up to it. By region, the most weight first; then the name. Raises
    Undefined.

    >>> counts = pd.DataFrame({"KETs": [1, 1], "Health": [0, 1]}, index=["norte", "skane"])
    >>> common(counts, "norte").round(3).to_numpy().tolist()
    [['skane', 'KETs', 0.707]]
    """
    if region_id not in counts.index:
        raise Undefined(NOTHING, [region_id])
    portfolios = _portfolios(counts)
    unit = portfolios.div(np.sqrt((portfolios**2).sum(axis="columns")), axis="index")
    return _listed(unit.drop(index=region_id) * unit.loc[region_id], "weight")


def brought(counts: pd.DataFrame, region_id: str) -> pd.DataFrame:
    """Return what others declare often and the region does not, near to what it lacks.

    A row is one other and one category. Columns: `region_id`, `category` and `offer`, the part of
    what the other offers that rests on this category (after Balland and Boschma 2021, doi
    10.1080/00343404.2020.1861240); they add up to the offer of `candidates`.
    By region, the highest first; then the name. Raises Undefined.

    >>> counts = pd.DataFrame({"K": [2, 0, 0], "H": [0, 1, 2], "D": [0, 1, 1]}, index=list("abc"))
    >>> brought(counts, "a").query("region_id == 'b'").round(3).to_numpy().tolist()
    [['b', 'D', 1.0], ['b', 'H', 1.0]]
    """
    if region_id not in counts.index:
        raise Undefined(NOTHING, [region_id])
    chosen = specialised(_portfolios(counts))
    lacking = (~chosen.loc[region_id]).astype("float64")
    near = _part(proximity(chosen)).dot(lacking) * lacking
    return _listed(chosen.drop(index=region_id) * near, "offer")


def _listed(cells: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the cells above nothing of regions x categories, by region, the highest first."""
    row, column = np.nonzero(cells.to_numpy() > 0)
    return (
        pd.DataFrame(
            {
                "region_id": cells.index[row],
                "category": cells.columns[column],
                name: cells.to_numpy()[row, column],
            }
        )
        .assign(digits=lambda rows: rows[name].round(DECIMALS))
        .sort_values(["region_id", "digits", "category"], ascending=[True, False, True])
        .drop(columns="digits")
        .reset_index(drop=True)
    )


def _portfolios(counts: pd.DataFrame) -> pd.DataFrame:
    """Return counts in the order of regions and categories, those that nobody has left out."""
    empty = counts.sum(axis="columns") == 0
    if empty.any():
        raise Undefined(NOTHING, sorted(map(str, counts.index[empty])))
    return counts.loc[:, counts.sum() > 0].sort_index().sort_index(axis="columns")


def _alike(numbers: np.ndarray, some: slice) -> dict[str, np.ndarray]:
    """Return scores of likeness of some regions to all, from regions x categories that hold any."""
    counts = numbers.astype("float64")
    length = np.sqrt((counts**2).sum(axis=1))
    chosen = (counts > 0).astype("float64")  # whole numbers, and quick to multiply
    both, held = chosen[some] @ chosen.T, chosen.sum(axis=1)
    return {
        "cosine": (counts[some] @ counts.T) / np.outer(length[some], length),
        "jaccard": both / (np.add.outer(held[some], held) - both),
    }


def _part(near: pd.DataFrame) -> pd.DataFrame:
    """Return proximities as parts of all that is near a category: a column is one category."""
    around = near.sum()
    return near.div(around.where(around > 0, 1.0))


def _offers(
    chosen: np.ndarray, part: np.ndarray, first: np.ndarray, second: np.ndarray
) -> dict[str, np.ndarray]:
    """Return what the second of each pair offers the first, and the first the second.

    For all regions at once: what one lacks, weighed by how near it is to what else it lacks, times
    what the other has.
    """
    has, lacks = chosen.astype("float64"), (~chosen).astype("float64")
    offer = (lacks * (lacks @ part.T)) @ has.T / np.maximum(has.sum(axis=1), 1)
    return {"takes": offer[first, second], "gives": offer[second, first]}
