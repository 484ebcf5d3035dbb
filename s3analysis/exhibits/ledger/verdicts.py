"""The tables of 07_ledger that give a verdict for each printed number."""

from collections.abc import Hashable, Mapping
from datetime import date
from fractions import Fraction
from math import isinf

import pandas as pd

from s3analysis.exhibits import passages
from s3analysis.exhibits.record.events import date_words

NONE = "-"

COMPUTED_WORDS = {
    "not reproducible": "Not reproducible",
    "consistent": "Consistent",
    "reproduced": "Reproduced",
    "not checkable": "Not checkable",
}
CROSS_CHECK_WORDS = {
    "disagrees": "Disagrees",
    "agrees": "Agrees",
    "other date": "Other date",
    "other scope": "Other scope",
    "none": "None",
}
"""The verdicts in the order of the ledger: what a reviewer looks for comes first."""

HOLDS_WORDS = {
    "yes": "This passage holds.",
    "no": "This passage does not hold.",
    "open": "Which holds is open.",
    "": "",
}
CROSS_CHECK_LEADS = {
    "disagrees": "Against it",
    "agrees": "Agree",
    "other date": "Other date",
    "other scope": "Other scope",
}

SEEN_IN = {
    "adma-pilot-regions": "partnership-sizes",
    "challenges-2017": "statements",
    "cohesion-policy-cofinanced": "funding",
    "cohesion-policy-four-priorities": "funding",
    "cohesion-policy-priorities": "statements",
    "communication-2014-actions": "statements",
    "cooperation-dimensions": "statements",
    "erdf-smart-specialisation": "funding",
    "erdf-smart-specialisation-cofinanced": "funding",
    "esi-funds-smart-growth": "funding",
    "info-day-attendance": "event-info-day",
    "info-day-date": "event-info-day",
    "innosup-1-budget-per-project": "ledger-ratios",
    "innosup-1-launched-budget": "ledger-ratios",
    "innosup-1-partners": "ledger-ratios",
    "innosup-1-partners-per-project": "ledger-ratios",
    "innosup-1-projects": "ledger-ratios",
    "innosup-1-total": "funding",
    "kets-mapping-date": "references",
    "key-initiatives": "statements",
    "knowledge-exchange-areas": "claims",
    "kick-off-attendance": "event-kick-off",
    "kick-off-date": "event-kick-off",
    "kick-off-member-states": "event-kick-off",
    "kick-off-regions": "event-kick-off",
    "launch-date": "event-launch",
    "lead-regions": "ledger-headlines",
    "member-regions": "ledger-headlines",
    "milestone-years": "milestones",
    "nano-pilot-regions": "partnership-sizes",
    "news-date": "milestones",
    "partnership-minimum-member-states": "partnership-sizes",
    "partnership-minimum-regions": "partnership-sizes",
    "partnerships-merged": "theme-status",
    "partnerships-presented": "pitches",
    "pitches": "pitches",
    "qualified-partnerships": "partnership-sizes",
    "smart-regions-2016-attendance": "event-smart-regions-2016",
    "smart-regions-2016-date": "event-smart-regions-2016",
    "smart-regions-2016-days": "event-smart-regions-2016",
    "smart-regions-2016-edition": "milestones",
    "smart-regions-2017-date": "event-smart-regions-2017",
    "smart-regions-2017-edition": "milestones",
    "steering-committee-1-date": "event-steering-committee",
    "steering-committee-1-edition": "milestones",
    "support-phases": "service-headings",
    "thematic-areas-established": "theme-names",
    "thematic-platforms": "claims",
    "thematic-sub-areas": "theme-status",
    "vanguard-pilots": "pitches",
    "years-of-strategy-making": "other-events",
}
"""The exhibit that shows what a quantity is computed from; shares have their own."""


def counts(counts: pd.DataFrame) -> pd.DataFrame:
    """Return how many claims have each verdict (see ledger.counts): a row is one document."""
    words = {"claims": "Numbers"} | COMPUTED_WORDS | CROSS_CHECK_WORDS
    return counts.assign(Document=counts["document_id"].map(passages.DOCUMENT_WORDS)).rename(
        columns=words
    )[["Document", *words.values()]]


def ledger(
    verdicts: pd.DataFrame, contradictions: pd.DataFrame, sections: pd.DataFrame, document_id: str
) -> pd.DataFrame:
    """Return the ledger of one document (see ledger.verdicts): a row is one printed number.

    What cannot be reproduced comes first, what cannot be checked last; then what others disagree
    with; then the order of the document. `See` names an exhibit by its key.
    """
    rows = _in_order(verdicts.loc[verdicts["document_id"] == document_id], sections)
    return _cells(rows, verdicts, contradictions).assign(
        Passage=rows["quote"] + " (" + rows["section"].map(passages.section_words) + ")",
        See=rows["quantity"].map(seen_in),
        Claim=rows["claim_id"],
        Data=rows["hash"],
    )


def fallen(
    fallen: pd.DataFrame,
    verdicts: pd.DataFrame,
    contradictions: pd.DataFrame,
    sections: pd.DataFrame,
) -> pd.DataFrame:
    """Return the printed numbers that do not stand (see ledger.fallen): a row is one."""
    rows = _in_order(fallen, sections)
    return _cells(rows, verdicts, contradictions).assign(
        Where=passages.named(rows), See=rows["quantity"].map(seen_in)
    )


