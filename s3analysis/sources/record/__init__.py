"""The record: folders of CSV tables, each described by the datapackage.json beside them."""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd

from s3analysis.paths import PROCESSED

Tables = Mapping[str, pd.DataFrame]
"""Tables by their names."""

DTYPES = {"integer": "Int64", "number": "Float64"}


class Altered(ValueError):
    """A table is no longer the file that the datapackage.json beside it describes."""

    exit_code = 5


def describe(folder: Path) -> dict[str, Any]:
    """Return the Data Package descriptor of a folder of tables."""
    descriptor: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return descriptor


def resources(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the descriptor of each table of a folder, by its name."""
    return {resource["name"]: resource for resource in describe(folder)["resources"]}


def read(name: str, folder: Path = PROCESSED) -> pd.DataFrame:
    """Return one table, typed by its schema; an empty cell of text is an empty string.

    Raises KeyError for a name that the folder's datapackage.json does not list, and Altered for a
    table whose digest stands there and is another.
    """
    resource = resources(folder)[name]
    path = folder / resource["path"]
    content = path.read_bytes()
    if "hash" in resource and digest(content) != resource["hash"]:
        raise Altered(f"{path.name} in {folder} was changed after it was described")
    fields = tuple((field["name"], field["type"]) for field in resource["schema"]["fields"])
    return _typed(content, fields).copy()


@lru_cache(maxsize=128)
def _typed(content: bytes, fields: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    """Return a table from its file's content: read once, as long as that is the same."""
    return pd.read_csv(
        BytesIO(content),
        encoding="utf-8",
        dtype={name: DTYPES.get(kind, "str") for name, kind in fields},
        keep_default_na=False,
        na_values={name: [""] if kind in DTYPES else [] for name, kind in fields},
    )


def read_all(folder: Path = PROCESSED) -> dict[str, pd.DataFrame]:
    """Return every table of a folder, by its name."""
    return {name: read(name, folder) for name in resources(folder)}


def digest(content: bytes) -> str:
    """Return the digest of a file as a datapackage.json names it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def csv(table: pd.DataFrame) -> str:
    """Return a table as the text of its file: commas, line feeds, nothing quoted in vain."""
    return table.to_csv(index=False, lineterminator="\n")
