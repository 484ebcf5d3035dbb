"""The exhibits that give a verdict for each printed number."""

from collections.abc import Hashable, Mapping

import pandas as pd
from IPython.display import Markdown

from s3analysis.exhibits import passages
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.ledger.reasons import PRINTED, REASON_WORDS
from s3analysis.exhibits.ledger.sensitivity import OPTION_WORDS
from s3analysis.exhibits.ledger.values import value_words
from s3analysis.exhibits.numbers import NONE
from s3analysis.measures.ledger.cross_check import CROSS_CHECKS
from s3analysis.measures.ledger.rounding import ABOUT
from s3analysis.measures.ledger.verdicts import COMPUTED
from s3analysis.vocabulary import amount, and_join, month_words

TITLES = {**passages.DOCUMENT_WORDS, "brief": "JRC policy brief 22/2017"}

JUDGED = (
    "The authors of this record transcribed the passages, chose what each number is computed from "
    "and judged which passage holds. This was done once and checked by rule. A second "
    "reader of this project judged facts drawn at random anew; the exhibit on the second reading "
    "says how far the two agree."
)
"""Who judged, in how many passes, and with what agreement."""

COMPUTED_WORDS = {verdict: verdict.capitalize() for verdict in COMPUTED}
COMPUTED_WORDS["another reading"] = "Only under another reading"
CROSS_CHECK_WORDS = {verdict: verdict.capitalize() for verdict in CROSS_CHECKS}
"""The verdicts in the order of the ledger: what a reviewer looks for comes first."""

UNTESTED_WORDS = {
    "own row": "The data come from this passage or another that prints the number, so they cannot "
    "contradict it.",
    "ordinal": "The documents number the events themselves, so their order cannot contradict it.",
    "own sentence": "What is counted is named in the same sentence, so it cannot contradict it.",
    "own bound": "Almost any value fits this bound, so it cannot fail.",
}
HOLDS_WORDS = {
    "yes": "This passage holds.",
    "no": "This passage does not hold.",
    "open": "Which holds is open.",
    "in part": "The passages that disagree do not hold; another difference is open.",
    "": "",
}
CROSS_CHECK_LEADS = {
    "disagrees": "Other passages print",
    "agrees": "Same in",
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
    "escp-s3-call-date": "other-events",
    "escp-s3-interest-closes": "other-events",
    "esi-funds-smart-growth": "funding",
    "grow-your-region-date": "other-events",
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
    "kick-off-attendance": "event-kick-off",
    "kick-off-date": "event-kick-off",
    "kick-off-member-states": "event-kick-off",
    "kick-off-regions": "event-kick-off",
    "knowledge-exchange-areas": "claims",
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
    "reconfirm-launch-date": "other-events",
    "s3-platform-launch-date": "other-events",
    "smart-regions-2016-attendance": "event-smart-regions-2016",
    "smart-regions-2016-date": "event-smart-regions-2016",
    "smart-regions-2016-days": "event-smart-regions-2016",
    "smart-regions-2016-edition": "milestones",
    "smart-regions-2017-date": "event-smart-regions-2017",
    "smart-regions-2017-edition": "milestones",
    "steering-committee-1-date": "event-steering-committee",
    "steering-committee-1-edition": "milestones",
    "steering-committee-meetings": "event-steering-committee",
    "steering-committee-meetings-hosted": "event-steering-committee",
    "stock-taking-date": "milestones",
    "support-phases": "services",
    "thematic-areas-established": "theme-names",
    "thematic-platforms": "claims",
    "thematic-sub-areas": "theme-status",
    "vanguard-pilots": "pitches",
    "years-of-strategy-making": "other-events",
}
"""The exhibit that shows what a quantity is computed from; shares have their own."""


