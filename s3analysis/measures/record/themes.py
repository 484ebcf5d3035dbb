"""How themes became partnerships: what the documents decide, and what they leave unknown."""

import pandas as pd

from s3analysis.vocabulary import OCCASION_WORDS

STATUSES = ("theme", "eoi", "qualified")
"""The lines of Table 3 in its order: discussed, expression of interest submitted, qualified."""

VALUES = ("yes", "no", "merged", "unknown")

OUTCOMES = ("qualified", "merged", "eoi", "theme", "named")
"""How far a theme is known to have come, the farthest first; `named` has no row in Table 3."""


def outcomes(status: pd.DataFrame) -> "pd.Series[str]":
    """Return how far each theme of Table 3 is known to have come: OUTCOMES by theme_id.

    The whole table counts, its last milestone included.

    >>> cells = [("a", "theme", "yes"), ("a", "qualified", "yes"), ("b", "qualified", "unknown")]
    >>> outcomes(pd.DataFrame(cells, columns=["theme_id", "status", "value"])).to_dict()
    {'a': 'qualified', 'b': 'named'}
    """
    reached = status["status"].where(status["value"] == "yes", status["value"])
    known = reached.where(reached.isin(OUTCOMES), "named")
    rank = known.map({outcome: place for place, outcome in enumerate(OUTCOMES)})
    farthest = rank.groupby(status["theme_id"]).min()
    return farthest.map(dict(enumerate(OUTCOMES))).rename("outcome")


def stated(status: pd.DataFrame) -> pd.DataFrame:
    """Return Table 3 with every cell unknown that no passage states plainly.

    >>> cells = [("a", "yes", "stated"), ("b", "no", "deduced")]
    >>> stated(pd.DataFrame(cells, columns=["theme_id", "value", "evidence"])).to_numpy().tolist()
    [['a', 'yes', 'stated'], ['b', 'unknown', 'none']]
    """
    plain = status["evidence"] == "stated"
    return status.assign(
        value=status["value"].where(plain, "unknown"),
        evidence=status["evidence"].where(plain, "none"),
    )


def known(status: pd.DataFrame) -> pd.DataFrame:
    """Return how much of Table 3 can be known: a row is one milestone of one status.

    Columns: `status`, `milestone`, one a value (cells), and `stated` and `deduced` (cells by
    evidence). Statuses and milestones stand in the order of Table 3.

    >>> cells = pd.DataFrame({
    ...     "theme_id": ["a", "b"], "milestone": "2016-05", "status": "theme",
    ...     "value": ["yes", "unknown"], "evidence": ["stated", "none"]})
    >>> known(cells)[["yes", "unknown", "stated"]].to_numpy().tolist()
    [[1, 1, 1]]
    """
    by = [status["status"], status["milestone"]]
    values = pd.crosstab(by, status["value"]).reindex(columns=list(VALUES), fill_value=0)
    evidence = pd.crosstab(by, status["evidence"]).reindex(
        columns=["stated", "deduced"], fill_value=0
    )
    order = {name: place for place, name in enumerate(STATUSES)}
    return (
        values.join(evidence)
        .reset_index()
        .rename_axis(columns=None)
        .sort_values(["status", "milestone"], key=lambda cells: cells.replace(order))
        .reset_index(drop=True)
    )


def last_named(status: pd.DataFrame) -> "pd.Series[str]":
    """Return, for each cell of Table 3, the last milestone before it that had its status reached.

    "" where no earlier one had. For an unknown cell of a theme: when it was last named.

    >>> cells = pd.DataFrame({"theme_id": "a", "status": "theme", "value": ["yes", "unknown"],
    ...                       "milestone": ["2016-05", "2016-06"]})
    >>> last_named(cells).tolist()
    ['', '2016-05']
    """
    ordered = status.sort_values("milestone")
    reached = ordered["milestone"].where(ordered["value"] == "yes")
    by_line = [ordered["theme_id"], ordered["status"]]
    before = reached.groupby(by_line).shift().groupby(by_line).ffill()
    return before.reindex(status.index).fillna("").rename("last_named")


