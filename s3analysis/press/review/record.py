"""What a review compared, kept: a page, JSON, the notebooks as run again, and a codecheck.yml.

The folder is a bundle as CODECHECK asks for (configuration specification 2.0): a reviewer
completes codecheck.yml and signs it, and with it, by their SHA-256, all other files. Two reviews
that find the same write the same bytes, but for the time in codecheck.yml.
"""

import json
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from s3analysis.press import files

CELL = "s3analysis cell"
"""The property of a test report that holds what was compared in a cell, and what it shows now."""

SPECIFICATION = "https://codecheck.org.uk/spec/config/2.0/"
CONFIGURATION = "codecheck.yml"
TO_COMPLETE = """\
---
# To be completed by the reviewer: every value that is still empty. Then sign the file, and with it
# all that its manifest names: ssh-keygen -Y sign -f KEY -n codecheck codecheck.yml
"""
AGREES, DIFFERS, FAILED, UNFIT = "as committed", "differs", "failed", "cannot be compared"
PASSED_OVER = "not compared"


class Recorder:
    """A plugin of pytest that hears how each cell of a review went, and writes the record."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder, self.root = folder, root
        self.notebooks: dict[str, list[dict[str, Any]]] = {}
        self.outputs: dict[str, dict[int, list[Any]]] = {}
        require_free(folder)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what a test of the review found; a cell that was passed over is noted too."""
        if report.when != "call" and (report.when == "teardown" or report.passed):
            return
        path, _, name = report.nodeid.partition("::")
        cell = dict(report.user_properties).get(CELL)
        told: dict[str, Any] = {"what": name.rpartition("::")[2], "outcome": AGREES}
        if isinstance(cell, dict):
            told |= {key: cell[key] for key in ("outcome", "compared")}
            self.outputs.setdefault(path, {})[cell["number"]] = cell["outputs"]
        if not report.passed:
            if not isinstance(cell, dict):
                told["outcome"] = PASSED_OVER if report.skipped else UNFIT
            said = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
            told["said"] = said.splitlines()
        self.notebooks.setdefault(path, []).append(told)

    def pytest_sessionfinish(self) -> None:
        """Write the record of what was compared, if anything was."""
        if self.notebooks:
            write(self.folder, self.root, self.notebooks, self.outputs)


def require_free(folder: Path) -> None:
    """Raise pytest.UsageError where a record may not be put: what is not ours, or is signed."""
    config = folder / CONFIGURATION
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    try:
        about = yaml.safe_load(config.read_text("utf-8"))
        begun = any(about[name] for name in ("certificate", "report"))
        begun = begun or any(each["name"] for each in about["codechecker"])
    except (OSError, ValueError, LookupError, TypeError, yaml.YAMLError):
        raise pytest.UsageError(f"{folder} holds no record of a review: name another") from None
    if begun or config.with_suffix(".yml.sig").exists():
        raise pytest.UsageError(
            f"{config} was completed by a reviewer: move {folder} away, or name another folder"
        )


def write(
    folder: Path,
    root: Path,
    notebooks: dict[str, list[dict[str, Any]]],
    outputs: dict[str, dict[int, list[Any]]],
) -> None:
    """Write the record of a review into a folder, in place of the last one. Raises DiskError."""
    from s3analysis.press.prints import html

    with files.refusals(folder):
        files.remove(folder)
    record = {"made_by": "s3analysis", "format": 1, "about": _about(root), "rules": rules()}
    record["notebooks"] = [
        {"notebook": path, "outcome": _outcome(tests), "sha256": _sha(root / path), "cells": tests}
        for path, tests in sorted(notebooks.items())
    ]
    for path, shown in outputs.items():
        files.write(folder / "notebooks" / Path(path).name, _as_run(root / path, shown))
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    files.write(folder / "codecheck" / "review.json", text)
    files.write(folder / "codecheck" / "review.html", html.review(record))
    files.write(folder / CONFIGURATION, _configuration(folder, root, record))


