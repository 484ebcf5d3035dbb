"""Kernels forked from a warm process, by a name that any Jupyter client can ask for.

A warm process serves one user, one interpreter, one state of the packages, of this package and of
what else a process takes from where it was started (KEYED). It is found by its socket in a private
folder, and started where there is none. Whatever goes wrong, the kernel starts from nothing, as
Jupyter starts it, and the log says why.
"""

import asyncio
import fcntl
import json
import os
import resource
import signal
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from s3analysis.press.cache import hashes
from s3analysis.press.runs import warm
from s3analysis.press.runs.processes import MARK

IDLE = 300
"""Seconds a warm process waits for another kernel, unless S3ANALYSIS_WARM says; 0: none is warm."""

KEYED = (
    *("PYTHON", "LC_", "LANG", "TZ", "XDG_", "VIRTUAL_ENV", "CONDA", "JUPYTER", "IPYKERNEL"),
    *("IPYTHON_", "S3ANALYSIS_", "HOME", *hashes.OBEYED),
)
"""How variables begin that Python or a library obeys while it starts; others a kernel is given."""

WARM = ("-m", "s3analysis.press.runs.warm")
SYSTEM = sys.platform
OWN = (MARK, "S3ANALYSIS_WARM")
MOST = 3  # warm processes a user; one more takes the socket of the one started first
ROOM = 56  # a socket's path has at most 107 bytes; ours adds 48 to the base
LOCK = 10.0  # seconds for another client to start a warm process, which it does not wait for
PATIENCE = 60.0  # seconds for a warm process to import what it imports


class Cold(Exception):
    """Why a kernel starts from nothing."""


class WarmKernel:
    """A forked kernel, in the place of the subprocess.Popen of one that was started."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int, said: bytes) -> None:
        self.connection, self.pid, self.said = connection, pid, said
        self.returncode: int | None = None
        self.lost = False  # the warm process died, and this kernel with it
        connection.setblocking(False)

    def poll(self) -> int | None:
        """Return how the kernel ended, as subprocess does; None while it lives."""
        if self.returncode is None:
            with suppress(BlockingIOError):
                self.returncode = self._heard()
        return self.returncode

    def _heard(self) -> int:
        with suppress(ConnectionError, ValueError, KeyError):
            return int(json.loads(self.said or self.connection.recv(1000))["ended"])
        self.lost = True
        with suppress(OSError):  # what it had started
            os.killpg(self.pid, signal.SIGKILL)
        return -signal.SIGKILL

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises subprocess.TimeoutExpired."""
        deadline = time.monotonic() + (float("inf") if timeout is None else timeout)
        while (code := self.poll()) is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("kernel", timeout or 0)
            time.sleep(0.01)
        self.connection.close()
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it lives."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class WarmProvisioner(LocalProvisioner):
    """Jupyter's own provisioner, but that its kernel is forked where that is possible."""

    process: Any = None  # a WarmKernel, or Jupyter's own

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
        """Fork a kernel from the warm process; start it from nothing where that cannot be."""
        try:
            self.process = await asyncio.to_thread(fork, cmd, options)
        except (Cold, OSError) as error:
            if why := _why(error):
                self.log.warning("kernels start cold: %s", why)
            return await super().launch_kernel(cmd, **options)
        self.pid = self.pgid = self.process.pid
        self.cwd = options.get("cwd") or Path.cwd()
        return self.connection_info

    async def cleanup(self, restart: bool = False) -> None:
        """Let go of the kernel: what is left of its process group is killed."""
        if isinstance(self.process, WarmKernel):
            self.process.connection.close()
        await super().cleanup(restart)


def idle() -> int:
    """Return the seconds a warm process waits for another kernel. Raises Cold if there is none."""
    told = os.environ.get("S3ANALYSIS_WARM") or str(IDLE)
    if not told.isdecimal():
        raise Cold(f"S3ANALYSIS_WARM is {told!r}, no number of seconds")
    if int(told) == 0:
        raise Cold("")
    return int(told)


def fork(cmd: list[str], options: dict[str, Any]) -> WarmKernel:
    """Return a kernel forked for a command that would start one. Raises Cold or OSError."""
    seconds = idle()
    if SYSTEM != "linux" or not hasattr(os, "pidfd_open"):
        raise Cold(f"on {SYSTEM} none is forked")
    if cmd[:3] != [sys.executable, "-m", "ipykernel_launcher"]:
        raise Cold(f"it is not the kernel of this Python: {' '.join(cmd[:4])}")
    environment = dict(options.get("env") or os.environ)
    environment["JPY_PARENT_PID"] = str(os.getpid())  # as Jupyter's own launcher
    asked = {
        "argv": cmd[3:],
        "env": environment,
        "cwd": str(options.get("cwd") or Path.cwd()),
        "umask": _umask(),
    }
    outputs = [_file(options.get(name), number) for name, number in (("stdout", 1), ("stderr", 2))]
    digest = warm.digest()
    path = folder() / f"{_key(environment, digest)}.socket"
    refused = 0
    for _ in range(3):
        connection, refused = _connected(path, environment, digest, seconds, refused)
        try:
            return WarmKernel(connection, *_asked(connection, asked, outputs))
        except (OSError, ValueError):  # it died, or it is none
            connection.close()
        except Cold:
            connection.close()
            raise
    raise Cold("the warm process died, each time")


