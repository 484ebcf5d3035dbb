"""An edition: the notebooks run, the pages printed, and put whole in place of the old ones."""

import csv
import io
import json
import platform
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from s3analysis.contracts import CONTRACTS, Parameters, accept
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.paths import HOME, NOTEBOOKS, PROCESSED, RAW, REPORTS, WORKSHOP
from s3analysis.press import document, engine, html, publish
from s3analysis.sources import check, clean, describe, record
from s3analysis.vocabulary import READING_WORDS, month_words

Say = Callable[[str], None]

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell of text for a formula."""


@dataclass(frozen=True)
class Edition:
    """What an edition is made for: the month of its member list, and who counts."""

    as_of: str
    reading: str = "members"

    @property
    def folder(self) -> Path:
        """Return where the edition stands: the default reading has the month's own folder."""
        suffix = "" if self.reading == "members" else f"-{self.reading}"
        return REPORTS / f"{self.as_of}{suffix}"

    @property
    def command(self) -> str:
        """Return the command that makes the edition again."""
        return f"s3analysis report --as-of {self.as_of} --reading {self.reading}"

    def parameters(self) -> list[tuple[Path, Parameters]]:
        """Return each notebook of the report with its parameters, in report order.

        What was transcribed and corrected (00) is an annex and comes last. Raises
        contracts.Refused.
        """
        given = {"as_of": self.as_of, "reading": self.reading}
        return [
            (NOTEBOOKS / f"{name}.ipynb", accept(contract, _known(contract, given)))
            for name, contract in sorted(CONTRACTS.items(), key=lambda item: (item[0] < "01", item[0]))
        ]


def _known(contract: type[Parameters], given: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in given.items() if name in contract.model_fields}


def tidy_record() -> list[str]:
    """Check data/raw, rewrite data/processed from it, and return the names of the files changed.

    Raises check.InvalidRecord, with every violation, before anything is written.
    """
    check.require(RAW)
    package = describe.describe_tidy(record.describe(RAW))
    keys = {each["name"]: each["schema"]["primaryKey"] for each in package["resources"]}
    texts = {
        f"{name}.csv": record.csv(table)
        for name, table in clean.tidy(record.read_all(RAW), keys).items()
    }
    texts["datapackage.json"] = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    changed = [name for name, text in sorted(texts.items()) if _differs(PROCESSED / name, text)]
    for name in changed:
        publish.write(PROCESSED / name, texts[name])
    for stray in sorted(path for path in PROCESSED.glob("*.csv") if path.name not in texts):
        stray.unlink()
        changed.append(stray.name)
    return changed


def _differs(path: Path, text: str) -> bool:
    return not path.is_file() or path.read_bytes() != text.encode()


def make(edition: Edition, say: Say) -> Path:
    """Make an edition and return its page; the old one stands until the new one is whole.

    Raises contracts.Refused, check.InvalidRecord, engine.RunError, document.Unprintable,
    publish.Busy or publish.DiskError; each has an `exit_code`.
    """
    tasks = edition.parameters()
    changed = tidy_record()
    if changed:
        say(f"data/processed: {len(changed)} files written anew from data/raw")
    with publish.staging(edition.folder, WORKSHOP) as staged:
        executed = []
        for notebook, parameters in tasks:
            say(f"running {notebook.stem}")
            output = staged / "notebooks" / notebook.name
            output.parent.mkdir(exist_ok=True)
            engine.run(notebook, parameters.model_dump(), output)
            executed.append(output)
        _print(document.read(executed), edition, staged)
        publish.swap(staged, edition.folder)
    return edition.folder / "index.html"


def _print(report: document.Document, edition: Edition, staged: Path) -> None:
    for figure in report.exhibits:
        exhibit = figure.exhibit
        publish.write(staged / "data" / f"{exhibit.key}.csv", _csv(exhibit))
        if exhibit.svg:
            publish.write(staged / "figures" / f"{exhibit.key}.svg", exhibit.svg)
    inputs = _inputs()
    imprint = html.Imprint(
        title=f"S3P-Industry partnerships: progress, {month_words(edition.as_of)}",
        as_of=edition.as_of,
        data_date=month_words(edition.as_of),
        counting=READING_WORDS[edition.reading],
        command=edition.command,
        version=version("s3analysis"),
        inputs=inputs,
    )
    publish.write(staged / "index.html", html.page(report, imprint))
    manifest = {
        "edition": edition.folder.name,
        "parameters": {"as_of": edition.as_of, "reading": edition.reading},
        "python": platform.python_version(),
        "inputs": inputs,
        "outputs": publish.tree_hashes(staged),
    }
    publish.write(staged / "manifest.json", json.dumps(manifest, indent=1) + "\n")


def _inputs() -> dict[str, str]:
    """Return the SHA-256 of each file the report is made from, by its path in the project."""
    files = sorted([*RAW.glob("*"), *NOTEBOOKS.glob("*.ipynb")])
    return {
        path.relative_to(HOME).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files
    }


def _csv(exhibit: Exhibit) -> str:
    """Return the table of an exhibit as CSV; text that a spreadsheet would run is made text."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow([_safe(column["label"]) for column in exhibit.columns])
    writer.writerows([[_safe(value) for value in row] for row in exhibit.rows])
    return lines.getvalue()


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
