"""What a notebook of the project must be before nbval has anything to say."""

import ast
import re

import nbformat
import prose_rules
import pytest

from s3analysis.contracts import BESIDE, CONTRACTS, SWEEPS
from s3analysis.exhibits.exhibit import MIME
from s3analysis.paths import HOME, NOTEBOOKS

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
BUDGET = 200_000


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.reads(request.param.read_text("utf-8"), as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def exhibits(notebook):
    outputs = [output for cell in code(notebook) for output in cell.outputs]
    return [output.data[MIME] for output in outputs if MIME in output.get("data", {})]


def test_there_are_notebooks_and_each_has_a_contract():
    assert PATHS
    assert {path.stem for path in PATHS} == set(CONTRACTS | SWEEPS | BESIDE)


def test_f18_it_was_run_once_from_top_to_bottom(notebook):
    counts = [cell.execution_count for cell in code(notebook)]
    assert counts == list(range(1, len(counts) + 1))


def test_it_shows_something_and_no_error(notebook):
    outputs = [output for cell in code(notebook) for output in cell.outputs]
    assert outputs
    assert {output.output_type for output in outputs} <= {"execute_result", "display_data"}


def test_no_cell_is_left_out_of_the_comparison(notebook):
    assert not any(re.search(r"(?i)nbval", cell.source) for cell in notebook.cells)
    tags = {tag for cell in notebook.cells for tag in cell.metadata.get("tags", [])}
    assert tags <= {"parameters"}


def test_f02_one_cell_has_the_parameters_and_a_contract_follows_it(notebook):
    cells = code(notebook)
    tagged = [i for i, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    assert "contracts.accept(" in cells[tagged[0] + 1].source


def test_its_parameters_are_those_of_its_contract(request, notebook):
    name = request.node.callspec.params["notebook"].stem
    (cell,) = [c for c in code(notebook) if "parameters" in c.metadata.get("tags", [])]
    lines = dict(re.findall(r'(?m)^(\w+): str = "(.*)"  # [^=|#]+$', cell.source))
    assert len(lines) == len(cell.source.splitlines())
    assert lines == (CONTRACTS | SWEEPS | BESIDE)[name]().as_text


def test_its_cells_are_short_and_define_nothing(notebook):
    for cell in code(notebook):
        tree = ast.parse(cell.source)
        defined = (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef, ast.Lambda)
        assert not any(isinstance(node, defined) for node in ast.walk(tree)), cell.source
        assert len(cell.source.splitlines()) <= 12, cell.source


def test_f16_f17_f24_it_asks_nothing_of_the_shell_or_the_reader(notebook):
    for cell in code(notebook):
        assert not re.search(r"(?m)^\s*[!%]|input\(|\.style\b|\.summary\(|;\s*$", cell.source)


def test_f34_no_number_is_typed_in_its_text(notebook):
    assert prose_rules.numbers(notebook) == []


def test_no_word_on_the_network_stands_unmeasured(notebook):
    assert prose_rules.shapes(notebook) == []


def test_every_exhibit_has_what_it_must_and_fits_its_budget(notebook):
    for exhibit in exhibits(notebook):
        assert exhibit["title"].strip()
        assert exhibit["source"].strip()
        assert bool(exhibit["svg"]) == bool(exhibit["alt"].strip())
        assert len(exhibit["svg"].encode()) < BUDGET, exhibit["key"]


def test_it_names_no_path_of_a_machine(request):
    for path in PATHS:
        assert not re.search(r'"(/home/|/Users/|/root/|[A-Z]:\\\\)', path.read_text("utf-8")), path


def test_the_docs_name_the_python_they_were_run_with():
    page = (HOME / "docs" / "review.md").read_text("utf-8")
    versions = {
        nbformat.reads(path.read_text("utf-8"), as_version=4).metadata.language_info.version
        for path in PATHS
    }
    assert len(versions) == 1
    assert f"Python {versions.pop()}" in page
