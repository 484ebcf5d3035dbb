"""Under which categories the rows of a sheet are filed: the cells of a dimension, term by term."""

import re
import unicodedata

import pandas as pd

from s3analysis.sources.extracts import cells, import_errors, taxonomies
from s3analysis.sources.extracts.cells import LIST, WITHIN
from s3analysis.sources.extracts.mapping import Dimension
from s3analysis.sources.extracts.sheets import Sheet
from s3analysis.sources.extracts.taxonomies import OPEN

CROSSES = {"x", "1", "yes", "y", "ja", "oui", "si", "sí", "sì", "true", "✓", "✔", "√", "•"}
NO_CROSS = {"", "0", "no", "n", "nein", "non", "false", "-", "–"}
UNPRINTABLE = re.compile("[\U0001f000-\U0001faff\u2600-\u26ff\u2b50\ufe0f\u200d]")
"""Emoji, which the fonts of drawings lack."""
SCRIPTS = (
    "LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "HEBREW", "ARABIC", "MODIFIER",
    "FEMININE", "MASCULINE", "MICRO", "OHM", "KELVIN", "ANGSTROM", "COMBINING",
)  # fmt: skip
"""How the names of letters begin that the fonts of drawings have."""
PLACEHOLDERS = {
    "-", "--", "–", "—", "n/a", "n.a.", "na", "none", "null", "nil", "nan", ":", ".", "...", "?",
    "not applicable", "not available", "keine", "k.a.", "s/o",
}  # fmt: skip
"""What people write in a cell that has nothing to say."""


