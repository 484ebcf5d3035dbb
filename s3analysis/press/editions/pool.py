"""Run tasks side by side, until each stands in the store under the key of what is there now."""

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from s3analysis.press import files
from s3analysis.press.cache import store
from s3analysis.press.cache import tasks as plan
from s3analysis.press.cache.store import StoredRun
from s3analysis.press.cache.tasks import Inputs, Task
from s3analysis.press.progress import Ended, Progress
from s3analysis.press.runs import engine, monitor
from s3analysis.press.runs.errors import Outcome, RunError
from s3analysis.press.runs.limits import Limits, RunOptions

Run = Callable[[Task, Inputs, Path, Limits], Outcome]
ROUNDS = 3


class Failed(RuntimeError):
    """Notebooks that did not succeed: a line each, the exit code of the first in report order."""

    def __init__(self, errors: list[RunError]) -> None:
        self.errors = errors
        self.exit_code = errors[0].exit_code
        self.lines = [error.line for error in errors]
        super().__init__("\n".join(self.lines))


class Unsettled(RuntimeError):
    """What a notebook depends on changed while it ran, each time."""

    exit_code = 1


def complete(
    tasks: list[Task], folder: Path, options: RunOptions, progress: Progress
) -> dict[str, StoredRun]:
    """Return the executed notebook of each task by its name; what is not in the store runs now.

    What there is of failed runs is kept in `folder`, until the next time. Raises Failed, Unsettled,
    NotRunnable or files.DiskError; what succeeded is in the store all the same.
    """
    with files.refusals(folder):
        files.remove(folder)
    pool, fresh = _Pool(folder, options, progress), set[str]()
    with _told(progress):
        for _ in range(ROUNDS):
            records = plan.records(tasks)
            entries: dict[str, StoredRun] = {}
            for task in tasks:
                entry = store.get(plan.key(records[task.name]))
                if entry and (task.name in fresh or not options.force):
                    entries[task.name] = entry
                    if task.name not in fresh:
                        progress.reuses(task.name, Ended(entry.status, entry.seconds, reused=True))
            missing = [task for task in tasks if task.name not in entries]
            if not missing:
                return entries
            pool.run(missing, records)
            fresh |= {task.name for task in missing}
    names = ", ".join(task.name for task in missing)
    raise Unsettled(f"{names}: code or data changed while it ran, {ROUNDS} times; run it again")


@contextmanager
def _told(progress: Progress) -> Iterator[None]:
    """Say each thing once that the press warns of: a cold kernel, a damaged entry of the store."""
    said: set[str] = set()

    class Teller(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.getMessage() not in said:
                said.add(record.getMessage())
                progress.say(record.getMessage())

    press, teller = logging.getLogger("s3analysis.press"), Teller(logging.WARNING)
    press.addHandler(teller)
    try:
        yield
    finally:
        press.removeHandler(teller)


@dataclass(frozen=True)
class _Pool:
    """What runs tasks side by side, and keeps in a folder what there is of failed runs."""

    folder: Path
    options: RunOptions
    progress: Progress

    def run(self, tasks: list[Task], records: dict[str, Inputs]) -> None:
        """Run tasks in threads: each has a process of its own, its kernel's or a worker's."""
        failed = threading.Event()

        def one(task: Task) -> None:
            if failed.is_set() and not self.options.keep_going:
                return
            try:
                self.one(task, records[task.name], run)
            except BaseException:
                failed.set()
                raise

        with _runner(tasks, self.options) as (run, jobs, stop), ThreadPoolExecutor(jobs) as pool:
            futures = [pool.submit(one, task) for task in tasks]
            try:
                wait(futures)
            except BaseException as signalled:  # a signal: no run may outlive it
                failed.set()
                _stop(futures, stop, getattr(signalled, "number", signal.SIGINT))
                raise
        errors = [error for future in futures if (error := future.exception())]
        ours = [error for error in errors if isinstance(error, RunError)]
        for error in errors:
            if error not in ours:
                raise error
        if ours:
            raise Failed(ours)

    def one(self, task: Task, record: Inputs, run: Run) -> None:
        """Run one task; it is stored if what it depends on is still as it was."""
        self.progress.begins(task.name)
        output = self.folder / f"{task.name}.ipynb"
        began = time.monotonic()
        try:
            outcome = run(task, record, output, self.options.limits)
            with files.refusals(output):
                notebook = output.read_bytes()
                output.unlink()
        except Exception as error:
            status = getattr(error, "status", "failed")
            partial = getattr(error, "partial", None)
            self.progress.ends(task.name, Ended(status, time.monotonic() - began, partial=partial))
            raise
        if plan.records([task])[task.name] == record:
            store.put(task, record, outcome.status, outcome.seconds, notebook)
        self.progress.ends(task.name, Ended(outcome.status, outcome.seconds))


@contextmanager
def _runner(
    tasks: list[Task], options: RunOptions
) -> Iterator[tuple[Run, int, Callable[[int], None]]]:
    """Give what runs a task, how many run side by side, and what stops those that do."""
    if options.scheduler:
        from s3analysis.press.editions import cluster

        with cluster.connected(options.scheduler, tasks) as there:
            yield there
        return

    def here(task: Task, _: Inputs, output: Path, limits: Limits) -> Outcome:
        return engine.run(task.notebook, dict(task.parameters), output, limits)

    yield here, options.jobs, monitor.stop_runs


def _stop(futures: list[Future[None]], stop: Callable[[int], None], number: int) -> None:
    for future in futures:
        future.cancel()
    while any(future.running() for future in futures):
        stop(number)
        time.sleep(0.05)
