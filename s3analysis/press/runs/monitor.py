"""A run in progress, watched: where it is, what it said, why it must stop, and on whose word.

What stops a run from outside (a limit, a signal) notes its reason and kills the kernel; nbclient
then notices a dead kernel within a second, and the reason is raised in its place.
"""

import json
import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from s3analysis.press.runs.errors import (
    CellStatus,
    Interrupted,
    KernelDied,
    NotebookFailed,
    Outcome,
    OutOfMemory,
    RunError,
    Status,
    Terminated,
    TimedOut,
    WarmProcessDied,
)
from s3analysis.press.runs.limits import MB, Limits
from s3analysis.press.runs.notebook_file import code_cells

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from s3analysis.press.runs.kernels import PrivateKernelManager

PATROL = 0.2  # seconds between two looks at the clock and the memory

EXPECTED_STDERR = (
    (r"Matplotlib is building the font cache", "once a machine, if it is slow; changes no figure"),
    (r"KeyboardInterrupt caught in kernel", "ipykernel's word for being shut down"),
)


class Watch:
    """What is known of a run in progress: where it is, what it said, why it must stop."""

    running: ClassVar[set["Watch"]] = set()

    def __init__(
        self, name: str, nb: "NotebookNode", kernel: "PrivateKernelManager", limits: Limits
    ) -> None:
        self.name, self.kernel, self.limits = name, kernel, limits
        self.cells = code_cells(nb)
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

    def __enter__(self) -> "Watch":
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
        limits, memory = self.limits, self.kernel.family.memory
        while not self.over.wait(PATROL) and self.reason is None:
            now = time.monotonic()
            if self.cell and now - self.cell_began > limits.cell:
                self.stop(TimedOut, f"exceeded {limits.cell:g} s")
            elif now - self.began > limits.notebook:
                self.stop(TimedOut, f"exceeded the {limits.notebook:g} s of the whole notebook")
            elif memory() > limits.memory < memory(shared_once=True):
                self.stop(OutOfMemory, f"exceeded {limits.memory / MB:g} MB of memory")

    def on_cell_start(self, cell: "NotebookNode", **_: object) -> None:
        """Note that a cell begins (nbclient's hook)."""
        if self.reason:
            raise self.reason
        self.cell = 1 + next(i for i, known in enumerate(self.cells) if known is cell)
        self.statuses[self.cell - 1] = None
        self.cell_began, self.said = time.monotonic(), 0

    def on_message(self, message: dict[str, Any]) -> bool:
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

    def on_cell_done(self, execute_reply: dict[str, Any] | None = None, **_: object) -> None:
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
            if line := unexpected(text):
                self.fails(cell, "stderr", line)
        self.cell = None

    def fails(self, cell: int | None, name: str, value: str, how: str = "") -> NoReturn:
        """Raise for a cell that went wrong."""
        if cell:
            self.statuses[cell - 1] = "failed"
        what = f"wrote to {name}" if name == "stderr" else f"failed{how} with {name}"
        what += f": {value}" if cell else f" outside its cells: {value}"
        raise self.error(OutOfMemory if "MemoryError" in name else NotebookFailed, what, cell, name)

    def reason_of(self, fault: Exception) -> RunError:
        """Return why the run stopped, where nbclient only knows that its kernel is dead or mute."""
        if self.reason:
            return self.reason
        code = self.kernel.exit_status()
        if self.kernel.lost:
            return self.error(WarmProcessDied, "lost the warm process of its kernel", self.cell)
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


def stop_runs(signal_number: int) -> None:
    """End every run in this process: each raises Interrupted, or Terminated for SIGTERM.

    For a main thread whose runs go on in other threads; a run in the main thread listens itself.
    """
    kind = Terminated if signal_number == signal.SIGTERM else Interrupted
    for watch in list(Watch.running):
        watch.stop(kind, f"was interrupted by {signal.Signals(signal_number).name}")


@contextmanager
def signals() -> Iterator[None]:
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


def _one_line(text: str, room: int = 300) -> str:
    line = " ".join(text.split())
    return line if len(line) <= room else line[: room - 1] + "…"


def unexpected(text: str) -> str:
    """Return the line that tells most of the stderr that nobody expected, if there is any."""
    known = [pattern for pattern, _ in EXPECTED_STDERR]
    lines = [line for line in text.splitlines() if line.strip()]
    lines = [line for line in lines if not any(re.search(pattern, line) for pattern in known)]
    told = [line for line in lines if not line.startswith((" ", "Traceback"))]
    return (told[-1:] or lines[:1] or [""])[0]
