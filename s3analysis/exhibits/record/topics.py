"""The exhibits of what was discussed: areas of the Info-Day, topics of the kick-off."""

import pandas as pd

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.numbers import NONE
from s3analysis.exhibits.words import BRIEF
from s3analysis.vocabulary import amount, and_join, part

KICKOFF_TOPIC = "topic of the kick-off / topics of the kick-off"


def infoday_areas(areas: pd.DataFrame, points: pd.DataFrame) -> Exhibit:
    """Return Table 1 of the brief: a row is one area of the Info-Day."""
    rows = areas.loc[areas["listed_in"] == "table-1"].sort_values("number", ignore_index=True)
    everybody = (rows["regions"] + rows["further_regions"].fillna(0)).astype("int64")
    most = everybody.max()
    first = rows.loc[everybody == most, "name_printed"].tolist()
    counts_more = rows.loc[everybody == most, "further_regions"].notna().any()
    included = "; those of initiatives are counted too" if counts_more else ""
    each = " each" if len(first) > 1 else ""
    further = "+" + rows["further_regions"].astype("str") + " of " + rows["further_regions_of"]
    said = _points(points, rows["area_id"])
    return Exhibit(
        key="infoday-areas",
        title=f"{and_join(first)} attracted the most regions ({most}{each}) of "
        f"{amount(len(rows), 'area')}{included}",
        subtitle="Areas of the Info-Day: number of regions, issues and joint actions in our words",
        table=pd.DataFrame(
            {
                "Area": rows["name_printed"],
                "Regions": rows["regions"].astype("int64"),
                "Further regions": further.where(rows["further_regions"].notna(), NONE),
                "Issues discussed": said["issue"],
                "Joint actions": said["joint_action"],
            }
        ),
        source=f"{BRIEF}, Table 1",
        note="The text runs the columns of the printed table together: which point belongs to "
        "which column is our reading.",
        reproduces="Table 1 of the brief",
    )


def kickoff_topics(topics: pd.DataFrame, partnerships: pd.DataFrame) -> Exhibit:
    """Return Table 2 of the brief (see themes.followed): a row is one topic of the kick-off."""
    rows = topics.sort_values("number", ignore_index=True)
    short = partnerships.set_index("partnership_id")["short_name"]
    became = rows["partnership_id"].map(short)
    followed = int(became.notna().sum())
    vanguard = int((rows["vanguard"] == "yes").sum())
    return Exhibit(
        key="kickoff-topics",
        title=part(followed, len(rows), KICKOFF_TOPIC, "became a partnership / became partnerships")
        + f"; {amount(vanguard, 'topic is / topics are')} marked as Vanguard",
        subtitle="Topics of November 2016 in our words, with the number of regions as printed",
        table=pd.DataFrame(
            {
                "Topic": rows["name_printed"],
                "What it is about": rows["gist"],
                "Regions": rows["regions_printed"].replace("", "not printed"),
                "Vanguard": rows["vanguard"].replace("unknown", "not stated"),
                "Partnership of the brief's Table 4": became.fillna("none"),
            }
        ),
        source=f"{BRIEF}, Table 2; partnerships: its Table 4",
        note="Vanguard: whether the row or the brief's Table 3 says so, of a pilot or a "
        "demonstration case. Which partnership a topic became is our reading.",
        reproduces="Table 2 of the brief",
    )


def _points(points: pd.DataFrame, areas: "pd.Series[str]") -> pd.DataFrame:
    """Return the points of each area in the order of areas, those of one kind in one text."""
    remarks = (" [" + points["remark"] + "]").where(points["remark"] != "", "")
    listed = points.assign(point=points["gist"] + remarks).sort_values(
        ["area_id", "kind", "number"]
    )
    joined = listed.pivot_table(index="area_id", columns="kind", values="point", aggfunc=" ".join)
    return (
        joined.reindex(index=areas, columns=["issue", "joint_action"])
        .astype("object")
        .fillna("none listed")
        .reset_index(drop=True)
    )
