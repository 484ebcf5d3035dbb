"""What must hold between the tables on themes, events and statements."""

import re
from collections.abc import Iterator

import pandas as pd

from s3analysis.sources.record import Tables
from s3analysis.sources.record.rules import Violation, each, rule

MILESTONES = ("2016-05", "2016-06", "2016-11", "2017-03", "2017-06", "2017-08")
"""The months that head the columns of Table 3 of the brief."""

STATUSES = ("theme", "eoi", "qualified")
"""The lines that each theme has in Table 3 of the brief."""

REACHED = ("yes", "merged")
"""The values a status keeps once it has one of them; that a theme is discussed may end."""

NAMED_IN = {
    "info-day-text": "2016-05",
    "table-1": "2016-05",
    "smart-regions-2016": "2016-06",
    "eccp-news": "2016-06",
    "kick-off-text": "2016-11",
    "table-2": "2016-11",
    "smart-regions-2017": "2017-06",
    "progress": "2017-07",
    "table-4": "2017-07",
    "support-document": "2017-11",
}
"""The month of each occasion of theme_names that has one."""

LISTS = {"text": "info-day-text", "table-1": "table-1"}
"""The lists of Info-Day areas, by what theme_names calls the same list."""


@rule
def unknown_has_no_evidence(raw: Tables) -> Iterator[Violation]:
    """Return the statuses whose evidence, reason or locator does not fit unknown or known."""
    status = raw["theme_status"]
    unknown = status["value"] == "unknown"
    wrong = unknown != (status["evidence"] == "none")
    reason = "evidence is none where the value is unknown, and only there"
    yield "theme_status", "evidence", wrong, reason
    for field in ("reason", "document_id", "section", "quote"):
        reason = f"{field} is empty where the value is unknown, and only there"
        yield "theme_status", field, unknown != (status[field] == ""), reason


@rule
def table_3_is_whole(raw: Tables) -> Iterator[Violation]:
    """Return the themes of Table 3 without all their cells, and those that it does not have."""
    status = raw["theme_status"]
    themes = raw["theme_names"].query("occasion == 'table-3'")["theme_id"]
    cells = themes.map(status["theme_id"].value_counts())
    lacking = cells.fillna(0) < len(MILESTONES) * len(STATUSES)
    yield "theme_names", "theme_id", lacking, "theme_status lacks a cell of this theme"
    unprinted = ~status["theme_id"].isin(themes)
    yield "theme_status", "theme_id", unprinted, "Table 3 prints no row for this theme"


@rule
def what_is_reached_stays(raw: Tables) -> Iterator[Violation]:
    """Return the statuses that are no or unknown although an earlier milestone had them reached."""
    status = raw["theme_status"]
    reached = status["value"].isin(REACHED)
    of_line = status["milestone"].where(reached).groupby([status["theme_id"], status["status"]])
    first = of_line.transform("min")
    lost = ~reached & (status["milestone"] > first).fillna(False)
    lost &= (status["status"] != "theme") | (status["value"] == "no")
    reason = "the theme had reached this by " + first.fillna("") + " and keeps what it has reached"
    yield "theme_status", "value", lost, reason


@rule
def themes_are_discussed_until_last_named(raw: Tables) -> Iterator[Violation]:
    """Return the themes that are said to be discussed after the last passage that names them."""
    status, names = raw["theme_status"], raw["theme_names"]
    last = names["occasion"].map(NAMED_IN).groupby(names["theme_id"]).max()
    last_named = status["theme_id"].map(last).fillna("")
    discussed = (status["status"] == "theme") & status["value"].isin(REACHED)
    reason = "no later passage names the theme, which is last named " + last_named
    yield "theme_status", "value", discussed & (status["milestone"] > last_named), reason


@rule
def qualified_has_come_the_whole_way(raw: Tables) -> Iterator[Violation]:
    """Return the qualified themes without a theme or an expression of interest by then."""
    status = raw["theme_status"]
    earlier = status.loc[(status["status"] != "qualified") & (status["value"] == "no")]
    refused = pd.MultiIndex.from_frame(earlier[["theme_id", "milestone"]])
    cells = pd.MultiIndex.from_frame(status[["theme_id", "milestone"]])
    qualified = (status["status"] == "qualified") & (status["value"] == "yes")
    reason = "qualified, but no theme or no expression of interest by then"
    yield "theme_status", "value", qualified & cells.isin(refused), reason