def rules() -> dict[str, str]:
    """Return by what rule each kind of content is compared."""
    from s3analysis.press.review import differences as by

    return {
        "exhibit": "title, notes, columns and cells, each row with the row of the same name; a "
        f"float within {by.RELATIVE:g} of its size (at most {by.LARGE:g}), all else exactly",
        "drawing": "its words exactly, and how it looks, pixel by pixel",
        "text": f"without blanks; a printed float within {by.PRINTED:g} of its size, and a number "
        f"of up to {by.EXACT} decimals exactly",
        "other": "strictly, by nbval; a float to 14 digits",
    }


def _about(root: Path) -> dict[str, Any]:
    """Return on what machine and with what a review was made."""
    from s3analysis.press.editions import manifest

    lock, git = root / "requirements.lock", manifest.git(root)
    return {
        "revision": git.revision if git else "unknown",
        "with uncommitted changes": git.dirty if git else "unknown",
        "machine": f"{platform.platform()}, {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "requirements.lock": _sha(lock) if lock.is_file() else "none",
        "packages": manifest.packages(lock),
    }


def _outcome(tests: list[dict[str, Any]]) -> str:
    found = [test["outcome"] for test in tests]
    return next((each for each in (UNFIT, FAILED, DIFFERS) if each in found), AGREES)


def _as_run(path: Path, shown: dict[int, list[Any]]) -> str:
    """Return a notebook with what its cells show now; one that did not run shows nothing."""
    import nbformat

    from s3analysis.press.review import readiness
    from s3analysis.press.runs.notebook_file import code_cells

    book = readiness.read(path)
    for number, cell in enumerate(code_cells(book), 1):
        cell.outputs = [nbformat.from_dict(each) for each in shown.get(number, [])]
        cell.execution_count = number if number in shown else None
        for result in (each for each in cell.outputs if "execution_count" in each):
            result.execution_count = number  # nbval has the kernel count nothing
    return f"{nbformat.writes(book)}\n"


def _configuration(folder: Path, root: Path, record: dict[str, Any]) -> str:
    """Return the codecheck.yml of a record, with empty places for what a reviewer alone knows."""
    cited: dict[str, Any] = {}
    if (root / "CITATION.cff").is_file():
        cited = yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))
    others = [f"https://doi.org/{each['doi']}" for each in cited.get("references", [])]
    outcomes = {f"{Path(each['notebook']).name}": each["outcome"] for each in record["notebooks"]}
    agree = list(outcomes.values()).count(AGREES)
    told = {
        "version": SPECIFICATION,
        "paper": {
            "title": cited.get("title", ""),
            "authors": [
                {"name": each.get("name", ""), "ORCID": each.get("orcid", "")}
                for each in cited.get("authors", [{}])
            ],
            "reference": cited.get("url", ""),
            "reference-other": others,
        },
        "manifest": [
            {"file": path, "comment": f"{outcomes.get(Path(path).name, 'record')}; sha256 {digest}"}
            for path, digest in files.tree_hashes(folder).items()
        ],
        "codechecker": [{"name": "", "ORCID": ""}],
        "summary": f"{agree} of {len(outcomes)} notebooks, run again, show what was committed.",
        "repository": cited.get("repository-code", ""),
        "check_time": datetime.now(UTC).isoformat(timespec="seconds"),
        "certificate": "",
        "report": "",
    }
    text: str = yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=100)
    return TO_COMPLETE + text


def _sha(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def compared(old: dict[str, Any], mime: str) -> Iterator[tuple[str, str]]:
    """Yield what is compared in an output, by its kinds of content, and the rule for each."""
    if mime in old:
        yield f"exhibit {old[mime]['key']}", "exhibit"
        if old[mime]["svg"]:
            yield f"drawing of {old[mime]['key']}", "drawing"
    for kind, part in old.items():
        if kind.startswith("image/"):
            yield kind, "drawing"
        elif kind != mime:
            yield kind, "text" if isinstance(part, str) else "other"
