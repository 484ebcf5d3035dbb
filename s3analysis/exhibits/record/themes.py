"""The exhibits of themes: how they became partnerships."""

from collections.abc import Hashable

import pandas as pd

from s3analysis.exhibits import passages
from s3analysis.exhibits.charts import grids, style
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.numbers import NONE, number
from s3analysis.exhibits.words import BRIEF
from s3analysis.measures.record.themes import STATUSES, last_named
from s3analysis.vocabulary import OCCASION_WORDS, amount, and_join, month_words, part

PASSAGES = f"{BRIEF}, Table 3, and the passages named in each row"
EVERYWHERE = "Brief, Interreg Europe brief, DG GROW page, support document and ECCP news"
ADD_UP = "Stated and deduced cells add up to all cells that are not unknown."
READ = "Which names mean the same theme is our reading."

STATUS_WORDS = {
    "theme": "Discussed as a theme",
    "eoi": "Expression of interest",
    "qualified": "Qualified",
}
OUTCOME_WORDS = {
    "qualified": "Qualified partnership",
    "merged": "Merged",
    "eoi": "Expression of interest",
    "theme": "Discussed, nothing further known",
    "named": "Named, without a row in the brief's Table 3",
}

CALLED_WORDS = {
    "demo-case": "demonstration case",
    "key-manufacturing-area": "area for pilot plants",
    "joint-demonstration-case": "case for joint demonstration",
}


def theme_status(status: pd.DataFrame, paths: pd.DataFrame, as_of: str) -> Exhibit:
    """Return Table 3 of the brief as a grid: a row is one theme, status and milestone."""
    rows = _in_reading_order(status, paths)
    themes, last = status["theme_id"].nunique(), month_words(status["milestone"].max())
    reached = (status["status"] == "qualified") & (status["value"] == "yes")
    qualified = status.loc[reached, "theme_id"].nunique()
    unknown = int((status["value"] == "unknown").sum())
    when = part(unknown, len(status), "cell", "remains / remain") + " unknown"
    if unknown * 2 > len(status):
        when = "when each step was taken is mostly unknown"
    return Exhibit(
        key="theme-status",
        title=part(qualified, themes, "theme", "became a partnership / became partnerships")
        + f"; {when}",
        subtitle="Furthest step known by each month: discussed, expression of interest, qualified",
        table=_table_3(rows),
        **style.drawings(grids.steps, rows, as_of, key="theme-status"),
        alt=f"Grid of {amount(themes, 'theme')} by "
        f"{amount(status['milestone'].nunique(), 'month')}: the furthest step known by each "
        f"month, and an empty cell where none is. {qualified} had qualified by {last}.",
        source=PASSAGES,
        note=f"A theme that qualified by {last}, the last milestone, became a partnership. "
        "The colours of the printed table are lost. The dashed line separates what came after "
        f"{month_words(as_of)}.",
        reproduces="Table 3 of the brief, as far as text decides it",
    )


def _table_3(rows: pd.DataFrame) -> pd.DataFrame:
    """Return Table 3 of the brief, cell by cell (see _in_reading_order)."""
    decided = rows["value"] != "unknown"
    undecided = [
        f"no passage decides; last named {month_words(last)}"
        if last and line == STATUS_WORDS["theme"]
        else "no passage decides"
        for last, line in zip(last_named(rows), rows["status"], strict=True)
    ]
    return pd.DataFrame(
        {
            "Theme": rows["name"],
            "How far": rows["group"],
            "Status": rows["status"],
            "Milestone": rows["milestone"],
            "Value": rows["value"],
            "Evidence": rows["evidence"],
            "Reason": rows["reason"].where(decided, undecided),
            "Where": passages.named(rows).where(decided, NONE),
            "Passage": rows["quote"].where(decided, NONE),
        }
    )


