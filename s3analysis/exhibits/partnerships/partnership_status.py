"""One partnership as its status report would show it: the brief's Figure 7, whose picture is lost.

`one` is the row of the partnership in partnerships; `own` are its memberships that count,
`everyone` all that `listed`, the member list, has of it.
"""

import pandas as pd
from IPython.display import Markdown

from s3analysis.exhibits import words
from s3analysis.exhibits.charts.maps import lead_map
from s3analysis.exhibits.charts.style import to_svg
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.partnerships.member_list import about
from s3analysis.exhibits.words import OfAMonth
from s3analysis.sources.members.lists import MemberList
from s3analysis.vocabulary import (
    READING_WORDS,
    READINGS,
    ROLE_WORDS,
    amount,
    and_join,
    month_words,
    part,
)

COUNTED = f"Counted: {READING_WORDS['members']}"
STATUS_WORDS = {
    "theme": "was discussed as a theme",
    "eoi": "had submitted its expression of interest",
    "qualified": "qualified",
}


def opening(
    one: "pd.Series[str]",
    own: pd.DataFrame,
    everyone: pd.DataFrame,
    states: pd.DataFrame,
    listed: MemberList,
) -> Markdown:
    """Return what the partnership is about, who leads it and how large it is."""
    looking = len(everyone) - len(own)
    others = ""
    if looking:
        are = "was listed as an observer" if looking == 1 else "were listed as observers"
        others = f"; {looking} more {are} or as other interested regions"
    leads = own.loc[own["role"] == "lead", "region_id"].sort_values()
    names = leads.map(listed.regions.set_index("region_id")["name"]).tolist()
    pilot = " It is a pilot of the Vanguard Initiative." * (one["vanguard_pilot"] == "yes")
    led = and_join(names) if names else "nobody"
    when, had = month_words(listed.as_of), f"was led by {led} and had"
    if listed.partial:
        when, had = f"the partial list of {when}", "has"
    more = ""
    if listed.of_brief:
        more = f"{one['gist']} The brief's Table 4 calls it *{one['name_printed']}*."
    return Markdown(
        f"{about(listed)}\n\n**In {when}, {one['short_name']} {had} {_size(own, states)}**{others}."
        f"\n\n{more}{pilot}".rstrip()
    )


def standing(one: "pd.Series[str]", bounds: pd.DataFrame, listed: MemberList) -> Markdown:
    """Return how far the partnership is known to have come, in sentences.

    `bounds` is what milestones.qualified_by returns. What lies between two milestones of the
    brief's Table 3 is unknown.
    """
    name, month = one["short_name"], month_words(listed.as_of)
    if not listed.of_brief:
        return Markdown(f"The list of {month} does not say how far {name} had come.")
    if bounds.empty:
        return Markdown(
            f"The brief's Table 3 has no row for {name}; its Table 4 lists it as qualified in "
            f"{month}."
        )
    spans = [
        f"{STATUS_WORDS[status]} {_span(before, by)}"
        for status, before, by in bounds[["status", "not_yet", "reached"]].itertuples(index=False)
        if before or by
    ]
    return Markdown(
        f"{name} {and_join(spans)}. The brief's Table 4 lists it as qualified in {month}, its "
        "Table 3 gives the other months. The documents give no exact dates."
    )


def cases(one: "pd.Series[str]", cases: pd.DataFrame, listed: MemberList) -> Markdown | None:
    """Return which demonstration cases of a partnership the brief names, as a sentence."""
    if not listed.of_brief:
        return None
    if cases.empty:
        return Markdown(f"The documents name no demonstration case of {one['short_name']}.")
    rows = cases.sort_values(["section", "number"])
    numbers = sorted({section.removeprefix("table-") for section in rows["section"]})
    where = f"Tables {and_join(numbers)} name" if len(numbers) > 1 else f"Table {numbers[0]} names"
    names = amount(len(rows), "demonstration case or area / demonstration cases or areas")
    return Markdown(f"The brief's {where} {names}: {'; '.join(rows['name_printed'])}.")


