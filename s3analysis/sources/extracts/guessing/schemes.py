"""Under which taxonomy the terms of a column are known, and what parts them in a cell."""

import re
from itertools import product
from typing import NamedTuple

import pandas as pd

from s3analysis.sources.extracts import labels, taxonomies
from s3analysis.sources.extracts.cells import NUMBER, plain
from s3analysis.sources.extracts.mapping import Dimension
from s3analysis.sources.extracts.taxonomies import OPEN

SEPARATORS = (";", "|", "\n", ",", "/")
WITHINS = (" > ", " / ", ": ", " - ")
"""What may part a category from its sub-category in a cell."""
CODES = re.compile(r"(?i)nace|nabs|isic|\bcod|code|kód|κωδ|код|classif|division|section")
"""What a column whose short cells are codes is called."""
SHORT = r"[\dA-Za-z]{1,2}([.,;|/ ]+[\dA-Za-z]{1,2})*"


class Fit(NamedTuple):
    """How a column fits a taxonomy: the share of its terms, what parts them, those unknown."""

    share: float
    scheme: str
    separator: str = ""
    within: str = ""
    unknown: tuple[str, ...] = ()


def fit(column: str, texts: pd.Series, terms: pd.DataFrame) -> Fit:
    """Return the taxonomy that most terms of a column fit, the first of several alike.

    Short cells are codes only where the header says so, or other cells have the words beside.
    """
    best = Fit(0.0, OPEN)
    texts = texts[~texts.str.casefold().isin(labels.PLACEHOLDERS)]
    if texts.empty or (texts.str.fullmatch(SHORT).mean() > 0.5 and not codes(column, texts, terms)):
        return best
    schemes = _named(column, list(terms["scheme"].unique()))
    schemes = sorted(sorted(schemes, reverse=True), key=lambda each: "." in each)  # 2.1 after 2
    for separator in inside(texts, SEPARATORS):
        parts = texts.str.split(separator, regex=False).explode() if separator else texts
        said = pd.Series([part for part in parts.map(lambda part: plain(part)[0]).unique() if part])
        for scheme, within in product(schemes, inside(said, WITHINS)):
            found = _fit(said, scheme, separator, within, terms)
            best = max(best, found, key=lambda each: (each.share, each.separator))
    return best


def codes(column: str, texts: pd.Series, terms: pd.DataFrame) -> bool:
    """Return whether short cells are codes: by the header, or by cells with code and words."""
    if CODES.search(column):
        return True
    words = texts[texts.str.contains(r"\d.*[^\W\d_]{3}") & ~texts.str.fullmatch(NUMBER.pattern)]
    schemes = [scheme for scheme in terms["scheme"].unique() if len(words)]
    return any(_fit(words, scheme, "", "", terms).share == 1 for scheme in schemes)


def inside(texts: pd.Series, marks: tuple[str, ...]) -> list[str]:
    """Return which marks stand in any of some texts, none of them first."""
    return ["", *(mark for mark in marks if texts.str.contains(mark, regex=False).any())]


def _named(column: str, schemes: list[str]) -> list[str]:
    """Return the schemes that a header names, the one with its revision alone; else all."""
    said = [each for each in schemes if each.partition("-")[0] in column.casefold()]
    exact = [each for each in said if each.rpartition("-")[2] in re.findall(r"\d+\.\d+", column)]
    return exact or said or schemes


def _fit(said: pd.Series, scheme: str, separator: str, within: str, terms: pd.DataFrame) -> Fit:
    known = taxonomies.taxonomy(terms, scheme)
    how = Dimension(name="-", column="-", scheme=scheme, within=within)
    unknown = [part for part in said if labels.term(part, how, known, hint=False)[3]]
    share = 1 - len(unknown) / len(said) if len(said) else 0.0
    return Fit(share, scheme, separator, within, tuple(unknown))
