"""How a command ends: its exit code, a line a fault, a last line for a machine, and on a signal."""

import signal
import sys
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import Any

from s3analysis.press.progress import Progress
from s3analysis.press.progress import progress as begin

CODES = {
    0: "made, or up to date",
    1: "analysis failed",
    2: "usage",
    3: "environment",
    4: "another run is writing",
    5: "data invalid",
    6: "output or disk",
    7: "made, but somebody could not be told",
    10: "up to date, with --exit-code",
    124: "out of time",
    137: "kernel killed, out of memory",
    138: "kernel killed",
    130: "interrupted",
    143: "terminated",
}


class Stopped(BaseException):
    """SIGINT or SIGTERM came; raised wherever the command is, so that it puts everything away."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.exit_code = 128 + number
        by = signal.Signals(number).name
        self.lines = [f"stopped by {by}; the last edition stands as it was"]
        super().__init__(self.lines[0])


@dataclass
class Account:
    """What a command did, for the last line of --json."""

    progress: Progress = field(default_factory=begin)
    status: str = "done"
    edition: Path | None = None


def listen() -> None:
    """From now on SIGINT and SIGTERM stop the command, once; a user's nohup stands."""

    def on_signal(number: int, _frame: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)  # everything is being put away
        raise Stopped(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, on_signal)


def never_fail_to_print() -> None:
    """From now on a character that the terminal or log cannot hold is written as its number."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def code(error: BaseException) -> int:
    """Return the exit code of an error: its own, or that of what nobody foresaw."""
    unforeseen = 6 if isinstance(error, OSError) else 1
    return int(getattr(error, "exit_code", unforeseen))


def lines(error: Any) -> list[str]:
    """Return an error as lines: each violation of a record, each reason, each notebook."""
    if hasattr(error, "violations"):
        rows = error.violations.itertuples(index=False)
        return [_violation(*row) for row in rows] + [f"{error}; correct them and run again"]
    if hasattr(error, "reasons"):
        return [f"{error.notebook}: {reason}" for reason in error.reasons]
    if hasattr(error, "lines"):
        return list(error.lines)
    if hasattr(error, "format_message"):  # of the command line itself
        return [" ".join(error.format_message().split())]
    if hasattr(error, "exit_code"):
        return [str(error)]
    fault = " ".join(f"{type(error).__name__}: {error}".split())
    return [f"unforeseen {fault}; --debug shows where it came from"]


def _violation(file: str, row: object, field: str, reason: str) -> str:
    line = "" if row is None or str(row) in {"<NA>", "None", "nan"} else f", row {row}"
    return f"{file}{line}{f', {field}' if field else ''}: {reason}"


def summary(account: Account, code: int, lines: list[str]) -> dict[str, Any]:
    """Return what a command did and how it ended, as plain values."""
    return {
        "status": account.status,
        "exit_code": code,
        "edition": str(account.edition or ""),
        "tasks": account.progress.tasks,
        "partial_notebooks": account.progress.partials,
        "changes": account.progress.changes,
        "errors": lines,
    }
