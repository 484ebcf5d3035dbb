"""The page docs/own-analysis.md, run as written: its code, and its notebook in a report."""

import json
import re

import matplotlib.pyplot as plt
import nbformat
import pytest

from s3analysis.paths import HOME

PAGE = (HOME / "docs" / "own-analysis.md").read_text("utf-8")
ASKED, CELLS = (
    re.findall(r"```python\n(.*?)```", part, flags=re.DOTALL)
    for part in PAGE.split("## My notebook in the report")
)


@pytest.fixture
def names(tmp_path, monkeypatch):
    """What the code of the page leaves behind, run where a list of one's own lies."""
    rows = "partnership_id,region,country_id,role\nnew,Flandern,BE,lead\nnew,FI197,FI,participant\n"
    (tmp_path / "mine.csv").write_text(rows, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = {}
    for code in ASKED:
        exec(code, found)
    plt.close("all")
    return found


def test_the_code_of_the_page_gives_what_it_says(names):
    assert set(names["mine"]["region"]) == {"Flanders", "Tampere Region", "Skåne"}
    assert len(names["reach"]) == 49
    assert names["shared"].shape == (12, 12)
    assert set(names["counted"]["region_id"]) == {"flanders", "tampere"}


def own(project, name, *sources):
    """Save a notebook of one's own: a title, the cell of parameters, and others."""
    make = nbformat.v4
    cells = [make.new_markdown_cell("# Who leads?")] + [make.new_code_cell(s) for s in sources]
    cells[1].metadata["tags"] = ["parameters"]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path = project.home / "notebooks" / "own" / f"{name}.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(nbformat.writes(make.new_notebook(cells=cells, metadata=kernel)), "utf-8")
    return path


def test_a_notebook_of_ones_own_is_a_section_and_the_committed_edition_stays(made):
    own(made, "mine", *CELLS)
    before = (made.edition / "manifest.json").read_bytes()
    run = made.run("report")
    assert run.returncode == 0, run.stderr
    edition = made.home / "reports" / "2017-07-own"
    assert "Who leads?" in (edition / "index.html").read_text("utf-8")
    assert (edition / "data" / "my-leads.csv").read_text("utf-8").startswith("Country,Lead places")
    assert (edition / "figures" / "my-bars.svg").is_file()
    manifest = json.loads((edition / "manifest.json").read_text("utf-8"))
    assert "notebooks/own/mine.ipynb" in manifest["inputs"]
    assert (made.edition / "manifest.json").read_bytes() == before
    assert made.run("report").stdout.startswith("report: up to date")


def test_what_is_no_exhibit_is_refused_with_the_page_that_says_how(made):
    own(made, "mine", CELLS[0], "import pandas as pd\npd.DataFrame({'a': [1]})")
    run = made.run("report")
    assert run.returncode == 1
    assert "mine: cell 4 shows neither an exhibit nor Markdown; docs/own-analysis.md" in run.stderr


def test_a_parameter_reaches_a_notebook_that_names_it_and_a_name_that_is_taken_is_refused(made):
    own(
        made,
        "mine",
        'reading: str = "members"',
        "from IPython.display import Markdown",
        "Markdown(reading)",
    )
    assert made.run("report", "--only", "mine", "--reading", "listed").returncode == 0
    own(made, "explore", *CELLS)
    run = made.run("report")
    assert run.returncode == 2
    assert "notebooks/own/explore.ipynb: its name must be" in run.stderr


def test_a_stray_notebook_breaks_nothing_and_is_named(made):
    for folder in ("", "own"):
        path = made.home / "notebooks" / folder / "Untitled.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_text("", encoding="utf-8")
    run = made.run("report", "--force")
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert lines[:2] == [
        "notebooks/Untitled.ipynb is not printed; to have it printed, move it to notebooks/own",
        "notebooks/own/Untitled.ipynb is not printed; to have it printed, give it a name",
    ]
    assert not (made.home / "reports" / "2017-07-own").exists()
