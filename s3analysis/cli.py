"""The commands: read the words, call one function, say what happened."""

import json
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import typer

from s3analysis import endings, options, schedule_commands
from s3analysis.commands import Commands, OfAProject, Valued, also
from s3analysis.parameters import USUAL
from s3analysis.press.files import DiskError
from s3analysis.press.progress import Progress

if TYPE_CHECKING:
    from pathlib import Path

    from s3analysis.press.editions.edition import Edition
    from s3analysis.press.editions.imports import Ready
    from s3analysis.press.runs.limits import RunOptions


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Reproducible analysis of the Smart Specialisation Platform for Industrial Modernisation.",
    epilog=f"Exit codes: {'; '.join(f'{code} {words}' for code, words in endings.CODES.items())}.",
)

importing = typer.Typer(help="Take in a file of your own.", no_args_is_help=True)
app.add_typer(importing, name="import")
app.add_typer(schedule_commands.schedules, name="schedule")
app.add_typer(schedule_commands.keeping)


@app.callback()
def everywhere(
    debug: options.Debug = False, as_json: options.Json = False, cold: options.Cold = False
) -> None:
    """Take what may stand before or behind any command; `main` has taken it out already."""


@app.command(cls=Valued)
@also(options.of_a_run, options.of_limits)
def report(
    context: typer.Context,
    as_of: options.AsOf = USUAL["as_of"],
    platform: options.Platform = USUAL["platform"],
    reading: options.Reading = USUAL["reading"],
    priorities: options.Priorities = USUAL["priorities"],
    dimension: options.Dimension = USUAL["dimension"],
    draws: options.Draws = USUAL["draws"],
    seed: options.Seed = USUAL["seed"],
    since: options.Since = "",
    only: options.Only = None,
) -> int:
    """Make the report for a month: check, clean, run what has to run, print, publish."""
    from s3analysis.press.editions.edition import Edition

    asked = {"priorities": priorities, "dimension": dimension, "platform": platform}
    wanted = Edition(as_of, reading, draws=draws, seed=seed, since=since, **asked)
    return _make(context, wanted)


@app.command(cls=Valued)
@also(options.of_a_run, options.of_limits)
def briefs(
    context: typer.Context,
    region: options.Regions = None,
    every: options.Every = False,
    as_of: options.AsOf = USUAL["as_of"],
    platform: options.Platform = USUAL["platform"],
    reading: options.Reading = USUAL["reading"],
    priorities: options.Priorities = USUAL["priorities"],
    dimension: options.Dimension = USUAL["dimension"],
) -> int:
    """Make one page per region, and an index of them."""
    from s3analysis.press.editions import sweeps

    wanted = sweeps.Sweep(
        as_of,
        reading,
        sweeps.BRIEFS,
        platform=platform,
        priorities=priorities,
        dimension=dimension,
    )
    return _make(context, sweeps.chosen(wanted, region or [], every, context.obj.progress))


@app.command(cls=Valued)
@also(options.of_a_run, options.of_limits)
def status(
    context: typer.Context,
    partnership: options.Partnerships = None,
    every: options.Every = False,
    as_of: options.AsOf = USUAL["as_of"],
    platform: options.Platform = USUAL["platform"],
) -> int:
    """Make one page per partnership, and an index of them."""
    from s3analysis.press.editions import sweeps

    wanted = sweeps.Sweep(as_of, kind=sweeps.STATUS, platform=platform)
    return _make(context, sweeps.chosen(wanted, partnership or [], every, context.obj.progress))


@app.command(cls=OfAProject)
@also(options.of_limits)
def verify(
    context: typer.Context,
    edition: options.Made = USUAL["as_of"],
    rebuild: options.Again = False,
    signers: options.Signers = None,
) -> None:
    """Compare an edition, or a deposit, by its name or folder, with its hashes."""
    from s3analysis.press.deposits import verifying

    again = _run_options(context).limits if rebuild else None
    verifying.require(edition, signers, again, context.obj.progress.say)


