import json
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import nbformat
import pytest
import yaml
from cronsim import CronSim

from s3analysis.press.schedules import export, plan

FILE = Path(export.HOME / "docs" / "examples" / "schedules.yml")
SYSTEMD = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd")


@pytest.fixture
def made(request, tmp_path):
    """The files of a target, written."""
    for name, text in export.TARGETS[request.param](list(plan.read(FILE).values()), FILE).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("made", ["cron"], indirect=True)
def test_each_line_of_the_crontab_has_next_runs_and_the_one_command(made):
    text = (made / "s3analysis.crontab").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", "CRON_TZ="))]
    begin = datetime(2026, 12, 1, tzinfo=ZoneInfo("Europe/Brussels"))
    runs = [next(CronSim(" ".join(line.split()[:5]), begin)) for line in lines]
    assert [f"{each:%a %d %H:%M}" for each in runs] == ["Mon 07 06:00", "Tue 01 05:30"]
    assert all(re.search(r"s3analysis schedule run \w+ --file \S+$", line) for line in lines)
    assert text.count("CRON_TZ=Europe/Brussels\n") == 2


@SYSTEMD
@pytest.mark.parametrize("made", ["systemd"], indirect=True)
def test_systemd_accepts_units_and_times(made):
    units = sorted(map(str, made.glob("s3analysis-*")))
    assert len(units) == 4
    for path in map(Path, units):  # the program of the service is not there in every checkout
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"ExecStart=\S+", f"ExecStart={sys.executable}", text), "utf-8")
    checked = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
    assert (checked.returncode, checked.stderr) == (0, "")
    for timer in made.glob("*.timer"):
        (when,) = re.findall("OnCalendar=(.*)", timer.read_text("utf-8"))
        subprocess.run(["systemd-analyze", "calendar", when], check=True, capture_output=True)


@pytest.mark.parametrize("made", ["github"], indirect=True)
def test_the_workflow_meets_the_schema_of_github(made):
    workflows = sorted(map(str, (made / ".github" / "workflows").glob("*.yml")))
    tool = Path(sys.executable).with_name("check-jsonschema")
    words = [tool, "--builtin-schema", "vendor.github-workflows", *workflows]
    checked = subprocess.run(words, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
    assert len(workflows) == 2
    text = Path(workflows[1]).read_text("utf-8")
    assert "schedule run monday --file docs/examples/schedules.yml\n" in text


@pytest.mark.parametrize("made", ["jupyter-scheduler"], indirect=True)
def test_the_notebook_for_jupyter_scheduler_calls_the_same_command(made):
    job = json.loads((made / "s3analysis-monday.job.json").read_text("utf-8"))
    assert (job["schedule"], job["timezone"]) == ("0 6 * * 1", "Europe/Brussels")
    book = nbformat.read(made / job["input_uri"], 4)
    nbformat.validate(book)
    assert "'schedule', 'run', 'monday'" in book.cells[0].source


@pytest.mark.slow
def test_the_steps_of_the_workflow_make_the_edition_in_a_clean_clone(tmp_path):
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", export.HOME, clone], check=True)
    file = clone / "schedules.yml"
    file.write_text(
        "schedules:\n  monday:\n    when: monday 06:00\n    zone: Europe/Brussels\n"
        f"    what: report\n    publish: {tmp_path / 'www'}\n",
        encoding="utf-8",
    )
    (clone / ".venv").mkdir()  # what make setup installs: the packages that are here
    (clone / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    (clone / ".venv" / "set-up").touch()
    (text,) = export.github(plan.read(file).values(), file).values()
    steps = yaml.safe_load(text)["jobs"]["run"]["steps"]
    shell = [step["run"] for step in steps if "run" in step]
    assert [words.split()[0] for words in shell] == ["make", ".venv/bin/s3analysis"]
    for words in shell:  # as GitHub does: in the checkout, each in a shell of its own
        run = subprocess.run(
            ["bash", "-e", "-c", words],
            cwd=clone,
            env=os.environ | {"PYTHONPATH": str(clone)},
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stderr
    (artifact,) = [step["with"] for step in steps if "upload-artifact" in step.get("uses", "")]
    assert (clone / artifact["path"] / "2017-07" / "index.html").is_file()
    assert (tmp_path / "www" / "2017-07" / "manifest.json").is_file()
