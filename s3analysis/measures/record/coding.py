"""How far two independent codings of the same cases agree."""

import pandas as pd
from statsmodels.stats.inter_rater import cohens_kappa

COLUMNS = ["judged", "cases", "same", "kappa"]


def agreement(codings: pd.DataFrame) -> pd.DataFrame:
    """Return how far two codings agree: a row is one thing that was judged (`need`, `fit`).

    `codings` are the rows of second_coding. Columns: `judged`, `cases`, `same` (judged alike) and
    `kappa` (Cohen's; NaN where both always say the same word). The fit is that of the best service,
    of what the first coding takes for needs.

    >>> codings = pd.DataFrame({
    ...     "first_need": ["yes", "yes", "no"], "first_fit": ["answers", "partly", ""],
    ...     "need": ["yes", "no", "no"], "fit": ["answers", "partly", ""],
    ... })
    >>> agreement(codings).round(2).to_numpy().tolist()
    [['need', 3, 2, 0.4], ['fit', 2, 2, 1.0]]
    """
    fits = codings.loc[codings["first_need"] == "yes"]
    return pd.concat([compared(codings, "need"), compared(fits, "fit")], ignore_index=True)


def compared(codings: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return how far two codings of one thing agree, in one row: the columns of `agreement`.

    The first coding is the column `first_` and the name, the second that of the name.
    """
    both = codings[[f"first_{name}", name]]
    same = int((both[f"first_{name}"] == both[name]).sum())
    return pd.DataFrame([(name, len(both), same, _kappa(both))], columns=COLUMNS)


def _kappa(both: pd.DataFrame) -> float:
    words = sorted(set(both.to_numpy().ravel()))
    if len(words) < 2:
        return float("nan")
    first, second = (pd.Categorical(both[column], categories=words) for column in both)
    return float(cohens_kappa(pd.crosstab(first, second, dropna=False), return_results=False))
