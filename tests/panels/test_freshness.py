"""What is said at the top of explore of the committed notebooks."""

import json

from IPython.utils.capture import capture_output

from s3analysis.panels import freshness, widgets
from s3analysis.paths import NOTEBOOKS
from s3analysis.press.review import freshness as press


def test_it_counts_what_is_as_committed_and_lists_the_others(monkeypatch):
    lines = [f"01_a: {press.SAME} (1 of 2)", "02_b: changed since: <a.csv>", "03_c: not committed"]
    monkeypatch.setattr(press, "lines", lambda: iter(lines))
    said = freshness.panel().html()
    assert said.startswith(f"<p>1 of 3 notebooks: {press.SAME}.</p><ul><li>02_b: ")
    assert "&lt;a.csv&gt;</li><li>03_c: not committed</li></ul>" in said


def test_it_counts_every_notebook_of_this_project():
    many = len(list(NOTEBOOKS.glob("*.ipynb")))
    said = freshness.panel().html()
    assert f" of {many} notebooks: " in said or "no git repository" in said


def test_it_is_said_to_a_reader_and_nothing_of_it_is_kept_by_a_run(monkeypatch):
    for watched in (True, False):
        monkeypatch.setattr(widgets, "answered", lambda watched=watched: watched)
        with capture_output() as kept:
            freshness.panel()._ipython_display_()
        assert bool(kept.outputs or kept.stdout) is watched
    cells = json.loads((NOTEBOOKS / "explore.ipynb").read_text("utf-8"))["cells"]
    (cell,) = [cell for cell in cells if "".join(cell["source"]) == "freshness.panel()"]
    assert cell["outputs"] == []
