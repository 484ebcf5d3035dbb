"""Text as a cell holds it, and as it is read: the same words, without what cannot be seen.

Each repair is a rule with a name; a cell that no rule touches is not in the log.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from s3analysis.sources.geography.regions import LOOK_ALIKES
from s3analysis.sources.imported import FIELDS

INVISIBLE = re.compile(
    "[\u200b-\u200f\u2028-\u202e\u2060-\u206f\u061c\u180e\ufeff\ufff9-\ufffb\u00ad"
    "\U000e0000-\U000e007f\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
"""Signs without a shape: zero-width spaces, direction marks, soft hyphens, control characters."""

DOUBTFUL = re.compile("[\u00c2-\u00c5\u00ce-\u00d1\u00e2][^\x00-\x7f]|\ufffd")
"""A sign for a lost letter, or two letters that UTF-8 becomes when read in another encoding."""

ESCAPED = re.compile(r"_x00(0[9AaDd])_")
"""A tabulator or line end as Excel writes it in a text."""

NUMBER = re.compile(r"[-+]?[\d.,' \u00a0\u202f]*\d\s*[%€$£]?|[€$£]\s*[\d.,' ]+")
"""A number, an amount or a percentage."""

Row = tuple[int, list[str]]
"""A record of a file: its row number, and its cells."""


@dataclass
class Rows:
    """The records of a file before its header is known.

    `kind` is what the file is, `recognised` how it is read, `notes` what is to be told of it.
    `faults` has, by row number and place (the first is 1), why a cell has no text; `filled` says
    that cells missing at the end of a row are empty, `hidden` which rows the file does not show,
    `digest` is the SHA-256 of the file.
    """

    kind: str
    recognised: list[str]
    numbered: Iterator[Row]
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    filled: bool = False
    hidden: set[int] = field(default_factory=set)
    digest: str = ""


LIST = "\x1e"
"""What stands between the texts of a list in one cell of JSON."""
WITHIN = "\ue000"
"""What stands between a category and its sub-category that come from two columns."""

LOG = list(FIELDS["import_log"])


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
    twice = DOUBTFUL.search(unescaped) and spoiled(unescaped)  # a half may be a sign unseen
    seen = unescaped if twice else INVISIBLE.sub("", unescaped)
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


def spoiled(text: str) -> str:
    """Return why the letters of a text cannot be right, if so: lost, or encoded twice.

    >>> spoiled("Sant\u00e9"), spoiled("Sant\u00c3\u00a9")
    ('', "is 'Sant\u00e9' in UTF-8, read in another encoding; export the file again")
    """
    if "\ufffd" in text:
        return "has lost letters, shown as \ufffd; export the file again"
    if DOUBTFUL.search(text):
        for encoding in ("cp1252", "latin-1"):
            try:
                right = text.encode(encoding).decode("utf-8")
            except UnicodeError:
                continue
            return f"is {right!r} in UTF-8, read in another encoding; export the file again"
    return ""


def tidy(cells: pd.Series, column: str, *, names: bool) -> tuple[pd.Series, pd.DataFrame]:
    """Return a column as it is read, and the log of its repairs: a row is one cell.

    Where `names` is true, words of mixed alphabets are read as Latin. Each distinct text is
    looked at once.
    """
    read = {text: _read(text, names) for text in cells.unique()}
    return cells.map({text: after for text, (after, _) in read.items()}), log(cells, column, read)


def _read(text: str, names: bool) -> tuple[str, str]:
    read, rules = plain(text)
    if names:
        read, more = latin(read)
        rules = ", ".join(rule for rule in (rules, more) if rule)
    return read, rules


def _latin_word(word: str) -> str:
    letters = [sign for sign in word if sign.isalpha()]
    has_latin = any(unicodedata.name(sign, "").startswith("LATIN") for sign in letters)
    read = word.translate(LOOK_ALIKES)
    all_latin = all(
        unicodedata.name(sign, "").startswith("LATIN") for sign in read if sign.isalpha()
    )
    return read if has_latin and all_latin else word


def log(found: pd.Series, column: str, read: dict[str, tuple[str, str]]) -> pd.DataFrame:
    """Return the log of cells that are read by a rule: `read` has reading and rule of each text."""
    hit = found[found.map({text: bool(rule) for text, (_, rule) in read.items()}).astype("bool")]
    return pd.DataFrame(
        {
            "row": hit.index,
            "column": column,
            "as_found": [text.replace(WITHIN, " > ") for text in hit],
            "as_read": [read[text][0] for text in hit],
            "rule": [read[text][1] for text in hit],
        },
        columns=LOG,
    )


def changes(found: pd.Series, read: pd.Series, column: str, rule: str) -> pd.DataFrame:
    """Return the log of cells that are read otherwise, by one rule."""
    rows = pd.DataFrame({"row": found.index, "column": column, "as_found": found, "as_read": read})
    return rows.assign(rule=rule)[found.ne(read)][LOG]
