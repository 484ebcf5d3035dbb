"""A kernel that leaves nothing behind, and a client that hears everything it says.

Each kernel has a private folder: its sockets (no ports), its IPython profile, its working folder
and its log lie there, and go with it. Its family is every process in its session or with its mark
in the environment, so children that made a session of their own are found too. A watcher, one small
shell a kernel, holds a pipe to us: should we be killed, the pipe closes and it ends the family.
For Linux and macOS.
"""

import asyncio
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_async, ensure_event_loop, run_sync
from nbclient.exceptions import CellExecutionComplete, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient

from s3analysis.paths import TOOLS
from s3analysis.press.cache.hashes import PACKAGE
from s3analysis.press.runs import guard
from s3analysis.press.runs.notebook_file import code_cells
from s3analysis.press.runs.processes import MARK, Family
from s3analysis.press.runs.provisioner import WarmKernel, WarmProvisioner

ASK_AGAIN = 0.1  # seconds: what is said before a client listens is lost
FOLDER_ROOM = 80  # a socket's path has at most 104 bytes on macOS; ours adds 17 to the base
WATCHER = """
read pid
read done && exit
kill -s STOP -- "-$pid"
"$0" -m s3analysis.press.runs.processes "$1" "$pid"
kill -s KILL -- "-$pid"
rm -rf "$1"
"""
# Python's own kernel is this Python's, whoever else put one of its name on JUPYTER_PATH.
OWN = ("python3", "s3analysis")
BEGIN = "__import__('s3analysis.press.runs.guard', fromlist='guard').begin()"
END = "__import__('s3analysis.press.runs.guard', fromlist='guard').end({!r})"
# What a user's own settings could change in a kernel.
UNSET = ("COLUMNS", "LINES", "LANGUAGE", "S3ANALYSIS_WARM", "PYTHON", "IPYTHON", "IPYKERNEL")
KEPT = ("PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE")


def environment(folder: Path) -> dict[str, str]:
    """Return the variables a kernel is given: ours, less what makes two runs differ.

    Code comes from this Python, its packages and this package: no PYTHONPATH, no user's packages.
    """
    ours = {
        name: value
        for name, value in os.environ.items()
        if name in KEPT or not name.startswith(UNSET)
    }
    if str(PACKAGE.parent) in os.environ.get("PYTHONPATH", "").split(os.pathsep):
        ours["PYTHONPATH"] = str(PACKAGE.parent)  # a copy of this package, run from its folder
    matplotlib = importlib.util.find_spec("matplotlib")
    if matplotlib and matplotlib.origin:  # the library's own settings, not a user's
        ours["MATPLOTLIBRC"] = str(Path(matplotlib.origin).parent / "mpl-data" / "matplotlibrc")
    return ours | {
        **TOOLS,
        MARK: str(folder),
        "IPYTHONDIR": str(folder / "ipython"),
        "IPYKERNEL_CELL_NAME": "<cell>",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONHASHSEED": "0",
        "PYTHONNOUSERSITE": "1",
        "PYTHONSAFEPATH": "1",
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
    }


class Specs(KernelSpecManager):
    """The kernels that Jupyter knows; Python's is the one of this Python."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return a kernel by its name. Raises NoSuchKernel."""
        if kernel_name in OWN:
            return KernelSpec(**get_kernel_dict())
        return super().get_kernel_spec(kernel_name)


def installed(kernel_name: str) -> bool:
    """Return whether there is a kernel by this name."""
    try:
        Specs().get_kernel_spec(kernel_name)
    except NoSuchKernel:
        return False
    return True


def close_loop() -> None:
    """Close the event loop that Jupyter's libraries opened for this thread, and never close."""
    try:
        asyncio.get_running_loop()  # inside a notebook it is not ours to close
    except RuntimeError:
        ensure_event_loop().close()
        asyncio.set_event_loop(None)


