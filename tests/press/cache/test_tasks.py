"""What a result depends on, and what is said of a difference."""

import ast
import json
import sys
from hashlib import sha256

import pytest

from s3analysis.contracts import CONTRACTS, SWEEPS, Refused
from s3analysis.paths import NOTEBOOKS
from s3analysis.press.cache import hashes
from s3analysis.press.cache import tasks as plan
from s3analysis.press.cache.tasks import Task, explain, key
from s3analysis.press.runs.errors import NotRunnable

GIVEN = {"as_of": "2017-07", "reading": "members"}
HERE = {name for name in hashes.files() if name.startswith("s3analysis/")}
COUNTED = set(plan.records(plan.report(GIVEN))["01_partnerships"]["code"])
ASIDE = {
    "s3analysis/press/cache/__init__.py": "it is empty but for its docstring",
    "s3analysis/press/cache/hashes.py": "it chooses the warm process, whose forks are the same",
    "s3analysis/press/files.py": "the disk takes bytes as given",
    "s3analysis/press/runs/limits.py": "limits decide whether a run ends, not what it shows",
}


def write(folder, *cells, name="probe", **more):
    """Write a notebook of code cells, run or not."""
    made = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None} | more
    book = {"cells": [made | {"source": cell} for cell in cells], "metadata": {}, "nbformat": 4}
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps(book | {"nbformat_minor": 5}), encoding="utf-8")
    return path


def record_of(path, **parameters):
    return plan.records([Task("probe", path, parameters)])["probe"]


