"""Runs on a Dask cluster: the plan, the keys and the store stay here, notebooks run elsewhere.

A worker needs the installed package and no shared folder. Data and notebooks go to it once, as
bytes named by their hash, and lie in its own folder; a task's executed notebook comes back as
bytes. Each run is in a process that ends with its worker. A worker whose package or libraries are
others is refused. What a lost worker had in hand, the scheduler gives to another.
"""

import io
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from s3analysis.press.cache.tasks import Inputs, Task
    from s3analysis.press.runs.errors import Outcome
    from s3analysis.press.runs.limits import Limits

    Run = Callable[[Task, Inputs, Path, Limits], Outcome]

PATIENCE = 10  # seconds in which a scheduler has to answer, and to have a worker
UNDER_WAY = 2  # tasks at the cluster for each thread it has, so that none waits for us
SERVE = "from s3analysis.press.editions import cluster; cluster.serve()"

Answer = dict[str, Any]
"""What a worker says: its record, and of a run its status, seconds and notebook, or the error."""

_idle: dict[Path, list["subprocess.Popen[str]"]] = {}
_settling = threading.Lock()


class NoCluster(RuntimeError):
    """The scheduler does not answer or was lost, or its workers cannot do what we ask."""

    exit_code = 3


@contextmanager
def connected(
    address: str, tasks: "list[Task]"
) -> "Iterator[tuple[Run, int, Callable[[int], None]]]":
    """Give what runs a task on the cluster, how many may be under way, and what stops them.

    Raises NoCluster.
    """
    client = _client(address)
    inputs = pack(tasks)
    named = client.submit(bytes, inputs, key=f"s3analysis-{sha256(inputs).hexdigest()}")
    executor = client.get_executor(pure=False)

    def run(task: "Task", record: "Inputs", output: Path, limits: "Limits") -> "Outcome":
        asked = _asked(task, record, limits)
        try:
            answer = executor.submit(work, named, json.dumps(asked)).result()
        except (CancelledError, OSError, RuntimeError) as error:  # KilledWorker is of the last
            why = f"{task.name}: the cluster lost it ({type(error).__name__}); run it again"
            raise NoCluster(why) from error
        return _taken(answer, task, record, output)

    try:
        yield run, UNDER_WAY * sum(client.nthreads().values()), lambda _: client.close(timeout=2)
    finally:
        with suppress(Exception):  # the work is done, or the error on its way is the one to tell
            executor.shutdown(wait=False)
            client.close(timeout=2)


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        why = "--scheduler needs Dask: pip install 's3analysis[distributed]'"
        raise NoCluster(why) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # our exceptions say what matters
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        why = f"no Dask scheduler answers at {address}: start it with dask scheduler, or leave "
        raise NoCluster(f"{why}--scheduler away") from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        client.close()
        raise NoCluster(f"{address} has no worker: start one with dask worker {address}") from error
    return client


def pack(tasks: "list[Task]") -> bytes:
    """Return all data, and the notebooks of tasks, as the bytes of a zip."""
    from s3analysis.paths import HOME
    from s3analysis.press.cache import hashes

    used = {task.notebook.relative_to(HOME).as_posix() for task in tasks}
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for name in hashes.files():
            if name.startswith("data/") or name in used:
                archive.writestr(ZipInfo(name), (HOME / name).read_bytes(), ZIP_DEFLATED)
    return file.getvalue()


def _asked(task: "Task", record: "Inputs", limits: "Limits") -> Answer:
    from s3analysis.paths import HOME

    return {
        "name": task.name,
        "notebook": task.notebook.relative_to(HOME).as_posix(),
        "parameters": dict(task.parameters),
        "limits": asdict(limits),
        "record": record,
    }


