"""Whether other passages agree with a printed number: the second verdict of the ledger.

Two sources of other passages: the claims that speak of the same quantity, and the contradictions
that were read out of the documents, where one side is the passage of the claim.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import pandas as pd

from s3analysis.measures.bindings import Claim, claims
from s3analysis.measures.readings import Tables
from s3analysis.measures.rounding import allowed
from s3analysis.sources.passages import fingerprint

CROSS_CHECKS = ("disagrees", "agrees", "other date", "other scope", "none")
"""The verdicts; of several that other passages give, the first counts."""

HOLDS = ("no", "yes", "open")
"""Whether a passage that others disagree with holds, by our judgement; the first counts."""

NUMBERS = {"date", "count"}
"""Kinds of contradictions in which two numbers or dates cannot both be right."""

SCOPES = {"scope", "status"}
"""Kinds of contradictions in which two numbers are of two things."""

DECIDED = {"first", "second", "neither"}
"""Answers to which passage holds that leave one of them wrong."""


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

    def judges(self, claim: Claim) -> bool:
        """Return whether this tells if a claim holds; a date may be that of two things."""
        dates = self.kind == claim.unit == "date"
        return self.names(claim) or (dates and self.is_passage(claim))

    def verdict(self, claim: Claim) -> str:
        """Return what the contradiction says of a claim that is this passage."""
        if self.kind in SCOPES:
            return "other scope"
        if self.kind not in NUMBERS:
            return "none"
        if self.which_holds in DECIDED:
            return "disagrees"
        if self.kind == "date" or len({claim.as_of, self.other_as_of} - {""}) > 1:
            return "other date"
        return "other scope" if self.which_holds == "both" else "none"

    @property
    def holds(self) -> str:
        """Return whether this passage holds."""
        if self.which_holds == "unknown":
            return "open"
        return "yes" if self.which_holds in {"both", self.place} else "no"


def cross_checks(tables: Tables) -> pd.DataFrame:
    """Return what other passages say of each claim: a row is one claim.

    Columns: `claim_id`, `cross_check` (CROSS_CHECKS), `against` (the claims that gave it),
    `contradictions` (those that name this passage and its quantity) and `holds` (HOLDS; "" for a
    claim that nothing disagrees with).

    Numbers of another scope or month are not compared; one without a month of its own is compared
    with those of any. Two that would disagree do not where a contradiction says that both hold.
    """
    told = claims(tables)
    groups: dict[str, list[Claim]] = {}
    for claim in told:
        groups.setdefault(claim.quantity, []).append(claim)
    sides = list(_sides(tables))
    rows = []
    for claim in told:
        own = [side for side in sides if side.names(claim)]
        peers = [peer for peer in groups[claim.quantity] if peer is not claim]
        said = [(compare(claim, peer, own), peer.claim_id) for peer in peers]
        given = {verdict for verdict, _ in said} | {side.verdict(claim) for side in own}
        verdict = next(each for each in CROSS_CHECKS if each in given | {"none"})
        held = {side.holds for side in sides if side.judges(claim)} | {"open"}
        rows.append(
            {
                "claim_id": claim.claim_id,
                "cross_check": verdict,
                "against": "; ".join(name for each, name in said if each == verdict),
                "contradictions": "; ".join(sorted({side.contradiction_id for side in own})),
                "holds": next(e for e in HOLDS if e in held) if verdict == "disagrees" else "",
            }
        )
    return pd.DataFrame(
        rows, columns=["claim_id", "cross_check", "against", "contradictions", "holds"]
    )


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


def _sides(tables: Tables) -> Iterator[Side]:
    """Return both passages of each contradiction that bears on a quantity."""
    members = tables["partnership_members"]
    where = zip(members["document_id"], members["section"], strict=True)
    dated = dict(zip(where, members["as_of"], strict=True))
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
                dated.get(there, ""),
            )