def imported(source):
    """Return the files of this package that source imports, those of packages above included."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}", *(f"{node.module}.{alias.name}" for alias in node.names)}
    paths = {name.replace(".", "/") for name in found}
    return {file for path in paths for file in (f"{path}.py", f"{path}/__init__.py")} & HERE


def source_of(notebook):
    cells = json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text("utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


# What counts


@pytest.mark.parametrize("name", [*CONTRACTS, *SWEEPS])
def test_all_code_that_a_notebook_imports_counts(name):
    assert imported(source_of(name)) - COUNTED == set()


def test_all_code_that_counted_code_imports_counts():
    sources = {path: (hashes.PACKAGE.parent / path).read_text("utf-8") for path in COUNTED}
    found = {path: imported(source) - COUNTED - ASIDE.keys() for path, source in sources.items()}
    assert {path: files for path, files in found.items() if files} == {}


def test_code_counts_by_its_hash(tmp_path):
    code = record_of(write(tmp_path, "1"))["code"]
    assert code == {name: hashes.files()[name] for name in code}
    assert {"s3analysis/press/runs/engine.py", "s3analysis/contracts.py"} <= set(code)


@pytest.mark.parametrize("name", ["cli.py", "panels/themes.py", "press/prints/html.py", *ASIDE])
def test_code_that_no_notebook_runs_does_not_count(name):
    name = f"s3analysis/{name.removeprefix('s3analysis/')}"
    assert name in HERE
    assert name not in COUNTED


def test_all_tables_count_as_printed_and_as_corrected(tmp_path):
    data = record_of(write(tmp_path, "1"))["data"]
    assert {"data/raw/regions.csv", "data/processed/regions.csv"} <= set(data)


@pytest.mark.parametrize(("priorities", "counts"), [("published", False), ("imported", True)])
def test_an_imported_extract_counts_where_it_is_shown(tmp_path, monkeypatch, priorities, counts):
    monkeypatch.setattr(hashes, "files", lambda: {"data/imported/priorities/priorities.csv": "0"})
    data = record_of(write(tmp_path, "1"), priorities=priorities)["data"]
    assert bool(data) == counts


# Keys


def test_the_same_task_has_the_same_key(tmp_path):
    path = write(tmp_path, "1")
    assert key(record_of(path, as_of="2017-07")) == key(record_of(path, as_of="2017-07"))


def test_what_running_adds_to_a_notebook_changes_no_key(tmp_path):
    before = key(record_of(write(tmp_path, "1")))
    outputs = [{"output_type": "stream", "name": "stdout", "text": "1"}]
    assert key(record_of(write(tmp_path, "1", outputs=outputs, execution_count=7))) == before


def test_a_cell_a_tag_or_a_parameter_changes_the_key(tmp_path):
    keys = {
        key(record_of(write(tmp_path, "1"))),
        key(record_of(write(tmp_path, "2"))),
        key(record_of(write(tmp_path, "1", "1"))),
        key(record_of(write(tmp_path, "1", metadata={"tags": ["parameters"]}))),
        key(record_of(write(tmp_path, "1"), as_of="2017-07")),
        key(record_of(write(tmp_path, "1"), as_of="2017-08")),
    }
    assert len(keys) == 6


def test_what_libraries_obey_and_python_runs_as_it_starts_is_in_the_environment(
    tmp_path, monkeypatch
):
    before = hashes.environment()
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    (tmp_path / "sitecustomize.py").write_text("1", encoding="utf-8")
    monkeypatch.setattr(sys, "path", ["", str(tmp_path), *sys.path[1:]])
    assert hashes.environment().items() - before.items() == {
        ("OMP_NUM_THREADS", "7"),
        (f"{tmp_path}/sitecustomize.py", sha256(b"1").hexdigest()[:12]),
    }


def test_the_environment_is_known_by_version():
    environment = hashes.environment()
    assert {"Python", "platform", "pandas", "papermill", "matplotlib"} <= set(environment)
    assert environment["pandas"].startswith("3.")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 1}', '{"cells": [{}]}'])
def test_what_is_no_notebook_is_named(tmp_path, text):
    path = tmp_path / "probe.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotRunnable, match=r"probe\.ipynb: is not a whole notebook"):
        record_of(path)


def test_a_notebook_that_is_not_there_is_named(tmp_path):
    with pytest.raises(NotRunnable, match=r"probe\.ipynb: No such file"):
        record_of(tmp_path / "probe.ipynb")


# Explaining


@pytest.mark.parametrize(
    ("section", "old", "new", "sentence"),
    [
        ("notebook", {"a.ipynb": "0"}, {"a.ipynb": "1"}, "a.ipynb changed"),
        ("parameters", {"as_of": "x"}, {"as_of": "y"}, "as_of was x, is y"),
        ("parameters", {}, {"reading": "listed"}, "reading is listed now"),
        ("code", {"a.py": "0"}, {"a.py": "1"}, "a.py changed"),
        ("code", {"a.py": "0"}, {}, "a.py is gone"),
        ("code", {}, {"a.py": "0"}, "a.py is new"),
        ("data", {"regions.csv": "0"}, {"regions.csv": "1"}, "regions.csv changed"),
        ("data", {"regions.csv": "0"}, {}, "regions.csv is gone"),
        ("environment", {"pandas": "3.0"}, {"pandas": "3.1"}, "pandas was 3.0, is 3.1"),
        ("environment", {}, {"dask": "1"}, "dask 1 is installed now"),
        ("environment", {"dask": "1"}, {}, "dask is gone"),
    ],
)
def test_a_difference_is_a_sentence(section, old, new, sentence):
    assert explain({section: old}, {section: new}) == [sentence]


def test_equal_records_have_nothing_to_explain():
    assert explain({"code": {"a": "0"}}, {"code": {"a": "0"}}) == []


# The report


def test_the_report_is_in_the_order_of_its_files():
    names = [task.name for task in plan.report(GIVEN)]
    assert names == sorted(CONTRACTS)


def test_each_notebook_is_given_what_it_knows():
    tasks = {task.name: task for task in plan.report(GIVEN)}
    assert tasks["08_record"].parameters == {"as_of": "2017-07"}
    assert tasks["01_partnerships"].parameters == GIVEN | {"draws": "2000", "seed": "2017"}


def test_what_several_notebooks_refuse_is_told_once_and_all_at_once():
    with pytest.raises(Refused) as told:
        plan.report({"as_of": "2017-06", "reading": "member"})
    as_of, reading = told.value.reasons
    assert as_of.startswith("as_of: '2017-06'")
    assert reading.startswith("reading: 'member'")


def test_a_wrong_parameter_is_refused_before_anything_is_planned():
    with pytest.raises(Refused, match="2017-06"):
        plan.report(GIVEN | {"as_of": "2017-06"})
