"""The tables of 04_partnerships: who leads, who joins, who is missing."""

import pandas as pd

from s3analysis.exhibits.numbers import NONE
from s3analysis.vocabulary import ROLE_WORDS, ROLES, month_words

RULE = (
    "Could propose: at least three regions from three Member States, which is asked of a new area "
    "and of nobody who joins. A region inside another counts in the first number and not in the "
    "second, and never decides."
)
"""What the last columns of `sizes` mean; the rule is in measures.proposing."""


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


def sizes(sizes: pd.DataFrame, eligible: pd.DataFrame, partnerships: pd.DataFrame) -> pd.DataFrame:
    """Return the size of each partnership, and whether its regions could propose a new area.

    See membership.by_partnership and proposing.by_partnership: a row is one partnership.
    """
    names = partnerships.set_index("partnership_id")
    roles = {role: words for role, words in ROLE_WORDS.items() if sizes[role].any()}
    rows = sizes.rename(columns=roles).merge(eligible, on="partnership_id", validate="one_to_one")
    return pd.DataFrame(
        {
            "Partnership": rows["partnership_id"].map(names["short_name"]),
            "Vanguard pilot": rows["partnership_id"].map(names["vanguard_pilot"]),
            **{words: rows[words] for words in roles.values()},
            "Regions": rows["regions"],
            "Without those inside another": rows["once"],
            "Member States": rows["states"],
            "Could propose": rows["eligible"].map({True: "yes", False: "no"}),
        }
    )


def absent(absent: dict[str, pd.DataFrame], partnerships: pd.DataFrame) -> pd.DataFrame:
    """Return the Member States that each partnership lacks: a row is one partnership.

    `absent` holds what joining.absent_states returns, by partnership. Of the absent those are
    named that have a region in another partnership, with how many; in the order given there.
    """
    short = partnerships.sort_values("position").set_index("partnership_id")["short_name"]
    ids = [partnership_id for partnership_id in short.index if partnership_id in absent]
    rows = []
    for partnership_id in ids:
        states = absent[partnership_id]
        near = states.loc[states["elsewhere"] > 0]
        named = near["country"] + " (" + near["elsewhere"].astype("str") + ")"
        newer = states["group"] == "EU-13"
        rows.append((short[partnership_id], len(states), int(newer.sum()), len(near), named))
    return pd.DataFrame(
        [(*numbers, ", ".join(named) or NONE) for *numbers, named in rows],
        columns=[
            "Partnership",
            "Member States absent",
            "Of these EU-13",
            "Absent here, in others",
            "These, with their regions elsewhere",
        ],
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
