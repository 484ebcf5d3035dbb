"""The report as a plain script: the notebooks' cells in one process, printed by the same printers.

No kernel, no Papermill, no store, no check of the data, nothing published: what the work itself
costs, for the other figures to be compared with. Not to be adjusted to meet a ratio.

python bench/plain.py [REGION ...]     briefs of these regions; the report where none is named
"""

import sys
import tempfile
import time
from pathlib import Path

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat.v4 import output_from_msg

from s3analysis.press.cache import hashes
from s3analysis.press.cache.tasks import Task
from s3analysis.press.editions.edition import Edition
from s3analysis.press.editions.sweeps import Sweep


def execute(task: Task, folder: Path) -> Path:
    """Run a notebook's cells in this process, and write it with what they show."""
    shell = InteractiveShell.instance()
    shell.reset(new_session=True)
    book = nbformat.read(task.notebook, as_version=4)
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    given = "\n".join(f"{name} = {value!r}" for name, value in task.parameters.items())
    tagged = next(cell for cell in cells if "parameters" in cell.metadata.get("tags", ()))
    tagged.source += f"\n{given}"
    for number, cell in enumerate(cells, 1):
        with shell.display_trap, capture_output() as said:
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
    path = folder / f"{task.name}.ipynb"
    nbformat.write(book, path)
    return path


def main(regions: list[str]) -> None:
    """Run the notebooks in the order of the report, print every format, say how long it took."""
    began = time.perf_counter(), time.process_time()
    edition = Sweep("2017-07", chosen=tuple(regions)) if regions else Edition("2017-07")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "notebooks").mkdir()
        tasks = edition.tasks()
        notebooks = [execute(task, folder / "notebooks") for task in tasks]
        ran = time.perf_counter(), time.process_time()
        edition.print(notebooks, folder, hashes.files_for({}))
    done = time.perf_counter(), time.process_time()
    for words, start, end in (("notebooks", began, ran), ("printing", ran, done)):
        print(f"{words}: {end[0] - start[0]:.1f} s, {end[1] - start[1]:.1f} s of processor time")


if __name__ == "__main__":
    main(sys.argv[1:])
