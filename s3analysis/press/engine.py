"""Run one notebook with Papermill, and tell the truth about it.

A run is complete when every code cell with a source ran, in order, and nothing went wrong
anywhere: no error (in a widget neither), no stderr but what EXPECTED_STDERR lists, no limit
exceeded. Anything else raises one of the family of RunError, each with its exit code. What stops a
run from outside (a limit, a signal) notes its reason and kills the kernel; nbclient then notices a
dead kernel within a second, and the reason is raised in its place.

A cell's number is the one Jupyter prints beside it when all goes well: code cells with a source,
counted from 1, the injected parameters among them.

Papermill, nbformat and the kernel's client are imported when a run begins: they take their time,
and Papermill imports this module (its entry point) while it is itself half imported.
"""

import json
import logging
import re
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from keyword import iskeyword
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NoReturn

from s3analysis.press import disk

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from s3analysis.press.kernels import PrivateKernelManager

ENGINE = "s3analysis"
MB = 1024 * 1024
PATROL = 0.2  # seconds between two looks at the clock and the memory
WIDGET = "application/vnd.jupyter.widget-view+json"
Status = Literal["completed", "failed", "killed", "timed_out", "never_ran"]

EXPECTED_STDERR = (
    (r"Matplotlib is building the font cache", "once a machine, if it is slow; changes no figure"),
    (r"KeyboardInterrupt caught in kernel", "ipykernel's word for being shut down"),
)

log = logging.getLogger(__name__)
SILENT = logging.NullHandler()  # what nbclient and Papermill log, our exceptions say
log.addHandler(SILENT)


@dataclass(frozen=True)
class Limits:
    """What one run may take: seconds a cell and a notebook, bytes of memory and of output."""

    cell: float = 120
    notebook: float = 600
    memory: int = 2048 * MB
    cell_output: int = MB
    notebook_size: int = 20 * MB


@dataclass(frozen=True)
class CellStatus:
    """How one code cell ended."""

    index: int
    status: Status


@dataclass(frozen=True)
class Outcome:
    """How a run ended, how many seconds it took, and how each of its code cells ended."""

    status: Status
    seconds: float
    cells: tuple[CellStatus, ...]
    message: str


class RunError(Exception):
    """A run that is not complete; once it began, `outcome` and `partial` say how far it came."""

    exit_code = 1
    status: Status = "failed"
    outcome: Outcome | None = None
    partial: Path | None = None

    def __init__(self, notebook: str, cell: int | None, name: str, message: str) -> None:
        super().__init__(notebook, cell, name, message)
        self.notebook, self.cell, self.name, self.message = notebook, cell, name, message

    def __str__(self) -> str:
        return self.message


class NotebookFailed(RunError):
    """A cell raised, wrote to stderr, put out too much, or never ran."""


class NotRunnable(RunError):
    """There is no such notebook, it is none, or a parameter's name is no name."""

    exit_code = 2


class KernelMissing(RunError):
    """The notebook's kernel is not installed."""

    exit_code = 3


class TimedOut(RunError):
    """A cell or the notebook took longer than its limit."""

    exit_code = 124
    status = "timed_out"


class OutOfMemory(RunError):
    """The kernel and its children held more than the limit, or could get no more."""

    exit_code = 137
    status = "killed"


class KernelDied(RunError):
    """The kernel ended by itself, or something else ended it."""

    exit_code = 138
    status = "killed"


class Interrupted(RunError):
    """SIGINT came; the kernel and its children are gone."""

    exit_code = 130
    status = "killed"


class Terminated(Interrupted):
    """SIGTERM came; the kernel and its children are gone."""

    exit_code = 143


