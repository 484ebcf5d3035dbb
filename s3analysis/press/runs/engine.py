"""Run one notebook with Papermill, and tell the truth about it.

A run is complete when every code cell with a source ran, in order, and nothing went wrong
anywhere: no error (in a widget neither), no stderr but what monitor.EXPECTED_STDERR lists, no limit
exceeded. Anything else raises one of the family of RunError, each with its exit code.

A cell's number is the one Jupyter prints beside it when all goes well: code cells with a source,
counted from 1, the injected parameters among them.

Papermill, nbformat and the kernel's client are imported when a run begins: they take their time,
and Papermill imports this module (its entry point) while it is itself half imported.
"""

import logging
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Any

from s3analysis.press import files
from s3analysis.press.runs import notebook_file
from s3analysis.press.runs.errors import (
    CellStatus,
    KernelMissing,
    NotebookFailed,
    NotRunnable,
    Outcome,
    RunError,
    WarmProcessDied,
)
from s3analysis.press.runs.limits import MB, Limits
from s3analysis.press.runs.monitor import Watch, signals

if TYPE_CHECKING:
    from nbformat import NotebookNode

ENGINE = "s3analysis"
DEFAULT = Limits()
MARK = "\N{BYTE ORDER MARK}"

log = logging.getLogger(__name__)
SILENT = logging.NullHandler()  # what nbclient and Papermill log, our exceptions say
log.addHandler(SILENT)
unsaid = log.getChild("nbclient")
unsaid.addHandler(SILENT)
unsaid.propagate = False  # an error while it is said would leave nbclient waiting for a dead kernel


class S3AnalysisEngine:
    """The engine Papermill finds by the name `s3analysis`. It asks an engine for these three."""

    @classmethod
    def execute_notebook(
        cls,
        nb: "NotebookNode",
        kernel_name: str,
        output_path: str | None = None,
        input_path: object = None,
        save_to: Path | None = None,
        name: str = "",
        limits: Limits | None = None,
        execution_timeout: float | None = None,
        progress_bar: bool = False,
        **_: object,
    ) -> "NotebookNode":
        """Return the notebook, executed and tidied; or raise, the partial one beside the output.

        On Papermill's own command line an error is a line, and the exit code is ours.
        """
        source = Path(input_path) if isinstance(input_path, str) else None
        output = save_to or (Path(output_path) if output_path and output_path != "-" else None)
        if not save_to and output:  # under --cwd, Papermill's paths are still those of its caller
            from papermill.iorw import papermill_io

            caller = vars(papermill_io.get_handler("local")).get("_cwd") or ""
            source, output = source and Path(caller, source), Path(caller, output)
        name = name or (source.stem if source else "notebook")
        cwd = None if save_to else Path.cwd()  # Papermill's is that of its caller, or --cwd
        limits = limits or Limits()
        limits = replace(limits, cell=execution_timeout) if execution_timeout else limits
        with _in_papermills_words():
            _admit(name, nb, kernel_name, source, output)
            as_given = deepcopy(nb)
            try:
                return _execute(name, nb, kernel_name, output, cwd, limits, progress_bar)
            except WarmProcessDied as died:
                log.warning("%s; it runs again", died)
            return _execute(name, as_given, kernel_name, output, cwd, limits, progress_bar)

    @classmethod
    def nb_kernel_name(cls, nb: "NotebookNode", name: str | None = None) -> str:
        """Return the kernel's name, Python's where the notebook names none."""
        return str(name or nb.metadata.get("kernelspec", {}).get("name") or "python3")

    @classmethod
    def nb_language(cls, nb: "NotebookNode", language: str | None = None) -> str:
        """Return the language parameters are written in."""
        return str(language or nb.metadata.get("kernelspec", {}).get("language") or "python")


def run(
    notebook: Path, parameters: dict[str, str], output: Path, limits: Limits = DEFAULT
) -> Outcome:
    """Return the outcome of a complete run, its executed notebook written whole to `output`.

    Raises contracts.Refused, one of the family of RunError, or files.DiskError; then `output` is as
    it was, and what there is of the executed notebook lies beside it as *.failed.ipynb. Runs may go
    side by side in threads; each has a working folder of its own, which goes with its kernel.
    """
    began = time.monotonic()
    _admit_output(notebook.stem, notebook, output)
    from papermill.engines import papermill_engines
    from papermill.execute import execute_notebook

    nb = notebook_file.read(notebook)
    notebook_file.forget_earlier_run(nb)
    _admit_parameters(notebook.stem, nb, parameters)  # before Papermill makes a cell of them
    logging.getLogger("papermill").addHandler(SILENT)
    papermill_engines.register(ENGINE, S3AnalysisEngine)
    done = execute_notebook(
        nb,
        None,
        parameters,
        ENGINE,
        kernel_name=S3AnalysisEngine.nb_kernel_name(nb),
        language=S3AnalysisEngine.nb_language(nb),
        progress_bar=False,
        save_to=output,
        name=notebook.stem,
        limits=limits,
    )
    files.write(output, notebook_file.text(done))
    with files.refusals(output):
        notebook_file.partial(output).unlink(missing_ok=True)
    record = done.metadata[notebook_file.RECORD]
    cells = tuple(CellStatus(**cell) for cell in record["cells"])
    return Outcome(record["status"], time.monotonic() - began, cells, record["message"])


