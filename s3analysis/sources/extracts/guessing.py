"""A mapping proposed for a file: which column names regions, which holds text, which categories.

A proposal is written to be read and edited, never used unseen.
"""

import json
import re
from collections.abc import Mapping as Named
from itertools import product
from typing import NamedTuple

import pandas as pd

from s3analysis.sources.extracts import import_errors, priorities, taxonomies, territories
from s3analysis.sources.extracts.cells import latin, plain
from s3analysis.sources.extracts.import_errors import InvalidExtract
from s3analysis.sources.extracts.mapping import MOST_DIMENSIONS, Dimension
from s3analysis.sources.extracts.sheets import Sheet
from s3analysis.sources.extracts.taxonomies import OPEN

SAMPLE = 500
"""Distinct cells of a column that are looked at."""
SEPARATORS = (";", "|", "\n", ",", "/")
WITHIN = (" > ", " / ", ": ", " - ")
"""What may part a category from its sub-category in a cell."""
ENOUGH = 0.5
"""Share of the cells looked at that must fit before a column is taken for something."""
CALLED = re.compile(r"(?i)(.*\b)?(id|identifier|key|n[or°]\.?|number|ref(erence)?)")
"""What a column of identifiers is called, whose numbers may be codes of a taxonomy by chance."""
SHOWN = 8
"""Terms that a proposal lists as unknown."""


class Fit(NamedTuple):
    """How a column fits a taxonomy: the share of its terms, what parts them, those unknown."""

    share: float
    scheme: str
    separator: str = ""
    within: str = ""
    unknown: tuple[str, ...] = ()


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
    scored = {column: _scheme(texts, tables["taxonomy_terms"]) for column, texts in rest.items()}
    filing = {
        column
        for column, fit in scored.items()
        if fit.share >= ENOUGH or _repeats(cells[column]) >= ENOUGH
    }
    identifier = next(
        (
            column
            for column in rest
            if _identifies(cells[column]) and (column not in filing or CALLED.fullmatch(column))
        ),
        "",
    )
    rest.pop(identifier, None)
    text = max(
        (column for column in rest if column not in filing),
        key=lambda column: rest[column].str.len().mean(),
        default="",
    )
    found = [(column, scored[column]) for column in rest if column in filing]
    best = sorted(found, key=lambda each: -each[1].share)[:MOST_DIMENSIONS]
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
    for column, fit in best:
        known = fit.share >= ENOUGH
        lines += ["", *(_dimension(column, fit) if known else _open(column, cells[column]))]
    if not best:
        lines += [
            "",
            "# [[dimension]]  # at least one: which column files the priorities?",
            '# name = "category"',
            '# column = "..."',
            f'# scheme = "{OPEN}"',
        ]
    return "\n".join(lines) + "\n"


def _dimension(column: str, fit: Fit) -> list[str]:
    """Return a dimension as lines of TOML."""
    lines = ["[[dimension]]", f"name = {_quoted(column)}", f"column = {_quoted(column)}"]
    lines += [
        f"scheme = {_quoted(fit.scheme)}  # {fit.share:.0%} of its terms are known",
        f"separator = {_quoted(fit.separator)}",
    ]
    if fit.within:
        lines.append(f"within = {_quoted(fit.within)}  # a category, and its sub-category behind")
    if fit.unknown:
        some = ", ".join(f'{_quoted(term)} = "..."' for term in fit.unknown[:SHOWN])
        lines += [
            f"# {len(fit.unknown)} not known in it: say what they mean, or take scheme = "
            f'"{OPEN}", which takes every term as it stands',
            f"# terms = {{ {some} }}",
        ]
    return lines


def _open(column: str, cells: pd.Series) -> list[str]:
    """Return a dimension of unknown terms as lines of TOML: parted where that makes them repeat."""
    filled = cells[cells.ne("")]
    parted = {mark: filled.str.split(mark, regex=False).explode() for mark in SEPARATORS}
    terms = {mark: parts.str.strip().nunique() for mark, parts in parted.items()}
    fewest = min(terms, key=lambda mark: terms[mark])
    separator = fewest if terms[fewest] < filled.nunique() else ""
    told = [f"{filled.nunique():,} different cells"]
    told += [f"{terms[separator]:,} terms where it parts them"] if separator else []
    return [
        "[[dimension]]",
        f"name = {_quoted(column)}",
        f"column = {_quoted(column)}",
        f'scheme = "{OPEN}"  # every term as it stands',
        f"separator = {_quoted(separator)}  # {', '.join(told)}",
    ]


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
            import_errors.one(
                name, "no column has cells that are mostly NUTS codes or names of regions"
            )
        )
    return version, column, scores[version, column]


def _scheme(texts: pd.Series, terms: pd.DataFrame) -> Fit:
    """Return the taxonomy that most terms of a column fit, and what parts them."""
    best = Fit(0.0, OPEN)
    for separator in _inside(texts, SEPARATORS):
        parts = texts.str.split(separator, regex=False).explode() if separator else texts
        said = pd.Series([part for part in parts.map(lambda part: plain(part)[0]).unique() if part])
        for scheme, within in product(terms["scheme"].unique(), _inside(said, WITHIN)):
            known = taxonomies.taxonomy(terms, scheme)
            how = Dimension(name="-", column="-", scheme=scheme, within=within)
            unknown = [part for part in said if priorities.term(part, how, known)[3]]
            share = 1 - len(unknown) / len(said) if len(said) else 0.0
            fit = Fit(share, scheme, separator, within, tuple(unknown))
            best = max(best, fit, key=lambda each: (each.share, each.scheme, each.separator))
    return best


def _inside(texts: pd.Series, marks: tuple[str, ...]) -> list[str]:
    """Return which marks stand in any of some texts, none of them first."""
    return ["", *(mark for mark in marks if texts.str.contains(mark, regex=False).any())]


def _identifies(column: pd.Series) -> bool:
    """Return whether a column is short, whole, without blanks and different in every row."""
    short = column.str.len().max() <= 20 and not column.str.contains(" ", regex=False).any()
    return bool(short and column.ne("").all() and column.is_unique)


def _repeats(column: pd.Series) -> float:
    """Return the share of filled cells that stand more than once."""
    filled = column[column.ne("")]
    return float(filled.duplicated(keep=False).mean()) if len(filled) else 0.0


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
