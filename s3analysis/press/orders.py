"""How a run is to be done."""

import os
from dataclasses import dataclass, field

from s3analysis.press.engine import Limits


@dataclass(frozen=True)
class Orders:
    """How a run is to be done.

    `jobs` notebooks side by side; `force`: in spite of the store; `keep_going`: in spite of a
    failure; `only` these notebooks, and nothing published.
    """

    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    force: bool = False
    keep_going: bool = False
    only: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
