"""A mapping proposed for a file, as TOML that is to be read and edited, never used unseen."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from s3analysis.sources.extracts import labels
from s3analysis.sources.extracts.cells import Rows, plain
from s3analysis.sources.extracts.guessing import columns, layout
from s3analysis.sources.extracts.guessing.columns import Filing, Taken
from s3analysis.sources.extracts.guessing.schemes import SEPARATORS
from s3analysis.sources.extracts.mapping import File
from s3analysis.sources.extracts.sheets import Known, Sheet, table
from s3analysis.sources.extracts.taxonomies import OPEN

MOST_TERMS = 0.8
"""Share of terms that must be known before a taxonomy is proposed: the import refuses the rest."""
SHOWN, MOST_NAMES = 8, 40
"""Terms, and names of regions, that a proposal lists as unknown."""


class Proposed(NamedTuple):
    """What is proposed for one kind of list: what its columns are, and lines of TOML.

    `top` stand above [file], `columns` under [columns], `rest` at the end.
    """

    taken: Taken
    top: list[str]
    columns: list[str]
    rest: list[str]


Kind = Callable[[Sheet, dict[str, pd.Series], Known], Proposed]


def propose(name: str, found: Rows, how: File, known: Known, kind: Kind) -> str:
    """Return a mapping for the records of a file, as TOML with remarks.

    `how` is what was told of the file, `kind` what its columns may mean. Raises InvalidExtract
    where no column names regions, or nothing is found that such a list has.
    """
    rows = list(found.numbered)
    how, fill = layout.found(name, rows, found, how, known)
    sheet = table(name, replace(found, numbered=iter(rows)), how, set())
    sample = {str(column): columns.distinct(sheet.cells[column]) for column in sheet.cells}
    said = kind(sheet, sample, known)
    taken, namesake = said.taken, known.gazetteer(said.taken.version).namesake
    lines = [
        "# A proposal: read it, correct it, then import with --mapping.",
        f"# Read as: {', '.join(sheet.recognised)}.",
        *(f"# Note: {note}" for note in sheet.notes),
        *said.top,
        *_file(how),
        "",
        "[columns]",
        f"region = {quoted(taken.region)}  # {taken.place.share:.0%} of its cells name a NUTS unit",
        *([f"country = {quoted(taken.country)}"] if taken.country else []),
        *said.columns,
        "",
        "[territory]",
        f'nuts_version = "{taken.version}"  # the vintage in which most codes are known',
        *(["fill = true  # the region stands in the first row of its group"] if fill else []),
        "",
        "[territory.names]",
        '# "a name of their own" = "NUTS code"',
        *(
            f"{quoted(text)} = {quoted(namesake[text])}  # of another vintage, of the same name"
            if text in namesake
            else f'# {quoted(text)} = "..."  # not known'
            for text in taken.place.unknown[:MOST_NAMES]
        ),
        *said.rest,
    ]
    return "\n".join(lines) + "\n"


def of_priorities(
    sheet: Sheet, sample: dict[str, pd.Series], known: Known, terms: pd.DataFrame
) -> Proposed:
    """Return what is proposed for an extract. Raises InvalidExtract where nothing files one."""
    taken = columns.taken(sheet, sample, known.gazetteer, terms)
    remarks = [_remark(column, taken, texts) for column, texts in sample.items()]
    return Proposed(
        taken,
        [
            "# The columns, and what they were taken for:",
            *(f"#   {remark}" for remark in remarks),
            'database = "unknown"  # "EYE@RIS3" for an extract of it, which the ledger then reads',
        ],
        [
            f"text = {quoted(taken.text)}" if taken.text else "# text = the column of its words",
            *([f"id = {quoted(taken.identifier)}"] if taken.identifier else []),
        ],
        [line for each in taken.dimensions for line in ("", *_dimension(each, sheet))],
    )


def _remark(column: str, taken: Taken, texts: pd.Series) -> str:
    values = ", ".join(repr(text if len(text) < 40 else text[:37] + "...") for text in texts[:3])
    said = f"{column}: {taken.remarks.get(column, 'not used')} ({values or 'empty'})"
    return " ".join(said.split())


def _file(how: File) -> list[str]:
    """Return how a file is to be read as lines of TOML, where that is not recognised."""
    lines = [
        f"{name} = {quoted(value)}"
        for name in ("encoding", "delimiter", "sheet")
        if (value := getattr(how, name))
    ]
    lines += [f"header_row = {how.header_row}"] if how.header_row else []
    if how.skip_rows:
        rows = ", ".join(json.dumps(row) for row in how.skip_rows)
        lines.append(f"skip_rows = [{rows}]  # notes, totals or a second header: look at them")
    if how.short_rows:
        lines.append("short_rows = true  # some rows lack their last cells, taken as empty")
    if not how.quotes:
        lines.append("quotes = false  # quotation marks stand inside words")
    return ["", "[file]", *lines] if lines else []


def _dimension(filing: Filing, sheet: Sheet) -> list[str]:
    """Return a dimension as lines of TOML."""
    fit, several = filing.fit, len(filing.columns) > 1
    lines = ["[[dimension]]", f"name = {quoted(filing.name)}"]
    lines.append(
        f"columns = [{', '.join(map(quoted, filing.columns))}]"
        if several
        else f"column = {quoted(filing.columns[0])}"
    )
    if filing.crosses:
        lines.append("crosses = true  # a cross files the priority under the header of its column")
        return [*lines, f"scheme = {quoted(fit.scheme)}"]
    lines += [f"sub_column = {quoted(filing.sub_column)}"] if filing.sub_column else []
    if fit.share < MOST_TERMS:
        cells = pd.concat([sheet.cells[each] for each in filing.columns])
        return [*lines, *_open(cells, filing.sub_column)]
    lines += [
        f"scheme = {quoted(fit.scheme)}  # {fit.share:.0%} of its terms are known",
        f"separator = {quoted(fit.separator)}",
    ]
    if fit.within and not filing.sub_column:
        lines.append(f"within = {quoted(fit.within)}  # a category, and its sub-category behind")
    if fit.unknown:
        some = ", ".join(f'{quoted(term)} = "..."' for term in fit.unknown[:SHOWN])
        lines += [
            f"# {len(fit.unknown)} not known in it: say what they mean, or take scheme = "
            f'"{OPEN}", which takes every term as it stands',
            f"# terms = {{ {some} }}",
        ]
    return lines


def _open(cells: pd.Series, below: str) -> list[str]:
    """Return a dimension of unknown terms as lines of TOML: parted where that makes them repeat."""
    filled = cells[cells.ne("")].map(lambda cell: cell if "\n" in cell else plain(cell)[0])
    parted = {mark: filled.str.split(mark, regex=False).explode() for mark in SEPARATORS}
    terms = {mark: parts.str.strip().nunique() for mark, parts in parted.items()}
    fewest = min(terms, key=lambda mark: terms[mark])
    broken = filled.str.strip().str.contains("\n", regex=False).any()
    separator = "\n" if broken else fewest if terms[fewest] < filled.nunique() else ""
    parts = parted.get(separator, filled)
    refused = [text for text in parts.str.strip().unique() if labels.refused(text)]
    told = [f"{filled.nunique():,} different cells"]
    told += [f"{terms[separator]:,} terms where it parts them"] if separator else []
    return [
        f'scheme = "{OPEN}"  # every term as it stands',
        f"separator = {quoted('' if below else separator)}  # {', '.join(told)}",
        *(["# [dimension.terms]  # the import refuses these as they are"] if refused else []),
        *(f"# {quoted(text)} = {quoted(labels.printable(text))}" for text in refused[:SHOWN]),
    ]


def quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)
