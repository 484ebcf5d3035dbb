"""What a reviewer relies on: nbval and nbconvert alone pass over these faults; our rules do not.

The rules over every notebook of the project are in test_notebooks.py; here each meets a notebook
that breaks it. The review is plain nbval, strict, without a file that sanitises.
"""

import json
import subprocess
import sys

import nbformat
import pytest
import test_notebooks as rules
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from s3analysis.exhibits.exhibit import MIME
from s3analysis.paths import HOME
from s3analysis.press.prints import document
from s3analysis.press.prints.document import Unprintable

PYTHON = sys.executable
RED = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
EXHIBIT = """import pandas as pd
from s3analysis.exhibits.exhibit import Exhibit
Exhibit(key="one", title="One", subtitle="A number", source="A test", svg="<svg/>", alt="One",
    table=pd.DataFrame({"Number": [1]}))"""


def write(folder, *cells):
    """Write a notebook of Python cells."""
    spec = {"name": "python3", "display_name": "", "language": "python"}
    book = new_notebook(cells=list(cells), metadata={"kernelspec": spec})
    path = folder / "probe.ipynb"
    nbformat.write(book, path)
    return path


def code(source, *outputs, count=1):
    return new_code_cell(source, outputs=list(outputs), execution_count=count)


def shown(data):
    return new_output("execute_result", data, execution_count=1)


def printed(text):
    return new_output("stream", name="stdout", text=text)


def ours(path):
    """Return a notebook as the rules are given it."""
    return nbformat.read(path, as_version=4)


def review(path, *words):
    """Run nbval, strict, as `make review` does; return its exit code and its last line."""
    line = [PYTHON, "-m", "pytest", "-c", "/dev/null", "-p", "no:cacheprovider", "-q"]
    line += [*(words or ("--nbval",)), "--nbval-cell-timeout=60", str(path)]
    run = subprocess.run(line, cwd=path.parent, capture_output=True, text=True, timeout=300)
    return run.returncode, run.stdout.strip().splitlines()[-1]


def executed(path):
    """Run a notebook as `make notebooks` does."""
    line = [PYTHON, "-m", "nbconvert", "--log-level=ERROR", "--to", "notebook", "--execute"]
    line += ["--inplace", "--ExecutePreprocessor.record_timing=False", str(path)]
    subprocess.run(line, check=True, timeout=300)
    return path


def page(path, *words):
    """Return the exit code of nbconvert and the page it made."""
    line = [PYTHON, "-m", "nbconvert", "--log-level=ERROR", "--to", "html", str(path), *words]
    run = subprocess.run(line, capture_output=True, timeout=300)
    return run.returncode, path.with_suffix(".html").read_text("utf-8")


# F16, F17: the shell and magics


@pytest.mark.parametrize("source", ["!false", "%%bash\nfalse | true", "%nonsense\nraise OSError"])
def test_f16_f17_a_line_for_the_shell_or_a_magic_breaks_a_rule(tmp_path, source):
    with pytest.raises((AssertionError, SyntaxError)):
        rules.test_f16_f17_f24_it_asks_nothing_of_the_shell_or_the_reader(
            ours(write(tmp_path, code(source)))
        )


@pytest.mark.slow
@pytest.mark.parametrize("source", ["!false", "%%bash\nfalse | true"])
def test_f16_stock_papermill_is_content_with_a_command_that_failed(tmp_path, source):
    path = write(tmp_path, code(source))
    line = [PYTHON, "-m", "papermill", "--no-progress-bar", str(path), str(tmp_path / "o.ipynb")]
    assert subprocess.run(line, capture_output=True, timeout=300).returncode == 0


@pytest.mark.slow
def test_f17_stock_nbval_passes_a_broken_magic_with_a_raise_after_it(tmp_path):
    said = "UsageError: Line magic function `%nonsense` not found.\n"
    shown = new_output("stream", name="stderr", text=said)  # as JupyterLab saves it
    path = write(tmp_path, code("%nonsense\nraise OSError", shown))
    assert review(path)[0] == 0


# F18, F19, F20, F21: what is compared


def test_f18_a_notebook_that_was_not_run_breaks_a_rule(tmp_path):
    path = write(tmp_path, new_code_cell("print(1)"), new_code_cell("print(2)"))
    with pytest.raises(AssertionError):
        rules.test_f18_it_was_run_once_from_top_to_bottom(ours(path))
    with pytest.raises(AssertionError):
        rules.test_it_shows_something_and_no_error(ours(path))


@pytest.mark.slow
def test_f18_stock_nbval_passes_a_notebook_that_was_not_run(tmp_path):
    path = write(tmp_path, new_code_cell("1 + 1"), new_code_cell("x = 2"))
    assert review(path)[0] == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("was", "other"), [('"svg": "<svg/>"', '"svg": "<svg><rect/></svg>"'), ("1", "2")]
)
def test_f19_f20_a_chart_or_a_number_that_was_changed_fails_the_review(tmp_path, was, other):
    path = executed(write(tmp_path, code(EXHIBIT)))
    assert review(path)[0] == 0
    book = json.loads(path.read_text("utf-8"))
    data = book["cells"][0]["outputs"][0]["data"]
    if was == "1":
        assert data[MIME]["rows"] == [[1]]
        data[MIME]["rows"] = [[2]]
    else:
        assert data[MIME]["svg"] == "<svg/>"
        data[MIME]["svg"] = "<svg><rect/></svg>"
    path.write_text(json.dumps(book), encoding="utf-8")
    assert review(path)[0] == 1


