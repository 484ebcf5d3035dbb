"""The processes that a kernel started, wherever they went.

    python -m s3analysis.press.runs.processes FOLDER [PID]     ends those of a kernel

On Linux a kernel takes in whoever below it lost a parent (`adopt`), so while it lives all of them
are found below it, those in a session of their own or with another environment too. What a kernel
leaves behind that ended by itself is found by its session, by its mark, or because it was seen
before; a warm process takes in the rest. Out of reach: elsewhere than on Linux, who left both the
session and the mark; on Linux, who did so in the fifth of a second before a cold kernel ended.
"""

import ctypes
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

MARK = "S3ANALYSIS_KERNEL"
PR_SET_CHILD_SUBREAPER = 36


def adopt() -> None:
    """Have this process be the parent of whoever below it loses one. For Linux."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def children(pid: int) -> set[int]:
    """Return the numbers of the processes that one is the parent of."""
    found = set[int]()
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            told = Path(f"/proc/{pid}/task/{thread}/children").read_text("ascii")
            found |= set(map(int, told.split()))
    except OSError:  # it is gone, or the system does not say
        with suppress(psutil.Error):
            found = {child.pid for child in psutil.Process(pid).children()}
    return found


def below(pid: int) -> set[int]:
    """Return the numbers of all processes below one."""
    found, new = set[int](), children(pid)
    while new:
        found |= new
        new = {child for parent in new for child in children(parent)} - found
    return found


class Family:
    """A kernel and all it started, known by its folder and its process id."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.leader: int | None = None
        self.seen: set[psutil.Process] = set()

    def look(self) -> set[psutil.Process]:
        """Return the living processes that are below the kernel, or were once seen to be."""
        if self.leader:
            for pid in {self.leader} | below(self.leader):
                with suppress(psutil.Error):
                    self.seen.add(psutil.Process(pid))
        self.seen = {process for process in self.seen if _lives(process)}
        return self.seen

    def find(self) -> set[psutil.Process]:
        """Return also those in its session and those with its mark: this takes longer."""
        for process in psutil.process_iter():
            with suppress(OSError, psutil.Error):
                ours = self.leader and os.getsid(process.pid) == self.leader
                if ours or process.environ().get(MARK) == str(self.folder):
                    self.seen.add(process)
        return self.look()

    def memory(self, shared_once: bool = False) -> int:
        """Return the bytes that the family holds.

        Pages shared after a fork count for each process; with `shared_once` only once, where the
        system can say (slower).
        """
        total = 0
        for process in self.look():
            with suppress(psutil.Error):
                info = process.memory_full_info() if shared_once else process.memory_info()
                total += getattr(info, "pss", info.rss)
        return total

    def kill(self, seconds: float = 5) -> None:
        """Kill all, stopped before that they start nobody; look again until nobody is left."""
        deadline = time.monotonic() + seconds
        stopped: set[psutil.Process] = set()
        while (members := self.find()) and time.monotonic() < deadline:
            new = members - stopped
            for process in new or members:
                with suppress(psutil.Error):
                    process.suspend() if new else process.kill()
            stopped |= new
            if not new:
                time.sleep(0.01)


def _lives(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    return False


if __name__ == "__main__":  # a watcher found us dead
    family = Family(Path(sys.argv[1]))
    family.leader = int(sys.argv[2]) if sys.argv[2:] and sys.argv[2].isdigit() else None
    family.kill()
