"""What a kernel does before the first cell and after the last, so that what ran is what is written.

An input transformer would have later cells run otherwise than they read; a cell could also put
itself between the kernel and its answers. Either fails the run.
"""

import json
import sys
import threading
from hashlib import sha256
from typing import Any

from s3analysis.press.runs.processes import adopt

ran: dict[int, str] = {}
"""The source of each cell as the kernel was asked for it, by its number."""


class NotAsWritten(RuntimeError):
    """A cell does not run as it reads."""


def begin() -> None:
    """Keep all children in reach, and look at each cell before and after it runs."""
    from IPython.core.getipython import get_ipython
    from IPython.core.inputtransformer2 import TransformerManager

    adopt()
    shell: Any = get_ipython()
    plain = TransformerManager()
    streams = sys.stdout, sys.stderr

    def before(info: Any) -> None:
        ran.setdefault(shell.execution_count, info.raw_cell)
        other = "an input transformer changes it"
        if info.transformed_cell and plain.transform_cell(info.raw_cell) != info.transformed_cell:
            raise NotAsWritten(other)
        if shell.ast_transformers:
            raise NotAsWritten(other.replace("input", "syntax"))

    def after() -> None:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except Exception as error:
            sys.stdout, sys.stderr = streams
            raise NotAsWritten("it replaced sys.stdout or sys.stderr by what is none") from error

    shell.events.register("pre_run_cell", before)
    shell.events.register("post_execute", after)


def end(expected: str) -> None:
    """Let threads have their say, as Python does, and see that every cell ran as it was sent."""
    for thread in threading.enumerate():
        if not thread.daemon and thread is not threading.main_thread():
            thread.join()
    if digest([ran[number] for number in sorted(ran)]) != expected:
        raise NotAsWritten("what ran is not what the cells say")


def digest(sources: list[str]) -> str:
    """Return a hash of the sources of cells."""
    return sha256(json.dumps(sources).encode()).hexdigest()