def known(known: pd.DataFrame, totals: pd.DataFrame) -> Exhibit:
    """Return how much of Table 3 can be known, beside printed totals (themes.known, .totals)."""
    printed = totals.set_index("milestone")["printed"]
    total = known["milestone"].map(printed).where(known["status"] == "qualified")
    stated, deduced = int(known["stated"].sum()), int(known["deduced"].sum())
    cells = int(known[["yes", "no", "merged", "unknown"]].to_numpy().sum())
    return Exhibit(
        key="theme-status-known",
        title=f"The text decides {stated + deduced} of {amount(cells, 'cell')}: {stated} stated "
        f"plainly, {deduced} deduced",
        subtitle="Number of themes by value and by evidence, for each status and milestone",
        table=pd.DataFrame(
            {
                "Status": known["status"].map(STATUS_WORDS),
                "Milestone": known["milestone"].map(month_words),
                "Yes": known["yes"],
                "No": known["no"],
                "Merged": known["merged"],
                "Unknown": known["unknown"],
                "Stated": known["stated"],
                "Deduced": known["deduced"],
                "Printed total": [number(each, 0) for each in total],
            }
        ),
        source=PASSAGES,
        note=" ".join([*map(_follows, totals.to_dict("records")), ADD_UP]),
    )


def _follows(total: dict[Hashable, int | str]) -> str:
    """Return what follows for the rows of Table 3 from a printed total of themes.totals."""
    least, of = total["least"], total["of"]
    return (
        f"The brief prints that {total['printed']} partnerships had qualified by "
        f"{month_words(str(total['milestone']))}, not which. Without a row here: "
        f"{total['outside']}; rows that ended in a merger: {total['merged']}. So at least {least} "
        f"of the {of} rows that end as qualified had."
    )


def names(names: pd.DataFrame, paths: pd.DataFrame) -> Exhibit:
    """Return the themes followed through the documents: a row is one name on one occasion."""
    order = {key: place for place, key in enumerate([*paths["theme_id"], *OCCASION_WORDS])}
    rows = names.sort_values(
        ["theme_id", "occasion", "name_printed"],
        key=lambda cells: cells.map(order) if cells.name != "name_printed" else cells,
        ignore_index=True,
    )
    named = paths.set_index("theme_id")
    marks = pd.DataFrame(
        {
            "name": rows["theme_id"].map(named["name"]),
            "group": rows["theme_id"].map(named["outcome"]).map(OUTCOME_WORDS),
            "column": rows["occasion"].map(OCCASION_WORDS),
        }
    )
    taken, once = int((paths["partnership_id"] != "").sum()), int((paths["occasions"] == 1).sum())
    only = f"{amount(once, 'theme is / themes are')} named on one occasion only"
    figure = grids.dots(marks, list(OCCASION_WORDS.values()))
    return Exhibit(
        key="theme-names",
        title=part(taken, len(paths), "theme", "was / were")
        + f" taken up by a partnership; {only}",
        subtitle="Where each theme is named, in the order of the events",
        table=pd.DataFrame(
            {
                "Theme": marks["name"],
                "How far": marks["group"],
                "Occasion": marks["column"],
                "Name as printed": rows["name_printed"],
                "Where": passages.named(rows),
            }
        ),
        svg=style.to_svg(figure, "theme-names"),
        alt=f"Marks where {amount(len(paths), 'theme')} are named on "
        f"{amount(rows['occasion'].nunique(), 'occasion')}. Lines join the marks of a theme; "
        f"{amount(once, 'theme has / themes have')} marks on one occasion only.",
        source=f"{EVERYWHERE}, as printed",
        note=READ,
    )


def paths(paths: pd.DataFrame, partnerships: pd.DataFrame, themes: pd.DataFrame) -> Exhibit:
    """Return what became of each theme (see measures.themes.paths): a row is one theme."""
    short = partnerships.set_index("partnership_id")["short_name"]
    remarks = themes.set_index("theme_id")["remark"]
    ways = paths["outcome"].value_counts()
    return Exhibit(
        key="theme-paths",
        title=f"{amount(ways.get('qualified', 0), 'theme').capitalize()} qualified, "
        f"{ways.get('merged', 0)} merged, {ways.get('eoi', 0)} stopped at an expression of "
        "interest",
        subtitle="First and last occasion on which each theme is named, and how we read its names",
        table=pd.DataFrame(
            {
                "Theme": paths["name"],
                "What became of it": paths["outcome"].map(OUTCOME_WORDS),
                "Partnership": paths["partnership_id"].map(short).fillna(NONE),
                "Named first": paths["first"].map(OCCASION_WORDS).fillna(NONE),
                "Named last": paths["last"].map(OCCASION_WORDS).fillna(NONE),
                "How it was read": paths["theme_id"].map(remarks).replace("", NONE),
            }
        ),
        source=f"{EVERYWHERE}; partnerships: Table 4 of the brief",
        note=f"{READ} The partnerships of the brief's Table 4 count as qualified, with or without "
        "a row in its Table 3.",
    )