def of_sheet(
    sheet: Sheet, dimension: Dimension, terms: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the labels of a dimension (a row a row and term), the log, and the problems."""
    known = taxonomies.taxonomy(terms, dimension.scheme)
    parts = [
        _labels_of(_cells(sheet, column, dimension), column, dimension, known)
        for column in dimension.all_columns
    ]
    labels, log, wrong = (pd.concat(each, ignore_index=True) for each in zip(*parts, strict=True))
    return labels, log, wrong


def _cells(sheet: Sheet, column: str, dimension: Dimension) -> pd.Series:
    """Return the cells of a column that file priorities: its own, or what they stand for."""
    cell = sheet.cells[column]
    if dimension.crosses:
        return cell.map({text: _crossed(text, column) for text in cell.unique()})
    if not dimension.sub_column:
        return cell
    below = sheet.cells[dimension.sub_column]
    pairs = pd.Series(list(zip(cell, below, strict=True)), cell.index)
    return pairs.map({(a, b): _paired(a, b, dimension.separator) for a, b in pairs.unique()})


def _crossed(text: str, column: str) -> str:
    """Return the term of a crossed cell, which is its header; an odd cell comes back as it is."""
    mark = text.strip().casefold()
    if mark in CROSSES:
        return column
    return "" if mark in NO_CROSS else f"{text} (neither a cross nor empty)"


def _paired(above: str, below: str, separator: str) -> str:
    """Return the terms of a category with its sub-category, which stand in two cells."""
    tops, subs = parts_of(above, separator), parts_of(below, separator)
    tops, subs = [each for each in tops if each], [each for each in subs if each]
    if len(tops) == 1:
        return LIST.join(f"{tops[0]}{WITHIN}{sub}" for sub in subs) if subs else tops[0]
    if len(tops) == len(subs):
        return LIST.join(f"{top}{WITHIN}{sub}" for top, sub in zip(tops, subs, strict=True))
    return LIST.join(tops) if not subs else f"{above}{WITHIN}{below}"


def _labels_of(
    cell: pd.Series, column: str, dimension: Dimension, known: taxonomies.Taxonomy
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the labels of the cells of one column, the log, and the problems."""
    separator = "" if dimension.crosses or dimension.sub_column else dimension.separator
    parts = {text: _by_line(parts_of(text, separator), dimension, known) for text in cell.unique()}
    broken = {
        cells.plain(part)[0] for found in parts.values() for part in found if "\n" in part.strip()
    }
    long, log = cells.tidy(cell.map(parts).explode().dropna(), column, names=False)
    long = long[long.ne("")]
    answer = {text: _term(text, dimension, known, text in broken) for text in long.unique()}
    category, sub = (long.map({t: a[place] for t, a in answer.items()}) for place in (0, 1))
    pair = {"category": category.to_numpy(), "sub_category": sub.to_numpy()}
    labels = pd.DataFrame({"row": long.index, "dimension": dimension.name, **pair})
    read = {text: (a[1] or a[0], a[2]) for text, a in answer.items()}
    return (
        labels[labels["category"].ne("")],
        pd.concat([log, cells.log(long, column, read)], ignore_index=True),
        import_errors.of_texts(long, column, {text: a[3] for text, a in answer.items()}),
    )


def _by_line(parts: list[str], dimension: Dimension, known: taxonomies.Taxonomy) -> list[str]:
    """Return terms, those parted that stand in lines of their own and are all known."""
    found = []
    for part in parts:
        if "\n" not in part:
            found.append(part)
            continue
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        known_all = known.scheme != OPEN and not any(
            term(cells.plain(line)[0], dimension, known, hint=False)[3] for line in lines
        )
        found += lines if len(lines) > 1 and known_all else [part]
    return found


def _term(
    text: str, dimension: Dimension, known: taxonomies.Taxonomy, broken: bool
) -> tuple[str, str, str, str]:
    """Return category, sub-category, rule and reason of one term of a cell."""
    if text in dimension.terms:
        return term(text, dimension, known)
    if WITHIN in text:
        return _two(text, dimension, known)
    way = f'correct it, or say what it means: terms = {{ "{text}" = "..." }}'
    if spoiled := cells.spoiled(text):
        return "", "", "", f"{text!r} {spoiled}; {way}"
    if known.scheme != OPEN and not broken:
        return term(text, dimension, known)
    if text.casefold() in PLACEHOLDERS:
        return "", "", "a sign for nothing, left out", ""
    bare = " ".join(UNPRINTABLE.sub("", text).split())
    odd = [s for s in text if s.isalpha() and not unicodedata.name(s, "").startswith(SCRIPTS)]
    if odd or not bare:
        sign = (odd or [text])[0]
        return "", "", "", f"{text!r} has signs that a report cannot print ({sign}); {way}"
    if bare != text:
        category, sub, _, reason = _term(bare, dimension, known, broken)
        return category, sub, "a sign that cannot be printed, left out", reason
    if taxonomies.dated(text):
        return "", "", "", f"{text!r} is a date in a column of terms; {way}"
    if broken:
        fault = f"{text!r} has a line break inside"
        return "", "", "", f'{fault}; if it parts terms, say separator = "\\n"; else {way}'
    return term(text, dimension, known)


def refused(text: str) -> bool:
    """Return whether an open scheme refuses a term: a date, or signs that cannot be printed."""
    how = Dimension(name="-", column="-", scheme=OPEN)
    return bool(_term(text, how, taxonomies.taxonomy(pd.DataFrame(), OPEN), broken=False)[3])


def printable(text: str) -> str:
    """Return a term without letters of scripts that a report lacks, or dots for a date."""
    kept = [s for s in text if not s.isalpha() or unicodedata.name(s, "").startswith(SCRIPTS)]
    rest = " ".join("".join(kept).split())
    return rest if rest and not taxonomies.dated(text) else "..."


def _two(text: str, dimension: Dimension, known: taxonomies.Taxonomy) -> tuple[str, str, str, str]:
    """Return what a category and its sub-category in two columns are, each read as a term."""
    if known.scheme != OPEN:
        return term(text, dimension.model_copy(update={"within": WITHIN}), known)
    above, _, below = text.partition(WITHIN)
    top, _, rule, reason = _term(above, dimension, known, broken=False)
    sub, _, more, fault = _term(below, dimension, known, broken=False)
    return top, sub, rule or more, reason or fault


def parts_of(text: str, separator: str) -> list[str]:
    """Return the terms of one cell; a list of JSON has its own sign between them."""
    return [
        part.strip(" ")
        for each in text.split(LIST)
        for part in (each.split(separator) if separator else [each])
    ]


def term(
    text: str, dimension: Dimension, known: taxonomies.Taxonomy, *, hint: bool = True
) -> tuple[str, str, str, str]:
    """Return category, sub-category, rule and reason of one term."""
    if not dimension.within or dimension.within not in text:
        return taxonomies.resolve(text, known, dimension.terms, hint=hint)
    above, _, below = (part.strip() for part in text.partition(dimension.within))
    if known.scheme == OPEN:
        return above, below, "", ""
    top, _, _, fault = taxonomies.resolve(above, known, dimension.terms, hint=hint)
    category, sub, rule, reason = taxonomies.resolve(below, known, dimension.terms, hint=hint)
    if not fault and not reason and sub and category != top:
        reason = f"{below!r} does not belong to {above!r} in {known.scheme}, but to {category!r}"
    return category, sub, rule, fault or reason
