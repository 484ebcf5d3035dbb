"""Which words of the documents are numbers, and which passages the rows rest on."""

import re
from collections.abc import Iterator

from s3analysis.sources.record import Tables

NUMBER_WORD = re.compile(
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|thirty|thirds?"
    "|first|second|half|million|billion|twice|once|annual|both",
    re.IGNORECASE,
)
"""The number words that the documents print."""

BESIDE = {"claims", "contradictions", "readings", "need_services", "numbers"}
"""Tables with quotes of which a row says nothing that its passage prints first."""


def is_number(word: str) -> bool:
    """Return whether a word is a number, or has one in it.

    >>> [is_number(word) for word in ("17", "RIS3", "Eleven", "tension")]
    [True, True, True, False]
    """
    return any(each.isdigit() for each in word) or bool(NUMBER_WORD.fullmatch(word))


def passages_of(tables: Tables) -> Iterator[tuple[str, str, str, str, str]]:
    """Return every passage that a row rests on: document, section, quote, class and pointer.

    Claims come first, in the order of their table; a row is named by its table and its key.
    """
    named = {"claims": tables["claims"]} | {
        name: table for name, table in sorted(tables.items()) if name not in BESIDE
    }
    for name, table in named.items():
        if not {"document_id", "section", "quote"} <= set(table):
            continue
        kind = "claim" if name == "claims" else "row"
        for row in table.loc[table["quote"] != ""].to_dict("records"):
            key = str(row[next(iter(row))])
            pointer = key if kind == "claim" else f"{name}: {key}"
            yield row["document_id"], row["section"], row["quote"], kind, pointer
