"""How a run ends: what became of each cell, and the family of errors, each with its exit code."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Status = Literal["completed", "failed", "killed", "timed_out", "never_ran"]


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

    @property
    def line(self) -> str:
        """Return the message, and where to look at what ran."""
        return f"{self}; what ran of it: {self.partial}" if self.partial else str(self)


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


class WarmProcessDied(KernelDied):
    """The warm process that the kernel was forked from ended: the run may be tried again."""


class Interrupted(RunError):
    """SIGINT came; the kernel and its children are gone."""

    exit_code = 130
    status = "killed"


class Terminated(Interrupted):
    """SIGTERM came; the kernel and its children are gone."""

    exit_code = 143
