"""Whether a notebook is fit to be compared: run once, from top to bottom, with nothing hidden.

A cell's number is the one Jupyter prints beside it when all goes well: code cells with a source,
counted from 1.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from s3analysis.exhibits.exhibit import MIME, VERSION, Exhibit
from s3analysis.press.runs.monitor import unexpected
from s3analysis.press.runs.notebook_file import code_cells

if TYPE_CHECKING:
    from nbformat import NotebookNode

HIDING = re.compile(r"nbval[-_](ignore[-_]output|skip|raises[-_]exception)|raises-exception", re.I)
"""A comment or a tag by which a cell would be left out of the comparison, or may fail."""

SHELL = re.compile(
    r"get_ipython\(\)\.(system|getoutput|run_cell_magic|run_line_magic\('(sx|sc|system)')"
)
"""What IPython makes of `!command`, and of magics whose failure no one sees."""


HIDDEN = re.compile(r"(hide|remove|no|skip)[-_](cell|input|output|execution).*", re.I)
"""A tag by which a page leaves out a cell, or what it shows."""

KNOWN = {
    "notebook": {"kernelspec", "language_info", "s3analysis", "papermill", "orig_nbformat"}
    | {"title", "authors", "toc", "toc-autonumbering", "toc-showcode", "vscode", "nbformat_minor"},
    "cell": {"tags", "execution", "s3analysis", "papermill", "scrolled", "trusted", "editable"}
    | {"deletable", "collapsed", "jupyter", "slideshow", "vscode", "id"},
    "output": {"needs_background"},
    "exhibit": {field.name for field in fields(Exhibit)} - {"table", "units"}
    | {"version", "kind", "columns", "rows", "svg"},
}
"""What of a notebook, a cell, an output or an exhibit is known to say nothing to a reader, or is
compared: another key might say something that nobody checks."""


class Unreadable(ValueError):
    """A file is no notebook that could be run."""


def read(path: Path) -> "NotebookNode":
    """Return a notebook as of format 4. Raises Unreadable, in one line."""
    import nbformat

    try:
        data = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Unreadable(f"could not be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Unreadable(f"is no UTF-8 text: byte {error.start + 1}") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Unreadable(f"is not valid JSON: {where}: {error.msg}") from error
    try:
        notebook: NotebookNode = nbformat.reads(json.dumps(data), as_version=4)
        nbformat.validate(notebook, relax_add_props=True)
    except Exception as error:
        reason = str(error).strip().splitlines()[0]
        raise Unreadable(f"is JSON, but no notebook: {reason}") from error
    return notebook


def faults(notebook: "NotebookNode", kernel: str | None = None) -> list[str]:
    """Return why a notebook cannot be compared, one line each; none when it can.

    `kernel` is the name of the kernel it is to be run with, if not its own.
    """
    cells = code_cells(notebook)
    if not cells:
        return ["has no code cell: there is nothing to compare"]
    found = list(_kernel(kernel or notebook.metadata.get("kernelspec", {}).get("name", "python3")))
    if all(cell.execution_count is None for cell in cells):
        found.append("was never run: run it from top to bottom, and save it")
    else:
        found += [line for n, cell in enumerate(cells, 1) for line in _order(n, cell)]
        if not any(cell.outputs for cell in cells):
            found.append("shows nothing: there is nothing to compare")
    for number, cell in enumerate(cells, 1):
        found += [f"cell {number} {line}" for line in (*_hides(cell), *_shows(cell))]
    return [*found, *_unseen(notebook)]


def kernels() -> list[str]:
    """Return the names of the kernels that are installed."""
    from jupyter_client.kernelspec import KernelSpecManager

    return sorted(KernelSpecManager().find_kernel_specs())


def _kernel(name: str) -> Iterator[str]:
    known = kernels()
    if name not in known:
        yield f"asks for the kernel {name!r}, which is not installed; here are {', '.join(known)}"


def _order(number: int, cell: Any) -> Iterator[str]:
    if cell.execution_count is None:
        yield f"cell {number} was never run: restart the kernel, run all, and save"
    elif cell.execution_count != number:
        yield (
            f"cell {number} ran as number {cell.execution_count}: the notebook was not run once "
            "from top to bottom; restart the kernel, run all, and save"
        )


def _hides(cell: Any) -> Iterator[str]:
    from IPython.core.inputtransformer2 import TransformerManager

    comments = re.findall(r"(?m)^\s*#+\s*([A-Z_]+)\s*$", cell.source)
    for mark in (*comments, *cell.metadata.get("tags", [])):
        if HIDING.fullmatch(mark):
            yield f"is marked {mark}: no cell may be left out of the comparison, or fail"
    if SHELL.search(TransformerManager().transform_cell(cell.source)):
        yield "asks the shell, or a cell magic, whose failure would not be seen"


def _shows(cell: Any) -> Iterator[str]:
    for output in cell.outputs:
        if output.output_type == "error":
            yield f"ends in an error: {output.ename}: {_first_line(output.evalue)}"
        elif output.get("name") == "stderr" and (line := unexpected(output.text)):
            yield f"wrote to stderr: {line}"
        exhibit = output.get("data", {}).get(MIME)
        if exhibit is not None and exhibit.get("version") != VERSION:
            yield (
                f"shows the exhibit {exhibit.get('key')!r} of version {exhibit.get('version')!r}, "
                f"expected {VERSION}: run it again with this package"
            )


def _unseen(notebook: "NotebookNode") -> Iterator[str]:
    """Yield what a reader would not see, or would see and nobody checks."""
    yield from _unknown("has", "notebook", notebook.metadata)
    for place, cell in enumerate(notebook.cells, 1):
        where = f"({_first_line(str(cell.source))[:40] or 'empty'}, cell {place} of all)"
        jupyter = cell.metadata.get("jupyter", {})
        if cell.cell_type == "raw":
            yield f"has a raw cell, which no one checks {where}"
        if cell.get("attachments"):
            yield f"has a file attached to a text, which no one checks {where}"
        if cell.metadata.get("collapsed") or any(
            jupyter.get(f"{x}_hidden") for x in ("outputs", "source")
        ):
            yield f"hides a cell or what it shows {where}"
        for tag in cell.metadata.get("tags", []):
            if HIDDEN.fullmatch(tag):
                yield f"hides a cell or what it shows: tag {tag} {where}"
        if cell.get("outputs") and not str(cell.source).strip():
            yield f"shows what no code gives {where}"
        yield from _unknown(f"has a cell {where} with", "cell", cell.metadata)
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            known = {key for key in output.get("metadata", {}) if key not in data}
            yield from _unknown(f"has an output {where} with", "output", known)
            if isinstance(data.get(MIME), dict):
                yield from _unknown(f"has an exhibit {where} with", "exhibit", data[MIME])


def _unknown(who: str, what: str, keys: Iterable[str]) -> Iterator[str]:
    if unknown := sorted(set(keys) - KNOWN[what]):
        yield f"{who} {', '.join(map(repr, unknown))}, which no one checks"


def _first_line(text: str) -> str:
    return next(iter(text.strip().splitlines()), "")
