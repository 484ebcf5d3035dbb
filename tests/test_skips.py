"""A test is skipped only where a machine cannot run it, not because something is missing."""

import ast

import pytest

from s3analysis.paths import HOME

TESTS = sorted((HOME / "tests").rglob("test_*.py")) + sorted((HOME / "tests").rglob("conftest.py"))
SKIPS = {"skip", "skipif", "importorskip", "xfail"}
MAY = {
    "tests/browser/conftest.py": 1,  # no browser
    "tests/faults/test_editions.py": 1,  # no fork
    "tests/press/runs/test_engine.py": 1,  # no /dev/full
    "tests/press/editions/test_publish.py": 4,  # no fork, no right to mount, no strace
    "tests/faults/test_soak.py": 1,  # no fork
    "tests/press/deposits/test_deposit.py": 1,  # no ssh-keygen
    "tests/press/editions/test_cluster.py": 1,  # no Dask
    "tests/press/editions/test_verify.py": 2,  # names that only Linux takes; no SIGKILL
    "tests/press/schedules/test_export.py": 1,  # no systemd
    "tests/press/schedules/test_tell.py": 1,  # no openssl
    "tests/press/review/test_pytest_plugin.py": 1,  # no warm kernels
    "tests/press/runs/test_warm.py": 1,  # no warm kernels
    "tests/sources/extracts/test_cells.py": 1,  # a format that has no such cell
    "tests/test_cli.py": 2,  # no SIGTERM, no terminal
    "tests/test_start.py": 1,  # Binder is a Linux machine
    "tests/test_setup.py": 1,  # the superuser writes everywhere
}
"""How often each file of tests may skip, and why; the report of pytest says which it did."""


def skips(path):
    """Return where a file of tests skips one, as lines."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in SKIPS
        if getattr(node.value, "id", getattr(node.value, "attr", "")) in {"pytest", "mark"}
    ]


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_no_test_skips_itself_but_those_that_may(path):
    name = path.relative_to(HOME).as_posix()
    assert len(skips(path)) <= MAY.get(name, 0), f"{name} skips in lines {skips(path)}"
