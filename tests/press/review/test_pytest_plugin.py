"""The gate as a reviewer meets it: a folder with a sound notebook, a spoilt one, and a bad file."""

import json
import subprocess
import sys
from copy import deepcopy
from hashlib import sha256

import nbformat
import pytest
import yaml
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook, new_output

from s3analysis.exhibits.exhibit import MIME
from s3analysis.press.files import tree_hashes

CELLS = (
    "import pandas as pd\nfrom IPython.display import Markdown, SVG, display\n"
    "from s3analysis.exhibits.exhibit import Exhibit",
    'sizes = pd.DataFrame({"Theme": ["Textiles", "Water"], "Regions": [4, 9]})'
    ".assign(Share=[0.3, 0.1])",
    'svg = \'<svg xmlns="http://www.w3.org/2000/svg" width="90pt" height="60pt">'
    '<circle cx="20" cy="20" r="9" fill="#003399"/>'
    '<circle cx="60" cy="20" r="9" fill="#b5832a"/></svg>\'',
    'Exhibit("sizes", "Water is the largest", "Regions", sizes, "Table 4", digits={"Share": 17})',
    'Exhibit("map", "Two", "Regions", sizes, "Table 4", svg=svg, alt="Two circles")',
    'Markdown(f"**{len(sizes)} themes** and {0.1 + 0.2} of all")',
    "SVG(svg)",
    "sizes",
    'print("said")',
)


