"""The ledger: for each printed number a verdict by computation, and one by other passages.

The words of the verdicts are those of docs/design.md. What a verdict rests on stands beside it: the
rule, the reading, the value found and the hash of the tables it was found in.
"""

from collections import UserDict
from collections.abc import Mapping
from hashlib import sha256
from math import inf

import pandas as pd

from s3analysis.measures.ledger import bindings, independence, reasons
from s3analysis.measures.ledger.bindings import BINDINGS
from s3analysis.measures.ledger.claims import Claim, claims
from s3analysis.measures.ledger.cross_check import CROSS_CHECKS, cross_checks
from s3analysis.measures.ledger.readings import Tables
from s3analysis.measures.ledger.rounding import Range, allowed
from s3analysis.measures.ledger.sensitivity import Headline, changes
from s3analysis.vocabulary import month_words

COMPUTED = (
    "not reproducible",
    "another reading",
    "consistent",
    "reproduced",
    "not a test",
    "not checkable",
)
"""The verdicts by computation, what a reviewer looks for first."""

SUPPORTED = ("consistent", "reproduced")
"""The verdicts by computation on numbers that the data support."""

NEAR = 2
"""Options other than ours that a reading may have to count as another reading. Our choice."""

DIGITS = 12
"""Digits of a hash that are kept."""

UNTESTED = {
    independence.OWN_ROW: "own passage",
    independence.ORDINAL: "own passage",
    independence.OWN_SENTENCE: "own passage",
    independence.OWN_BOUND: "open bound",
}
"""What a claim whose verdict could not fail says in the column how."""

ALL = "all"
"""In place of a document: all of them together."""

FIRST_LINE = 2
"""The line of a file that holds its first row."""

SYNTHETIC = "the data are synthetic, which proves nothing about a printed number"


