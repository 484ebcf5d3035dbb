"""Add or replace the fingerprints of some documents: data/raw/fingerprints.csv.

From their texts, whose file names are yours:

    python data/make/fingerprints.py brief=brief.txt interreg=interreg.txt ...
"""

import argparse
import sys
from pathlib import Path

import pandas as pd

from s3analysis.paths import RAW
from s3analysis.press import files
from s3analysis.sources import record
from s3analysis.sources.record.passages import fingerprint


def fingerprints(texts: dict[str, str]) -> pd.DataFrame:
    """Return the fingerprints of texts by their keys: a row is the digest of three words.

    >>> fingerprints({"b": "three words here"})["digest"].tolist()
    ['c57e5b']
    """
    rows = [
        (document_id, position, digest)
        for document_id, text in texts.items()
        for position, digest in enumerate(fingerprint(text))
    ]
    return pd.DataFrame(rows, columns=["document_id", "position", "digest"])


def asked(prog: str, purpose: str, arguments: list[str]) -> dict[str, str]:
    """Return the texts of the documents that a command names; end it at one unreadable."""
    parser = argparse.ArgumentParser(prog=f"python data/make/{prog}", description=purpose)
    parser.add_argument("pairs", nargs="+", metavar="KEY=FILE", help="a document and its text")
    texts = {}
    for pair in parser.parse_args(arguments).pairs:
        document_id, _, name = pair.partition("=")
        try:
            texts[document_id] = Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            parser.error(f"{pair}: {name or 'no file'} cannot be read as UTF-8 text ({error})")
    return texts


def replace(name: str, found: pd.DataFrame, texts: dict[str, str]) -> None:
    """Write a table of data/raw with the rows found in some documents in place of theirs."""
    known = record.read(name, RAW)
    others = known.loc[~known["document_id"].isin(list(texts))]
    table = pd.concat([others, found]).sort_values(["document_id", "position"], ignore_index=True)
    files.write(RAW / f"{name}.csv", record.csv(table))
    print(f"{RAW / name}.csv: {len(found)} {name} of {', '.join(texts)} written")


def main(arguments: list[str]) -> None:
    """Write the fingerprints of the documents named into data/raw/fingerprints.csv."""
    purpose = "Add or replace the fingerprints of documents in data/raw/fingerprints.csv."
    texts = asked("fingerprints.py", purpose, arguments)
    replace("fingerprints", fingerprints(texts), texts)


if __name__ == "__main__":
    main(sys.argv[1:])
