"""What was read: the documents, what was transcribed of them, and where they disagree."""

import pandas as pd

from s3analysis.exhibits import passages
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.numbers import NONE
from s3analysis.exhibits.words import BRIEF
from s3analysis.vocabulary import amount, part

DOCUMENTS = "The five documents"
CANNOT, CAN, OPEN = "cannot both be right", "can both be right", "open"
"""What we judge of two passages that differ."""


def documents(documents: pd.DataFrame) -> Exhibit:
    """Return the source documents: a row is one."""
    ordered = documents.sort_values("position")
    kinds = ordered["identifier_kind"].replace("none", NONE)
    return Exhibit(
        key="documents",
        title=f"{amount(len(documents), 'document was / documents were')} read",
        subtitle="The source documents",
        table=pd.DataFrame(
            {
                "Key": ordered["document_id"],
                "Title": ordered["title"],
                "Authors": ordered["authors"],
                "Producer": ordered["producer"],
                "Published": ordered["published"],
                "Kind": ordered["kind"],
                "Identifier": (kinds + " " + ordered["identifier"]).str.strip(),
                "What it is about": ordered["gist"],
                "Citation": ordered["citation"],
                "Rights": ordered["reuse"],
            }
        ),
        source=DOCUMENTS,
    )


def coverage(sections: pd.DataFrame, documents: pd.DataFrame) -> Exhibit:
    """Return what was transcribed from each section, in reading order: a row is one section.

    `sections` is what measures.record.coverage.by_section returns.
    """
    left = int((sections["rows"] == 0).sum())
    out = "was left out, for a stated reason / were left out, each for a stated reason"
    ordered = _in_order(sections, documents, ["first_word", "end_word"])
    tables = ordered["tables"].str.replace("_", " ")
    return Exhibit(
        key="coverage",
        title=part(left, len(sections), "section", out),
        subtitle="Sections of the documents with their length and the rows transcribed from them",
        table=pd.DataFrame(
            {
                "Section": ordered["heading_printed"],
                "Document": ordered["document_id"],
                "From word": ordered["first_word"],
                "Words": ordered["words"],
                "Rows": ordered["rows"],
                "Transcribed to, or why not": tables.where(tables != "", ordered["reason"]),
            }
        ),
        source=DOCUMENTS,
        note="A section can lie inside another: words and rows of a table count in both.",
    )


def shares(shares: pd.DataFrame) -> Exhibit:
    """Return the published shares and counts of EYE@RIS3: a row is one."""
    return Exhibit(
        key="published-shares",
        title=f"The brief publishes {amount(len(shares), 'share or count / shares and counts')} of "
        "EYE@RIS3",
        subtitle="Shares and counts as printed, with what they are shares of",
        table=pd.DataFrame(
            {
                "Category": shares["category"].str.replace("-", " "),
                "As printed": shares["value_printed"],
                "Share of what": shares["denominator"],
                "As of": shares["as_of"],
                "Remark": shares["remark"].replace("", NONE),
                "Passage": shares["quote"],
            }
        ),
        source=BRIEF,
    )


def census(census: pd.DataFrame) -> Exhibit:
    """Return what became of every printed number (see coverage.census): a row is one section."""
    counted = census[["numbers", "claim", "row", "left_out"]].sum()
    return Exhibit(
        key="census",
        title=f"{amount(int(counted['numbers']), 'number')} in the five documents: "
        f"{counted['claim']} of claims, {counted['row']} in transcribed rows, "
        f"{counted['left_out']} left out for a stated reason",
        subtitle="Words with a digit and number words of each section, by what became of them",
        table=pd.DataFrame(
            {
                "Document": census["document_id"],
                "Section": census["section"].map(passages.section_words),
                "Numbers": census["numbers"],
                "Of claims": census["claim"],
                "In transcribed rows": census["row"],
                "Left out": census["left_out"],
                "Why left out": census["reasons"].replace("", NONE),
            }
        ),
        source=DOCUMENTS,
        note="A name is one such as S3P or Horizon 2020; a citation is the date, pages or number "
        "of cited works. Rules named most reasons; the rest we judged one by one, once.",
    )


def claims(claims: pd.DataFrame) -> Exhibit:
    """Return the printed numbers and dates: a row is one, those of one quantity together."""
    ordered = claims.sort_values(["quantity", "claim_id"])
    quantities = amount(claims["quantity"].nunique(), "quantity / quantities")
    return Exhibit(
        key="claims",
        title=f"{amount(len(claims), 'printed number or date / printed numbers and dates')} on "
        f"{quantities}",
        subtitle="Numbers and dates as printed",
        table=pd.DataFrame(
            {
                "Quantity": ordered["quantity"].str.replace("-", " "),
                "As printed": ordered["value_printed"],
                "What it says": ordered["gist"],
                "Unit": ordered["unit"],
                "Scope": ordered["scope"].str.replace("-", " "),
                "As of": ordered["as_of"].replace("", NONE),
                "Document": ordered["document_id"],
            }
        ),
        source=DOCUMENTS,
    )


