"""The tables of 02_priorities: which priorities regions declare.

A territory is whatever declares priorities: a region, or a country. Names in the extract are its
own; a quotient says that a territory declares a category more often, and nothing of how good it is.
"""

from typing import Any

import pandas as pd

from s3analysis.exhibits.numbers import NONE, number, range_words
from s3analysis.measures.priorities.published import (
    OF_KETS,
    PRIORITIES,
    REGIONS,
    terms_of_the_brief,
)
from s3analysis.vocabulary import amount

KIND_WORDS = {
    PRIORITIES: "Share of priorities",
    REGIONS: "Share of regions with at least one such priority",
    OF_KETS: "Share of the priorities in key enabling technologies",
}
QUANTITY_WORDS = {
    PRIORITIES: "Share of priorities",
    REGIONS: "Share of regions with one, as printed",
    f"{REGIONS}_counted": "Share of regions with one, from printed counts",
    "number_of_priorities": "Number of priorities",
}
UNKNOWN = "not known"
FEW = "few"
MOST_BARS, MOST_QUOTIENTS, MOST_PAIRS, MOST_TERRITORIES = 25, 12, 15, 200
"""How many rows a table shows at most."""

PERCENT = {"Percent": 1, "From": 1, "To": 1, "Resampled from": 1, "Resampled to": 1}
"""The decimals of shares."""


