"""The exhibits that compare printed numbers with one another."""

import pandas as pd

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.ledger.values import value_words
from s3analysis.measures.ledger.rounding import ABOUT
from s3analysis.vocabulary import amount

EYE_RIS3 = "JRC policy brief 22/2017, on EYE@RIS3 in January 2017"


def ratios(ratios: pd.DataFrame) -> Exhibit:
    """Return printed numbers divided by one another (see consistency.ratios): a row is a ratio."""
    printed = ratios.loc[ratios["printed"] != ""]
    values = zip(ratios["value"], ratios["unit"], strict=True)
    verb = "is" if len(printed) == 1 else "are"
    return Exhibit(
        key="ledger-ratios",
        title=f"{amount(len(printed), 'ratio')} of the support document {verb} printed too; "
        f"{printed['fits'].sum()} of {len(printed)} agree with the numbers divided",
        subtitle="Printed numbers divided by one another",
        table=pd.DataFrame(
            {
                "Ratio": ratios["what"],
                "Divided": ratios["of_printed"] + " by " + ratios["by_printed"],
                "Result": [value_words(value, value, unit) for value, unit in values],
                "As printed": ratios["printed"].replace("", "not printed"),
            }
        ),
        source="Background document of the conference GROW your REGION",
        note="Agreement with a number printed with around means within "
        f"{float(ABOUT) * 100:.0f} %.",
    )


def rounding(intervals: pd.DataFrame) -> Exhibit:
    """Return the counts that each printed share allows (see consistency.intervals)."""
    widest = int((intervals["greatest"] - intervals["least"]).max()) + 1
    return Exhibit(
        key="ledger-rounding",
        title=f"A printed share fits up to {amount(widest, 'different count')} of priorities",
        subtitle="Counts of priorities that give each printed share of the smallest possible total",
        table=pd.DataFrame(
            {
                "Category": intervals["category"].str.replace("-", " "),
                "As printed": intervals["value_printed"],
                "Share of what": intervals["denominator"],
                "Of at least": intervals["of_least"],
                "Fewest": intervals["least"],
                "Most": intervals["greatest"],
            }
        ),
        source=EYE_RIS3,
        note="Over a number of priorities is read as one more. Shares of key enabling "
        "technologies are of the counts that the first row allows, so their ranges are wider.",
    )


def grim(units: pd.DataFrame) -> Exhibit:
    """Return which numbers of units cannot give a share (see rounding.grim): a row is a share."""
    shares = [column for column in units if column != "units"]
    impossible = {share: units.loc[~units[share], "units"].tolist() for share in shares}
    tried, last = units["units"].max(), max(impossible["all"], default=0)
    return Exhibit(
        key="ledger-grim",
        title=f"Every number of regions above {last} can give the {len(shares) - 1} printed "
        "shares, so the GRIM test excludes no plausible number",
        subtitle="Whether a count of units gives a share when rounded, for each number of units "
        f"up to {tried}",
        table=pd.DataFrame(
            {
                "Share": ["all of them" if share == "all" else f"{share}%" for share in shares],
                "Numbers of units that cannot give it": [len(n) for n in impossible.values()],
                "The largest of them": [max(n, default=0) for n in impossible.values()],
                "Numbers that can, up to the number tried": [
                    _runs(units.loc[units[share], "units"].tolist()) for share in shares
                ],
            }
        ),
        source=EYE_RIS3,
        note="The number of regions in the database is not printed. One of the shares is of "
        "regions and Member States, the others of regions. The documents mention "
        f"{tried} strategies or more.",
    )


def _runs(numbers: list[int]) -> str:
    """Return whole numbers in rising order, those that follow one another as a run.

    >>> _runs([3, 5, 6, 8, 9, 10])
    '3, 5, 6, 8-10'
    """
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return ", ".join(
        f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in found
    )