def members(
    one: "pd.Series[str]",
    everyone: pd.DataFrame,
    regions: pd.DataFrame,
    outlines: pd.DataFrame,
    run: OfAMonth,
) -> Exhibit | Markdown:
    """Return the regions of a partnership on a map, its leads named: a row is one region."""
    name = one["short_name"]
    if everyone.empty:
        return Markdown(f"The list of {month_words(run.as_of)} has no region under {name}.")
    rank = {role: place for place, role in enumerate(ROLE_WORDS)}
    rows = (
        everyone.merge(regions[["region_id", "name", "x", "y"]], on="region_id", validate="m:1")
        .assign(rank=lambda each: each["role"].map(rank))
        .sort_values(["rank", "country_id", "region_id"], ignore_index=True)
    )
    points = rows.assign(label=rows["name"].where(rows["role"] == "lead", ""))
    leads = rows.loc[rows["role"] == "lead", "name"].tolist()
    return Exhibit(
        key="members",
        title=f"{name} lists {amount(len(rows), 'region')}, {len(leads) or 'none'} of them as lead",
        subtitle="Regions by role, at the seats of their governments",
        table=pd.DataFrame(
            {
                "Region": rows["name"],
                "Country": rows["country_id"],
                "Role": rows["role"].map(ROLE_WORDS),
            }
        ),
        svg=to_svg(lead_map(points, regions, outlines), "members"),
        alt=f"Map of Europe with the {amount(len(rows), 'region')} of {name} in "
        f"{amount(rows['country_id'].nunique(), 'country / countries')}; leads: "
        f"{and_join(leads)}.",
        source=words.TABLE_4,
        note=f"{words.POINTS} Marks that would cover each other are moved apart."
        f"{_lacking(rows, name)}",
        reproduces="the brief's Figure 7, whose picture is lost",
    )


def _lacking(rows: pd.DataFrame, name: str) -> str:
    """Return which roles the list does not have of a partnership, to end a note."""
    lacking = ""
    if set(rows["role"]) & {"lead", "participant"} == {"lead"}:
        lacking = f" The list has no participants of {name}, only leads."
    if rows["role"].isin(READINGS["members"]).all():
        lacking += " The list has no observer or other interested region for this partnership."
    return lacking


def by_role(one: "pd.Series[str]", everyone: pd.DataFrame, regions: pd.DataFrame) -> Exhibit | None:
    """Return who is in a partnership: a row is one role, with its regions by country."""
    if everyone.empty:
        return None
    rows = everyone.sort_values(["country_id", "region_id"])
    names = rows["region_id"].map(words.with_country(regions)).groupby(rows["role"]).agg(list)
    there = [role for role in ROLE_WORDS if role in names.index]
    where = amount(rows["country_id"].nunique(), "country / countries")
    return Exhibit(
        key="by-role",
        title=f"The {amount(len(rows), 'region')} of {one['short_name']} "
        f"{'comes' if len(rows) == 1 else 'come'} from {where}",
        subtitle="Regions by role, in the order of their countries",
        table=pd.DataFrame(
            {
                "Role": [ROLE_WORDS[role] for role in there],
                "Number": [len(names[role]) for role in there],
                "Regions": ["; ".join(names[role]) for role in there],
            }
        ),
        source=words.TABLE_4,
    )


def absent(
    one: "pd.Series[str]",
    absent: pd.DataFrame,
    states: pd.DataFrame,
    regions: pd.DataFrame,
    run: OfAMonth,
) -> Exhibit | Markdown:
    """Return the Member States without a region in it that are in another partnership.

    A row is one of them; those in no partnership are named. `absent` is what joining.absent_states
    returns, `states` has a row for each Member State.
    """
    name = one["short_name"]
    near = absent.loc[absent["elsewhere"] > 0]
    nowhere = absent.loc[absent["elsewhere"] == 0, "country"].tolist()
    missing = part(len(absent), len(states), "Member State", "has / have")
    beyond = f"In no partnership at all: {and_join(nowhere)}."
    if near.empty:
        return Markdown(f"{missing} no region in {name}. {beyond if nowhere else ''}".strip())
    names = regions.set_index("region_id")["name"]
    are = "is" if len(near) == 1 else "are"
    return Exhibit(
        key="absent",
        title=f"{missing} no region in {name}; {len(near)} of these {are} in another partnership",
        subtitle="Member States without a region in it that are in another partnership",
        table=pd.DataFrame(
            {
                "Member State": near["country"],
                "Group": near["group"],
                "Its regions in other partnerships": words.joined_names(near["region_ids"], names),
            }
        ),
        source=words.TABLE_4,
        note=f"{COUNTED}, {month_words(run.as_of)}. {beyond if nowhere else ''}".strip(),
    )