def _cells(
    rows: pd.DataFrame, verdicts: pd.DataFrame, contradictions: pd.DataFrame
) -> pd.DataFrame:
    """Return what every ledger has: the number, the value found, both verdicts and the reason."""
    claims = verdicts.set_index("claim_id")
    differs = contradictions.set_index("contradiction_id")["what_differs"]
    found = zip(rows["low"], rows["high"], rows["unit"], strict=True)
    return pd.DataFrame(
        {
            "Printed": rows["value_printed"],
            "What it says": rows["gist"],
            "Computed": [value_words(low, high, unit) for low, high, unit in found],
            "Verdict by computation": rows["computed"].map(COMPUTED_WORDS),
            "Verdict by other passages": rows["cross_check"].map(CROSS_CHECK_WORDS),
            "Why": [why(row, claims, differs) for row in rows.to_dict("records")],
        }
    )


def _in_order(rows: pd.DataFrame, sections: pd.DataFrame) -> pd.DataFrame:
    place = sections.set_index(["document_id", "section"])["first_word"]
    located = pd.MultiIndex.from_frame(rows[["document_id", "section"]])
    return rows.assign(
        by_computed=rows["computed"].map(list(COMPUTED_WORDS).index),
        by_passages=rows["cross_check"].map(list(CROSS_CHECK_WORDS).index),
        place=place.reindex(located).to_numpy(),
    ).sort_values(["by_computed", "by_passages", "place", "claim_id"], ignore_index=True)


def why(row: Mapping[Hashable, str], claims: pd.DataFrame, differs: "pd.Series[str]") -> str:
    """Return what the verdicts on a claim rest on, in words.

    `claims` are all claims by their key, `differs` what differs by the key of a contradiction.
    """
    reading = ", our reading" if row["reading"] else ""
    parts = [f"{row['rule'][:1].upper()}{row['rule'][1:]}{reading}."]
    verdict = row["cross_check"]
    if row["against"]:
        others = claims.loc[row["against"].split("; ")]
        parts.append(f"{CROSS_CHECK_LEADS[verdict]}: {_others(others, verdict)}.")
    elif verdict != "none":
        named = row["contradictions"].split("; ")
        parts.append(f"{CROSS_CHECK_LEADS[verdict]}: {' '.join(differs[each] for each in named)}")
    return " ".join([*parts, HOLDS_WORDS[row["holds"]]]).strip()


def _others(others: pd.DataFrame, verdict: str) -> str:
    """Return other claims in words: where they stand, and their values unless these agree."""
    if verdict == "agrees":
        return passages.gathered(others)
    by_value = others.groupby("value_printed", sort=False)[["document_id", "section"]]
    return "; ".join(f"{value} ({passages.gathered(rows)})" for value, rows in by_value)


def seen_in(quantity: str) -> str:
    """Return the key of the exhibit for a quantity as a reference, or NONE.

    >>> seen_in("pitches"), seen_in("kets-share-of-regions"), seen_in("jobs-created")
    ('#pitches', '#published-shares', '-')
    """
    if "-share-of-" in quantity or quantity == "industrial-biotechnology-rank":
        return "#published-shares"
    return f"#{SEEN_IN[quantity]}" if quantity in SEEN_IN else NONE


def value_words(low: Fraction | float | None, high: Fraction | float | None, unit: str) -> str:
    """Return a value or its bounds as a reader says them; dates are counted in days.

    >>> value_words(Fraction(41_000_000, 9), Fraction(41_000_000, 9), "EUR")
    'EUR 4.56 million'
    >>> value_words(Fraction(3), float("inf"), "rank"), value_words(None, None, "count")
    ('3 or more', '-')
    >>> value_words(Fraction(736_117), float("inf"), "date")
    '2 June 2016 or later'
    """
    if low is None or high is None or low != low:
        return NONE
    if unit == "date":
        return _days(low, high)
    first, last = (NONE if isinf(each) else _amount(Fraction(each), unit) for each in (low, high))
    if low == high:
        return first
    if isinf(high):
        return f"{first} or more"
    return f"up to {last}" if not low else f"{first} to {last}"


def _days(low: Fraction | float, high: Fraction | float) -> str:
    first, last = (
        "" if isinf(each) else date.fromordinal(int(each)).isoformat() for each in (low, high)
    )
    if not last:
        return f"{date_words(first, '')} or later"
    if not first:
        return f"{date_words(last, '')} or earlier"
    years = first.endswith("-01-01") and last.endswith("-12-31")
    return date_words(first[:4], last[:4]) if years else date_words(first, last)


def _amount(value: Fraction, unit: str) -> str:
    """Return an amount in its unit: money in millions or billions, others to a decimal."""
    if unit == "EUR":
        size, word = (10**9, "billion") if value >= 10**9 else (10**6, "million")
        return f"EUR {_decimals(value / size, 2)} {word}"
    return f"{_decimals(value, 1)}{'%' if unit == 'percent' else ''}"


def _decimals(value: Fraction, digits: int) -> str:
    shown = f"{float(value):,.{digits}f}"
    return shown.rstrip("0").rstrip(".")