def contradictions(contradictions: pd.DataFrame) -> Exhibit:
    """Return where passages differ: a row is one slip or difference, in however many places."""
    by_slip = contradictions.groupby("slip", sort=False)
    rows = by_slip.agg({"kind": _joined, "what_differs": _joined, "why": _joined})
    judged = by_slip["which_holds"].agg(set)
    verdict = [
        CANNOT if each & {"first", "second", "neither"} else OPEN if "unknown" in each else CAN
        for each in judged
    ]
    table = pd.DataFrame(
        {
            "Kind": rows["kind"],
            "What differs": rows["what_differs"],
            "Judgement": verdict,
            "Why": rows["why"],
            "Places": by_slip.size(),
            "Passage (the one that holds, where one does)": by_slip.apply(_side, holds=True),
            "Other passage": by_slip.apply(_side, holds=False),
        }
    ).sort_values(["Kind", "slip"])
    cannot, can, undecided = ((table["Judgement"] == each).sum() for each in (CANNOT, CAN, OPEN))
    return Exhibit(
        key="contradictions",
        title=f"Passages differ in {amount(len(table), 'point')}, at "
        f"{amount(len(contradictions), 'place')}: in {cannot} they cannot both be right, in {can} "
        f"they can, in {undecided} nothing decides",
        subtitle="Where two passages of the documents differ, with our judgement",
        table=table.reset_index(drop=True),
        source=DOCUMENTS,
        note="One slip in several places is one row. Which passage holds is our judgement.",
    )


def _joined(texts: "pd.Series[str]") -> str:
    return " ".join(dict.fromkeys(texts))


def _side(pairs: pd.DataFrame, *, holds: bool) -> str:
    """Return the passages of a slip that hold, or the others; where none is judged, one side."""
    turned = pairs["which_holds"] == "second"
    first, second = _quoted(pairs, "first"), _quoted(pairs, "second")
    side = first.where(~turned, second) if holds else second.where(~turned, first)
    return "; ".join(dict.fromkeys(side))


def references(references: pd.DataFrame, documents: pd.DataFrame) -> Exhibit:
    """Return what the documents refer to: a row is one reference, footnote or link."""
    unverified = int((references["verified"] == "unverified").sum())
    things = "reference, footnote or link / references, footnotes and links"
    rows = _in_order(references, documents, ["kind", "number", "reference_id"]).replace("", NONE)
    where = rows["kind"] + " " + rows["number"].astype("str") + " of " + rows["document_id"]
    return Exhibit(
        key="references",
        title=f"{amount(len(references), things)}; {unverified} could not be looked up",
        subtitle="References as printed, with what we found of them",
        table=pd.DataFrame(
            {
                "Where": where,
                "Title": rows["title"],
                "Identifier": rows["identifier"],
                "Looked up": rows["verified"].str.replace("_", " "),
                "Remark": rows["remark"],
            }
        ),
        source=DOCUMENTS,
    )


def abbreviations(abbreviations: pd.DataFrame) -> Exhibit:
    """Return the abbreviations of the brief, in its order: a row is one."""
    ordered = abbreviations.sort_values("position")
    return Exhibit(
        key="abbreviations",
        title=f"The brief explains {amount(len(ordered), 'abbreviation')}",
        subtitle="Abbreviations as printed",
        table=pd.DataFrame(
            {"Abbreviation": ordered["abbreviation"], "As printed": ordered["meaning_printed"]}
        ),
        source=f"{BRIEF}, list of abbreviations",
    )


def statements(statements: pd.DataFrame) -> Exhibit:
    """Return what the documents state, in reading order: a row is one statement in our words."""
    ordered = statements.sort_values("reading_order").replace("", NONE)
    needs = int((ordered["need"] == "yes").sum())
    return Exhibit(
        key="statements",
        title=f"{amount(len(ordered), 'statement')}, of which {amount(needs, 'need')}",
        subtitle="Statements of the documents, in our words",
        table=pd.DataFrame(
            {
                "Occasion": ordered["occasion"].str.replace("-", " "),
                "Kind": ordered["kind"].str.replace("_", " "),
                "What it says": ordered["gist"],
                "Topic": ordered["topic"].str.replace("-", " "),
                "Who is to act": ordered["actor"].str.replace("-", " "),
                "A need": ordered["need"],
            }
        ),
        source=DOCUMENTS,
    )


def event_readings(events: pd.DataFrame) -> Exhibit:
    """Return how each event was read where print allows several ways: a row is one event."""
    remarked = events.loc[events["remark"] != ""].sort_values(["starts", "event_id"])
    return Exhibit(
        key="event-readings",
        title=f"{amount(len(remarked), 'event')} can be read in more than one way",
        subtitle="How each event was read where print allows several ways",
        table=pd.DataFrame({"Event": remarked["name"], "How it was read": remarked["remark"]}),
        source=f"{DOCUMENTS}; our reading",
    )


def _in_order(rows: pd.DataFrame, documents: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    place = rows["document_id"].map(documents.set_index("document_id")["position"])
    return rows.assign(place=place).sort_values(["place", *by])


def _quoted(pairs: pd.DataFrame, which: str) -> "pd.Series[str]":
    return pairs[f"{which}_quote"] + " (" + pairs[f"{which}_document_id"] + ")"
