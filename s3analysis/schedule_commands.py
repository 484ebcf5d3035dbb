"""The commands of scheduled runs, and of the editions that they leave."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from s3analysis import options
from s3analysis.commands import OfAProject

if TYPE_CHECKING:
    from s3analysis.endings import Account

schedules = typer.Typer(help="Run by a scheduler, from schedules.yml.", no_args_is_help=True)
keeping = typer.Typer()


@schedules.command("export", cls=OfAProject)
def schedule_export(
    context: typer.Context,
    target: options.Target,
    file: options.ScheduleFile = None,
    to: options.To = Path("schedules"),
) -> None:
    """Write the files with which cron, systemd, GitHub or jupyter-scheduler runs the schedules."""
    from s3analysis.paths import HOME
    from s3analysis.press import files
    from s3analysis.press.schedules import export, plan

    path = file or HOME / "schedules.yml"
    if target not in export.TARGETS:
        raise typer.BadParameter(f"no target {target!r}; there are {', '.join(export.TARGETS)}")
    for name, text in export.TARGETS[target](list(plan.read(path).values()), path).items():
        files.write(to / name, text)
        context.obj.progress.say(f"{target}: {to / name}")


@schedules.command("run", cls=OfAProject)
def schedule_run(
    context: typer.Context,
    name: options.ScheduleName,
    file: options.ScheduleFile = None,
    log: options.Log = None,
) -> None:
    """Run a schedule now; silent where nothing changed. Every scheduler calls this."""
    from s3analysis.paths import HOME
    from s3analysis.press.schedules import run as press

    account: Account = context.obj
    schedule = press.find(name, file or HOME / "schedules.yml")
    account.edition = press.edition(schedule).folder
    account.status = press.run(schedule, account.progress)


@keeping.command(cls=OfAProject)
def editions(context: typer.Context) -> None:
    """List the editions that stand, the newest first: when, what, verified, size."""
    from s3analysis.press.schedules import keep

    for each in keep.standing():
        context.obj.progress.say(str(each))


@keeping.command(cls=OfAProject)
def prune(
    context: typer.Context,
    megabytes: options.Megabytes = 500,
    keep: options.Keep = None,
    yes: options.Yes = False,
) -> None:
    """Delete executed notebooks from the store, those not used for longest first.

    With --keep, delete editions instead: all but the newest, and never the reference edition.
    """
    from s3analysis.press.cache import store
    from s3analysis.press.schedules import keep as standing

    progress = context.obj.progress
    if keep is None:
        progress.say(f"store: {store.prune(megabytes * 1_000_000)} executed notebooks deleted")
        return
    gone = standing.too_many(keep)
    for each in gone:
        progress.say(str(each))
    if gone and not yes and not (sys.stdin.isatty() and typer.confirm("Delete these?")):
        progress.say("nothing was deleted; --yes deletes without asking")
        return
    for each in gone:
        standing.delete(each.name)
    progress.say(f"editions: {len(gone)} deleted")