class Unbound(ValueError):
    """Claims that are said to be computable, and that nothing computes; `lines` names each."""

    exit_code = 5

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        super().__init__("; ".join(lines))

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows in place of a traceback."""
        return [f"Unbound: {line}" for line in self.lines]


class Evidence(UserDict[str, pd.DataFrame]):
    """Tables that note which of them were read; what was not read cannot have been used."""

    def __init__(self, tables: Tables) -> None:
        super().__init__(tables)
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> pd.DataFrame:
        self.read.add(name)
        return self.data[name]

    @property
    def synthetic(self) -> bool:
        """Return whether any table that was read says that a row of it is synthetic."""
        return any(is_synthetic(self.data[name]) for name in self.read)


def is_synthetic(table: pd.DataFrame) -> bool:
    """Return whether a table says, in its column `origin`, that any of its rows is synthetic."""
    return "origin" in table and bool((table["origin"] == "synthetic").any())


def fingerprints(tables: Tables) -> dict[str, str]:
    """Return the sha256 of each table as it stands in its file."""
    return {
        name: sha256(tables[name].to_csv(index=False, lineterminator="\n").encode()).hexdigest()
        for name in tables
    }


def digest(hashes: Mapping[str, str], names: set[str]) -> str:
    """Return the hash of some tables, shortened: of one, that of its file in data/processed."""
    found = [hashes[name] for name in sorted(names)]
    whole = found[0] if len(found) == 1 else sha256("".join(found).encode()).hexdigest()
    return whole[:DIGITS]


def verdicts(tables: Tables, as_of: str) -> pd.DataFrame:
    """Return the ledger: a row is one claim. `as_of` is the month of the member list.

    Columns: those of claims; `low` and `high` (the value found under the default reading; equal for
    a single value, missing where there is none), `rule`, `reading` (default, or "" where none
    bears on it), `computed` (COMPUTED), `reason` (why it is not checkable, see reasons),
    `otherwise` (the options of another reading that gives the number), `untested` (why the value is
    not a test, see independence), `fact` (the same for all tellings of one fact), `tellings` (how
    many there are), `tables` (those it was computed from), `hash` (of these, or of the claims and
    contradictions where nothing was computed), and those of cross_check.cross_checks. Raises
    Unbound.
    """
    parsed = claims(tables)
    require_bound(tables)
    hashes = fingerprints(tables)
    tellings: dict[str, list[Claim]] = {}
    for claim in parsed:
        tellings.setdefault(bindings.fact_of(claim), []).append(claim)
    rows = [
        _row(tables, claim, tellings[bindings.fact_of(claim)], as_of, hashes) for claim in parsed
    ]
    return (
        tables["claims"]
        .merge(pd.DataFrame(rows), on="claim_id", validate="one_to_one")
        .merge(cross_checks(tables, parsed), on="claim_id", validate="one_to_one")
    )


def require_bound(tables: Tables) -> None:
    """Raise Unbound for claims that the record says are computed, and that have no binding."""
    claims = tables["claims"]
    computed = (claims["checkable"] == "yes") & claims["how"].str.startswith("compute")
    unbound = claims.loc[computed & ~claims["quantity"].isin(list(BINDINGS))]
    lines = [
        f"claims.csv, row {row + FIRST_LINE}, quantity: no rule computes {quantity!r} (claim "
        f"{claim_id}); add one to BINDINGS in measures/ledger/bindings.py, or say how the claim is "
        "cross-checked"
        for row, quantity, claim_id in zip(
            unbound.index, unbound["quantity"], unbound["claim_id"], strict=True
        )
    ]
    if lines:
        raise Unbound(lines)


def require_declared(ledger: pd.DataFrame, claims: pd.DataFrame) -> None:
    """Raise Unbound for claims that count as support, or as no test, against what they declare.

    A claim whose value comes from its own passage, or whose bound nothing can fail, says so in
    `how`; a claim that says so is no test. `ledger` is what verdicts returns, `claims` are in the
    order of their file.
    """
    found = claims.merge(ledger[["claim_id", "untested", "computed"]], on="claim_id")
    lines = []
    for row, claim in enumerate(found.to_dict("records"), FIRST_LINE):
        way, should = claim["how"].partition(":")[0], UNTESTED.get(claim["untested"], "")
        where = f"claims.csv, row {row}, how: claim {claim['claim_id']}"
        if should and way != should:
            fault = f"cannot be contradicted by the value found; begin with {should!r}"
            lines.append(f"{where} {fault} in place of {way!r}, so that it is not counted")
        elif way in UNTESTED.values() and claim["computed"] in SUPPORTED:
            fault = f"says {way!r}, and its value can fail; begin with 'compute' or 'cross-check'"
            lines.append(f"{where} {fault}")
    if lines:
        raise Unbound(lines)


def _row(
    tables: Tables, claim: Claim, tellings: list[Claim], as_of: str, hashes: Mapping[str, str]
) -> dict[str, object]:
    """Return what the ledger adds to a claim; `tellings` are all claims of the same fact."""
    evidence = Evidence(tables)
    found, rule, reading = _found(evidence, claim, as_of)
    computed = verdict(claim, found, evidence.synthetic)
    otherwise = ""
    if computed == "not reproducible":
        otherwise = "; ".join(_other_reading(tables, claim, as_of))
        computed = "another reading" if otherwise else computed
    untested = ""
    if found and computed in SUPPORTED:
        same = [each for each in tellings if each.quantity == claim.quantity]
        untested = independence.reason(BINDINGS[claim.quantity], claim, same, found, tables, as_of)
        computed = "not a test" if untested else computed
    unchecked = computed == "not checkable"
    used = evidence.read if found else {"claims", "contradictions"}
    return {
        "claim_id": claim.claim_id,
        "low": found.low if found else None,
        "high": found.high if found else None,
        "rule": SYNTHETIC if found and evidence.synthetic else rule,
        "reading": reading,
        "computed": computed,
        "reason": reasons.reason(claim, synthetic=bool(found)) if unchecked else "",
        "otherwise": otherwise,
        "untested": untested,
        "fact": bindings.fact_of(claim),
        "tellings": len(tellings),
        "tables": "; ".join(sorted(evidence.read)) if found else "",
        "hash": digest(hashes, used),
    }


def verdict(claim: Claim, found: Range | None, synthetic: bool) -> str:
    """Return the verdict by computation on a claim for which a value was found, or none.

    Synthetic data check nothing, whatever they give.
    """
    if found is None or synthetic:
        return "not checkable"
    printed = allowed(claim.value, claim.value_printed, claim.unit, claim.exactness)
    binding = BINDINGS.get(claim.quantity)
    bound = bool(binding and binding.bound) or found.high == inf
    if claim.exactness == "range" and not bound:
        return "reproduced" if found == printed else "not reproducible"
    if not found.meets(printed):
        return "not reproducible"
    exact = claim.exactness == "exact" and found.low == found.high
    return "reproduced" if exact else "consistent"


def _other_reading(tables: Tables, claim: Claim, as_of: str) -> list[str]:
    """Return the options other than ours of the nearest reading that gives a printed number.

    Only readings that differ from ours in NEAR options at most count.
    """
    tried = bindings.values(BINDINGS[claim.quantity], tables, claim, as_of)
    values = [(choice, value.low) for choice, value in tried if value is not None]
    likely = Headline(claim.quantity, claim.as_of, claim, values).likely
    if not likely:
        return []
    options = list(changes(likely[0], values[0][0]).values())
    return options if len(options) <= NEAR else []


def _found(tables: Tables, claim: Claim, as_of: str) -> tuple[Range | None, str, str]:
    """Return the value of a claim under the default reading, the rule, and which reading it is."""
    binding = BINDINGS.get(claim.quantity)
    if binding is None:
        return None, reasons.reason(claim, synthetic=False), ""
    _, found = next(bindings.values(binding, tables, claim, as_of))
    if binding.beside and found:
        return None, f"{binding.beside}; {binding.rule}: {found.low}", ""
    if not bindings.listed(binding, tables, claim, as_of):
        nearest = f"; {binding.rule} of {month_words(as_of)}: {found.low}" if found else ""
        return None, f"{binding.lacking(tables, claim)}{nearest}", ""
    if found is None:
        return None, binding.lacking(tables, claim), ""
    switches = [*binding.switches, *bindings.bridges(binding, tables, claim, as_of)]
    rule = f"{binding.rule} of {month_words(as_of)}" if binding.count else binding.rule
    return found, rule, "default" if switches else ""


def fallen(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return the claims that do not stand: the data give something else, or a passage overrules it.

    A claim that others disagree with is overruled where the contradictions say that it is wrong.
    """
    return ledger.loc[(ledger["computed"] == COMPUTED[0]) | (ledger["holds"] == "no")]


