"""Printed numbers divided by one another, without any data."""

from fractions import Fraction

import pandas as pd

from s3analysis.measures.ledger import rounding
from s3analysis.measures.ledger.claims import Claim, claims
from s3analysis.measures.ledger.readings import Tables

RATIOS = (
    ("Partners of a project", "innosup-1-partners", "innosup-1-projects"),
    ("Budget of a project", "innosup-1-launched-budget", "innosup-1-projects"),
    ("Firms supported by a project", "innosup-1-smes", "innosup-1-projects"),
    ("Budget of a cluster partnership", "escp-s3-call-budget", "escp-s3-partnerships"),
)
"""What a ratio is, and the printed quantities it divides."""

PRINTED = {
    "Partners of a project": "innosup-1-partners-per-project",
    "Budget of a project": "innosup-1-budget-per-project",
}
"""The quantity under which a ratio is printed too."""


def ratios(tables: Tables) -> pd.DataFrame:
    """Return printed numbers divided by one another: a row is one ratio.

    Columns: `what`, `of_printed` and `by_printed` (with their units), `value`, `unit`, `printed`
    (the ratio as printed, or "") and `fits` (whether it is printed and allows the value).
    """
    first = {claim.quantity: claim for claim in reversed(claims(tables))}
    rows = []
    for what, of, by in RATIOS:
        value = Fraction(first[of].value) / Fraction(first[by].value)
        row = {
            "what": what,
            "of_printed": _words(first[of]),
            "by_printed": _words(first[by]),
            "value": value,
            "unit": first[of].unit,
            "printed": "",
            "fits": False,
        }
        if what in PRINTED:
            ratio = first[PRINTED[what]]
            said = rounding.stated(ratio.value, ratio.unit, ratio.exactness)
            row |= {"printed": _words(ratio), "fits": said.holds(value)}
        rows.append(row)
    return pd.DataFrame(rows)


def _words(claim: Claim) -> str:
    return claim.value_printed if claim.unit == "EUR" else f"{claim.value_printed} {claim.unit}"