@app.command(cls=OfAProject)
def notebooks(context: typer.Context) -> None:
    """Say of each committed notebook what it depends on that changed since; run none."""
    from s3analysis.press.review import freshness

    for line in freshness.lines():
        context.obj.progress.say(line)


@app.command(cls=OfAProject)
def deposit(
    context: typer.Context,
    folder: options.Deposit,
    edition: options.Made = USUAL["as_of"],
    sign: options.Key = None,
) -> None:
    """Make a folder ready for an archive: an edition, its data and code, and what editors ask."""
    from s3analysis.press.deposits import deposit as press

    press.make(folder, edition, sign)
    context.obj.progress.say(f"{folder}: deposit of {edition}{', signed' if sign else ''}")


@app.command(cls=OfAProject)
def changes(
    context: typer.Context,
    old: options.Older,
    new: options.Made = USUAL["as_of"],
    form: options.Form = options.Shape.LINES,
    pages: options.Pages = None,
    explain: options.Apart = False,
) -> None:
    """Say what changed from one edition to another, the weightiest first, and why."""
    from s3analysis.press.editions import manifest

    both = manifest.place(old), manifest.place(new)
    if explain:
        from s3analysis.press.changes import apart

        say = context.obj.progress.say if form is options.Shape.LINES else context.obj.progress.note
        found = apart.between(*both, say)
    else:
        from s3analysis.press.changes import report as press

        found = press.between(*both)
    if pages:
        found.write(pages)
        context.obj.progress.say(f"changes: {pages / 'changes.html'}")
        return
    forms = {
        "lines": lambda: "\n".join(found.lines),
        "markdown": found.markdown,
        "json": found.json,
    }
    context.obj.progress.changes = found.lines
    context.obj.progress.say(forms[form]().rstrip("\n"))


@app.command(cls=OfAProject)
def clean(context: typer.Context) -> None:
    """Rewrite data/processed from data/raw, with the corrections log."""
    from s3analysis.press.editions import processed_data

    changed = processed_data.write()
    words = f"{len(changed)} files changed" if changed else "up to date"
    context.obj.progress.say(f"data/processed: {words}")


@app.command(cls=OfAProject)
def check(context: typer.Context, folder: options.Folder = None) -> None:
    """List every violation of a folder of tables at once (by default data/raw)."""
    from s3analysis.measures.ledger import verdicts
    from s3analysis.parameters import PARAMETERS
    from s3analysis.paths import PROCESSED, RAW
    from s3analysis.press.editions import processed_data
    from s3analysis.sources import record
    from s3analysis.sources.record.check import require

    where = folder or RAW
    require(where)
    if where.absolute() == PROCESSED:
        processed_data.require()
    there = set(record.resources(where))
    if "claims" in there:
        claims = record.read("claims", where)
        verdicts.require_bound({"claims": claims})
    if there >= set(record.resources(RAW)):
        tables = processed_data.tidied(where)
        ledger = verdicts.verdicts(tables, PARAMETERS["as_of"].default)
        verdicts.require_declared(ledger, claims)
    context.obj.progress.say(f"{where}: no violation")


@importing.command("priorities", cls=OfAProject)
@also(options.of_a_file)
def import_priorities(
    context: typer.Context, file: options.Extract, as_of: options.ExtractAsOf = "unknown"
) -> None:
    """Read an extract of EYE@RIS3 or of a national list into data/imported, whole or not at all."""
    from s3analysis.press.editions import imports

    _take_in(context, file, partial(imports.priorities, as_of=as_of))


