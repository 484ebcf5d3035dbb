"""Where a quote stands in a document whose text is not here: fingerprints of three words in a row.

The source documents are not ours to publish. What is kept of each is one short digest for every
three words that follow each other, in order. A quote of three words or more can then be found, and
placed in its section, by anyone; the text cannot be read back in any practical way. They are made
by data/make/fingerprints.py.
"""

import re
import unicodedata
from hashlib import sha256

from s3analysis.sources.record import Tables

WINDOW = 3
DIGITS = 6
LONGEST_QUOTE = 15


def words(text: str) -> list[str]:
    r"""Return the words of a text: letters and digits only, lower case, composed (NFC).

    >>> words("Over 1,300 smart\nspecialisation priorities")
    ['over', '1', '300', 'smart', 'specialisation', 'priorities']
    """
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())


def fingerprint(text: str) -> list[str]:
    """Return one digest for every three words of a text that follow each other, in order."""
    run = words(text)
    windows = (" ".join(run[i : i + WINDOW]) for i in range(len(run) - WINDOW + 1))
    return [sha256(window.encode()).hexdigest()[:DIGITS] for window in windows]


class Passages:
    """Where words stand in the documents, by their fingerprints and sections."""

    def __init__(self, tables: Tables) -> None:
        self.digests = {
            str(document): rows.sort_values("position")["digest"].tolist()
            for document, rows in tables["fingerprints"].groupby("document_id")
        }
        self.starts: dict[tuple[str, str], list[int]] = {}
        for document, digests in self.digests.items():
            for place, digest in enumerate(digests):
                self.starts.setdefault((document, digest), []).append(place)
        sections = tables["sections"]
        columns = (sections[name].tolist() for name in list(sections))
        self.spans = {
            (document, section): (first, end)
            for document, section, _, first, end in zip(*columns, strict=True)
        }

    def places(self, document: str, quote: str, section: str = "") -> list[range]:
        """Return the places of the words of a quote, wherever it stands: in its section, if told.

        A quote of fewer than three words is found nowhere.
        """
        wanted, run = fingerprint(quote), words(quote)
        digests = self.digests.get(document, [])
        first, end = self.spans.get((document, section), (0, 0))
        return [
            range(start, start + len(run))
            for start in self.starts.get((document, (wanted or [""])[0]), [])
            if digests[start : start + len(wanted)] == wanted
            and (not section or (first <= start and start + len(run) <= end))
        ]

    def why_not(self, document: str, section: str, quote: str) -> str:
        """Return why a quote is not in a section, or nothing where it is."""
        if len(words(quote)) < WINDOW or len(quote.split()) > LONGEST_QUOTE:
            return f"a quote has three to {LONGEST_QUOTE} words: {quote!r}"
        if (document, section) not in self.spans:
            return f"no section {section!r} in document {document!r}"
        if self.places(document, quote, section):
            return ""
        place = f"section {section}" if self.places(document, quote) else "document"
        return f"quote is not in {place} of {document!r}: {quote!r}"
