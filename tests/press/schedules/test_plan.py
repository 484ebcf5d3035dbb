from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from cronsim import CronSim

from s3analysis.parameter_file import BadFile
from s3analysis.paths import HOME
from s3analysis.press.schedules import export, plan

GOOD = """\
mail:
  server: smtp.example.eu
  from: reports@example.eu
schedules:
  monday:
    when: monday 06:00
    zone: Europe/Brussels
    what: report
    change: {mail: [anna@example.eu]}
"""


def refused(tmp_path, text):
    path = tmp_path / "schedules.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile) as error:
        plan.read(path)
    assert error.value.exit_code == 2
    return [line.removeprefix(f"{path}: ") for line in error.value.lines]


def test_the_example_of_the_docs_is_right():
    assert set(plan.read(HOME / "docs" / "examples" / "schedules.yml")) == {"monday", "briefs"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("    what:", "    waht:", "line 8, waht: no such key; known here: when, zone, what"),
        ("Brussels", "Brusels", "line 7, zone: no time zone 'Europe/Brusels'; did you mean Eu"),
        ("monday 06:00", "mo 6:00", "line 6, when: 'mo 6:00' is not what is expected: daily, day"),
        ("what: report", "what: rapport", "line 8, what: 'rapport' is not what is expected: rep"),
        ("    zone: Europe/Brussels\n", "", "line 5, monday: lacks zone: a time zone"),
        ("[anna@example.eu]", "[anna]", "line 9, mail: 'anna' is not what is expected: a mail"),
        ("  monday:", "  Monday:", "line 5, Monday: no such key; one or more schedules by name"),
        (
            "    change:",
            "    parameters: {asof: 1}\n    change:",
            "line 9, asof: no such parameter",
        ),
        ("    what:", "    when: daily 07:00\n    what:", "line 8, when: is given twice"),
        (GOOD[: GOOD.index("schedules:")], "", "line 6, change: mail needs a server"),
        (GOOD, "monday", "holds no schedules"),
        ("monday:\n", "monday: [\n", "is not YAML: "),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_what_to_do(tmp_path, old, new, told):
    assert old in GOOD
    lines = refused(tmp_path, GOOD.replace(old, new, 1))
    assert any(line.startswith(told) for line in lines), lines


def schedule(when, zone="Europe/Brussels"):
    return plan.Schedule("one", {"when": when, "zone": zone, "what": "report"}, None)


@pytest.mark.parametrize(
    ("when", "cron", "calendar"),
    [
        ("daily 06:05", "5 6 * * *", "*-*-* 06:05:00 Europe/Brussels"),
        ("friday,monday 18:30", "30 18 * * 1,5", "Fri,Mon *-*-* 18:30:00 Europe/Brussels"),
        ("day 1 00:00", "0 0 1 * *", "*-*-01 00:00:00 Europe/Brussels"),
    ],
)
def test_when_is_said_as_cron_and_systemd_say_it(when, cron, calendar):
    assert (schedule(when).cron, schedule(when).calendar) == (cron, calendar)


def test_the_hour_stays_the_same_when_clocks_change():
    zone = ZoneInfo("Europe/Brussels")
    runs = CronSim(schedule("sunday 06:00").cron, datetime(2027, 3, 20, tzinfo=zone))
    times = [next(runs) for _ in range(3)]
    days = [f"{each:%m-%d %H:%M}" for each in times]
    assert days == ["03-21 06:00", "03-28 06:00", "04-04 06:00"]
    assert [each.utcoffset().seconds // 3600 for each in times] == [1, 2, 2]


def test_an_hour_that_is_not_there_in_spring_runs_once_after_it():
    start = datetime(2027, 3, 28, tzinfo=ZoneInfo("Europe/Brussels"))
    first, second = (next(runs) for runs in [CronSim(schedule("daily 02:30").cron, start)] * 2)
    assert (f"{first:%d %H:%M}", f"{second:%d %H:%M}") == ("28 03:00", "29 02:30")


def test_the_page_about_schedules_shows_the_example_and_commands_that_there_are():
    page = (HOME / "docs" / "schedule.md").read_text("utf-8")
    assert f"```yaml\n{(HOME / 'docs/examples/schedules.yml').read_text('utf-8')}```" in page
    exported = [line.split()[-1] for line in page.splitlines() if "schedule export" in line]
    assert exported == list(export.TARGETS)
    properties = plan.SCHEMA["properties"]["schedules"]["patternProperties"]
    (known,) = (each["properties"] for each in properties.values())
    assert all(f"`{name}`" in page for name in known)
