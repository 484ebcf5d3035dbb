"""What must hold between the tables on themes, events and statements: one function a rule.

The rules have the shape of those in rules.py: printed tables in, violations out, a row being one
cell that breaks the rule, with table, row, field and reason.
"""

import pandas as pd

from s3analysis.sources.record.clean import Tables
from s3analysis.sources.record.rules import NOTHING, Rule, lines

MILESTONES = ("2016-05", "2016-06", "2016-11", "2017-03", "2017-06", "2017-08")
"""The months that head the columns of Table 3."""

STATUSES = ("theme", "eoi", "qualified")
"""The lines that each theme has in Table 3."""

REACHED = ("yes", "merged")
"""The values a status keeps once it has one of them."""

YEARS = ("2010", "2018")
"""From the Council conclusions on smart specialisation to the last year a document plans for."""

LISTS = {"text": "info-day-text", "table-1": "table-1"}
"""The lists of Info-Day areas, by what theme_names calls the same list."""


def unknown_has_no_evidence(raw: Tables) -> pd.DataFrame:
    """Return the statuses whose evidence, reason or locator does not fit unknown or known."""
    status = raw["theme_status"]
    unknown = status["value"] == "unknown"
    cells = [
        lines(
            "theme_status",
            status,
            unknown != (status["evidence"] == "none"),
            "evidence",
            "evidence is none where the value is unknown, and only there",
        )
    ]
    for field in ("reason", "document_id", "section", "quote"):
        broken = unknown != (status[field] == "")
        reason = f"{field} is empty where the value is unknown, and only there"
        cells.append(lines("theme_status", status, broken, field, reason))
    return pd.concat(cells)


def table_3_is_whole(raw: Tables) -> pd.DataFrame:
    """Return the themes of Table 3 without all their cells, and the cells that it does not have."""
    names = raw["theme_names"].loc[raw["theme_names"]["occasion"] == "table-3"]
    status = raw["theme_status"]
    printed = status["milestone"].isin(MILESTONES) & status["status"].isin(STATUSES)
    different = status.loc[printed].drop_duplicates(["theme_id", "milestone", "status"])
    cells = different["theme_id"].value_counts()
    lacking = names["theme_id"].map(cells).fillna(0) < len(MILESTONES) * len(STATUSES)
    return pd.concat(
        [
            lines(
                "theme_names", names, lacking, "theme_id", "theme_status lacks a cell of this theme"
            ),
            lines(
                "theme_status",
                status,
                ~status["theme_id"].isin(names["theme_id"]),
                "theme_id",
                "Table 3 prints no row for this theme",
            ),
            lines(
                "theme_status",
                status,
                ~printed,
                "milestone",
                "Table 3 has no such column and line",
            ),
            lines(
                "theme_status",
                status,
                status.duplicated(["theme_id", "milestone", "status"]),
                "theme_id",
                "the cell of Table 3 stands here already",
            ),
        ]
    )


def what_is_reached_stays(raw: Tables) -> pd.DataFrame:
    """Return the statuses that are no or unknown although an earlier milestone had them reached."""
    status = raw["theme_status"]
    reached = status["value"].isin(REACHED)
    first = (
        status["milestone"]
        .where(reached)
        .groupby([status["theme_id"], status["status"]])
        .transform("min")
    )
    return lines(
        "theme_status",
        status,
        ~reached & (status["milestone"] > first).fillna(False),
        "value",
        "the theme had reached this by " + first.fillna("") + " and keeps what it has reached",
    )


def qualified_has_come_the_whole_way(raw: Tables) -> pd.DataFrame:
    """Return the qualified themes without a theme or an expression of interest by then."""
    status = raw["theme_status"]
    earlier = status.loc[(status["status"] != "qualified") & (status["value"] == "no")]
    refused = pd.MultiIndex.from_frame(earlier[["theme_id", "milestone"]])
    cells = pd.MultiIndex.from_frame(status[["theme_id", "milestone"]])
    qualified = (status["status"] == "qualified") & (status["value"] == "yes")
    return lines(
        "theme_status",
        status,
        qualified & cells.isin(refused),
        "value",
        "qualified, but no theme or no expression of interest by then",
    )


def events_end_after_they_start(raw: Tables) -> pd.DataFrame:
    """Return the events that end before they start; a month or year ends with its last day."""
    events = raw["events"]
    latest = events["ends"] + "~"  # sorts after any day of the month or year
    return lines(
        "events",
        events,
        (events["ends"] != "") & (latest < events["starts"]),
        "ends",
        "ends before it starts, on " + events["starts"],
    )


def events_lie_in_time(raw: Tables) -> pd.DataFrame:
    """Return the dates of events that lie outside the time the documents tell of."""
    events = raw["events"]
    first, last = YEARS
    return pd.concat(
        lines(
            "events",
            events,
            (events[field] != "") & ~events[field].str[:4].between(first, last),
            field,
            f"the documents tell of {first} to {last}",
        )
        for field in ("starts", "ends")
    )


