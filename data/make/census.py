"""Make the census of the numbers that the documents print again: data/raw/numbers.csv.

A number is a word with a digit in it, or a number word. Each is a claim, or stands in the passage
of a transcribed row, or was left out for one of the reasons of LEFT_OUT. Places are counted in
words, as those of the fingerprints are. From the texts, whose file names are yours, after the
fingerprints:

    python data/make/census.py brief=brief.txt interreg=interreg.txt ...

Where no rule says what a number is, the row that stands in numbers.csv is kept; without one the
number is named and nothing is written.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator

import pandas as pd
from fingerprints import asked, replace

from s3analysis.paths import RAW
from s3analysis.sources import record
from s3analysis.sources.record import Tables
from s3analysis.sources.record.numbers import is_number, passages_of
from s3analysis.sources.record.passages import Passages, words

RULES = {
    "web address": r"(?:https?://|www\.)\S*|\S+@\S+\.\w{2,}\S*",
    "telephone number": r"00 800 6 7 8 9 10 11",
    "document number": r"\b(?:COM|SWD) ?[/(]\d+[)/ ]+\d+(?: final)?|CELEX:\w+|doi: ?\S+"
    r"|EUR \d{5} EN|ISBN[\d -]+",
    "name": r"(?<![^\W_])(?:ris3|s3[ps]?|h2020|horizon2020|i4ms|5g|3d\w*|industry +4\.0|ring +4\.0"
    r"|smart (?:regions|specialisation) +2\.0|peer-2-peer|(?:europe|horizon|cars) +2020"
    r"|innosup-1|thematic objective 1|article \d+)(?![^\W_])",
    "figure or table number": r"(?-i:\b(?:Figures?|Tables?) +\d)",
    "footnote mark": r"[^\W\d_]{2,}\d{1,2}\b",
    "page number": r"(?-i:\bp\. +\d+)",
    "list or heading number": r"(?<![^\s(])\(?\d{1,2}[.)](?= +\S)",
}
"""How a number looks that is no claim, by the reason to leave it out."""

LEFT_OUT = (*RULES, "citation", "word without a count", "part of a definition", "said again")
"""Why a number is no claim and in no transcribed row; a citation is the date, the pages or the
number of works that are cited."""

CLASSES = ("claim", "row", *LEFT_OUT)
"""What became of a number: `pointer` names the claim, or the table and key of the row."""

COLUMNS = ["document_id", "section", "position", "printed", "class", "pointer"]


def occurrences(text: str) -> Iterator[tuple[int, str, str]]:
    """Return each number of a text with its place and the reason to leave it out that a rule gives.

    The reason is "" where no rule gives one.

    >>> list(occurrences("See Figure 2: the eight RIS3 strategies (COM/2014/014)"))
    [(2, '2', 'figure or table number'), (4, 'eight', ''), (5, 'RIS3', 'name'), \
(8, '2014', 'document number'), (9, '014', 'document number')]
    """
    text = re.sub(r"\s", " ", unicodedata.normalize("NFC", text))
    spans = [
        (reason, match.span())
        for reason, pattern in RULES.items()
        for match in re.finditer(pattern, text, re.IGNORECASE)
    ]
    for place, match in enumerate(re.finditer(r"\w+", text)):
        if is_number(match.group()):
            inside = (
                reason
                for reason, (begin, end) in spans
                if begin < match.end() and match.start() < end
            )
            yield place, match.group(), next(inside, "")


def census(texts: dict[str, str], tables: Tables, known: pd.DataFrame) -> pd.DataFrame:
    """Return every number of some documents with its class, "" where nothing says what it is.

    `known` are rows of numbers.csv, which decide where no rule does. Columns: COLUMNS.
    """
    known_places = Passages(tables)
    printed: dict[tuple[str, int], tuple[str, str]] = {}
    inside: dict[tuple[str, int], tuple[str, str]] = {}
    values = tables["claims"].set_index("claim_id")["value_printed"]
    for document, section, quote, kind, pointer in passages_of(tables):
        run = words(quote)
        for span in known_places.places(document, quote, section):
            if kind == "claim":
                own = words(values[pointer])
                found = [i for i in range(len(run)) if run[i : i + len(own)] == own]
                for place in range(span[found[0]], span[found[0]] + len(own)):
                    printed.setdefault((document, place), (kind, pointer))
            for place in span:
                inside.setdefault((document, place), (kind, pointer))
    judged = {
        (row["document_id"], row["position"], row["printed"]): row["class"]
        for row in known.loc[known["class"].isin(LEFT_OUT)].to_dict("records")
    }
    sections = tables["sections"]
    rows = []
    for document, text in texts.items():
        for place, word, reason in occurrences(text):
            at = (document, place)
            listed = reason in {"", "list or heading number"} and inside.get(at)
            left_out = judged.get((document, place, word), "") if not reason else ""
            kind, pointer = (
                printed.get(at) or (left_out and (left_out, "")) or listed or (reason, "")
            )
            rows.append((document, _section(sections, document, place), place, word, kind, pointer))
    return pd.DataFrame(rows, columns=COLUMNS)


def _section(sections: pd.DataFrame, document: str, place: int) -> str:
    """Return the shortest section of a document that a place lies in."""
    around = sections.loc[
        (sections["document_id"] == document)
        & (sections["first_word"] <= place)
        & (place < sections["end_word"])
    ]
    length = around["end_word"] - around["first_word"]
    return str(around["section"].iloc[int(length.argmin())])


def main(arguments: list[str]) -> None:
    """Write the census of the documents named into data/raw/numbers.csv."""
    purpose = "Make the census of the numbers of documents in data/raw/numbers.csv again."
    texts = asked("census.py", purpose, arguments)
    tables = record.read_all(RAW)
    found = census(texts, tables, tables["numbers"])
    unknown = found.loc[found["class"] == ""]
    if not unknown.empty:
        print("numbers of no class; add their rows to numbers.csv:", file=sys.stderr)
        for row in unknown.itertuples():
            where = f"{row.document_id}, {row.section}, word {row.position}: {row.printed}"
            print(where, file=sys.stderr)
        sys.exit(5)
    replace("numbers", found, texts)


if __name__ == "__main__":
    main(sys.argv[1:])
