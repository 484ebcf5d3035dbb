"""Causes that meet, each put back alone in a real project."""

import json
import subprocess

import pytest

ROW = "data/raw/partnerships.csv, row 3d-printing"
MEMBERSHIP = "s3analysis/exhibits/partnerships/membership.py"
NOTEBOOK = "notebooks/01_partnerships.ipynb"
EARLIER = "2017-07-draws-300"


def commit(project):
    (project.home / ".gitignore").write_text(".s3analysis\n__pycache__\n", encoding="utf-8")
    who = ["-c", "user.name=A", "-c", "user.email=a@example.eu"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "As it was"]):
        subprocess.run(["git", "-C", project.home, *words], check=True)


@pytest.mark.slow
def test_each_change_names_the_one_cause_that_moves_it(made):
    commit(made)
    assert made.run("report", "--draws", "300").returncode == 0
    made.spoil("3D printing", "3D-printing", "data/raw/partnerships.csv")
    made.add("01_partnerships", "from IPython.display import Markdown\nMarkdown('New.')")
    made.spoil("is the largest ", "is by far the largest ", MEMBERSHIP)
    assert made.run("report").returncode == 0
    run = made.run("changes", EARLIER, "--explain", "--format", "json")
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    moves = {each.partition(", put back alone: ")[0]: each for each in told["tried"]}
    assert list(moves) == [ROW, NOTEBOOK, "draws", "code"]
    assert all(" moves " in each for each in moves.values()), moves
    changes = told["changes"]
    assert all(each["causes"] for each in changes if each["tried"])
    (new,) = [each for each in changes if each["new"] == "New."]
    assert new["causes"] == [NOTEBOOK]
    (title,) = [each for each in changes if "by far" in str(each["new"])]
    assert title["causes"] == [ROW, "code"]
    rows = [each for each in changes if "(3D-printing)" in each["place"]]
    assert rows
    assert all(each["causes"] == [ROW] for each in rows)


@pytest.mark.slow
def test_what_cannot_be_put_back_is_said_and_an_edition_of_other_inputs_refused(made):
    made.run("report", "--draws", "300")
    made.spoil("3D printing", "3D-printing", "data/raw/partnerships.csv")
    made.add("01_partnerships", "from IPython.display import Markdown\nMarkdown('New.')")
    assert made.run("report").returncode == 0
    lines = made.run("changes", EARLIER, "--explain").stdout.splitlines()
    assert f"{NOTEBOOK}, put back alone: could not be tried: git has no such version of it" in lines
    assert f"01_partnerships, a sentence: is new: “New.” (from {NOTEBOOK})" in lines
    made.spoil("3D-printing", "3D_printing", "data/raw/partnerships.csv")
    run = made.run("changes", EARLIER, "--explain")
    assert run.returncode == 2
    assert "is not what today's inputs give: make it again first" in run.stderr
