"""The commands: read the words, call one function, say what happened."""

import json
import signal
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from s3analysis.press.progress import Progress, progress

if TYPE_CHECKING:
    from s3analysis.press.edition import Edition
    from s3analysis.press.orders import Orders

CODES = {
    0: "made, or up to date",
    1: "analysis failed",
    2: "usage",
    3: "environment",
    4: "another run is writing",
    5: "data invalid",
    6: "output or disk",
    10: "up to date, with --exit-code",
    124: "out of time",
    137: "kernel killed, out of memory",
    138: "kernel killed",
    130: "interrupted",
    143: "terminated",
}

MOST_CHANGES = 40  # lines that a run tells of what changed

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Reproducible analysis of the Smart Specialisation Platform for Industrial Modernisation.",
    epilog=f"Exit codes: {'; '.join(f'{code} {words}' for code, words in CODES.items())}.",
)

Folder = Annotated[Path | None, typer.Argument(help="A folder of tables with datapackage.json.")]
AsOf = Annotated[str, typer.Option(help="Month of the member list, as YYYY-MM.")]
Reading = Annotated[
    str,
    typer.Option(help="Who counts: members (leads and participants) or listed (everyone printed)."),
]
Draws = Annotated[str, typer.Option(help="Random tables that a null model draws, 200 to 100000.")]
Seed = Annotated[str, typer.Option(help="Seed of the random draws, a whole number.")]
Priorities = Annotated[
    str,
    typer.Option(help="Whose priorities: published, imported (your own extract) or synthetic."),
]
Dimension = Annotated[
    str, typer.Option(help="Which dimension of an extract, 1 to 3, in its own order.")
]
Jobs = Annotated[
    int | None, typer.Option(min=1, help="Notebooks run side by side (as many as processors).")
]
Force = Annotated[
    bool, typer.Option("--force", help="Run every notebook, whatever is in the store.")
]
Only = Annotated[
    list[str] | None,
    typer.Option(metavar="NOTEBOOK", help="Run this notebook (may be repeated), publish nothing."),
]
KeepGoing = Annotated[
    bool, typer.Option("--keep-going", help="Run the other notebooks when one has failed.")
]
Explain = Annotated[
    bool, typer.Option("--explain", help="Say why each notebook would run, and run none.")
]
ExitCode = Annotated[
    bool, typer.Option("--exit-code", help="Exit with 10 where everything is up to date.")
]
Json = Annotated[
    bool,
    typer.Option(
        "--json",
        help="Say in a last line, as JSON, what was done and what not. Behind any command, too.",
    ),
]
Seconds = Annotated[float, typer.Option(min=1, help="Seconds that one cell may take.")]
NotebookSeconds = Annotated[float, typer.Option(min=1, help="Seconds that one notebook may take.")]
Memory = Annotated[int, typer.Option(min=100, help="Megabytes that one notebook may hold.")]
Every = Annotated[bool, typer.Option("--all", help="Every one there is.")]
Regions = Annotated[
    list[str] | None,
    typer.Option(
        "--region",
        metavar="NAME",
        help="Region, by its key, a NUTS code or a name as people write it. May be repeated.",
    ),
]
Partnerships = Annotated[
    list[str] | None,
    typer.Option(
        "--partnership",
        metavar="NAME",
        help="Partnership of Table 4, by its key or its short name. May be repeated.",
    ),
]
Made = Annotated[str, typer.Argument(help="An edition: its name in reports/, or its folder.")]
Older = Annotated[str, typer.Argument(help="The older one, told in the same way.")]
Again = Annotated[
    bool, typer.Option("--rebuild", help="Make it again elsewhere and compare byte for byte.")
]
Debug = Annotated[
    bool, typer.Option("--debug", help="Show where an error comes from. Behind any command, too.")
]
Extract = Annotated[Path, typer.Argument(help="A CSV, XLSX or JSON file of priorities.")]
Mapping = Annotated[
    Path | None, typer.Option(help="What the columns of the file mean, as TOML.", dir_okay=False)
]
Guess = Annotated[
    bool, typer.Option("--guess", help="Write a proposal for the mapping, and import nothing.")
]
ExtractAsOf = Annotated[
    str, typer.Option("--as-of", help="Month of the extract, as YYYY-MM; else unknown.")
]
Preview = Annotated[
    bool, typer.Option("--preview", help="Say what would be read and what is wrong; write nothing.")
]
Megabytes = Annotated[int, typer.Option(min=0, help="Megabytes that may stay.")]

imports = typer.Typer(help="Take in a file of your own.", no_args_is_help=True)
app.add_typer(imports, name="import")


