"""Draw mutants of each module, have mutmut kill them, and list those that survive, to be read.

`pip install -e .[mutation]`, then `python tests/mutants/mutation.py [--each 20] [--seed 2017]`.
[tool.mutmut] of pyproject.toml says what is mutated. mutmut knows which test calls a function, but
not what a test gets from a constant or a shared fixture; so survivors meet the whole test file of
their module once more.
"""

import argparse
import json
import os
import random
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent.parent
FOLDER = HOME / "mutants"
FIRST = "s3analysis.measures.record.coding.*"
PYTEST = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist"]
KILLED = {1, 3, 24}  # a test fails, an error, the time is over


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--each", type=int, default=20, help="mutants of each module")
    words.add_argument("--seed", type=int, default=2017)
    given = words.parse_args()
    mutmut(FIRST)  # writes all mutants, and runs a few
    drawn = [
        name
        for module, codes in mutants().items()
        for name in random.Random(f"{given.seed} {module}").sample(
            sorted(codes), min(given.each, len(codes))
        )
    ]
    mutmut(*drawn)
    for module, codes in mutants().items():
        mine = {name: code for name, code in codes.items() if name in set(drawn)}
        alive = [name for name, code in mine.items() if code not in KILLED and survives(name)]
        print(f"{module}: {len(mine) - len(alive)} of {len(mine)} killed", flush=True)
        for name in alive:
            print(f"  {name}  (mutmut show {name})")


def mutmut(*names):
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", "2", *names]
    subprocess.run(command, cwd=HOME, check=False, stdout=subprocess.DEVNULL)


def mutants():
    """Return how each mutant ended, by module: None where it was not run."""
    found = {}
    for path in sorted((FOLDER / "s3analysis").rglob("*.meta")):
        codes = json.loads(path.read_text("utf-8"))["exit_code_by_key"]
        if codes:
            found[path.relative_to(FOLDER).as_posix().removesuffix(".py.meta")] = codes
    return found


def survives(name):
    """Return whether the test file of a mutant's module passes, or that of the room around it."""
    module = Path(*name.rpartition(".")[0].split(".")[1:])
    own = Path("tests") / module.parent / f"test_{module.name}.py"
    where = own if (FOLDER / own).is_file() else own.parent
    run = subprocess.run(
        [*PYTEST, str(where)],
        cwd=FOLDER,
        env=os.environ | {"MUTANT_UNDER_TEST": name, "PYTHONPATH": str(FOLDER)},
        capture_output=True,
        timeout=900,
    )
    return run.returncode == 0


if __name__ == "__main__":
    main()
