"""What the published shares of EYE@RIS3 allow: the counts that round to them, then and now.

`published` is the table published_shares: four shares of priorities, three of regions, three of
the priorities in key enabling technologies (KETs). Only the number of priorities is printed, as a
number that there are more than; the number of regions is not.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd

from s3analysis.measures.ledger import rounding

KINDS = ("share_of_priorities", "share_of_regions", "share_of_kets_priorities")
"""What a share is of, in report order."""

PRIORITIES, REGIONS, OF_KETS = KINDS
KETS = "kets"
SCHEME = "brief-2017"
"""The taxonomy of the categories whose shares are printed."""

RANGES = ["indicator", "category", "value", "printed", "low", "high", "denominator"]
RANGES += ["least", "most"]
THEN_AND_NOW = ["quantity", "then_printed", "then_low", "then_high"]
THEN_AND_NOW += ["now_printed", "now_low", "now_high"]


def fewest(published: pd.DataFrame) -> int:
    """Return the fewest priorities that the printed number allows.

    >>> fewest(pd.DataFrame({"indicator": ["count"], "value": [1300], "unit": ["count"],
    ...                      "exactness": ["over"]}))
    1301
    """
    row = published.loc[published["indicator"] == "count"].iloc[0]
    return int(rounding.stated(f"{row['value']}", row["unit"], row["exactness"]).low)


def terms_of_the_brief(terms: pd.DataFrame) -> dict[str, str]:
    """Return the term of each category of the brief, by its code; `terms` is taxonomy_terms."""
    rows = terms.loc[terms["scheme"] == SCHEME]
    return dict(zip(rows["code"], rows["term"], strict=True))


def compared(categories: Iterable[str], ranges: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Return published shares that those of some categories may be set beside: all, or none.

    Categories are those of the brief where all that `ranges` has (see the function of that name)
    are among them; one that only shares a name with the brief's may be another.

    >>> terms = pd.DataFrame({"scheme": SCHEME, "code": ["kets", "health"],
    ...                       "term": ["KETs", "Health"]})
    >>> ranges = pd.DataFrame({"category": ["kets", "health"]})
    >>> [len(compared(held, ranges, terms)) for held in (["Health"], ["health", "KETs", "Sea"])]
    [0, 2]
    """
    printed = ranges["category"].map(terms_of_the_brief(terms)).str.casefold()
    held = {category.casefold() for category in categories}
    return ranges if held.issuperset(printed) else ranges.head(0)


def ranges(published: pd.DataFrame) -> pd.DataFrame:
    """Return what each published share allows: a row is one, kind by kind, the largest first.

    Columns: `indicator`, `category`, `value` and `printed`, `low` and `high` (percent; what rounds
    to it, and a tenth more or less where it is called about), `denominator`, and `least` and
    `most`: the priorities that this is if there are no more of them than the fewest that are
    allowed. These two are missing for shares of regions, whose number is not printed.
    """
    of = fewest(published)
    shares = published.loc[published["indicator"].isin(KINDS)].copy()
    value = shares["value"].astype("int64")
    kets = (shares["indicator"] == PRIORITIES) & (shares["category"] == KETS)
    both = zip(value, shares["exactness"], strict=True)
    allowed = pd.Series([rounding.percents(*each) for each in both], shares.index)
    base = {PRIORITIES: (of, of), OF_KETS: rounding.counts(allowed[kets].iloc[0], of)}
    known = shares["indicator"].isin(base)
    ends = [
        (rounding.counts(percents, base[kind][0])[0], rounding.counts(percents, base[kind][1])[1])
        for percents, kind in zip(allowed[known], shares.loc[known, "indicator"], strict=True)
    ]
    counted = pd.DataFrame(ends, shares.index[known], ["least", "most"], dtype="Int64")
    return (
        shares.assign(value=value, printed=shares["value_printed"])
        .assign(low=[float(each.low) for each in allowed])
        .assign(high=[float(each.high) for each in allowed])
        .join(counted)
        .sort_values(["indicator", "value"], ascending=[True, False])
        .sort_values("indicator", key=lambda kinds: kinds.map(KINDS.index), kind="stable")
        .reset_index(drop=True)[RANGES]
    )


def then_and_now(earlier: pd.DataFrame, ranges: pd.DataFrame) -> pd.DataFrame:
    """Return an earlier statement on KETs beside that of 2017: a row is one quantity.

    `earlier` is the table earlier_shares, `ranges` what the function of that name returns. Columns:
    `quantity`, `then_printed`, `then_low`, `then_high`, `now_printed`, `now_low`, `now_high`;
    shares in percent. A share that follows from two printed counts is a row of its own. The number
    of priorities of 2017 is bounded from below alone.
    """
    then = earlier.set_index("share_id").to_dict("index")
    now = ranges.loc[ranges["category"] == KETS].set_index("indicator").to_dict("index")
    rows: list[list[Any]] = []
    for share_id, kind in (("kets-priorities", PRIORITIES), ("kets-regions", REGIONS)):
        row = then[share_id]
        said = rounding.stated(f"{row['value']}", row["unit"], row["exactness"])
        if row["value_printed"].endswith("%"):
            said = rounding.percents(int(row["value"]), row["exactness"])
        ends = [float(said.low), float(said.high)]
        rows.append([kind, row["value_printed"], *ends, *_now(now[kind])])
    with_kets, regions = then["kets-regions-number"], then["regions-number"]
    share = 100 * with_kets["value"] / regions["value"]
    words = f"{with_kets['value_printed']} of {regions['value_printed']}"
    rows.append([f"{REGIONS}_counted", words, share, share, *_now(now[REGIONS])])
    number, least = then["kets-priorities-number"], float(now[PRIORITIES]["least"])
    once = [number["value_printed"], number["value"], number["value"]]
    rows.append(["number_of_priorities", *once, "", least, float("inf")])
    return pd.DataFrame(rows, columns=THEN_AND_NOW)


def _now(share: Mapping[Hashable, Any]) -> list[Any]:
    return [share["printed"], share["low"], share["high"]]