class Stopped(BaseException):
    """SIGINT or SIGTERM came; raised wherever the command is, so that it puts everything away."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.exit_code = 128 + number
        by = signal.Signals(number).name
        self.lines = [f"stopped by {by}; the last edition stands as it was"]
        super().__init__(self.lines[0])


@dataclass
class Account:
    """What a command did, for the last line of --json."""

    told: Progress = field(default_factory=progress)
    status: str = "done"
    edition: Path | None = None


@app.callback()
def everywhere(debug: Debug = False, as_json: Json = False) -> None:
    """Take what may stand before or behind any command; `main` has taken it out already."""


class Valued(TyperCommand):
    """A command whose help ends with the values that the contracts allow."""

    def format_epilog(self, context: Any, formatter: Any) -> None:
        """Write what each parameter may be, where the record can be read."""
        with suppress(Exception):  # help is given in any case
            from s3analysis.contracts import choices

            rows = [
                (option.opts[0], ", ".join(choices(str(option.name))))
                for option in self.params
                if option.name in {"as_of", "reading", "priorities", "region", "partnership"}
            ]
            with formatter.section("Values"):
                formatter.write_dl(rows)


@app.command(cls=Valued)
def report(
    context: typer.Context,
    as_of: AsOf = "2017-07",
    reading: Reading = "members",
    priorities: Priorities = "published",
    dimension: Dimension = "1",
    draws: Draws = "2000",
    seed: Seed = "2017",
    jobs: Jobs = None,
    only: Only = None,
    force: Force = False,
    keep_going: KeepGoing = False,
    explain: Explain = False,
    exit_code: ExitCode = False,
    seconds: Seconds = 120,
    notebook_seconds: NotebookSeconds = 600,
    memory: Memory = 2048,
) -> int:
    """Make the report for a month: check, clean, run what has to run, print, publish."""
    from s3analysis.press.edition import Edition

    wanted = Edition(
        as_of, reading, priorities=priorities, dimension=dimension, draws=draws, seed=seed
    )
    return _make(context, wanted)


@app.command(cls=Valued)
def briefs(
    context: typer.Context,
    region: Regions = None,
    every: Every = False,
    as_of: AsOf = "2017-07",
    reading: Reading = "members",
    priorities: Priorities = "published",
    dimension: Dimension = "1",
    jobs: Jobs = None,
    force: Force = False,
    keep_going: KeepGoing = False,
    explain: Explain = False,
    exit_code: ExitCode = False,
    seconds: Seconds = 120,
    notebook_seconds: NotebookSeconds = 600,
    memory: Memory = 2048,
) -> int:
    """Make a page a region, and an index of them."""
    from s3analysis.press import sweeps

    asked = (sweeps.BRIEFS, region or [], every, as_of, reading, context.obj.told)
    return _make(context, sweeps.chosen(*asked, priorities=priorities, dimension=dimension))


@app.command(cls=Valued)
def status(
    context: typer.Context,
    partnership: Partnerships = None,
    every: Every = False,
    as_of: AsOf = "2017-07",
    jobs: Jobs = None,
    force: Force = False,
    keep_going: KeepGoing = False,
    explain: Explain = False,
    exit_code: ExitCode = False,
    seconds: Seconds = 120,
    notebook_seconds: NotebookSeconds = 600,
    memory: Memory = 2048,
) -> int:
    """Make a page a partnership, and an index of them."""
    from s3analysis.press import sweeps

    told = context.obj.told
    return _make(
        context, sweeps.chosen(sweeps.STATUS, partnership or [], every, as_of, "members", told)
    )


@app.command()
def verify(
    context: typer.Context,
    edition: Made = "2017-07",
    rebuild: Again = False,
    seconds: Seconds = 120,
    notebook_seconds: NotebookSeconds = 600,
    memory: Memory = 2048,
) -> None:
    """Hold an edition, by its name or folder, against its manifest."""
    from s3analysis.press import verify as press

    told: Progress = context.obj.told
    press.require(edition, told.say, again=_orders(context).limits if rebuild else None)
    told.say(f"{edition}: verified")


@app.command()
def changes(context: typer.Context, old: Older, new: Made = "2017-07") -> None:
    """Say what changed from one edition to another, exhibit by exhibit, and why."""
    from s3analysis.press import changes as press
    from s3analysis.press import manifest

    for line in press.between(manifest.place(old), manifest.place(new)):
        context.obj.told.say(line)


@app.command()
def clean(context: typer.Context) -> None:
    """Rewrite data/processed from data/raw, with the corrections log."""
    from s3analysis.press.tidying import tidy_record

    changed = tidy_record()
    words = f"{len(changed)} files changed" if changed else "up to date"
    context.obj.told.say(f"data/processed: {words}")


@app.command()
def check(context: typer.Context, folder: Folder = None) -> None:
    """List every violation of a folder of tables at once (data/raw unless told)."""
    from s3analysis.measures.ledger import require_bound
    from s3analysis.paths import RAW
    from s3analysis.sources import record
    from s3analysis.sources.check import require

    where = folder or RAW
    require(where)
    if "claims" in record.resources(where):
        require_bound({"claims": record.read("claims", where)})
    context.obj.told.say(f"{where}: no violation")


@app.command()
def prune(context: typer.Context, megabytes: Megabytes = 500) -> None:
    """Delete executed notebooks from the store, those not used for longest first."""
    from s3analysis.press import store

    gone = store.prune(megabytes * 1_000_000)
    context.obj.told.say(f"store: {gone} executed notebooks deleted")


@imports.command("priorities")
def import_priorities(
    context: typer.Context,
    file: Extract,
    mapping: Mapping = None,
    guess: Guess = False,
    as_of: ExtractAsOf = "unknown",
    preview: Preview = False,
) -> None:
    """Read an extract of EYE@RIS3 or of a national list into data/imported, whole or not at all."""
    from s3analysis.press import importing

    told = context.obj.told
    if guess:
        told.say(f"a mapping to read and mend: {importing.propose(file, mapping)}")
        return
    ready = importing.preview(file, mapping, as_of)
    for line in ready.lines:
        told.say(line)
    if preview:
        told.say("nothing was written; without --preview it is imported")
    else:
        told.say(f"imported: {importing.write(ready)}")


def _orders(context: typer.Context) -> "Orders":
    """Return how a run is to be done, from the options of its command."""
    from s3analysis.press.orders import MB, Limits, Orders

    given = context.params
    limits = Limits(given["seconds"], given["notebook_seconds"], given["memory"] * MB)
    return Orders(
        jobs=given.get("jobs") or Orders().jobs,
        force=given.get("force", False),
        keep_going=given.get("keep_going", False),
        only=tuple(given.get("only") or ()),
        limits=limits,
    )


def _make(context: typer.Context, edition: "Edition") -> int:
    """Make an edition, or say what would run; say where it stands, and return the exit code."""
    from s3analysis.press import edition as press

    account: Account = context.obj
    account.edition = edition.folder
    orders = _orders(context)
    with account.told as told:
        if context.params["explain"]:
            press.explain(edition, orders, told)
            return 0
        account.status = press.make(edition, orders, told)
    for line in told.changes[:MOST_CHANGES]:
        told.say(line)
    if len(told.changes) > MOST_CHANGES:
        told.say(f"and {len(told.changes) - MOST_CHANGES} more changes; --json has them all")
    place = f"{edition.folder} not published" if orders.only else edition.page
    told.say(f"{context.command.name}: {'up to date: ' * (account.status == 'up to date')}{place}")
    return 10 if context.params["exit_code"] and account.status == "up to date" else 0


def main() -> None:
    """Run a command; whatever goes wrong is a line on stderr and an exit code."""
    words = [word for word in sys.argv[1:] if word not in {"--debug", "--json"}]
    account, code, lines = Account(), 0, list[str]()
    try:
        _listen()
        code = app(words, standalone_mode=False, obj=account) or 0
    except (Exception, Stopped) as error:
        code, lines, account.status = _code(error), _lines(error), "failed"
        if "--debug" in sys.argv:
            traceback.print_exception(error)
    for line in lines:
        typer.echo(f"s3analysis: {line}", err=True)
    if "--json" in sys.argv:
        typer.echo(json.dumps(_summary(account, code, lines)))
    sys.exit(code)


def _listen() -> None:
    """From now on SIGINT and SIGTERM stop the command, once; a user's nohup stands."""

    def on_signal(number: int, _frame: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)  # everything is being put away
        raise Stopped(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, on_signal)


