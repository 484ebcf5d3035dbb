"""Every violation of the record at once: the schema of each table first, then our rules."""

from pathlib import Path
from typing import Any

import pandas as pd

from s3analysis.sources import record
from s3analysis.sources.record import outside
from s3analysis.sources.record.descriptor import TIDY
from s3analysis.sources.record.rules import (
    claims,
    general,
    needs,
    numbers,
    of,
    readings,
    themes,
    violations,
)

RULES = [
    each for module in (general, themes, needs, claims, readings, numbers) for each in of(module)
]

COLUMNS = ["file", "row", "field", "reason"]


class InvalidRecord(ValueError):
    """The tables of a folder break their contract; `violations` names each cell."""

    exit_code = 5

    def __init__(self, folder: Path, violations: pd.DataFrame) -> None:
        self.folder = folder
        self.violations = violations
        super().__init__(f"{folder}: {len(violations)} violations")


def check(folder: Path) -> pd.DataFrame:
    """Return the violations of a folder of tables: a row is one, with file, row, field and reason.

    The rules that join tables are asked only when every table has its shape, since a missing
    column or an unknown key would make them speak of the wrong thing. They hold for printed tables:
    of tidy ones, which are made from these, the schemas are asked.
    """
    structure = _structure(folder)
    if not structure.empty or record.describe(folder)["name"].endswith(TIDY):
        return structure
    try:
        found = violations(record.read_all(folder), RULES)
    except KeyError as fault:
        why = f"the rules that join tables need {fault}, and no table or column here is called so"
        return pd.DataFrame([["datapackage.json", pd.NA, "", why]], columns=COLUMNS)
    paths = {name: resource["path"] for name, resource in record.resources(folder).items()}
    return found.assign(file=found["table"].map(paths))[COLUMNS]


def require(folder: Path) -> None:
    """Raise InvalidRecord unless the folder holds no violation."""
    found = check(folder)
    if not found.empty:
        raise InvalidRecord(folder, found)


def _telling(errors: list[Any]) -> list[Any]:
    """Return the errors of a table's header alone where it has any: its rows cannot be judged."""
    return [error for error in errors if "#header" in error.tags] or errors


def _reason(error: Any) -> str:
    """Return why frictionless refuses a cell, with what the cell holds."""
    cell = getattr(error, "cell", None)
    return f"{error.note or error.message}{f' (found {cell!r})' if cell else ''}"


def _structure(folder: Path) -> pd.DataFrame:
    """Return what frictionless finds: encoding, shape, type, constraint and key."""
    if found := outside.faults(folder):
        return pd.DataFrame([[file, pd.NA, "", why] for file, why in found], columns=COLUMNS)
    from frictionless import FrictionlessException, Package  # slow, and most runs check nothing

    try:
        report = Package(str(folder / "datapackage.json")).validate()
    except FrictionlessException as error:
        notes = [reason.note for reason in error.reasons] or [error.error.note]
        rows = [["datapackage.json", pd.NA, "", note] for note in notes]
        return pd.DataFrame(rows, columns=COLUMNS)
    rows = [
        [
            Path(task.place).name,
            getattr(error, "row_number", pd.NA),
            getattr(error, "field_name", None) or "",
            _reason(error),
        ]
        for task in report.tasks
        for error in _telling(task.errors)
    ]
    rows += [["datapackage.json", pd.NA, "", error.note] for error in report.errors]
    known = {resource["path"] for resource in record.describe(folder)["resources"]}
    rows += [
        [path.name, pd.NA, "", "not described in datapackage.json"]
        for path in sorted(folder.glob("*.csv"))
        if path.name not in known
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
