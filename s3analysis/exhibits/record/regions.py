"""Which region each name of Table 4 of the brief means, and what was corrected there."""

import pandas as pd

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.numbers import NONE
from s3analysis.exhibits.words import BRIEF
from s3analysis.vocabulary import amount, part

PRINTED = f"{BRIEF}, Table 4"
EXTENTS = {"whole": "wholly", "part": "in part"}


def corrections(log: pd.DataFrame, entries: int) -> Exhibit:
    """Return the corrections log: a row is one printed cell that is read otherwise.

    `entries` is how many entries Table 4 of the brief prints for the month.
    """
    entry = "printed entry / printed entries"
    return Exhibit(
        key="corrections",
        title=part(log["row"].nunique(), entries, entry) + " corrected in some cell",
        subtitle="Printed cells that are read otherwise, with the reason",
        table=pd.DataFrame(
            {
                "Entry": log["row"],
                "As printed": log["as_printed"].replace("", "(nothing)"),
                "As read": log["as_read"],
                "Kind": log["rule"].str.replace("_", " "),
                "Reason": log["reason"],
                "Passage": log["quote"],
            }
        ),
        source=PRINTED,
    )


def identities(regions: pd.DataFrame, codes: pd.DataFrame) -> Exhibit:
    """Return who each region is: a row is one, with its NUTS 2013 codes and any open question."""
    unsure = int((regions["identity"] == "open").sum())
    in_force = codes.loc[
        codes["nuts_version"].astype("str").eq("2013") & codes["extent"].eq("whole")
    ]
    words = (in_force["nuts_id"] + " " + in_force["nuts_label"]).groupby(in_force["region_id"])
    return Exhibit(
        key="identities",
        title=f"{unsure} of {len(regions)} regions could be identified differently",
        subtitle="Regions of the member lists, their NUTS 2013 codes, and open questions",
        table=pd.DataFrame(
            {
                "Region": regions["name"],
                "Country": regions["country_id"],
                "NUTS 2013": regions["region_id"].map(words.agg("; ".join)),
                "Seat": regions["seat"],
                "Could also mean": regions["alternatives"].str.replace("|", "; ").replace("", NONE),
                "Reason": regions["reason"],
            }
        ),
        source=f"{PRINTED}; Eurostat, NUTS 2013; our reading",
    )


def codes(codes: pd.DataFrame, regions: pd.DataFrame) -> Exhibit:
    """Return the NUTS codes of each region in each vintage: a row is one code in one vintage."""
    names = regions.set_index("region_id")["name"]
    ordered = codes.sort_values(["region_id", "nuts_version", "nuts_id"])
    vintages = ordered["nuts_version"].astype("str")
    return Exhibit(
        key="nuts-codes",
        title=f"{amount(codes['nuts_id'].nunique(), 'NUTS code')} of "
        f"{amount(vintages.nunique(), 'vintage')} for {amount(len(regions), 'region')}",
        subtitle="NUTS codes of each region, by vintage",
        table=pd.DataFrame(
            {
                "Region": ordered["region_id"].map(names),
                "Vintage": vintages,
                "Code": ordered["nuts_id"],
                "Eurostat's label": ordered["nuts_label"],
                "The unit lies in the region": ordered["extent"].map(EXTENTS),
            }
        ),
        source=f"Eurostat, NUTS {', '.join(sorted(vintages.unique()))}",
    )


def aliases(aliases: pd.DataFrame, regions: pd.DataFrame) -> Exhibit:
    """Return by which other names a region is found when a person types it: a row is one name."""
    names = regions.set_index("region_id")["name"]
    ordered = aliases.sort_values(["region_id", "language", "alias"])
    return Exhibit(
        key="aliases",
        title=f"A region can also be typed by {amount(len(ordered), 'other name')}",
        subtitle="Names in other languages and short forms that are understood",
        table=pd.DataFrame(
            {
                "Region": ordered["region_id"].map(names),
                "Also found as": ordered["alias"],
                "Language": ordered["language"],
                "What it is": ordered["source"],
            }
        ),
        source="Our own list",
    )


def countries(countries: pd.DataFrame) -> Exhibit:
    """Return the countries and their time in the Union: a row is one."""
    left = int((countries["left"] != "").sum())
    shown = countries.replace("", NONE)
    return Exhibit(
        key="countries",
        title=part(left, len(countries), "country / countries", "has / have")
        + " left the Union since",
        subtitle="Countries named, with the days they joined and left the European Union",
        table=pd.DataFrame(
            {
                "Country": shown["name"],
                "Code": shown["country_id"],
                "Also coded": shown["alternative_codes"].str.replace("|", ", "),
                "Joined": shown["joined"],
                "Left": shown["left"],
                "Group": shown["accession_group"],
                "After": shown["source"],
            }
        ),
        source="The treaties of accession, and the withdrawal of the United Kingdom",
    )
