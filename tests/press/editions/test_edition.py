"""From the command to the published folder, on a copy of the project."""

import json
import os
import shutil
from pathlib import Path

import pytest
from conftest import SOME

from s3analysis.contracts import CONTRACTS
from s3analysis.press.editions import manifest
from s3analysis.press.editions.publish import tree_hashes

OLD = "an edition of before"
NOTEBOOK = "notebooks/01_partnerships.ipynb"
PROBE = """
from s3analysis.exhibits.exhibit import Exhibit
import pandas as pd
Exhibit(key="probe", title="One", subtitle="A number", source="A test",
        table=pd.DataFrame({"Number": [1]}))
"""


@pytest.fixture
def old(project):
    """The project with an edition that a refused or failed run must leave as it is."""
    project.edition.mkdir(parents=True)
    (project.edition / "index.html").write_text(OLD, encoding="utf-8")
    return project


def kept(project):
    (page,) = project.edition.iterdir()
    return page.read_text("utf-8") == OLD


def ran(run):
    """Return the notebooks that ran, sorted: of two side by side either may begin first."""
    begun = [line.split()[1] for line in run.stdout.splitlines() if line.startswith("running ")]
    return sorted(begun)


def notebooks(project):
    return sorted(path.stem for path in project.edition.glob("notebooks/*.ipynb"))


def test_the_report_is_made_and_its_place_is_said(first_run):
    project, run = first_run
    assert run.stdout.splitlines()[-1] == f"report: {project.edition / 'index.html'}"
    made = {"index.html", "manifest.json", "data/members.csv", "figures/places.svg"}
    assert made <= set(tree_hashes(project.edition))
    assert ran(run) == notebooks(project)


@pytest.mark.slow
def test_run_again_from_nothing_it_has_the_same_bytes(whole_run, whole):
    run = whole.run("report", "--force")
    assert run.returncode == 0, run.stderr
    assert ran(run) == notebooks(whole) == sorted(CONTRACTS)
    assert manifest.compared(whole.edition) == manifest.compared(whole_run[0].edition)


def test_printed_from_the_store_it_has_the_same_bytes(first_run, made):
    (made.edition / "index.html").write_text("tampered", encoding="utf-8")
    run = made.run("report")
    assert run.stdout == f"report: {made.edition / 'index.html'}\n"
    assert manifest.compared(made.edition) == manifest.compared(first_run[0].edition)


def test_made_again_with_the_same_result_the_published_edition_stays_to_the_byte(made):
    before = tree_hashes(made.edition)
    run = made.run("report", "--force", "--only", "03_themes")
    assert run.returncode == 0, run.stderr
    shutil.rmtree(made.home / ".s3analysis" / "notes")
    run = made.run("report")
    assert "with the same result: the published edition stays" in run.stdout
    assert tree_hashes(made.edition) == before
    start = made.home / "reports" / "index.html"
    page = start.read_bytes()
    start.unlink()
    assert "up to date" in made.run("report").stdout
    assert start.read_bytes() == page  # a clone has an edition and no start page


def test_an_edition_made_from_another_input_is_not_the_same_edition(made, tmp_path):
    other = shutil.copytree(made.edition, tmp_path / "other")
    written = json.loads((other / "manifest.json").read_text("utf-8"))
    written["inputs"]["data/raw/regions.csv"] = "0" * 64
    (other / "manifest.json").write_text(json.dumps(written), encoding="utf-8")
    assert not manifest.alike(made.edition, other)
    (other / "manifest.json").unlink()
    assert not manifest.alike(made.edition, other)


def test_the_manifest_names_every_input_and_output_by_its_hash(first_run):
    edition = first_run[0].edition
    recorded = manifest.read(edition)
    written = tree_hashes(edition)
    del written["manifest.json"]
    assert recorded.outputs == written
    assert {"data/raw/partnership_members.csv", NOTEBOOK} <= set(recorded.inputs)
    assert tuple(task.name for task in recorded.tasks) == SOME


def test_what_changed_from_the_edition_before_is_told_with_its_reason(made):
    before = made.home / "reports" / "before"
    shutil.copytree(made.edition, before)
    made.add("01_partnerships", PROBE)
    run = made.run("report", "--json")
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout.splitlines()[-1])["changes"]
    assert told == [f"because {NOTEBOOK} changed", "01_partnerships, probe: is new"]
    assert set(told) <= set(run.stdout.splitlines())
    assert made.run("changes", "before").stdout.splitlines() == told
    assert made.run("changes", "never").returncode == 2