def overlaps(
    one: "pd.Series[str]",
    own: pd.DataFrame,
    elsewhere: pd.DataFrame,
    shared: pd.DataFrame,
    partnerships: pd.DataFrame,
    regions: pd.DataFrame,
    run: OfAMonth,
) -> Exhibit | Markdown:
    """Return the regions that a partnership shares with others, by name: a row is one other.

    `shared` is what comembership.overlaps returns, `elsewhere` the members also in another.
    """
    name = one["short_name"]
    rows = shared.loc[shared["shared"] > 0]
    if rows.empty:
        return Markdown(f"No region of {name} is in another partnership.")
    short = partnerships.set_index("partnership_id")["short_name"]
    names = regions.set_index("region_id")["name"]
    without = shared.loc[shared["shared"] == 0, "partnership_id"].map(short).tolist()
    rest = f"No region in common with {and_join(without)}." if without else ""
    first = rows.loc[rows["shared"] == rows["shared"].max(), "partnership_id"].map(short)
    most = f"{'each of ' if len(first) > 1 else ''}{and_join(first.tolist())}"
    some = part(len(elsewhere), len(own), f"region of {name} / regions of {name}")
    return Exhibit(
        key="overlaps",
        title=f"{some} in another partnership too; {int(rows['shared'].max())} of them in {most}",
        subtitle="Regions in common with each other partnership",
        table=pd.DataFrame(
            {
                "Other partnership": rows["partnership_id"].map(short),
                "In common": rows["shared"],
                "Regions in common": words.joined_names(rows["region_ids"], names),
            }
        ),
        source=words.TABLE_4,
        note=f"{COUNTED}, {month_words(run.as_of)}. {rest}".strip(),
    )


def unknown(one: "pd.Series[str]", own: pd.DataFrame, listed: MemberList) -> Markdown:
    """Return what the documents, or a list alone, do not say of a partnership."""
    if not listed.of_brief:
        return Markdown(
            f"The list says who is in {one['short_name']}. It does not say what it is about, which "
            "work phase it is in, what each member does, or what money it has."
        )
    regions = listed.regions
    text = (
        f"The documents do not say when exactly {one['short_name']} qualified, which work phase it "
        "is in, what each member does, which firms and laboratories work in it, what money it has, "
        "or who was in it in another month."
    )
    unsure = regions.loc[
        (regions["identity"] == "open") & regions["region_id"].isin(own["region_id"])
    ]
    if len(unsure):
        could = unsure["name"] + " (or " + unsure["alternatives"].str.replace("|", ", or ") + ")"
        meaning = f"{len(unsure)} names" if len(unsure) > 1 else "1 name"
        text += (
            f" {meaning} in the brief's list could mean another territory as well; we read "
            f"{'them' if len(unsure) > 1 else 'it'} as: {'; '.join(could)}."
        )
    return Markdown(text)


def _span(before: str, by: str) -> str:
    """Return between which milestones a status was reached, in words.

    >>> _span("", "2016-05"), _span("2016-06", "2017-08"), _span("2017-08", "")
    ('by May 2016', 'between June 2016 and August 2017', 'after August 2017, if at all')
    """
    if before and by:
        return f"between {month_words(before)} and {month_words(by)}"
    return f"by {month_words(by)}" if by else f"after {month_words(before)}, if at all"


def _size(own: pd.DataFrame, states: pd.DataFrame) -> str:
    """Return how many regions there are, of how many Member States and from outside the Union."""
    if own.empty:
        return "no member"
    within = int(states["regions"].sum())
    there = amount(int((states["regions"] > 0).sum()), "Member State")
    size = f"{amount(within, 'region')} of {there}"
    if within < len(own):
        size += f", and {amount(len(own) - within, 'region')} from outside the Union"
    return size
