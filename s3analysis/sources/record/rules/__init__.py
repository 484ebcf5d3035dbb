"""What must hold in the record beyond the schema of each table.

A rule is a generator over the printed tables: it yields a table, a field, which rows break the
rule there, and why. Called, it returns its violations, of which a row is one cell that breaks it.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from types import ModuleType
from typing import Any

import pandas as pd

from s3analysis.sources.record import Tables

COLUMNS = ["table", "row", "field", "reason"]
FIRST_LINE = 2
"""The header is line 1 of a file."""

Violation = tuple[str, str, pd.Series, pd.Series | str]
Rule = Callable[[Tables], pd.DataFrame]


def rule(generator: Callable[[Tables], Iterator[Violation]]) -> Rule:
    """Return a rule from the generator that yields (table, field, broken rows, reason)."""

    @wraps(generator)
    def found(raw: Tables) -> pd.DataFrame:
        parts = [_cells(*violation) for violation in generator(raw)]
        return pd.concat(parts) if parts else pd.DataFrame(columns=COLUMNS)

    return found


def of(module: ModuleType) -> list[Rule]:
    """Return the rules of a module, in its order."""
    return [each for each in vars(module).values() if hasattr(each, "__wrapped__")]


def violations(raw: Tables, rules: Iterable[Rule]) -> pd.DataFrame:
    """Return every violation of the rules, sorted by table and row."""
    found = [rule(raw) for rule in rules]
    return pd.concat(found, ignore_index=True).sort_values(COLUMNS, ignore_index=True)


def each(function: Callable[..., Any], *columns: pd.Series) -> pd.Series:
    """Return what a function makes of the cells of some columns, row by row."""
    made = [function(*cells) for cells in zip(*columns, strict=True)]
    return pd.Series(made, columns[0].index, dtype=None if made else "bool")


def _cells(table: str, field: str, broken: pd.Series, reason: pd.Series | str) -> pd.DataFrame:
    """Return the broken rows of a table as violations; a row with a missing value is broken."""
    hit = broken.index[broken.fillna(True).astype(bool)]
    reasons = reason if isinstance(reason, str) else reason.loc[hit]
    return pd.DataFrame(
        {"table": table, "row": hit + FIRST_LINE, "field": field, "reason": reasons},
        columns=COLUMNS,
    )
