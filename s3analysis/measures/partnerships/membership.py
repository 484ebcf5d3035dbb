"""Who leads, who joins and who is missing: counts over a dated member list."""

import pandas as pd

from s3analysis.vocabulary import GROUPS, READINGS, ROLES


class UnknownRegions(ValueError):
    """Regions that the table of regions does not have; `region_ids` are their keys."""

    def __init__(self, region_ids: list[str]) -> None:
        super().__init__(f"no region {', '.join(region_ids)} in the record")
        self.region_ids = region_ids


def memberships(entries: pd.DataFrame, as_of: str, reading: str) -> pd.DataFrame:
    """Return the memberships that count: a row is one region in one partnership.

    `entries` are the rows of partnership_members as read; only the list dated `as_of` counts, and
    of it the roles that `reading` names (see vocabulary.READINGS). A lead region that the print
    lists a second time is one membership.

    >>> entries = pd.DataFrame({
    ...     "as_of": "2017-07", "region_id": ["skane", "tampere", "varmland"],
    ...     "role": ["lead", "repeated", "observer"]})
    >>> memberships(entries, "2017-07", "members")["region_id"].tolist()
    ['skane']
    """
    dated = entries["as_of"] == as_of
    return entries.loc[dated & entries["role"].isin(READINGS[reading])]


def by_partnership(members: pd.DataFrame, partnerships: pd.DataFrame) -> pd.DataFrame:
    """Return the size of each partnership: a row is one, in the order of Table 4.

    Columns: one a role (regions), `regions` (all that count) and `countries`. A partnership
    without a member has zeros.
    """
    roles = pd.crosstab(members["partnership_id"], members["role"]).reindex(
        index=partnerships.sort_values("position")["partnership_id"],
        columns=list(ROLES),
        fill_value=0,
    )
    countries = members.groupby("partnership_id")["country_id"].nunique()
    return roles.assign(
        regions=roles.sum(axis="columns"),
        countries=countries.reindex(roles.index, fill_value=0),
    ).reset_index()


def by_region(members: pd.DataFrame) -> pd.DataFrame:
    """Return how often each region takes part: a row is one region that counts.

    Columns: `region_id`, `country_id`, `memberships` and, of these, `leads`. Most memberships
    come first; then most leads; then the key, so that the order never depends on the input's.
    """
    return (
        members.assign(lead=members["role"] == "lead")
        .groupby(["region_id", "country_id"], as_index=False)
        .agg(memberships=("partnership_id", "size"), leads=("lead", "sum"))
        .sort_values(["memberships", "leads", "region_id"], ascending=[False, False, True])
        .reset_index(drop=True)
    )


def member_states(countries: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Return the countries that were Member States of the EU in a month.

    >>> countries = pd.DataFrame({
    ...     "country_id": ["HR", "NO", "UK"], "joined": ["2013-07-01", "", "1973-01-01"],
    ...     "left": ["", "", "2020-01-31"]})
    >>> member_states(countries, "2017-07")["country_id"].tolist()
    ['HR', 'UK']
    """
    joined = (countries["joined"] != "") & (countries["joined"].str[:7] <= as_of)
    left = (countries["left"] != "") & (countries["left"].str[:7] < as_of)
    return countries.loc[joined & ~left]


def by_country(members: pd.DataFrame, countries: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Return how each Member State takes part: a row is one, those without a region included.

    Columns: `country_id`, `country`, `group` (EU-15 or EU-13), `regions`, `memberships` and, of
    these, `leads`. Most regions come first; then most memberships; then the name.
    """
    counts = (
        members.assign(lead=members["role"] == "lead")
        .groupby("country_id")
        .agg(
            regions=("region_id", "nunique"),
            memberships=("region_id", "size"),
            leads=("lead", "sum"),
        )
    )
    states = member_states(countries, as_of).set_index("country_id")
    return (
        counts.reindex(states.index, fill_value=0)
        .assign(country=states["name"], group=states["accession_group"])
        .reset_index()
        .sort_values(["regions", "memberships", "country"], ascending=[False, False, True])
        .reset_index(drop=True)[
            ["country_id", "country", "group", "regions", "memberships", "leads"]
        ]
    )


def by_group(states: pd.DataFrame) -> pd.DataFrame:
    """Return how the older and the newer Member States take part: a row is one group.

    `states` is what `by_country` returns. Columns: `group`, `states`, `without` (Member States
    with no region), `regions`, `memberships`, `leads`.
    """
    return (
        states.assign(without=states["regions"] == 0)
        .groupby("group")
        .agg(
            states=("country_id", "size"),
            without=("without", "sum"),
            regions=("regions", "sum"),
            memberships=("memberships", "sum"),
            leads=("leads", "sum"),
        )
        .reindex(list(GROUPS), fill_value=0)
        .reset_index()
    )


def elsewhere(members: pd.DataFrame, partnership_id: str) -> pd.DataFrame:
    """Return the members of a partnership that are in another one too: a row is one region.

    >>> members = pd.DataFrame({"partnership_id": list("aab"), "region_id": ["r1", "r2", "r2"]})
    >>> elsewhere(members, "a")["region_id"].tolist()
    ['r2']
    """
    here = members["partnership_id"] == partnership_id
    return members.loc[here & members["region_id"].isin(members.loc[~here, "region_id"])]


def countries_of(regions: pd.DataFrame, region_ids: list[str]) -> "pd.Series[str]":
    """Return the country of each region, by its key; raise UnknownRegions for keys not there."""
    countries = regions.set_index("region_id")["country_id"]
    unknown = [region for region in region_ids if region not in countries.index]
    if unknown:
        raise UnknownRegions(unknown)
    return countries