def pitches(pitches: pd.DataFrame, themes: pd.DataFrame, twice: list[int]) -> Exhibit:
    """Return the presentations of June 2017 in printed order: a row is one.

    `twice` are the numbers printed more than once (see measures.themes.numbered_twice).
    """
    rows = pitches.sort_values("position", ignore_index=True)
    listed = amount(int((rows["kind"] == "pitch").sum()), "pitch is / pitches are").capitalize()
    numbers = rows["number_printed"].dropna()
    title = f"{listed} listed, without numbers"
    if len(numbers):
        title = f"{listed} listed and numbered to {numbers.max()}"
    if twice:
        used = "number is / numbers are"
        title += f"; {amount(len(twice), used)} used twice ({and_join([str(n) for n in twice])})"
    return Exhibit(
        key="pitches",
        title=title,
        subtitle="Presentations and pitches in printed order",
        table=pd.DataFrame(
            {
                "Place in the passage": rows["position"].astype("int64"),
                "Number printed": rows["number_printed"]
                .astype("str")
                .where(rows["number_printed"].notna(), "none"),
                "Name as printed": rows["name_printed"],
                "Read as": rows["theme_id"]
                .map(themes.set_index("theme_id")["name"])
                .fillna("several themes"),
                "Kind": rows["kind"],
                "Marked as Vanguard": rows["vanguard"],
            }
        ),
        source=f"{BRIEF}, section on the conference of June 2017",
        note="The place in the passage is our count. Marked as Vanguard: \u201cno\u201d only means "
        "that no mark is printed.",
    )


def demonstration_cases(cases: pd.DataFrame, partnerships: pd.DataFrame) -> Exhibit:
    """Return the demonstration cases: a row is one case of one partnership in one table."""
    order = partnerships.set_index("partnership_id")["position"]
    rows = cases.assign(position=cases["partnership_id"].map(order)).sort_values(
        ["position", "section", "number"], ignore_index=True
    )
    short = partnerships.set_index("partnership_id")["short_name"]
    named = rows["partnership_id"].nunique()
    return Exhibit(
        key="demo-cases",
        title=f"Demonstration cases are named for {named} of "
        f"{amount(len(partnerships), 'partnership')}, in {amount(len(rows), 'entry / entries')}",
        subtitle="Demonstration cases and areas for pilot plants, by partnership",
        table=pd.DataFrame(
            {
                "Partnership": rows["partnership_id"].map(short),
                "Case as printed": rows["name_printed"],
                "What it is about": rows["gist"],
                "Called": rows["called"].map(CALLED_WORDS),
                "Where": passages.named(rows),
            }
        ),
        source=f"{BRIEF}, Tables 2 and 4",
        note="The brief's Tables 2 and 4 name some of the same cases, so the number of entries is "
        "not the number of cases.",
    )


def _in_reading_order(status: pd.DataFrame, paths: pd.DataFrame) -> pd.DataFrame:
    """Return the cells of Table 3 by theme in the order of `paths`, then status and milestone.

    With words for the status, the theme (`name`) and what became of it (`group`).
    """
    order = {key: place for place, key in enumerate([*paths["theme_id"], *STATUSES])}
    rows = status.sort_values(
        ["theme_id", "status", "milestone"],
        key=lambda cells: cells.replace(order),
        ignore_index=True,
    )
    named = paths.set_index("theme_id")
    return rows.assign(
        name=rows["theme_id"].map(named["name"]),
        group=rows["theme_id"].map(named["outcome"]).map(OUTCOME_WORDS),
        status=rows["status"].map(STATUS_WORDS),
        month=rows["milestone"],
    )