def _taken(answer: Answer, task: "Task", record: "Inputs", output: Path) -> "Outcome":
    """Write what a worker made to where a local run would have, or raise what it met."""
    from s3analysis.press import files
    from s3analysis.press.runs import errors, notebook_file

    if "differs" in answer:
        first, more = answer["differs"][0], len(answer["differs"]) - 1
        others = f" and {more} more" if more else ""
        raise NoCluster(f"a worker is not as this project: {first}{others}; install the same there")
    if "fault" in answer:
        raise NoCluster(f"{task.name}: a worker failed: {answer['fault']}")
    if "error" in answer:
        kind, *words = answer["error"]
        error: errors.RunError = getattr(errors, kind)(*words)
        if answer["notebook"]:
            files.write(notebook_file.partial(output), answer["notebook"])
            error.partial = notebook_file.partial(output)
        raise error
    files.write(output, answer["notebook"])
    return errors.Outcome(answer["status"], answer["seconds"], (), "")


def work(inputs: bytes, asked: str) -> Answer:
    """Return what a run gave, on a worker: in a process of its own, kept for the next one."""
    home = _settled(inputs)
    with _settling:
        idle = _idle.setdefault(home, [])
        child = idle.pop() if idle else _started(home)
    assert child.stdin is not None  # noqa: S101  # pipes, as asked for
    assert child.stdout is not None  # noqa: S101
    try:
        child.stdin.write(f"{asked}\n")
        child.stdin.flush()
        answer: Answer = json.loads(child.stdout.readline())
    except (OSError, ValueError) as error:
        child.kill()
        return {"fault": f"its process ended ({type(error).__name__})"}
    with _settling:
        idle.append(child)
    return answer


def _settled(inputs: bytes) -> Path:
    """Return the folder of a worker that holds the data and notebooks, unpacked once."""
    from distributed import get_worker

    own = Path(get_worker().local_directory).absolute()
    home = own / f"s3analysis-{sha256(inputs).hexdigest()[:16]}"
    with _settling:
        if not home.exists():
            part = home.with_suffix(".part")
            with ZipFile(io.BytesIO(inputs)) as archive:
                archive.extractall(part)  # our own: names of files in data/ and notebooks/
            part.rename(home)
    return home


def _started(home: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-c", SERVE],
        env=os.environ | {"S3ANALYSIS_HOME": str(home), "S3ANALYSIS_OUTPUT": ""},
        cwd=home,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )


def serve() -> None:
    """Answer what is asked on standard input, a line each, until the worker is gone."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever else is printed is no answer
    for line in sys.stdin:
        try:
            answer = _answer(json.loads(line))
        except Exception as error:
            answer = {"fault": " ".join(f"{type(error).__name__}: {error}".split())}
        print(json.dumps(answer), file=answers, flush=True)


def _answer(asked: Answer) -> Answer:
    from s3analysis.paths import HOME, TOOLS, WORKSHOP
    from s3analysis.press.cache import tasks as plan
    from s3analysis.press.runs import engine
    from s3analysis.press.runs.errors import RunError
    from s3analysis.press.runs.limits import Limits

    os.environ |= TOOLS
    task = plan.Task(asked["name"], HOME / asked["notebook"], asked["parameters"])
    own = plan.records([task])[task.name]
    if differs := plan.explain(_shared(asked["record"], own), _shared(own, asked["record"])):
        return {"differs": differs}
    output = WORKSHOP / "runs" / f"{task.name}-{os.getpid()}.ipynb"
    try:
        outcome = engine.run(
            task.notebook, dict(task.parameters), output, Limits(**asked["limits"])
        )
    except RunError as error:
        text = error.partial.read_text("utf-8") if error.partial else ""
        words = [type(error).__name__, error.notebook, error.cell, error.name, error.message]
        return {"error": words, "notebook": text}
    text = output.read_text("utf-8")
    output.unlink()
    return {"status": outcome.status, "seconds": outcome.seconds, "notebook": text}


def _shared(record: "Inputs", other: "Inputs") -> "Inputs":
    """Return a record with what of the environment both have and no path is part of.

    A worker needs no test tools, and may have its interpreter and its folders elsewhere.
    """
    from s3analysis.paths import TOOLS

    both = record["environment"].keys() & other["environment"].keys() - {"interpreter", *TOOLS}
    names = sorted(name for name in both if not name.startswith("/"))
    return record | {"environment": {name: record["environment"][name] for name in names}}
