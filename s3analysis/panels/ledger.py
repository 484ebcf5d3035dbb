"""The ledger browser: printed numbers by document and by both verdicts."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Literal

import pandas as pd

from s3analysis import contracts
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.ledger import verdicts as tables
from s3analysis.exhibits.passages import DOCUMENT_WORDS
from s3analysis.measures.ledger import verdicts as measures
from s3analysis.panels.widgets import Control, Panel
from s3analysis.vocabulary import amount, month_words

ANY = "any"

SOURCE = "Brief, Interreg Europe brief, DG GROW page, support document and ECCP news, as printed"

DOCUMENTS = {ANY: "Any document", **DOCUMENT_WORDS}
COMPUTED = {ANY: "Any verdict", **tables.COMPUTED_WORDS}
CROSS_CHECKED = {ANY: "Any verdict", **tables.CROSS_CHECK_WORDS}

COLUMNS = [
    "Printed",
    "What it says",
    "Document",
    "Computed",
    "Verdict by computation",
    "Verdict by other passages",
    "Why",
    "Passage",
    "Claim",
    "Data",
]
"""What is shown of the ledger; the exhibits of the report it refers to are not here."""


class Wanted(contracts.Parameters):
    """What the panel is asked."""

    notebook = "Ledger browser"
    document: Literal[*DOCUMENTS]  # type: ignore[valid-type]  # the keys of a table
    computed: Literal[*COMPUTED]  # type: ignore[valid-type]  # the keys of a table
    cross_check: Literal[*CROSS_CHECKED]  # type: ignore[valid-type]  # the keys of a table


def panel(record: Mapping[str, pd.DataFrame], as_of: str) -> Panel:
    """Return the panel over the record, for the member list of a month."""
    return Panel(
        name="ledger",
        controls=(
            Control("document", "Document", DOCUMENTS, ANY),
            Control("computed", "By computation", COMPUTED, "not reproducible"),
            Control("cross_check", "By other passages", CROSS_CHECKED, ANY),
        ),
        answer=partial(answer, whole(record, as_of), as_of=as_of),
        imports="from s3analysis.panels import ledger\nfrom s3analysis.sources import record",
        call=f"ledger.answer(\n    ledger.whole(record.read_all(), {as_of!r}),\n"
        f"    as_of={as_of!r},",
    )


def whole(record: Mapping[str, pd.DataFrame], as_of: str) -> pd.DataFrame:
    """Return the whole ledger as it is read, with its documents: a row is one printed number."""
    verdicts = measures.verdicts(record, as_of)
    given = (verdicts, record["contradictions"], record["sections"])
    rows = [
        tables.ledger(*given, document).assign(Document=words)
        for document, words in DOCUMENT_WORDS.items()
    ]
    return pd.concat(rows, ignore_index=True)[COLUMNS]


def answer(
    ledger: pd.DataFrame, *, as_of: str, document: str, computed: str, cross_check: str
) -> Iterator[Exhibit]:
    """Return the printed numbers with some verdicts. `ledger` is what `whole` returns.

    Raises contracts.Refused, or ValueError where there is no such number.
    """
    asked = {"document": document, "computed": computed, "cross_check": cross_check}
    run = contracts.accept(Wanted, asked)
    words = {
        "Document": DOCUMENTS[run.document],
        "Verdict by computation": COMPUTED[run.computed],
        "Verdict by other passages": CROSS_CHECKED[run.cross_check],
    }
    chosen = {
        label: value
        for (label, value), key in zip(words.items(), asked.values(), strict=True)
        if key != ANY
    }
    rows = ledger
    for label, value in chosen.items():
        rows = rows.loc[rows[label] == value]
    said = "; ".join(f"{label.lower()}: {value}" for label, value in chosen.items())
    if rows.empty:
        raise ValueError(f"No printed number has {said}; choose another verdict or document")
    yield Exhibit(
        key="ledger-chosen",
        title=f"{amount(len(rows), 'printed number')} of {len(ledger)}{', ' * bool(said)}{said}",
        subtitle="Printed numbers with both verdicts, what these rest on, and the passage",
        table=rows.reset_index(drop=True),
        source=SOURCE,
        note=f"Computed from the record and the member list of {month_words(as_of)}.",
    )
