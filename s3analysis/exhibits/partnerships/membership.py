"""The exhibits of Table 4 of the brief: who leads, who joins, who is missing, and where they are.

Each takes frames of measures.partnerships, by id, and what names the ids: `partnerships`, `regions`
and `countries` are tables of the record.
"""

import pandas as pd
from IPython.display import Markdown

from s3analysis.exhibits import words
from s3analysis.exhibits.charts import maps
from s3analysis.exhibits.charts.style import to_svg
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.numbers import NONE
from s3analysis.exhibits.words import Counting, counted
from s3analysis.vocabulary import ROLE_WORDS, ROLES, amount, and_join, month_words

RULE = (
    "Could propose: the regions are from at least three Member States, which is required to "
    "propose a new area and not to join or to keep one. A region inside another member is left "
    "out of “Without those inside another”; this never changes the answer."
)
"""How the last columns of `sizes` are to be read; the rule is in measures.proposing."""


def key_numbers(title: str, numbers: dict[str, int], as_of: str, note: str) -> Exhibit:
    """Return the numbers of the first screen: a row is one, in the order given."""
    table = pd.DataFrame(
        {"What": list(numbers), "Number": list(numbers.values()), "As of": month_words(as_of)}
    )
    return Exhibit(
        key="key-numbers",
        title=title,
        subtitle="Number of each",
        table=table,
        source=words.TABLE_4,
        note=note,
    )


def size_of_list(
    members: pd.DataFrame, partnerships: pd.DataFrame, states: pd.DataFrame, run: Counting
) -> Exhibit:
    """Return how many take part in some partnerships.

    `members` is what membership.memberships returns, `states` what membership.by_country does.
    """
    numbers = {
        "partnerships": len(partnerships),
        "regions": members["region_id"].nunique(),
        "memberships": len(members),
        "regions that lead": members.loc[members["role"] == "lead", "region_id"].nunique(),
        "Member States without a region": int((states["regions"] == 0).sum()),
    }
    if len(partnerships) == 1:
        who = f"{partnerships['short_name'].iloc[0]} brings"
    else:
        who = f"{amount(len(partnerships), 'partnership')} bring"
    title = f"{who} together {amount(numbers['regions'], 'region')}"
    return key_numbers(title, numbers, run.as_of, counted(run))


def members(
    members: pd.DataFrame, partnerships: pd.DataFrame, regions: pd.DataFrame, run: Counting
) -> Exhibit:
    """Return Table 4 of the brief as corrected: a row is one partnership, its regions by role."""
    leads = int((members["role"] == "lead").sum())
    return Exhibit(
        key="members",
        title=f"{amount(len(members), 'membership')}, {leads or 'none'} of them as lead",
        subtitle="Regions of each partnership by role, country in brackets",
        table=_members_table(members, partnerships, regions),
        source=words.TABLE_4,
        note=counted(run),
        reproduces="Table 4 of the brief",
    )


def _members_table(
    members: pd.DataFrame, partnerships: pd.DataFrame, regions: pd.DataFrame
) -> pd.DataFrame:
    names = regions.set_index("region_id")["name"]
    rows = _in_report_order(members, partnerships).assign(
        name=lambda rows: rows["region_id"].map(names) + " (" + rows["country_id"] + ")"
    )
    table = rows.pivot_table(
        index="partnership_id", columns="role", values="name", aggfunc="; ".join
    ).reindex(
        index=_short(partnerships).index,
        columns=[role for role in ROLES if role in set(rows["role"])],
    )
    table = table.fillna("none listed").rename(columns=ROLE_WORDS).reset_index(drop=True)
    table.insert(0, "Partnership", _short(partnerships).tolist())
    return table.rename_axis(columns=None)


def sizes(
    sizes: pd.DataFrame, eligible: pd.DataFrame, partnerships: pd.DataFrame, run: Counting
) -> Exhibit:
    """Return the size of each partnership, and whether its regions could propose a new area.

    See membership.by_partnership and proposing.by_partnership: a row is one partnership.
    """
    names = sizes["partnership_id"].map(_short(partnerships))
    most = sizes["regions"].max()
    largest = names[sizes["regions"] == most].tolist()
    if len(sizes) == 1:
        title = f"{largest[0]} has {amount(most, 'region')}"
    elif len(largest) == 1:
        title = f"{largest[0]} is the largest partnership, with {amount(most, 'region')}"
    else:
        title = (
            f"{and_join(largest)} are the largest partnerships, with {amount(most, 'region')} each"
        )
    alone = names[sizes["participant"] == 0].tolist()
    told = f"The brief prints no participant of {and_join(alone)}." if alone else ""
    return Exhibit(
        key="partnership-sizes",
        title=title,
        subtitle="Regions by role, and Member States, of each partnership",
        table=_sizes_table(sizes, eligible, partnerships),
        source=words.TABLE_4,
        note=" ".join(filter(None, [counted(run), told, RULE])),
    )


