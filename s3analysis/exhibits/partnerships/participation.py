"""The exhibits of 06_methods: what goes with sharing partnerships, and with leading one.

What a gate refused has no number: its cells are a dash, and `refusals` says why in a sentence.
"""

from collections.abc import Mapping
from math import log

import pandas as pd
from IPython.display import Markdown

from s3analysis.exhibits import words
from s3analysis.exhibits.charts import intervals
from s3analysis.exhibits.charts.style import to_svg
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.numbers import NONE, number, p_value, range_words
from s3analysis.exhibits.words import Counting, Drawn, counted
from s3analysis.measures.partnerships.regression import CONSTANT
from s3analysis.vocabulary import amount, and_join

SOURCE = f"{words.TABLE_4}; points: seats of government, GeoNames"
READ = "SE: standard error, in three kinds; p and interval are from the largest of the three."
OF_LEADS = "Clustered: memberships of one region, and of one partnership."

UNITS = {"log_distance": log(2)}
"""The change of a covariate that `factors` tells of, where it is not one unit: twice as far."""

TERM_WORDS = {
    CONSTANT: "Constant",
    "log_distance": "Distance (natural logarithm of kilometres)",
    "same_country": "Same country",
    "others": "Further partnerships of the region",
    "regions": "Regions in the partnership",
    "compatriots": "Other members from its country",
    "eu13": "In an EU-13 Member State",
}
SENTENCE_WORDS = {
    "log_distance": "distance",
    "same_country": "being in the same country",
    "others": "the number of further partnerships",
    "regions": "the size of the partnership",
    "compatriots": "the number of members from the same country",
    "eu13": "being in an EU-13 Member State",
}
CHANGE_WORDS = {
    "log_distance": "Twice as far apart",
    "same_country": "In the same country",
    "others": "One further partnership of the region",
    "regions": "One more region in the partnership",
    "compatriots": "One more member from its country",
    "eu13": "In an EU-13 Member State",
}


def pairs_by_distance(bands: pd.DataFrame, run: Counting) -> Exhibit:
    """Return what pairs of regions share by distance (see participation.by_distance)."""
    near, far = bands["ratio"].iloc[0], bands["ratio"].iloc[-1]
    ranges = zip(bands["nearest"], bands["farthest"], strict=True)
    return Exhibit(
        key="pairs-by-distance",
        title=f"The nearest pairs of regions share {_change(near, 'as many')} partnerships "
        f"{_than(near)} sizes alone would give; the farthest, {_change(far, 'as many')}",
        subtitle="Partnerships shared by pairs of regions, in bands with as many pairs each",
        table=pd.DataFrame(
            {
                "Kilometres apart": [range_words(near, far, 0) for near, far in ranges],
                "Pairs": bands["pairs"],
                "Of these together anywhere": bands["tied"],
                "Partnerships shared": bands["shared"],
                "By sizes alone": bands["expected"],
                "Shared over sizes alone": bands["ratio"],
            }
        ),
        source=SOURCE,
        note=f"{counted(run)} Kilometres are great circles between the seats of government.",
        digits={"By sizes alone": 1, "Shared over sizes alone": 2},
    )


def model_of_pairs(
    found: pd.DataFrame, clear: list[str], pairs: pd.DataFrame, run: Drawn
) -> Exhibit:
    """Return the model of what two regions share (see participation.pairs_after_gates).

    A row is one term; `clear` are those that regression.telling names.
    """
    return Exhibit(
        key="model-of-pairs",
        title=_associated(found, clear, "sharing partnerships"),
        subtitle=f"Poisson regression on {amount(len(pairs), 'pair')} of regions; offset: what "
        "sizes alone would give",
        table=_coefficients_table(found),
        source=SOURCE,
        note=f"{counted(run)} {READ} Clustered: pairs with a region in common. Permuted: the "
        f"regions of a covariate shuffled {run.draws:,} times (QAP, seed {run.seed}).",
    )


def model_of_leads(
    found: pd.DataFrame, clear: list[str], roles: pd.DataFrame, run: Counting
) -> Exhibit:
    """Return the model of leading (see participation.leads_after_gates): a row is one term."""
    return Exhibit(
        key="model-of-leads",
        title=_associated(found, clear, "leading a partnership"),
        subtitle=f"Logit regression on {_memberships(roles)}",
        table=_coefficients_table(found),
        source=SOURCE,
        note=f"{counted(run)} {READ} {OF_LEADS}",
    )


def model_of_leads_where_some_lead(
    found: pd.DataFrame, clear: list[str], roles: pd.DataFrame, run: Counting
) -> Exhibit:
    """Return the model of leading without partnerships in which all or none lead."""
    return Exhibit(
        key="model-of-leads-where-some-lead",
        title=_associated(
            found, clear, "leading a partnership where some members lead and some do not"
        ),
        subtitle=f"Logit regression on {_memberships(roles)}",
        table=_coefficients_table(found),
        source=SOURCE,
        note=f"{counted(run)} {READ} {OF_LEADS}",
    )


def refusals(models: Mapping[str, pd.DataFrame]) -> Markdown:
    """Return the sentences that name what the gates refused in each model, and why."""
    told = []
    for model, found in models.items():
        left_out = found.loc[found["refused"] != ""]
        if CONSTANT in set(left_out["term"]):
            told.append(f"There is no model {model}: {left_out['refused'].iloc[0]}.")
        elif len(left_out):
            sides = zip(left_out["term"], left_out["refused"], strict=True)
            reasons = and_join([f"{SENTENCE_WORDS[term]} ({reason})" for term, reason in sides])
            told.append(f"Left out of the model {model}: {reasons}.")
    return Markdown(" ".join(told) or "No covariate was left out.")


