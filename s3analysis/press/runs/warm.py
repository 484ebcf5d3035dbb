"""A warm process: it imported once what notebooks import, and forks a kernel whenever asked.

    python -m s3analysis.press.runs.warm FD PATH KEY SECONDS

provisioner.py starts it, on a listening socket that it made, and asks: a line of JSON with two open
files, the kernel's stdout and stderr. The answer is a line {"pid": ...}, later one {"ended":
status}; or {"cold": why}. The connection lives as long as the kernel: when it goes, the kernel's
process group is killed; when the warm process goes, the system kills its kernels. The process has
one thread, which is checked before each fork. It goes after some idle seconds, and when its socket
was taken from it. For Linux.
"""

import builtins
import ctypes
import gc
import importlib
import io
import json
import os
import pkgutil
import select
import signal
import socket
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import s3analysis
from s3analysis.press.runs.processes import MARK, adopt, children

ROOM = "-" * 120  # the warm process's own mark, in whose place a kernel writes its own
LIBRARIES = (
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "ipywidgets",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "statsmodels.formula.api",
)
"""What a notebook needs beside what the package imports; nothing that starts a thread."""

ABOVE = ("cli", "endings", "options", "panels", "press", "__main__")
"""What no notebook of a report imports, of the package."""

LAUNCHER = "ipykernel_launcher.py"
PATIENCE = 5.0  # seconds in which who asks has asked
PR_SET_PDEATHSIG = 1

Asked = dict[str, Any]


@dataclass
class Kernel:
    """A kernel that was forked: its connection, its process, and a file that tells its end."""

    connection: socket.socket
    pid: int
    end: int

    def tell(self) -> None:
        """Say how it ended. It stays a zombie, so that its number means nobody else."""
        ended = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
        if ended:
            exited = ended.si_code == os.CLD_EXITED
            _say(self.connection, {"ended": ended.si_status if exited else -ended.si_status})

    def bury(self) -> None:
        """Kill whatever is left of its process group, and let its number go."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        self.close()

    def close(self) -> None:
        """Close what this process holds of it."""
        self.connection.close()
        with suppress(OSError):
            os.close(self.end)


def main() -> None:
    """Be warm until idle, and in each forked child the kernel that was asked for."""
    number, path, key, seconds = sys.argv[1:]
    if not sys.flags.safe_path:
        sys.path.pop(0)  # the working folder, as ipykernel_launcher does
    adopt()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    listener = socket.socket(fileno=int(number))
    cold = ""
    try:
        said = preload()
        cold = f"imports are not silent: {said}" if said else ""
        if digest() != key:
            cold = "the package changed meanwhile"
    except Exception as error:
        cold = " ".join(f"the libraries were not imported: {error!r}".split())
    asked = serve(listener, Path(path), float(seconds), cold)
    if asked:
        become(asked)


def digest() -> str:
    """Return a hash of the package's files, which a warm process has imported."""
    found = sha256()
    for above, folders, names in os.walk(Path(s3analysis.__file__).parent):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            with suppress(FileNotFoundError):  # an editor's file, gone again
                found.update(f"{name}\0".encode() + Path(above, name).read_bytes())
    return found.hexdigest()


def preload() -> str:
    """Import what notebooks import, as in a kernel, and return what was printed meanwhile."""
    said = io.StringIO()
    vars(builtins)["get_ipython"] = lambda: SimpleNamespace(kernel=None)  # pandas asks which
    try:
        with redirect_stdout(said), redirect_stderr(said):
            for name in LIBRARIES:
                importlib.import_module(name)
            _import_package()
            _draw()
    finally:
        del vars(builtins)["get_ipython"]
    gc.collect()
    gc.freeze()
    return " ".join(said.getvalue().split())[-200:]


def _import_package() -> None:
    own = f"{s3analysis.__name__}."
    for module in pkgutil.walk_packages(s3analysis.__path__, own, onerror=lambda _: None):
        if module.name.removeprefix(own).split(".")[0] not in ABOVE:
            with suppress(Exception):  # the notebook that imports it will say so
                importlib.import_module(module.name)