class _Watch:
    """What is known of a run in progress: where it is, what it said, why it must stop."""

    running: ClassVar[set["_Watch"]] = set()

    def __init__(
        self, name: str, nb: "NotebookNode", kernel: "PrivateKernelManager", limits: Limits
    ) -> None:
        self.name, self.kernel, self.limits = name, kernel, limits
        self.cells = _code_cells(nb)
        self.statuses: list[Status | None] = ["never_ran"] * len(self.cells)  # None: it runs now
        self.cell: int | None = None
        self.began = self.cell_began = time.monotonic()
        self.reason: RunError | None = None
        self.said = 0
        self.cell_of: dict[str, int | None] = {}  # which cell a message answers, by its parent's id
        self.errors: list[tuple[int | None, str, str]] = []
        self.stderr: dict[int | None, str] = {}
        self.over = threading.Event()
        self.patrol = threading.Thread(target=self.look, daemon=True)

    def __enter__(self) -> "_Watch":
        self.running.add(self)
        self.patrol.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.patrol.join()
        self.kernel.end()
        self.running.discard(self)

    def error(self, kind: type[RunError], what: str, cell: int | None, name: str = "") -> RunError:
        """Return an error whose one line names the notebook, the cell and the cell's first line."""
        if cell is None:
            return kind(self.name, cell, name or kind.__name__, f"{self.name}: {_one_line(what)}")
        first = _one_line(self.cells[cell - 1].source.strip().splitlines()[0], 80)
        message = f"{self.name}: cell {cell} {_one_line(what)} [{first}]"
        return kind(self.name, cell, name or kind.__name__, message)

    def stop(self, kind: type[RunError], what: str) -> None:
        """End the run; the first reason given counts. nbclient then notices a dead kernel."""
        self.reason = self.reason or self.error(kind, what, self.cell)
        self.kernel.kill()

    def look(self) -> None:
        """Look at the clock and the memory until the run is over or past a limit."""
        limits = self.limits
        while not self.over.wait(PATROL) and self.reason is None:
            now = time.monotonic()
            if self.cell and now - self.cell_began > limits.cell:
                self.stop(TimedOut, f"exceeded {limits.cell:g} s")
            elif now - self.began > limits.notebook:
                self.stop(TimedOut, f"exceeded the {limits.notebook:g} s of the whole notebook")
            elif self.kernel.memory() > limits.memory < self.kernel.memory(shared_once=True):
                self.stop(OutOfMemory, f"exceeded {limits.memory / MB:g} MB of memory")

    def begins(self, cell: "NotebookNode", **_: object) -> None:
        """Note that a cell begins (nbclient's hook)."""
        if self.reason:
            raise self.reason
        self.cell = 1 + next(i for i, known in enumerate(self.cells) if known is cell)
        self.statuses[self.cell - 1] = None
        self.cell_began, self.said = time.monotonic(), 0

    def hears(self, message: dict[str, Any]) -> bool:
        """Note what the kernel says: errors wherever they go, stderr, how much. True: keep it."""
        if self.reason:
            return False
        content, kind = message["content"], message["msg_type"]
        cell = self.cell_of.setdefault(message["parent_header"].get("msg_id", ""), self.cell)
        if kind == "error":
            self.errors.append((cell, content["ename"], content["evalue"]))
        elif kind == "stream" and content["name"] == "stderr":
            self.stderr[cell] = self.stderr.get(cell, "") + content["text"]
        self.said += len(json.dumps(content, default=str, ensure_ascii=False))
        if self.said > self.limits.cell_output and self.cell:
            self.stop(NotebookFailed, f"put out more than {self.limits.cell_output / MB:g} MB")
        return self.reason is None

    def judges(self, execute_reply: dict[str, Any] | None = None, **_: object) -> None:
        """Raise if anything went wrong, here or unseen in an earlier cell (nbclient's hook)."""
        if self.reason:
            raise self.reason
        reply = execute_reply["content"] if execute_reply else {"status": "ok"}
        if reply["status"] != "ok":
            self.fails(self.cell, reply.get("ename", reply["status"]), reply.get("evalue", ""))
        if self.cell:
            self.statuses[self.cell - 1] = "completed"
        for cell, name, value in self.errors:
            self.fails(cell, name, value, " unseen, in a widget or a callback,")
        for cell, text in self.stderr.items():
            if unexpected := _unexpected(text):
                self.fails(cell, "stderr", unexpected)
        self.cell = None

    def fails(self, cell: int | None, name: str, value: str, how: str = "") -> NoReturn:
        """Raise for a cell that went wrong."""
        if cell:
            self.statuses[cell - 1] = "failed"
        what = f"wrote to {name}" if name == "stderr" else f"failed{how} with {name}"
        what += f": {value}" if cell else f" after its last cell: {value}"
        raise self.error(OutOfMemory if "MemoryError" in name else NotebookFailed, what, cell, name)

    def explains(self, fault: Exception) -> RunError:
        """Return why the run stopped, where nbclient only knows that its kernel is dead or mute."""
        if self.reason:
            return self.reason
        code = self.kernel.exit_status()
        if code is None or "died" not in str(fault):
            return self.error(KernelDied, f"heard nothing from its kernel: {fault}", self.cell)
        how = f"by signal {-code}" if code < 0 else f"with exit status {code}"
        if code == -signal.SIGKILL:
            how += " (out of memory?)"
        if self.began == self.cell_began:  # before the first cell: the process itself knows more
            how += f": {self.kernel.last_words()}"
        return self.error(KernelDied, f"lost its kernel, which ended {how}", self.cell)

    def outcome(self, error: RunError | None) -> Outcome:
        """Return the outcome; a cell that never came to its end takes its status from the error."""
        last: Status = error.status if error else "completed"
        cells = tuple(CellStatus(i, status or last) for i, status in enumerate(self.statuses, 1))
        message = str(error) if error else f"{self.name}: completed"
        return Outcome(last, time.monotonic() - self.began, cells, message)


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
        """Return the notebook, executed and tidied; or raise, the partial one beside the output."""
        from nbclient.exceptions import DeadKernelError
        from papermill.engines import NotebookExecutionManager

        from s3analysis.press.kernels import (
            ListeningClient,
            PrivateKernelManager,
            close_loop,
            installed,
        )

        name = name or (Path(input_path).stem if isinstance(input_path, str) else "notebook")
        _accept(name, nb)
        limits = limits or Limits()
        limits = replace(limits, cell=execution_timeout) if execution_timeout else limits
        if not installed(kernel_name):
            message = (
                f"{name}: no Jupyter kernel named {kernel_name!r} is installed: run make setup"
            )
            raise KernelMissing(name, None, "NoSuchKernel", message)

        manager = NotebookExecutionManager(nb, progress_bar=progress_bar, autosave_cell_every=0)
        manager.notebook_start()
        watch = _Watch(name, nb, PrivateKernelManager(kernel_name=kernel_name, log=log), limits)
        try:
            with watch, _signals():
                client = ListeningClient(
                    manager,
                    km=watch.kernel,
                    hear=watch.hears,
                    on_cell_execute=watch.begins,
                    on_cell_executed=watch.judges,
                    log=log,
                    record_timing=False,
                    iopub_timeout=30,
                    shell_timeout_interval=1,
                    shutdown_kernel="immediate",
                )
                try:
                    client.execute()
                    watch.judges()  # what was said after the last cell
                    _check(nb, watch, client.widget_state)
                except (DeadKernelError, RuntimeError, TimeoutError) as fault:
                    raise watch.explains(fault) from fault
            if watch.reason:
                raise watch.reason
            _tidy(nb, watch.outcome(None))
            size = len(_text(nb).encode())
            if size > limits.notebook_size:
                what = f"is larger than {limits.notebook_size / MB:g} MB"
                raise watch.error(NotebookFailed, what, None)
        except RunError as error:
            error.outcome = watch.outcome(error)
            _keep_partial(nb, error, save_to or output_path)
            raise
        finally:
            manager.cleanup_pbar()
            close_loop()
        return nb

    @classmethod
    def nb_kernel_name(cls, nb: "NotebookNode", name: str | None = None) -> str:
        """Return the kernel's name, Python's where the notebook names none."""
        return str(name or nb.metadata.get("kernelspec", {}).get("name") or "python3")

    @classmethod
    def nb_language(cls, nb: "NotebookNode", language: str | None = None) -> str:
        """Return the language parameters are written in."""
        return str(language or nb.metadata.get("kernelspec", {}).get("language") or "python")