@pytest.mark.slow
def test_f19_stock_nbval_passes_a_chart_replaced_by_a_red_square(tmp_path):
    draw = "import matplotlib.pyplot as plt\nfig, ax = plt.subplots(); ax.plot([1, 2]); plt.show()"
    path = executed(write(tmp_path, code(draw)))
    book = json.loads(path.read_text("utf-8"))
    (chart,) = book["cells"][0]["outputs"]
    assert len(chart["data"]["image/png"]) > 1000
    chart["data"]["image/png"] = RED
    path.write_text(json.dumps(book), encoding="utf-8")
    assert review(path)[0] == 0


def test_f20_the_review_is_strict_and_leaves_nothing_out():
    (line,) = [
        line for line in (HOME / "Makefile").read_text("utf-8").splitlines() if "nbval " in line
    ]
    assert " --nbval " in line
    assert "lax" not in line
    assert "sanitize" not in line


@pytest.mark.slow
def test_f20_stock_nbval_passes_wrong_numbers_where_it_is_lax_and_fails_them_where_strict(tmp_path):
    path = write(tmp_path, code("print(41)", printed("42\n")))
    assert review(path, "--nbval-lax")[0] == 0
    assert review(path, "--nbval")[0] == 1


ODD = [
    "object()",
    "import datetime; datetime.datetime.now()",
    "print({'region', 'country', 'theme', 'role', 'status'})",
    "import warnings; warnings.warn('odd')",
    "import pandas as pd; pd.DataFrame({'a': [1]}).style",
]


@pytest.mark.slow
@pytest.mark.parametrize("source", [source for source in ODD if "set" not in source])
def test_f21_stock_nbval_fails_a_notebook_that_nobody_changed(tmp_path, source):
    path = write(tmp_path, code(source))
    for _ in range(3):  # a set may come in the same order twice
        executed(path)
        if review(path)[0] == 1:
            return
    pytest.fail("it passed three times")


@pytest.mark.slow
def test_f21_an_exhibit_that_nobody_changed_passes_the_review_run_after_run(tmp_path):
    path = executed(write(tmp_path, code(EXHIBIT)))
    text = path.read_text("utf-8")
    assert executed(path).read_text("utf-8") == text
    assert review(path)[0] == 0


# F27, F28: half a report


def killed(folder):
    """Write a notebook as stock Papermill leaves one whose kernel was killed in its second cell."""
    cells = [code("1", shown({"text/markdown": "# Half"})), new_code_cell("2"), new_code_cell("3")]
    path = write(folder, *cells)
    book = json.loads(path.read_text("utf-8"))
    book["metadata"]["papermill"] = {"exception": None}
    path.write_text(json.dumps(book), encoding="utf-8")
    return path


def failed(folder):
    error = new_output("error", ename="OSError", evalue="no", traceback=["OSError: no"])
    return write(
        folder, code("1", shown({"text/markdown": "# Half"})), code("raise OSError", error)
    )


def test_f27_half_a_notebook_is_not_printed(tmp_path):
    with pytest.raises(Unprintable, match=r"^probe: cell 2 never ran"):
        document.read([killed(tmp_path)])


def test_f27_a_notebook_whose_record_says_it_failed_is_not_printed(tmp_path):
    path = write(tmp_path, new_markdown_cell("# Whole"), code("1"))
    assert document.read([path]).headings
    book = json.loads(path.read_text("utf-8"))
    book["metadata"]["s3analysis"] = {"status": "killed", "message": "probe: cell 2 was killed"}
    path.write_text(json.dumps(book), encoding="utf-8")
    with pytest.raises(Unprintable, match=r"run is not complete: probe: cell 2 was killed"):
        document.read([path])


def test_f28_a_notebook_with_an_error_is_not_printed(tmp_path):
    with pytest.raises(Unprintable, match=r"^probe: cell 2 shows neither"):
        document.read([failed(tmp_path)])


@pytest.mark.slow
def test_f27_stock_nbconvert_prints_half_a_notebook_as_if_it_were_whole(tmp_path):
    code, text = page(killed(tmp_path))
    assert code == 0
    assert "Half" in text
    assert "never" not in text


@pytest.mark.slow
def test_f28_stock_nbconvert_prints_a_failed_notebook(tmp_path):
    code, text = page(failed(tmp_path))
    assert code == 0
    assert "OSError" in text


# F34: what the text claims


@pytest.mark.parametrize("text", ["There are 42 regions.", "In 2017, most.", "Table 4 has 9 rows."])
def test_f34_a_number_typed_in_a_text_breaks_a_rule(tmp_path, text):
    with pytest.raises(AssertionError):
        rules.test_f34_no_number_is_typed_in_its_text(
            ours(write(tmp_path, new_markdown_cell(text)))
        )


@pytest.mark.slow
def test_f34_stock_nbval_passes_a_text_that_the_numbers_belie(tmp_path):
    text = new_markdown_cell("There are 42 regions.")
    assert review(write(tmp_path, text, code("print(41)", printed("41\n"))))[0] == 0