def _why(error: Cold | OSError) -> str:
    """Return why a kernel starts from nothing, "" where that was asked for."""
    if isinstance(error, Cold):
        return str(error)
    return f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}"


def _file(what: Any, usual: int) -> int:
    """Return the number of the file that a kernel writes to."""
    number = usual if what is None else what if isinstance(what, int) else what.fileno()
    if number < 0:
        raise Cold("its output is asked for in a pipe")
    return int(number)


def folder() -> Path:
    """Return the private folder of a user's warm processes. Raises Cold if another's is there."""
    name = f"s3analysis-warm-{os.geteuid()}"
    places = [os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"]  # noqa: S108  # seen to be private
    fit = (p for p in places if p and len(os.fsencode(p)) <= ROOM and os.access(p, os.W_OK))
    found = Path(next(fit, "/tmp"), name)  # noqa: S108
    with suppress(FileExistsError):
        found.mkdir(mode=0o700)
    about = found.lstat()
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.geteuid() or about.st_mode & 0o077:
        raise Cold(f"{found} is not a private folder of this user")
    return found


def _key(environment: dict[str, str], digest: str) -> str:
    """Return the name of the warm process whose kernels would be like one started now."""
    limits = [
        resource.getrlimit(getattr(resource, name))
        for name in sorted(dir(resource))
        if name.startswith("RLIMIT_")
    ]
    state = [
        sys.executable,
        hashes.environment(),
        _keyed(environment),
        digest,
        limits,
        os.getpriority(os.PRIO_PROCESS, 0),
    ]
    return sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:20]


def _keyed(environment: dict[str, str]) -> dict[str, str]:
    own = environment.get(MARK, "/")  # what lies in a kernel's own folder is not kept
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(KEYED) and name not in OWN and not value.startswith(f"{own}/")
    }


def _umask() -> int:
    """Return this process's mask for new files, without changing it for a moment."""
    for line in Path("/proc/self/status").read_text("ascii", errors="replace").splitlines():
        if line.startswith("Umask:"):
            return int(line.split()[1], 8)
    return 0o022


def _connected(
    path: Path, environment: dict[str, str], digest: str, seconds: int, refused: int
) -> tuple[socket.socket, int]:
    """Return a connection to the warm process at a path, and which socket it was.

    One is started where there is none, or where it is the one `refused` that failed before.
    """
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(PATIENCE)
    try:
        with _locked(path.with_suffix(".lock")):
            try:
                number = path.lstat().st_ino
                if number == refused:
                    raise ConnectionRefusedError
                connection.connect(os.fspath(path))
            except (FileNotFoundError, ConnectionError):
                _start(path, environment, digest, seconds)
                number = path.lstat().st_ino
                connection.connect(os.fspath(path))
        peer = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        if struct.unpack("3i", peer)[1] != os.geteuid():
            raise Cold(f"{path} is another user's")
    except BaseException:
        connection.close()
        raise
    return connection, number


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock that goes with its process."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        deadline = time.monotonic() + LOCK
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise Cold(f"{path} is held by another process") from None
                time.sleep(0.01)
        yield
    finally:
        os.close(file)


def _start(path: Path, environment: dict[str, str], digest: str, seconds: int) -> None:
    """Start a warm process on a socket of that path; it answers once it has imported."""
    others = sorted(path.parent.glob("*.socket"), key=lambda each: each.lstat().st_mtime)
    for old in {path, *others[: len(others) - MOST + 1]}:
        old.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.fspath(path))
        listener.listen(64)
        number = listener.fileno()
        words = [sys.executable, *WARM, str(number), os.fspath(path), digest, str(seconds)]
        subprocess.run(  # noqa: S603  # our own words
            ["/bin/sh", "-c", '"$@" &', "sh", *words],  # the shell is gone at once: nobody's child
            env={**environment, MARK: warm.ROOM},
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[number],
            start_new_session=True,
            check=True,
        )


def _asked(
    connection: socket.socket, asked: dict[str, Any], outputs: list[int]
) -> tuple[int, bytes]:
    """Return the number of the process that a warm process forked, and what it said since.

    Raises Cold, OSError or ValueError.
    """
    line = json.dumps(asked).encode() + b"\n"
    sent = socket.send_fds(connection, [line], outputs)
    connection.sendall(line[sent:])
    try:
        said = connection.recv(1000)
    except TimeoutError:
        raise Cold(f"the warm process has not answered for {PATIENCE:g} s") from None
    first, _, rest = said.partition(b"\n")
    answer = json.loads(first)
    if "cold" in answer:
        raise Cold(answer["cold"])
    return int(answer["pid"]), rest