def _sizes_table(
    sizes: pd.DataFrame, eligible: pd.DataFrame, partnerships: pd.DataFrame
) -> pd.DataFrame:
    names = partnerships.set_index("partnership_id")
    roles = {role: label for role, label in ROLE_WORDS.items() if sizes[role].any()}
    rows = sizes.rename(columns=roles).merge(eligible, on="partnership_id", validate="one_to_one")
    return pd.DataFrame(
        {
            "Partnership": rows["partnership_id"].map(names["short_name"]),
            "Vanguard pilot": rows["partnership_id"].map(names["vanguard_pilot"]),
            **{label: rows[label] for label in roles.values()},
            "Regions": rows["regions"],
            "Without those inside another": rows["once"],
            "Member States": rows["states"],
            "Could propose": rows["eligible"].map({True: "yes", False: "no"}),
        }
    )


def places(
    members: pd.DataFrame,
    partnerships: pd.DataFrame,
    regions: pd.DataFrame,
    outlines: pd.DataFrame,
    run: Counting,
) -> Exhibit | Markdown:
    """Return Figure 6 of the brief for another month: one small map a partnership."""
    whose = f"the {len(partnerships)} partnerships"
    if len(partnerships) == 1:
        whose = str(partnerships["short_name"].iloc[0])
    return member_maps(
        "places",
        f"Members of {whose}, {month_words(run.as_of)}",
        members,
        partnerships,
        regions,
        outlines,
        note=f"{counted(run)} {words.POINTS}",
        reproduces="Figure 6 of the brief, for another month",
    )


def member_maps(
    key: str,
    title: str,
    members: pd.DataFrame,
    partnerships: pd.DataFrame,
    regions: pd.DataFrame,
    outlines: pd.DataFrame,
    note: str,
    reproduces: str = "",
) -> Exhibit | Markdown:
    """Return one small map for each partnership that has members: a row is one membership.

    Where there is no member at all, a sentence says so.
    """
    if members.empty:
        return Markdown("There is no region to show on a map.")
    points = _in_report_order(members, partnerships).merge(
        regions[["region_id", "x", "y"]], on="region_id", validate="many_to_one"
    )
    short, names = _short(partnerships), regions.set_index("region_id")["name"]
    table = pd.DataFrame(
        {
            "Partnership": points["partnership_id"].map(short),
            "Region": points["region_id"].map(names),
            "Country": points["country_id"],
            "Role": points["role"].map(ROLE_WORDS),
            "East": points["x"],
            "North": points["y"],
        }
    )
    panels = amount(points["partnership_id"].nunique(), "small map")
    marks = amount(len(points), "mark")
    countries = amount(points["country_id"].nunique(), "country / countries")
    return Exhibit(
        key=key,
        title=title,
        subtitle="A mark is one region; coordinates in kilometres, EPSG:3035",
        table=table,
        svg=to_svg(maps.small_multiples(points, short, names, outlines), key),
        alt=f"{panels} of Europe, one for each partnership, with {marks} for its lead and other "
        f"regions in {countries}.",
        source=words.TABLE_4,
        note=note,
        reproduces=reproduces,
    )


def regions(by_region: pd.DataFrame, regions: pd.DataFrame, run: Counting) -> Exhibit:
    """Return the regions that take part and how often, as tiles (see membership.by_region)."""
    rows = by_region.merge(regions, on=["region_id", "country_id"], validate="one_to_one")
    most = rows["memberships"].max()
    top = rows.loc[rows["memberships"] == most, "name"].tolist()
    if len(top) == 1:
        title = f"{top[0]} takes part most often, in {amount(most, 'partnership')}"
    else:
        title = f"{and_join(top)} take part most often, in {amount(most, 'partnership')} each"
    labels = {
        "name": "Region",
        "country_id": "Country",
        "memberships": "Memberships",
        "leads": "Of these as lead",
        "tile_label": "Tile",
        "tile_column": "Tile column",
        "tile_row": "Tile row",
    }
    return Exhibit(
        key="regions",
        title=title,
        subtitle="Memberships of each region; after the star, how many of them as lead",
        table=rows.rename(columns=labels)[list(labels.values())],
        svg=to_svg(maps.tile_grid(rows), "regions"),
        alt=f"One tile for each of {amount(len(rows), 'region')}, roughly where it lies in Europe, "
        "with its number of memberships and of lead roles.",
        source=words.TABLE_4,
        note=f"{counted(run)} Tiles are placed by hand, near where each region lies.",
    )


