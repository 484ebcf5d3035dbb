"""Runs on a real Dask cluster: a scheduler and workers, each with a folder of its own."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from s3analysis.press.cache import tasks as plan
from s3analysis.press.editions import cluster

pytest.importorskip("distributed")


def start(program, *words, folder):
    command = [sys.executable, "-W", "ignore", "-m", f"distributed.cli.dask_{program}", *words]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([*command, "--no-dashboard"], cwd=folder, **quiet)


@pytest.fixture(scope="module")
def dask(tmp_path_factory):
    """Return the address of a scheduler, and two workers with a folder each."""
    place = tmp_path_factory.mktemp("dask")
    told = place / "scheduler.json"
    words = ("--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told))
    processes = [start("scheduler", *words, folder=place)]
    while not told.exists():
        time.sleep(0.1)
    address = json.loads(told.read_text("utf-8"))["address"]
    for name in ("one", "two"):
        own = place / name
        own.mkdir()
        words = (address, "--nthreads", "1", "--no-nanny", "--local-directory", str(own))
        processes.append(start("worker", *words, folder=own))
    yield address, processes[1:]
    for process in processes:
        process.kill()
        process.wait()


def test_a_sweep_on_a_cluster_gives_the_bytes_of_a_local_one(swept, project, dask):
    here, _ = swept
    words = ("briefs", "--region", "Flandern", "--region", "FI197", "--scheduler", dask[0])
    run = project.run(*words)
    assert run.returncode == 0, run.stderr
    for page in ("flanders.html", "notebooks/tampere.ipynb", "index.html"):
        paths = [each.home / "reports/2017-07-briefs-selection" / page for each in (here, project)]
        assert paths[0].read_bytes() == paths[1].read_bytes(), page


def test_a_notebook_that_fails_there_is_told_as_here(project, dask):
    project.add("partnership_status", "raise ValueError('no such month')")
    words = ("status", "--partnership", "3D printing")
    runs = [project.run(*words, *more) for more in ((), ("--scheduler", dask[0]))]
    assert [run.returncode for run in runs] == [1, 1]
    assert runs[0].stderr == runs[1].stderr
    kept = runs[1].stderr.rpartition("what ran of it: ")[2].strip()
    assert "This run failed" in Path(kept).read_text("utf-8")


def test_a_worker_with_another_package_is_refused(project, dask):
    with (project.home / "s3analysis/vocabulary.py").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    run = project.run("status", "--partnership", "3D printing", "--scheduler", dask[0])
    assert run.returncode == 3
    assert "a worker is not as this project: s3analysis/vocabulary.py changed" in run.stderr


def test_a_scheduler_that_does_not_answer_is_one_line(monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with (
        pytest.raises(cluster.NoCluster, match="no Dask scheduler answers at tcp://127") as error,
        cluster.connected("tcp://127.0.0.1:9", []),
    ):
        pass
    assert error.value.exit_code == 3


def test_tools_that_a_worker_lacks_do_not_matter_and_versions_do():
    ours = {"environment": {"pandas": "3.1", "ruff": "1", "interpreter": "/a", "MPLCONFIGDIR": "a"}}
    theirs = ours["environment"] | {"pandas": "3.0", "interpreter": "/b", "MPLCONFIGDIR": "b"}
    theirs = {"environment": {name: theirs[name] for name in theirs if name != "ruff"}}
    told = plan.explain(cluster._shared(ours, theirs), cluster._shared(theirs, ours))
    assert told == ["pandas was 3.1, is 3.0"]


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_its_own_tasks_only(project, dask):
    address, workers = dask
    with project.start("status", "--all", "--scheduler", address) as run:
        done = 0
        for line in run.stdout:
            done += "completed" in line
            if done == 2:
                for process in [*psutil.Process(workers[0].pid).children(), workers[0]]:
                    os.kill(process.pid, 9)
                done += 100
        assert "error" not in run.stderr.read()
    assert run.returncode == 0
    assert len(list((project.home / "reports/2017-07-status/notebooks").iterdir())) == 9
