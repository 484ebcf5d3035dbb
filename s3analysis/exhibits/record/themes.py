"""The tables of 03_themes: how themes became partnerships."""

import pandas as pd

from s3analysis.exhibits import passages
from s3analysis.measures.record.themes import OCCASIONS, STATUSES
from s3analysis.vocabulary import month_words

NONE = "-"

STATUS_WORDS = {
    "theme": "Discussed as a theme",
    "eoi": "Expression of interest",
    "qualified": "Qualified",
}
OUTCOME_WORDS = {
    "qualified": "Qualified partnership",
    "merged": "Merged",
    "eoi": "Expression of interest",
    "theme": "Discussed, no more known",
    "named": "Named, without a row in Table 3",
}
OCCASION_WORDS = {
    "vanguard": "Vanguard list",
    "info-day-text": "Info-Day, text",
    "table-1": "Info-Day, Table 1",
    "smart-regions-2016": "Smart Regions 2016",
    "eccp-news": "ECCP news",
    "kick-off-text": "Kick-off, text",
    "table-2": "Kick-off, Table 2",
    "interreg-brief": "Interreg Europe brief",
    "grow-page": "DG GROW page",
    "smart-regions-2017": "Smart Regions 2017",
    "table-3": "Table 3",
    "progress": "Progress to date",
    "table-4": "Table 4",
    "support-document": "Support document",
}
CALLED_WORDS = {
    "demo-case": "demonstration case",
    "key-manufacturing-area": "area for pilot plants",
    "joint-demonstration-case": "case for joint demonstration",
}


def status(status: pd.DataFrame, paths: pd.DataFrame) -> pd.DataFrame:
    """Return Table 3 of the brief, cell by cell: a row is one theme, status and milestone.

    The themes stand in the order of `paths` (see measures.themes.paths): the farthest first.
    """
    order = {theme: place for place, theme in enumerate(paths["theme_id"])} | {
        name: place for place, name in enumerate(STATUSES)
    }
    rows = status.sort_values(
        ["theme_id", "status", "milestone"],
        key=lambda cells: cells.replace(order),
        ignore_index=True,
    )
    named = paths.set_index("theme_id")
    decided = rows["value"] != "unknown"
    return pd.DataFrame(
        {
            "Theme": rows["theme_id"].map(named["name"]),
            "How far": rows["theme_id"].map(named["outcome"]).map(OUTCOME_WORDS),
            "Status": rows["status"].map(STATUS_WORDS),
            "Milestone": rows["milestone"],
            "Value": rows["value"],
            "Evidence": rows["evidence"],
            "Reason": rows["reason"].where(decided, "no passage decides"),
            "Where": passages.named(rows).where(decided, NONE),
            "Passage": rows["quote"].where(decided, NONE),
        }
    )


def known(known: pd.DataFrame) -> pd.DataFrame:
    """Return how much of Table 3 can be known (see measures.themes.known)."""
    return pd.DataFrame(
        {
            "Status": known["status"].map(STATUS_WORDS),
            "Milestone": known["milestone"].map(month_words),
            "Yes": known["yes"],
            "No": known["no"],
            "Merged": known["merged"],
            "Unknown": known["unknown"],
            "Stated": known["stated"],
            "Deduced": known["deduced"],
        }
    )


def names(names: pd.DataFrame, paths: pd.DataFrame) -> pd.DataFrame:
    """Return the themes followed through the documents: a row is one name on one occasion."""
    order = {theme: place for place, theme in enumerate(paths["theme_id"])} | {
        occasion: place for place, occasion in enumerate(OCCASIONS)
    }
    rows = names.sort_values(
        ["theme_id", "occasion", "name_printed"],
        key=lambda cells: cells.map(order) if cells.name != "name_printed" else cells,
        ignore_index=True,
    )
    named = paths.set_index("theme_id")
    return pd.DataFrame(
        {
            "Theme": rows["theme_id"].map(named["name"]),
            "How far": rows["theme_id"].map(named["outcome"]).map(OUTCOME_WORDS),
            "Occasion": rows["occasion"].map(OCCASION_WORDS),
            "Name as printed": rows["name_printed"],
            "Where": passages.named(rows),
        }
    )


def spellings(names: pd.DataFrame, paths: pd.DataFrame) -> pd.DataFrame:
    """Return the names that each theme of a partnership goes by: a row is one theme."""
    order = {occasion: place for place, occasion in enumerate(OCCASIONS)}
    printed = names.sort_values("occasion", key=lambda cells: cells.map(order)).drop_duplicates(
        ["theme_id", "name_printed"]
    )
    words = printed["name_printed"] + " (" + printed["occasion"].map(OCCASION_WORDS) + ")"
    joined = words.groupby(printed["theme_id"]).agg("; ".join)
    counts = printed.groupby("theme_id").size()
    rows = paths.loc[paths["partnership_id"] != ""].reset_index(drop=True)
    return pd.DataFrame(
        {
            "Theme": rows["name"],
            "Spellings": rows["theme_id"].map(counts).fillna(0).astype("int64"),
            "Names as printed, where each stands first": rows["theme_id"].map(joined).fillna(NONE),
        }
    )


def paths(paths: pd.DataFrame, partnerships: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Return what became of each theme (see measures.themes.paths): a row is one theme."""
    short = partnerships.set_index("partnership_id")["short_name"]
    remarks = themes.set_index("theme_id")["remark"]
    return pd.DataFrame(
        {
            "Theme": paths["name"],
            "What became of it": paths["outcome"].map(OUTCOME_WORDS),
            "Partnership": paths["partnership_id"].map(short).fillna(NONE),
            "Named first": paths["first"].map(OCCASION_WORDS).fillna(NONE),
            "Named last": paths["last"].map(OCCASION_WORDS).fillna(NONE),
            "How it was read": paths["theme_id"].map(remarks).replace("", NONE),
        }
    )


def pitches(pitches: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Return the presentations of June 2017 in printed order: a row is one."""
    rows = pitches.sort_values("position", ignore_index=True)
    names = themes.set_index("theme_id")["name"]
    return pd.DataFrame(
        {
            "Place in the passage": rows["position"].astype("int64"),
            "Number printed": rows["number_printed"]
            .astype("str")
            .where(rows["number_printed"].notna(), "none"),
            "Name as printed": rows["name_printed"],
            "Read as": rows["theme_id"].map(names).fillna("several themes"),
            "Kind": rows["kind"],
            "Marked as Vanguard": rows["vanguard"],
        }
    )


def cases(cases: pd.DataFrame, partnerships: pd.DataFrame) -> pd.DataFrame:
    """Return the demonstration cases: a row is one case of one partnership in one table."""
    order = partnerships.set_index("partnership_id")["position"]
    rows = cases.assign(position=cases["partnership_id"].map(order)).sort_values(
        ["position", "section", "number"], ignore_index=True
    )
    short = partnerships.set_index("partnership_id")["short_name"]
    return pd.DataFrame(
        {
            "Partnership": rows["partnership_id"].map(short),
            "Case as printed": rows["name_printed"],
            "What it is about": rows["gist"],
            "Called": rows["called"].map(CALLED_WORDS),
            "Where": passages.named(rows),
        }
    )
