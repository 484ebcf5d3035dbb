"""Add or replace the fingerprints of some documents: data/raw/fingerprints.csv.

From their texts, whose file names are yours:

    python data/make/fingerprints.py brief=brief.txt interreg=interreg.txt ...
"""

import argparse
import sys
from pathlib import Path

import pandas as pd

from s3analysis.paths import RAW
from s3analysis.sources import record
from s3analysis.sources.record.passages import fingerprint


def replaced(known: pd.DataFrame, texts: dict[str, str]) -> pd.DataFrame:
    """Return fingerprints where those of some documents, by their key, are those of `texts`.

    A row is the digest of three words; documents that `texts` does not name keep theirs.

    >>> known = pd.DataFrame({"document_id": ["a", "b"], "position": 0, "digest": ["0", "1"]})
    >>> replaced(known, {"b": "three words here"})["digest"].tolist()
    ['0', 'c57e5b']
    """
    rows = [
        (document_id, position, digest)
        for document_id, text in texts.items()
        for position, digest in enumerate(fingerprint(text))
    ]
    others = known.loc[~known["document_id"].isin(list(texts))]
    table = pd.concat([others, pd.DataFrame(rows, columns=list(known))], ignore_index=True)
    return table.sort_values(["document_id", "position"], ignore_index=True)


def read_texts(parser: argparse.ArgumentParser, pairs: list[str]) -> dict[str, str]:
    """Return the texts that pairs of a key and a file name; end the command at one unreadable."""
    texts = {}
    for pair in pairs:
        document_id, _, name = pair.partition("=")
        try:
            texts[document_id] = Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            parser.error(f"{pair}: {name or 'no file'} cannot be read as UTF-8 text ({error})")
    return texts


def main(arguments: list[str]) -> None:
    """Write the fingerprints of the documents named into data/raw/fingerprints.csv."""
    parser = argparse.ArgumentParser(
        prog="python data/make/fingerprints.py",
        description="Add or replace the fingerprints of documents in data/raw/fingerprints.csv.",
    )
    parser.add_argument("pairs", nargs="+", metavar="KEY=FILE", help="a document and its text")
    texts = read_texts(parser, parser.parse_args(arguments).pairs)
    table = replaced(record.read("fingerprints", RAW), texts)
    part = RAW / ".fingerprints.part"
    part.write_text(record.csv(table), encoding="utf-8", newline="")
    part.replace(RAW / "fingerprints.csv")
    print(f"{RAW / 'fingerprints.csv'}: fingerprints of {', '.join(texts)} written")


if __name__ == "__main__":
    main(sys.argv[1:])
