"""What a notebook of the project must be before nbval has anything to say."""

import ast
import re

import nbformat
import prose_rules
import pytest
from small_record import MEMBERS

from s3analysis.contracts import ALL
from s3analysis.exhibits.exhibit import MIME
from s3analysis.measures.ledger import verdicts
from s3analysis.measures.partnerships import null_model
from s3analysis.paths import HOME, NOTEBOOKS
from s3analysis.sources import record

PATHS = sorted(NOTEBOOKS / f"{name}.ipynb" for name in ALL)
BUDGET = 200_000


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.reads(request.param.read_text("utf-8"), as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def exhibits(notebook):
    outputs = [output for cell in code(notebook) for output in cell.outputs]
    return [output.data[MIME] for output in outputs if MIME in output.get("data", {})]


def test_each_contract_has_its_notebook():
    """One without a contract is a stray, which a report names: it breaks nothing."""
    assert PATHS
    assert all(path.is_file() for path in PATHS)


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
    assert lines == ALL[name]().as_text


def body(cell):
    return ast.parse(cell.source).body


def nodes(cell, *kinds):
    return [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, kinds)]


def is_setup(cell):
    """Return whether a cell holds imports alone, or the parameters."""
    imports = all(isinstance(each, ast.Import | ast.ImportFrom) for each in body(cell))
    return imports or "parameters" in cell.metadata.get("tags", [])


def shows(statement):
    """Return whether a statement shows: an expression, or a loop that does nothing else."""
    if isinstance(statement, ast.For):
        return all(shows(each) for each in statement.body)
    return isinstance(statement, ast.Expr)


def is_closing(cell):
    """Return whether a cell is one sentence of Markdown."""
    return cell.source.startswith("Markdown(") and len(body(cell)) == 1


def test_its_cells_define_nothing_and_choose_nothing(notebook):
    defined = (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef, ast.Lambda)
    unwanted = (*defined, ast.IfExp, ast.Match, ast.Try, ast.While)
    for cell in code(notebook):
        assert not nodes(cell, *unwanted), cell.source


def test_no_cell_shows_on_a_condition(notebook):
    for cell in code(notebook):
        for choice in nodes(cell, ast.If):
            shown = [node for node in ast.walk(choice) if isinstance(node, ast.Expr)]
            assert not shown, cell.source


def test_its_cells_have_at_most_six_lines(notebook):
    for cell in code(notebook):
        assert is_setup(cell) or len(cell.source.splitlines()) <= 6, cell.source


def test_a_cell_computes_or_shows_and_shows_one_thing(notebook):
    for cell in code(notebook):
        shown = [each for each in body(cell) if shows(each)]
        assert not shown or len(body(cell)) == 1, cell.source


def test_only_a_closing_sentence_is_built_in_a_cell(notebook):
    for cell in code(notebook):
        if nodes(cell, ast.JoinedStr):
            assert is_closing(cell), cell.source
            after = "".join(each.source for each in notebook.cells[notebook.cells.index(cell) :])
            assert not re.search(r"(?m)^## ", after), cell.source


def is_text(cell):
    """Return whether a cell is text, or shows a sentence."""
    return cell.cell_type == "markdown" or any(
        "text/markdown" in output.get("data", {}) for output in cell.outputs
    )


def test_a_text_leads_to_each_exhibit(notebook):
    told = False
    for cell in notebook.cells:
        if is_text(cell):
            told = True
        elif any(MIME in output.get("data", {}) for output in cell.outputs):
            assert told, cell.source
            told = False


def test_f16_f17_f24_it_asks_nothing_of_the_shell_or_the_reader(notebook):
    for cell in code(notebook):
        assert not re.search(r"(?m)^\s*[!%]|input\(|\.style\b|\.summary\(|;\s*$", cell.source)


def test_f34_no_number_is_typed_in_its_text(notebook):
    assert prose_rules.numbers(notebook) == []


COUNTED = {
    "five documents": len(record.read("documents")),
    "six values": len(verdicts.COMPUTED),
    "six key": int((record.read("taxonomy_terms")["parent_code"] == "kets").sum()),
    "four measures": len(null_model.positions(MEMBERS, 2, 1)["measure"].unique()),
}
"""What the numbers in words of text cells count."""


def test_f34_numbers_in_words_count_what_they_say(notebook):
    assert prose_rules.spelt(notebook, COUNTED) == []


def test_f34_no_cause_verdict_or_part_of_a_whole_is_typed(notebook):
    assert prose_rules.judged(notebook) == []


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
