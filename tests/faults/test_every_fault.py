"""Every fault of docs/faults.md has a test of ours and one of the stock tool: `pytest -k f13`."""

import ast
import re

import pytest

from s3analysis.paths import HOME

FAULTS = [f"f{number:02}" for number in range(1, 35)]


def named():
    """Return the names of all tests, as they stand in the files."""
    return [
        node.name
        for path in sorted((HOME / "tests").rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_f")
    ]


def faults_of(name):
    return re.match(r"test((?:_f\d\d)*)", name)[1].split("_")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_has_a_test_of_ours_and_one_of_the_stock_tool(fault):
    tests = [name for name in named() if fault in faults_of(name)]
    assert [name for name in tests if "_stock_" not in name]
    assert [name for name in tests if "_stock_" in name]


def test_the_faults_are_written_down():
    text = (HOME / "docs" / "faults.md").read_text("utf-8")
    assert re.findall(r"(?m)^\| (F\d\d) ", text) == [fault.upper() for fault in FAULTS]
