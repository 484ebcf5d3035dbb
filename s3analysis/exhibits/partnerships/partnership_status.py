"""The tables of partnership_status: one partnership, as its status report would tell of it."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from s3analysis.exhibits import passages
from s3analysis.exhibits.record import themes
from s3analysis.measures.partnerships.proposing import Eligibility
from s3analysis.vocabulary import ROLE_WORDS, ROLES, amount, and_join, month_words

NONE = "-"
OUTSIDE = {"none": "not in the Union"}
NESTING_WORDS = {"apart": "for itself", "once": "with the one around it, if that is in as well"}


def partnership(
    one: "pd.Series[str]", leads: list[str], paths: pd.DataFrame, as_of: str
) -> pd.DataFrame:
    """Return what a partnership is: a row is one question, with its answer and where it stands.

    `one` is its row of partnerships, `leads` the names of its lead regions, `paths` the row of
    its theme (see measures.themes.paths).
    """
    stands = pd.DataFrame(
        {
            "document_id": [one["document_id"], one["vanguard_document_id"]],
            "section": [one["section"], one["vanguard_section"]],
        }
    )
    printed, vanguard = passages.named(stands)
    firsts = paths["first"].map(themes.OCCASION_WORDS).tolist()
    lasts = paths["last"].map(themes.OCCASION_WORDS).tolist()
    rows = [
        ("Name as printed", one["name_printed"], printed, one["quote"]),
        ("What it is about, in our words", one["gist"], printed, NONE),
        ("Vanguard Initiative pilot", one["vanguard_pilot"], vanguard, one["vanguard_quote"]),
        (f"Led by, {month_words(as_of)}", and_join(leads), printed, NONE),
        ("Its theme", and_join(paths["name"].tolist()), NONE, NONE),
        ("Theme first named in", and_join(firsts), NONE, NONE),
        ("Theme last named in", and_join(lasts), NONE, NONE),
    ]
    return pd.DataFrame(rows, columns=["What", "Answer", "Where", "Passage"])


def members(
    entries: pd.DataFrame, printed: pd.DataFrame, regions: pd.DataFrame, countries: pd.DataFrame
) -> pd.DataFrame:
    """Return the regions of one partnership by role: a row is one.

    `printed` are the entries with their names and codes as printed (see clean.undo).
    """
    rows = passages.as_printed(entries.loc[entries["role"].isin(ROLES)], printed)
    ordered = rows.assign(
        rank=rows["role"].map({role: place for place, role in enumerate(ROLES)})
    ).sort_values(["rank", "region_id"], ignore_index=True)
    states = countries.set_index("country_id")
    return pd.DataFrame(
        {
            "Region": ordered["region_id"].map(regions.set_index("region_id")["name"]),
            "Role": ordered["role"].map(ROLE_WORDS),
            "Country": ordered["country_id"].map(states["name"]),
            "Group": ordered["country_id"].map(states["accession_group"]).replace(OUTSIDE),
            "As printed": ordered["as_printed"],
        }
    )


def states(by_country: pd.DataFrame) -> pd.DataFrame:
    """Return the Member States of one partnership (see membership.by_country): those it has."""
    there = by_country.loc[by_country["regions"] > 0]
    return there.rename(
        columns={
            "country": "Member State",
            "country_id": "Code",
            "group": "Group",
            "regions": "Regions",
            "leads": "Of these as lead",
        }
    )[["Member State", "Code", "Group", "Regions", "Of these as lead"]]


def eligibility(
    counts: dict[str, Eligibility], proposals: dict[str, pd.DataFrame], regions: pd.DataFrame
) -> pd.DataFrame:
    """Return whether the members would meet the rule for a new partnership: a row is one reading.

    By nesting, `counts` and `proposals` are what the functions of proposing return.
    """
    names = regions.set_index("region_id")["name"]
    inside = ("inside " + names).set_axis("inside " + names.index)
    idle = [rows.loc[~rows["counts"]] for rows in proposals.values()]
    return pd.DataFrame(
        {
            "A region inside another counts": [NESTING_WORDS[nesting] for nesting in counts],
            "Regions that count": [found.regions for found in counts.values()],
            "Member States": [len(found.states) for found in counts.values()],
            "Member States still needed": [found.missing for found in counts.values()],
            "Meets the rule": ["yes" if found.eligible else "no" for found in counts.values()],
            "Members that do not count": [
                "; ".join(
                    rows["region_id"].map(names) + " (" + rows["reason"].replace(inside) + ")"
                )
                or "none"
                for rows in idle
            ],
        }
    )


def overlaps(
    company: pd.DataFrame, partnerships: pd.DataFrame, regions: pd.DataFrame
) -> pd.DataFrame:
    """Return what one partnership shares with each other (see company.of_partnership)."""
    names = regions.set_index("region_id")["name"]
    kept = partnerships.set_index("partnership_id")
    return pd.DataFrame(
        {
            "Other partnership": company["partnership_id"].map(kept["short_name"]),
            "Vanguard pilot": company["partnership_id"].map(kept["vanguard_pilot"]),
            "Its regions": company["regions"],
            "In common": company["shared"],
            "Expected by chance": _cells(company["expected"]),
            "Low": _cells(company["low"]),
            "High": _cells(company["high"]),
            "z": _cells(company["z"]),
            "p": _cells(company["p"]),
            "q": _cells(company["q"]),
            "Regions in common": ["; ".join(names[ids]) or "none" for ids in company["region_ids"]],
        }
    )


def absent(states: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Return the Member States without a region in a partnership (see joining.absent_states)."""
    names = regions.set_index("region_id")["name"]
    return pd.DataFrame(
        {
            "Member State": states["country"],
            "Group": states["group"],
            "Its regions in other partnerships": states["elsewhere"],
            "Which": ["; ".join(names[ids]) or "none" for ids in states["region_ids"]],
        }
    )


