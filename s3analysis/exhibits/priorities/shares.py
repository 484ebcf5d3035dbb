"""Which categories the priorities of an extract carry, and which of them together."""

from typing import Any

import pandas as pd

from s3analysis.exhibits.charts import bars
from s3analysis.exhibits.charts.style import drawings
from s3analysis.exhibits.numbers import NONE, number, range_words
from s3analysis.exhibits.priorities.extract import (
    ONE_CATEGORY,
    UNLABELLED,
    Answer,
    exhibit,
    named,
    section,
)
from s3analysis.measures.priorities.incidence import Incidence
from s3analysis.measures.priorities.published import terms_of_the_brief
from s3analysis.sources.extracts.extracts import Extract
from s3analysis.vocabulary import amount

MOST_BARS, MOST_PAIRS = 25, 15
"""How many rows a drawing, and the table of pairs, show at most."""

PERCENT = {"Percent": 1, "From": 1, "To": 1, "Resampled from": 1, "Resampled to": 1}
"""The decimals of shares."""

WILSON = "Lines over the bars, where wider than 2 points: Wilson's 95 % interval"


def of_priorities(
    shares: pd.DataFrame, ranges: pd.DataFrame, terms: pd.DataFrame, extract: Extract
) -> Answer:
    """Return the share of priorities in each category beside the published one: a row is one.

    `shares` is what measures.priorities.extract_tables.of_priorities returns, `ranges` the
    published shares to compare them with, `terms` the table taxonomy_terms.
    """
    if shares.empty:
        return section(extract, UNLABELLED)
    first = shares.iloc[0]
    percent = f"{number(100 * first['share'], 1)} % of {first['denominator']:,.0f} priorities"
    return _drawn(
        extract,
        "shares-of-priorities",
        shares,
        "category",
        table=_shares_table(shares, ranges, terms),
        title=f"{first['category']} is the most frequent category: {percent}",
        subtitle="Percent of all priorities; a priority may be in several categories",
        alt=f"{first['category']} leads with {percent}.",
        note=f"{WILSON}, as if priorities were drawn from a larger whole, which a database is only "
        "in part. Resampled: whole territories drawn, since the priorities of one are alike. "
        "Priorities without a category are in the denominator.",
        reproduces="Figure 1 of the brief, with the data shown",
    )


def of_territories(
    shares: pd.DataFrame, ranges: pd.DataFrame, terms: pd.DataFrame, extract: Extract
) -> Answer:
    """Return the share of territories with a priority in each category: a row is a category.

    `shares` is what measures.priorities.extract_tables.of_regions returns; see `of_priorities`.
    """
    if shares.empty:
        return section(extract, UNLABELLED)
    first = shares.iloc[0]
    found = f"{first['count']:,.0f} of {first['denominator']:,.0f} territories"
    return _drawn(
        extract,
        "shares-of-territories",
        shares,
        "category",
        table=_shares_table(shares, ranges, terms),
        title=f"{first['category']} is declared by most: {found}",
        subtitle="Percent of territories with at least one such priority",
        alt=f"{first['category']} leads with {found}.",
        note=f"{WILSON}. A territory with more priorities reaches more categories.",
        reproduces="Figure 2 of the brief, with the data shown",
    )


def sub_categories(parts: pd.DataFrame, counted: Incidence, extract: Extract) -> Answer:
    """Return the parts of each category: a row is a sub-category.

    `parts` is what measures.priorities.extract_tables.within returns, `counted` the incidence that
    it was counted from.
    """
    if counted.categories.empty:
        return section(extract, "Without a category there is no sub-category.")
    if parts.empty:
        return section(extract, "The dimension shown has no sub-categories.")
    table = _table(parts, "Sub-category", parts["sub_category"])
    table.insert(0, "Category", parts["category"])
    first = parts.iloc[0]
    share = f"{number(100 * first['share'], 1)} % of the priorities in {first['category']}"
    title = f"{first['sub_category']} is in {share}"
    return _drawn(
        extract,
        "sub-categories",
        parts,
        "sub_category",
        table=table,
        title=title,
        subtitle="Percent of the priorities of each category",
        alt=f"{title}.",
        note=f"{WILSON}. A priority without a sub-category is in the denominator.",
    )


