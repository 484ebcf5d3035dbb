"""From executed notebooks to the files of an edition."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path

from s3analysis.contracts import ALL, SWEEPS, Parameters, about, accept
from s3analysis.parameters import USUAL
from s3analysis.paths import LISTS, PROCESSED
from s3analysis.press import files as disk
from s3analysis.press.prints import archive, document, drawings, html, pdf, word, workbook
from s3analysis.press.prints.document import Document, Figure
from s3analysis.press.prints.imprint import Imprint, content_id
from s3analysis.sources.members import lists
from s3analysis.vocabulary import READING_WORDS, month_words


@dataclass(frozen=True)
class Printer:
    """A way to print the whole document: the reader's word for it, and the ending of its file."""

    word: str
    ending: str
    made: Callable[[Document, Imprint], bytes]


@dataclass(frozen=True)
class Taking:
    """A way to take one exhibit away; where there is nothing to take (no drawing) it is empty."""

    word: str
    folder: str
    ending: str
    made: Callable[[Figure, Imprint], str | bytes]


PRINTERS = (
    Printer("PDF", "pdf", pdf.report),
    Printer("Word (DOCX)", "docx", word.report),
)
"""What is printed of a report and of each of its annexes beside their pages."""

INPUTS = "record"
"""The part of a report that lists the files it was made from, with their hashes."""

TAKINGS = (
    Taking("CSV", "data", "csv", lambda figure, _: figure.exhibit.to_csv()),
    Taking("XLSX", "data", "xlsx", workbook.exhibit),
    Taking("SVG", "figures", "svg", lambda figure, _: figure.exhibit.svg),
    Taking("PNG", "figures", "png", lambda figure, _: drawings.png(figure.exhibit.svg)),
)
"""What is printed of each exhibit."""


def report(
    notebooks: list[Path],
    folder: Path,
    *,
    command: str,
    given: dict[str, str],
    inputs: dict[str, str],
    since: str = "",
) -> None:
    """Print executed notebooks into a folder: pages, whole files, tables, drawings, all data.

    Raises document.Unprintable, workbook.TooLong or files.DiskError.
    """
    title = f"S3P-Industry partnerships: progress, {month_words(given['as_of'])}{_own(given)}"
    data = PROCESSED
    if "platform" in given:
        title = f"Partnerships of {lists.get(given['platform'], given['as_of']).title}"
        data = LISTS / f"{given['platform']}-{given['as_of']}"
    disk.write(folder / "data.zip", archive.data(data))
    contracts = [ALL[path.stem] for path in notebooks if path.stem in ALL]
    imprint = replace(
        _imprint(title, command, given, inputs),
        run=_about(contracts, given),
        content=content_id(notebooks),
    )
    more = [("all data (ZIP)", "data.zip")]
    if since:
        imprint = replace(
            imprint,
            changes=f"What changed since edition {since} is on a page of its own, changes.html.",
        )
        more.append((f"what changed since edition {since}", "changes.html"))
    _pages(notebooks, folder / "index.html", "report", imprint, more)


def sweep(
    entries: Sequence[html.IndexRow],
    folder: Path,
    *,
    over: str,
    title: str,
    columns: tuple[str, str],
    page: str,
    note: str,
    command: str,
    given: dict[str, str],
    inputs: dict[str, str],
) -> None:
    """Print a page an executed notebook, notebooks/NAME.ipynb in the folder, and their index.

    `over` is the parameter that gives each page its name, `page` its title, with {} for the name.
    Raises document.Unprintable, workbook.TooLong or files.DiskError.
    """
    whose = _own(given)
    index = _imprint(f"{title}, {month_words(given['as_of'])}{whose}", command, given, inputs)
    contracts = [contract for contract in SWEEPS.values() if over in contract.model_fields]
    for entry in entries:
        notebook = folder / "notebooks" / f"{entry.name}.ipynb"
        imprint = replace(
            index,
            title=f"{page.format(entry.title)}, {month_words(given['as_of'])}{whose}",
            index=index.title,
            part=f"{entry.name}/",
            notebook=notebook.name,
            run=_about(contracts, given | {over: entry.name}),
            content=content_id([notebook]),
        )
        _pages([notebook], folder / f"{entry.name}.html", entry.name, imprint, [])
    words = {"entries": entries, "imprint": index, "columns": columns, "note": note}
    disk.write(folder / "index.html", html.render("index.html.j2", **words))