class PrivateKernelManager(AsyncKernelManager):
    """Starts a kernel in a folder of its own and can end it with everything it started."""

    def __init__(self, cwd: Path | None = None, **settings: Any) -> None:
        base = tempfile.gettempdir()
        base = base if len(os.fsencode(base)) <= FOLDER_ROOM else "/tmp"  # noqa: S108  # mkdtemp makes the name
        self.folder = Path(tempfile.mkdtemp(prefix="s3-", dir=base))
        self.work = cwd or self.folder / "work"
        self.family = Family(self.folder)
        self.process: subprocess.Popen[bytes] | WarmKernel | None = None
        self._watcher: subprocess.Popen[bytes] | None = None
        places = {"ip": str(self.folder / "k"), "connection_file": str(self.folder / "kernel.json")}
        super().__init__(transport="ipc", client_factory=PromptClient, **places, **settings)
        self.kernel_spec_manager = Specs(parent=self)

    async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]  # sync or not
        """Start the watcher and then the kernel, warm if it can be; tell it whom to watch."""
        (self.folder / "work").mkdir()
        self._watcher = subprocess.Popen(  # noqa: S603  # our own words
            ["/bin/sh", "-c", WATCHER, sys.executable, str(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,  # a Ctrl-C in the terminal is not for the watcher
        )
        options |= {"env": environment(self.folder), "cwd": str(self.work)}
        self.provisioner = WarmProvisioner(
            kernel_id=self.folder.name, kernel_spec=self.kernel_spec, parent=self
        )
        with (self.folder / "log").open("wb") as log:
            await super().start_kernel(**options, stdout=log, stderr=log)
        self.process = getattr(self.provisioner, "process", None)
        self.family.leader = self.process.pid if self.process else None  # and its session's
        self._tell_watcher(f"{self.family.leader}\n")

    def left(self) -> list[str]:
        """Return the files that lie in a private working folder, and will go with it."""
        work = self.folder / "work"
        return sorted(path.relative_to(work).as_posix() for path in work.rglob("*"))

    def exit_status(self) -> int | None:
        """Return how the kernel process ended (negative: by which signal); None while it lives."""
        return self.process.poll() if self.process else None

    @property
    def lost(self) -> bool:
        """Whether the kernel ended because the warm process it was forked from did."""
        return isinstance(self.process, WarmKernel) and self.process.lost

    def last_words(self) -> str:
        """Return the last line the kernel process wrote outside its notebook."""
        with suppress(OSError):
            lines = (self.folder / "log").read_text(encoding="utf-8", errors="replace").split("\n")
            return next((line.strip() for line in reversed(lines) if line.strip()), "")
        return ""

    def kill(self) -> None:
        """Kill the kernel and its whole family now."""
        self.family.kill()

    async def shutdown_kernel(  # type: ignore[override]  # sync or not
        self, now: bool = False, restart: bool = False
    ) -> None:
        """Kill the family, and let go of the kernel."""
        self.kill()
        await super().shutdown_kernel(now=True, restart=restart)

    def end(self) -> None:
        """Leave nothing: no process, no folder, no watcher. May be called twice."""
        self.kill()
        if self.process:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=5)
        self._tell_watcher("done\n")
        if self._watcher and self._watcher.stdin:
            self._watcher.stdin.close()
            self._watcher.wait()
        self._watcher = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def _tell_watcher(self, line: str) -> None:
        if self._watcher and self._watcher.stdin:
            with suppress(OSError):
                self._watcher.stdin.write(line.encode())
                self._watcher.stdin.flush()


class PromptClient(AsyncKernelClient):
    """A client that waits for a kernel no longer than until it says that it is idle."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Ask until the answer to the last question is heard, on both channels."""
        deadline = time.monotonic() + (timeout or float("inf"))
        while True:
            asked = self.kernel_info()
            with suppress(Empty):
                while not _idle(await self.get_iopub_msg(timeout=ASK_AGAIN), asked):
                    pass
                break
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > deadline:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")
        while (reply := await self.get_shell_msg())["parent_header"].get("msg_id") != asked:
            pass
        self._handle_kernel_info_reply(reply)


def _idle(message: dict[str, Any], asked: str) -> bool:
    """Return whether a message says that a question was answered and nothing more will come."""
    state = message["content"].get("execution_state")
    return bool(message["parent_header"].get("msg_id") == asked and state == "idle")


class ListeningClient(PapermillNotebookClient):  # type: ignore[misc]  # ships no types
    """Papermill's client, which also passes on what comes late or goes into a widget.

    nbclient drops what a thread says after its cell has ended, and hides in a widget's state what
    is said inside an Output. `hear` gets every message and says whether it is kept. Widget state
    is not kept: its ids are random.
    """

    def __init__(self, *args: Any, hear: Callable[[dict[str, Any]], bool], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.hear = hear
        self.owns_km = True

    async def _async_poll_output_msg(self, parent_msg_id: str, cell: Any, cell_index: int) -> None:
        while True:
            message = await ensure_async(self.kc.iopub_channel.get_msg(timeout=None))
            kept = self.hear(message)
            if kept and message["parent_header"].get("msg_id") == parent_msg_id:
                try:
                    self.process_message(message, cell, cell_index)
                except CellExecutionComplete:
                    return
                # An Output widget has sent on the shell socket, which can swallow the notice that
                # the reply is there (nbclient issue 312: it waits for ever). Asking renews it.
                self.kc.shell_channel.socket.get(zmq.EVENTS)

    async def _async_asked(self, code: str) -> None:
        """Have the kernel do something that is no cell, and hear it out."""
        last = self.kc.execute(code, silent=True)
        while True:
            try:
                message = await ensure_async(self.kc.iopub_channel.get_msg(timeout=1))
            except Empty:
                if not await ensure_async(self.kc.is_alive()):
                    raise DeadKernelError("Kernel died") from None
                continue
            self.hear(message)
            if _idle(message, last):
                return

    def papermill_execute_cells(self) -> None:
        """Have a Python kernel guarded, and run the cells."""
        if self.km.kernel_spec.language == "python":
            run_sync(self._async_asked)(BEGIN)
        super().papermill_execute_cells()

    def set_widgets_metadata(self) -> None:
        """Hear the kernel out, while it is still there, instead of keeping its widgets."""
        if self.km.kernel_spec.language == "python":
            ran = [cell.source for cell in code_cells(self.nb) if cell.execution_count]
            run_sync(self._async_asked)(END.format(guard.digest(ran)))
