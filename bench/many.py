"""Whether a brief costs the same in a sweep of 52, of 250 and of 1,000: the regions are repeated.

python bench/many.py [BRIEFS ...]     250 and 1,000 unless told; an hour on two cores

All run in one process, through one warm process. Printed is a line a round: seconds of processor
time a brief, of this process with its children and of the warm one, and what both hold in MB.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
from speed import _processes, _warm

from s3analysis.paths import HOME


def used(home: Path) -> float:
    """Return the seconds of processor time so far: own, children's, and the warm process's."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in both) + _warm(home)


def rounds(briefs: int, home: Path) -> None:
    """Make all briefs again and again until there were so many, and say what each round cost."""
    from s3analysis.press.editions import edition
    from s3analysis.press.editions.sweeps import Sweep
    from s3analysis.press.progress import Progress
    from s3analysis.press.runs.limits import RunOptions

    sweep, made = Sweep("2017-07"), 0
    each = len(sweep.tasks())
    while made < briefs:
        before = used(home)
        edition.make(sweep, RunOptions(force=True), Progress(lambda _: None))
        made += each
        held = [process.memory_full_info().pss / 1e6 for process in _processes(home)]
        own = psutil.Process().memory_full_info().pss / 1e6
        cost = (used(home) - before) / each
        print(
            f"{made:5} briefs: {cost:.2f} s a brief; {own:.0f} and {sum(held):.0f} MB", flush=True
        )


if __name__ == "__main__":
    if "S3ANALYSIS_HOME" not in os.environ:  # which is read when the package is imported
        with tempfile.TemporaryDirectory(prefix="b") as folder:
            for name in ("data", "notebooks"):
                shutil.copytree(HOME / name, Path(folder, name))
            given = {"S3ANALYSIS_HOME": folder, "XDG_RUNTIME_DIR": folder}
            words = [sys.executable, *sys.argv]
            sys.exit(subprocess.run(words, env=os.environ | given, check=False).returncode)  # noqa: S603  # our own words
    for count in [int(word) for word in sys.argv[1:]] or [250, 1000]:
        rounds(count, HOME)