def _pages(
    notebooks: list[Path], path: Path, name: str, imprint: Imprint, more: Sequence[html.Link]
) -> None:
    """Print a document: `path` is its first page, `name` that of its whole files."""
    printed = document.read(notebooks)
    if imprint.part:
        printed = document.untitled(printed)
    whole = {f"{name}.xlsx": ("workbook (XLSX)", partial(workbook.report, printed, imprint))}
    parts = printed.parts()
    for part, of_part in parts:
        about = imprint
        if part.name:
            about = replace(imprint, title=f"{part.title}: {imprint.title}")
        if len(parts) > 1 and part.name != INPUTS:
            about = replace(about, inputs={})
        for printer in PRINTERS:
            word = f"{part.title}, {printer.word}" if part.name else printer.word
            file = f"{part.name or name}.{printer.ending}"
            whole[file] = word, partial(printer.made, of_part, about)
    figures = _notebooks(printed)
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # typst and Pillow let others run meanwhile
        # The longest first: its memory serves the others. Word last: it takes drawings again.
        pdfs = [file for file in reversed(whole) if file.endswith(".pdf")]
        rest = [pool.submit(_write, path.with_name(file), whole[file][1]) for file in pdfs]
        jobs = [pool.submit(_taken, figure, imprint, path.parent) for figure, _ in figures]
        last = [file for file in whole if file not in pdfs]
        rest += [pool.submit(_write, path.with_name(file), whole[file][1]) for file in last]
    links = [job.result() for job in (*jobs, *rest)]
    taken = {
        figure.exhibit.key: [*of_figure, ("notebook", notebook)]
        for of_figure, (figure, notebook) in zip(links, figures, strict=False)
    }
    files = html.Files(taken, [*((word, file) for file, (word, _) in whole.items()), *more])
    for page, text in html.pages(printed, imprint, files, path.stem).items():
        disk.write(path.with_name(f"{page}.html"), text)


def _write(path: Path, made: Callable[[], bytes]) -> list[html.Link]:
    disk.write(path, made())
    return []


def _taken(figure: Figure, imprint: Imprint, folder: Path) -> list[html.Link]:
    """Return a link to each file of an exhibit, written."""
    links = []
    for taking in TAKINGS:
        name = f"{taking.folder}/{imprint.part}{figure.exhibit.key}.{taking.ending}"
        if content := taking.made(figure, imprint):
            disk.write(folder / name, content)
            links.append((taking.word, name))
    return links


def _notebooks(printed: Document) -> list[tuple[Figure, str]]:
    """Return each exhibit with the executed notebook that shows it."""
    found, name = [], ""
    begins = {place: notebook for notebook, place in printed.begins.items()}
    for place, block in enumerate(printed.blocks):
        name = begins.get(place, name)
        if isinstance(block, Figure):
            found.append((block, f"notebooks/{name}.ipynb"))
    return found


def _imprint(title: str, command: str, given: dict[str, str], inputs: dict[str, str]) -> Imprint:
    return Imprint(
        title=title,
        as_of=given["as_of"],
        data_date=month_words(given["as_of"]),
        counting=READING_WORDS[given["reading"]],
        command=command,
        version=version("s3analysis"),
        inputs=inputs,
        changes=_since(given["as_of"], given.get("platform", USUAL["platform"])),
    )


def _about(
    contracts: Iterable[type[Parameters]], given: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    """Return each parameter of a run with its value, and what the contracts say it means."""
    told: dict[str, tuple[str, str, str]] = {}
    for contract in contracts:
        known = {name: value for name, value in given.items() if name in contract.model_fields}
        told |= {line[0]: line for line in about(accept(contract, known))}
    return tuple(told.values())


def _since(as_of: str, platform: str) -> str:
    """Return what can be said of changes since an earlier edition."""
    earlier = [month for month in lists.months(platform) if month < as_of]
    if not earlier:
        return "There is no earlier member list, so change over time cannot be shown."
    named = "" if platform == USUAL["platform"] else f" --platform {platform}"
    return (
        f"There is an earlier member list, of {month_words(earlier[-1])}; "
        f"its edition is made by: s3analysis report --as-of {earlier[-1]}{named}"
    )


def _own(given: dict[str, str]) -> str:
    """Return what a title says of priorities that are not the published ones."""
    declared = given.get("priorities", USUAL["priorities"])
    return "" if declared == "published" else f", with {declared} priorities"
