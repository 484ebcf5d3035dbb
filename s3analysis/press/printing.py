"""From executed notebooks to the files of an edition."""

import csv
import io
from importlib.metadata import version
from pathlib import Path

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.press import disk, document, html
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
    printed = document.read(notebooks)
    for figure in printed.exhibits:
        exhibit = figure.exhibit
        disk.write(folder / "data" / f"{exhibit.key}.csv", table(exhibit))
        if exhibit.svg:
            disk.write(folder / "figures" / f"{exhibit.key}.svg", exhibit.svg)
    month = month_words(given["as_of"])
    imprint = html.Imprint(
        title=f"S3P-Industry partnerships: progress, {month}",
        as_of=given["as_of"],
        data_date=month,
        counting=READING_WORDS[given["reading"]],
        command=command,
        version=version("s3analysis"),
        inputs=inputs,
    )
    disk.write(folder / "index.html", html.page(printed, imprint))


def table(exhibit: Exhibit) -> str:
    """Return the table of an exhibit as CSV; text that a spreadsheet would run is made text."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow([_safe(column["label"]) for column in exhibit.columns])
    writer.writerows([[_safe(value) for value in row] for row in exhibit.rows])
    return lines.getvalue()


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
