"""Draw small wrong changes of each module, made by mutmut, and list those its tests let live.

`pip install -e .[mutation]`, then `python tests/mutants/mutation.py [PART ...] [--each 20]
[--seed 2017]`; a PART is the beginning of a module's path, such as `measures/ledger`. mutmut makes
the changes. We run the tests: the file that mirrors the module (or those of its room, where none
does), in a process of its own that imports the package anew; so what a test gets from a constant
or a fixture counts too, which mutmut by itself does not see; then the doctests of the module. Each
survivor is printed as a difference, to be read.
"""

import argparse
import difflib
import doctest
import importlib
import os
import random
import re
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent.parent
FOLDER = HOME / "mutants"
PARTS = ("data", "docs", "notebooks", "s3analysis", "tests", "pyproject.toml", "README.md")
MUTATED = ("measures", "sources/record", "sources/extracts", "sources/members", "press/runs")
PYTEST = [
    "-q",
    "-x",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "-p",
    "no:randomly",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
]  # of what HEAVY holds; fmt: skip
HEAVY = ("hypothesis", "frictionless", "networkx", "nbval.plugin", "openpyxl", "pandas", "pydantic",
         "rapidfuzz", "scipy.stats", "seaborn", "statsmodels.api")  # fmt: skip


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("parts", nargs="*", default=MUTATED)
    words.add_argument("--each", type=int, default=20, help="mutants of each module")
    words.add_argument("--seed", type=int, default=2017)
    words.add_argument("--jobs", type=int, default=min(os.cpu_count() or 1, 2))
    given = words.parse_args()
    copied()
    for name in HEAVY:  # once, for all processes that are forked
        __import__(name)
    assert "s3analysis" not in sys.modules, "each process has to import the package by itself"
    for path in sorted((HOME / "s3analysis").rglob("*.py")):
        module = path.relative_to(HOME / "s3analysis").as_posix()
        if module.startswith(tuple(given.parts)):
            tried(path, random.Random(f"{given.seed} {module}"), given)


def copied():
    """Copy the project to where its modules are changed."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    for part in PARTS:
        whole = (HOME / part).is_dir()
        skipped = shutil.ignore_patterns("__pycache__", "node_modules", "imported")
        if whole:
            shutil.copytree(HOME / part, FOLDER / part, ignore=skipped)
        else:
            shutil.copy2(HOME / part, FOLDER / part)
    os.chdir(FOLDER)
    rules = FOLDER / "s3analysis/sources/record/rules/__init__.py"
    of = 'hasattr(each, "__wrapped__")'  # what mutmut wraps is no rule; a rule is wrapped twice
    twice = 'hasattr(getattr(each, "__wrapped__", None), "__wrapped__")'
    rules.write_text(rules.read_text("utf-8").replace(of, twice), "utf-8")


def tried(path, dice, given):
    """Print how many mutants of a module its tests kill, and those that survive."""
    from mutmut.mutation.file_mutation import mutate_file_contents  # not among the packages locked

    there = FOLDER / path.relative_to(HOME)
    before = there.read_text("utf-8")
    made = mutate_file_contents(str(there), bare(before))
    names = dice.sample(sorted(made.mutant_names), min(given.each, len(made.mutant_names)))
    if not names:
        return
    there.write_text(made.code, "utf-8")
    module = ".".join(path.relative_to(HOME).with_suffix("").parts).removesuffix(".__init__")
    began = time.monotonic()
    if ended([""], mirror(path), module, 1, 600)[""]:
        there.write_text(before, "utf-8")
        print(f"{module}: not tried, its tests fail without a mutant", flush=True)
        return
    patience = 10 + 5 * int(time.monotonic() - began)
    codes = ended(names, mirror(path), module, given.jobs, patience)
    alive = [name for name in names if codes[name] == 0]
    there.write_text(before, "utf-8")
    took = time.monotonic() - began
    print(f"{module}: {len(names) - len(alive)} of {len(names)} killed, {took:.0f} s", flush=True)
    for name in alive:
        print("\n".join(difference(made.code, name)), flush=True)


def bare(source):
    """Return a source whose rules are decorated below their function: mutmut skips decorated ones.

    >>> bare("@rule\\ndef r(raw):\\n    yield raw\\n\\n\\n@rule\\ndef s(raw):\\n    yield raw\\n")
    'def r(raw):\\n    yield raw\\nr = rule(r)\\n\\n\\ndef s(raw):\\n    yield raw\\ns = rule(s)\\n'
    """
    body = r"^@rule\n(def (\w+)\(.*\n(?:(?: .*)?\n)*? .*\n)(?=\n*(?:\S|\Z))"
    return re.sub(body, r"\1\2 = rule(\2)\n", source, flags=re.MULTILINE)


def mirror(path):
    """Return the test file that mirrors a module, or the room it would be in."""
    room = "tests" / path.parent.relative_to(HOME / "s3analysis")
    own = room / f"test_{path.name}"
    return str(own if (FOLDER / own).is_file() else room)


def ended(names, where, module, jobs, patience):
    """Return how the tests end with each mutant: 0 where they pass."""
    codes, running = {}, {}
    waiting = list(names)
    while waiting or running:
        while waiting and len(running) < jobs:
            name = waiting.pop()
            running[os.fork() or under(f"{module}.{name}", where, patience)] = name
        process, status = os.wait()
        with suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)  # what its tests started and left
        codes[running.pop(process)] = status
    return codes


def under(mutant, where, patience):
    """Run tests under a mutant in this process, which ends with them."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    signal.alarm(patience)  # a mutant that does not end is killed by the clock
    os.environ |= {"MUTANT_UNDER_TEST": mutant, "PYTHONPATH": str(FOLDER)}
    sys.path[:0] = [str(FOLDER)]
    sys.argv = ["pytest"]
    os._exit(int(pytest.main([*PYTEST, where])) or doctests(mutant.rpartition(".")[0]))


def doctests(module):
    """Return how many examples of a module's functions fail; mutmut hides them from pytest."""
    names = vars(importlib.import_module(module))
    runner = doctest.DocTestRunner()
    for name, each in list(names.items()):
        if getattr(each, "__module__", "") == module and "__mutmut" not in name and each.__doc__:
            runner.run(doctest.DocTestParser().get_doctest(each.__doc__, {**names}, name, None, 0))
    return min(runner.failures, 9)


def difference(code, name):
    """Yield the lines that differ between a mutant and its original."""
    before = re.sub(r"__mutmut_\d+$", "__mutmut_orig", name)
    bodies = [function(code, each) for each in (before, name)]
    yield f"  {name}"
    for line in difflib.unified_diff(*bodies, lineterm="", n=0):
        if line[:2] not in {"--", "++", "@@"} and "__mutmut_" not in line:
            yield f"    {line}"


def function(code, name):
    """Return the lines of a function, or of a method, by its name."""
    body = rf"^( *)def {re.escape(name)}\(.*\n(?:(?:\1 .*|\1\).*)?\n)*"
    found = re.search(body, code, re.MULTILINE)
    return found[0].splitlines() if found else []


if __name__ == "__main__":
    main()
