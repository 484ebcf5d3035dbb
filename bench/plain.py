"""The report as a plain script: the notebooks' cells in one process, printed by the same printers.

No kernel, no Papermill, no store, no check of the data, nothing published: what the work itself
costs, for the other figures to be compared with. Not to be adjusted to meet a ratio.

python bench/plain.py [FOLDER]
"""

import sys
import tempfile
import time
from pathlib import Path

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat.v4 import output_from_msg

from s3analysis.contracts import CONTRACTS
from s3analysis.paths import NOTEBOOKS
from s3analysis.press.cache import hashes
from s3analysis.press.editions.edition import Edition
from s3analysis.press.prints import printing


def execute(name: str, folder: Path) -> Path:
    """Run a notebook's cells in this process, and write it with what they show."""
    shell = InteractiveShell.instance()
    shell.reset(new_session=True)
    book = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    for number, cell in enumerate(cells, 1):
        with capture_output() as said:
            shell.run_cell(cell.source, store_history=True).raise_error()
        cell.execution_count = number
        cell.outputs = [
            output_from_msg(
                {
                    "header": {"msg_type": "display_data"},
                    "content": {"data": shown.data or {}, "metadata": shown.metadata or {}},
                }
            )
            for shown in said.outputs
        ]
    path = folder / f"{name}.ipynb"
    nbformat.write(book, path)
    return path


def main(folder: Path) -> None:
    """Run the notebooks in the order of the report, print every format, say how long it took."""
    began = time.perf_counter(), time.process_time()
    (folder / "notebooks").mkdir(parents=True, exist_ok=True)
    names = sorted(CONTRACTS)
    notebooks = [execute(name, folder / "notebooks") for name in names]
    ran = time.perf_counter(), time.process_time()
    edition = Edition("2017-07")
    printing.report(
        notebooks,
        folder,
        command=edition.command,
        given=edition.parameters,
        inputs=hashes.files_for("published"),
    )
    done = time.perf_counter(), time.process_time()
    for words, start, end in (("notebooks", began, ran), ("printing", ran, done)):
        print(f"{words}: {end[0] - start[0]:.1f} s, {end[1] - start[1]:.1f} s of processor time")


if __name__ == "__main__":
    if sys.argv[1:]:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as made:
            main(Path(made))
