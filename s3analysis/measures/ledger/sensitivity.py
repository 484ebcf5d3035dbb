"""The headline numbers: their default, how far they move with the reading, and with a correction.

A headline number that is printed is compared with the print under every combination of the readings
that bear on it. That a few of many combinations give the printed value shows little: with enough
ways to count, some way gives almost any number.
"""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from s3analysis.measures.ledger import bindings, computations, readings
from s3analysis.measures.ledger.bindings import BINDINGS, Binding
from s3analysis.measures.ledger.claims import Claim, claims
from s3analysis.measures.ledger.readings import Choice, Tables
from s3analysis.measures.ledger.rounding import Number, allowed, exactly
from s3analysis.sources.record import clean

WEAK = Fraction(1, 5)
"""Share of the combinations up to which a value that they give is weak evidence. Our choice."""


NEAREST = 3
"""How many of the combinations that give a value, and change least, are named."""

OF_THE_LIST = {
    "Regions": BINDINGS["member-regions"],
    "Memberships": Binding(
        "memberships of the member list",
        count=computations.memberships,
        switches=(*bindings.REGIONS, "listed-twice", "industry-4-0-leads"),
    ),
    "Lead regions": BINDINGS["lead-regions"],
    "Member States": Binding(
        "Member States with a region in the member list",
        count=computations.member_states,
        switches=("observers", "leads-take-part", "national-level", "industry-4-0-leads"),
    ),
}
"""Numbers of the member list that the report opens with; for its own month none is printed."""

PRINTED = (
    "qualified-partnerships",
    "member-regions",
    "lead-regions",
    "pitches",
    "thematic-sub-areas",
)
"""Printed quantities that the print lets one count in several ways."""


@dataclass(frozen=True)
class Headline:
    """A headline number under every combination of readings: the first is the default."""

    name: str
    as_of: str
    claim: Claim
    tried: list[tuple[Choice, Number]]

    def gives(self, value: Number) -> bool:
        """Return whether a value is the printed one, or inside its bound."""
        claim = self.claim
        return bool(claim.value) and exactly(value).meets(
            allowed(claim.value, claim.value_printed, claim.unit, claim.exactness)
        )

    @property
    def counts(self) -> Counter[Number]:
        """Return how many combinations give each value."""
        return Counter(value for _, value in self.tried)

    @property
    def reaching(self) -> list[Choice]:
        """Return the combinations that give the printed value, the likeliest first.

        Those that leave out of March 2017 a partnership which earlier passages name come last;
        then those that change least come first.
        """
        base = self.tried[0][0]
        found = [choice for choice, value in self.tried if self.gives(value)]
        return sorted(
            found, key=lambda choice: (unlikely(choice, base), len(changes(choice, base)))
        )

    @property
    def likely(self) -> list[Choice]:
        """Return the combinations that give the printed value and that earlier passages allow."""
        base = self.tried[0][0]
        return [choice for choice in self.reaching if not unlikely(choice, base)]

    @property
    def evidence(self) -> str:
        """Return what gives the printed value: `default`, `some` or few (`weak`) readings, `none`.

        `not printed` where no value is.
        """
        if not self.claim.value:
            return "not printed"
        if self.gives(self.tried[0][1]):
            return "default"
        share = Fraction(len(self.reaching), len(self.tried))
        return "none" if not share else "weak" if share <= WEAK else "some"


def changes(choice: Choice, base: Choice) -> dict[str, str]:
    """Return the options of a choice that are not those of another."""
    return {switch: option for switch, option in choice.items() if base[switch] != option}


def unlikely(choice: Choice, base: Choice) -> bool:
    """Return whether a choice leaves a partnership out that the default does not."""
    option = choice.get(readings.LEFT_OUT, readings.WHOLE)
    return option not in {readings.WHOLE, base.get(readings.LEFT_OUT)}


def headlines(tables: Tables, as_of: str) -> list[Headline]:
    """Return the headline numbers, those of the member list of a month first.

    Of a printed quantity each number of a different value or month is one, where it is computed.
    """
    none = Claim(*[""] * len(Claim._fields))._replace(scope="s3p-industry", as_of=as_of)
    found = [_headline(tables, name, binding, none, as_of) for name, binding in OF_THE_LIST.items()]
    seen = set()
    for claim in claims(tables):
        key = (claim.quantity, claim.value, claim.as_of)
        if claim.quantity not in PRINTED or key in seen:
            continue
        binding = BINDINGS[claim.quantity]
        if bindings.listed(binding, tables, claim, as_of):
            headline = _headline(tables, claim.quantity, binding, claim, as_of)
            found += [headline] if headline.tried else []
            seen.add(key)
    return found


