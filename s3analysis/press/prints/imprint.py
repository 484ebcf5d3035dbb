"""What a report says of itself, however it is printed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Imprint:
    """What a report says of itself: title, edition, the data's month, how it was made.

    `run` are its parameters, each with its value and what it means; `changes` is what is to be said
    of an earlier edition. A page among others has the title of their `index`, a `part` of data/ and
    figures/ to itself ("tampere/"), and a `notebook`.
    """

    title: str
    as_of: str
    data_date: str
    counting: str
    command: str
    version: str
    inputs: dict[str, str]
    index: str = ""
    part: str = ""
    notebook: str = ""
    run: tuple[tuple[str, str, str], ...] = ()
    changes: str = ""


LICENCES = (
    "Code: MIT licence. Transcribed facts: CC BY 4.0; the documents they stand in keep their own "
    "rights. Points of the regions: GeoNames (CC BY 4.0). Country outlines: Natural Earth (public "
    "domain)."
)
"""Under which licences a report may be used."""
