"""A mapping proposed for a file, as TOML that is to be read and edited, never used unseen."""

import json
from dataclasses import replace

import pandas as pd

from s3analysis.sources.extracts import labels
from s3analysis.sources.extracts.cells import Rows, plain
from s3analysis.sources.extracts.guessing import columns, layout
from s3analysis.sources.extracts.guessing.columns import Filing, Taken
from s3analysis.sources.extracts.guessing.schemes import SEPARATORS
from s3analysis.sources.extracts.sheets import How, Known, Sheet, table
from s3analysis.sources.extracts.taxonomies import OPEN

MOST_TERMS = 0.8
"""Share of terms that must be known before a taxonomy is proposed: the import refuses the rest."""
SHOWN = 8
"""Terms that a proposal lists as unknown."""


def propose(name: str, found: Rows, how: How, known: Known, terms: pd.DataFrame) -> str:
    """Return a mapping for the records of a file, as TOML with remarks.

    `how` is what was told of the file. Raises InvalidExtract where no column names regions, or
    nothing could file a priority.
    """
    rows = list(found.numbered)
    how, fill = layout.found(name, rows, found, how, known)
    again = replace(found, numbered=iter(rows), recognised=list(found.recognised))
    sheet = table(name, again, how, set())
    sample = {str(column): columns.distinct(sheet.cells[column]) for column in sheet.cells}
    taken = columns.taken(sheet, sample, known.gazetteer, terms)
    remarks = [_remark(column, taken, texts) for column, texts in sample.items()]
    lines = [
        "# A proposal: read it, correct it, then import with --mapping.",
        f"# Read as: {', '.join(sheet.recognised)}.",
        *(f"# Note: {note}" for note in sheet.notes),
        "# The columns, and what they were taken for:",
        *(f"#   {remark}" for remark in remarks),
        'database = "unknown"  # "EYE@RIS3" for an extract of it, which the ledger then reads',
        *of_file(how),
        *_columns(taken, fill, known.gazetteer(taken.version).namesake),
    ]
    for each in taken.dimensions:
        lines += ["", *_dimension(each, sheet)]
    return "\n".join(lines) + "\n"


def _remark(column: str, taken: Taken, texts: pd.Series) -> str:
    values = ", ".join(repr(text if len(text) < 40 else text[:37] + "...") for text in texts[:3])
    said = f"{column}: {taken.remarks.get(column, 'not used')} ({values or 'empty'})"
    return " ".join(said.split())


def of_file(how: How) -> list[str]:
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


def _columns(taken: Taken, fill: bool, namesake: dict[str, str]) -> list[str]:
    """Return which column holds what, and how regions are read, as lines of TOML."""
    place = taken.place
    return [
        "",
        "[columns]",
        f"region = {quoted(taken.region)}  # {place.share:.0%} of its cells name a NUTS unit",
        *([f"country = {quoted(taken.country)}"] if taken.country else []),
        f"text = {quoted(taken.text)}" if taken.text else "# text = the column of its words",
        *([f"id = {quoted(taken.identifier)}"] if taken.identifier else []),
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
            for text in place.unknown[:SHOWN]
        ),
    ]


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