def totals(status: pd.DataFrame, claims: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Return the printed totals of qualified partnerships and what follows: a row is a milestone.

    Columns: `milestone`, `printed` (partnerships qualified by then), `of` (rows of Table 3 known to
    end as qualified), `outside` (partnerships without a row there), `merged` (rows that end in a
    merger) and `least`: how many of the first must have qualified, were all others among those
    counted.

    >>> status = pd.DataFrame({"theme_id": ["a", "b"], "status": "qualified", "value": "yes",
    ...                        "milestone": "2017-03"})
    >>> claims = pd.DataFrame({"quantity": ["qualified-partnerships"], "value": ["2"],
    ...                        "as_of": "2017-03"})
    >>> themes = pd.DataFrame({"theme_id": ["a", "b", "c"], "partnership_id": ["a", "b", "c"]})
    >>> totals(status, claims, themes)[["printed", "of", "outside", "least"]].values.tolist()
    [[2, 2, 1, 1]]
    """
    known = outcomes(status)
    taken_up = themes.loc[themes["partnership_id"] != ""]
    outside = int((~taken_up["theme_id"].isin(known.index)).sum())
    of, merged = int((known == "qualified").sum()), int((known == "merged").sum())
    dated = claims["as_of"].isin(status["milestone"])
    printed = claims.loc[dated & (claims["quantity"] == "qualified-partnerships")]
    by_month = printed.astype({"value": "int64"}).groupby("as_of")["value"].min()
    return (
        by_month.rename_axis("milestone")
        .reset_index(name="printed")
        .assign(of=of, outside=outside, merged=merged)
        .assign(least=lambda rows: (rows["printed"] - outside - merged).clip(lower=0, upper=of))
    )


def paths(names: pd.DataFrame, themes: pd.DataFrame, status: pd.DataFrame) -> pd.DataFrame:
    """Return the way of each theme through the documents: a row is one theme.

    Columns: `theme_id`, `name`, `partnership_id`, `outcome` (OUTCOMES; `qualified` too where a
    partnership of Table 4 took the theme up), `occasions` (how many name it), `first` and `last`
    of them. The farthest come first, then those named earliest, then by name.
    """
    occasions = dict(enumerate(OCCASION_WORDS))
    order = {occasion: place for place, occasion in occasions.items()}
    place = names.assign(place=names["occasion"].map(order)).groupby("theme_id")["place"]
    spans = place.agg(occasions="nunique", first="min", last="max")
    farthest = themes["theme_id"].map(outcomes(status)).fillna("named")
    found = themes.assign(outcome=farthest.mask(themes["partnership_id"] != "", "qualified")).merge(
        spans, on="theme_id", how="left", validate="one_to_one"
    )
    return (
        found.assign(rank=found["outcome"].map(OUTCOMES.index))
        .sort_values(["rank", "first", "name"], ignore_index=True)[
            ["theme_id", "name", "partnership_id", "outcome", "occasions", "first", "last"]
        ]
        .assign(
            **{end: lambda rows, end=end: rows[end].map(occasions) for end in ("first", "last")}
        )
    )


def followed(topics: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Return the topics with the partnership that took up the theme of each, "" where none did.

    >>> topics = pd.DataFrame({"theme_id": ["sport", "tooling"]})
    >>> themes = pd.DataFrame({"theme_id": ["sport", "tooling"], "partnership_id": ["sport", ""]})
    >>> followed(topics, themes)["partnership_id"].tolist()
    ['sport', '']
    """
    return topics.merge(
        themes[["theme_id", "partnership_id"]], on="theme_id", how="left", validate="many_to_one"
    ).fillna({"partnership_id": ""})


def numbered_twice(pitches: pd.DataFrame) -> list[int]:
    """Return the numbers that the list of pitches prints more than once.

    >>> numbered_twice(pd.DataFrame({"number_printed": pd.array([None, 1, 3, 3], "Int64")}))
    [3]
    """
    numbers = pitches["number_printed"].dropna()
    return sorted(int(number) for number in numbers[numbers.duplicated()].unique())
