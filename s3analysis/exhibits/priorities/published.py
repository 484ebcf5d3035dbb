"""What the brief publishes of EYE@RIS3: its shares, and an earlier statement beside them."""

import pandas as pd
from IPython.display import Markdown

from s3analysis.exhibits.charts import bars
from s3analysis.exhibits.charts.style import drawings
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.numbers import number, range_words
from s3analysis.exhibits.words import BRIEF
from s3analysis.measures.priorities.published import (
    OF_KETS,
    PRIORITIES,
    REGIONS,
    terms_of_the_brief,
)
from s3analysis.sources.extracts.extracts import CONSTRUCTION
from s3analysis.vocabulary import DECLARED, amount, month_words

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
EYE_RIS3 = f"{BRIEF}, policy background, on EYE@RIS3"
PERCENT = {"Percent": 1, "From": 1, "To": 1}
UNKNOWN = "not known"


def shown(priorities: str, published: pd.DataFrame, as_of: str) -> Markdown:
    """Return whose priorities a page shows, and of which months; how they were made up if so.

    `priorities` is a key of DECLARED, `published` the table published_shares, `as_of` the month of
    the member list.
    """
    words = (
        f"Shown: {DECLARED[priorities]}. The published shares are of "
        f"{month_words(published['as_of'].max())}; the member list of this edition is of "
        f"{month_words(as_of)}."
    )
    return Markdown(f"{words}\n\n{CONSTRUCTION}" if priorities == "synthetic" else words)


def shares(ranges: pd.DataFrame, terms: pd.DataFrame, fewest: int) -> Exhibit:
    """Return the published shares with the counts that each allows: a row is one share.

    `ranges` is what measures.priorities.published.ranges returns, or some of its rows, `terms` the
    table taxonomy_terms, `fewest` the number of priorities for which counts are given.
    """
    names = ranges["category"].map(terms_of_the_brief(terms))
    first = ranges.iloc[0]
    largest = f"{names.iloc[0]}: {first['printed'].lower()}"
    title = f"{largest} of {'regions' if first['indicator'] == REGIONS else 'priorities'}"
    if pd.notna(first["least"]):
        title += f", at least {first['least']:,} of them"
    drawn = ranges[["value"]].assign(
        group=ranges["indicator"].map(KIND_WORDS),
        name=names,
        words=ranges["printed"].str.replace(r"\s*%", " %", regex=True),
    )
    return Exhibit(
        key="printed-shares",
        title=title,
        subtitle="Percent, as printed in the brief",
        table=_shares_table(ranges, names),
        **drawings(bars.rows, drawn, key="printed-shares"),
        alt=f"{amount(len(ranges), 'share')} as bars from nought. The first is {largest}.",
        source=EYE_RIS3,
        note=f"Counts are for {fewest:,} priorities, the fewest that the brief's wording allows; "
        "with more priorities they would be higher. A share printed with 'about' is widened by its "
        "rounding and then by a tenth at each end, which is our choice. The number of regions is "
        "not printed.",
        reproduces="Figure 1 of the brief, from its text",
        digits=PERCENT,
    )


def then_and_now(rows: pd.DataFrame, earlier: pd.DataFrame, month: str) -> Exhibit:
    """Return an earlier statement on key enabling technologies beside that of the brief.

    `rows` is what measures.priorities.published.then_and_now returns, `earlier` the table
    earlier_shares, `month` that of the published shares. A row is one quantity.
    """
    then, now = earlier["as_of"].iloc[0], month[:4]
    counted = rows.set_index("quantity").loc["number_of_priorities"]
    return Exhibit(
        key="then-and-now",
        title=f"Priorities in key enabling technologies: {counted['then_low']:,.0f} in {then}, "
        f"at least {counted['now_low']:,.0f} in {now}",
        subtitle="Key enabling technologies in EYE@RIS3; shares in percent",
        table=pd.DataFrame(
            {
                "Quantity": rows["quantity"].map(QUANTITY_WORDS),
                f"Printed, {then}": rows["then_printed"],
                f"Allows, {then}": _spans(rows, "then"),
                f"Printed, {now}": rows["now_printed"].replace("", "not printed"),
                f"Allows, {now}": _spans(rows, "now"),
            }
        ),
        source=f"{EYE_RIS3}; {'; '.join(sorted(set(earlier['title'])))}",
        note="Earlier pages were read in stored copies; the table earlier_shares of the "
        "data gives their addresses. 'About' and 'around' widen a printed number by its rounding "
        "and then by a tenth at each end. The two years do not cover the same regions.",
    )


def growth(rows: pd.DataFrame, earlier: pd.DataFrame) -> Markdown:
    """Return what the two statements say together (see then_and_now)."""
    then = earlier["as_of"].iloc[0]
    by = rows.set_index("quantity")
    share, counted, regions = (
        by.loc[name] for name in (PRIORITIES, "number_of_priorities", f"{REGIONS}_counted")
    )
    return Markdown(
        f"The share of priorities shows no change: '{share['then_printed']}', the words of "
        f"{then}, and '{share['now_printed']}' can mean the same value. "
        "The database grew: it holds at least "
        f"{counted['now_low'] / counted['then_high']:.1f} times as many priorities in key enabling "
        f"technologies as in {then}. The share of regions in {then}, "
        f"{regions['then_printed']}, is of a smaller set, and the later one includes Member States."
    )


def _shares_table(ranges: pd.DataFrame, names: "pd.Series[str]") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Kind": ranges["indicator"].map(KIND_WORDS),
            "Category": names,
            "Printed": ranges["printed"],
            "Percent": ranges["value"].astype("float64"),
            "From": ranges["low"],
            "To": ranges["high"],
            "Priorities": [
                UNKNOWN if pd.isna(least) else range_words(least, most, 0)
                for least, most in zip(ranges["least"], ranges["most"], strict=True)
            ],
            "Of": ranges["denominator"],
        }
    )


def _spans(rows: pd.DataFrame, year: str) -> list[str]:
    ends = zip(rows["quantity"], rows[f"{year}_low"], rows[f"{year}_high"], strict=True)
    return [_span(low, high, 0 if kind.startswith("number") else 1) for kind, low, high in ends]


def _span(low: float, high: float, digits: int) -> str:
    if low == high:
        return number(low, digits)
    if high == float("inf"):
        return f"{number(low, digits)} or more"
    return range_words(low, high, digits)