def member_states(states: pd.DataFrame, run: Counting) -> Exhibit:
    """Return how each Member State takes part (see membership.by_country)."""
    missing = states.loc[states["regions"] == 0, "country"].sort_values().tolist()
    if missing:
        have = "has" if len(missing) == 1 else "have"
        title = f"{len(missing)} of {len(states)} Member States {have} no region in any partnership"
        told = f"Without a region in this list: {and_join(missing)}."
    else:
        title = f"All {len(states)} Member States have a region in a partnership"
        told = ""
    labels = {
        "country": "Member State",
        "country_id": "Code",
        "group": "Group",
        "regions": "Regions",
        "memberships": "Memberships",
        "leads": "Of these as lead",
    }
    return Exhibit(
        key="member-states",
        title=title,
        subtitle="Regions, memberships and lead roles of each Member State",
        table=states.rename(columns=labels)[list(labels.values())],
        source=words.TABLE_4,
        note=f"{counted(run)} {told}".strip(),
    )


def groups(groups: pd.DataFrame, run: Counting) -> Exhibit:
    """Return how older and newer Member States take part (see membership.by_group)."""
    newer = groups.set_index("group").loc["EU-13"]
    regions = amount(int(groups["regions"].sum()), "region")
    memberships = amount(int(groups["memberships"].sum()), "membership")
    labels = {
        "group": "Group",
        "states": "Member States",
        "without": "Of these without a region",
        "regions": "Regions",
        "memberships": "Memberships",
        "leads": "Of these as lead",
    }
    return Exhibit(
        key="groups",
        title=f"EU-13 Member States: {newer['regions']} of {regions} and "
        f"{newer['memberships']} of {memberships}",
        subtitle="Member States, regions, memberships and lead roles by accession before or since "
        "May 2004",
        table=groups.rename(columns=labels)[list(labels.values())],
        source=words.TABLE_4,
        note=f"{counted(run)} Regions from outside the Union are in neither group.",
    )


def absent_states(
    absent: dict[str, pd.DataFrame], partnerships: pd.DataFrame, run: Counting
) -> Exhibit:
    """Return the Member States that each partnership lacks: a row is one partnership.

    `absent` holds what joining.absent_states returns, by partnership. Of the absent those are
    named that have a region in another partnership, with how many; in the order given there.
    """
    table = _absent_table(absent, partnerships)
    fewest = table["Member States absent"].min()
    title = f"Every partnership lacks at least {amount(fewest, 'Member State')}"
    if not fewest:
        full = table.loc[table["Member States absent"] == 0, "Partnership"].tolist()
        has = "has" if len(full) == 1 else "have"
        title = f"{and_join(full)} {has} a region from every Member State"
    return Exhibit(
        key="absent-states",
        title=title,
        subtitle="Member States without a region in each partnership, and those active in another",
        table=table,
        source=words.TABLE_4,
        note=f"{counted(run)} Member States active in other partnerships are the easiest to "
        "approach; this table does not assess fit.",
    )


def _absent_table(absent: dict[str, pd.DataFrame], partnerships: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for partnership_id, name in _short(partnerships).items():
        if partnership_id in absent:
            states = absent[str(partnership_id)]
            near = states.loc[states["elsewhere"] > 0]
            named = near["country"] + " (" + near["elsewhere"].astype("str") + ")"
            newer = int((states["group"] == "EU-13").sum())
            rows.append((name, len(states), newer, len(near), ", ".join(named) or NONE))
    return pd.DataFrame(
        rows,
        columns=[
            "Partnership",
            "Member States absent",
            "Of these EU-13",
            "Absent here, in others",
            "Which, with their regions elsewhere",
        ],
    )


def _short(partnerships: pd.DataFrame) -> "pd.Series[str]":
    """Return the short name of each partnership, by its id, in the order of Table 4."""
    return partnerships.sort_values("position").set_index("partnership_id")["short_name"]


def _in_report_order(members: pd.DataFrame, partnerships: pd.DataFrame) -> pd.DataFrame:
    """Return memberships by partnership, role and region."""
    ranks = {role: rank for rank, role in enumerate(ROLES)}
    order = partnerships.set_index("partnership_id")["position"]
    return (
        members.assign(place=members["partnership_id"].map(order), rank=members["role"].map(ranks))
        .sort_values(["place", "rank", "region_id"], ignore_index=True)
        .drop(columns=["place", "rank"])
    )
