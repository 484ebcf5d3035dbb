"""What is wrong with a file that a person gave: every problem at once, each with its place."""

import os
from pathlib import Path
from stat import S_ISREG
from typing import NoReturn

import pandas as pd

COLUMNS = ["file", "row", "column", "reason"]
SHOWN = 40
"""Kinds of problem that are said on the terminal; the others are counted."""
ROWS = 3
"""Rows that are named for one kind of problem; the others are counted."""


class InvalidExtract(ValueError):
    """A file that cannot be imported: `problems` has file, row, column and reason of each."""

    exit_code = 5

    def __init__(self, problems: pd.DataFrame) -> None:
        self.problems = problems.reset_index(drop=True)
        super().__init__(f"{len(problems)} problems")

    @property
    def lines(self) -> list[str]:
        """Return the problems as lines, one for rows alike; how many more, and what to do."""
        alike = self.problems.groupby(["file", "column", "reason"], sort=False)["row"]
        told = [_line(rows.tolist(), *map(str, kind)) for kind, rows in alike]
        shown, more = told[:SHOWN], max(len(told) - SHOWN, 0)
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems):,} problems"
        end = f"{count}; nothing was imported: mend the file or the mapping, and import again"
        return [*shown, *([f"... and {more:,} more"] if more else []), end]


def one(file: str, reason: str, row: int = 0, column: str = "") -> pd.DataFrame:
    """Return one problem as a frame; row 0 is the file as a whole."""
    return pd.DataFrame([[file, row or pd.NA, column, reason]], columns=COLUMNS)


def many(file: str, rows: pd.Index, column: str, reason: "str | pd.Series") -> pd.DataFrame:
    """Return a problem for each row, of one column."""
    reasons = reason if isinstance(reason, str) else reason.to_numpy()
    return pd.DataFrame(
        {"file": file, "row": rows, "column": column, "reason": reasons}, columns=COLUMNS
    )


def of_texts(found: pd.Series, column: str, reasons: dict[str, str]) -> pd.DataFrame:
    """Return a problem for each cell whose text has a reason."""
    hit = found[found.map({text: bool(r) for text, r in reasons.items()}).astype("bool")]
    return many("", hit.index, column, hit.map(reasons))


def refuse(file: str, reason: str, row: int = 0, column: str = "") -> NoReturn:
    """Raise InvalidExtract for one problem."""
    raise InvalidExtract(one(file, reason, row, column)) from None


def refuse_all(found: list[pd.DataFrame]) -> None:
    """Raise InvalidExtract for several problems, if there are any."""
    if found:
        raise InvalidExtract(pd.concat(found, ignore_index=True)) from None


def some(rows: list[int]) -> str:
    """Return the first rows of several, and how many more there are.

    >>> some([2, 3]), some([2, 3, 5, 8, 9])
    ('2, 3', '2, 3, 5 and 2 more')
    """
    shown = ", ".join(f"{row:,}" for row in rows[:ROWS])
    return f"{shown} and {len(rows) - ROWS:,} more" if len(rows) > ROWS else shown


def _line(rows: list[object], file: str, column: str, reason: str) -> str:
    numbers = [row for row in rows if isinstance(row, int)]  # pd.NA: the file as a whole
    place = f", row{'s' if len(numbers) > 1 else ''} {some(numbers)}" if numbers else ""
    return f"{file}{place}{f', column {column}' if column else ''}: {reason}"


def contents(path: Path, most: int) -> bytes:
    """Return the bytes of a regular file. Raises ValueError with the reason where it is none."""
    try:
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            status = os.fstat(file.fileno())
            if not S_ISREG(status.st_mode):
                raise ValueError("is no file but a pipe or a device; give a file on disk")
            raw = file.read(most + 1) if status.st_size <= most else b""
    except OSError as error:
        raise ValueError(f"cannot be read: {(error.strerror or str(error)).lower()}") from None
    if max(status.st_size, len(raw)) > most:
        raise ValueError(f"has more than {most:,} bytes; split it")
    return raw
