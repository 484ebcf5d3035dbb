"""How far two independent codings of the same statements agree."""

import pandas as pd
from statsmodels.stats.inter_rater import cohens_kappa


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
    judged = {"need": codings, "fit": codings.loc[codings["first_need"] == "yes"]}
    return pd.DataFrame(
        [
            (name, len(rows), int((rows[f"first_{name}"] == rows[name]).sum()), _kappa(rows, name))
            for name, rows in judged.items()
        ],
        columns=["judged", "cases", "same", "kappa"],
    )


def _kappa(codings: pd.DataFrame, name: str) -> float:
    both = codings[[f"first_{name}", name]]
    words = sorted(set(both.to_numpy().ravel()))
    if len(words) < 2:
        return float("nan")
    first, second = (pd.Categorical(both[column], categories=words) for column in both)
    return float(cohens_kappa(pd.crosstab(first, second, dropna=False), return_results=False))