def review(folder, *words):
    command = [sys.executable, "-m", "pytest", "-q", "--color=no", "-p", "no:cacheprovider", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.fixture(scope="module")
def executed():
    notebook = new_notebook(cells=[new_code_cell(source) for source in CELLS])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    return NotebookClient(notebook, record_timing=False).execute()


@pytest.fixture(scope="module")
def folder(executed, tmp_path_factory):
    """Return a folder with two notebooks and a file that is none."""
    place = tmp_path_factory.mktemp("notebooks")
    sound, spoilt = deepcopy(executed), deepcopy(executed)
    shown = [cell.outputs[0].get("data") for cell in sound.cells[3:]]
    shown[0][MIME]["rows"][0][2] = 0.30000000000000004
    shown[2]["text/markdown"] = shown[2]["text/markdown"].replace("0.30000000000000004", "0.3")
    shown[3]["image/svg+xml"] = shown[3]["image/svg+xml"].replace("60", "60.01", 1)
    shown = [cell.outputs[0].get("data") for cell in spoilt.cells[3:]]
    shown[0][MIME]["rows"][1][1] = 8
    shown[1]["text/html"] = shown[1]["text/html"].replace(">4<", ">5<")
    shown[2]["text/markdown"] = shown[2]["text/markdown"].replace("2 themes", "3 themes")
    swap = {"#003399": "#b5832a", "#b5832a": "#003399"}
    for old, new in swap.items():
        shown[3]["image/svg+xml"] = shown[3]["image/svg+xml"].replace(old, f"-{new}")
    shown[3]["image/svg+xml"] = shown[3]["image/svg+xml"].replace("--", "-").replace('"-#', '"#')
    shown[4]["text/plain"] = shown[4]["text/plain"].replace("9", "7")
    spoilt.cells[8].outputs[0].text = "said nothing\n"
    nbformat.write(sound, place / "sound.ipynb")
    nbformat.write(spoilt, place / "spoilt.ipynb")
    (place / "bad.ipynb").write_text("{", "utf-8")
    return place


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return tmp_path_factory.mktemp("record")


@pytest.fixture(scope="module")
def run(folder, kept):
    return review(folder, "--s3-review", f"--s3-record={kept}", ".")


def test_a_sound_notebook_passes_and_what_was_compared_is_said(run):
    assert "sound.ipynb" not in run.stdout
    assert "review: compared" in run.stdout
    assert "4 exhibits" in run.stdout
    assert run.returncode == 1


def test_a_file_that_is_no_notebook_takes_one_line(run):
    assert "\nbad.ipynb is not valid JSON: line 1, column 2" in run.stdout


@pytest.mark.parametrize(
    "said",
    [
        "spoilt.ipynb, cell 4 differs from what was committed:\n"
        "  exhibit sizes: row 2 (Water), column Regions: 8 committed, 9 recomputed\n",
        "spoilt.ipynb, cell 5 differs from what was committed:\n  exhibit map, text/html: ",
        "“**3 themes** and 0.3 of all” committed, “**2 themes** and 0.3 of all” recomputed",
        "cell 7 differs from what was committed:\n  the drawing looks different; committed,",
        "spoilt.ipynb, cell 8 differs",
        "“said nothing” committed, “said” recomputed",
    ],
)
def test_each_difference_is_told_with_its_cell_and_both_values(run, said):
    assert said in run.stdout


def test_a_picture_of_both_drawings_is_kept(run, folder):
    assert (folder / ".s3analysis/review/spoilt-7-output-svg.png").is_file(), run.stdout


def test_a_record_says_what_was_compared_by_what_rule_and_where_it_differs(run, folder, kept):
    told = json.loads((kept / "codecheck/review.json").read_text("utf-8"))
    books = {each["notebook"]: each for each in told["notebooks"]}
    outcomes = {name: each["outcome"] for name, each in books.items()}
    assert outcomes == {
        "bad.ipynb": "cannot be compared",
        "sound.ipynb": "as committed",
        "spoilt.ipynb": "differs",
    }
    cell = books["spoilt.ipynb"]["cells"][4]
    assert cell["what"] == "cell 4"
    assert ["exhibit sizes", "exhibit"] in cell["compared"]
    assert {rule for _, rule in cell["compared"]} <= set(told["rules"])
    assert "row 2 (Water), column Regions: 8 committed, 9 recomputed" in cell["said"][1]
    page = (kept / "codecheck/review.html").read_text("utf-8")
    assert "row 2 (Water), column Regions: 8 committed, 9 recomputed" in page


def test_the_notebooks_of_a_record_are_as_run_again(run, kept, executed):
    again = nbformat.read(kept / "notebooks/spoilt.ipynb", as_version=4)
    assert [cell.execution_count for cell in again.cells] == [*range(1, len(CELLS) + 1)]
    assert again.cells[3].outputs == executed.cells[3].outputs


def test_a_reviewer_completes_the_configuration_and_no_review_writes_over_it(run, folder, kept):
    config = kept / "codecheck.yml"
    text = config.read_text("utf-8")
    told = yaml.safe_load(text)
    assert text.startswith("---\n")
    assert told["version"] == "https://codecheck.org.uk/spec/config/2.0/"
    assert {"manifest", "codechecker", "report", "paper", "summary", "certificate"} <= set(told)
    for each in told["manifest"]:
        digest = sha256((kept / each["file"]).read_bytes()).hexdigest()
        assert each["comment"].endswith(f"sha256 {digest}")
    config.write_text(text.replace("certificate: ''", "certificate: 2026-001"), "utf-8")
    again = review(folder, f"--s3-record={kept}", "bad.ipynb")
    config.write_text(text, "utf-8")
    assert again.returncode == 4
    assert "was completed by a reviewer: move" in again.stderr


def test_a_record_goes_into_no_folder_of_something_else(folder):
    run = review(folder, "--s3-record=.", "bad.ipynb")
    assert run.returncode == 4
    assert "holds no record of a review" in run.stderr


def test_two_records_of_the_same_are_the_same_bytes_but_for_the_time(tmp_path, folder):
    for name in ("one", "two"):
        review(folder, f"--s3-record={tmp_path / name}", "bad.ipynb")
    one, two = (tree_hashes(tmp_path / name) for name in ("one", "two"))
    assert [*one] == ["codecheck.yml", "codecheck/review.html", "codecheck/review.json"]
    assert {path for path in one if one[path] != two[path]} <= {"codecheck.yml"}


def test_a_cell_that_fails_stops_its_notebook(tmp_path, executed):
    broken = deepcopy(executed)
    broken.cells[1].source = "raise ValueError('no member list for 2017-06')"
    nbformat.write(broken, tmp_path / "broken.ipynb")
    run = review(tmp_path, "--s3-review", ".", "-rs")
    assert "broken.ipynb, cell 2 failed: ValueError: no member list for 2017-06\n" in run.stdout
    assert "7 skipped" in run.stdout
    assert "Traceback" not in run.stdout


def test_without_its_option_pytest_is_as_it_was(folder):
    assert "no tests ran" in review(folder, ".").stdout


def test_it_is_not_asked_together_with_nbval(folder):
    run = review(folder, "--s3-review", "--nbval", ".")
    assert run.returncode == 4
    assert "--s3-review runs nbval itself" in run.stderr


@pytest.mark.slow
def test_a_review_of_the_project_first_names_what_is_not_what_raw_gives(project):
    project.spoil("participant,Asturias,ES", "lead,Asturias,ES")
    words = ["--s3-review", "notebooks/08_record.ipynb", "-k", "raw"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--color=no", *words],
        cwd=project.home,
        env=project.environment,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1, run.stdout
    assert "data/processed is not what data/raw gives: " in run.stdout
    assert "partnership_members.csv; run s3analysis clean, then make notebooks" in run.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="warm kernels are for Linux")
def test_kernels_of_a_review_are_forked_from_a_warm_process(tmp_path):
    asked = (
        "import os; 'runs.warm' in open(f'/proc/{os.getppid()}/cmdline', encoding='utf-8').read()"
    )
    cell = new_code_cell(asked, execution_count=1)
    cell.outputs = [new_output("execute_result", {"text/plain": "True"}, execution_count=1)]
    nbformat.write(new_notebook(cells=[cell]), tmp_path / "probe.ipynb")
    done = review(tmp_path, "--s3-review", ".")
    assert "2 passed" in done.stdout, done.stdout