def test_an_edition_carries_what_changed_since_an_earlier_one_and_names_it_as_an_input(made):
    before = made.home / "reports" / "before"
    shutil.copytree(made.edition, before)
    made.add("01_partnerships", PROBE)
    run = made.run("report", "--since", "before")
    assert run.returncode == 0, run.stderr
    told = json.loads((made.edition / "changes.json").read_text("utf-8"))
    assert [each["exhibit"] for each in told["changes"]] == ["probe"]
    assert [each["causes"] for each in told["changes"]] == [[NOTEBOOK]]
    assert 'href="changes.html"' in (made.edition / "index.html").read_text("utf-8")
    recorded = manifest.read(made.edition)
    assert "reports/before/manifest.json" in recorded.inputs
    assert "changes.html" in recorded.outputs
    assert made.run("verify").returncode == 0
    assert "up to date" in made.run("report", "--since", "before").stdout
    assert made.run("report", "--since", "2017-07").returncode == 2
    (before / "index.html").write_text("tampered", encoding="utf-8")
    run = made.run("report", "--since", "before")
    assert (run.returncode, len(run.stderr.splitlines())) == (5, 1)


def test_observers_count_only_in_the_edition_that_says_so(made):
    before = tree_hashes(made.edition)
    run = made.run("report", "--reading", "listed")
    assert run.returncode == 0
    assert ran(run) == ["01_partnerships"], "no other notebook here has a reading"
    page = (made.home / "reports" / "2017-07-listed" / "index.html").read_text("utf-8")
    assert "Värmland" in page
    assert "observers and other interested regions included" in page
    assert tree_hashes(made.edition) == before


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
    old.add("01_partnerships", "1 / 0")
    run = old.run("report", "--only", "01_partnerships")
    assert run.returncode == 1
    assert "01_partnerships" in run.stderr
    assert "ZeroDivisionError" in run.stderr
    assert kept(old)


def test_an_edition_that_names_a_path_of_the_machine_is_not_published(made):
    before = tree_hashes(made.edition)
    made.add("01_partnerships", "where = '/home/anna'")
    run = made.run("report")
    assert run.returncode == 1
    words = "notebooks/01_partnerships.ipynb names a path of this machine: /home/anna"
    assert run.stderr == f"s3analysis: {words}\n"
    assert tree_hashes(made.edition) == before


# What has to run, and nothing else


def test_a_changed_notebook_runs_alone(made):
    made.add("01_partnerships", "1;")
    assert ran(made.run("report")) == ["01_partnerships"]


def test_changed_code_runs_every_notebook_but_that_of_the_commands_none(made):
    made.spoil("", "# touched\n", "s3analysis/press/prints/html.py")
    assert ran(made.run("report")) == []
    made.spoil("", "# touched\n", "s3analysis/exhibits/exhibit.py")
    assert ran(made.run("report")) == notebooks(made)


def test_changed_data_run_every_notebook(made):
    path = "data/raw/country_outlines.csv"
    last = (made.home / path).read_text("utf-8").splitlines()[-1] + "\n"
    made.spoil(last, "", path)
    run = made.run("report")
    assert "data/processed: 1 files written anew" in run.stdout
    assert ran(run) == notebooks(made)


def test_explain_says_why_and_runs_nothing(made):
    made.add("01_partnerships", "1;")
    before = tree_hashes(made.edition)
    told = made.run("report", "--explain").stdout.splitlines()
    assert "03_themes: in the store, would not run" in told
    assert "01_partnerships: would run: 01_partnerships.ipynb changed" in told
    made.spoil("", "# touched\n", "s3analysis/exhibits/exhibit.py")
    told = made.run("report", "--explain").stdout.splitlines()
    assert "03_themes: would run: s3analysis/exhibits/exhibit.py changed" in told
    assert made.run("report", "--explain", "--reading", "listed").returncode == 0
    assert tree_hashes(made.edition) == before


def test_only_runs_what_is_named_and_publishes_nothing(made):
    before = tree_hashes(made.edition)
    run = made.run("report", "--force", "--only", "05_priorities", "--only", "03_themes")
    assert ran(run) == ["03_themes", "05_priorities"]
    *_, themes, priorities, last = run.stdout.splitlines()
    assert last == f"report: {made.edition} not published"
    assert themes.startswith(f"03_themes: {made.home}")
    assert Path(priorities.removeprefix("05_priorities: ")).is_file()
    assert tree_hashes(made.edition) == before