def overview(counts: pd.DataFrame) -> Exhibit:
    """Return how many printed numbers have each verdict (see verdicts.counts): a row is a document.

    The last row counts each fact once. Reproduced and consistent facts are those that the data
    support.
    """
    facts = counts.iloc[-1]
    labels = {"claims": "Numbers"} | COMPUTED_WORDS | CROSS_CHECK_WORDS
    names = passages.DOCUMENT_WORDS | {"all": "All documents, each fact once"}
    table = counts.assign(Document=counts["document_id"].map(names)).rename(columns=labels)
    return Exhibit(
        key="ledger-summary",
        title=f"The documents support {facts[['reproduced', 'consistent']].sum()} of "
        f"{amount(int(facts['claims']), 'printed fact')}; {facts['not checkable']} cannot be "
        "checked",
        subtitle="Printed numbers by document: verdicts by computation and by other passages",
        table=table[["Document", *labels.values()]],
        source=PRINTED,
        note="Numbers by document; the last row counts a fact once, however often it is printed. "
        f"A number printed with about, around or some is read as within {float(ABOUT) * 100:.0f} "
        "%, which is our choice.",
    )


MEANINGS = {
    "reproduced": (
        "Counting other passages gives this number.",
        "That the thing counted is so: the passages may share one error.",
    ),
    "consistent": (
        "What other passages give lies within its words, such as over or around.",
        "The number itself: other numbers would fit the same words.",
    ),
    "another reading": (
        "It is found only if the text is read otherwise than we do.",
        "That this was the reading meant; no passage says so.",
    ),
    "not reproducible": (
        "Counting other passages gives another number.",
        "That it is wrong: the brief may have counted from a list that it does not print.",
    ),
    "not a test": (
        "The comparison could not have failed.",
        "Anything about the number, for or against it.",
    ),
    "not checkable": (
        "No table holds what it counts.",
        "A doubt about the number, or a reason to trust it.",
    ),
}
"""What each verdict by computation says, and what it does not establish."""


def meanings(counts: pd.DataFrame) -> Exhibit:
    """Return what each verdict does and does not establish (see verdicts.counts)."""
    facts = counts.iloc[-1]
    return Exhibit(
        key="ledger-meanings",
        title="No verdict by computation shows by itself that a printed number is true or false",
        subtitle="What each verdict says and what it does not establish, with the facts that have "
        "it",
        table=pd.DataFrame(
            {
                "Verdict": [COMPUTED_WORDS[verdict] for verdict in MEANINGS],
                "Facts": [int(facts[verdict]) for verdict in MEANINGS],
                "What it says": [says for says, _ in MEANINGS.values()],
                "What it does not establish": [lacks for _, lacks in MEANINGS.values()],
            }
        ),
        source=PRINTED,
        note=JUDGED,
    )


def fallen(
    fallen: pd.DataFrame,
    verdicts: pd.DataFrame,
    contradictions: pd.DataFrame,
    sections: pd.DataFrame,
) -> Exhibit | Markdown:
    """Return the numbers that do not hold (see verdicts.fallen): a row is a printed number."""
    if fallen.empty:
        return Markdown("No printed number is contradicted by the data or by another passage.")
    rows, verb = _in_order(fallen, sections), "is" if len(fallen) == 1 else "are"
    return Exhibit(
        key="ledger-fallen",
        title=f"{amount(len(rows), 'printed number')} cannot be reproduced or {verb} overruled by "
        "another passage",
        subtitle="Number as printed, the value found in the data, both verdicts and the reason",
        table=_cells(rows, verdicts, contradictions).assign(
            Where=passages.named(rows), See=rows["quantity"].map(seen_in)
        ),
        source=PRINTED,
        note="Which of two passages holds is our judgement; the annex lists the pairs.",
    )


