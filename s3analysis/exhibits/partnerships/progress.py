"""The exhibits of how far a partnership has come: cases, milestones, and what is unknown.

`one` is the row of the partnership in partnerships; `own` are its memberships that count.
"""

from collections.abc import Hashable
from typing import Any

import pandas as pd
from IPython.display import Markdown

from s3analysis.exhibits import passages, words
from s3analysis.exhibits.charts.style import to_svg
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.partnerships.partnership_status import Asked, One
from s3analysis.exhibits.record import themes
from s3analysis.vocabulary import amount, and_join, month_words

TABLE_3 = f"{words.BRIEF}, Table 3; each cell with its own passage"


def cases(one: "One[str]", cases: pd.DataFrame) -> Exhibit | Markdown:
    """Return the demonstration cases of one partnership: a row is one name in one table."""
    name = one["short_name"]
    if cases.empty:
        return Markdown(
            f"The documents name no demonstration case of {name}; it may have some all the same."
        )
    rows = cases.sort_values(["section", "number"], ignore_index=True)
    return Exhibit(
        key="cases",
        title=f"{amount(len(rows), 'name')} of demonstration cases or areas for {name}",
        subtitle="Cases as printed, and what they are about in our words",
        table=pd.DataFrame(
            {
                "Name as printed": rows["name_printed"],
                "What it is about": rows["gist"],
                "Called": rows["called"].map(themes.CALLED_WORDS),
                "Where": passages.named(rows),
            }
        ),
        source=f"{words.BRIEF}, Tables 2 and 4",
    )


def milestones(
    one: "One[str]", status: pd.DataFrame, paths: pd.DataFrame, run: Asked
) -> Exhibit | Markdown:
    """Return the row of the theme in Table 3 of the brief: a row is one status and milestone."""
    name = one["short_name"]
    if status.empty:
        return Markdown(f"The brief's Table 3 has no row for {name}, so no milestone is known.")
    unknown = int((status["value"] == "unknown").sum())
    cells = amount(len(status), "cell")
    return Exhibit(
        key="milestones",
        title=f"{name}: {unknown or 'none'} of {cells} of its row in the brief's Table 3 unknown",
        subtitle="What is known at each milestone: discussed, expression of interest, qualified",
        table=themes.table_3(status, paths),
        svg=to_svg(themes.grid_3(status, paths, run.as_of), "milestones"),
        alt=f"Grid of {cells}, one a status and milestone of {name}: {len(status) - unknown} "
        f"known, {unknown} unknown.",
        source=TABLE_3,
        note=f"Its last milestone is {month_words(status['milestone'].max())}; the members are of "
        f"{month_words(run.as_of)}.",
        reproduces="Table 3 of the brief, one theme of it",
    )


def bounds(one: "One[str]", bounds: pd.DataFrame, paths: pd.DataFrame) -> Exhibit | Markdown:
    """Return between which milestones each status was reached (see milestones.bounds)."""
    if bounds.empty:
        firsts = and_join(paths["first"].map(themes.OCCASION_WORDS).tolist())
        return Markdown(f"Its theme is first named in: {firsts}.")
    return Exhibit(
        key="bounds",
        title=f"{one['short_name']}: between which milestones each status was reached",
        subtitle="Milestones of the brief's Table 3; what lies between the two is unknown",
        table=pd.DataFrame(
            {
                "Status": bounds["status"].map(themes.STATUS_WORDS),
                "Last milestone known without it": _months(bounds["not_yet"]),
                "First milestone known with it": _months(bounds["reached"]),
                "Milestones unknown": bounds["unknown"],
            }
        ),
        source=TABLE_3,
    )


def unknown(
    one: "One[str]",
    own: pd.DataFrame,
    bounds: pd.DataFrame,
    cases: pd.DataFrame,
    regions: pd.DataFrame,
    months: list[str],
    run: Asked,
) -> Exhibit:
    """Return what is unknown of one partnership, and what the data have instead.

    A row is one question. `bounds` is what milestones.bounds returns, `months` those with a member
    list.
    """
    answers = _answers(own, bounds, len(cases), regions, months, run)
    return Exhibit(
        key="unknown",
        title=f"What the documents do not say of {one['short_name']}",
        subtitle="A row is one question, with what there is instead of an answer",
        table=pd.DataFrame(
            {"What is unknown": list(answers), "What the data have": list(answers.values())}
        ),
        source=words.FIVE_DOCUMENTS,
    )


def _answers(
    own: pd.DataFrame,
    bounds: pd.DataFrame,
    cases: int,
    regions: pd.DataFrame,
    months: list[str],
    run: Asked,
) -> dict[str, str]:
    """Return what there is, by the question that a reader would ask."""
    spans = bounds.set_index("status").to_dict("index")
    unsure = regions.loc[regions["identity"] == "open"].set_index("region_id")["name"]
    names = own.loc[own["region_id"].isin(unsure.index), "region_id"].map(unsure).tolist()
    meant = "one answer for each"
    if names:
        meant = f"our reading of {and_join(names)}, with what else could be meant"
    listed = f"the brief's Table 4 lists it as qualified in {month_words(run.as_of)}"
    lists = and_join([month_words(month) for month in months])
    return {
        "When it qualified": f"{_span(spans.get('qualified'))}; {listed}",
        "When its expression of interest was submitted": _span(spans.get("eoi")),
        "Which work phase it is in": "its qualification, and no date for any later phase",
        "How far its demonstration cases have come": (
            f"{amount(cases, 'printed name')} of cases or areas, and no state of work"
        ),
        "Who was in it in another month": f"the member list of {lists}, and no other",
        "Who is meant by some of its members": meant,
        "Whether its theme is a priority of its lead regions": (
            "no priorities of any region; the brief links the start to such a priority, and no "
            "document makes it a condition"
        ),
        "What each member does in it": "its role, and no more",
        "Which firms, clusters and laboratories work in it": "regions alone",
        "What money it has": "no amount for a single partnership",
        "What its own status report said": (
            "one report as an example, its picture lost (Figure 7 of the brief)"
        ),
    }


def _span(bounds: dict[Hashable, Any] | None) -> str:
    """Return between which milestones a status was reached, in words."""
    if bounds is None:
        return "no row in the brief's Table 3"
    before, by = bounds["not_yet"], bounds["reached"]
    told = [f"not reached by {month_words(before)}"] if before else []
    told += [f"reached by {month_words(by)}"] if by else []
    cells = amount(bounds["unknown"], "milestone") + " unknown"
    return ", ".join([*told, cells])


def _months(milestones: "pd.Series[str]") -> list[str]:
    return [month_words(month) if month else "none" for month in milestones]
