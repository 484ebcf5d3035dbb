"""What the partner finder is asked, and the words that each of its answers uses."""

from typing import Literal

from s3analysis import contracts
from s3analysis.measures.partnerships import proposing
from s3analysis.measures.record import support as matcher
from s3analysis.sources.record import Tables as Tables
from s3analysis.vocabulary import READING_WORDS, month_words

ANY = "any"
DIMENSIONS = {"1": "The first", "2": "The second", "3": "The third"}
"""Of an extract, in its own order."""
LIST = "JRC policy brief 22/2017, Table 4, as read (corrections in the log)"


class Wanted(contracts.OfAnExtract):
    """What the partner finder is asked."""

    notebook = "Partner finder"
    as_of: contracts.Month
    reading: contracts.Reading
    act: Literal["join", "propose"]
    region: contracts.Region
    theme: str
    actor: Literal[*matcher.ACTORS]  # type: ignore[valid-type]  # the keys of a table
    others: tuple[str, ...]
    nesting: Literal[*proposing.NESTING]  # type: ignore[valid-type]  # the keys of a table
    seed: contracts.Seed


def name(record: Tables, region: str) -> str:
    """Return the name of a region."""
    return str(record["regions"].set_index("region_id").loc[region, "name"])


def counted(wanted: Wanted) -> str:
    """Return who counts, as a sentence for a note."""
    return f"Counted: {READING_WORDS[wanted.reading]}, {month_words(wanted.as_of)}."
