"""Plant each fault of faults.toml in a copy of the project, and see which guard finds it.

`python tests/mutants/run.py [ID ...] [--seed N] [--jobs N]`. A fault counts as caught when a guard
speaks and names what was planted: a notebook and an exhibit, a table, a measure. Exit 1 when fewer
than 99 % are caught, or when a guard speaks where nothing is wrong.
"""

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import missing
import plant
import wrong_code

HERE = Path(__file__).resolve().parent
HOME = HERE.parent.parent
PARTS = (
    "data",
    "docs",
    "notebooks",
    "reports",
    "s3analysis",
    "tests",
    "pyproject.toml",
    "README.md",
)
SKIPPED = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", ".*_cache")
ALONE = plant.ALONE | {"run-again-wrong", "exhibit-gone"}
LEAST = 0.99
SAID = "../said.json"  # beside all copies: what each exhibit says before anything is planted

QUICK = """
import sys
sys.modules["rfc3987_syntax"] = None  # a second of imports that jsonschema can do without
import pytest
sys.exit(pytest.main(sys.argv[1:]))
"""
PLUGINS = ("-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:hypothesispytest")
PYTEST = [sys.executable, "-c", QUICK, *PLUGINS, "-q", "--color=no", "--tb=short"]
STALE = """
import sys
from s3analysis.press.editions import processed_data
changed = processed_data.write()
sys.exit(f"data/processed is not what clean makes: {', '.join(changed)}" if changed else 0)
"""


@dataclass(frozen=True)
class Result:
    """How it went with one fault: which guard spoke, and what it said."""

    fault: dict
    spoke: str
    named: bool
    said: str
    seconds: float

    @property
    def good(self):
        """Return whether a fault was caught and named, or a control let through."""
        return not self.spoke if self.fault.get("control") else bool(self.spoke) and self.named


def main():
    """Plant, guard, tell."""
    listed = tomllib.loads((HERE / "faults.toml").read_text("utf-8"))
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("only", nargs="*", help="ids of faults; all, if none is given")
    words.add_argument("--seed", type=int, default=listed["seed"])
    words.add_argument("--jobs", type=int, default=min(os.cpu_count() or 1, 2))
    given = words.parse_args()
    faults = [each for each in drawn(listed["fault"]) if not given.only or each["id"] in given.only]
    here = {path.stem for path in (HOME / "notebooks").glob("*.ipynb")}
    waiting = [each for each in faults if not {each.get("needs")} <= here | {None}]
    faults = [each for each in faults if each not in waiting]
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(given.jobs) as pool:
        if any("again" in fault["guards"] for fault in faults):
            with (Path(folder) / Path(SAID).name).open("wb") as file:
                command = [sys.executable, HERE / "again.py"]
                subprocess.run(command, env=plant.environment(HOME), stdout=file, check=True)
        futures = [pool.submit(tried, each, given.seed, folder) for each in batches(faults)]
        results = []
        for future in as_completed(futures):
            results += future.result()
            for result in future.result():
                tell(result)
    for fault in waiting:
        print(f"  waits     {fault['id']:26} for {fault['needs']}")
    return summary(results, time.monotonic() - began)


def drawn(faults):
    """Yield each fault, once for each time that it is to be drawn, with its planter's name."""
    for fault in faults:
        times = fault.get("times", 1)
        for number in range(1, times + 1):
            name = f"{fault['id']}-{number}" if times > 1 else fault["id"]
            yield fault | {"id": name, "kind": fault["id"]}


def planter(fault):
    """Return the function that plants a fault: of its name, in one of three files."""
    name = fault["kind"].replace("-", "_")
    return next(getattr(each, name) for each in (plant, wrong_code, missing) if hasattr(each, name))


def commands(guard, fault, names):
    """Return what a guard runs: of the notebooks the one that was planted in, if it was one."""
    known = names and (HOME / "notebooks" / f"{names[0]}.ipynb").is_file()
    lone = fault["where"] in {"data", "code"}
    where = [f"notebooks/{names[0]}.ipynb"] if known else ["notebooks", *["-x"] * lone]
    measures = [f"s3analysis/measures/{name}.py" for name in plant.MEASURES]
    # Who edits data/raw cleans; what is then still not found must be seen in the notebooks.
    raw = {**dict.fromkeys(plant.RAW, "clean"), **dict.fromkeys(missing.RAW, "check")}
    kind = fault["kind"]
    tidy = ["-m", "s3analysis", raw[kind]] if kind in raw else ["-c", STALE]
    return {
        "rules": [[*PYTEST, "tests/test_notebooks.py"]],
        "gate": [[*PYTEST, "--s3-review", *where]],
        "check": [[sys.executable, *tidy]],
        "verify": [
            [sys.executable, "-m", "s3analysis", "verify", "2017-07"],
            [*PYTEST, "tests/test_reference_edition.py"],
        ],
        "tests": [[*PYTEST, *[name for name in names if name.startswith("tests/")]]],
        "pins": [[*PYTEST, "tests/test_pins.py"]],
        "again": [[sys.executable, "tests/mutants/again.py", SAID]],
        "house": [[*PYTEST, "tests/test_skips.py"]],
        "rebuild": [[sys.executable, "-m", "s3analysis", "verify", "2017-07", "--rebuild"]],
        "oracles": [[*PYTEST, "--doctest-modules", *measures]],
    }[guard]


