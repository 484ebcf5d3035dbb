"""How an exhibit names the figures and tables of another document.

Until the press numbers it, an exhibit has no number. So a number that stands in its words is never
one of ours: it is the brief's, unless the words name another document.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pandas.api import types

if TYPE_CHECKING:
    from s3analysis.exhibits.exhibit import Exhibit

BARE = re.compile(
    r"(?<![Bb]rief's )(?<!Brief: )(?<!brief 22/2017, )(?<!\bits )"
    r"(?P<what>\b(?:Tables?|Figures?) \d+\b)(?! of (?:the|a) )"
)
VERBATIM = ("Passage", "Printed as", "As printed", "Heading", "Section")
"""Columns that quote a document and stay as it prints them."""


def of_the_brief(text: str) -> str:
    """Return a text in which a bare number of a figure or table says that it is the brief's.

    >>> of_the_brief("Table 3 ends in August, and Figure 5 of the brief before.")
    "The brief's Table 3 ends in August, and Figure 5 of the brief before."
    >>> of_the_brief("JRC policy brief 22/2017, Table 4, and Table 3")
    "JRC policy brief 22/2017, Table 4, and the brief's Table 3"
    """

    def named(found: re.Match[str]) -> str:
        before = text[: found.start()]
        start = not before.strip() or before.rstrip().endswith((".", "?", "!"))
        return f"{'The' if start else 'the'} brief's {found['what']}"

    return BARE.sub(named, text)


def qualified(exhibit: "Exhibit") -> "Exhibit":
    """Return an exhibit whose words and cells name the brief where they give a number of it."""
    table = exhibit.table.copy()
    for place, label in enumerate(table.columns):
        if types.is_string_dtype(table[label]) and label not in VERBATIM:
            table.isetitem(place, table[label].astype("str").map(of_the_brief).array)
    return replace(
        exhibit,
        table=table,
        title=of_the_brief(exhibit.title),
        subtitle=of_the_brief(exhibit.subtitle),
        source=of_the_brief(exhibit.source),
        note=of_the_brief(exhibit.note),
        alt=of_the_brief(exhibit.alt),
    )
