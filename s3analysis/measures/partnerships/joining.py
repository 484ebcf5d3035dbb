"""Which partnerships a region could join, and which regions it would meet there.

To join a partnership and to propose a new area (proposing.py) are different acts. Here the
partnership exists, so nothing is tested; what counts is who is in, what is shared and who is
missing.

Regions are never ranked here: candidates are ranked by their priorities (see similarity), and being
together already is no measure of how well they fit. Partnerships are ordered by how many ways in a
region has (see nearest), which is no measure of fit either.
"""

import numpy as np
import pandas as pd

from s3analysis.measures.partnerships import comembership, membership
from s3analysis.vocabulary import READINGS

STANDINGS = ("in", "looks on", "may join", "nobody to join")
NEIGHBOURS = 5
"""How many regions count as neighbours: those whose seats are nearest."""


def by_partnership(
    listed: pd.DataFrame,
    regions: pd.DataFrame,
    partnerships: pd.DataFrame,
    region_id: str,
    reading: str,
) -> pd.DataFrame:
    """Return how a region stands to each partnership: a row is one, in the order of Table 4.

    `listed` are the memberships of everyone listed (see membership.memberships); `reading` says who
    of them is a member. Columns: `partnership_id`; `role` ("" where the region is not listed);
    `standing` (STANDINGS: `looks on` if listed but no member, `nobody to join` if there is no
    member); `regions` and `countries` (of the members, the region itself included); `known` (other
    members that are with the region in another partnership); `same_country` (other members from its
    country); `new_country` (no other member is from its country). Raises UnknownRegions.

    >>> listed = pd.DataFrame([["a", "skane", "SE", "lead"], ["a", "norte", "PT", "observer"]],
    ...     columns=["partnership_id", "region_id", "country_id", "role"])
    >>> regions = pd.DataFrame({"region_id": ["norte", "skane"], "country_id": ["PT", "SE"]})
    >>> partnerships = pd.DataFrame({"partnership_id": ["a", "b"], "position": [1, 2]})
    >>> by_partnership(listed, regions, partnerships, "norte", "members")["standing"].tolist()
    ['looks on', 'nobody to join']
    """
    country = membership.countries_of(regions, [region_id])[region_id]
    members = listed.loc[listed["role"].isin(READINGS[reading])]
    others = members.loc[members["region_id"] != region_id]
    of_country = others.loc[others["country_id"] == country]
    own = listed.loc[listed["region_id"] == region_id].drop_duplicates("partnership_id")
    ordered = partnerships.sort_values("position")["partnership_id"]
    counts = {
        "regions": members.groupby("partnership_id")["region_id"],
        "countries": members.groupby("partnership_id")["country_id"],
        "known": _known(members, region_id).groupby("partnership_id")["region_id"],
        "same_country": of_country.groupby("partnership_id")["region_id"],
    }
    found = own.set_index("partnership_id")[["role"]].reindex(ordered, fill_value="")
    for name, rows in counts.items():
        found[name] = rows.nunique().reindex(ordered, fill_value=0).astype("int64")
    found.insert(1, "standing", _standing(found, reading))
    return found.assign(new_country=found["same_country"] == 0).reset_index()


def _standing(found: pd.DataFrame, reading: str) -> "pd.Series[str]":
    """Return how a region stands to each partnership: one of STANDINGS."""
    return (
        pd.Series("may join", found.index)
        .mask(found["role"] != "", "looks on")
        .mask(found["role"].isin(READINGS[reading]), "in")
        .mask(found["regions"] == 0, "nobody to join")
    )


def _known(members: pd.DataFrame, region_id: str) -> pd.DataFrame:
    """Return the members that are with a region in another partnership, as often as they are."""
    met = comembership.meetings(members).query("region_id == @region_id")
    with_it = met[["partnership_id", "other_id"]].rename(columns={"partnership_id": "elsewhere"})
    others = members.loc[members["region_id"] != region_id]
    pairs = others.merge(with_it, left_on="region_id", right_on="other_id", how="inner")
    return pairs.loc[pairs["partnership_id"] != pairs["elsewhere"]]


