"""The commands: read the words, call one function, say what happened."""

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Reproducible analysis of the Smart Specialisation Platform for Industrial Modernisation.",
    epilog="Exit codes: 0 made; 1 analysis failed; 2 usage; 3 environment; 4 busy; 5 data invalid; "
    "6 output or disk; 124 time; 137 or 138 kernel killed; 130 and 143 interrupted.",
)

Folder = Annotated[Path | None, typer.Argument(help="A folder of tables with datapackage.json.")]
AsOf = Annotated[str, typer.Option(help="Month of the member list, as YYYY-MM.")]
Reading = Annotated[str, typer.Option(help="Who counts: members or listed.")]


def say(text: str) -> None:
    """Tell the user what happens, one line at a time."""
    typer.echo(text)


@app.command()
def report(as_of: AsOf = "2017-07", reading: Reading = "members") -> None:
    """Make the report for a month: check, clean, run the notebooks, print, publish."""
    from s3analysis.press.edition import Edition, make

    say(f"report: {make(Edition(as_of, reading), say)}")


@app.command()
def clean() -> None:
    """Rewrite data/processed from data/raw, with the corrections log."""
    from s3analysis.press.edition import tidy_record

    changed = tidy_record()
    say(
        f"data/processed: {len(changed)} files changed" if changed else "data/processed: up to date"
    )


@app.command()
def check(folder: Folder = None) -> None:
    """List every violation of a folder of tables at once (data/raw unless told)."""
    from s3analysis.paths import RAW
    from s3analysis.sources.check import require

    where = folder or RAW
    require(where)
    say(f"{where}: no violation")


def main() -> None:
    """Run a command; an error we foresee is a line on stderr and its exit code."""
    debug = "--debug" in sys.argv
    words = [word for word in sys.argv[1:] if word != "--debug"]
    try:
        app(words)
    except Exception as error:
        code = getattr(error, "exit_code", None)
        if debug or code is None:
            raise
        for line in _lines(error):
            typer.echo(f"s3analysis: {line}", err=True)
        sys.exit(code)


def _lines(error: Exception) -> list[str]:
    """Return an error as lines: each violation of a record, each reason of a refusal."""
    from s3analysis.contracts import Refused
    from s3analysis.sources.check import InvalidRecord

    if isinstance(error, InvalidRecord):
        rows = error.violations.itertuples(index=False)
        return [_violation(*row) for row in rows] + [f"{error}; mend them and run again"]
    if isinstance(error, Refused):
        return [f"{error.notebook}: {reason}" for reason in error.reasons]
    return [str(error)]


def _violation(file: str, row: object, field: str, reason: str) -> str:
    line = "" if row is None or str(row) in {"<NA>", "None", "nan"} else f", row {row}"
    return f"{file}{line}{f', {field}' if field else ''}: {reason}"


if __name__ == "__main__":
    main()