def together(pairs: pd.DataFrame, counted: Incidence, extract: Extract) -> Answer:
    """Return which categories stand on the same priorities: a row is two of them.

    `pairs` is what measures.priorities.extract_tables.together returns; those farthest above
    chance are shown, at most MOST_PAIRS.
    """
    if pairs.empty:
        return section(extract, UNLABELLED if counted.categories.empty else ONE_CATEGORY)
    first = pairs.iloc[0]
    return exhibit(
        extract,
        "together",
        _together_table(pairs.head(MOST_PAIRS)),
        title=f"{first['category']} and {first['other']} occur together on "
        f"{amount(int(first['both']), 'priority / priorities')}; by chance "
        f"{number(first['expected'], 1)}",
        subtitle="Priorities in both categories, and what chance gives; those farthest above "
        "chance first",
        note="Chance: the two categories fall on priorities independently (hypergeometric "
        "distribution, its middle 95 %). One pair in twenty lies outside by chance alone, and more "
        "do where the priorities of a territory are alike.",
        digits={"By chance": 1},
    )


def _shares_table(shares: pd.DataFrame, ranges: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    words = ranges["category"].map(terms_of_the_brief(terms))
    printed = dict(zip(words, ranges["printed"], strict=True))
    table = _table(shares, "Category", shares["category"])
    if "resampled_low" in shares and shares["resampled_low"].notna().all():
        table["Resampled from"] = 100 * shares["resampled_low"].astype("float64")
        table["Resampled to"] = 100 * shares["resampled_high"].astype("float64")
    return table.assign(Published=[printed.get(name, NONE) for name in shares["category"]])


def _table(shares: pd.DataFrame, label: str, names: "pd.Series[str]") -> pd.DataFrame:
    return pd.DataFrame(
        {
            label: names,
            "Count": shares["count"].astype("int64"),
            "Of": shares["denominator"].astype("int64"),
            "Percent": 100 * shares["share"].astype("float64"),
            "From": 100 * shares["low"].astype("float64"),
            "To": 100 * shares["high"].astype("float64"),
        }
    )


def _estimates(shares: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the first shares as they are drawn; sub-categories below their category."""
    drawn = shares.head(MOST_BARS)
    numbers = (drawn[["count", "denominator"]]).map("{:,.0f}".format)
    return pd.DataFrame(
        {
            "group": drawn["category"] if name == "sub_category" else "",
            "name": drawn[name],
            "value": 100 * drawn["share"],
            "low": 100 * drawn["low"],
            "high": 100 * drawn["high"],
            "words": (100 * drawn["share"]).map("{:.0f} %, ".format) + numbers["count"],
        }
    )


def _drawn(
    extract: Extract, key: str, shares: pd.DataFrame, name: str, *, alt: str, **words: Any
) -> Answer:
    """Return shares with their bars; `name` is the column of what has them, `alt` the finding."""
    things = {"category": "category / categories", "sub_category": "sub-category / sub-categories"}
    shown = amount(min(len(shares), MOST_BARS), things[name])
    return exhibit(
        extract,
        key,
        alt=f"{shown}, each a bar with the line of its interval. {alt}",
        digits=PERCENT,
        **drawings(bars.rows, _estimates(shares, name), key=named(extract, key)),
        **words,
    )


def _together_table(pairs: pd.DataFrame) -> pd.DataFrame:
    ends = list(zip(pairs["both"], pairs["low"], pairs["high"], strict=True))
    return pd.DataFrame(
        {
            "Category": pairs["category"],
            "Other category": pairs["other"],
            "Priorities with both": pairs["both"].astype("int64"),
            "By chance": pairs["expected"].astype("float64"),
            "Range of chance": [range_words(low, high, 0) for _, low, high in ends],
            "Compared with chance": [_beside(*each) for each in ends],
        }
    )


def _beside(both: int, low: int, high: int) -> str:
    if both > high:
        return "above"
    return "below" if both < low else "within"
