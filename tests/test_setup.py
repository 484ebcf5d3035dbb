"""The set-up on machines that lack something: one line, exit 3, nothing left behind."""

import os
import shutil
import subprocess
import sys

import pytest

from s3analysis.paths import HOME

FAKE = '#!/bin/sh\n{body}\nexec "{python}" "$@"\n'
NO_ENSUREPIP = 'case "$*" in *ensurepip*) exit 1;; esac'
TOO_OLD = 'case "$*" in *version_info*) exit 1;; --version) echo "Python 3.9.2"; exit 0;; esac'
BROKEN_INSTALL = 'case "$*" in *venv*.venv*) mkdir -p .venv/bin; exit 1;; esac'


@pytest.fixture
def checkout(tmp_path):
    """A folder with the set-up script, and a PATH without uv and with a Python of our making."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(HOME / ".ci" / "setup", tmp_path / ".ci" / "setup")
    (tmp_path / "bin").mkdir()
    for name in ("sh", "dirname", "rm", "mkdir", "date", "make"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name))
    return tmp_path


def set_up(checkout, body=None):
    if body is not None:
        python = checkout / "bin" / "python3"
        python.write_text(FAKE.format(body=body, python=sys.executable), encoding="utf-8")
        python.chmod(0o755)
    return subprocess.run(
        ["sh", ".ci/setup"],
        cwd=checkout,
        env={"PATH": str(checkout / "bin"), "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_not_be_written_is_told_in_one_line(checkout):
    checkout.chmod(0o555)
    run = set_up(checkout, "")
    checkout.chmod(0o755)
    assert run.returncode == 3
    assert "make a clone of your own" in run.stderr


@pytest.mark.parametrize(
    ("body", "remedy"),
    [
        (None, "install Python 3.11 or newer"),
        (TOO_OLD, "Python 3.9.2 is too old"),
        (NO_ENSUREPIP, "sudo apt install python3-venv"),
    ],
    ids=["no Python", "an old Python", "no venv"],
)
def test_a_machine_that_lacks_something_is_told_what_in_one_line(checkout, body, remedy):
    run = set_up(checkout, body)
    assert run.returncode == 3
    assert remedy in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert not (checkout / ".venv").exists()


def test_a_set_up_that_breaks_half_way_leaves_no_folder_that_looks_ready(checkout):
    run = set_up(checkout, BROKEN_INSTALL)
    assert run.returncode != 0
    assert not (checkout / ".venv").exists()


def test_make_reports_the_refusal_as_2(checkout):
    shutil.copy(HOME / "Makefile", checkout / "Makefile")
    for name in ("requirements.lock", "pyproject.toml"):
        (checkout / name).touch()
    run = subprocess.run(
        ["make", "setup"],
        cwd=checkout,
        env={"PATH": str(checkout / "bin"), "HOME": "/"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 2
    assert "install Python 3.11" in run.stderr


def test_a_python_named_by_hand_is_taken_after_a_set_up_too(checkout):
    shutil.copy(HOME / "Makefile", checkout / "Makefile")
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "set-up").touch()
    run = subprocess.run(
        ["make", "setup", "PYTHON=no-such-python"],
        cwd=checkout,
        env={"PATH": str(checkout / "bin"), "HOME": "/"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "no 'no-such-python' on the PATH" in run.stderr


def test_jupyterlab_finds_the_command_of_the_project():
    makefile = (HOME / "Makefile").read_text("utf-8")
    (recipe,) = (line for line in makefile.splitlines() if "jupyter lab" in line and "@" in line)
    assert recipe.lstrip().startswith('@PATH="$(abspath $(BIN)):$$PATH"')
