"""What a scheduler relies on: exit codes, a line a fault, the last edition standing."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import psutil
import pytest
import typer.main

from s3analysis import cli, endings
from s3analysis.contracts import CONTRACTS, PartnershipStatus, RegionBrief
from s3analysis.parameters import USUAL
from s3analysis.press.editions import publish
from s3analysis.press.editions.publish import tree_hashes
from s3analysis.values import choices

NOTEBOOK = "notebooks/01_partnerships.ipynb"
SLOW = pytest.mark.slow
SIGNALS = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM to catch")
SLOW_START = ("pandas", "papermill", "frictionless", "nbformat", "rich", "pydantic")


def told(run):
    """Return what a run said on stderr, which is never a traceback."""
    assert "Traceback" not in run.stderr
    return run.stderr.splitlines()


def summary(run):
    return json.loads(run.stdout.splitlines()[-1])


def family(project):
    """Return the processes that work in a project: commands and kernels."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("S3ANALYSIS_HOME") == str(project.home):
                found.append(process)
        except psutil.Error:
            continue
    return [each for each in found if each.status() != psutil.STATUS_ZOMBIE]


def wait_for(true, seconds=60):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


# Exit codes


def test_0_up_to_date_is_said(made):
    run = made.run("report")
    assert run.returncode == 0
    assert run.stdout == f"report: up to date: {made.edition / 'index.html'}\n"
    assert told(run) == []


def test_10_up_to_date_can_be_told_from_made(made):
    assert made.run("report", "--exit-code").returncode == 10
    assert made.run("report", "--exit-code", "--force").returncode == 0


@pytest.mark.parametrize(
    ("code", "cell", "words"),
    [
        (1, "1 / 0", "failed with ZeroDivisionError"),
        (124, "import time; time.sleep(60)", "exceeded 1 s"),
        pytest.param(137, "raise MemoryError", "failed with MemoryError", marks=SLOW),
        pytest.param(138, "import os; os.kill(os.getpid(), 9)", "lost its kernel", marks=SLOW),
    ],
)
def test_a_notebook_that_fails_is_named_with_its_cell_and_kept_aside(made, code, cell, words):
    before = tree_hashes(made.edition)
    made.add("01_partnerships", cell)
    run = made.run("report", "--json", *(("--seconds", "1") if code == 124 else ()))
    assert run.returncode == code
    (line,) = told(run)
    partial = made.home / ".s3analysis" / "runs" / "2017-07" / "01_partnerships.failed.ipynb"
    assert re.match(rf"s3analysis: 01_partnerships: cell \d+ {words}", line)
    assert line.endswith(f"what ran of it: {partial}")
    assert "This run failed" in partial.read_text("utf-8")
    assert summary(run)["partial_notebooks"] == [str(partial)]
    assert tree_hashes(made.edition) == before


@pytest.mark.parametrize(
    "words",
    [
        ("report", "--asof", "2017-07"),
        ("report", "--as-of", "2017-06"),
        ("report", "--as-of", "../2017-07"),
        ("report", "--reading", "member"),
        ("report", "--only", "04"),
        ("report", "--jobs", "0"),
        ("report", "2017-07"),
        ("raport",),
        (),
    ],
)
def test_2_what_nobody_can_mean_is_refused_in_one_line(made, words):
    run = made.run(*words)
    assert run.returncode == 2
    assert len(told(run)) == 1
    assert "running" not in run.stdout
    assert {path.name for path in made.home.iterdir()} == {
        "data", "notebooks", "s3analysis", "reports", ".s3analysis"
    }  # fmt: skip


def test_2_a_notebook_that_is_cut_short_is_named(made):
    path = made.home / NOTEBOOK
    path.write_text(path.read_text("utf-8")[:1000], encoding="utf-8")
    run = made.run("report")
    assert run.returncode == 2
    assert told(run)[0].startswith("s3analysis: 01_partnerships.ipynb: is not a whole notebook")


def test_3_a_kernel_that_is_not_installed_is_named(made):
    made.spoil('"name": "python3"', '"name": "julia"', NOTEBOOK)
    run = made.run("report")
    assert run.returncode == 3
    assert "no Jupyter kernel named 'julia' is installed" in told(run)[0]


