"""Sheets of a workbook as rows of text cells: XLSX, XLSB, XLS and ODS.

A workbook of 25 kB can unpack to gigabytes; so it is opened by a process of its own
(`workbook_process`), which ends where it takes more memory or time than any list needs.
"""

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from s3analysis.sources.extracts.cells import Row, Rows
from s3analysis.sources.extracts.import_errors import refuse, some

OLD = b"\xd0\xcf\x11\xe0"
"""How a file of Excel 2003 or older begins, and one that a password protects."""
PROGRAM = Path(__file__).with_name("workbook_process.py")
UNCHECKED = "hidden rows, errors and formulas without a value cannot be told in this kind of file"


def sheets(name: str, raw: bytes, told: str) -> dict[str, Rows]:
    """Return the sheets that may be meant, by name: the one `told`, else those with data in sight.

    A cell inside a merged range has the value of the range. Raises InvalidExtract.
    """
    made, rows, same = dict[str, Rows](), list[Row](), dict[str, str]()
    command = [sys.executable, "-I", str(PROGRAM), told]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        given, told_back = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
        with suppress(BrokenPipeError), given:
            given.write(raw)
        for line in told_back:
            said = json.loads(line)
            if isinstance(said, str):
                refuse(name, said)
            if isinstance(said[0], str):
                rows = []
                made[said[1]] = _rows(said, rows)
            else:
                rows.append((said[0], [same.setdefault(cell, cell) for cell in said[1]]))
    if process.returncode:
        refuse(
            name,
            "takes more memory or time to open than a list does; delete what lies far from the "
            "table, or copy the table to a new workbook",
        )
    return made


def _rows(said: list[Any], rows: list[Row]) -> Rows:
    """Return the rows of a sheet, which are still to come, with what is told of it."""
    kind, sheet, notes, hidden, faults = said
    if kind in {"XLS", "XLSB"}:
        notes = [UNCHECKED, *notes]
    if hidden:
        notes = [
            f"rows hidden in the file, and read all the same: {some(hidden)}; "
            'to leave them out say skip_rows = ["hidden"] in [file]',
            *notes,
        ]
    found = {(row, column): reason for row, column, reason in faults}
    recognised = [kind, f"sheet {sheet!r}"]
    return Rows(kind, recognised, iter(rows), found, notes, filled=True, hidden=set(hidden))