def run(
    notebook: Path, parameters: dict[str, str], output: Path, limits: Limits = Limits()
) -> Outcome:
    """Return the outcome of a complete run, its executed notebook written whole to `output`.

    Raises one of the family of RunError, or disk.DiskError; then `output` is as it was, and what
    there is of the executed notebook lies beside it as *.failed.ipynb. Runs may go side by side in
    threads; each has a working folder of its own, which goes with its kernel.
    """
    began, name = time.monotonic(), notebook.stem
    for parameter in parameters:
        if not parameter.isidentifier() or iskeyword(parameter):
            raise NotRunnable(
                name, None, "parameter", f"{name}: {parameter!r} is no parameter name"
            )
    if output.resolve() == notebook.resolve():
        raise NotRunnable(name, None, "output", f"{name}: the output would overwrite the notebook")
    with _without_address_parser():
        from papermill.engines import papermill_engines
        from papermill.execute import execute_notebook
    nb = _read(notebook)
    nb.metadata.pop("papermill", None)  # an earlier run's parameters are not this one's
    nb.cells = [cell for cell in nb.cells if not _tagged(cell, "injected-parameters")]
    tagged = [cell for cell in nb.cells if _tagged(cell, "parameters")]
    if parameters and len(tagged) != 1:
        message = f"{name}: {len(tagged)} cells are tagged parameters, there must be one"
        raise NotRunnable(name, None, "parameters", message)
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
        name=name,
        limits=limits,
    )
    disk.write(output, _text(done))
    _partial(output).unlink(missing_ok=True)
    record = done.metadata[ENGINE]
    cells = tuple(CellStatus(**cell) for cell in record["cells"])
    return Outcome(record["status"], time.monotonic() - began, cells, record["message"])


def stop_runs(signal_number: int) -> None:
    """End every run in this process: each raises Interrupted, or Terminated for SIGTERM.

    For a main thread whose runs go on in other threads; a run in the main thread listens itself.
    """
    kind = Terminated if signal_number == signal.SIGTERM else Interrupted
    for watch in list(_Watch.running):
        watch.stop(kind, f"was interrupted by {signal.Signals(signal_number).name}")


