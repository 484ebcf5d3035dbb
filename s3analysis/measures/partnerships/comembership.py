"""Who is together: regions that share partnerships, partnerships that share regions.

Counts as they stand, with no null model: none of them says whether it is more than chance.
"""

import pandas as pd

from s3analysis.measures.partnerships import membership
from s3analysis.vocabulary import READINGS


def meetings(members: pd.DataFrame) -> pd.DataFrame:
    """Return the meetings of regions: a row is a region and another in one partnership.

    `members` are what membership.memberships returns. Each two regions have a row from either
    side. Columns: `partnership_id`, `region_id`, `other_id`, `other_country_id`.
    """
    sides = members[["partnership_id", "region_id", "country_id"]]
    others = sides.rename(columns={"region_id": "other_id", "country_id": "other_country_id"})
    met = sides.drop(columns="country_id").merge(
        others, on="partnership_id", validate="many_to_many"
    )
    return (
        met.loc[met["region_id"] != met["other_id"]]
        .sort_values(["region_id", "other_id", "partnership_id"])
        .reset_index(drop=True)
    )


def pairs(members: pd.DataFrame) -> pd.DataFrame:
    """Return how many partnerships two regions share: a row is a pair that shares any.

    Columns: `region_id` and `other_id`, of which `region_id` comes first in the alphabet, and
    `partnerships`. The sum over all pairs is that of s(s - 1) / 2 over partnerships of s regions.

    >>> pairs(pd.DataFrame({
    ...     "partnership_id": ["a", "a", "b", "b", "b"], "country_id": "SE",
    ...     "region_id": ["r1", "r2", "r1", "r2", "r3"]}))
      region_id other_id  partnerships
    0        r1       r2             2
    1        r1       r3             1
    2        r2       r3             1
    """
    met = meetings(members)
    once = met.loc[met["region_id"] < met["other_id"]]
    return once.groupby(["region_id", "other_id"]).size().reset_index(name="partnerships")


def together(members: pd.DataFrame, region_id: str) -> pd.DataFrame:
    """Return the regions a region is already together with: a row is one of them.

    Columns: `region_id`, `country_id`, `partnerships` (how many they share) and `partnership_ids`.
    The order is that of countries and regions, not of the count: a ranking of partners by past
    partnership would be circular.

    >>> members = pd.DataFrame({
    ...     "partnership_id": ["a", "a", "b", "b"], "region_id": ["skane", "norte"] * 2,
    ...     "country_id": ["SE", "PT"] * 2})
    >>> together(members, "skane").to_numpy().tolist()
    [['norte', 'PT', 2, ['a', 'b']]]
    """
    met = meetings(members)
    return (
        met.loc[met["region_id"] == region_id]
        .groupby(["other_country_id", "other_id"])
        .agg(partnerships=("partnership_id", "size"), partnership_ids=("partnership_id", list))
        .reset_index()
        .rename(columns={"other_id": "region_id", "other_country_id": "country_id"})[
            ["region_id", "country_id", "partnerships", "partnership_ids"]
        ]
    )


def overlaps(
    members: pd.DataFrame, partnerships: pd.DataFrame, partnership_id: str
) -> pd.DataFrame:
    """Return what a partnership shares with each other one: a row is one of the others.

    Columns: `partnership_id`, `regions` (its members), `shared` (those in common) and
    `region_ids` of these. Most in common come first; then the order of Table 4.

    >>> members = pd.DataFrame({
    ...     "partnership_id": ["a", "a", "b"], "region_id": ["skane", "norte", "norte"]})
    >>> partnerships = pd.DataFrame({"partnership_id": ["a", "b", "c"], "position": [1, 2, 3]})
    >>> overlaps(members, partnerships, "a").to_numpy().tolist()
    [['b', 1, 1, ['norte']], ['c', 0, 0, []]]
    """
    own = set(members.loc[members["partnership_id"] == partnership_id, "region_id"])
    listed = members.sort_values("region_id").groupby("partnership_id")["region_id"].agg(list)
    others = partnerships.loc[partnerships["partnership_id"] != partnership_id]
    lists = [listed.get(other, []) for other in others["partnership_id"]]
    shared = [[region for region in regions if region in own] for regions in lists]
    return (
        others[["partnership_id", "position"]]
        .assign(
            regions=[len(regions) for regions in lists],
            shared=[len(regions) for regions in shared],
            region_ids=pd.Series(shared, others.index, dtype="object"),
        )
        .sort_values(["shared", "position"], ascending=[False, True], ignore_index=True)
        .drop(columns="position")
    )


def readings(
    entries: pd.DataFrame, regions: pd.DataFrame, as_of: str, region_id: str
) -> pd.DataFrame:
    """Return the numbers of a region under each reading: a row is a reading and a nesting.

    Readings are those of vocabulary.READINGS. By nesting, a region inside another that is in the
    list as well counts `apart`, or `once`, with the one around it. Columns: `reading`, `nesting`,
    `partnerships`, `leads` (of these, those that it leads), `together` (other regions in them) and
    `countries` (of those regions).

    >>> entries = pd.DataFrame({
    ...     "partnership_id": ["a", "b", "a"], "region_id": ["bruges", "flanders", "skane"],
    ...     "country_id": ["BE", "BE", "SE"], "as_of": "2017-07", "role": "participant"})
    >>> regions = pd.DataFrame({"region_id": ["bruges", "flanders", "skane"],
    ...                         "nested_in": ["flanders", "", ""]})
    >>> found = readings(entries, regions, "2017-07", "flanders").query("reading == 'members'")
    >>> found[["nesting", "partnerships", "together"]].to_numpy().tolist()
    [['apart', 1, 0], ['once', 2, 1]]
    """
    around = regions.set_index("region_id")["nested_in"]
    rows = []
    for reading in READINGS:
        apart = membership.memberships(entries, as_of, reading)
        outer = around.where(around.isin(apart["region_id"]), around.index.to_series())
        once = apart.assign(region_id=apart["region_id"].map(outer))
        counted = {"apart": (apart, region_id), "once": (once, outer[region_id])}
        for nesting, (members, key) in counted.items():
            own = members.loc[members["region_id"] == key]
            leads = own.loc[own["role"] == "lead", "partnership_id"].nunique()
            met = together(members.drop_duplicates(["partnership_id", "region_id"]), key)
            held = own["partnership_id"].nunique()
            rows.append((reading, nesting, held, leads, len(met), met["country_id"].nunique()))
    columns = ["reading", "nesting", "partnerships", "leads", "together", "countries"]
    return pd.DataFrame(rows, columns=columns)
