"""The ledger browser: printed numbers by document and by both verdicts."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Literal

import pandas as pd

from s3analysis import contracts
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.ledger import verdicts as exhibits
from s3analysis.exhibits.passages import DOCUMENT_WORDS
from s3analysis.measures.ledger import verdicts as measures
from s3analysis.panels import downloads
from s3analysis.panels.widgets import Control, Panel

ANY = "any"

DOCUMENTS = {ANY: "Any document", **DOCUMENT_WORDS}
COMPUTED = {ANY: "Any verdict", **exhibits.COMPUTED_WORDS}
CROSS_CHECKED = {ANY: "Any verdict", **exhibits.CROSS_CHECK_WORDS}


class Request(contracts.Parameters):
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
        answer=partial(answer, record, measures.verdicts(record, as_of), as_of=as_of),
        csv=partial(downloads.csv, tables=record),
        imports="from s3analysis.measures.ledger import verdicts\n"
        "from s3analysis.panels import ledger\nfrom s3analysis.sources import record",
        call="ledger.answer(\n    record.read_all(),\n"
        f"    verdicts.verdicts(record.read_all(), {as_of!r}),\n    as_of={as_of!r},",
    )


def answer(
    record: Mapping[str, pd.DataFrame], verdicts: pd.DataFrame, *, as_of: str, **given: str
) -> Iterator[Exhibit]:
    """Return the printed numbers with some verdicts. `verdicts` are all, `given` is of a Request.

    Raises contracts.Refused, or ValueError where there is no such number.
    """
    run = contracts.accept(Request, given)
    wanted = {"document_id": run.document, "computed": run.computed, "cross_check": run.cross_check}
    rows = verdicts
    for column, value in wanted.items():
        if value != ANY:
            rows = rows.loc[rows[column] == value]
    if rows.empty:
        words = [DOCUMENTS[run.document], COMPUTED[run.computed], CROSS_CHECKED[run.cross_check]]
        raise ValueError(
            f"No printed number has this choice ({'; '.join(words)}); choose another verdict or "
            "document"
        )
    yield exhibits.chosen(rows, verdicts, record, as_of)