def test_4_a_second_run_says_who_is_writing(made):
    workshop = made.home / ".s3analysis"
    with publish.lock(made.edition, workshop):
        run = made.run("report", "--force")
        unlike = made.run("report", "--reading", "listed", "--only", "03_themes")
    assert run.returncode == 4
    assert f"another run (process {os.getpid()}" in told(run)[0]
    assert unlike.returncode == 0, "another edition has another lock"


def test_5_each_violation_is_a_line(made):
    made.spoil("participant,Dalarna,SE", "participant,Dalarna,FI")
    run = made.run("report", "--json")
    assert run.returncode == 5
    assert any("partnership_members.csv, row 6, country_printed" in line for line in told(run))
    assert summary(run)["errors"]


def test_6_a_place_that_cannot_be_written_is_named(made):
    path = made.home / "reports"
    path.rename(made.home / "elsewhere")
    path.write_text("a file", encoding="utf-8")
    run = made.run("report")
    assert run.returncode == 6
    assert "could not be written" in told(run)[0]


def test_f26_a_table_that_is_not_there_is_named_in_one_line(made):
    before = tree_hashes(made.edition)
    (made.home / "data" / "raw" / "regions.csv").unlink()
    run = made.run("report")
    assert run.returncode == 5
    assert any(line.startswith("s3analysis: regions.csv") for line in told(run))
    assert tree_hashes(made.edition) == before


def test_f30_an_ascii_locale_changes_nothing(made, monkeypatch):
    for name, value in {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}.items():
        monkeypatch.setenv(name, value)
    before = tree_hashes(made.edition / "notebooks")
    run = made.run("report", "--force")
    assert run.returncode == 0, run.stderr
    assert tree_hashes(made.edition / "notebooks") == before
    asked = made.run("briefs", "--region", "Orebroo")
    assert asked.returncode == 2
    assert "did you mean" in told(asked)[0]


def test_3_where_there_is_no_project_the_way_to_name_one_is_said(made, monkeypatch, tmp_path):
    monkeypatch.setattr(type(made), "environment", os.environ | {"S3ANALYSIS_HOME": str(tmp_path)})
    run = made.run("report")
    assert run.returncode == 3
    (line,) = told(run)
    assert "set S3ANALYSIS_HOME to the folder of a clone" in line


