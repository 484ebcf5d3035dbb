"""The exhibits of Table 4 of the brief: who leads, who joins, and who is missing.

Each takes frames of measures.partnerships, by id, and what names the ids: `partnerships`, `regions`
and `countries` are tables of the record.
"""

import pandas as pd

from s3analysis.exhibits import words
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.words import Counting, counted, short_names
from s3analysis.vocabulary import ROLE_WORDS, ROLES, amount, and_join, month_words, part

ENOUGH = "three Member States, which is required to propose a new area and not to join or keep one."
"""The rule of measures.proposing, as far as it concerns Member States."""


def key_numbers(title: str, numbers: dict[str, int], as_of: str, note: str) -> Exhibit:
    """Return the numbers of the first screen: a row is one, in the order given."""
    columns = {"What": list(numbers), "Number": list(numbers.values()), "As of": month_words(as_of)}
    return Exhibit(
        key="key-numbers",
        title=title,
        subtitle="Number of each",
        table=pd.DataFrame(columns),
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
        anchors=tuple("partnership-" + short_names(partnerships).index),
        note=f"{counted(run)} {_leads_words(members)}".strip(),
        reproduces="Table 4 of the brief",
    )


def _leads_words(members: pd.DataFrame) -> str:
    """Return why there are more lead roles than regions that lead, where there are."""
    leads = members.loc[members["role"] == "lead", "region_id"]
    if leads.is_unique:
        return ""
    return (
        f"{amount(leads.nunique(), 'region holds / regions hold')} these {len(leads)} lead roles: "
        "a region can lead more than one partnership."
    )


def _members_table(
    members: pd.DataFrame, partnerships: pd.DataFrame, regions: pd.DataFrame
) -> pd.DataFrame:
    rows, short = in_report_order(members, partnerships), short_names(partnerships)
    there = [role for role in ROLES if role in set(rows["role"])]
    named = rows.assign(name=rows["region_id"].map(words.with_country(regions)))
    table = named.pivot_table("name", "partnership_id", "role", "; ".join)
    table = table.reindex(index=short.index, columns=there).fillna("none listed")
    table = table.rename(columns=ROLE_WORDS).rename_axis(columns=None).reset_index(drop=True)
    table.insert(0, "Partnership", short.tolist())
    return table


def purposes(partnerships: pd.DataFrame) -> Exhibit:
    """Return what each partnership is for, as the brief's Table 4 describes it: a row is one."""
    rows = partnerships.sort_values("position")
    pilots = int((rows["vanguard_pilot"] == "yes").sum())
    return Exhibit(
        key="partnership-aims",
        title=part(pilots, len(rows), "partnership", "is a pilot / are pilots")
        + " of the Vanguard Initiative",
        subtitle="What each partnership is for, in our words",
        table=pd.DataFrame(
            {
                "Partnership": rows["short_name"],
                "Vanguard pilot": rows["vanguard_pilot"],
                "What it is for": rows["gist"],
                "Full name in the brief": rows["name_printed"],
            }
        ),
        source=f"{words.BRIEF}, Table 4",
        reproduces="the descriptions in the brief's Table 4",
    )


def sizes(
    sizes: pd.DataFrame, eligible: pd.DataFrame, partnerships: pd.DataFrame, run: Counting
) -> Exhibit:
    """Return the size of each partnership, and whether its regions could propose a new area.

    See membership.by_partnership and proposing.by_partnership: a row is one partnership. A column
    is left out where all could propose, or where no member lies inside another of its partnership.
    """
    names = sizes["partnership_id"].map(short_names(partnerships))
    most = sizes["regions"].max()
    largest = names[sizes["regions"] == most].tolist()
    title = f"{and_join(largest)} are the largest partnerships, with {amount(most, 'region')} each"
    if len(sizes) == 1:
        title = f"{largest[0]} has {amount(most, 'region')}"
    elif len(largest) == 1:
        title = f"{largest[0]} is the largest partnership, with {amount(most, 'region')}"
    alone = names[sizes["participant"] == 0].tolist()
    led = f"The list names no participant of {and_join(alone)}." if alone else ""
    table = _sizes_table(sizes, eligible, partnerships)
    return Exhibit(
        key="partnership-sizes",
        title=title,
        subtitle="Regions by role, and Member States, of each partnership",
        table=table,
        source=words.TABLE_4,
        note=" ".join(filter(None, [counted(run), led, *_columns_words(table)])),
    )


def _columns_words(table: pd.DataFrame) -> list[str]:
    """Return what explains the last columns of `sizes`, or stands for one that is left out."""
    inside = "A region inside another member is left out of “Without those inside another”."
    whose = "Each has regions" if len(table) > 1 else "It has regions"
    if "Could propose" in table:
        whose = "Could propose: the regions are"
    said = [inside] if "Without those inside another" in table else []
    return [*said, f"{whose} from at least {ENOUGH}"]


def _sizes_table(
    sizes: pd.DataFrame, eligible: pd.DataFrame, partnerships: pd.DataFrame
) -> pd.DataFrame:
    names = partnerships.set_index("partnership_id")
    roles = {role: label for role, label in ROLE_WORDS.items() if sizes[role].any()}
    rows = sizes.rename(columns=roles).merge(eligible, on="partnership_id", validate="one_to_one")
    table = pd.DataFrame(
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
    if rows["once"].equals(rows["regions"]):
        table = table.drop(columns="Without those inside another")
    if rows["eligible"].all():
        table = table.drop(columns="Could propose")
    return table


def member_states(states: pd.DataFrame, run: Counting) -> Exhibit:
    """Return how each Member State takes part (see membership.by_country)."""
    missing = states.loc[states["regions"] == 0, "country"].sort_values().tolist()
    title, absent = f"All {len(states)} Member States have a region in a partnership", ""
    if missing:
        have = part(len(missing), len(states), "Member State", "has / have")
        title = f"{have} no region in any partnership"
        named = and_join([words.with_article(country) for country in missing])
        absent = f"Without a region in this list: {named}."
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
        note=" ".join(filter(None, [counted(run), _most_words(states), absent])),
    )


def _most_words(states: pd.DataFrame) -> str:
    """Return which three Member States hold most memberships, where more than three hold any."""
    most = states.sort_values(["memberships", "country"], ascending=[False, True]).head(3)
    all_of = int(states["memberships"].sum())
    if (states["memberships"] > 0).sum() <= len(most):
        return ""
    share = f"{most['memberships'].sum() / all_of:.0%}".replace("%", " %")
    names = and_join([words.with_article(country) for country in most["country"]])
    return f"{names[0].upper()}{names[1:]} hold {share} of the memberships."


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


def in_report_order(members: pd.DataFrame, partnerships: pd.DataFrame) -> pd.DataFrame:
    """Return memberships by partnership, role and region."""
    ranks = {role: rank for rank, role in enumerate(ROLES)}
    order = partnerships.set_index("partnership_id")["position"]
    return (
        members.assign(place=members["partnership_id"].map(order), rank=members["role"].map(ranks))
        .sort_values(["place", "rank", "region_id"], ignore_index=True)
        .drop(columns=["place", "rank"])
    )
