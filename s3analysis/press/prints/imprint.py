"""What a report says of itself, however it is printed."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True)
class Imprint:
    """What a report says of itself: title, edition, the data's month, how it was made.

    `run` are its parameters, each with its value and what it means; `changes` is what is to be said
    of an earlier edition. A page among others has the title of their `index`, a `part` of data/ and
    figures/ to itself ("tampere/"), and a `notebook`. `content` is its content id.
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
    content: str = ""

    @property
    def made_by(self) -> str:
        """Return which program made it, and the content id, where there is one."""
        return f"made by s3analysis {self.version}{self.content and f', content {self.content}'}"


def content_id(notebooks: Iterable[Path]) -> str:
    """Return the content id of what prints executed notebooks: 16 digits that follow from them.

    Page, PDF, Word and workbook are prints of these, so whoever has the notebooks can compute it.
    """
    told = [f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in notebooks]
    return sha256("".join(sorted(told)).encode()).hexdigest()[:16]


LICENCES = (
    "Code: MIT licence. Transcribed facts: CC BY 4.0; the documents they stand in keep their own "
    "rights. Points of the regions: GeoNames (CC BY 4.0). Country outlines: Natural Earth (public "
    "domain)."
)
"""Under which licences a report may be used."""