@SIGNALS
def test_a_run_needs_no_home_and_no_variables(made):
    """As a scheduler starts it for a service user."""
    env = {"S3ANALYSIS_HOME": str(made.home), "PYTHONPATH": str(made.home)}
    done = subprocess.run(
        [sys.executable, "-m", "s3analysis", "report", "--only", "01_partnerships", "--force"],
        env=env | {"HOME": "/nonexistent"},
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert list((made.home / ".s3analysis" / "matplotlib").glob("fontlist*"))


def test_an_edition_elsewhere_leaves_the_project_as_it_was(made, tmp_path):
    before = tree_hashes(made.home)
    place = tmp_path / "mine"
    run = made.run("report", "--output", str(place), options=("-B",))
    assert run.returncode == 0, run.stderr
    assert tree_hashes(place / "2017-07" / "data") == tree_hashes(made.edition / "data")
    assert tree_hashes(made.home) == before
    again = made.run("report", "--output", str(place))
    assert again.stdout == f"report: up to date: {place / '2017-07' / 'index.html'}\n"


def test_what_is_said_is_logged_with_its_time(made, tmp_path):
    log = tmp_path / "run.log"
    assert made.run("report", "--log", str(log)).returncode == 0
    assert made.run("report", "--as-of", "2017-06", "--log", str(log)).returncode == 2
    first, second, third, fourth = log.read_text("utf-8").splitlines()
    stamp = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00"
    assert re.fullmatch(rf"{stamp} s3analysis report", first)
    assert re.fullmatch(rf"{stamp} report: up to date: .*", second)
    assert third.endswith("s3analysis report")
    assert re.match(rf"{stamp} error: .*as_of: '2017-06'", fourth)


def test_a_log_that_cannot_be_written_is_said_before_anything_runs(made, tmp_path):
    run = made.run("report", "--force", "--log", str(tmp_path))
    assert run.returncode == 6
    assert "running" not in run.stdout
    assert "could not be written: Is a directory" in told(run)[0]


def test_a_run_can_wait_for_another_one(made):
    with publish.lock(made.edition, made.home / ".s3analysis"):
        late = made.run("report", "--only", "03_themes", "--wait", "1")
        assert late.returncode == 4
        assert late.stdout.startswith("waiting up to 1 s: another run (process ")
        process = made.start("report", "--only", "03_themes", "--wait", "60")
        assert process.stdout.readline().startswith("waiting up to 60 s")
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")


def test_a_parameter_file_says_what_no_option_says(made, tmp_path):
    file = tmp_path / "mine.yml"
    file.write_text("as_of: 2017-07\nreading: member\n", encoding="utf-8")
    run = made.run("report", "--parameters", str(file), "--explain")
    assert run.returncode == 2
    assert "did you mean 'members'" in told(run)[0]
    over = made.run("report", "--parameters", str(file), "--reading", "members")
    assert over.stdout.startswith("report: up to date")


def test_a_number_in_a_parameter_file_is_refused_with_the_way_to_write_it(made, tmp_path):
    file = tmp_path / "mine.yml"
    file.write_text("draws: 500\nregion: tampere\n", encoding="utf-8")
    run = made.run("report", "--parameters", str(file))
    assert run.returncode == 2
    assert told(run)[0].endswith('line 1, draws: YAML reads 500 as int; write draws: "500"')
    assert "region: no such parameter" in told(run)[1]


def test_a_limit_is_no_part_of_what_a_result_depends_on(made):
    """What ran under larger limits is right under smaller ones, and is not run again."""
    shutil.rmtree(made.edition)
    run = made.run("report", "--memory", "100", "--json")
    assert run.returncode == 0
    assert all(how["reused"] for how in summary(run)["tasks"].values())
    forced = made.run("report", "--memory", "100", "--only", "01_partnerships", "--force")
    assert forced.returncode == 137
    assert "exceeded 100 MB of memory" in told(forced)[0]


def test_an_edition_is_made_again_under_the_limits_it_is_given(made):
    run = made.run("verify", "--rebuild", "--memory", "100")
    assert run.returncode == 137
    assert "exceeded 100 MB of memory" in told(run)[0]


@SIGNALS
@pytest.mark.usefixtures("cold")
@pytest.mark.parametrize("number", [pytest.param(signal.SIGINT, marks=SLOW), signal.SIGTERM])
def test_130_and_143_a_run_that_is_stopped_leaves_nothing_and_the_next_succeeds(made, number):
    before = tree_hashes(made.edition)
    names = ("notebooks/03_themes.ipynb", NOTEBOOK)
    whole = {name: (made.home / name).read_text("utf-8") for name in names}
    mark = f"import pathlib, time; pathlib.Path('{made.home}/begun').open('a').write('x'); "
    made.add("03_themes", f"{mark}time.sleep(600)")
    made.add("01_partnerships", f"{mark}time.sleep(600)")
    with made.start("report", "--jobs", "2", "--json") as process:
        begun = made.home / "begun"
        wait_for(lambda: begun.exists() and begun.read_text() == "xx")
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert err == f"s3analysis: stopped by {number.name}; the last edition stands as it was\n"
    assert len(json.loads(out.splitlines()[-1])["partial_notebooks"]) == 2
    wait_for(lambda: not family(made), 10)
    assert tree_hashes(made.edition) == before
    for name, text in whole.items():
        (made.home / name).write_text(text, encoding="utf-8")
    assert made.run("report").returncode == 0


@SIGNALS
@pytest.mark.parametrize("number", [pytest.param(signal.SIGINT, marks=SLOW), signal.SIGTERM])
def test_a_run_may_be_stopped_before_any_notebook_runs(project, number):
    with project.start("report") as process:
        wait_for(lambda: psutil.Process(process.pid).memory_info().rss > 80e6)  # pandas is there
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert err.startswith("s3analysis: stopped by")
    assert not project.edition.exists()


# The commands


def test_every_exit_code_is_in_the_help(project):
    text = " ".join(project.run("--help").stdout.split())
    assert all(f"{code} {words}" in text for code, words in endings.CODES.items())


def test_a_command_has_an_option_for_each_parameter_of_its_notebooks():
    commands = typer.main.get_command(cli.app).commands
    asked = {"report": CONTRACTS.values(), "briefs": [RegionBrief], "status": [PartnershipStatus]}
    for command, contracts in asked.items():
        options = {each.name: each for each in commands[command].params}
        of_notebooks = {name for contract in contracts for name in contract.model_fields}
        drawn = {"draws", "seed"}  # a sweep draws as its notebook does
        assert of_notebooks - set(options) <= (set() if command == "report" else drawn)
        for name in (of_notebooks - {"region", "partnership"}) & set(options):
            assert options[name].default == USUAL[name]


@pytest.mark.parametrize(
    ("command", "parameters"),
    [
        ("report", ("as_of", "reading")),
        ("briefs", ("as_of", "reading", "priorities", "region")),
        ("status", ("as_of", "partnership")),
    ],
)
def test_the_help_says_which_values_there_are(project, command, parameters):
    run = project.run(command, "--help")
    assert run.returncode == 0
    text = "".join(run.stdout.split())
    for parameter in parameters:
        assert ",".join(choices(parameter)) in text


def test_help_is_given_where_there_is_no_record(project):
    shutil.rmtree(project.home / "data")
    run = project.run("report", "--help")
    assert (run.returncode, run.stderr) == (0, "")
    assert "--as-of" in run.stdout


def test_what_nobody_foresaw_is_one_line_and_debug_shows_where(made):
    made.spoil("def complete(", "def incomplete(", "s3analysis/press/editions/pool.py")
    run = made.run("report")
    assert run.returncode == 1
    assert told(run)[0].startswith("s3analysis: unforeseen AttributeError")
    for words in (("report", "--debug"), ("--debug", "report")):
        run = made.run(*words)
        assert run.returncode == 1
        assert "Traceback" in run.stderr
        assert run.stderr.splitlines()[-1].startswith("s3analysis: unforeseen AttributeError")


def test_the_last_line_can_be_read_by_a_machine(made):
    assert summary(made.run("report", "--json")) == {
        "status": "up to date",
        "exit_code": 0,
        "edition": str(made.edition),
        "tasks": {},
        "partial_notebooks": [],
        "changes": [],
        "errors": [],
    }
    made.add("01_partnerships", "1;")
    done = summary(made.run("report", "--json"))
    assert done["status"] == "made"
    ran = {name for name, how in done["tasks"].items() if not how["reused"]}
    assert ran == {"01_partnerships"}
    assert done["tasks"]["01_partnerships"]["seconds"] > 0
    refused = summary(made.run("report", "--json", "--as-of", "2017-06"))
    assert (refused["status"], refused["exit_code"]) == ("failed", 2)
    assert "2017-06" in refused["errors"][0]


@pytest.mark.parametrize(
    ("words", "code"),
    [(("check",), 0), (("--json", "check"), 0), (("verify", "1999-01"), 2), (("raport",), 2)],
)
def test_every_command_has_a_last_line_for_a_machine(project, words, code):
    run = project.run(*words, *(() if "--json" in words else ("--json",)))
    assert (run.returncode, summary(run)["exit_code"]) == (code, code)
    assert len(summary(run)["errors"]) == (code != 0)


def test_a_narrow_code_page_stops_no_command(project, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    rows = "PL11;Słowa;Zdrowie\nPL12;Inne;Zdrowie\n"
    (project.home / "łąki.csv").write_text(f"Kod;Tekst;Pole\n{rows}", encoding="utf-8")
    run = project.run("import", "priorities", "łąki.csv", "--guess")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.isascii()


def test_to_find_nothing_to_do_no_slow_library_is_imported(made):
    run = made.run("report", options=("-X", "importtime"))
    assert "up to date" in run.stdout
    modules = {line.rpartition("|")[2].strip() for line in run.stderr.splitlines()}
    assert "typer" in modules
    assert modules.isdisjoint(SLOW_START)


def test_on_a_terminal_the_run_is_seen_while_it_goes_on(made, monkeypatch):
    pty = pytest.importorskip("pty")
    for name, value in made.environment.items():
        monkeypatch.setenv(name, value)
    shown = bytearray()

    def read(file):
        data = os.read(file, 4096)
        shown.extend(data)
        return data

    words = [sys.executable, "-m", "s3analysis", "report", "--force", "--only", "03_themes"]
    assert pty.spawn(words, read) == 0
    text = shown.decode()
    assert "0:00:0" in text
    assert "03_themes: completed in" in text
    assert "running 03_themes" not in text


def test_the_store_can_be_emptied(made):
    run = made.run("prune", "--megabytes", "0")
    assert run.returncode == 0
    assert list((made.home / ".s3analysis" / "store").iterdir()) == []


def test_the_command_line_finds_its_places_only_after_output_was_read():
    code = "import sys, s3analysis.cli; sys.exit('s3analysis.paths' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