def areas_count_their_regions(raw: Tables) -> pd.DataFrame:
    """Return the Info-Day areas with a count of regions in the text, or without one in Table 1."""
    areas = raw["infoday_areas"]
    return lines(
        "infoday_areas",
        areas,
        (areas["listed_in"] == "text") != areas["regions"].isna(),
        "regions",
        "Table 1 counts the regions of each area, the list of the text of none",
    )


def further_regions_have_their_initiative(raw: Tables) -> pd.DataFrame:
    """Return the areas that add regions of no initiative, or an initiative without its regions."""
    areas = raw["infoday_areas"]
    return lines(
        "infoday_areas",
        areas,
        areas["further_regions"].isna() != (areas["further_regions_of"] == ""),
        "further_regions_of",
        "further regions and the initiative they come from stand together",
    )


def areas_and_names_agree(raw: Tables) -> pd.DataFrame:
    """Return the themes that one of infoday_areas and theme_names gives a list, and not both."""
    areas, names = raw["infoday_areas"], raw["theme_names"]
    of_list = areas["listed_in"].map(LISTS)
    named = set(zip(names["occasion"], names["theme_id"], strict=True))
    listed = {
        pair
        for field in ("theme_id", "further_theme_id")
        for pair in zip(of_list, areas[field], strict=True)
    }
    printed = names.loc[names["occasion"].isin(LISTS.values())]
    pairs = zip(printed["occasion"], printed["theme_id"], strict=True)
    missing = pd.Series([pair not in listed for pair in pairs], printed.index, dtype="bool")
    found = [
        lines("theme_names", printed, missing, "theme_id", "no area of that list has this theme")
    ]
    for field in ("theme_id", "further_theme_id"):
        given = areas.loc[areas[field] != ""]
        pairs = zip(of_list[given.index], given[field], strict=True)
        unnamed = pd.Series([pair not in named for pair in pairs], given.index, dtype="bool")
        reason = "theme_names has no name for this theme from that list"
        found.append(lines("infoday_areas", given, unnamed, field, reason))
    return pd.concat(found)


def themes_are_known(raw: Tables) -> pd.DataFrame:
    """Return the theme keys, in any table, that themes does not have."""
    themes = raw["themes"]["theme_id"]
    found = [NOTHING]
    for name, table in raw.items():
        for field in [str(column) for column in table if str(column).endswith("theme_id")]:
            broken = ~table[field].isin(["", *themes])
            found.append(lines(name, table, broken, field, "no such theme in themes"))
    return pd.concat(found)


def pitches_are_counted(raw: Tables) -> pd.DataFrame:
    """Return the pitches whose position is not one of 1 to their number, each once."""
    pitches = raw["pitches"]
    position = pitches["position"]
    return lines(
        "pitches",
        pitches,
        ~position.isin(range(1, len(pitches) + 1)) | position.duplicated(),
        "position",
        "positions count from 1 without a gap",
    )


def cases_are_counted(raw: Tables) -> pd.DataFrame:
    """Return the demonstration cases whose numbers do not run from 1 in their passage."""
    cases = raw["demo_cases"]
    of_passage = cases.groupby(["partnership_id", "document_id", "section"])["number"]
    return lines(
        "demo_cases",
        cases,
        of_passage.rank(method="first") != cases["number"],
        "number",
        "numbers run from 1 within one partnership and passage",
    )


def _located(raw: Tables) -> set[tuple[str, str]]:
    """Return every section, with its document, that a row of some table points to."""
    apart = {"sections", "not_covered"}
    return {
        pair
        for name, table in raw.items()
        for field in [str(column) for column in table if str(column).endswith("section")]
        if name not in apart
        for pair in zip(
            table[field.removesuffix("section") + "document_id"], table[field], strict=True
        )
    }


def sections_are_covered_or_named(raw: Tables) -> pd.DataFrame:
    """Return the sections that no row points to and not_covered does not name, or that are both."""
    located = _located(raw)
    sections, left_out = raw["sections"], raw["not_covered"]
    named = set(zip(left_out["document_id"], left_out["section"], strict=True))
    pairs = zip(sections["document_id"], sections["section"], strict=True)
    nowhere = pd.Series([pair not in located | named for pair in pairs], sections.index)
    pairs = zip(left_out["document_id"], left_out["section"], strict=True)
    both = pd.Series([pair in located for pair in pairs], left_out.index, dtype="bool")
    return pd.concat(
        [
            lines(
                "sections",
                sections,
                nowhere,
                "section",
                "no row of any table points here, and not_covered does not name it",
            ),
            lines(
                "not_covered",
                left_out,
                both,
                "section",
                "named as left out, although a row of another table points to it",
            ),
        ]
    )


RULES: list[Rule] = [
    unknown_has_no_evidence,
    table_3_is_whole,
    what_is_reached_stays,
    qualified_has_come_the_whole_way,
    events_end_after_they_start,
    events_lie_in_time,
    areas_count_their_regions,
    further_regions_have_their_initiative,
    areas_and_names_agree,
    themes_are_known,
    pitches_are_counted,
    cases_are_counted,
    sections_are_covered_or_named,
]