def openings(
    standings: pd.DataFrame,
    listed: pd.DataFrame,
    regions: pd.DataFrame,
    countries: pd.DataFrame,
    region_id: str,
    as_of: str,
    reading: str,
) -> pd.DataFrame:
    """Return the partnerships that a region is not a member of: a row is one, with who is in it.

    `standings` is what by_partnership returns, `listed` and `reading` are as there. Columns:
    `partnership_id`, `role`, `standing`, `known` and `new_country` of `standings`; `lead_ids`,
    `other_ids` and `same_country_ids` (members, by country and region); and `absent`, the number of
    Member States without a member. Raises UnknownRegions.

    >>> listed = pd.DataFrame([["a", "skane", "SE", "lead"], ["a", "norte", "PT", "observer"]],
    ...     columns=["partnership_id", "region_id", "country_id", "role"])
    >>> regions = pd.DataFrame({"region_id": ["norte", "skane"], "country_id": ["PT", "SE"]})
    >>> countries = pd.DataFrame({"country_id": ["PT", "SE"], "name": ["Portugal", "Sweden"],
    ...     "joined": "1995-01-01", "left": "", "accession_group": "EU-15"})
    >>> partnerships = pd.DataFrame({"partnership_id": ["a"], "position": [1]})
    >>> standings = by_partnership(listed, regions, partnerships, "norte", "members")
    >>> found = openings(standings, listed, regions, countries, "norte", "2017-07", "members")
    >>> found[["standing", "lead_ids", "other_ids", "absent"]].to_numpy().tolist()
    [['looks on', ['skane'], [], 1]]
    """
    members = listed.loc[listed["role"].isin(READINGS[reading])]
    outside = standings.loc[standings["standing"] != "in"]
    rows = []
    for key in outside["partnership_id"]:
        inside = insiders(members, regions, region_id, key, reading)
        leads, near = inside["role"] == "lead", inside["same_country"]
        ids = [inside.loc[chosen, "region_id"].tolist() for chosen in (leads, ~leads, near)]
        rows.append((key, *ids, len(absent_states(members, countries, as_of, key))))
    columns = ["partnership_id", "lead_ids", "other_ids", "same_country_ids", "absent"]
    return outside[["partnership_id", "role", "standing", "known", "new_country"]].merge(
        pd.DataFrame(rows, columns=columns), on="partnership_id", validate="one_to_one"
    )


def nearest(
    openings: pd.DataFrame, members: pd.DataFrame, regions: pd.DataFrame, region_id: str
) -> pd.DataFrame:
    """Return the partnerships that a region might join, those with most ways in first.

    `openings` is what the function of that name returns; those without a member are left out.
    Added: `neighbour_ids`, the members among the NEIGHBOURS regions of `regions` whose seats (`x`
    and `y`, kilometres) are nearest, the nearest first. The order: where the region is listed
    already; then members of its country; neighbours; known members; then that of Table 4.

    >>> openings = pd.DataFrame({"partnership_id": ["a", "b"], "role": "", "known": 0,
    ...     "standing": "may join", "same_country_ids": [[], []]})
    >>> members = pd.DataFrame({"partnership_id": ["b"], "region_id": ["skane"]})
    >>> regions = pd.DataFrame({"region_id": ["norte", "skane"], "x": [0, 9], "y": 0})
    >>> nearest(openings, members, regions, "norte")[
    ...     ["partnership_id", "neighbour_ids"]].to_numpy().tolist()
    [['b', ['skane']], ['a', []]]
    """
    places = regions.set_index("region_id")[["x", "y"]].astype("float64")
    away = pd.Series(np.hypot(*(places - places.loc[region_id]).to_numpy().T), places.index)
    near = away.drop(region_id).dropna().sort_values(kind="stable").index[:NEIGHBOURS]
    there = members.groupby("partnership_id")["region_id"].agg(set)
    found = openings.loc[openings["standing"] != "nobody to join"].reset_index(drop=True)
    inside = [
        [key for key in near if key in there.get(one, set())] for one in found["partnership_id"]
    ]
    ways = ["listed", "country", "neighbours", "known"]
    return (
        found.assign(
            neighbour_ids=pd.Series(inside, found.index, dtype="object"),
            listed=found["role"] != "",
            country=found["same_country_ids"].map(len),
            neighbours=[len(ids) for ids in inside],
        )
        .sort_values(ways, ascending=False, kind="stable", ignore_index=True)
        .drop(columns=ways[:3])
    )