def batches(faults):
    """Yield the faults in groups that one copy can hold, each in a cell of its own.

    What a guard says is told apart by cell, so faults of different cells do not hide each other.
    Those that keep a notebook from being run, that only the rules see, and controls go by
    themselves; data and code are one fault a copy.
    """
    kinds = {}
    for fault in faults:
        if fault["where"] in {"data", "code", "edition"} or fault["kind"] in ALONE:
            kind = fault["id"]
        elif fault.get("control") or fault["kind"] in plant.UNFIT:
            kind = "control" if fault.get("control") else "unfit"
        else:
            kind = "rules" if fault["guards"] == ["rules"] else "gate"
        kinds.setdefault(kind, []).append(fault)
    yield from sorted(kinds.values(), key=len, reverse=True)


def tried(faults, seed, folder):
    """Return what the guards say of copies that hold these faults, one result a fault."""
    began, results, waiting = time.monotonic(), [], faults
    while waiting:
        home = Path(tempfile.mkdtemp(dir=folder))
        for part in PARTS:
            whole = (HOME / part).is_dir()
            copy = partial(shutil.copytree, ignore=SKIPPED) if whole else shutil.copy2
            copy(HOME / part, home / part)
        planted, full = [], []
        # What needs a drawing, or a whole notebook, comes first: there are few.
        for fault in sorted(waiting, key=lambda each: each["kind"] not in plant.CHOOSY):
            try:
                dice = random.Random(f"{seed} {fault['id']}")
                planted.append((fault, planter(fault)(home, dice)))
            except plant.Unplantable as problem:
                if planted:
                    full.append(fault)
                else:  # nothing there to plant it in: it counts as not caught
                    took = time.monotonic() - began
                    results.append(Result(fault, "", False, f"not planted: {problem}", took))
        results += guarded(planted, home, began)
        shutil.rmtree(home, ignore_errors=True)
        waiting = full
    return results


def guarded(planted, home, began):
    """Return how each fault of one copy fared: the first guard that names it, if one does."""
    found, alarms = {}, {}
    for guard in dict.fromkeys(guard for fault, _ in planted for guard in fault["guards"]):
        asked = [(fault, names) for fault, names in planted
                 if guard in fault["guards"] and fault["id"] not in found]  # fmt: skip
        if not asked:
            continue
        names = asked[0][1] if len(planted) == 1 else []
        told = speaks(commands(guard, asked[0][0], names), home)
        blocks = re.split(r"(?m)^(?=_{3,} |\S+\.ipynb[ ,])", told) if len(planted) > 1 else [told]
        for fault, names in asked:
            if guard == "again":  # it names what moved, by notebook and key
                names = ["moved: "]
            if fault.get("control"):  # nothing may be said of its whole notebook
                names = names[:1]
            spoken = [block for block in blocks if told and all(name in block for name in names)]
            if spoken:
                found[fault["id"]] = (guard, telling(spoken[-1], names))
            elif told and len(planted) == 1:
                alarms[fault["id"]] = (guard, telling(told, names))
    took = time.monotonic() - began
    for fault, _ in planted:
        spoke, said = found.get(fault["id"]) or alarms.get(fault["id"]) or ("", "")
        yield Result(fault, spoke, fault["id"] in found, said, took)


def speaks(commands, home):
    """Return what a guard finds wrong, or nothing."""
    for command in commands:
        run = subprocess.run(
            command,
            cwd=home,
            env=plant.environment(home),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=900,
        )
        if run.returncode:
            return run.stdout + run.stderr
    return ""


def telling(said, names):
    """Return the line that tells most of what was planted, without what pytest puts around it."""
    lines = [" ".join(line.split()) for line in said.splitlines()]
    lines = [
        line for line in lines if not re.match(r"[.FEsx]+( \[|$)|[_=]{3}|FAILED|review:", line)
    ]
    telltale = (*names, "differs", "committed")
    best = max(lines, key=lambda line: sum(name in line for name in telltale), default="")
    return best[:110]


def tell(result):
    """Print one line of the table."""
    if result.fault.get("control"):
        verdict = "let pass" if result.good else "ALARM"
    else:
        verdict = "caught" if result.good else "NOT NAMED" if result.spoke else "SURVIVED"
    took = f"{result.seconds:4.0f} s"
    by = result.spoke or "-"
    print(f"  {verdict:9} {result.fault['id']:26} {by:8}{took} {result.said}", flush=True)


def summary(results, seconds):
    """Print how many were caught; return the exit code."""
    planted = [result for result in results if not result.fault.get("control")]
    controls = [result for result in results if result.fault.get("control")]
    caught, quiet = (sum(result.good for result in each) for each in (planted, controls))
    share = caught / len(planted) if planted else 1
    print(f"\n{caught} of {len(planted)} planted faults caught and named ({share:.1%}); "
          f"{quiet} of {len(controls)} controls let through; {seconds:.0f} s")  # fmt: skip
    for result in results:
        if not result.good:
            print(f"  not so: {result.fault['id']}: {result.fault['what']}")
    return int(share < LEAST or quiet < len(controls))


if __name__ == "__main__":
    sys.exit(main())
