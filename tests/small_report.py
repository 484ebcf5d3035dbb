"""A report of one exhibit, as the tests of the prints share it."""

import pandas as pd

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.press.prints.document import Document, Figure, Heading, Prose
from s3analysis.press.prints.imprint import Imprint

IMPRINT = Imprint(
    title="Progress of a platform",
    as_of="2017-07",
    data_date="July 2017",
    counting="leads",
    command="s3analysis report",
    version="1",
    inputs={"data/raw/a.csv": "0f" * 32},
)


def exhibit(key: str = "shares", **words: object) -> Exhibit:
    """Return an exhibit of one row; any of its words can be given."""
    given = {
        "title": "A title",
        "subtitle": "Leads",
        "source": "Table 4",
        "table": pd.DataFrame({"Region": ["Skåne"], "Leads": [1300]}),
    }
    return Exhibit(key=key, **(given | words))  # type: ignore[arg-type]


def document(*blocks: Exhibit | Prose | Heading) -> Document:
    """Return a document of one section, its tables and figures numbered."""
    counts = {"table": 0, "figure": 0}
    made: list[Heading | Prose | Figure] = [Heading(2, "Who leads?", "who")]
    for block in blocks:
        if isinstance(block, Exhibit):
            counts[block.kind] += 1
            block = Figure(f"{block.kind.capitalize()} {counts[block.kind]}", block)
        made.append(block)
    return Document(made)