def insiders(
    listed: pd.DataFrame, regions: pd.DataFrame, region_id: str, partnership_id: str, reading: str
) -> pd.DataFrame:
    """Return who is in a partnership, as a region would find them: a row is one other region.

    Columns: `region_id`, `country_id`, `role` (observers and others that look on are listed too),
    `same_country` (whether it is of the same country), `elsewhere` (other partnerships of which
    both are members) and `elsewhere_ids`. The order is that of countries and regions. An empty
    partnership has no rows. Raises UnknownRegions.

    >>> listed = pd.DataFrame([["a", "skane", "SE", "lead"], ["b", "skane", "SE", "lead"],
    ...     ["b", "norte", "PT", "lead"]],
    ...     columns=["partnership_id", "region_id", "country_id", "role"])
    >>> regions = pd.DataFrame({"region_id": ["norte", "skane"], "country_id": ["PT", "SE"]})
    >>> insiders(listed, regions, "norte", "a", "members").to_numpy().tolist()
    [['skane', 'SE', 'lead', False, 1, ['b']]]
    """
    country = membership.countries_of(regions, [region_id])[region_id]
    here = listed["partnership_id"] == partnership_id
    inside = listed.loc[here & (listed["region_id"] != region_id)].drop_duplicates("region_id")
    members = listed.loc[~here & listed["role"].isin(READINGS[reading])]
    shared = comembership.together(members, region_id).set_index("region_id")["partnership_ids"]
    found = pd.Series([shared.get(other, []) for other in inside["region_id"]], inside.index)
    return (
        inside[["region_id", "country_id", "role"]]
        .assign(
            same_country=inside["country_id"] == country,
            elsewhere=found.map(len),
            elsewhere_ids=found,
        )
        .sort_values(["country_id", "region_id"], ignore_index=True)
    )


def absent_states(
    members: pd.DataFrame, countries: pd.DataFrame, as_of: str, partnership_id: str
) -> pd.DataFrame:
    """Return which Member States no member of a partnership is from: a row is one.

    Columns: `country_id`, `country`, `group` (EU-15 or EU-13), `elsewhere` (its regions in other
    partnerships) and `region_ids` of these. Most regions elsewhere come first; then the name.

    >>> members = pd.DataFrame({"partnership_id": ["a", "b"], "region_id": ["skane", "norte"],
    ...                         "country_id": ["SE", "PT"]})
    >>> countries = pd.DataFrame({"country_id": ["PT", "SE"], "name": ["Portugal", "Sweden"],
    ...     "joined": "1995-01-01", "left": "", "accession_group": "EU-15"})
    >>> absent_states(members, countries, "2017-07", "a").to_numpy().tolist()
    [['PT', 'Portugal', 'EU-15', 1, ['norte']]]
    """
    here = members["partnership_id"] == partnership_id
    states = membership.member_states(countries, as_of)
    absent = states.loc[~states["country_id"].isin(members.loc[here, "country_id"])]
    ids = members.groupby("country_id")["region_id"].agg(lambda ids: sorted(set(ids)))
    found = pd.Series([ids.get(country, []) for country in absent["country_id"]], absent.index)
    return (
        absent[["country_id", "name", "accession_group"]]
        .rename(columns={"name": "country", "accession_group": "group"})
        .assign(elsewhere=found.map(len), region_ids=found)
        .sort_values(["elsewhere", "country"], ascending=[False, True], ignore_index=True)
    )
