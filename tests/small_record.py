"""A small record that many tests share; the real lists of Table 4 of the brief beside it.

Two partnerships with four printed entries (a region printed twice, an observer, a country
corrected, a region nested in another); five regions in three partnerships whose network is
counted by hand; four regions' priorities in four categories.
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from s3analysis.measures.partnerships import membership
from s3analysis.sources import record
from s3analysis.sources.members import lists

BRIEF = lists.of_the_brief("2017-07")
TABLE_4 = membership.memberships(record.read("partnership_members"), "2017-07", "members")

PARTNERSHIPS = pd.DataFrame(
    {
        "partnership_id": ["nano", "sport"],
        "position": [2, 1],
        "short_name": ["Nano", "Sport"],
        "gist": ["Small things.", "Games."],
    }
)
REGIONS = pd.DataFrame(
    {
        "region_id": ["flanders", "tampere", "west-flanders"],
        "name": ["Flanders", "Tampere Region", "West Flanders"],
        "country_id": ["BE", "FI", "BE"],
        "seat": ["Brussels", "Tampere", "Bruges"],
        "alternatives": ["", "the city of Tampere|something else", ""],
        "reason": ["Clear.", "A city's name.", "Clear."],
        "nested_in": ["", "", "flanders"],
    }
)
COUNTRIES = pd.DataFrame(
    {
        "country_id": ["BE", "FI"],
        "name": ["Belgium", "Finland"],
        "accession_group": ["EU-15", "EU-15"],
    }
)
ENTRIES = pd.DataFrame(
    [
        ["n1", "nano", 1, "Lead regions:", "lead", "tampere", "FI"],
        ["n2", "nano", 2, "Participants:", "repeated", "tampere", "FI"],
        ["n3", "nano", 3, "Observers:", "observer", "flanders", "BE"],
        ["s1", "sport", 1, "Participants:", "participant", "tampere", "FI"],
    ],
    columns=[
        "entry_id",
        "partnership_id",
        "position",
        "heading_printed",
        "role",
        "region_id",
        "country_id",
    ],
)
LISTED = ENTRIES.loc[ENTRIES["role"] != "repeated"]
PRINTED = pd.DataFrame(
    {
        "entry_id": ["n1", "n2", "n3", "s1"],
        "region_printed": ["Tampere", "Tampere", "Flanders", "Tampere*"],
        "country_printed": ["FIN", "FI", "NL", ""],
    }
)

COUNTRY = {"r1": "AA", "r2": "AA", "r3": "BB", "r4": "CC", "r5": "DD"}


def members_of(
    lists: Mapping[str, Iterable[str]], country: Mapping[str, str] = COUNTRY, lead: str = ""
) -> pd.DataFrame:
    """Return memberships; the regions in `lead` lead wherever they are."""
    rows = [(name, region) for name, regions in lists.items() for region in regions]
    frame = pd.DataFrame(rows, columns=["partnership_id", "region_id"])
    return frame.assign(
        country_id=frame["region_id"].map(country),
        role=frame["region_id"].map(lambda region: "lead" if region in lead else "participant"),
    )


MEMBERS = members_of({"A": ["r1", "r2", "r3"], "B": ["r2", "r3", "r4"], "C": ["r4", "r5"]})

COUNTS = pd.DataFrame(
    [[1, 1, 1, 0], [2, 1, 0, 1], [0, 0, 1, 0], [1, 1, 0, 0]],
    index=["R1", "R2", "R3", "R4"],
    columns=["K", "H", "D", "C"],
)