def _headline(tables: Tables, name: str, binding: Binding, claim: Claim, as_of: str) -> Headline:
    tried = [
        (choice, value.low)
        for choice, value in bindings.values(binding, tables, claim, as_of)
        if value is not None
    ]
    return Headline(name, claim.as_of, claim, tried)


def overview(found: list[Headline]) -> pd.DataFrame:
    """Return the headline numbers: a row is one.

    Columns: `name`, `as_of`, `claim_id`, `printed`, `default`, `same` (the combinations that give
    the default), `low` and `high` (over all of them), `combinations`, `reaching` (those that give
    the printed value), `evidence` (see Headline).
    """
    return pd.DataFrame(
        [
            {
                "name": each.name,
                "as_of": each.as_of,
                "claim_id": each.claim.claim_id,
                "printed": each.claim.value_printed,
                "default": int(each.tried[0][1]),
                "same": each.counts[each.tried[0][1]],
                "low": int(min(value for _, value in each.tried)),
                "high": int(max(value for _, value in each.tried)),
                "combinations": len(each.tried),
                "reaching": len(each.reaching),
                "evidence": each.evidence,
            }
            for each in found
        ]
    )


def distribution(found: list[Headline]) -> pd.DataFrame:
    """Return how many combinations give each value of a headline number: a row is one value.

    Columns: `name`, `as_of`, `printed`, `value`, `combinations`, `share` (of all that were tried),
    `is_default` and `is_printed`. A printed value that nothing gives is a row too.
    """
    return pd.DataFrame(
        [
            {
                "name": each.name,
                "as_of": each.as_of,
                "printed": each.claim.value_printed,
                "value": int(value),
                "combinations": each.counts[value],
                "share": each.counts[value] / len(each.tried),
                "is_default": value == each.tried[0][1],
                "is_printed": each.gives(value),
            }
            for each in found
            for exact in [
                {Fraction(each.claim.value)} if each.claim.exactness == "exact" else set()
            ]
            for value in sorted(each.counts.keys() | exact)
        ]
    )


def nearest(found: list[Headline]) -> pd.DataFrame:
    """Return the combinations that give a printed value and change least: a row is one change.

    Columns: `name`, `as_of`, `printed`, `number` (of the combination), `switch`, `option`. None for
    a number whose default is the printed one.
    """
    rows = [
        (each.name, each.as_of, each.claim.value_printed, number, switch, option)
        for each in found
        if each.evidence in {"some", "weak"}
        for number, choice in enumerate(each.likely[:NEAREST], 1)
        for switch, option in changes(choice, each.tried[0][0]).items()
    ]
    return pd.DataFrame(rows, columns=["name", "as_of", "printed", "number", "switch", "option"])


def without_corrections(tables: Tables, as_of: str) -> pd.DataFrame:
    """Return the headline numbers of a list with each correction taken back: a row is one.

    Columns: those of corrections, and one a headline number (OF_THE_LIST). The last row, whose
    `row` is "", takes all of them back.
    """
    log = tables["corrections"]
    one_by_one = [log.iloc[[place]] for place in range(len(log))]
    values = [of_the_list(_undone(tables, rows), as_of) for rows in [*one_by_one, log]]
    blank = pd.DataFrame([dict.fromkeys(log, "")])
    return pd.concat(
        [pd.concat([log, blank], ignore_index=True), pd.DataFrame(values)], axis="columns"
    )


def of_the_list(tables: Tables, as_of: str) -> dict[str, int]:
    """Return the headline numbers of a member list under the default reading."""
    members = readings.members(
        readings.entries(tables, as_of), readings.default(tables["readings"])
    )
    return {
        name: binding.count(members, tables, as_of)
        for name, binding in OF_THE_LIST.items()
        if binding.count
    }


def _undone(tables: Tables, log: pd.DataFrame) -> Tables:
    """Return the tables with some corrections of the member list taken back.

    A name that is no region's is a region of its own, as it would be without the correction.
    """
    regions = tables["regions"]
    printed = clean.undo(clean.to_names(tables["partnership_members"], regions), log)
    keys = clean.to_keys(printed, regions)
    read = keys.assign(region_id=keys["region_id"].fillna(printed["region_printed"]))
    return {**tables, "partnership_members": read}
