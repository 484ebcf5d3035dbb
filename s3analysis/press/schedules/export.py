"""Schedules as the files of cron, systemd, GitHub Actions and jupyter-scheduler."""

import json
import shlex
import sys
from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from s3analysis.paths import HOME
from s3analysis.press.schedules.plan import Schedule

TEMPLATES = Environment(  # noqa: S701  # no page among them
    loader=PackageLoader("s3analysis.press.schedules"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def cron(schedules: Iterable[Schedule], file: Path) -> dict[str, str]:
    """Return a crontab: cron takes % for the end of a line, so it is escaped."""
    words = {"schedules": schedules, "file": file.name}
    escaped = _render("crontab", file, **words).replace("%", "\\%")
    return {"s3analysis.crontab": escaped}


def systemd(schedules: Iterable[Schedule], file: Path) -> dict[str, str]:
    """Return a service and a timer for each schedule; systemd takes % for a specifier."""
    made = {}
    for each in schedules:
        for kind in ("service", "timer"):
            text = _render(kind, file, each=each).replace("%", "%%")
            made[f"s3analysis-{each.name}.{kind}"] = text
    return made


def github(schedules: Iterable[Schedule], file: Path) -> dict[str, str]:
    """Return a workflow for each schedule; the file is expected in the repository."""
    where = file.absolute()
    inside = where.relative_to(HOME) if where.is_relative_to(HOME) else Path(file.name)
    folder = ".github/workflows/s3analysis"
    return {
        f"{folder}-{each.name}.yml": _render(
            "workflow.yml", file, each=each, file=inside.as_posix()
        )
        for each in schedules
    }


def jupyter_scheduler(schedules: Iterable[Schedule], file: Path) -> dict[str, str]:
    """Return for each schedule a notebook that runs it, and the job definition to send."""
    from nbformat import v4

    made = {}
    for each in schedules:
        name = f"s3analysis-{each.name}"
        source = f"import subprocess\n\nsubprocess.run({_words(each, file)!r}, check=True)"
        cells = [v4.new_code_cell(source, id="run")]
        made[f"{name}.ipynb"] = _json(v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL}))
        made[f"{name}.job.json"] = _json(
            {
                "name": name,
                "input_uri": f"{name}.ipynb",
                "runtime_environment_name": "python",
                "output_formats": ["ipynb"],
                "schedule": each.cron,
                "timezone": each.told["zone"],
            }
        )
    return made


TARGETS = {
    "cron": cron,
    "systemd": systemd,
    "github": github,
    "jupyter-scheduler": jupyter_scheduler,
}


def _words(schedule: Schedule, file: Path) -> list[str]:
    program = Path(sys.executable).with_name("s3analysis")
    return [str(program), "schedule", "run", schedule.name, "--file", str(file.absolute())]


def _render(template: str, path: Path, **words: object) -> str:
    def command(schedule: Schedule) -> str:
        return shlex.join(_words(schedule, path))

    return TEMPLATES.get_template(f"{template}.j2").render(**({"command": command} | words))


def _json(told: object) -> str:
    return json.dumps(told, indent=1) + "\n"
