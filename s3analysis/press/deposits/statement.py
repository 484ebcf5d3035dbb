"""What a data editor asks for, from the edition and the record: README.md and exhibits.csv.

Nothing here is known from elsewhere: rights and dates are those of the record, and `unknown` where
it says so; who coded what is what the exhibits of the edition say of it.
"""

import csv
import io
import json
from pathlib import Path, PurePosixPath
from typing import Any

from s3analysis.exhibits.exhibit import MIME
from s3analysis.press.editions.manifest import Manifest
from s3analysis.press.prints.html import PAGES

CODED = ("ledger-meanings", "census", "second-coding")
"""Exhibits whose notes say who transcribed and coded, in how many passes, with what agreement."""

COLUMNS = ("exhibit", "kind", "title", "reproduces", "notebook", "cell", "files")

Row = dict[str, Any]


def exhibits(edition: Path, run: Manifest) -> list[Row]:
    """Return each exhibit of an edition: its notebook, cell (as Jupyter numbers it), and files."""
    rows = []
    for path in sorted((edition / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            shown = [output.get("data", {}).get(MIME) for output in cell.get("outputs", ())]
            for data in filter(None, shown):
                rows.append(
                    {
                        "exhibit": data["key"],
                        "kind": data["kind"],
                        "title": data["title"],
                        "reproduces": data.get("reproduces") or "",
                        "notebook": f"edition/notebooks/{path.name}",
                        "cell": cell["execution_count"],
                        "files": _files(data["key"], path.stem, run),
                        "note": data.get("note") or "",
                    }
                )
    return rows


def _files(key: str, notebook: str, run: Manifest) -> list[str]:
    paths = [PurePosixPath(path) for path in run.outputs]
    folders = {"data", "figures", f"data/{notebook}", f"figures/{notebook}"}
    return [f"edition/{path}" for path in paths if path.stem == key and str(path.parent) in folders]


def table(rows: list[Row]) -> str:
    """Return the exhibits as CSV; files of one are parted by blanks."""
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(row | {"files": " ".join(row["files"])} for row in rows)
    return file.getvalue()


def readme(run: Manifest, content: str, rows: list[Row], raw: Path, signed: bool) -> str:
    """Return the README of a deposit; `raw` is its folder of raw tables."""
    package = json.loads((raw / "datapackage.json").read_text("utf-8"))
    with (raw / "documents.csv").open(encoding="utf-8", newline="") as file:
        documents = list(csv.DictReader(file))
    texts = PAGES.overlay(autoescape=False)  # Markdown, read as text
    return texts.get_template("README.md.j2").render(
        run=run,
        content=content,
        package=package,
        documents=documents,
        own=[each for each in package["resources"] if "sources" in each],
        rows=rows,
        coded=[row for row in rows if row["exhibit"] in CODED],
        seconds=sum(task.seconds for task in run.tasks),
        signed=signed,
    )
