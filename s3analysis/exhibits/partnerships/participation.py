"""The tables of 05_participation: what goes with sharing partnerships, and with leading one.

What a gate refused has no number: its cells are a dash, and `refusals` says why in a sentence.
"""

from collections.abc import Mapping

import pandas as pd

from s3analysis.exhibits.numbers import NONE, number, p_value, range_words
from s3analysis.measures.partnerships.regression import CONSTANT
from s3analysis.vocabulary import and_join

READ = "SE: standard error, in three kinds; p and interval are from the largest of the three."
"""How the columns of `coefficients` are to be read."""

TERM_WORDS = {
    CONSTANT: "Constant",
    "log_distance": "Distance (natural logarithm of kilometres)",
    "same_country": "Same country",
    "others": "Further partnerships of the region",
    "regions": "Regions in the partnership",
    "compatriots": "Other members from its country",
    "eu13": "In an EU-13 Member State",
}

CHANGE_WORDS = {
    "log_distance": "Twice as far apart",
    "same_country": "In the same country",
    "others": "One further partnership of the region",
    "regions": "One more region in the partnership",
    "compatriots": "One more member from its country",
    "eu13": "In an EU-13 Member State",
}


def by_distance(bands: pd.DataFrame) -> pd.DataFrame:
    """Return what pairs of regions share by distance (see participation.by_distance)."""
    ranges = zip(bands["nearest"], bands["farthest"], strict=True)
    return pd.DataFrame(
        {
            "Kilometres apart": [range_words(near, far, 0) for near, far in ranges],
            "Pairs": bands["pairs"],
            "Of these together anywhere": bands["tied"],
            "Partnerships shared": bands["shared"],
            "By sizes alone": bands["expected"],
            "Shared over sizes alone": bands["ratio"],
        }
    )


def coefficients(found: pd.DataFrame) -> pd.DataFrame:
    """Return the coefficients of a model: a row is one term, refused ones with dashes.

    `found` is what participation.pairs_after_gates or leads_after_gates returns. The column of
    permutation p-values is there only where the model has them.
    """
    rows = found.reindex(columns=[*found.columns, *_NUMBERS.difference(found.columns)])
    table = pd.DataFrame(
        {
            "Covariate": rows["term"].map(TERM_WORDS),
            "Coefficient": _texts(rows["coefficient"]),
            "SE": _texts(rows["se"]),
            "SE, robust": _texts(rows["se_robust"]),
            "SE, clustered": _texts(rows["se_clustered"]),
            "95 percent interval": [
                range_words(low, high, 3)
                for low, high in zip(rows["low"], rows["high"], strict=True)
            ],
            "p": [p_value(p) for p in rows["p"]],
        }
    )
    if "p_permuted" in found:
        table["p, permuted"] = [p_value(p) for p in rows["p_permuted"]]
    effect = [
        f"{number(one, 3)} (SE {number(se, 3)})" if number(one, 3) != NONE else NONE
        for one, se in zip(rows["effect"], rows["effect_se"], strict=True)
    ]
    return table.assign(**{"Average marginal effect": effect})


_NUMBERS = pd.Index(
    ["coefficient", "se", "se_robust", "se_clustered", "low", "high", "p", "effect", "effect_se"]
)


def factors(models: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return by how much each covariate multiplies: a row is one, under the name of its model.

    `models` hold what regression.factors returns, by the words that say what is multiplied. What a
    gate refused is no row.
    """
    frames = [rows.assign(model=words) for words, rows in models.items()]
    rows = pd.concat(frames, ignore_index=True)
    sides = zip(rows["factor"], rows["low"], rows["high"], strict=True)
    return pd.DataFrame(
        {
            "Model": rows["model"],
            "Change": rows["term"].map(CHANGE_WORDS),
            "Times": rows["factor"],
            "Low": rows["low"],
            "High": rows["high"],
            "In words": [
                f"times {number(factor, 2)} ({range_words(low, high, 2)})"
                for factor, low, high in sides
            ],
        }
    )


def named(terms: list[str]) -> str:
    """Return covariates as a sentence names them.

    >>> named(["log_distance", "eu13"]), named([])
    ('distance and in an EU-13 Member State', 'nothing that the list can show')
    """
    return and_join([_short(term) for term in terms] or ["nothing that the list can show"])


def refusals(models: Mapping[str, pd.DataFrame]) -> str:
    """Return the sentences that name what the gates refused in each model, and why.

    >>> found = pd.DataFrame({"term": ["others", "eu13"],
    ...                       "refused": ["", "the same in all 6 rows"]})
    >>> refusals({"of leads": found})
    'Refused in the model of leads: in an EU-13 Member State (the same in all 6 rows).'
    >>> refusals({"of leads": found.head(1)})
    'The gates refused no covariate.'
    """
    told = []
    for model, found in models.items():
        left_out = found.loc[found["refused"] != ""]
        if CONSTANT in set(left_out["term"]):
            told.append(f"There is no model {model}: {left_out['refused'].iloc[0]}.")
        elif len(left_out):
            sides = zip(left_out["term"], left_out["refused"], strict=True)
            words = and_join([f"{_short(term)} ({reason})" for term, reason in sides])
            told.append(f"Refused in the model {model}: {words}.")
    return " ".join(told) or "The gates refused no covariate."


def _short(term: str) -> str:
    words = TERM_WORDS[term].partition(" (")[0]
    return words[0].lower() + words[1:]


def _texts(values: "pd.Series[float]") -> list[str]:
    return [number(value, 3) for value in values]
