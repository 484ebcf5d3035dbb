"""The tables of 07_ledger that hold printed numbers against one another."""

import pandas as pd

from s3analysis.exhibits.ledger.verdicts import value_words


def ratios(ratios: pd.DataFrame) -> pd.DataFrame:
    """Return printed numbers divided by one another (see checks.ratios): a row is one ratio."""
    return pd.DataFrame(
        {
            "Ratio": ratios["what"],
            "Divided": ratios["of_printed"] + " by " + ratios["by_printed"],
            "Result": [
                value_words(value, value, unit)
                for value, unit in zip(ratios["value"], ratios["unit"], strict=True)
            ],
            "As printed": ratios["printed"].replace("", "not printed"),
        }
    )


def rounding(intervals: pd.DataFrame) -> pd.DataFrame:
    """Return the counts that each printed share allows (see checks.intervals): a row is one."""
    return pd.DataFrame(
        {
            "Category": intervals["category"].str.replace("-", " "),
            "As printed": intervals["value_printed"],
            "Share of what": intervals["denominator"],
            "Of at least": intervals["of_least"],
            "Fewest": intervals["least"],
            "Most": intervals["greatest"],
        }
    )


def grim(units: pd.DataFrame) -> pd.DataFrame:
    """Return which numbers of units cannot give a share (see rounding.grim): a row is a share."""
    shares = [column for column in units if column != "units"]
    impossible = {share: units.loc[~units[share], "units"].tolist() for share in shares}
    return pd.DataFrame(
        {
            "Share": ["all of them" if share == "all" else f"{share}%" for share in shares],
            "Numbers of units that cannot give it": [
                len(numbers) for numbers in impossible.values()
            ],
            "The largest of them": [max(numbers, default=0) for numbers in impossible.values()],
            "Numbers that can, up to the number tried": [
                runs(units.loc[units[share], "units"].tolist()) for share in shares
            ],
        }
    )


def runs(numbers: list[int]) -> str:
    """Return whole numbers in rising order, those that follow one another as a run.

    >>> runs([3, 5, 6, 8, 9, 10])
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
