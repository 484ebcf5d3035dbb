"""What an extract of priorities says of a share that was published of EYE@RIS3.

An extract is three tables beside those of the record, as an import writes them: `extract`,
`priorities` and `priority_labels`. Only one of the same database and month can bear a published
number out, or not; another is told, and judges nothing.
"""

from fractions import Fraction

import pandas as pd

from s3analysis.measures.ledger.claims import Claim
from s3analysis.measures.ledger.computations import Find
from s3analysis.measures.ledger.readings import Choice, Tables
from s3analysis.measures.ledger.rounding import Range, exactly
from s3analysis.measures.priorities import incidence, published, shares
from s3analysis.vocabulary import month_words

DATABASE = "EYE@RIS3"
NO_EXTRACT = f"no extract of {DATABASE} is in the record"

SHARES = {
    "priorities": ("kets", "health", "digital-agenda", "creative-industries"),
    "regions": ("kets", "digital-agenda", "creative-industries"),
    "kets": ("advanced-manufacturing-systems", "advanced-materials", "industrial-biotechnology"),
}
"""The categories whose shares are printed, by what they are shares of."""


def share(category: str, of: str) -> Find:
    """Return the percent of priorities, of regions or of those in KETs that are in a category."""

    def percent(tables: Tables, choice: Choice, claim: Claim) -> Range | None:
        return _percent(tables, category, of) if _same(tables, claim) else None

    return percent


def encoded(tables: Tables, choice: Choice, claim: Claim) -> Range | None:
    """Return how many priorities there are."""
    return exactly(Fraction(len(tables["priorities"]))) if _same(tables, claim) else None


def lacking(tables: Tables, claim: Claim) -> str:
    """Return why no extract speaks of a claim."""
    if "extract" not in tables:
        return NO_EXTRACT
    about = tables["extract"].iloc[0]
    if about["database"] != DATABASE:
        return f"the imported extract is not said to be of {DATABASE} (database, in its mapping)"
    if about["as_of"] != claim.as_of:
        month = "an unknown month" if about["as_of"] == "unknown" else month_words(about["as_of"])
        return f"the imported extract is of {month}, the number of {month_words(claim.as_of)}"
    if _as_in_the_brief(tables).empty:
        return "the imported extract does not file its priorities by the categories of the brief"
    return "no priority of the imported extract is filed under this category"


def _same(tables: Tables, claim: Claim) -> bool:
    """Return whether the extract is of the database and the month that a claim speaks of."""
    if "extract" not in tables:
        return False
    about = tables["extract"].iloc[0]
    return bool(about["database"] == DATABASE and about["as_of"] == claim.as_of)


def _percent(tables: Tables, category: str, of: str) -> Range | None:
    """Return a share of an extract in percent, None where it does not file as the brief does."""
    priorities, labels = tables["priorities"], _as_in_the_brief(tables)
    known = published.terms_of_the_brief(tables["taxonomy_terms"])
    if of == "kets":
        labels = labels.loc[_is(labels["category"], known["kets"])]
        priorities = priorities.loc[priorities["priority_id"].isin(labels["priority_id"])]
        labels = labels.assign(category=labels["sub_category"])
    if labels.empty:
        return None
    held = incidence.incidence(priorities, labels)
    measure = shares.of_regions if of == "regions" else shares.of_priorities
    found = measure(held, 0.95, "wilson")
    found = found.loc[_is(found["category"], known[category])]
    if found.empty:
        return None
    return exactly(Fraction(100 * int(found["count"].iloc[0]), int(found["denominator"].iloc[0])))


def _as_in_the_brief(tables: Tables) -> pd.DataFrame:
    """Return the labels of the first dimension with the categories of the brief, or none.

    A category of another dimension may have the name of one and be another.
    """
    labels, terms = tables["priority_labels"], tables["taxonomy_terms"]
    printed = pd.DataFrame({"category": SHARES["priorities"]})
    for _, part in labels.groupby("dimension", sort=False):
        if not published.compared(part["category"].unique(), printed, terms).empty:
            return part
    return labels.head(0)


def _is(names: "pd.Series[str]", term: str) -> "pd.Series[bool]":
    return names.str.casefold() == term.casefold()
