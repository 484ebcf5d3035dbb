"""Whether other passages agree with a printed number: the second verdict of the ledger.

Two sources of other passages: the claims that speak of the same quantity, and the contradictions
that were read out of the documents, where one side is the passage of the claim.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import pandas as pd

from s3analysis.measures.ledger.claims import Claim
from s3analysis.measures.ledger.readings import Tables
from s3analysis.measures.ledger.rounding import allowed
from s3analysis.sources.record.passages import fingerprint

CROSS_CHECKS = ("disagrees", "agrees", "other date", "other scope", "none")
"""The verdicts; of several that other passages give, the first counts."""

HOLDS = ("no", "open", "yes")
"""Whether a passage that others disagree with holds, by our judgement; the first counts."""

NUMBERS = {"date", "count", "list"}
"""Kinds of contradictions in which two dates, two numbers, or a number and a list disagree."""

SCOPES = {"scope", "status"}
"""Kinds of contradictions in which two numbers are of two things."""


COLUMNS = ["claim_id", "cross_check", "against", "contradictions", "holds"]


@dataclass(frozen=True)
class Side:
    """One passage of a contradiction: `place` is first or second, `as_of` its month if known."""

    contradiction_id: str
    kind: str
    quantity: str
    which_holds: str
    place: str
    document_id: str
    section: str
    quote: str
    other: tuple[str, str]
    other_as_of: str

    def is_passage(self, claim: Claim) -> bool:
        """Return whether this is the passage of a claim: the section, and three words in a row."""
        here = (self.document_id, self.section) == (claim.document_id, claim.section)
        return here and bool(set(fingerprint(self.quote)) & set(fingerprint(claim.quote)))

    def names(self, claim: Claim) -> bool:
        """Return whether this is the passage of a claim, and its quantity is in question."""
        return self.quantity == claim.quantity and self.is_passage(claim)

    def dates(self, claim: Claim) -> bool:
        """Return whether this is the passage of a claim, and a date in it is in question."""
        return self.kind == claim.unit == "date" and self.is_passage(claim)

    def verdict(self, claim: Claim) -> str:
        """Return what the contradiction says of a claim that is this passage."""
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
    `contradictions` (those that name this passage and its quantity) and `holds` (HOLDS; "" for a
    claim that nothing disagrees with).

    Numbers of another scope or month are not compared; one without a month of its own is compared
    with those of any. Two that would disagree do not where a contradiction says that both hold.
    """
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.quantity, []).append(claim)
    sides = list(_sides(tables, claims))
    rows = []
    for claim in claims:
        own = [side for side in sides if side.names(claim)]
        peers = [peer for peer in groups[claim.quantity] if peer is not claim]
        compared = [(compare(claim, peer, own), peer.claim_id) for peer in peers]
        given = {verdict for verdict, _ in compared} | {side.verdict(claim) for side in own}
        verdict = next(each for each in CROSS_CHECKS if each in given | {"none"})
        judging = own or [side for side in sides if side.dates(claim)]
        held = {side.holds for side in judging}
        rows.append(
            {
                "claim_id": claim.claim_id,
                "cross_check": verdict,
                "against": "; ".join(name for each, name in compared if each == verdict),
                "contradictions": "; ".join(sorted({side.contradiction_id for side in own})),
                "holds": next((each for each in HOLDS if each in held), ""),
            }
        )
    return _held(pd.DataFrame(rows, columns=COLUMNS))


def _held(found: pd.DataFrame) -> pd.DataFrame:
    """Return the cross-checks with an answer for each claim that others disagree with.

    A claim not named in any contradiction holds if every claim that disagrees with it is overruled.
    """
    wrong = set(found.loc[found["holds"] == "no", "claim_id"])
    unopposed = [bool(names) and set(names.split("; ")) <= wrong for names in found["against"]]
    inferred = pd.Series("open", found.index).mask(pd.Series(unopposed, found.index), "yes")
    held = found["holds"].where(found["holds"] != "", inferred)
    return found.assign(holds=held.where(found["cross_check"] == "disagrees", ""))


def compare(claim: Claim, peer: Claim, sides: list[Side]) -> str:
    """Return what another claim of its quantity says of a claim.

    `sides` are the contradictions that name the passage of the claim.
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
    both = [
        side
        for side in sides
        if side.which_holds == "both" and side.other == (peer.document_id, peer.section)
    ]
    if both:
        return "other date" if both[0].kind == "date" else "other scope"
    return "disagrees"


def _sides(tables: Tables, claims: list[Claim]) -> Iterator[Side]:
    """Return both passages of each contradiction that bears on a quantity."""
    members = tables["partnership_members"]
    where = zip(members["document_id"], members["section"], strict=True)
    lists = dict(zip(where, members["as_of"], strict=True))
    dated = {(claim.document_id, claim.section, claim.quantity): claim.as_of for claim in claims}
    bearing = tables["contradictions"].query("quantity != ''")
    for row in bearing.to_dict("records"):
        for place, other in permutations(("first", "second")):
            there = (row[f"{other}_document_id"], row[f"{other}_section"])
            yield Side(
                row["contradiction_id"],
                row["kind"],
                row["quantity"],
                row["which_holds"],
                place,
                row[f"{place}_document_id"],
                row[f"{place}_section"],
                row[f"{place}_quote"],
                there,
                dated.get((*there, row["quantity"]), lists.get(there, "")),
            )