def _execute(
    name: str,
    nb: "NotebookNode",
    kernel_name: str,
    output: Path | None,
    cwd: Path | None,
    limits: Limits,
    progress_bar: bool,
) -> "NotebookNode":
    from papermill.engines import NotebookExecutionManager

    from s3analysis.press.runs.kernels import PrivateKernelManager, close_loop

    manager = NotebookExecutionManager(nb, progress_bar=progress_bar, autosave_cell_every=0)
    manager.notebook_start()
    kernel = PrivateKernelManager(cwd, kernel_name=kernel_name, log=log)
    watch = Watch(name, nb, kernel, limits)
    try:
        with watch, signals():
            _run_cells(nb, manager, watch)
        if watch.reason:
            raise watch.reason
        notebook_file.tidy(nb, watch.outcome(None))
        size = len(notebook_file.text(nb).encode())
        if size > limits.notebook_size:
            what = f"is larger than {limits.notebook_size / MB:g} MB"
            raise watch.error(NotebookFailed, what, None)
    except RunError as error:
        error.outcome = watch.outcome(error)
        notebook_file.keep_partial(nb, error, output)
        raise
    finally:
        manager.cleanup_pbar()
        close_loop()
    return nb


def _run_cells(nb: "NotebookNode", manager: Any, watch: Watch) -> None:
    """Run the cells, and see that all went well. Raises RunError."""
    from nbclient.exceptions import DeadKernelError

    from s3analysis.press.runs.kernels import ListeningClient

    client = ListeningClient(
        manager,
        km=watch.kernel,
        hear=watch.on_message,
        on_cell_execute=watch.on_cell_start,
        on_cell_executed=watch.on_cell_done,
        log=unsaid,
        record_timing=False,
        iopub_timeout=30,
        shell_timeout_interval=1,
        shutdown_kernel="immediate",
    )
    try:
        client.execute()
        watch.on_cell_done()  # what was said after the last cell
        _check(nb, watch, client.widget_state)
    except (DeadKernelError, RuntimeError, TimeoutError) as fault:
        raise watch.reason_of(fault) from fault
    if lost := watch.kernel.left():
        what = f"left {lost[0]} in its working folder, which goes with its kernel"
        raise watch.error(NotebookFailed, f"{what}: give a file its place", None)


@contextmanager
def _in_papermills_words() -> Iterator[None]:
    """Have Papermill's own command line, if it is that, tell an error in a line, with our code."""
    import click  # Papermill's

    line = click.get_current_context(silent=True)
    try:
        yield
    except Exception as error:
        ours = getattr(error, "exit_code", None)
        if ours is None or line is None or line.find_root().command.name != "papermill":
            raise
        told = click.ClickException(str(getattr(error, "line", error)))
        vars(told)["exit_code"] = ours
        raise told from error


def _admit(
    name: str, nb: "NotebookNode", kernel_name: str, source: Path | None, output: Path | None
) -> None:
    """See that a notebook may be run as asked. Raises Refused, NotRunnable or KernelMissing."""
    from s3analysis.press.runs.kernels import installed

    _admit_parameters(name, nb, nb.metadata.get("papermill", {}).get("parameters", {}))
    if source and output:
        _admit_output(name, source, output)
    if not installed(kernel_name):
        message = f"{name}: no Jupyter kernel named {kernel_name!r} is installed: run make setup"
        raise KernelMissing(name, None, "NoSuchKernel", message)


def _admit_parameters(name: str, nb: "NotebookNode", given: Mapping[str, Any]) -> None:
    """See that a notebook's contract, if it has one, allows its parameters, and that it has any."""
    from s3analysis.contracts import ALL, accept

    if contract := ALL.get(name):
        accept(contract, given)
    for parameter in given:
        if not parameter.isidentifier() or iskeyword(parameter):
            why = f"{name}: {parameter!r} is no parameter name"
            raise NotRunnable(name, None, "parameter", why)
    cells = len(notebook_file.tagged(nb, "parameters"))
    if given and cells != 1:
        why = f"{name}: {cells} cells are tagged parameters, there must be one"
        raise NotRunnable(name, None, "parameters", why)


def _admit_output(name: str, source: Path, output: Path) -> None:
    same = source.exists() and output.exists() and output.samefile(source)  # by whatever link
    if same or output.resolve() == source.resolve():
        raise NotRunnable(name, None, "output", f"{name}: the output would overwrite the notebook")


def _check(nb: "NotebookNode", watch: Watch, widgets: dict[str, dict[str, Any]]) -> None:
    """Raise unless every code cell with a source ran, in order, and no output holds an error."""
    for number, cell in enumerate(notebook_file.code_cells(nb), 1):
        if watch.statuses[number - 1] == "never_ran" or cell.execution_count != number:
            raise watch.error(NotebookFailed, "never ran, or out of order", number, "never_ran")
    outputs = [output for cell in notebook_file.code_cells(nb) for output in cell.outputs]
    outputs += [output for state in widgets.values() for output in state.get("outputs", ())]
    for output in outputs:
        if output["output_type"] == "error":
            watch.fails(None, output["ename"], output["evalue"], " inside a widget")


def _read_marked() -> None:
    """Have Papermill read notebooks that begin with a mark of their encoding."""
    from papermill.iorw import papermill_io

    local = papermill_io.get_handler("local")
    read = local.read
    vars(local)["read"] = lambda path: read(path).removeprefix(MARK)


if "papermill" in sys.modules:  # it imports this module before it reads
    _read_marked()
