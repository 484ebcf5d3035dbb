"""Why a printed number cannot be checked by computation: one of a short closed list."""

from s3analysis.measures.ledger.bindings import BINDINGS
from s3analysis.measures.ledger.claims import Claim

REASONS = (
    "data not public",
    "no list of that month",
    "not said what it counts",
    "about the future",
    "date of an event",
    "amount of money",
    "counted elsewhere",
    "synthetic data",
)

FUTURE = {
    "agri-food-kick-off-date",
    "eib-housing-energy",
    "enterprises-new-products",
    "escp-s3-partnerships",
    "financial-assistance-facility-date",
    "financial-assistance-facility-years",
    "innosup-1-closes",
    "jobs-created",
    "kets-observatory-report-years",
    "kets-observatory-reports",
    "manufacturing-support-centre-date",
    "start-ups-supported",
    "watify-matchmaking-events",
    "watify-years",
}
"""Quantities that were still to come when their document was written."""


def reason(claim: Claim, *, synthetic: bool) -> str:
    """Return why a claim is not checkable (REASONS).

    `synthetic` says that a value was found, in data that are not real.
    """
    if synthetic:
        return "synthetic data"
    binding = BINDINGS.get(claim.quantity)
    if binding:
        return "not said what it counts" if binding.beside else binding.lacks
    if claim.quantity in FUTURE:
        return "about the future"
    by_unit = {"date": "date of an event", "EUR": "amount of money"}
    return by_unit.get(claim.unit, "counted elsewhere")
