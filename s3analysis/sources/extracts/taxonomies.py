"""Under which terms a priority is filed: a cell of categories, read against a taxonomy.

A term is known by its code, by its words, or by both ("C.26 Manufacture of computers" is not asked
to agree in its words). What is not known is refused with the nearest terms.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import process

from s3analysis.sources.geography.regions import fold

OPEN = "open"
"""A scheme that takes every term as it stands."""

CODE_FIRST = re.compile(
    r"([A-Z]?\.?\d{1,2}(?:[.,]\d{1,2})?|[A-Z])(?:\s*[-:.\u2013]\s*|\s+)(?=\D)(.+)"
)


SECOND = re.compile(r"[;|/,]\s*(?:[A-Z]\.?)?\d{1,2}\b")
"""A further code in a cell: several terms stand in it."""

DATE = re.compile(
    r"(?i)\d{4}-\d\d-\d\d(T[\d:.]+)?|\d{1,2}[./]\d{1,2}[./]\d{4}|"
    r"\d{1,2}[-. ](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?([- ]\d{2,4})?|"
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[- ]\d{2}(\d{2})?"
)
"""How spreadsheets show a date that was a code."""


@dataclass(frozen=True)
class Taxonomy:
    """Terms of a scheme by code; `parents` leads to the broader code, `words` from folded words."""

    scheme: str
    terms: dict[str, str]
    parents: dict[str, str]
    words: dict[str, str]


def taxonomy(terms: pd.DataFrame, scheme: str) -> Taxonomy:
    """Return one scheme of the table taxonomy_terms; the open one has no terms.

    Raises KeyError for a scheme that the table does not hold.
    """
    if scheme == OPEN:
        return Taxonomy(OPEN, {}, {}, {})
    rows = terms.loc[terms["scheme"] == scheme]
    if rows.empty:
        raise KeyError(scheme)
    by_code = dict(zip(rows["code"], rows["term"], strict=True))
    return Taxonomy(
        scheme,
        by_code,
        dict(zip(rows["code"], rows["parent_code"], strict=True)),
        {fold(code): code for code in by_code if not code[0].isdigit()}
        | {fold(term): code for code, term in by_code.items()},
    )


def resolve(
    text: str, known: Taxonomy, told: Mapping[str, str], *, hint: bool = True
) -> tuple[str, str, str, str]:
    """Return the category and sub-category of a term, the rule of a repair, and why it is refused.

    Both are the scheme's own terms; a term at the top has no sub-category. In an open scheme a
    term is its own category. A term that the mapping makes empty is left out.
    """
    said = told.get(text, text)
    rule = "as the mapping says" if said != text else ""
    if known.scheme == OPEN or not said:
        return said, "", rule, ""
    code, how = _code(said, known)
    if not code:
        if said != text:
            fault = f"{said!r}, which the mapping gives for {text!r}, is no term of {known.scheme}"
            return "", "", "", fault
        if not hint:
            return "", "", "", "unknown term"
        near = process.extract(fold(text), known.words.keys(), limit=2, score_cutoff=55)
        nearest = dict.fromkeys(known.terms[known.words[words]] for words, _, _ in near)
        names = " or ".join(map(repr, nearest))
        reason = f"unknown term {text!r} of {known.scheme}"
        return "", "", "", reason + (f"; did you mean {names}?" if names else "") + _date(text)
    parent = known.parents[code]
    if parent:
        return known.terms[parent], known.terms[code], rule or how, ""
    return known.terms[code], "", rule or how, ""


def _code(text: str, known: Taxonomy) -> tuple[str, str]:
    """Return the code that a text means, and the rule by which it is not as written."""
    if text in known.terms:
        return text, ""
    folded = fold(text)
    if folded in known.words and (len(text) > 1 or text.isupper()):
        code = known.words[folded]
        return code, "" if known.terms[code] == text else "spelling of the term"
    decimal = text.replace(",", ".")
    if re.fullmatch(r"\d+,\d+", text) and decimal in known.terms:
        return decimal, "decimal comma in a code"
    bare = text.upper().removeprefix("NACE").strip(" .:")
    section = re.fullmatch(r"([A-Z])\.?(\d{2})", bare)
    if section and known.parents.get(section[2]) == section[1]:
        return section[2], "section before the division"
    short = bare.zfill(2)
    for code in (short, re.sub(r"(?<!\d)0+(?=\d)", "", bare)):
        if re.fullmatch(r"\d+(\.\d+)?", bare) and code in known.terms:
            return code, "leading zero of a code"
    both = CODE_FIRST.fullmatch(text)
    if both and (found := _code(both[1], known)[0]) and _agrees(both[2], known.terms[found]):
        return found, "code and term"
    return "", ""


def dated(text: str) -> bool:
    """Return whether a term looks like a date, which a spreadsheet makes of codes such as 1.2."""
    return bool(DATE.fullmatch(text))


def _date(text: str) -> str:
    return "; a spreadsheet has made a date of a code: mend the cell" if dated(text) else ""


def _agrees(words: str, term: str) -> bool:
    """Return whether words beside a code are those of its term, or their beginning, and no more."""
    if SECOND.search(words):
        return False
    return fold(term).startswith(fold(words)[:12]) or fold(words).startswith(fold(term)[:12])
