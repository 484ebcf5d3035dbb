"""Long work in a panel, stopped as JupyterLab stops it."""

import os

import nbformat
import pytest

from browser import serving
from s3analysis.panels import themes
from s3analysis.sources import record

pytestmark = pytest.mark.slow

LONG = """
import time

from s3analysis.panels.widgets import Control, Panel
from s3analysis.panels import themes
from s3analysis.sources import record

known = themes.panel(record.read_all(), "2017-07")


def answer(pace):
    first, second = known.answer(**known.defaults | {"evidence": pace})
    yield first
    if pace == "stated":
        while True:
            time.sleep(0.01)
    yield second


pace = Control("pace", "Pace", {"deduced": "quick", "stated": "without an end"}, "deduced")
Panel("long", (pace,), answer, imports="import garden", call="garden.answer(")
"""


@pytest.fixture(scope="module")
def stopped(browser, tmp_path_factory):
    """What was seen of a panel whose second answer never ends, stopped in two ways."""
    home = serving.copied(tmp_path_factory.mktemp("stopped"))
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(LONG)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, home / "notebooks" / "long.ipynb")
    known = themes.panel(record.read_all(), "2017-07")
    first, _ = known.answer(**known.defaults | {"evidence": "stated"})
    with serving.lab(home) as root:
        return browser(
            "stopping",
            url=f"{root}/lab/tree/notebooks/long.ipynb",
            menu=["Run", "Run All Cells"],
            panel="long",
            label="Pace",
            long="without an end",
            quick="quick",
            begun=first.title,
            stops=[{"button": True}, {"menu": ["Kernel", "Interrupt Kernel"]}],
            patience=60,
            shots=os.environ.get("S3_SHOTS"),
        )


def test_long_work_shows_what_is_ready_and_says_how_to_stop_it(stopped):
    for turn in stopped["turns"]:
        assert turn["working"]["status"] == "Working. To stop it, interrupt the kernel."
        assert len(turn["working"]["titles"]) == 1
        assert turn["working"]["titles"] != stopped["first"]["titles"][:1]


def test_what_was_stopped_says_so_and_the_last_answer_stays(stopped):
    for turn in stopped["turns"]:
        assert turn["stopped"] == {
            "status": "Stopped. What is shown below is the last answer.",
            "alert": True,
            "titles": stopped["first"]["titles"],
        }
    assert stopped["errors"] == 0


def test_a_panel_that_was_stopped_answers_the_next_question(stopped):
    for turn in stopped["turns"]:
        assert turn["after"]["titles"] == stopped["first"]["titles"]
        assert not turn["after"]["alert"]