def published(ranges: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Return the published shares and what they allow: a row is one share.

    `ranges` is what measures.published.ranges returns, `terms` the table taxonomy_terms.
    """
    return pd.DataFrame(
        {
            "Kind": ranges["indicator"].map(KIND_WORDS),
            "Category": ranges["category"].map(terms_of_the_brief(terms)),
            "Printed": ranges["printed"],
            "Percent": ranges["value"].astype("float64"),
            "From": ranges["low"],
            "To": ranges["high"],
            "Priorities": _range(ranges, "least", "most"),
            "Of": ranges["denominator"],
        }
    )


def then_and_now(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the earlier statement beside that of 2017 (see measures.published.then_and_now)."""
    digits = rows["quantity"].map(lambda quantity: 0 if quantity.startswith("number") else 1)
    return pd.DataFrame(
        {
            "Quantity": rows["quantity"].map(QUANTITY_WORDS),
            "Printed, 2013": rows["then_printed"],
            "Allows, 2013": _spans(rows["then_low"], rows["then_high"], digits),
            "Printed, 2017": rows["now_printed"].replace("", "not printed"),
            "Allows, 2017": _spans(rows["now_low"], rows["now_high"], digits),
        }
    )


def extract(
    priorities: pd.DataFrame, labels: pd.DataFrame, territories: pd.DataFrame, about: dict[str, str]
) -> pd.DataFrame:
    """Return what an extract holds: a row is one number or word of it; `about` are its words."""
    bare = ~priorities["priority_id"].isin(labels["priority_id"])
    numbers = {
        "Priorities": len(priorities),
        "Territories that declare them": priorities["region_id"].nunique(),
        "Countries of these": territories["country_id"].nunique(),
        "Priorities without a category in any dimension": int(bare.sum()),
    }
    if priorities.empty:
        numbers = {}
    values = {name: f"{value:,}" for name, value in numbers.items()} | about
    return pd.DataFrame({"Of the extract": list(values), "Is": list(values.values())}, dtype="str")


def dimensions(labels: pd.DataFrame, shown: int) -> pd.DataFrame:
    """Return the dimensions of an extract: a row is one; `shown` is the number of the one shown."""
    kinds = labels.groupby("dimension", sort=False)
    narrower = labels["sub_category"].where(labels["sub_category"].ne(""))
    found = pd.DataFrame(
        {
            "Categories": kinds["category"].nunique(),
            "Sub-categories": narrower.groupby(labels["dimension"], sort=False).nunique(),
            "Priorities with one": kinds["priority_id"].nunique(),
        }
    ).rename_axis("Dimension")
    rows = found.reset_index()
    places = [place == shown for place in range(1, len(rows) + 1)]
    return rows.assign(Shown=pd.Series(places, dtype="bool").map({True: "yes", False: "no"}))


def shares(found: pd.DataFrame, ranges: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Return shares with their intervals, beside the published ones: a row is a category.

    `found` is what measures.declared.of_priorities or of_regions returns, `ranges` the published
    shares of the same kind.
    """
    printed = dict(
        zip(ranges["category"].map(terms_of_the_brief(terms)), ranges["printed"], strict=True)
    )
    table = _shares(found, "Category", found["category"])
    if "resampled_low" in found and found["resampled_low"].notna().all():
        table["Resampled from"] = 100 * found["resampled_low"].astype("float64")
        table["Resampled to"] = 100 * found["resampled_high"].astype("float64")
    return table.assign(Published=[printed.get(name, NONE) for name in found["category"]])


def within(found: pd.DataFrame) -> pd.DataFrame:
    """Return the parts of categories: a row is a sub-category (see measures.declared.within)."""
    table = _shares(found, "Sub-category", found["sub_category"])
    table.insert(0, "Category", found["category"])
    return table


def territories(regions: pd.DataFrame, territories: pd.DataFrame) -> pd.DataFrame:
    """Return how much each territory declares: a row is one (see measures.declared.by_region)."""
    names, countries = _names(territories), _places(territories)["country_id"]
    told = zip(regions["normalised"], regions["few"], strict=True)
    return pd.DataFrame(
        {
            "Territory": regions["region_id"].map(names),
            "Country": regions["region_id"].map(countries),
            "Priorities": regions["priorities"].astype("int64"),
            "Categories": regions["categories"].astype("int64"),
            "Concentration": [FEW if few else number(value, 2) for value, few in told],
        }
    )


def quotients(apart: pd.DataFrame, territories: pd.DataFrame) -> pd.DataFrame:
    """Return the quotients that stand out: a row is a territory and a category.

    `apart` is what measures.declared.apart returns. The drawing needs a ratio above nothing, so a
    category that a territory does not declare at all is left to the other table.
    """
    told = apart.loc[apart["low"] > 0]
    return pd.DataFrame(
        {
            "Territory": told["region_id"].map(_names(territories)),
            "Category": told["category"],
            "Priorities": told["count"].astype("int64"),
            "Expected": told["expected"].astype("float64"),
            "Location quotient": told["location_quotient"].astype("float64"),
            "From": told["low"].astype("float64"),
            "To": told["high"].astype("float64"),
        }
    ).head(MOST_QUOTIENTS)


def by_territory(quotients: pd.DataFrame, territories: pd.DataFrame) -> pd.DataFrame:
    """Return every quotient: a row is a territory, a column a category, "few" if not to be read.

    At most MOST_TERRITORIES rows, those with most labels.
    """
    if quotients.empty:
        return pd.DataFrame()
    words = [
        FEW if small else number(value, 2)
        for value, small in zip(quotients["location_quotient"], quotients["small"], strict=True)
    ]
    cells = quotients[["region_id", "category"]].assign(words=words)
    wide = cells.pivot_table("words", "region_id", "category", aggfunc="first")
    total = quotients.groupby("region_id")["total"].first()
    order = total.to_frame().assign(name=_names(territories))
    first = order.sort_values(["total", "name"], ascending=[False, True]).head(MOST_TERRITORIES)
    table = wide.loc[first.index].reset_index(drop=True).rename_axis(columns=None)
    table.insert(0, "Territory", first["name"].to_numpy())
    table.insert(1, "Labels", first["total"].to_numpy(dtype="int64"))
    return table


def together(found: pd.DataFrame) -> pd.DataFrame:
    """Return which categories stand together: a row is two (see measures.declared.together).

    At most MOST_PAIRS rows: those farthest above chance.
    """
    table = pd.DataFrame(
        {
            "Category": found["category"],
            "Other category": found["other"],
            "Priorities with both": found["both"].astype("int64"),
            "By chance": found["expected"].astype("float64"),
            "Range of chance": _range(found, "low", "high"),
            "Beside chance": [
                _beside(*ends)
                for ends in zip(found["both"], found["low"], found["high"], strict=True)
            ],
        }
    )
    return table.head(MOST_PAIRS)


def alike(ranked: pd.DataFrame, territories: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs most alike: a row is one (see measures.portfolios.most)."""
    return _pairs(ranked, territories, {"cosine": "Cosine", "jaccard": "Jaccard"})


def complementary(ranked: pd.DataFrame, territories: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs that offer each other most: a row is one (see measures.portfolios.most)."""
    words = {"mutual": "Lesser of both", "takes": "Second offers first"}
    return _pairs(ranked, territories, words | {"gives": "First offers second"})


PAIR_DIGITS = {
    "Cosine": 2,
    "Jaccard": 2,
    "Lesser of both": 3,
    "Second offers first": 3,
    "First offers second": 3,
}


def tied(pairs: pd.DataFrame, ranked: pd.DataFrame, by: list[str]) -> int:
    """Return how many pairs share the last rank shown and are not shown."""
    if ranked.empty:
        return 0
    last = ranked.iloc[-1]
    same = pd.Series(True, pairs.index)
    for score in by:
        same &= (pairs[score] - last[score]).abs() < 1e-9
    return int(same.sum() - (ranked["rank"] == last["rank"]).sum())


def reasons(
    priorities: pd.DataFrame, labels: pd.DataFrame, regions: pd.DataFrame
) -> dict[str, str]:
    """Return why an answer cannot be given, by exhibit; empty words where no extract was chosen.

    `labels` are those of the dimension shown, `regions` what measures.declared.by_region returns.
    """
    enough = int((~regions["few"]).sum())
    categories = labels["category"].nunique()
    unlabelled = "No priority of the extract has a category, so none of them can be counted."
    one_region = "The extract has a single territory, so it can be compared with no other."
    one_category = "The extract has a single category, so there is nothing to compare it with."
    lacking = unlabelled if not categories else one_region if len(regions) < 2 else one_category
    few = (
        f"Of the territories, {enough} have enough labels to be compared; two are needed."
        if enough < 2
        else lacking
    )
    told = {
        "shares": unlabelled,
        "within": "The dimension shown has no sub-categories."
        if categories
        else "Without a category there is no sub-category.",
        "quotients": "No quotient rests on enough priorities and has an interval that leaves out 1."
        if categories > 1 and len(regions) > 1
        else lacking,
        "by_territory": lacking,
        "together": one_category if categories else unlabelled,
        "pairs": few if categories > 1 and len(regions) > 1 else lacking,
    }
    return dict.fromkeys(told, "") if priorities.empty else told


def headline(table: pd.DataFrame, words: str) -> str:
    """Return a title from the first row of a table: `words` with its columns in braces.

    >>> headline(pd.DataFrame({"Category": ["KETs"], "Percent": [21.04]}), "{Category}: {Percent}")
    'KETs: 21.0'
    """
    if table.empty:
        return ""
    cells: dict[str, Any] = {
        str(name): number(value, 1) if isinstance(value, float) else value
        for name, value in table.iloc[0].items()
    }
    return words.format(**cells)


def few_words(quotients: pd.DataFrame, apart: pd.DataFrame) -> str:
    """Return how many quotients may be read, and how many of these leave out 1."""
    small = int(quotients["small"].sum())
    return (
        f"Of {amount(len(quotients), 'quotient')}, {small:,} rest on too few priorities to be "
        f"read; of the others, {len(apart):,} with an interval that leaves out 1."
    )


def _shares(found: pd.DataFrame, label: str, names: "pd.Series[str]") -> pd.DataFrame:
    return pd.DataFrame(
        {
            label: names,
            "Count": found["count"].astype("int64"),
            "Of": found["denominator"].astype("int64"),
            "Percent": 100 * found["share"].astype("float64"),
            "From": 100 * found["low"].astype("float64"),
            "To": 100 * found["high"].astype("float64"),
        }
    )


def _pairs(ranked: pd.DataFrame, territories: pd.DataFrame, scores: dict[str, str]) -> pd.DataFrame:
    names, countries = _names(territories), _places(territories)["country_id"]
    table = pd.DataFrame({"Rank": ranked["rank"].astype("int64")})
    for column, words in (("region_id", "First territory"), ("other_id", "Second territory")):
        table[words] = ranked[column].map(names) + ", " + ranked[column].map(countries)
    for column, words in scores.items():
        table[words] = ranked[column].astype("float64")
    return table.assign(Labels=ranked["labels"].astype("int64"))


def _beside(both: int, low: int, high: int) -> str:
    return "above" if both > high else "below" if both < low else "within"


def _range(rows: pd.DataFrame, low: str, high: str) -> list[str]:
    ends = zip(rows[low], rows[high], strict=True)
    return [UNKNOWN if pd.isna(end) else range_words(end, other, 0) for end, other in ends]


def _spans(
    low: "pd.Series[float]", high: "pd.Series[float]", digits: "pd.Series[int]"
) -> list[str]:
    return [_span(*ends) for ends in zip(low, high, digits, strict=True)]


def _span(low: float, high: float, digits: int) -> str:
    if low == high:
        return number(low, digits)
    if high == float("inf"):
        return f"{number(low, digits)} or more"
    return range_words(low, high, digits)


def _places(territories: pd.DataFrame) -> pd.DataFrame:
    return territories.set_index("territory_id")


def _names(territories: pd.DataFrame) -> "pd.Series[str]":
    return _places(territories)["name"]
