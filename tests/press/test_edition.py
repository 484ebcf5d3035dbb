"""From the command to the published folder, on a copy of the project."""

import json

import pytest

from s3analysis.press import edition
from s3analysis.press.publish import tree_hashes

OLD = "an edition of before"


@pytest.fixture
def old(project):
    """The project with an edition that a refused or failed run must leave as it is."""
    project.edition.mkdir(parents=True)
    (project.edition / "index.html").write_text(OLD, encoding="utf-8")
    return project


def kept(project):
    (page,) = project.edition.iterdir()
    return page.read_text("utf-8") == OLD


def test_the_report_is_made_and_its_place_is_said_and_twice_gives_the_same_bytes(project):
    run = project.run("report", "--as-of", "2017-07")
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[-1] == f"report: {project.edition / 'index.html'}"
    first = tree_hashes(project.edition)
    assert {"index.html", "manifest.json", "data/members.csv", "figures/places.svg"} <= set(first)
    assert project.run("report").returncode == 0
    assert tree_hashes(project.edition) == first


def test_the_manifest_names_every_input_and_output_by_its_hash(project):
    assert project.run("report").returncode == 0
    manifest = json.loads((project.edition / "manifest.json").read_text("utf-8"))
    written = tree_hashes(project.edition)
    del written["manifest.json"]
    assert manifest["outputs"] == written
    assert "data/raw/partnership_members.csv" in manifest["inputs"]


def test_observers_count_only_in_the_edition_that_says_so(project):
    assert project.run("report", "--reading", "listed").returncode == 0
    page = (project.home / "reports" / "2017-07-listed" / "index.html").read_text("utf-8")
    assert "Värmland" in page
    assert "observers and other interested regions included" in page
    assert not project.edition.exists()


def test_a_record_with_violations_is_refused_before_a_kernel_starts(old):
    old.spoil("participant,Dalarna,SE", "participant,Dalarna,FI")
    old.spoil(
        "The Sport Partnership aims", "The Sports Partnership aims", "data/raw/partnerships.csv"
    )
    run = old.run("report")
    assert run.returncode == 5
    assert "running" not in run.stdout
    told = run.stderr.splitlines()
    assert any("partnership_members.csv, row 6, country_printed: wrong country" in x for x in told)
    assert any("partnerships.csv, row 10, quote: quote is not in document" in x for x in told)
    assert "Traceback" not in run.stderr
    assert kept(old)


def test_a_month_without_a_list_is_refused_with_exit_code_2(old):
    run = old.run("report", "--as-of", "2017-06")
    assert run.returncode == 2
    assert "2017-06" in run.stderr
    assert "running" not in run.stdout
    assert kept(old)


def test_a_misspelt_option_is_refused_with_exit_code_2(old):
    assert old.run("report", "--asof", "2017-07").returncode == 2
    assert kept(old)


def test_a_notebook_that_fails_leaves_the_old_edition(old):
    old.spoil(
        "by_region = membership.by_region(members)", "1 / 0", "notebooks/04_partnerships.ipynb"
    )
    run = old.run("report")
    assert run.returncode == 1
    assert "04_partnerships" in run.stderr
    assert "ZeroDivisionError" in run.stderr
    assert kept(old)


def test_a_stale_processed_table_is_made_anew_and_said(project):
    path = project.home / "data" / "processed" / "regions.csv"
    path.write_text("stale", encoding="utf-8")
    run = project.run("clean")
    assert run.returncode == 0
    assert "1 files changed" in run.stdout
    assert path.read_text("utf-8") != "stale"
    assert "up to date" in project.run("clean").stdout


@pytest.mark.parametrize("text", ["=1+2", "+1", "-5+cmd", "@SUM(A1)", "\tx"])
def test_text_that_a_spreadsheet_would_run_is_made_text(text):
    assert edition._safe(text) == f"'{text}"


def test_a_negative_number_stays_a_number():
    assert edition._safe(-5) == -5


def test_help_names_the_exit_codes(project):
    assert "5 data invalid" in " ".join(project.run("--help").stdout.split())
