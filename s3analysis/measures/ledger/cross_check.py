"""Whether other passages agree with a printed number: the second verdict of the ledger.

Two sources of other passages: the claims that speak of the same quantity, and the contradictions
that were read out of the documents, which name the claims of both their passages.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import pandas as pd

from s3analysis.measures.ledger.claims import Claim
from s3analysis.measures.ledger.readings import Tables
from s3analysis.measures.ledger.rounding import allowed

CROSS_CHECKS = ("disagrees", "agrees", "other date", "other scope", "none")
"""The verdicts; of several that other passages give, the first counts."""

HOLDS = ("no", "open", "yes")
"""Whether a passage that others disagree with holds, by our judgement; the first counts."""

IN_PART = "in part"
"""It holds against all claims that disagree with it; another difference is open."""

NUMBERS = {"date", "count", "list"}
"""Kinds of contradictions in which two dates, two numbers, or a number and a list disagree."""

SCOPES = {"scope", "status"}
"""Kinds of contradictions in which two numbers are of two things."""


COLUMNS = ["claim_id", "cross_check", "against", "contradictions", "bearing", "holds"]


@dataclass(frozen=True)
class Side:
    """One passage of a contradiction: `place` is first or second; `claims` are those it prints.

    `others` are the claims of the other passage, `other_as_of` its month if known.
    """

    contradiction_id: str
    kind: str
    which_holds: str
    place: str
    claims: tuple[str, ...]
    others: tuple[str, ...]
    other_as_of: str

    def verdict(self, claim: Claim) -> str:
        """Return what the contradiction says of a claim of this passage."""
        if self.kind in SCOPES:
            return "other scope"
        if self.kind not in NUMBERS:
            return "none"
        if self.which_holds not in {"both", "unknown"}:
            return "disagrees"
        if self.kind == "date" or len({claim.as_of, self.other_as_of} - {""}) > 1:
            return "other date"
        return "other scope" if self.which_holds == "both" else "disagrees"

    @property
    def holds(self) -> str:
        """Return whether this passage holds."""
        if self.which_holds == "unknown":
            return "open"
        return "yes" if self.which_holds in {"both", self.place} else "no"


def cross_checks(tables: Tables, claims: list[Claim]) -> pd.DataFrame:
    """Return what other passages say of each claim: a row is one claim.

    `claims` are those of the tables.

    Columns: `claim_id`, `cross_check` (CROSS_CHECKS), `against` (the claims that gave it),
    `contradictions` (those of which it is one side), `bearing` (others, on the reading of which its
    check depends) and `holds` (HOLDS; "" for a claim that nothing disagrees with).

    Numbers of another scope or month are not compared; one without a month of its own is compared
    with those of any. Two that would disagree do not where a contradiction says that both hold.
    """
    sides = list(_sides(tables, claims))
    pairs = tables["contradictions"]
    bearing = list(zip(pairs["contradiction_id"], pairs["bears_on"].map(keys), strict=True))
    rows = []
    for claim in claims:
        own = [side for side in sides if claim.claim_id in side.claims]
        alike = (peer for peer in claims if peer.quantity == claim.quantity)
        peers = [peer for peer in alike if peer is not claim]
        compared = [(compare(claim, peer, own), peer.claim_id) for peer in peers]
        given = {verdict for verdict, _ in compared} | {side.verdict(claim) for side in own}
        verdict = next(each for each in CROSS_CHECKS if each in given | {"none"})
        held = {side.holds for side in own}
        rows.append(
            {
                "claim_id": claim.claim_id,
                "cross_check": verdict,
                "against": "; ".join(name for each, name in compared if each == verdict),
                "contradictions": "; ".join(sorted({side.contradiction_id for side in own})),
                "bearing": "; ".join(name for name, named in bearing if claim.claim_id in named),
                "holds": next((each for each in HOLDS if each in held), ""),
            }
        )
    return _held(pd.DataFrame(rows, columns=COLUMNS))


def keys(cell: str) -> tuple[str, ...]:
    """Return the keys that a cell holds.

    >>> keys("a-01; b-02"), keys("")
    (('a-01', 'b-02'), ())
    """
    return tuple(filter(None, cell.split("; ")))


def _held(found: pd.DataFrame) -> pd.DataFrame:
    """Return the cross-checks with an answer for each claim that others disagree with.

    A claim not named in any contradiction holds if every claim that disagrees with it is overruled,
    and one with an open difference holds in part.
    """
    wrong = set(found.loc[found["holds"] == "no", "claim_id"])
    unopposed = found["against"].map(lambda names: bool(names) and set(keys(names)) <= wrong)
    inferred = found["holds"].replace("", "open").mask(unopposed & (found["holds"] == ""), "yes")
    held = inferred.mask(unopposed & (found["holds"] == "open"), IN_PART)
    return found.assign(holds=held.where(found["cross_check"] == "disagrees", ""))


def compare(claim: Claim, peer: Claim, sides: list[Side]) -> str:
    """Return what another claim of its quantity says of a claim.

    `sides` are the contradictions that name the claim.
    """
    if claim.scope != peer.scope:
        return "other scope"
    if claim.as_of and peer.as_of and claim.as_of != peer.as_of:
        return "other date"
    one, other = (
        allowed(each.value, each.value_printed, each.unit, each.exactness) for each in (claim, peer)
    )
    if one.meets(other):
        return "agrees"
    both = [side for side in sides if side.which_holds == "both" and peer.claim_id in side.others]
    if both:
        return "other date" if both[0].kind == "date" else "other scope"
    return "disagrees"


def _sides(tables: Tables, claims: list[Claim]) -> Iterator[Side]:
    """Return both passages of each contradiction."""
    members = tables["partnership_members"]
    where = zip(members["document_id"], members["section"], strict=True)
    lists = dict(zip(where, members["as_of"], strict=True))
    dated = {claim.claim_id: claim.as_of for claim in claims}
    for row in tables["contradictions"].to_dict("records"):
        for place, other in permutations(("first", "second")):
            others = keys(row[f"{other}_claims"])
            there = (row[f"{other}_document_id"], row[f"{other}_section"])
            months = [dated[each] for each in others if each in dated]
            yield Side(
                row["contradiction_id"],
                row["kind"],
                row["which_holds"],
                place,
                keys(row[f"{place}_claims"]),
                others,
                next(iter(months), lists.get(there, "")),
            )
