"""From executed notebooks to the files of an edition."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.press import disk, document, html
from s3analysis.press.imprint import Imprint
from s3analysis.vocabulary import READING_WORDS, month_words

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell of text for a formula."""


def report(
    notebooks: list[Path],
    folder: Path,
    *,
    command: str,
    given: dict[str, str],
    inputs: dict[str, str],
) -> None:
    """Print executed notebooks into a folder: the page, each table as CSV, each drawing as SVG.

    Raises document.Unprintable or disk.DiskError.
    """
    title = f"S3P-Industry partnerships: progress, {month_words(given['as_of'])}"
    _page(notebooks, folder / "index.html", _imprint(title, command, given, inputs))


def sweep(
    entries: Sequence[html.Entry],
    folder: Path,
    *,
    title: str,
    columns: tuple[str, str],
    note: str,
    command: str,
    given: dict[str, str],
    inputs: dict[str, str],
) -> None:
    """Print a page an executed notebook, notebooks/NAME.ipynb in the folder, and their index.

    Raises document.Unprintable or disk.DiskError.
    """
    index = _imprint(f"{title}, {month_words(given['as_of'])}", command, given, inputs)
    for entry in entries:
        notebook = folder / "notebooks" / f"{entry.name}.ipynb"
        imprint = replace(
            index,
            title=entry.title,
            index=index.title,
            part=f"{entry.name}/",
            notebook=notebook.name,
        )
        _page([notebook], folder / f"{entry.name}.html", imprint)
    disk.write(folder / "index.html", html.index(entries, index, columns, note))


def _page(notebooks: list[Path], path: Path, imprint: Imprint) -> None:
    printed = document.read(notebooks)
    for figure in printed.exhibits:
        exhibit = figure.exhibit
        name = f"{imprint.part}{exhibit.key}"
        disk.write(path.parent / "data" / f"{name}.csv", table(exhibit))
        if exhibit.svg:
            disk.write(path.parent / "figures" / f"{name}.svg", exhibit.svg)
    disk.write(path, html.page(printed, imprint))


def _imprint(title: str, command: str, given: dict[str, str], inputs: dict[str, str]) -> Imprint:
    return Imprint(
        title=title,
        as_of=given["as_of"],
        data_date=month_words(given["as_of"]),
        counting=READING_WORDS[given["reading"]],
        command=command,
        version=version("s3analysis"),
        inputs=inputs,
    )


def table(exhibit: Exhibit) -> str:
    """Return the table of an exhibit as CSV; text that a spreadsheet would run is made text."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow([_safe(column["label"]) for column in exhibit.columns])
    writer.writerows([[_safe(value) for value in row] for row in exhibit.rows])
    return lines.getvalue()


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
