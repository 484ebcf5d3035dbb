"""What reports, briefs and the review cost beside a plain script and a shell loop: bench/README.md.

    make bench     (some minutes on a quiet machine; python bench/speed.py 1: each thing once)

Everything is measured in one go, on a copy of the data and notebooks. Seconds of processor time are
of all processes: the command's own, and what its warm process and the kernels forked from it used.
Memory is the most that all of them held at once, pages they share counted once.
"""

import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from s3analysis.paths import HOME

PYTHON = sys.executable
OURS = (PYTHON, "-m", "s3analysis")
REGIONS = ("aragon", "flanders", "lapland", "saxony", "scotland", "trentino", "tuscany", "dalarna")
LOOPED = REGIONS[:2]
REPEATS = int(sys.argv[1]) if sys.argv[1:] else 3
EDITED = "03_themes"
LOOP = """
for name in {names}; do
  papermill --log-level=ERROR --no-progress-bar notebooks/{notebook}.ipynb {out}/$name.ipynb {given}
  jupyter nbconvert --log-level=ERROR --to html {out}/$name.ipynb
done
"""


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds of processor time and of the clock, and megabytes."""

    processor: float
    clock: float
    memory: float


def cost(words: Sequence[str], home: Path, repeats: int = 1, ends: Sequence[int] = (0,)) -> Cost:
    """Return the median cost of a command."""
    found = [_once(words, home, ends) for _ in range(repeats)]
    middle = [
        statistics.median(getattr(each, name) for each in found) for name in Cost.__annotations__
    ]
    print(
        f"{' '.join(words)[-90:]}: {middle[0]:.2f} s, {middle[1]:.2f} s, {middle[2]:.0f} MB",
        flush=True,
    )
    return Cost(*middle)


def _once(words: Sequence[str], home: Path, ends: Sequence[int]) -> Cost:
    before, busy, began = _warm(home), _children(), time.perf_counter()
    null = subprocess.DEVNULL
    with subprocess.Popen(words, cwd=home, stdout=null, stderr=null) as process:  # noqa: S603  # our own words
        held = [0.0]
        done = threading.Event()
        sampler = threading.Thread(target=_sample, args=(process.pid, home, held, done))
        sampler.start()
        process.wait()
        took = time.perf_counter() - began
        done.set()
        sampler.join()
    if process.returncode not in ends:
        raise SystemExit(f"exit code {process.returncode}: {' '.join(words)}")
    time.sleep(0.2)  # the warm process buries its last kernel
    return Cost(_children() - busy + _warm(home) - before, took, max(held))


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _processes(home: Path) -> list[psutil.Process]:
    """Return the warm processes of this measurement."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if any(
                word.startswith(f"{home}/") and word.endswith(".socket")
                for word in process.cmdline()
            ):
                found.append(process)
    return [each for each in found if each.ppid() not in {other.pid for other in found}]


def _warm(home: Path) -> float:
    return sum(sum(process.cpu_times()[:4]) for process in _processes(home))


def _sample(pid: int, home: Path, held: list[float], done: threading.Event) -> None:
    """Note now and then what a command, its children, and warm processes with theirs hold."""
    while not done.wait(0.5):
        total = 0
        with suppress(psutil.Error):
            for process in [psutil.Process(pid), *_processes(home)]:
                for each in [process, *process.children(recursive=True)]:
                    with suppress(psutil.Error):
                        total += each.memory_full_info().pss
        held.append(total / 1e6)


def loop(home: Path, notebook: str, names: Sequence[str], given: str = "") -> Sequence[str]:
    """Return the shell loop that runs notebooks with Papermill and prints HTML with nbconvert."""
    words = {"names": " ".join(names), "notebook": notebook, "given": given, "out": home / "loop"}
    (home / "loop").mkdir(exist_ok=True)
    return ("sh", "-ec", LOOP.format(**words))


def measured(home: Path) -> dict[str, Cost]:
    """Return the cost of everything, by what it is called in the tables."""
    plain = (PYTHON, str(HOME / "bench" / "plain.py"))
    some = [word for name in REGIONS for word in ("--region", name)]
    names = sorted(path.stem for path in (home / "notebooks").glob("0*.ipynb"))
    pytest = (
        PYTHON,
        "-m",
        "pytest",
        "-q",
        "-c",
        str(HOME / "pyproject.toml"),
        "--rootdir",
        str(home),
        "notebooks",
    )
    only = (*OURS, "report", "--force", "--only", EDITED)
    return {
        "pass": cost((PYTHON, "-c", "pass"), home, 9),
        "help": cost((*OURS, "--help"), home, 9),
        "first": cost((*OURS, "report", "--force"), home),
        "report": cost((*OURS, "report", "--force"), home, REPEATS),
        "nothing": cost((*OURS, "report"), home, 9),
        "cold": cost((*OURS, "report", "--force", "--cold"), home),
        "plain": cost(plain, home, REPEATS),
        "loop": cost(loop(home, "$name", names), home),
        "three": cost((*OURS, "report", "--force", "--jobs", "3"), home),
        "edited": cost(only, home, REPEATS),
        "edited loop": cost(loop(home, EDITED, [EDITED]), home),
        "briefs": cost((*OURS, "briefs", "--force", *some), home),
        "briefs plain": cost((*plain, *REGIONS), home),
        "briefs loop": cost(loop(home, "region_brief", LOOPED, "-r region $name"), home),
        "all": cost((*OURS, "briefs", "--force", "--all"), home),
        "review": cost((*pytest, "--s3-review"), home, ends=(0, 1)),
        "nbval": cost((*pytest, "--nbval", "--nbval-cell-timeout=120"), home, ends=(0, 1)),
    }


