"""The exhibits of 06_methods: what goes with sharing partnerships, and with leading one.

What a gate refused has no number: its cells are a dash, and `refusals` says why in a sentence.
"""

from math import log

import numpy as np
import pandas as pd
from IPython.display import Markdown

from s3analysis.exhibits import words
from s3analysis.exhibits.charts import intervals
from s3analysis.exhibits.charts.style import to_svg
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.numbers import number, p_value, range_words
from s3analysis.exhibits.words import Counting, Drawn, counted
from s3analysis.measures.partnerships.null_model import LEVEL
from s3analysis.measures.partnerships.regression import CONSTANT
from s3analysis.vocabulary import amount, and_join

SOURCE = f"{words.TABLE_4}; points: seats of government, GeoNames"
READ = "SE: standard error, in three kinds; p and interval: Student's t on the largest of them."

TERM_WORDS = {
    CONSTANT: "Constant",
    "log_distance": "Distance (natural logarithm of kilometres)",
    "same_country": "Same country",
}
ERRORS = {
    "coefficient": "Coefficient",
    "se": "SE",
    "se_robust": "SE, robust",
    "se_clustered": "SE, clustered",
}
SENTENCE_WORDS = {
    "log_distance": "distance",
    "same_country": "being in the same country",
    "others": "the number of further partnerships",
    "compatriots": "the number of members from the same country",
    "eu13": "being in an EU-13 Member State",
}
TRAIT_WORDS = {
    "others": "Further partnerships of the region (mean)",
    "compatriots": "Other members from its country (mean)",
    "eu13": "In an EU-13 Member State (share)",
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
        f"regions of a covariate shuffled {run.draws:,} times (QAP, seed {run.seed}). Clearly "
        f"associated: every p is below {LEVEL}, also without any one of the partnerships.",
    )


def without_one(
    found: pd.DataFrame, without: pd.DataFrame, partnerships: pd.DataFrame, run: Counting
) -> Exhibit | Markdown:
    """Return what twice the distance goes with, also without any one of the partnerships.

    `found` is what participation.pairs_after_gates returns, `without` what participation.
    without_one does. A row is one estimate; what a gate refused is no row.
    """
    names = partnerships.set_index("partnership_id")["short_name"]
    left_out = "Without " + without["left_out"].map(names)
    both = pd.concat([found.assign(name="All partnerships"), without.assign(name=left_out)])
    distance = both.loc[both["term"] == "log_distance"]
    numbers = distance.reindex(columns=["name", "coefficient", "low", "high"])
    kept = numbers.dropna().reset_index(drop=True)
    if "All partnerships" not in set(kept["name"]):
        return Markdown("What distance goes with could not be estimated.")
    columns = {"value": "coefficient", "low": "low", "high": "high"}
    rows = kept[["name"]].assign(
        **{name: np.exp(log(2) * kept[of].astype("float64")) for name, of in columns.items()},
        group="Partnerships that two regions share, twice as far apart",
    )
    rows["words"] = [
        f"times {number(row.value, 2)} ({range_words(row.low, row.high, 2)})"
        for row in rows.itertuples()
    ]
    clear = (rows["low"] > 1) | (rows["high"] < 1)
    labels = {"name": "Counted", "value": "Times", "low": "Low", "high": "High"}
    return Exhibit(
        key="without-one",
        title=_fragile_words(rows, clear),
        subtitle="By how much the number of shared partnerships is multiplied where regions are "
        "twice as far apart; 95 percent intervals",
        table=rows.rename(columns=labels | {"words": "In words"})[[*labels.values(), "In words"]],
        svg=to_svg(intervals.factors(rows, "fewer", "more"), "without-one"),
        alt=f"{amount(len(rows), 'factor')} with intervals on a scale of ratios; "
        f"{clear.sum() or 'none'} {'leaves' if clear.sum() == 1 else 'leave'} out the factor one.",
        source=SOURCE,
        note=f"{counted(run)} Filled mark: an interval that leaves out the factor one.",
        digits={"Times": 3, "Low": 3, "High": 3},
    )


