"""Making an edition is cut short, at each call that changes a disk and at any time: none is lost.

On a copy of the project that is reduced to one small notebook. What `publish` alone does of this
is in test_publish.py, which also breaks the calls.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from s3analysis.press import manifest
from s3analysis.press.publish import tree_hashes

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL"),
]

AT_MOST = 60  # of the calls of a run, each fails in turn; of more than this, a seeded sample does
DRIVER = "import sys, test_editions; test_editions.drive(*sys.argv[1:])"
FAULTS = ["no room", "bad disk", "killed"]


def write_notebook(project, title):
    """Write the one notebook; it takes a second to run."""
    book = new_notebook()
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "", "language": "python"}
    book.cells = [
        new_markdown_cell(f"# {title}\n\nA text."),
        new_code_cell("import time\n\nimport pandas as pd\n\nfrom s3analysis import contracts"),
        new_code_cell('as_of: str = "2017-07"', metadata={"tags": ["parameters"]}),
        new_code_cell('run = contracts.accept(contracts.Record, {"as_of": as_of})\ntime.sleep(1)'),
        new_code_cell(
            "from s3analysis.exhibits.exhibit import Exhibit\n\n"
            f'Exhibit(key="one", title="{title}", subtitle="A number", source="A test",\n'
            '    table=pd.DataFrame({"Number": [1]}))'
        ),
    ]
    for path in (project.home / "notebooks").iterdir():
        path.unlink()
    nbformat.write(book, project.home / "notebooks" / "00_data.ipynb")


@pytest.fixture
def small(project):
    """A copy of the project with one notebook, its edition published."""
    with (project.home / "s3analysis" / "contracts.py").open("a", encoding="utf-8") as file:
        file.write('\nCONTRACTS = {"00_data": Record}\n')
    write_notebook(project, "Old")
    run = project.run("report")
    assert run.returncode == 0, run.stderr
    return project


def whole(edition):
    """Return whether an edition is what its manifest says, no file more and none less."""
    files = {name: sha for name, sha in tree_hashes(edition).items() if name != manifest.FILE}
    return files == manifest.read(edition).outputs


def page(edition):
    return (edition / "index.html").read_text("utf-8")


# In a process of its own, whose package and home are the copy's


def drive(fault, state):
    """Break calls of the making of an edition in turn, each from the same state; say what came."""
    import test_publish as breaking

    from s3analysis.paths import HOME, REPORTS, WORKSHOP
    from s3analysis.press import edition, html, inspection, orders, plan, printing, runs, store
    from s3analysis.press.progress import Progress

    assert all(module.__file__ for module in (html, inspection, plan, printing, runs, store))
    wanted = edition.Edition("2017-07")

    def restore():
        for folder in (REPORTS, WORKSHOP):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(Path(state, folder.name), folder)

    def make():
        edition.make(wanted, orders.Orders(jobs=1), Progress(lambda line: None))

    def count():
        made = breaking.break_call(0, breaking.kill, False)
        make()
        (HOME / "calls").write_text(str(made()), encoding="utf-8")

    restore()
    old = tree_hashes(wanted.folder)
    assert breaking.in_child(count) == breaking.PUBLISHED
    new = manifest.compared(wanted.folder)
    calls = range(1, 1 + int((HOME / "calls").read_text("utf-8")))
    chosen = random.Random(2017).sample(calls, min(AT_MOST, len(calls)))
    states = []
    for n in sorted(chosen):
        restore()
        code = breaking.broken(make, n, *breaking.FAULTS[fault])
        found = tree_hashes(wanted.folder) == old and "old"
        found = found or (is_new(wanted.folder, new) and "new")
        again = breaking.in_child(make)
        states.append((n, code, found, again, is_new(wanted.folder, new)))
    print(json.dumps({"calls": len(calls), "differ": old.items() != new.items(), "states": states}))


def is_new(folder, new):
    return manifest.compared(folder) == new and whole(folder)


@pytest.mark.parametrize("fault", FAULTS)
def test_each_call_of_making_an_edition_may_fail(fault, small):
    write_notebook(small, "New")
    filled = small.run("report", "--only", "00_data")
    assert filled.returncode == 0, filled.stderr
    state = small.home.parent / "state"
    for name in ("reports", ".s3analysis"):
        shutil.copytree(small.home / name, state / name)
    here = str(Path(__file__).parent)
    environment = small.environment
    environment["PYTHONPATH"] += os.pathsep + here
    words = [sys.executable, "-c", DRIVER, fault, str(state)]
    run = subprocess.run(words, env=environment, cwd=small.home, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout.splitlines()[-1])
    assert told["calls"] > 40
    assert len(told["states"]) == min(AT_MOST, told["calls"])
    ends = {-signal.SIGKILL} if fault == "killed" else {0, 6}
    for n, code, found, again, new in told["states"]:
        assert code in ends, n
        assert found in {"old", "new"}, n
        assert found == "new" or code != 0, n
        assert (again, new) == (0, True), n
    assert {found for _, _, found, *_ in told["states"]} == {"old", "new"}


# The command line


def processes(project):
    """Return the processes that work in a project: commands, kernels and their children."""
    found = []
    for process in psutil.process_iter():
        try:
            if (
                process.environ().get("S3ANALYSIS_HOME") == str(project.home)
                and process.status() != psutil.STATUS_ZOMBIE
            ):
                found.append(process)
        except psutil.Error:
            continue
    return found


def test_ten_rounds_of_kill_overlap_and_retry_leave_nothing_and_lose_nothing(small):
    chance = random.Random(2017)
    ends = set()
    for turn in range(10):
        last = tree_hashes(small.edition)
        write_notebook(small, f"Turn {turn}")
        runs = [small.start("report"), small.start("report")]
        time.sleep(chance.uniform(0.2, 5))
        chance.choice(runs).kill()
        for run in runs:
            with run:
                run.communicate(timeout=120)
        ends |= {run.returncode for run in runs}
        if tree_hashes(small.edition) != last:
            assert whole(small.edition), turn
            assert f"Turn {turn}" in page(small.edition), turn
        again = small.run("report")
        assert again.returncode == 0, (turn, again.stderr)  # 4, if a lock were stale
        assert whole(small.edition), turn
        assert f"Turn {turn}" in page(small.edition), turn
        end = time.monotonic() + 15
        while left := processes(small):
            assert time.monotonic() < end, (turn, left)
            time.sleep(0.1)
        place = small.home / ".s3analysis" / "editions"
        assert [path.name for path in place.glob("*/*")] == ["lock"], turn
    assert ends <= {0, 4, -signal.SIGKILL}
    assert {4, -signal.SIGKILL} <= ends
