"""Text as a cell holds it, and as it is read: the same words, without what cannot be seen.

Each repair is a rule with a name; a cell that no rule touches is not in the log.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

INVISIBLE = re.compile(
    "[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f]"
)
"""Signs without a shape: zero-width spaces, direction marks, soft hyphens, control characters."""

LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХаеорсухіјѕ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABEKMHOPCTYXaeopcyxijs" + "ABEZHIKMNOPTYXo",
)
"""Cyrillic and Greek letters that look like Latin ones."""

ESCAPED = re.compile(r"_x00(0[9AaDd])_")
"""A tabulator or line end as Excel writes it in a text."""

Row = tuple[int, list[str]]
"""A record of a file: its row number, and its cells."""


@dataclass
class Rows:
    """The records of a file before its header is known.

    `kind` is what the file is, `recognised` how it is read, `notes` what is to be told of it.
    `faults` has, by row number and place (the first is 1), why a cell has no text; `filled` says
    that cells missing at the end of a row are empty, `hidden` which rows the file does not show.
    """

    kind: str
    recognised: list[str]
    numbered: Iterator[Row]
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    filled: bool = False
    hidden: set[int] = field(default_factory=set)


LOG = ["row", "column", "as_found", "as_read", "rule"]


def plain(text: str) -> tuple[str, str]:
    r"""Return a text without invisible signs, composed, its spaces single; and the rules used.

    >>> plain("Sk\u00e5ne"), plain("Ska\u030ane\u00a0l\u00e4n")
    (('Skåne', ''), ('Skåne län', 'composed, spaces'))
    """
    if text.isascii() and text.isprintable() and text == " ".join(text.split()):
        return text, ""
    rules = []
    unescaped = ESCAPED.sub(" ", text)
    if unescaped != text:
        rules.append("Excel's sign for a line break")
    seen = INVISIBLE.sub("", unescaped)
    if seen != unescaped:
        rules.append("invisible signs")
    composed = unicodedata.normalize("NFC", seen)
    if composed != seen:
        rules.append("composed")
    single = " ".join(composed.split())
    if single != composed:
        rules.append("spaces")
    return single, ", ".join(rules)


def latin(text: str) -> tuple[str, str]:
    r"""Return a text in Latin letters where a word mixes them with letters that look the same.

    >>> latin("\u0410ndaluc\u00eda")
    ('Andalucía', 'look-alike letters')
    >>> latin("\u0391\u03c4\u03c4\u03b9\u03ba\u03ae")[1]
    ''
    """
    words = [_latin_word(word) for word in text.split(" ")]
    read = " ".join(words)
    return read, "look-alike letters" if read != text else ""


def tidy(cells: pd.Series, column: str, *, names: bool) -> tuple[pd.Series, pd.DataFrame]:
    """Return a column as it is read, and the log of its repairs: a row is one cell.

    Where `names` is true, words of mixed alphabets are read as Latin. Each distinct text is
    looked at once.
    """
    distinct = cells.drop_duplicates()
    read = {text: _read(text, names) for text in distinct}
    log = [
        (row, column, text, read[text][0], read[text][1])
        for row, text in cells.items()
        if read[text][1]
    ]
    return cells.map({text: after for text, (after, _) in read.items()}), pd.DataFrame(
        log, columns=LOG
    )


def _read(text: str, names: bool) -> tuple[str, str]:
    read, rules = plain(text)
    if names:
        read, more = latin(read)
        rules = ", ".join(rule for rule in (rules, more) if rule)
    return read, rules


def _latin_word(word: str) -> str:
    letters = [sign for sign in word if sign.isalpha()]
    has_latin = any(unicodedata.name(sign, "").startswith("LATIN") for sign in letters)
    read = word.translate(LOOKALIKES)
    all_latin = all(
        unicodedata.name(sign, "").startswith("LATIN") for sign in read if sign.isalpha()
    )
    return read if has_latin and all_latin else word