def _draw() -> None:
    """Draw once what is slow the first time: fonts are read, formats found."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasSVG(figure)
    figure.subplots().set_title("once")
    figure.savefig(io.BytesIO(), format="svg")


def serve(listener: socket.socket, path: Path, seconds: float, cold: str) -> Asked | None:
    """Fork a kernel for whoever asks; None when idle. In a forked child: what was asked."""
    own = _inode(path)
    listener.settimeout(PATIENCE)
    kernels: list[Kernel] = []
    idle = time.monotonic()
    while kernels or (time.monotonic() - idle < seconds and _inode(path) == own and not cold):
        if _wait(listener, kernels):
            asked = _fork(listener, kernels, cold)
            if asked:
                return asked
        idle = time.monotonic() if kernels else idle
    while cold and _wait(listener, kernels):  # whoever has asked hears why
        _fork(listener, kernels, cold)
    if own and _inode(path) == own:
        path.unlink(missing_ok=True)
    return None


def _wait(listener: socket.socket, kernels: list[Kernel]) -> bool:
    """Wait a second for news: tell how kernels ended, bury those not asked for any more.

    Return whether somebody is asking for another.
    """
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    for kernel in kernels:
        poll.register(kernel.connection, select.POLLIN)
        if kernel.end >= 0:
            poll.register(kernel.end, select.POLLIN)
    ready = {number for number, _ in poll.poll(1000)}
    for kernel in list(kernels):
        if kernel.end in ready:
            kernel.tell()
            os.close(kernel.end)
            kernel.end = -1
        if kernel.connection.fileno() in ready:
            kernels.remove(kernel)
            kernel.bury()
            _end_orphans(kernels)
    return listener.fileno() in ready


def _end_orphans(kernels: list[Kernel]) -> None:
    """Kill what kernels that ended had started: it is a child of this process now."""
    while orphans := children(os.getpid()) - {kernel.pid for kernel in kernels}:
        for pid in orphans:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _fork(listener: socket.socket, kernels: list[Kernel], cold: str) -> Asked | None:
    """Fork the kernel that somebody asks for. In the child: return what was asked."""
    try:
        connection, _ = listener.accept()
    except OSError:  # gone again
        return None
    connection.settimeout(PATIENCE)
    with _files(connection) as (asked, files):
        threads = len(os.listdir("/proc/self/task"))
        why = cold or (f"it has {threads} threads" if threads > 1 else "")
        why = why or ("" if len(files) == 2 and asked else "it was not understood")
        warm, pid = os.getpid(), -1
        try:
            pid = -1 if why else os.fork()
        except OSError as error:
            why = f"it cannot fork: {error.strerror}"
        if pid < 0:
            _say(connection, {"cold": why})
            connection.close()
            return None
        if pid:
            kernels.append(Kernel(connection, pid, os.pidfd_open(pid)))
            _say(connection, {"pid": pid})
            return None
        _leave(warm, files)
    listener.close()
    connection.close()
    for kernel in kernels:
        kernel.close()
    return asked


@contextmanager
def _files(connection: socket.socket) -> Iterator[tuple[Asked, list[int]]]:
    """Give what is asked for and the files that came along, closed afterwards."""
    line, files = b"", list[int]()
    try:
        with suppress(OSError, ValueError):
            while not line.endswith(b"\n"):
                more, came, _, _ = socket.recv_fds(connection, 1 << 16, 2)
                files += came
                line += more
                if not more:
                    break
            line = line if json.loads(line) else b""
        yield (json.loads(line) if line.endswith(b"\n") else {}), files
    finally:
        for number in files:
            os.close(number)


def _say(connection: socket.socket, what: dict[str, Any]) -> None:
    with suppress(OSError):  # who asked is gone: that is noticed elsewhere
        connection.sendall(json.dumps(what).encode() + b"\n")


def _inode(path: Path) -> int:
    with suppress(OSError):
        return path.lstat().st_ino if stat.S_ISSOCK(path.lstat().st_mode) else 0
    return 0


def _leave(warm: int, files: list[int]) -> None:
    """In a forked child: have a session of one's own, one's own files, and die with the warm."""
    os.setsid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != warm:
        os._exit(1)
    for number, to in ((os.open(os.devnull, os.O_RDONLY), 0), (files[0], 1), (files[1], 2)):
        os.dup2(number, to)


def become(asked: Asked) -> None:
    """Be the kernel that was asked for, as one that was started from nothing."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for ignored in (signal.SIGQUIT, signal.SIGHUP):  # by a shell's background, by nohup
        signal.signal(ignored, signal.SIG_DFL)
    os.umask(asked["umask"])
    os.chdir(asked["cwd"])
    _write_mark(asked["env"].get(MARK, ""))
    os.environ.clear()
    os.environ.update(asked["env"])
    tempfile.tempdir = None
    importlib.import_module("numpy").random.seed()  # Python's own it sows itself after a fork
    sys.argv = [str(Path(importlib.import_module("ipykernel").__path__[0]).with_name(LAUNCHER))]
    sys.argv += asked["argv"]
    from ipykernel.kernelapp import launch_new_instance

    # It need not look after its parent: the system does.
    launch_new_instance([*asked["argv"], "--IPKernelApp.parent_handle=1"])


def _write_mark(mark: str) -> None:
    """Write a kernel's mark where the system shows the environment a process began with."""
    library = ctypes.CDLL(None)
    library.getenv.restype = ctypes.c_void_p
    place = library.getenv(MARK.encode())
    if place and os.environ.get(MARK) == ROOM:
        text = os.fsencode(mark)[: len(ROOM)]
        ctypes.memmove(place, text.ljust(len(ROOM), b"\0"), len(ROOM))


if __name__ == "__main__":
    main()
