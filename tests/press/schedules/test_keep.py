"""Which editions stand, which are too many, and what a copy of the one before may be."""

import json
import shutil

import pytest

from s3analysis.paths import HOME


@pytest.fixture
def editions(project):
    """A project with the reference edition and three others, one of them tampered with."""
    reports = project.home / "reports"
    shutil.copytree(HOME / "reports" / "2017-07", reports / "2017-07")
    for name, year in (("kept/2017-07-a", 2024), ("kept/2017-07-b", 2025), ("listed", 2030)):
        shutil.copytree(reports / "2017-07", reports / name)
        path = reports / name / "manifest.json"
        told = json.loads(path.read_text("utf-8"))
        told["ended"] = f"{year}-01-01T00:00:00Z"
        path.write_text(json.dumps(told), encoding="utf-8")
    (reports / "listed" / "index.html").write_text("other", encoding="utf-8")
    return project


def names(run):
    return [line.partition(":")[0] for line in run.stdout.splitlines()]


def test_editions_are_listed_the_newest_first_with_their_state(editions):
    run = editions.run("editions")
    assert names(run) == ["listed", "2017-07", "kept/2017-07-b", "kept/2017-07-a"]
    first, second, *_ = run.stdout.splitlines()
    assert "2030-01-01 00:00 UTC, s3analysis report --as-of 2017-07" in first
    assert "not as made (1 files differ)" in first
    assert ", verified, " in second


def test_prune_asks_first_and_never_takes_the_reference_edition(editions):
    reports = editions.home / "reports"
    run = editions.run("prune", "--keep", "1")
    assert run.stdout.splitlines()[-1] == "nothing was deleted; --yes deletes without asking"
    assert (reports / "kept" / "2017-07-a").is_dir()
    run = editions.run("prune", "--keep", "0", "--yes")
    assert run.stdout.splitlines()[-1] == "editions: 3 deleted"
    assert names(editions.run("editions")) == ["2017-07"]


def test_a_manifest_that_cannot_be_read_is_said(editions):
    path = editions.home / "reports" / "listed" / "manifest.json"
    path.write_text('{"made_by": "s3analysis", "format": 9}', encoding="utf-8")
    run = editions.run("editions")
    assert "listed: unknown, unknown, its manifest cannot be read" in run.stdout
    assert run.returncode == 0