@contextmanager
def _signals() -> Iterator[None]:
    """While inside, in the main thread, SIGINT and SIGTERM end the runs."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def on_signal(number: int, _frame: FrameType | None) -> None:
        stop_runs(number)

    before = {
        number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _without_address_parser() -> Iterator[None]:
    """Spare jsonschema a parser of addresses (0.9 s to build) that no notebook schema asks for."""
    parser, modules = "rfc3987_syntax", dict[str, Any](sys.modules)
    if parser in modules:
        yield
        return
    sys.modules[parser] = None  # type: ignore[assignment]  # None: the import system's "not there"
    try:
        yield
    finally:
        sys.modules.pop(parser, None)


def _accept(name: str, nb: "NotebookNode") -> None:
    """See that a notebook's contract, if it has one, allows its parameters. Raises Refused."""
    from s3analysis.contracts import CONTRACTS, SWEEPS, accept

    if contract := (CONTRACTS | SWEEPS).get(name):
        accept(contract, nb.metadata.get("papermill", {}).get("parameters", {}))


def _one_line(text: str, room: int = 300) -> str:
    line = " ".join(text.split())
    return line if len(line) <= room else line[: room - 1] + "…"


def _code_cells(nb: "NotebookNode") -> list["NotebookNode"]:
    return [cell for cell in nb.cells if cell.cell_type == "code" and cell.source.strip()]


def _tagged(cell: "NotebookNode", tag: str) -> bool:
    return tag in cell.metadata.get("tags", [])


def _unexpected(text: str) -> str:
    """Return the line that tells most of the stderr that nobody expected, if there is any."""
    known = [pattern for pattern, _ in EXPECTED_STDERR]
    lines = [line for line in text.splitlines() if line.strip()]
    lines = [line for line in lines if not any(re.search(pattern, line) for pattern in known)]
    told = [line for line in lines if not line.startswith((" ", "Traceback"))]
    return (told[-1:] or lines[:1] or [""])[0]


def _check(nb: "NotebookNode", watch: _Watch, widgets: dict[str, dict[str, Any]]) -> None:
    """Raise unless every code cell with a source ran, in order, and no output holds an error."""
    for number, cell in enumerate(_code_cells(nb), 1):
        if watch.statuses[number - 1] == "never_ran" or cell.execution_count != number:
            raise watch.error(NotebookFailed, "never ran, or out of order", number, "never_ran")
    outputs = [output for cell in _code_cells(nb) for output in cell.outputs]
    outputs += [output for state in widgets.values() for output in state.get("outputs", ())]
    for output in outputs:
        if output["output_type"] == "error":
            watch.fails(None, output["ename"], output["evalue"], " inside a widget")


def _tidy(nb: "NotebookNode", outcome: Outcome) -> None:
    """Take out what would make two runs differ, and put in how the run ended."""
    given = nb.metadata.pop("papermill", None) or nb.metadata.get(ENGINE, {})
    nb.metadata.pop("widgets", None)
    nb.metadata.get("language_info", {}).pop("version", None)
    record = asdict(outcome) | {"parameters": dict(given.get("parameters", {}))}
    del record["seconds"]
    nb.metadata[ENGINE] = record
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


def _keep_partial(nb: "NotebookNode", error: RunError, output: str | Path | None) -> None:
    """Write what there is of a failed run beside its output, marked on top and in its metadata."""
    from nbformat.v4 import new_markdown_cell

    if output is None or str(output) == "-" or error.outcome is None:
        return
    _tidy(nb, error.outcome)
    banner = f"# This run failed. Nothing below is a result.\n\n    {error}"
    nb.cells.insert(0, new_markdown_cell(banner, id="cell-000"))
    with suppress(disk.DiskError):  # the run's own error is the one to tell
        disk.write(_partial(Path(output)), _text(nb))
        error.partial = _partial(Path(output))


def _partial(output: Path) -> Path:
    return output.with_suffix(".failed.ipynb")


def _read(notebook: Path) -> "NotebookNode":
    import nbformat

    try:
        text = notebook.read_text(encoding="utf-8")
        nb: NotebookNode = nbformat.reads(text, as_version=4)
        _code_cells(nb)
        return nb
    except OSError as fault:
        why = f"cannot be read: {fault.strerror}"
    except Exception as fault:  # nbformat raises what it stumbles over
        why = f"is not a whole notebook ({type(fault).__name__})"
    raise NotRunnable(notebook.stem, None, "notebook", f"{notebook.name}: {why}") from None


def _text(nb: "NotebookNode") -> str:
    import nbformat

    return str(nbformat.writes(nb)) + "\n"
