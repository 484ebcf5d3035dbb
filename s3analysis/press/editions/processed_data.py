"""data/processed, made from data/raw once the record has been found without violation."""

import json
from pathlib import Path

from s3analysis.paths import PROCESSED, RAW
from s3analysis.press import files as disk
from s3analysis.press.cache import hashes
from s3analysis.sources import record
from s3analysis.sources.record import check, clean, descriptor

NOTE = "checked"
CODE = ("s3analysis/press/editions/processed_data.py", "s3analysis/vocabulary.py")
"""What decides over the record beside its own floor."""


def ensure() -> list[str]:
    """Do as `tidy_record`, unless nothing it depends on changed since it last succeeded."""
    return [] if hashes.noted(NOTE) == _depends_on() | _processed() else tidy_record()


def tidy_record() -> list[str]:
    """Check data/raw, rewrite data/processed from it, and return the names of the files changed.

    Raises check.InvalidRecord, with every violation, before anything is written;
    or files.DiskError.
    """
    before = _depends_on()
    check.require(RAW)
    package = descriptor.describe_tidy(record.describe(RAW))
    keys = {each["name"]: each["schema"]["primaryKey"] for each in package["resources"]}
    texts = {
        f"{name}.csv": record.csv(table)
        for name, table in clean.tidy(record.read_all(RAW), keys).items()
    }
    texts["datapackage.json"] = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    changed = [name for name in sorted(texts) if _differs(PROCESSED / name, texts[name])]
    for name in changed:
        disk.write(PROCESSED / name, texts[name])
    strays = [path for path in sorted(PROCESSED.glob("*.csv")) if path.name not in texts]
    for path in strays:
        with disk.refusals(path):
            path.unlink()
    if _depends_on() == before:  # else it was checked while it was being edited
        hashes.note(NOTE, before | _processed())
    return changed + [path.name for path in strays]


def _differs(path: Path, text: str) -> bool:
    return not path.is_file() or path.read_bytes() != text.encode()


def _depends_on() -> dict[str, str]:
    """Return what decides over the record: data/raw, the code that checks and cleans, libraries."""
    files = hashes.files().items()
    checking = ("data/raw/", "s3analysis/sources/", *CODE)
    return {name: sha for name, sha in files if name.startswith(checking)} | hashes.environment()


def _processed() -> dict[str, str]:
    return {name: sha for name, sha in hashes.files().items() if name.startswith("data/processed/")}