def factors(
    pairs: pd.DataFrame, leads: pd.DataFrame, some: pd.DataFrame, run: Counting
) -> Exhibit | Markdown:
    """Return by how much each covariate multiplies: a row is one, under the name of its model.

    Each frame is what regression.factors returns, with a change of UNITS; `some` is of the model
    without partnerships in which all or none lead. What a gate refused is no row.
    """
    models = {
        "Partnerships that two regions share": pairs,
        "Odds of being a lead": leads,
        "Odds of being a lead, where some lead and some do not": some,
    }
    frames = [rows.assign(group=group) for group, rows in models.items()]
    rows = pd.concat(frames, ignore_index=True)
    if rows.empty:
        return Markdown("No covariate has a factor that could be estimated.")
    sides = zip(rows["factor"], rows["low"], rows["high"], strict=True)
    rows = rows.assign(
        name=rows["term"].map(CHANGE_WORDS),
        value=rows["factor"],
        words=[f"times {number(one, 2)} ({range_words(low, high, 2)})" for one, low, high in sides],
    )
    clear = int(((rows["low"] > 1) | (rows["high"] < 1)).sum())
    leave = "leaves" if clear == 1 else "leave"
    labels = {
        "group": "Model",
        "name": "Change",
        "value": "Times",
        "low": "Low",
        "high": "High",
        "words": "In words",
    }
    return Exhibit(
        key="factors",
        title=_distance_words(pairs),
        subtitle="By how much the number, or the odds, is multiplied; 95 percent intervals",
        table=rows.rename(columns=labels)[list(labels.values())],
        svg=to_svg(intervals.factors(rows, "fewer, less likely", "more, more likely"), "factors"),
        alt=f"{amount(len(rows), 'factor')} with intervals on scales of ratios; {clear or 'none'} "
        f"{leave} out the factor one.",
        source=SOURCE,
        note=f"{counted(run)} Filled mark: an interval that leaves out the factor one "
        f"({clear or 'none'} of {len(rows)}; of so many, one may do so by chance). Each is from "
        "the largest of three standard errors.",
        digits={"Times": 3, "Low": 3, "High": 3},
    )


def _distance_words(pairs: pd.DataFrame) -> str:
    """Return what twice the distance goes with, as a sentence."""
    rows = pairs.loc[pairs["term"] == "log_distance"]
    if rows.empty:
        return "What distance goes with could not be estimated"
    row = rows.iloc[0]
    low, high = _change(row["high"], "no change"), _change(row["low"], "no change")
    return (
        f"Regions twice as far apart share {_change(row['factor'], 'as many')} partnerships "
        f"(95 % interval: {low} to {high})"
    )


def _change(ratio: float, same: str) -> str:
    """Return a ratio as a change in percent; `same` where it rounds to none.

    >>> _change(1.058, "as many"), _change(0.887, "as many"), _change(1.004, "as many")
    ('6 % more', '11 % fewer', 'as many')
    """
    percent = round(100 * (ratio - 1))
    if not percent:
        return same
    return f"{percent} % more" if percent > 0 else f"{-percent} % fewer"


def _than(ratio: float) -> str:
    return "than" if round(100 * (ratio - 1)) else "as"


def _associated(found: pd.DataFrame, clear: list[str], outcome: str) -> str:
    """Return which covariates go with an outcome, as a sentence."""
    if (found.loc[found["term"] == CONSTANT, "refused"] != "").any():
        return f"No model of {outcome} could be fitted"
    if not clear:
        return f"No factor is clearly associated with {outcome}"
    told = and_join([SENTENCE_WORDS[term] for term in clear])
    are = "is" if len(clear) == 1 else "are"
    return f"{told[0].upper()}{told[1:]} {are} associated with {outcome}"


def _memberships(roles: pd.DataFrame) -> str:
    return f"{amount(len(roles), 'membership')}, {roles['lead'].sum() or 'none'} of them as lead"


def _coefficients_table(found: pd.DataFrame) -> pd.DataFrame:
    """Return the coefficients of a model: a row is one term, refused ones with dashes.

    The column of permutation p-values is there only where the model has them.
    """
    rows = found.reindex(columns=[*found.columns, *_NUMBERS.difference(found.columns)])
    limits = zip(rows["low"], rows["high"], strict=True)
    table = pd.DataFrame(
        {
            "Covariate": rows["term"].map(TERM_WORDS),
            "Coefficient": _texts(rows["coefficient"]),
            "SE": _texts(rows["se"]),
            "SE, robust": _texts(rows["se_robust"]),
            "SE, clustered": _texts(rows["se_clustered"]),
            "95 percent interval": [range_words(low, high, 3) for low, high in limits],
            "p": [p_value(p) for p in rows["p"]],
        }
    )
    if "p_permuted" in found:
        table["p, permuted"] = [p_value(p) for p in rows["p_permuted"]]
    sides = zip(_texts(rows["effect"]), _texts(rows["effect_se"]), strict=True)
    effects = [one if one == NONE else f"{one} (SE {se})" for one, se in sides]
    return table.assign(**{"Average marginal effect": effects})


_NUMBERS = pd.Index(
    ["coefficient", "se", "se_robust", "se_clustered", "low", "high", "p", "effect", "effect_se"]
)


def _texts(values: "pd.Series[float]") -> list[str]:
    return [number(value, 3) for value in values]