def _code(error: BaseException) -> int:
    unforeseen = 6 if isinstance(error, OSError) else 1
    return int(getattr(error, "exit_code", unforeseen))


def _lines(error: Any) -> list[str]:
    """Return an error as lines: each violation of a record, each reason, each notebook."""
    if hasattr(error, "violations"):
        rows = error.violations.itertuples(index=False)
        return [_violation(*row) for row in rows] + [f"{error}; mend them and run again"]
    if hasattr(error, "reasons"):
        return [f"{error.notebook}: {reason}" for reason in error.reasons]
    if hasattr(error, "lines"):
        return list(error.lines)
    if hasattr(error, "format_message"):  # of the command line itself
        return [" ".join(error.format_message().split())]
    if hasattr(error, "exit_code"):
        return [str(error)]
    told = " ".join(f"{type(error).__name__}: {error}".split())
    return [f"unforeseen {told}; --debug shows where it came from"]


def _violation(file: str, row: object, field: str, reason: str) -> str:
    line = "" if row is None or str(row) in {"<NA>", "None", "nan"} else f", row {row}"
    return f"{file}{line}{f', {field}' if field else ''}: {reason}"


def _summary(account: Account, code: int, lines: list[str]) -> dict[str, Any]:
    return {
        "status": account.status,
        "exit_code": code,
        "edition": str(account.edition or ""),
        "tasks": account.told.tasks,
        "partial_notebooks": account.told.partials,
        "changes": account.told.changes,
        "errors": lines,
    }


if __name__ == "__main__":
    main()
