"""Printed numbers against each other, without any data: ratios, and counts behind percents."""

from fractions import Fraction

import pandas as pd

from s3analysis.measures.ledger import rounding
from s3analysis.measures.ledger.claims import Claim, claims
from s3analysis.measures.ledger.readings import Tables

RATIOS = (
    ("Partners of a project", "innosup-1-partners", "innosup-1-projects"),
    ("Budget of a project", "innosup-1-launched-budget", "innosup-1-projects"),
    ("Firms supported by a project", "innosup-1-smes", "innosup-1-projects"),
    ("Budget of a cluster partnership", "escp-s3-call-budget", "escp-s3-partnerships"),
)
"""What a ratio is, and the printed quantities it divides."""

PRINTED = {
    "Partners of a project": "innosup-1-partners-per-project",
    "Budget of a project": "innosup-1-budget-per-project",
}
"""The quantity under which a ratio is printed too."""

KETS = "share_of_kets_priorities"


def ratios(tables: Tables) -> pd.DataFrame:
    """Return printed numbers divided by one another: a row is one ratio.

    Columns: `what`, `of_printed` and `by_printed` (with their units), `value`, `unit`, `printed`
    (the ratio as printed, or "") and `fits` (whether it is printed and allows the value).
    """
    first = {claim.quantity: claim for claim in reversed(claims(tables))}
    rows = []
    for what, of, by in RATIOS:
        value = Fraction(first[of].value) / Fraction(first[by].value)
        row = {
            "what": what,
            "of_printed": _words(first[of]),
            "by_printed": _words(first[by]),
            "value": value,
            "unit": first[of].unit,
            "printed": "",
            "fits": False,
        }
        if what in PRINTED:
            ratio = first[PRINTED[what]]
            said = rounding.stated(ratio.value, ratio.unit, ratio.exactness)
            row |= {"printed": _words(ratio), "fits": said.holds(value)}
        rows.append(row)
    return pd.DataFrame(rows)


def _words(claim: Claim) -> str:
    return claim.value_printed if claim.unit == "EUR" else f"{claim.value_printed} {claim.unit}"


def intervals(published: pd.DataFrame) -> pd.DataFrame:
    """Return the counts that each printed share of priorities allows: a row is one share.

    `published` are the rows of published_shares. Columns: `category`, `value_printed`,
    `denominator`, `of_least` (the fewest priorities it can be a share of), `least` and `greatest`
    (the fewest and most priorities that give the share of so many). More priorities give more; of a
    share of regions the number of regions is not printed, so it has no row.
    """
    count = published.query("indicator == 'count'").iloc[0]
    fewest = int(rounding.stated(str(int(count["value"])), "priorities", count["exactness"]).low)
    of_all = published.query("indicator == 'share_of_priorities'")
    kets = of_all.query("category == 'kets'").iloc[0]
    among = rounding.counts(rounding.percents(int(kets["value"]), kets["exactness"]), fewest)
    spans = {"share_of_priorities": (fewest, fewest), KETS: among}
    rows = published.loc[published["indicator"].isin(list(spans))]
    columns = (rows[name] for name in ("indicator", "value", "exactness"))
    ends = []
    for indicator, percent, exactness in zip(*columns, strict=True):
        low, high = spans[indicator]
        allowed = rounding.percents(int(percent), exactness)
        ends.append((low, rounding.counts(allowed, low)[0], rounding.counts(allowed, high)[1]))
    return (
        rows.reset_index(drop=True)
        .join(pd.DataFrame(ends, columns=["of_least", "least", "greatest"]))
        .assign(rank=lambda shown: shown["indicator"] == KETS)
        .sort_values(["rank", "least"], ascending=[True, False], ignore_index=True)[
            ["category", "value_printed", "denominator", "of_least", "least", "greatest"]
        ]
    )


def shares_of_regions(published: pd.DataFrame) -> list[int]:
    """Return the printed percents of regions, the greatest first."""
    rows = published.query("indicator == 'share_of_regions'")
    return sorted((int(percent) for percent in rows["value"]), reverse=True)