@importing.command("members", cls=OfAProject)
@also(options.of_a_file)
def import_members(
    context: typer.Context,
    file: options.Listing,
    as_of: options.ListAsOf,
    platform: options.PlatformName = "S3P-Industry",
    complete: options.Complete = None,
    replace: options.Replace = False,
) -> None:
    """Read a dated list of who takes part into data/imported, whole or not at all."""
    from s3analysis.press.editions import imports

    extent = {True: "complete", False: "partial", None: ""}[complete]
    asked = partial(imports.members, as_of=as_of, platform=platform, extent=extent)
    _take_in(context, file, partial(asked, again=replace))


def _take_in(context: typer.Context, file: "Path", read: Callable[..., "Ready"]) -> None:
    """Propose a mapping for a file; or read it, say what was read, and write it."""
    from s3analysis.press.editions import imports

    said, given = context.obj.progress.say, context.params
    how = imports.told(*(given[name] for name in ("encoding", "delimiter", "sheet", "header_row")))
    imports.announce(file, said)
    if given["guess"]:
        place = imports.propose(file, given["mapping"], how, str(context.command.name))
        said(f"a mapping to check and correct: {place}")
        return
    ready = read(file, given["mapping"], how=how)
    for line in ready.lines:
        said(line)
    if given["preview"]:
        said("nothing was written; without --preview it is imported")
    else:
        said(f"imported: {imports.write(ready)}")


def _run_options(context: typer.Context) -> "RunOptions":
    """Return how a run is to be done, from the options of its command."""
    from s3analysis.press.runs.limits import MB, Limits, RunOptions

    given = context.params
    limits = Limits(given["seconds"], given["notebook_seconds"], given["memory"] * MB)
    return RunOptions(
        jobs=given.get("jobs") or RunOptions().jobs,
        force=given.get("force", False),
        keep_going=given.get("keep_going", False),
        only=tuple(given.get("only") or ()),
        wait=given.get("wait", 0),
        scheduler=given.get("scheduler", ""),
        limits=limits,
    )


def _make(context: typer.Context, edition: "Edition") -> int:
    """Make an edition, or say what would run; say where it stands, and return the exit code."""
    from s3analysis.press.editions import edition as press

    account: endings.Account = context.obj
    account.edition = edition.folder
    how = _run_options(context)
    with account.progress as progress:
        if context.params["explain"]:
            press.explain(edition, how, progress)
            return 0
        account.status = press.make(edition, how, progress)
    if progress.changes:
        _say_changes(progress)
    place = f"{edition.folder} not published" if how.only else edition.page
    if account.status != "up to date":
        progress.say(f"{context.command.name}: {place}")
        return 0
    progress.say(f"{context.command.name}: up to date: {place}")
    return 10 if context.params["exit_code"] else 0


def _say_changes(progress: Progress) -> None:
    """Say what changed, some lines of each exhibit; the log has all."""
    from s3analysis.press.changes import report as press

    shown = press.short(progress.changes)
    for line in shown:
        progress.show(line)
    for line in progress.changes:
        progress.note(line)
    if shown != progress.changes:
        progress.say(f"{len(progress.changes)} changes in all; --json and --log have each")


def main() -> None:
    """Run a command; whatever goes wrong is a line on stderr and an exit code."""
    words = [word for word in sys.argv[1:] if word not in {"--debug", "--json", "--cold"}]
    if "--cold" in sys.argv:
        os.environ["S3ANALYSIS_WARM"] = "0"
    account, code, lines = endings.Account(), 0, list[str]()
    try:
        endings.listen()
        endings.never_fail_to_print()
        code = app(words, standalone_mode=False, obj=account) or 0
    except (Exception, endings.Stopped) as error:
        code, lines, account.status = endings.code(error), endings.lines(error), "failed"
        if "--debug" in sys.argv:
            traceback.print_exception(error)
    for line in lines:
        typer.echo(f"s3analysis: {line}", err=True)
        with suppress(DiskError):
            account.progress.note(f"error: {line}")
    if "--json" in sys.argv:
        typer.echo(json.dumps(endings.summary(account, code, lines)))
    sys.exit(code)


if __name__ == "__main__":
    main()
