"""How far two independent codings of the same statements agree."""

import pandas as pd
from statsmodels.stats.inter_rater import cohens_kappa

from s3analysis.measures.record.services import needs


def agreement(
    statements: pd.DataFrame, answers: pd.DataFrame, second: pd.DataFrame
) -> pd.DataFrame:
    """Return how far two codings agree: a row is one thing that was judged (`need`, `fit`).

    `answers` are the rows of need_services, `second` those of second_coding. Columns: `judged`,
    `cases`, `same` (judged alike) and `kappa` (Cohen's; NaN where both always say the same word).
    The fit is that of the best service, of what the first coding takes for needs.

    >>> statements = pd.DataFrame({"statement_id": list("abc"), "need": ["yes", "yes", "no"]})
    >>> answers = pd.DataFrame({"statement_id": ["a", "b"], "fit": ["answers", "partly"]})
    >>> second = statements.assign(need=["yes", "no", "no"], fit=["answers", "partly", ""])
    >>> agreement(statements, answers, second).round(2).to_numpy().tolist()
    [['need', 3, 2, 0.4], ['fit', 2, 2, 1.0]]
    """
    fits = needs(statements, answers)[["statement_id", "fit"]]
    pairs = {
        name: first[["statement_id", name]].merge(
            second[["statement_id", name]],
            on="statement_id",
            suffixes=("", "_again"),
            validate="one_to_one",
        )
        for name, first in {"need": statements, "fit": fits}.items()
    }
    rows = [
        (name, len(pair), int((pair[name] == pair[f"{name}_again"]).sum()), _kappa(pair, name))
        for name, pair in pairs.items()
    ]
    return pd.DataFrame(rows, columns=["judged", "cases", "same", "kappa"])


def _kappa(pair: pd.DataFrame, name: str) -> float:
    words = sorted(set(pair[name]) | set(pair[f"{name}_again"]))
    if len(words) < 2:
        return float("nan")
    first, second = (
        pd.Categorical(pair[column], categories=words) for column in (name, f"{name}_again")
    )
    return float(cohens_kappa(pd.crosstab(first, second, dropna=False), return_results=False))