def test_after_a_failure_only_what_did_not_succeed_runs_again(made):
    made.add("01_partnerships", "1 / 0")
    made.add("03_themes", "1 / 0")
    made.spoil("", "# touched\n", "s3analysis/exhibits/exhibit.py")
    first = made.run("report", "--keep-going", "--jobs", "1")
    assert first.returncode == 1
    assert ran(first) == notebooks(made)
    lines = first.stderr.splitlines()
    assert [line.split(":")[1].strip() for line in lines] == ["01_partnerships", "03_themes"]
    second = made.run("report", "--jobs", "1")
    assert ran(second) == ["01_partnerships"], "without --keep-going the first failure ends it"
    made.spoil("1 / 0", "1;", NOTEBOOK)
    made.spoil("1 / 0", "1;", "notebooks/03_themes.ipynb")
    third = made.run("report")
    assert third.returncode == 0
    assert ran(third) == ["01_partnerships", "03_themes"]
    assert not list((made.home / ".s3analysis" / "runs").rglob("*.ipynb"))


@pytest.mark.slow
def test_what_ran_while_its_code_changed_is_not_stored(made):
    code = made.home / "s3analysis" / "exhibits" / "exhibit.py"
    whole = code.read_bytes()
    made.add("01_partnerships", f"open('{code}', 'a').write('#');")
    run = made.run("report", "--only", "01_partnerships")
    assert run.returncode == 1
    assert ran(run) == ["01_partnerships"] * 3
    assert "code or data changed while it ran, 3 times" in run.stderr
    code.write_bytes(whole)
    told = made.run("report", "--explain", "--only", "01_partnerships").stdout
    assert told.startswith("01_partnerships: would run: 01_partnerships.ipynb changed")


# Up to date


@pytest.mark.parametrize("path", ["reports/2017-07/data/members.csv", "s3analysis/cli.py"])
def test_content_decides_if_an_edition_is_up_to_date(first_run, made, path):
    file = made.home / path
    whole, times = file.read_bytes(), file.stat()
    file.write_bytes(whole.swapcase())
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    if path.startswith("s3analysis"):
        file.write_bytes(whole + b"#\n")
    assert made.run("report", "--exit-code").returncode == 0
    assert manifest.compared(made.edition) == manifest.compared(first_run[0].edition)
    assert made.run("report", "--exit-code").returncode == 10


@pytest.mark.slow
def test_a_file_too_many_or_too_few_in_an_edition_is_noticed(made):
    (made.edition / "data" / "more.csv").write_text("a\n", encoding="utf-8")
    assert made.run("report", "--exit-code").returncode == 0
    assert not (made.edition / "data" / "more.csv").exists()
    (made.edition / "data" / "members.csv").unlink()
    assert made.run("report", "--exit-code").returncode == 0


@pytest.mark.slow
def test_a_damaged_note_or_store_only_costs_time(first_run, made):
    for path in (made.home / ".s3analysis").rglob("*.json"):
        path.write_text("{", encoding="utf-8")
    for path in (made.home / ".s3analysis" / "store").rglob("*.ipynb"):
        path.write_text("{", encoding="utf-8")
    run = made.run("report")
    assert run.returncode == 0, run.stderr
    assert ran(run) == notebooks(made)
    assert manifest.compared(made.edition) == manifest.compared(first_run[0].edition)


def test_the_record_is_checked_again_only_when_something_decides_otherwise(made):
    checked = made.home / ".s3analysis" / "notes" / "checked.json"
    before = checked.stat().st_mtime_ns
    assert made.run("report", "--only", "03_themes").returncode == 0
    assert checked.stat().st_mtime_ns == before
    made.spoil("", "# touched\n", "s3analysis/sources/record/rules/general.py")
    assert made.run("report", "--only", "03_themes").returncode == 0
    assert checked.stat().st_mtime_ns > before


def test_to_explain_a_run_writes_nothing(made):
    made.spoil("-5.9732,Seville", "-5.9732,Sevilla", "data/raw/regions.csv")
    before = tree_hashes(made.home / "data"), tree_hashes(made.edition)
    run = made.run("report", "--explain")
    assert run.returncode == 0, run.stderr
    assert "files would be written anew from data/raw" in run.stdout
    assert (tree_hashes(made.home / "data"), tree_hashes(made.edition)) == before


def test_a_table_that_was_tampered_with_is_made_anew_and_no_notebook_runs(made):
    made.spoil("\n", "\n\n", "data/processed/regions.csv")
    run = made.run("report")
    assert "data/processed: 1 files written anew from data/raw" in run.stdout
    assert ran(run) == []


def test_a_stale_processed_table_is_made_anew_and_said(made):
    path = made.home / "data" / "processed" / "regions.csv"
    path.write_text("stale", encoding="utf-8")
    run = made.run("clean")
    assert run.returncode == 0
    assert "1 files changed" in run.stdout
    assert path.read_text("utf-8") != "stale"
    assert "up to date" in made.run("clean").stdout