def _fragile_words(rows: pd.DataFrame, clear: "pd.Series[bool]") -> str:
    """Return what twice the distance goes with, and whether it depends on one partnership."""
    row = rows.iloc[0]
    low, high = _change(row["high"], "no change"), _change(row["low"], "no change")
    share = f"Regions twice as far apart share {_change(row['value'], 'as many')} partnerships"
    share = f"{share} (95 % interval: {low} to {high})"
    lost = int((~clear.iloc[1:]).sum())
    if not clear.iloc[0]:
        return f"{share}: no clear difference"
    if not lost:
        return f"{share}, also without any one partnership"
    of = amount(len(rows) - 1, "partnership")
    return f"{share}, but not clearly so without any one of {lost} of {of}"


def leads(found: pd.DataFrame, roles: pd.DataFrame, run: Drawn) -> Exhibit | Markdown:
    """Return what leads have that other members have not (participation.leads): a row a trait."""
    if found.empty:
        return Markdown("No partnership has both leads and other members.")
    clear = found.loc[found["q"] < LEVEL, "trait"].tolist()
    all_lead = roles.groupby("partnership_id")["lead"].mean()
    alike = int(all_lead.isin([0, 1]).sum())
    out = f" {amount(alike, 'partnership')} in which all or none lead: left out." if alike else ""
    return Exhibit(
        key="leads",
        title=_associated_words(clear, "leading a partnership"),
        subtitle="Leads beside the other members of their partnerships; "
        f"{amount(len(roles), 'membership')}, {roles['lead'].sum() or 'none'} of them as lead",
        table=pd.DataFrame(
            {
                "What": found["trait"].map(TRAIT_WORDS),
                "Leads": found["leads"],
                "If leads were drawn among members": found["others"],
                "p": found["p"].map(p_value),
                "q": found["q"].map(p_value),
            }
        ),
        source=words.TABLE_4,
        note=f"{counted(run)} p: {run.draws:,} drawings of each partnership's leads among its own "
        f"members (seed {run.seed}). q: corrected for the rows (Benjamini and Hochberg). Too few "
        f"lead for a regression.{out}",
        digits={"Leads": 2, "If leads were drawn among members": 2},
    )


def refusals(found: pd.DataFrame) -> Markdown:
    """Return the sentence that names what the gates refused in the model of pairs, and why."""
    left_out = found.loc[found["refused"] != ""]
    if left_out.empty:
        return Markdown("No covariate was left out.")
    if CONSTANT in set(left_out["term"]):
        return Markdown(f"There is no model of pairs: {left_out['refused'].iloc[0]}.")
    sides = zip(left_out["term"], left_out["refused"], strict=True)
    reasons = and_join([f"{SENTENCE_WORDS[term]} ({reason})" for term, reason in sides])
    return Markdown(f"Left out of the model of pairs: {reasons}.")


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
    return _associated_words(clear, outcome)


def _associated_words(clear: list[str], outcome: str) -> str:
    if not clear:
        return f"No factor is clearly associated with {outcome}"
    factors = and_join([SENTENCE_WORDS[term] for term in clear])
    are = "is" if len(clear) == 1 else "are"
    return f"{factors[0].upper()}{factors[1:]} {are} associated with {outcome}"


def _coefficients_table(found: pd.DataFrame) -> pd.DataFrame:
    """Return the coefficients of a model: a row is one term, refused ones with dashes.

    The column of permutation p-values is there only where the model has them.
    """
    rows = found.reindex(columns=list(dict.fromkeys([*found, *ERRORS, "low", "high", "p"])))
    limits = zip(rows["low"], rows["high"], strict=True)
    table = pd.DataFrame(
        {
            "Covariate": rows["term"].map(TERM_WORDS),
            **{label: [number(each, 3) for each in rows[key]] for key, label in ERRORS.items()},
            "95 percent interval": [range_words(low, high, 3) for low, high in limits],
            "p": rows["p"].map(p_value),
        }
    )
    if "p_permuted" in found:
        table["p, permuted"] = found["p_permuted"].map(p_value)
    return table
