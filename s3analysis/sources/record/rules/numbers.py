"""What must hold of the census of printed numbers."""

from collections.abc import Iterator

import pandas as pd

from s3analysis.sources.record import Tables
from s3analysis.sources.record.numbers import is_number, passages_of
from s3analysis.sources.record.passages import Passages, words
from s3analysis.sources.record.rules import Violation, rule

AT = ["document_id", "position"]


@rule
def numbers_point_to_their_passage(raw: Tables) -> Iterator[Violation]:
    """Return the numbers whose claim or row is not one, or rests on another place.

    The place of a passage is found by its fingerprints.
    """
    numbers, known = raw["numbers"], Passages(raw)
    pointed = numbers["class"].isin(["claim", "row"])
    reason = "a claim or a row has a pointer, and nothing else has"
    yield "numbers", "pointer", pointed != (numbers["pointer"] != ""), reason
    there = {
        (kind, pointer, document, place)
        for document, section, quote, kind, pointer in passages_of(raw)
        for span in known.places(document, quote, section)
        for place in span
    }
    cells = zip(*(numbers[each] for each in ("class", "pointer", *AT)), strict=True)
    astray = pd.Series([cell not in there for cell in cells], numbers.index, dtype="bool")
    yield "numbers", "pointer", pointed & astray, "the passage of this row has no word there"


@rule
def numbers_lie_in_their_section(raw: Tables) -> Iterator[Violation]:
    """Return the numbers outside the section they name, and words that are no number."""
    numbers = raw["numbers"]
    sections = raw["sections"].set_index(["document_id", "section"])
    span = sections.reindex(pd.MultiIndex.from_frame(numbers[["document_id", "section"]]))
    first, end = span["first_word"].to_numpy(), span["end_word"].to_numpy()
    outside = (numbers["position"] < first) | (numbers["position"] >= end)
    yield "numbers", "position", outside, "not in this section"
    yield "numbers", "printed", ~numbers["printed"].map(is_number), "no number"


@rule
def numbers_of_passages_are_all_there(raw: Tables) -> Iterator[Violation]:
    """Return the claims and rows with a number in their passage that the census lacks."""
    numbers, known = raw["numbers"], Passages(raw)
    cells = zip(*(numbers[each] for each in AT), numbers["printed"].str.casefold(), strict=True)
    counted = set(cells)
    for name, table in raw.items():
        if name == "numbers" or not {"document_id", "section", "quote"} <= set(table):
            continue
        located = table.loc[table["quote"] != ""]
        lacking = [
            any(
                is_number(word) and (document, place, word) not in counted
                for span in known.places(document, quote, section)
                for place, word in zip(span, words(quote), strict=True)
            )
            for document, section, quote in zip(
                located["document_id"], located["section"], located["quote"], strict=True
            )
        ]
        reason = "numbers.csv lacks a number of this passage; make the census again"
        yield name, "quote", pd.Series(lacking, located.index, dtype="bool"), reason
