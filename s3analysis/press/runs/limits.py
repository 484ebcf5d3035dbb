"""How a run is to be done, and what it may take.

Neither is part of what a result depends on: a limit decides whether a run comes to its end, never
what stands in a notebook that did. So what ran under larger limits is right under smaller ones too,
and is taken from the store; `force` runs it again under those of today.
"""

import os
from dataclasses import dataclass, field

MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one run may take: seconds a cell and a notebook, bytes of memory and of output."""

    cell: float = 120
    notebook: float = 600
    memory: int = 2048 * MB
    cell_output: int = MB
    notebook_size: int = 20 * MB


@dataclass(frozen=True)
class RunOptions:
    """How a run is to be done.

    `jobs` notebooks side by side; `force`: in spite of the store; `keep_going`: in spite of a
    failure; `only` these notebooks, and nothing published; `wait` seconds for another run to end;
    `scheduler`: the address of a Dask cluster that runs them, in place of `jobs`.
    """

    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    force: bool = False
    keep_going: bool = False
    only: tuple[str, ...] = ()
    wait: float = 0
    scheduler: str = ""
    limits: Limits = field(default_factory=Limits)
