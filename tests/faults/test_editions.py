"""Making an edition is cut short, at each call that changes a disk and at any time: none is lost.

On a copy of the project that is reduced to one small notebook. What `publish` alone does of this
is in tests/press/editions/test_publish.py, which also breaks the calls.
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

from s3analysis.press.editions import manifest
from s3analysis.press.editions.publish import tree_hashes

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("cold"),  # a process that is left is a fault
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL"),
]

AT_MOST = 30  # of the calls of a run fail here, a seeded sample; each does in test_soak.py
NOT_REACHED = 98  # the run was over before that call
DRIVER = "import sys, test_editions; test_editions.drive(*sys.argv[1:])"
FAULTS = ["no room", "bad disk", "killed"]


def write_notebook(project, title, seconds=1):
    """Write the one notebook; it takes some seconds to run."""
    book = new_notebook()
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "", "language": "python"}
    book.cells = [
        new_markdown_cell(f"# {title}\n\nA text."),
        new_code_cell("import time\n\nimport pandas as pd\n\nfrom s3analysis import contracts"),
        new_code_cell('as_of: str = "2017-07"', metadata={"tags": ["parameters"]}),
        new_code_cell(
            f'run = contracts.accept(contracts.Record, {{"as_of": as_of}})\ntime.sleep({seconds})'
        ),
        new_code_cell(
            "from s3analysis.exhibits.exhibit import Exhibit\n\n"
            f'Exhibit(key="one", title="{title}", subtitle="A number", source="A test",\n'
            '    table=pd.DataFrame({"Number": [1]}))'
        ),
    ]
    for path in (project.home / "notebooks").iterdir():
        path.unlink()
    nbformat.write(book, project.home / "notebooks" / "08_record.ipynb")


@pytest.fixture
def small(project):
    """A copy of the project with one notebook, its edition published."""
    with (project.home / "s3analysis" / "contracts.py").open("a", encoding="utf-8") as file:
        file.write('\nCONTRACTS = {"08_record": Record}\n')
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


def drive(state, *words):
    """Break calls of `s3analysis report` in turn, each from the same state; say what came of each.

    `words` are the number of a call and the fault it suffers, in pairs; none: count the calls.
    """
    from press.editions import test_publish as breaking

    from s3analysis import cli
    from s3analysis.paths import REPORTS, WORKSHOP
    from s3analysis.press.cache import store, tasks
    from s3analysis.press.editions import edition, pool, provenance, release_checks
    from s3analysis.press.prints import html, printing

    # imported once, for all
    assert all((provenance, html, release_checks, tasks, printing, pool, store))
    wanted = edition.Edition("2017-07")

    def restore():
        for folder in (REPORTS, WORKSHOP):
            shutil.rmtree(folder, ignore_errors=True)
            if Path(state, folder.name).exists():
                shutil.copytree(Path(state, folder.name), folder)

    def report():
        sys.argv = ["s3analysis", "report"]
        try:
            cli.main()
        except SystemExit as end:
            return end.code

    def break_call(n, fault):
        made = breaking.break_call(n, *breaking.FAULTS[fault])
        code = report()
        return code if made() >= n else breaking.NOT_REACHED

    def count():
        made = breaking.break_call(0, breaking.kill, False)
        code = report()
        Path(state, "calls").write_text(str(made()), encoding="utf-8")
        return code

    restore()
    assert breaking.in_child(count) == 0
    old, new = (
        manifest.compared(Path(state, "reports", "2017-07")),
        manifest.compared(wanted.folder),
    )
    told = {"calls": int(Path(state, "calls").read_text("utf-8")), "differ": old != new}
    ends = []
    for n, fault in zip(words[::2], words[1::2], strict=True):
        restore()
        code = breaking.in_child(lambda n=n, fault=fault: break_call(int(n), fault))
        found = is_whole_and(wanted.folder, old) and "old"
        found = found or (is_whole_and(wanted.folder, new) and "new")
        again = breaking.in_child(report)
        ends.append((n, fault, code, found, again, is_whole_and(wanted.folder, new)))
    print(json.dumps(told | {"ends": ends}))


def is_whole_and(folder, compared):
    return whole(folder) and manifest.compared(folder) == compared


def driven(project, state, faults):
    """Return what a driver tells of a project, started from a state, with faults by their call."""
    environment = project.environment
    faults_, tests = Path(__file__).parents[:2]
    environment["PYTHONPATH"] += f"{os.pathsep}{faults_}{os.pathsep}{tests}"
    words = [str(word) for pair in faults for word in pair]
    run = subprocess.run(
        [sys.executable, "-c", DRIVER, str(state), *words],
        env=environment,
        cwd=project.home,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    left = wait_until_gone(project)
    assert left == [], left
    return json.loads(run.stdout.splitlines()[-1])


def kept(project):
    """Return a copy of what a project published and stored."""
    state = project.home.parent / "state"
    for name in ("reports", ".s3analysis"):
        shutil.copytree(project.home / name, state / name)
    return state


def hold(told, faults):
    """Hold what came of each fault against what must: an edition whole, the next run good."""
    assert len(told["ends"]) == len(faults)
    for n, fault, code, found, again, new in told["ends"]:
        which = (n, fault, code, found, again, new)
        ends = {-signal.SIGKILL, NOT_REACHED} if fault == "killed" else {0, 6, NOT_REACHED}
        assert code in ends, which
        assert found in {"old", "new"}, which
        assert found == "new" or code not in {0, NOT_REACHED}, which
        assert (again, new) == (0, True), which


def filled(project):
    """Return a state with an old edition and, in the store, what the next one is made of."""
    write_notebook(project, "New")
    run = project.run("report", "--only", "08_record")
    assert run.returncode == 0, run.stderr
    return kept(project)


@pytest.mark.parametrize("fault", FAULTS)
def test_calls_of_publishing_an_edition_may_fail(fault, small):
    state = filled(small)
    calls = range(1, 1 + driven(small, state, [])["calls"])
    faults = [(n, fault) for n in sorted(random.Random(2017).sample(calls, AT_MOST))]
    told = driven(small, state, faults)
    assert told["differ"]
    hold(told, faults)
    assert {found for _, _, _, found, *_ in told["ends"]} == {"old", "new"}


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


def wait_until_gone(project, seconds=15):
    """Return the processes of a project that are still there after some seconds."""
    end = time.monotonic() + seconds
    while (left := processes(project)) and time.monotonic() < end:
        time.sleep(0.1)
    return left


def rounds_of_kill_overlap_and_retry(small, rounds):
    """Hold each round against what must be; return how the runs ended."""
    chance = random.Random(2017)
    ends = []
    for turn in range(rounds):
        last = tree_hashes(small.edition)
        write_notebook(small, f"Turn {turn}")
        runs = [small.start("report"), small.start("report")]
        time.sleep(chance.uniform(0.2, 5))
        chance.choice(runs).kill()
        for run in runs:
            with run:
                run.communicate(timeout=120)
        ends += [run.returncode for run in runs]
        if tree_hashes(small.edition) != last:
            assert whole(small.edition), turn
            assert f"Turn {turn}" in page(small.edition), turn
        again = small.run("report")
        assert again.returncode == 0, (turn, again.stderr)  # 4, if a lock were stale
        assert whole(small.edition), turn
        assert f"Turn {turn}" in page(small.edition), turn
        left = wait_until_gone(small)
        assert left == [], (turn, left)
        place = small.home / ".s3analysis" / "editions"
        assert [path.name for path in place.glob("*/*")] == ["lock"], turn
    assert set(ends) <= {0, 4, -signal.SIGKILL}
    assert {4, -signal.SIGKILL} <= set(ends)
    return ends


def test_ten_rounds_of_kill_overlap_and_retry_leave_nothing_and_lose_nothing(small):
    rounds_of_kill_overlap_and_retry(small, 10)
