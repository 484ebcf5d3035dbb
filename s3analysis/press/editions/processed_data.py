"""data/processed, made from data/raw once the record has been found without violation.

The folder is exchanged as a whole, like an edition: after a failure, a kill or a full disk it is
the old one or the new one.
"""

import json
from pathlib import Path

import pandas as pd

from s3analysis.paths import PROCESSED, RAW, WORKSHOP
from s3analysis.press.cache import hashes
from s3analysis.press.editions import publish
from s3analysis.sources import record
from s3analysis.sources.record import check, clean, descriptor

NOTE = "checked"
CODE = ("s3analysis/press/editions/processed_data.py", "s3analysis/vocabulary.py")
"""What decides over the record beside its own floor."""


def ensure() -> list[str]:
    """Do as `write`, unless nothing it depends on changed since it last succeeded."""
    return [] if hashes.noted(NOTE) == _depends_on() | _processed() else write()


def outdated() -> list[str]:
    """Check data/raw and return the files that `write` would change; write nothing.

    Raises check.InvalidRecord, with every violation.
    """
    if hashes.noted(NOTE) == _depends_on() | _processed():
        return []
    check.require(RAW)
    return stale()


def require() -> None:
    """Raise check.InvalidRecord where a file of data/processed is not what data/raw gives."""
    why = "is not what data/raw gives; s3analysis clean writes it anew"
    if rows := [[name, pd.NA, "", why] for name in outdated()]:
        raise check.InvalidRecord(PROCESSED, pd.DataFrame(rows, columns=check.COLUMNS))


def write() -> list[str]:
    """Check data/raw, rewrite data/processed from it, and return the names of the files changed.

    Raises check.InvalidRecord, with every violation, before anything is written; publish.Busy where
    another run is writing; or files.DiskError.
    """
    before = _depends_on()
    check.require(RAW)
    texts = contents()
    if changed := _differ(texts):
        publish.put(texts, PROCESSED, WORKSHOP)
    if _depends_on() == before:  # else it was checked while it was being edited
        hashes.note(NOTE, before | _processed())
    return changed


def stale() -> list[str]:
    """Return the files of data/processed that are not what data/raw gives; write nothing."""
    return _differ(contents())


def contents() -> dict[str, str]:
    """Return the text of each file of data/processed, by its name, as data/raw gives it."""
    package = descriptor.describe_tidy(record.describe(RAW))
    texts = {f"{name}.csv": record.csv(table) for name, table in tidied(RAW).items()}
    return texts | {
        "datapackage.json": json.dumps(package, ensure_ascii=False, indent=1) + "\n",
    }


def tidied(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the tables of data/processed as a folder of printed tables gives them."""
    package = descriptor.describe_tidy(record.describe(folder))
    keys = {each["name"]: each["schema"]["primaryKey"] for each in package["resources"]}
    return clean.tidy(record.read_all(folder), keys)


def _differ(texts: dict[str, str]) -> list[str]:
    """Return the files that are missing, that differ, and that do not belong there."""
    here = {path.name: path for path in PROCESSED.glob("*") if not path.name.startswith(".")}
    changed = [
        name
        for name, text in texts.items()
        if name not in here or not here[name].is_file() or here[name].read_bytes() != text.encode()
    ]
    return sorted([*changed, *(here.keys() - texts.keys())])


def _depends_on() -> dict[str, str]:
    """Return what decides over the record: data/raw, the code that checks and cleans, libraries."""
    found = hashes.files().items()
    checking = ("data/raw/", "s3analysis/sources/", *CODE)
    return {name: sha for name, sha in found if name.startswith(checking)} | hashes.environment()


def _processed() -> dict[str, str]:
    return {name: sha for name, sha in hashes.files().items() if name.startswith("data/processed/")}
