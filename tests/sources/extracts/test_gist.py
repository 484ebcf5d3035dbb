"""Gist, not copy: outside quotes and printed names, no long run of words is a document's own."""

import pandas as pd
import pytest

from s3analysis.paths import RAW
from s3analysis.sources import record
from s3analysis.sources.record.passages import WINDOW, fingerprint

LONGEST = 12
PRINTED = ("quote", "_printed")
ADDRESS = "https://"  # a page has one address, whatever words it is made of


@pytest.fixture(scope="module")
def places():
    """Where each digest stands: document and position."""
    found: dict[str, set[tuple[str, int]]] = {}
    for row in record.read("fingerprints", RAW).itertuples():
        found.setdefault(row.digest, set()).add((row.document_id, row.position))
    return found


def longest_shared_run(text, places):
    """Return the most words in a row that a text shares with a document (0 below three)."""
    longest = 0
    runs: dict[tuple[str, int], int] = {}
    for digest in fingerprint(text):
        here = places.get(digest, set())
        runs = {(document, at): runs.get((document, at - 1), 0) + 1 for document, at in here}
        longest = max([longest, *runs.values()])
    return longest + WINDOW - 1 if longest else 0


def test_a_run_of_a_document_is_measured(places):
    quote = "over 1,300 smart specialisation priorities have been encoded in the"
    assert longest_shared_run(quote, places) == 11
    assert longest_shared_run("Ours: nothing of the kind", places) == 0


@pytest.mark.parametrize("name", sorted(record.resources(RAW)))
def test_no_table_copies_more_than_twelve_words_in_a_row(name, places):
    table = pd.read_csv(RAW / f"{name}.csv", dtype="str", keep_default_na=False)
    for column in [each for each in table if not each.endswith(PRINTED)]:
        ours = table.loc[~table[column].str.startswith(ADDRESS), column]
        for cell in ours.unique():
            assert longest_shared_run(cell, places) <= LONGEST, (column, cell)
