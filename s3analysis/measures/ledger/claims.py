"""The numbers that the documents print: what each claim says, and of what."""

from typing import NamedTuple

from s3analysis.measures.ledger.readings import Tables


class Claim(NamedTuple):
    """A row of claims."""

    claim_id: str
    value_printed: str
    value: str
    unit: str
    exactness: str
    scope: str
    as_of: str
    quantity: str
    gist: str
    checkable: str
    how: str
    document_id: str
    section: str
    quote: str


def claims(tables: Tables) -> list[Claim]:
    """Return the claims of the record."""
    columns = (tables["claims"][name] for name in Claim._fields)
    return [Claim(*cells) for cells in zip(*columns, strict=True)]