def unchecked(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return why numbers are not checkable: a row is one reason, in the order of REASONS.

    Columns: `reason`, `claims` and `facts` (each counted once).
    """
    by_reason = ledger.loc[ledger["reason"] != ""].groupby("reason")["fact"]
    counted = pd.DataFrame({"claims": by_reason.size(), "facts": by_reason.nunique()})
    order = [reason for reason in reasons.REASONS if reason in counted.index]
    return counted.loc[order].reset_index()


def facts(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return the printed facts, however often each is printed: a row is one fact.

    Columns: `fact`, `tellings`, `computed` and `cross_check`; of several verdicts on its tellings a
    fact has the first of COMPUTED and of CROSS_CHECKS.
    """
    ranked = ledger.assign(
        computed=pd.Categorical(ledger["computed"], COMPUTED, ordered=True),
        cross_check=pd.Categorical(ledger["cross_check"], CROSS_CHECKS, ordered=True),
    )
    by_fact = ranked.groupby("fact", sort=False)
    first = by_fact[["computed", "cross_check"]].min().astype("str")
    return first.assign(tellings=by_fact.size()).reset_index()


def counts(ledger: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return how many claims have each verdict: a row is one document, the last all facts.

    Columns: `document_id` (ALL in the last row, which counts each fact once), `claims`, those of
    COMPUTED, then those of CROSS_CHECKS.
    """
    order = [*documents.sort_values("position")["document_id"], ALL]
    counted = pd.concat([ledger, facts(ledger).assign(document_id=ALL)])
    by_computed = pd.crosstab(counted["document_id"], counted["computed"])
    by_passages = pd.crosstab(counted["document_id"], counted["cross_check"])
    both = pd.concat(
        [
            by_computed.reindex(index=order, columns=list(COMPUTED), fill_value=0),
            by_passages.reindex(index=order, columns=list(CROSS_CHECKS), fill_value=0),
        ],
        axis="columns",
    )
    both.insert(0, "claims", both[list(COMPUTED)].sum(axis="columns"))
    return both.reset_index(names="document_id").rename_axis(columns=None)
