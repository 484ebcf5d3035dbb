"""A schedule from its file to the folder it publishes and the command that is told."""

import json
import sys

import pytest

NOTEBOOK = "notebooks/01_partnerships.ipynb"


@pytest.fixture
def scheduled(made, tmp_path):
    """A project whose schedule publishes pages and tells a command of changes and failures."""
    told = tmp_path / "told"
    told.mkdir()
    program = tmp_path / "tell.py"
    program.write_text(
        "import json, pathlib, sys\n"
        "told = json.load(sys.stdin)\n"
        f"pathlib.Path({str(told)!r}, told['event'] + '.json').write_text(json.dumps(told))\n",
        encoding="utf-8",
    )
    hook = json.dumps({"command": f'"{sys.executable}" "{program}"'})
    (made.home / "schedules.yml").write_text(
        "schedules:\n  monday:\n    when: monday 06:00\n    zone: Europe/Brussels\n"
        f"    what: report\n    publish: {tmp_path / 'www'}\n    formats: [html, svg]\n"
        f"    change: {hook}\n    failure: {hook}\n",
        encoding="utf-8",
    )
    return made, tmp_path / "www" / "2017-07", told


def test_it_is_silent_until_something_changes_and_then_tells_what_and_why(scheduled):
    project, published, told = scheduled
    run = project.run("schedule", "run", "monday")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert not list(told.iterdir())
    assert (published / "index.html").is_file()
    assert {path.suffix for path in published.rglob("*") if path.is_file()} == {".html", ".svg"}

    project.spoil("3D printing", "3D-printing", "data/raw/partnerships.csv")
    project.add("01_partnerships", "1 / 0")
    run = project.run("schedule", "run", "monday")
    assert run.returncode in {1, 5}
    assert json.loads((told / "failure.json").read_text("utf-8"))["lines"]
    assert not (project.home / "reports" / "kept").exists() or not list(
        (project.home / "reports" / "kept").iterdir()
    )


def test_a_change_is_told_with_its_cause_and_the_edition_before_is_kept(scheduled):
    project, published, told = scheduled
    project.add("01_partnerships", "from IPython.display import Markdown\nMarkdown('New.')")
    run = project.run("schedule", "run", "monday")
    assert run.returncode == 0, run.stderr
    change = json.loads((told / "change.json").read_text("utf-8"))
    assert [cause["name"] for cause in change["causes"]] == [NOTEBOOK]
    assert [each["new"] for each in change["changes"]] == ["New."]
    assert run.stdout.splitlines()[0] == f"because {NOTEBOOK} changed"
    (kept,) = (project.home / "reports" / "kept").iterdir()
    assert project.run("verify", f"kept/{kept.name}").returncode == 0
    assert "New." in (published / "index.html").read_text("utf-8")


def test_an_edition_that_is_made_stays_made_when_telling_fails(scheduled):
    project, *_ = scheduled
    path = project.home / "schedules.yml"
    text = path.read_text("utf-8").replace("tell.py", "gone.py")
    path.write_text(text, encoding="utf-8")
    project.add("01_partnerships", "from IPython.display import Markdown\nMarkdown('New.')")
    run = project.run("schedule", "run", "monday")
    assert run.returncode == 7
    assert "ended with 2" in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert project.run("verify").returncode == 0
