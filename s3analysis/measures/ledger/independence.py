"""Whether a value found in the data could have contradicted a printed number.

A value that rests on the claim's own words only, or a bound that hardly any amount or date would
break, agrees by construction. Such agreement is no test and is never counted as support.
"""

from collections import UserDict
from math import inf

import pandas as pd

from s3analysis.measures.ledger.bindings import Binding, values
from s3analysis.measures.ledger.claims import Claim
from s3analysis.measures.ledger.readings import Tables
from s3analysis.measures.ledger.rounding import Range
from s3analysis.sources.record.passages import fingerprint

OWN_ROW, OWN_BOUND, ORDINAL, OWN_SENTENCE = "own row", "own bound", "ordinal", "own sentence"
"""Why a value cannot test a claim: it comes from the claim's own words, or anything fits it."""

EXTRACT = {"extract", "priorities", "priority_labels"}
"""Tables of an imported extract, of which no row comes from a passage."""

LOCATED = ["document_id", "section", "quote"]
OPEN_UNITS = {"EUR", "date", "rank"}
"""Units of which a bound open on one side excludes no value that the data could plausibly take."""


def reason(
    binding: Binding, claim: Claim, tellings: list[Claim], found: Range, tables: Tables, as_of: str
) -> str:
    """Return why a value found cannot test a claim (OWN_ROW and the others above), or "".

    `tellings` are the claims that print the same value of the same quantity, this one included;
    `as_of` is the month of the member list.
    """
    if claim.unit in OPEN_UNITS and (found.low in {0, -inf} or found.high == inf):
        return OWN_BOUND
    if binding.own:
        return binding.own
    own = OwnRows(tables, [(each.document_id, each.section, each.quote) for each in tellings])
    try:  # without the rows of other passages nothing may be found
        _, alone = next(values(binding, own, claim, as_of))
    except (LookupError, ValueError, AttributeError):
        return ""
    return OWN_ROW if alone == found else ""


class OwnRows(UserDict[str, pd.DataFrame]):
    """Tables without the rows that come from other passages than the given ones.

    A row comes from a passage if three words in a row of its quote stand in it. An event comes from
    every passage that reports it. Other tables that name no passage are kept whole.
    """

    def __init__(self, tables: Tables, passages: list[tuple[str, str, str]]) -> None:
        super().__init__(tables)
        self.places = {(document, section) for document, section, _ in passages}
        self.words = {digest for *_, quote in passages for digest in fingerprint(quote)}

    def __getitem__(self, name: str) -> pd.DataFrame:
        table = self.data[name]
        if name == "readings":
            return table
        if name in EXTRACT:
            return table.head(0)
        if name == "events":
            return table.loc[table["event_id"].isin(self["event_reports"]["event_id"])]
        if not set(LOCATED) <= set(table):
            return table
        own = [
            (document, section) in self.places and not self.words.isdisjoint(fingerprint(quote))
            for document, section, quote in zip(*(table[each] for each in LOCATED), strict=True)
        ]
        return table.loc[own]