ROWS = {
    "plain": "the notebooks' code and all printing in one plain process",
    "first": "`s3analysis report --force`, the warm process started with it",
    "report": "`s3analysis report --force`, the warm process there",
    "three": "the same with three notebooks at once",
    "cold": "`s3analysis report --force --cold`",
    "loop": "shell loop of Papermill and nbconvert, HTML alone",
    "edited": "one notebook again, the warm process there",
    "edited loop": "the same with Papermill and nbconvert",
    "briefs": f"{len(REGIONS)} briefs, every format",
    "briefs plain": f"{len(REGIONS)} briefs in one plain process",
    "briefs loop": f"{len(LOOPED)} briefs in the shell loop",
    "all": "`briefs --all`, every format",
    "review": "`make review`",
    "nbval": "stock `pytest --nbval`",
    "nothing": "`s3analysis report` with nothing to do",
    "help": "`s3analysis --help`",
    "pass": "`python -c pass`",
}


def ratios(found: dict[str, Cost], regions: int) -> list[tuple[str, str, float, bool]]:
    """Return what was asked, what was found, and whether that is enough."""

    def of(one: str, other: str, what: str = "processor") -> float:
        return float(getattr(found[one], what) / getattr(found[other], what))

    apiece = len(REGIONS) / len(LOOPED)
    most: list[tuple[str, float, float]] = [
        ("report / plain script, by the clock", 1.0, of("first", "plain", "clock")),
        ("briefs / plain script, by the clock", 0.8, of("briefs", "briefs plain", "clock")),
        ("seconds of processor time a brief", 0.9, found["all"].processor / regions),
        ("nothing to do, seconds of the clock", 0.1, found["nothing"].clock),
        ("nothing to do / `python -c pass`, processor", 8, of("nothing", "pass")),
        ("three workers and the warm process, MB", 700, found["three"].memory),
    ]
    least: list[tuple[str, float, float]] = [
        ("shell loop / report, processor", 5, of("loop", "first")),
        ("shell loop / briefs, processor", 8, of("briefs loop", "briefs") * apiece),
        ("stock nbval / review, processor", 2.5, of("nbval", "review")),
        (
            "Papermill and nbconvert / one edited notebook, processor",
            4,
            of("edited loop", "edited"),
        ),
    ]
    return [(what, f"at most {limit:g}", value, value <= limit) for what, limit, value in most] + [
        (what, f"at least {limit:g}", value, value >= limit) for what, limit, value in least
    ]


def text(found: dict[str, Cost], regions: int) -> str:
    """Return the page."""
    words = [
        f"Measured by `make bench` in one run on {os.cpu_count()} cores, Python",
        f"{platform.python_version()}; load {os.getloadavg()[0]:.1f} at its end. `plain.py` runs",
        "the same code and the same printers in one process, without kernel, store, check or",
        f"publishing. The loop makes {len(LOOPED)} briefs, where ours are {len(REGIONS)}.",
        "The memory of what takes less than half a second was not seen.",
    ]
    costs = [
        f"| {ROWS[name]} | {each.processor:.2f} | {each.clock:.2f} | {each.memory:.0f} |"
        for name, each in found.items()
    ]
    compared = [
        f"| {what} | {limit} | {value:.2f} | {'met' if enough else 'missed'} |"
        for what, limit, value, enough in ratios(found, regions)
    ]
    head = ("| what | processor s | clock s | peak MB |", "|---|---|---|---|")
    asked = ("| compared | asked | found | |", "|---|---|---|---|")
    lines = ["# What it costs", "", " ".join(words), "", *head, *costs, "", *asked, *compared, ""]
    return "\n".join(lines)


def main() -> None:
    """Measure, and write the page."""
    with tempfile.TemporaryDirectory(prefix="b") as folder:
        home = Path(folder)
        for name in ("data", "notebooks"):
            shutil.copytree(HOME / name, home / name)
        os.environ |= {"S3ANALYSIS_HOME": folder, "XDG_RUNTIME_DIR": folder}
        os.environ["PATH"] = f"{Path(PYTHON).parent}:{os.environ['PATH']}"
        found = measured(home)
        regions = len(list((home / "reports" / "2017-07-briefs").glob("*.html"))) - 1
    (HOME / "bench" / "README.md").write_text(text(found, regions), "utf-8")
    print(text(found, regions))


if __name__ == "__main__":
    main()
