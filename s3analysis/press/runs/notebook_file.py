"""A notebook as a file: read whole, tidied once it was executed, marked where its run failed."""

from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from s3analysis.press import files
from s3analysis.press.runs.errors import NotRunnable, Outcome, RunError

if TYPE_CHECKING:
    from nbformat import NotebookNode

RECORD = "s3analysis"
"""Where a notebook's metadata says how its run ended, and with which parameters."""

WIDGET = "application/vnd.jupyter.widget-view+json"


def read(notebook: Path) -> "NotebookNode":
    """Return a notebook of this or an older format. Raises NotRunnable if it is no whole one."""
    import nbformat

    try:
        nb: NotebookNode = nbformat.reads(notebook.read_text(encoding="utf-8-sig"), as_version=4)
        code_cells(nb)
        return nb
    except OSError as fault:
        why = f"cannot be read: {fault.strerror}"
    except Exception as fault:  # nbformat raises what it stumbles over
        why = f"is not a whole notebook ({type(fault).__name__})"
    raise NotRunnable(notebook.stem, None, "notebook", f"{notebook.name}: {why}") from None


def text(nb: "NotebookNode") -> str:
    """Return a notebook as its file holds it."""
    import nbformat

    return str(nbformat.writes(nb)) + "\n"


def code_cells(nb: "NotebookNode") -> list["NotebookNode"]:
    """Return the cells that a run must execute: code, with a source."""
    return [cell for cell in nb.cells if cell.cell_type == "code" and cell.source.strip()]


def tagged(nb: "NotebookNode", tag: str) -> list["NotebookNode"]:
    """Return the cells that have a tag."""
    return [cell for cell in nb.cells if tag in cell.metadata.get("tags", [])]


def forget_earlier_run(nb: "NotebookNode") -> None:
    """Take out what an earlier run put in: its parameters are not this one's."""
    nb.metadata.pop("papermill", None)
    injected = tagged(nb, "injected-parameters")
    nb.cells = [cell for cell in nb.cells if cell not in injected]


def tidy(nb: "NotebookNode", outcome: Outcome) -> None:
    """Take out what would make two runs differ, and put in how the run ended."""
    given = nb.metadata.pop("papermill", None) or nb.metadata.get(RECORD, {})
    nb.metadata.pop("widgets", None)
    nb.metadata.get("language_info", {}).pop("version", None)
    record = asdict(outcome) | {"parameters": dict(given.get("parameters", {}))}
    del record["seconds"]
    nb.metadata[RECORD] = record
    nb.nbformat_minor = max(nb.nbformat_minor, 5)
    for position, cell in enumerate(nb.cells, 1):
        cell.id = f"cell-{position:03}"
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if not cell.metadata.get("tags"):
            cell.metadata.pop("tags", None)
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop(WIDGET, None)
        if cell.cell_type == "code":
            cell.outputs = _streams_joined(cell.outputs, outcome.status == "completed")


def _streams_joined(outputs: list[dict[str, Any]], complete: bool) -> list[dict[str, Any]]:
    """Join what was printed in a row: in how many pieces it came is chance.

    In a complete run stderr is left out: it was expected, and comes now and then. (nbclient's own
    coalesce_streams takes minutes for one long line.)
    """
    joined: list[dict[str, Any]] = []
    for output in outputs:
        if complete and output.get("name") == "stderr":
            continue
        if joined and output.get("name") and output.get("name") == joined[-1].get("name"):
            joined[-1]["text"] += output["text"]
        else:
            joined.append(output)
    return joined


def partial(output: Path) -> Path:
    """Return where what there is of a failed run is kept: beside the output."""
    return output.with_suffix(".failed.ipynb")


def keep_partial(nb: "NotebookNode", error: RunError, output: str | Path | None) -> None:
    """Write what there is of a failed run beside its output, marked on top and in its metadata."""
    from nbformat.v4 import new_markdown_cell

    if output is None or str(output) == "-" or error.outcome is None:
        return
    tidy(nb, error.outcome)
    banner = f"# This run failed. Nothing below is a result.\n\n    {error}"
    nb.cells.insert(0, new_markdown_cell(banner, id="cell-000"))
    with suppress(files.DiskError):  # the run's own error is the one to tell
        files.write(partial(Path(output)), text(nb))
        error.partial = partial(Path(output))
