"""How many partnerships there were, by date and by the platforms that are counted."""

import pandas as pd

PARTNERSHIPS = ("qualified partnerships", "partnerships", "thematic partnerships")
"""What counts as partnerships, in the words of the sources; areas and meetings do not."""

POINTS = ["scope", "as_of", "first", "last", "value", "exactness", "others"]


def points(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers of partnerships, the earliest first: a row is one number of one date.

    `counts` is the table partnership_counts; two sources of one number, date and scope are one row.
    Columns: POINTS; `first` and `last` are the days between which the date lies, `others` the other
    numbers that are stated for the same date and scope.

    >>> rows = [("s3p-industry", "2019-06", "partnerships", 21, "exact"),
    ...         ("s3p-industry", "2019-06", "partnerships", 20, "exact"),
    ...         ("s3p-industry", "2017-11", "thematic areas", 11, "exact")]
    >>> columns = ["scope", "as_of", "counted", "value", "exactness"]
    >>> points(pd.DataFrame(rows, columns=columns))[["last", "value", "others"]].values.tolist()
    [['2019-06-30', 20, (21,)], ['2019-06-30', 21, (20,)]]
    """
    listed = counts.loc[counts["counted"].isin(PARTNERSHIPS)]
    listed = listed.drop_duplicates(["scope", "as_of", "value", "exactness"])
    days = [pd.Period(date) for date in listed["as_of"]]
    dated = listed.assign(
        first=[f"{day.start_time:%Y-%m-%d}" for day in days],
        last=[f"{day.end_time:%Y-%m-%d}" for day in days],
    ).sort_values(["scope", "last", "first", "value"], ignore_index=True)
    stated = dated.groupby(["scope", "as_of"])["value"].agg(tuple)
    keys = zip(dated["scope"], dated["as_of"], dated["value"], strict=True)
    others = [
        tuple(int(each) for each in stated[scope, as_of] if each != value)
        for scope, as_of, value in keys
    ]
    return dated.assign(others=pd.Series(others, dated.index, dtype="object"))[POINTS]