def cases(cases: pd.DataFrame) -> pd.DataFrame:
    """Return the demonstration cases of one partnership: a row is one name in one table."""
    rows = cases.sort_values(["section", "number"], ignore_index=True)
    return pd.DataFrame(
        {
            "Name as printed": rows["name_printed"],
            "What it is about": rows["gist"],
            "Called": rows["called"].map(themes.CALLED_WORDS),
            "Where": passages.named(rows),
        }
    )


def bounds(bounds: pd.DataFrame) -> pd.DataFrame:
    """Return between which milestones each status was reached (see milestones.bounds)."""
    return pd.DataFrame(
        {
            "Status": bounds["status"].map(themes.STATUS_WORDS),
            "Last milestone known without it": _months(bounds["not_yet"]),
            "First milestone known with it": _months(bounds["reached"]),
            "Milestones unknown": bounds["unknown"],
        }
    )


def unknown(
    bounds: pd.DataFrame, cases: int, unsure: list[str], months: list[str], as_of: str
) -> pd.DataFrame:
    """Return what is unknown of one partnership, and what the record has instead.

    A row is one question. `bounds` is what milestones.bounds returns, `cases` the number of names
    of demonstration cases, `unsure` the members whose identity is open, `months` those with a
    member list.
    """
    spans = bounds.set_index("status").to_dict("index")
    listed = f"Table 4 lists it as qualified in {month_words(as_of)}"
    lists = f"the member list of {and_join([month_words(month) for month in months])}"
    questions = {
        "When it qualified": f"{_span(spans.get('qualified'))}; {listed}",
        "When its expression of interest was submitted": _span(spans.get("eoi")),
        "Which work phase it is in": "its qualification, and no date for any later phase",
        "How far its demonstration cases have come": (
            f"{amount(cases, 'printed name')} of cases or areas, and no state of work"
        ),
        "Who was in it in another month": f"{lists}, and no other",
        "Who is meant by some of its members": (
            f"our reading of {and_join(unsure)}, with what else could be meant"
            if unsure
            else "one answer for each"
        ),
        "Whether its theme is a priority of its lead regions": (
            "no priorities of any region; the brief links the start to such a priority, and no "
            "document makes it a condition"
        ),
        "What each member does in it": "its role, and no more",
        "Which firms, clusters and laboratories work in it": "regions alone",
        "What money it has": "no amount for a single partnership",
        "What its own status report said": "one report as an example, its picture lost (Figure 7)",
    }
    return pd.DataFrame(
        {"What is unknown": list(questions), "What the record has": list(questions.values())}
    )


def _span(bounds: dict[Hashable, Any] | None) -> str:
    """Return between which milestones a status was reached, in words."""
    if bounds is None:
        return "no row in Table 3"
    before, by = bounds["not_yet"], bounds["reached"]
    told = [f"not reached by {month_words(before)}"] if before else []
    told += [f"reached by {month_words(by)}"] if by else []
    cells = amount(bounds["unknown"], "milestone") + " unknown"
    return ", ".join([*told, cells])


def _months(milestones: "pd.Series[str]") -> list[str]:
    return [month_words(month) if month else "none" for month in milestones]


def _cells(numbers: "pd.Series[float]") -> "pd.Series[float] | pd.Series[str]":
    """Return numbers as they are, or as words where one of them is not defined."""
    if numbers.notna().all():
        return numbers.astype("float64")
    return numbers.map("{:.3f}".format, na_action="ignore").astype("object").fillna("none")
