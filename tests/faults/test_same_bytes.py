"""Two runs that share nothing but the project give the same bytes in every published file."""

import subprocess
import sys

import pytest

from s3analysis.press.editions import manifest

ONE = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C", "OMP_NUM_THREADS": "1"}
TWO = {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "2"}


def report(project, settings, folder):
    """Make the report from another working folder; return the hashes of what is compared."""
    folder.mkdir()
    run = subprocess.run(
        [sys.executable, "-m", "s3analysis", "report"],
        env=project.environment | settings,
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stderr
    assert "up to date" not in run.stdout
    assert not list(folder.iterdir())
    return manifest.compared(project.edition)


@pytest.mark.slow
def test_two_full_runs_of_the_report_differ_in_no_byte(tmp_path, project):
    other = type(project)(tmp_path / "Ö another" / "place")
    one = report(project, ONE, tmp_path / "here")
    two = report(other, TWO, tmp_path / "there {x} 100%")
    kinds = {"html", "csv", "svg", "png", "ipynb", "xlsx", "docx", "pdf", "zip"}
    assert {name.rpartition(".")[2] for name in one} >= kinds
    assert one == two
