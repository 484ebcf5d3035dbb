"""What a run says while it goes on: a line at a time, or on a terminal a display that lives.

It also remembers how each task ended, and what changed, for whoever asks when the run is over, and
writes what it says into a log, each line with its time, where one was asked for.
"""

import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

Say = Callable[[str], None]


@dataclass(frozen=True)
class Ended:
    """How a task ended, in what time; if the store had it; what there is of a failed run."""

    status: str
    seconds: float
    reused: bool = False
    partial: Path | None = None


class Progress:
    """A run as lines of text; tasks may begin and end side by side, in threads."""

    def __init__(self, say: Say) -> None:
        self.show = say
        self.log: Path | None = None
        self.ended: dict[str, Ended] = {}
        self.changes: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to put away."""

    def say(self, line: str) -> None:
        """Show a line, and log it."""
        self.show(line)
        self.note(line)

    def note(self, line: str) -> None:
        """Add a line to the log alone, with the time. Raises files.DiskError."""
        if self.log:
            from s3analysis.press import files

            now = datetime.now(UTC).isoformat(timespec="seconds")
            with files.refusals(self.log), self.log.open("a", encoding="utf-8") as log:
                log.write(f"{now} {line}\n")

    def begins(self, task: str) -> None:
        """Say that a task runs now."""
        self.say(f"running {task}")

    def ends(self, task: str, how: Ended) -> None:
        """Say and remember how a task ended."""
        self.ended[task] = how
        self.say(f"{task}: {how.status.replace('_', ' ')} in {how.seconds:.1f} s")

    def reuses(self, task: str, how: Ended) -> None:
        """Remember a task that did not have to run."""
        self.ended[task] = how

    @property
    def partials(self) -> list[str]:
        """Return where what there is of failed runs is kept."""
        return [str(how.partial) for how in self.ended.values() if how.partial]

    @property
    def tasks(self) -> dict[str, dict[str, Any]]:
        """Return how each task ended, as plain values."""
        return {
            name: asdict(how) | {"partial": how.partial and str(how.partial)}
            for name, how in sorted(self.ended.items())
        }


class Live(Progress):
    """A run on a terminal: while a task runs, a line for it with its seconds."""

    def __init__(self) -> None:
        super().__init__(_line)
        self._bars: Bars | None = None
        self._lines: dict[str, TaskID] = {}
        self._one_at_a_time = threading.Lock()

    def __exit__(self, *_: object) -> None:
        if self._bars:
            self._bars.stop()

    def begins(self, task: str) -> None:
        """Show that a task runs."""
        with self._one_at_a_time:
            if self._bars is None:
                self._bars = _bars()
                self._bars.start()
                self.show = self._bars.console.print
            self._lines[task] = self._bars.add_task(task, total=None)
        self.note(f"running {task}")

    def ends(self, task: str, how: Ended) -> None:
        """Show how a task ended in place of its line."""
        if self._bars:
            self._bars.remove_task(self._lines.pop(task))
        super().ends(task, how)


def _bars() -> "Bars":
    """Return rich's display; imported here, since a run with nothing to do needs none."""
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(highlight=False, markup=False, soft_wrap=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    return Bars(*columns, console=console, transient=True)


def progress() -> Progress:
    """Return what suits standard output: a living display on a terminal, else lines."""
    return Live() if sys.stdout.isatty() else Progress(_line)


def _line(text: str) -> None:
    """Print a line whole, whoever prints beside it, and at once, so that a log can be followed."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
