"""A mapping proposed for a file: which column names regions, which holds text, which categories.

A proposal is written to be read and edited, never used unseen.
"""

import json
from collections.abc import Mapping as Named

import pandas as pd

from s3analysis.sources import problems, taxonomies, territories
from s3analysis.sources.cells import latin, plain
from s3analysis.sources.mapping import MOST_DIMENSIONS
from s3analysis.sources.problems import InvalidExtract
from s3analysis.sources.sheets import Sheet
from s3analysis.sources.taxonomies import OPEN

SAMPLE = 500
"""Distinct cells of a column that are looked at."""
SEPARATORS = (";", "|", "\n", ",", "/")
ENOUGH = 0.5
"""Share of the cells looked at that must fit before a column is taken for something."""


def propose(sheet: Sheet, tables: Named[str, pd.DataFrame]) -> str:
    """Return a mapping for a table of text cells, as TOML with remarks.

    Raises InvalidExtract where no column names regions.
    """
    cells = sheet.cells
    sample = {str(column): _distinct(cells[column]) for column in cells}
    vintage, region, share = _region(sheet.name, sample, tables)
    rest = {
        column: texts for column, texts in sample.items() if column != region and not texts.empty
    }
    identifier = next((column for column in rest if _identifies(cells[column])), "")
    rest.pop(identifier, None)
    scored = {column: _scheme(texts, tables["taxonomy_terms"]) for column, texts in rest.items()}
    text = max(
        (
            column
            for column in rest
            if scored[column][0] < ENOUGH and _repeats(cells[column]) < ENOUGH
        ),
        key=lambda column: rest[column].str.len().mean(),
        default="",
    )
    found = [
        (column, scheme if fit >= ENOUGH else OPEN, separator, fit)
        for column, (fit, scheme, separator) in scored.items()
        if column != text and (fit >= ENOUGH or _repeats(cells[column]) >= ENOUGH)
    ]
    best = sorted(found, key=lambda each: -each[3])[:MOST_DIMENSIONS]
    lines = [
        "# A proposal: read it, mend it, then import with --mapping.",
        'database = "unknown"  # "EYE@RIS3" for an extract of it, which the ledger then reads',
        "",
        "[columns]",
        f"region = {_quoted(region)}  # {share:.0%} of its cells name a NUTS unit",
    ]
    lines += (
        [f"text = {_quoted(text)}"] if text else ["# text = the column with the priority's words"]
    )
    lines += [f"id = {_quoted(identifier)}"] if identifier else []
    lines += [
        "",
        "[territory]",
        f'nuts_version = "{vintage}"  # the vintage in which most codes are known',
        "",
        "[territory.names]",
        '# "a name of their own" = "NUTS code"',
    ]
    for column, scheme, separator, fit in best:
        lines += [
            "",
            "[[dimension]]",
            f"name = {_quoted(column)}",
            f"column = {_quoted(column)}",
            f"scheme = {_quoted(scheme)}  # "
            + (
                f"{fit:.0%} of its terms are known" if scheme != OPEN else "every term as it stands"
            ),
            f"separator = {_quoted(separator)}",
        ]
    if not best:
        lines += [
            "",
            "# [[dimension]]  # at least one: which column files the priorities?",
            '# name = "category"',
            '# column = "..."',
            f'# scheme = "{OPEN}"',
        ]
    return "\n".join(lines) + "\n"


def _distinct(column: pd.Series) -> pd.Series:
    texts = column.drop_duplicates().head(SAMPLE).map(lambda text: latin(plain(text)[0])[0])
    return texts[texts.ne("")]


def _region(
    name: str, sample: dict[str, pd.Series], tables: Named[str, pd.DataFrame]
) -> tuple[str, str, float]:
    """Return the vintage, the column that names regions, and the share of its cells that do."""
    scores = {}
    for version in territories.VERSIONS:
        known = territories.gazetteer(tables, version)
        for column, texts in sample.items():
            fits = [not territories.resolve(text, known, {})[2] for text in texts]
            scores[version, column] = sum(fits) / len(fits) if fits else 0.0
    version, column = max(scores, key=lambda each: scores[each])
    if scores[version, column] < ENOUGH:
        raise InvalidExtract(
            problems.one(name, "no column has cells that are mostly NUTS codes or names of regions")
        )
    return version, column, scores[version, column]


def _scheme(texts: pd.Series, terms: pd.DataFrame) -> tuple[float, str, str]:
    """Return the taxonomy that most terms of a column fit, with share, and what parts them."""
    best = (0.0, OPEN, "")
    for scheme in terms["scheme"].unique():
        known = taxonomies.taxonomy(terms, scheme)
        for separator in ("", *SEPARATORS):
            if separator and not texts.str.contains(separator, regex=False).any():
                continue
            parts = texts.str.split(separator, regex=False).explode() if separator else texts
            said = [part for part in parts.map(lambda part: plain(part)[0]).unique() if part]
            fits = sum(not taxonomies.resolve(part, known, {})[3] for part in said)
            best = max(best, (fits / len(said) if said else 0.0, scheme, separator))
    return best


def _identifies(column: pd.Series) -> bool:
    """Return whether a column is short, whole and different in every row."""
    return bool(column.ne("").all() and column.is_unique and column.str.len().max() <= 20)


def _repeats(column: pd.Series) -> float:
    """Return the share of filled cells that stand more than once."""
    filled = column[column.ne("")]
    return float(filled.duplicated(keep=False).mean()) if len(filled) else 0.0


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