@rule
def events_end_after_they_start(raw: Tables) -> Iterator[Violation]:
    """Return the events that end before they start; a month or year ends with its last day."""
    events = raw["events"]
    latest = events["ends"] + "~"  # sorts after any day of the month or year
    early = (events["ends"] != "") & (latest < events["starts"])
    yield "events", "ends", early, "ends before it starts, on " + events["starts"]


@rule
def areas_count_their_regions(raw: Tables) -> Iterator[Violation]:
    """Return the Info-Day areas with a count of regions in the text, or without one in Table 1."""
    areas = raw["infoday_areas"]
    wrong = (areas["listed_in"] == "text") != areas["regions"].isna()
    reason = "Table 1 counts the regions of each area, the list of the text of none"
    yield "infoday_areas", "regions", wrong, reason


@rule
def further_regions_have_their_initiative(raw: Tables) -> Iterator[Violation]:
    """Return the areas that add regions of no initiative, or an initiative without its regions."""
    areas = raw["infoday_areas"]
    alone = areas["further_regions"].isna() != (areas["further_regions_of"] == "")
    reason = "further regions and the initiative they come from stand together"
    yield "infoday_areas", "further_regions_of", alone, reason


@rule
def areas_and_names_agree(raw: Tables) -> Iterator[Violation]:
    """Return the themes that one of infoday_areas and theme_names gives a list, and not both."""
    areas, names = raw["infoday_areas"], raw["theme_names"]
    fields = ("theme_id", "further_theme_id")
    of_list = areas["listed_in"].map(LISTS)
    named = set(zip(names["occasion"], names["theme_id"], strict=True))
    listed = {pair for field in fields for pair in zip(of_list, areas[field], strict=True)}
    printed = names.loc[names["occasion"].isin(LISTS.values())]
    missing = each(lambda *pair: pair not in listed, printed["occasion"], printed["theme_id"])
    yield "theme_names", "theme_id", missing, "no area of that list has this theme"
    for field in fields:
        unnamed = each(lambda *pair: pair not in named, of_list, areas[field])
        reason = "theme_names has no name for this theme from that list"
        yield "infoday_areas", field, unnamed & (areas[field] != ""), reason


@rule
def areas_have_their_key(raw: Tables) -> Iterator[Violation]:
    """Return the areas whose key is not their list and words of their printed name."""
    areas = raw["infoday_areas"]

    def named(key: str, listed_in: str, printed: str) -> bool:
        words = key.removeprefix(f"{listed_in}-").split("-")
        return set(words) <= set(re.findall("[a-z0-9]+", printed.lower()))

    wrong = ~each(named, areas["area_id"], areas["listed_in"], areas["name_printed"])
    reason = "key should be " + areas["listed_in"] + " and words of the printed name"
    yield "infoday_areas", "area_id", wrong, reason


def _located(raw: Tables) -> set[tuple[str, str]]:
    """Return every section, with its document, that a row of some table points to."""
    return {
        pair
        for name, table in raw.items()
        for field in [str(column) for column in table if str(column).endswith("section")]
        if name not in {"sections", "not_covered", "numbers"}
        for pair in zip(
            table[field.removesuffix("section") + "document_id"], table[field], strict=True
        )
    }


@rule
def sections_are_covered_or_named(raw: Tables) -> Iterator[Violation]:
    """Return the sections that no row points to and not_covered does not name, or that are both."""
    located = _located(raw)
    sections, left_out = raw["sections"], raw["not_covered"]
    known = located | set(zip(left_out["document_id"], left_out["section"], strict=True))
    nowhere = each(lambda *pair: pair not in known, sections["document_id"], sections["section"])
    reason = "no row of any table points here, and not_covered does not name it"
    yield "sections", "section", nowhere, reason
    both = each(lambda *pair: pair in located, left_out["document_id"], left_out["section"])
    reason = "named as left out, although a row of another table points to it"
    yield "not_covered", "section", both, reason
