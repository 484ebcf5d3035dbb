"""The tables of 04_partnerships: who leads, who joins, who is missing."""

import pandas as pd

from s3analysis.vocabulary import ROLE_WORDS, ROLES, month_words


def _named(frame: pd.DataFrame, partnerships: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Return memberships with the names of partnership and region, in report order."""
    order = {role: place for place, role in enumerate(ROLES)}
    return (
        frame.drop(columns="position")
        .merge(
            partnerships[["partnership_id", "position", "short_name"]],
            on="partnership_id",
            validate="many_to_one",
        )
        .merge(regions[["region_id", "name", "x", "y"]], on="region_id", validate="many_to_one")
        .assign(
            rank=lambda rows: rows["role"].map(order),
            Role=lambda rows: rows["role"].map(ROLE_WORDS),
        )
        .sort_values(["position", "rank", "region_id"], ignore_index=True)
        .rename(columns={"short_name": "Partnership", "name": "Region", "country_id": "Country"})
    )


def members(
    memberships: pd.DataFrame, partnerships: pd.DataFrame, regions: pd.DataFrame
) -> pd.DataFrame:
    """Return Table 4 of the brief as read: a row is one partnership, its regions by role."""
    named = _named(memberships, partnerships, regions)
    listed = named.assign(Region=named["Region"] + " (" + named["Country"] + ")")
    by_role = (
        listed.pivot_table(index="Partnership", columns="Role", values="Region", aggfunc="; ".join)
        .reindex(
            index=partnerships.sort_values("position")["short_name"],
            columns=[ROLE_WORDS[role] for role in ROLES if role in set(named["role"])],
        )
        .fillna("none listed")
    )
    return by_role.rename_axis(index="Partnership", columns=None).reset_index()


def places(
    memberships: pd.DataFrame, partnerships: pd.DataFrame, regions: pd.DataFrame
) -> pd.DataFrame:
    """Return where the members of each partnership are: a row is one membership."""
    named = _named(memberships, partnerships, regions)
    return named.rename(columns={"x": "East", "y": "North"})[
        ["Partnership", "Region", "Country", "Role", "East", "North"]
    ]


def sizes(sizes: pd.DataFrame, partnerships: pd.DataFrame) -> pd.DataFrame:
    """Return the size of each partnership (see membership.by_partnership), with its name."""
    names = partnerships.set_index("partnership_id")
    roles = {role: words for role, words in ROLE_WORDS.items() if sizes[role].any()}
    return (
        sizes.assign(
            Partnership=sizes["partnership_id"].map(names["short_name"]),
            Vanguard=sizes["partnership_id"].map(names["vanguard_pilot"]),
        )
        .rename(columns=roles | {"regions": "Regions", "countries": "Member States"})
        .rename(columns={"Vanguard": "Vanguard pilot"})[
            ["Partnership", "Vanguard pilot", *roles.values(), "Regions", "Member States"]
        ]
    )


def regions(by_region: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Return the regions that take part and how often (see membership.by_region), with tiles."""
    named = by_region.merge(
        regions[["region_id", "name", "tile_label", "tile_column", "tile_row"]],
        on="region_id",
        validate="one_to_one",
    )
    return named.rename(
        columns={
            "name": "Region",
            "country_id": "Country",
            "memberships": "Memberships",
            "leads": "Of these as lead",
            "tile_label": "Tile",
            "tile_column": "Tile column",
            "tile_row": "Tile row",
        }
    )[
        [
            "Region",
            "Country",
            "Memberships",
            "Of these as lead",
            "Tile",
            "Tile column",
            "Tile row",
        ]
    ]


def states(by_country: pd.DataFrame) -> pd.DataFrame:
    """Return how each Member State takes part (see membership.by_country)."""
    return by_country.rename(
        columns={
            "country": "Member State",
            "country_id": "Code",
            "group": "Group",
            "regions": "Regions",
            "memberships": "Memberships",
            "leads": "Of these as lead",
        }
    )[["Member State", "Code", "Group", "Regions", "Memberships", "Of these as lead"]]


def groups(by_group: pd.DataFrame) -> pd.DataFrame:
    """Return how older and newer Member States take part (see membership.by_group)."""
    return by_group.rename(
        columns={
            "group": "Group",
            "states": "Member States",
            "without": "Of these without a region",
            "regions": "Regions",
            "memberships": "Memberships",
            "leads": "Of these as lead",
        }
    )


def key_numbers(numbers: dict[str, int], as_of: str) -> pd.DataFrame:
    """Return the numbers of the first screen: a row is one, in the order given."""
    return pd.DataFrame(
        {"What": list(numbers), "Number": list(numbers.values()), "As of": month_words(as_of)}
    )