def document(
    verdicts: pd.DataFrame, contradictions: pd.DataFrame, sections: pd.DataFrame, document_id: str
) -> Exhibit:
    """Return the ledger of one document (see verdicts.verdicts): a row is one printed number.

    What cannot be reproduced comes first, what cannot be checked last; then what others disagree
    with; then the order of the document. `See` names an exhibit by its key.
    """
    rows = _in_order(verdicts.loc[verdicts["document_id"] == document_id], sections)
    disagreed = int((rows["cross_check"] == "disagrees").sum())
    finding = f"other passages disagree with {disagreed or 'none'} of them"
    return Exhibit(
        key=f"ledger-{document_id}",
        title=f"{TITLES[document_id]}: {amount(len(rows), 'printed number')}; {finding}",
        subtitle="Printed numbers with both verdicts, the passage and the hash of the tables used",
        table=_cells(rows, verdicts, contradictions).assign(
            Passage=rows["quote"] + " (" + rows["section"].map(passages.section_words) + ")",
            See=rows["quantity"].map(seen_in),
            Claim=rows["claim_id"],
            Data=rows["hash"],
        ),
        source=f"{TITLES[document_id]}, as printed",
    )


def chosen(
    rows: pd.DataFrame, verdicts: pd.DataFrame, record: Mapping[str, pd.DataFrame], as_of: str
) -> Exhibit:
    """Return the printed numbers that a reader chose among all verdicts: a row is one number.

    `as_of` is the month of the member list.
    """
    ordered = pd.concat(
        _in_order(rows.loc[rows["document_id"] == document_id], record["sections"])
        for document_id in TITLES
    ).reset_index(drop=True)
    table = _cells(ordered, verdicts, record["contradictions"])
    table.insert(2, "Document", ordered["document_id"].map(passages.DOCUMENT_WORDS))
    return Exhibit(
        key="ledger-chosen",
        title=f"{amount(len(rows), 'printed number')} of {len(verdicts)} with the chosen verdicts",
        subtitle="Printed numbers with both verdicts, the reason and the passage",
        table=table.assign(
            Passage=ordered["quote"] + " (" + ordered["section"].map(passages.section_words) + ")",
            Claim=ordered["claim_id"],
            Data=ordered["hash"],
        ),
        source=PRINTED,
        note=f"Computed from the data and the member list of {month_words(as_of)}.",
    )


def _in_order(rows: pd.DataFrame, sections: pd.DataFrame) -> pd.DataFrame:
    place = sections.set_index(["document_id", "section"])["first_word"]
    located = pd.MultiIndex.from_frame(rows[["document_id", "section"]])
    return rows.assign(
        by_computed=rows["computed"].map(list(COMPUTED_WORDS).index),
        by_passages=rows["cross_check"].map(list(CROSS_CHECK_WORDS).index),
        place=place.reindex(located).to_numpy(),
    ).sort_values(["by_computed", "by_passages", "place", "claim_id"], ignore_index=True)


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


def why(row: Mapping[Hashable, str], claims: pd.DataFrame, differs: "pd.Series[str]") -> str:
    """Return what the verdicts on a claim rest on, in words.

    `claims` are all claims by their key, `differs` what differs by the key of a contradiction.
    """
    reading = ", our reading" if row["reading"] else ""
    rule = REASON_WORDS.get(row["rule"], row["rule"])
    parts = [f"{rule[:1].upper()}{rule[1:]}{reading}."]
    if row["otherwise"]:
        options = [OPTION_WORDS[option] for option in row["otherwise"].split("; ")]
        parts.append(f"{row['value_printed']} if read otherwise: {and_join(options)}.")
    if row["untested"]:
        parts.append(UNTESTED_WORDS[row["untested"]])
    verdict = row["cross_check"]
    if row["against"]:
        others = claims.loc[row["against"].split("; ")]
        parts.append(f"{CROSS_CHECK_LEADS[verdict]}: {_others(others, verdict)}.")
    elif verdict != "none":
        named = row["contradictions"].split("; ")
        parts.append(f"{CROSS_CHECK_LEADS[verdict]}: {' '.join(differs[each] for each in named)}")
    if row["bearing"]:
        bearing = amount(len(row["bearing"].split("; ")), "difference")
        parts.append(f"How it is counted depends on {bearing} between passages.")
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
