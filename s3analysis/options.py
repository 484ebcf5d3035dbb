"""The options and arguments of the commands, each with the words of its help."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from s3analysis.parameters import PARAMETERS


def _help(name: str) -> str:
    return f"{PARAMETERS[name].help}."


def _from_file(context: typer.Context, path: Path | None) -> Path | None:
    """Have a file say what the command's parameters are unless an option does."""
    if path:
        from s3analysis import parameter_file

        known = [str(each.name) for each in context.command.params if each.name in PARAMETERS]
        several = {str(each.name) for each in context.command.params if each.multiple}
        given = parameter_file.read(path, known)
        context.default_map = {k: [v] if k in several else v for k, v in given.items()}
    return path


def _elsewhere(folder: Path | None) -> Path | None:
    """Have `paths`, which nothing has imported yet, find its places in a folder."""
    if folder:
        os.environ["S3ANALYSIS_OUTPUT"] = str(folder.absolute())
    return folder


def _logged(context: typer.Context, path: Path | None) -> Path | None:
    """Have what the command says from now on written into a file too."""
    if path:
        context.obj.progress.log = path
        context.obj.progress.note(f"s3analysis {context.command.name}")
    return path


Folder = Annotated[Path | None, typer.Argument(help="A folder of tables with datapackage.json.")]
AsOf = Annotated[str, typer.Option(help=_help("as_of"))]
Platform = Annotated[str, typer.Option(help=_help("platform"))]
Reading = Annotated[str, typer.Option(help=_help("reading"))]
Since = Annotated[
    str, typer.Option(metavar="EDITION", help="Add a page of what changed since this edition.")
]
Draws = Annotated[str, typer.Option(help=_help("draws"))]
Seed = Annotated[str, typer.Option(help=_help("seed"))]
Priorities = Annotated[str, typer.Option(help=_help("priorities"))]
Dimension = Annotated[str, typer.Option(help=_help("dimension"))]
FromFile = Annotated[
    Path | None,
    typer.Option(
        "--parameters",
        metavar="FILE",
        is_eager=True,
        callback=_from_file,
        help="Parameters from a YAML file, as of Papermill's -f; an option given as well wins.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        is_eager=True,
        callback=_elsewhere,
        help="Write the edition, and all a run keeps, into this folder (reports).",
    ),
]
Log = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        is_eager=True,
        callback=_logged,
        help="Add what is said to this file, each line with the time (UTC).",
    ),
]
Wait = Annotated[
    float, typer.Option(min=0, help="Seconds to wait for another run of the edition to end.")
]
Jobs = Annotated[
    int | None, typer.Option(min=1, help="Notebooks run side by side (as many as processors).")
]
Scheduler = Annotated[
    str,
    typer.Option(metavar="ADDRESS", help="Run on the Dask cluster of tcp://HOST:PORT, not here."),
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
        help="Print a JSON summary as the last line. May follow any command.",
    ),
]
Cold = Annotated[
    bool,
    typer.Option(
        "--cold", help="Fork no kernel from a warm process. May follow any command that runs them."
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
        help=f"{_help('region')} May be repeated.",
    ),
]
Partnerships = Annotated[
    list[str] | None,
    typer.Option(
        "--partnership",
        metavar="NAME",
        help=f"{_help('partnership')} May be repeated.",
    ),
]
Made = Annotated[str, typer.Argument(help="An edition: its name in reports/, or its folder.")]
Older = Annotated[str, typer.Argument(help="The older edition, in the same way.")]


class Shape(StrEnum):
    """How a change report is said."""

    LINES = "lines"
    MARKDOWN = "markdown"
    JSON = "json"


Form = Annotated[Shape, typer.Option("--format", help="How to say it.")]
Pages = Annotated[
    Path | None,
    typer.Option(
        "--page", metavar="FOLDER", help="Write changes.html, .md and .json into this folder."
    ),
]
Apart = Annotated[
    bool,
    typer.Option("--explain", help="Make it again with one cause at a time as it was."),
]
Again = Annotated[
    bool, typer.Option("--rebuild", help="Make it again elsewhere and compare byte for byte.")
]
Signers = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Say who signed a deposit: OpenSSH's allowed_signers file."),
]
Deposit = Annotated[Path, typer.Argument(help="A new folder, to be given to an archive.")]
Key = Annotated[
    Path | None, typer.Option(metavar="KEY", help="Sign it with this private key, by ssh-keygen.")
]
Debug = Annotated[
    bool, typer.Option("--debug", help="Show where an error comes from. May follow any command.")
]
Extract = Annotated[
    Path, typer.Argument(help="A file of priorities: CSV, XLSX, XLSB, XLS, ODS or JSON.")
]
Listing = Annotated[
    Path, typer.Argument(help="A file of members: CSV, XLSX, XLSB, XLS, ODS or JSON.")
]
ListAsOf = Annotated[str, typer.Option("--as-of", help="Month of the list, as YYYY-MM.")]
PlatformName = Annotated[str, typer.Option("--platform", help="Platform that the list is of.")]
Complete = Annotated[
    bool | None,
    typer.Option("--complete/--partial", help="Whether everybody who takes part is in the list."),
]
Replace = Annotated[
    bool, typer.Option("--replace", help="Put it in the place of a list imported for that month.")
]
Encoding = Annotated[str, typer.Option(help="Encoding of the file, as cp1253; else recognised.")]
Delimiter = Annotated[str, typer.Option(help="What parts its cells; else recognised.")]
Sheet = Annotated[str, typer.Option(help="Sheet of a workbook; else the one with regions.")]
HeaderRow = Annotated[
    int, typer.Option("--header-row", min=0, help="Row of its header; else recognised.")
]
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
Target = Annotated[
    str, typer.Argument(metavar="TARGET", help="cron, systemd, github or jupyter-scheduler.")
]
ScheduleName = Annotated[str, typer.Argument(metavar="NAME", help="The name of a schedule.")]
ScheduleFile = Annotated[
    Path | None,
    typer.Option("--file", metavar="FILE", help="Where the schedules are (schedules.yml)."),
]
To = Annotated[Path, typer.Option("--to", metavar="FOLDER", help="Where to write the files.")]
Keep = Annotated[
    int | None, typer.Option(min=0, help="Delete editions beyond this many, after asking.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
Megabytes = Annotated[int, typer.Option(min=0, help="Megabytes that may stay.")]


def of_a_run(
    jobs: Jobs = None,
    scheduler: Scheduler = "",
    force: Force = False,
    keep_going: KeepGoing = False,
    explain: Explain = False,
    exit_code: ExitCode = False,
    wait: Wait = 0,
    parameters: FromFile = None,
    output: Output = None,
    log: Log = None,
) -> None:
    """Options of each command that makes an edition."""


def of_limits(
    seconds: Seconds = 120, notebook_seconds: NotebookSeconds = 600, memory: Memory = 2048
) -> None:
    """Options of each command that runs notebooks."""


def of_a_file(
    mapping: Mapping = None,
    guess: Guess = False,
    preview: Preview = False,
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    sheet: Sheet = "",
    header_row: HeaderRow = 0,
) -> None:
    """Options of each command that takes in a file."""
