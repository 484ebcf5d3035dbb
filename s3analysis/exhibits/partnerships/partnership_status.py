"""The exhibits of partnership_status: one partnership, as its status report would show it.

`one` is the row of the partnership in partnerships; `own` are its memberships that count, `listed`
all that the print has of it. Which services fit is in exhibits.record.service_fit.
"""

from typing import Protocol

import pandas as pd
from IPython.display import Markdown

from s3analysis.exhibits import passages, words
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.numbers import NONE
from s3analysis.exhibits.partnerships import membership
from s3analysis.exhibits.record import themes
from s3analysis.measures.partnerships.null_model import LEVEL
from s3analysis.measures.partnerships.proposing import Eligibility
from s3analysis.vocabulary import (
    READING_WORDS,
    ROLE_WORDS,
    ROLES,
    amount,
    and_join,
    month_words,
    part,
)

OUTSIDE = {"none": "not in the Union"}
NESTING_WORDS = {"apart": "for itself", "once": "with the one around it, if that is in as well"}

One = pd.Series  # a row of partnerships


class Asked(Protocol):
    """Parameters that say of which month, and how chance was drawn."""

    @property
    def as_of(self) -> str:
        """Return the month of the member list."""

    @property
    def draws(self) -> int:
        """Return the number of random tables."""

    @property
    def seed(self) -> int:
        """Return the seed of the random tables."""


def _counted(run: Asked) -> str:
    return f"Counted: {READING_WORDS['members']}, {month_words(run.as_of)}."


def opening(
    one: "One[str]",
    own: pd.DataFrame,
    listed: pd.DataFrame,
    states: pd.DataFrame,
    regions: pd.DataFrame,
    run: Asked,
) -> Markdown:
    """Return what the partnership is called, who leads it and how large it is."""
    looking = len(listed) - len(own)
    told = ""
    if looking:
        are = "is listed as an observer" if looking == 1 else "are listed as observers"
        told = f"; {looking} more {are} or as other interested regions"
    return Markdown(
        f"**{one['short_name']}** is printed as *{one['name_printed']}*. In "
        f"{month_words(run.as_of)} it is {_led(own, regions)} and has {_size(own, states)}{told}."
    )


def key_numbers(
    one: "One[str]",
    own: pd.DataFrame,
    elsewhere: pd.DataFrame,
    states: pd.DataFrame,
    cases: pd.DataFrame,
    run: Asked,
) -> Exhibit:
    """Return the numbers of the partnership; `elsewhere` are the members also in another."""
    numbers = {
        "regions": len(own),
        "of these as lead": int((own["role"] == "lead").sum()),
        "Member States": int((states["regions"] > 0).sum()),
        "regions also in another partnership": len(elsewhere),
        "names of demonstration cases or areas": len(cases),
    }
    title = f"{one['short_name']} has {_size(own, states)}"
    return membership.key_numbers(title, numbers, run.as_of, _counted(run))


def partnership(
    one: "One[str]", own: pd.DataFrame, paths: pd.DataFrame, regions: pd.DataFrame, run: Asked
) -> Exhibit:
    """Return what a partnership is: a row is one question, with its answer and where it stands.

    `paths` is the row of its theme (see measures.themes.paths).
    """
    stands = pd.DataFrame(
        {
            "document_id": [one["document_id"], one["vanguard_document_id"]],
            "section": [one["section"], one["vanguard_section"]],
        }
    )
    printed, vanguard = passages.named(stands)
    firsts = paths["first"].map(themes.OCCASION_WORDS).tolist()
    lasts = paths["last"].map(themes.OCCASION_WORDS).tolist()
    leads = and_join(_leads(own, regions))
    rows = [
        ("Name as printed", one["name_printed"], printed, one["quote"]),
        ("What it is about, in our words", one["gist"], printed, NONE),
        ("Vanguard Initiative pilot", one["vanguard_pilot"], vanguard, one["vanguard_quote"]),
        (f"Led by, {month_words(run.as_of)}", leads, printed, NONE),
        ("Its theme", and_join(paths["name"].tolist()), NONE, NONE),
        ("Theme first named in", and_join(firsts), NONE, NONE),
        ("Theme last named in", and_join(lasts), NONE, NONE),
    ]
    return Exhibit(
        key="partnership",
        title=f"{one['short_name']} is {_led(own, regions)}",
        subtitle="What the documents say of the partnership, and where",
        table=pd.DataFrame(rows, columns=["What", "Answer", "Where", "Passage"]),
        source="The five documents; each answer with its passage where it rests on a single one",
        reproduces="Figure 7 of the brief, whose picture is lost",
    )


def members(
    one: "One[str]",
    entries: pd.DataFrame,
    printed: pd.DataFrame,
    regions: pd.DataFrame,
    countries: pd.DataFrame,
    run: Asked,
) -> Exhibit | Markdown:
    """Return the regions of one partnership by role: a row is one.

    `entries` are all its rows of Table 4 in that month, `printed` the entries with their names and
    codes as printed (see clean.undo).
    """
    name = one["short_name"]
    table = _members_table(entries, printed, regions, countries)
    if table.empty:
        return Markdown(f"The list of {month_words(run.as_of)} has no region under {name}.")
    leads = int((entries["role"] == "lead").sum())
    told = []
    if (entries["role"] == "repeated").any():
        told.append("A lead region that the print lists a second time stands here once.")
    if leads and not (entries["role"] == "participant").any():
        told.append(f"The brief's Table 4 prints no participants of {name}: all members lead it.")
    counted = "all" if leads == len(table) else leads or "none"
    return Exhibit(
        key="members",
        title=f"{name} lists {amount(len(table), 'region')}, {counted} of them as lead",
        subtitle="Regions by role, each with its country and as printed",
        table=table,
        source=words.TABLE_4,
        note=" ".join(told),
    )


def _members_table(
    entries: pd.DataFrame, printed: pd.DataFrame, regions: pd.DataFrame, countries: pd.DataFrame
) -> pd.DataFrame:
    rows = passages.as_printed(entries.loc[entries["role"].isin(ROLES)], printed)
    ordered = rows.assign(
        rank=rows["role"].map({role: place for place, role in enumerate(ROLES)})
    ).sort_values(["rank", "region_id"], ignore_index=True)
    states = countries.set_index("country_id")
    return pd.DataFrame(
        {
            "Region": ordered["region_id"].map(regions.set_index("region_id")["name"]),
            "Role": ordered["role"].map(ROLE_WORDS),
            "Country": ordered["country_id"].map(states["name"]),
            "Group": ordered["country_id"].map(states["accession_group"]).replace(OUTSIDE),
            "As printed": ordered["as_printed"],
        }
    )


def places(
    one: "One[str]",
    listed: pd.DataFrame,
    partnerships: pd.DataFrame,
    regions: pd.DataFrame,
    outlines: pd.DataFrame,
    run: Asked,
) -> Exhibit | Markdown:
    """Return the map of the regions listed: a row is one."""
    return membership.member_maps(
        "places",
        f"Where the regions of {one['short_name']} are, {month_words(run.as_of)}",
        listed,
        partnerships,
        regions,
        outlines,
        note=words.POINTS,
    )


def member_states(
    one: "One[str]", own: pd.DataFrame, states: pd.DataFrame, regions: pd.DataFrame, run: Asked
) -> Exhibit | Markdown:
    """Return the Member States that have a region in the partnership (membership.by_country)."""
    there = states.loc[states["regions"] > 0]
    if there.empty:
        return Markdown(f"No Member State has a region in {one['short_name']}.")
    newer = there.loc[there["group"] == "EU-13", "country"].tolist()
    outside = own.loc[~own["country_id"].isin(states["country_id"]), "region_id"]
    beyond = outside.map(regions.set_index("region_id")["name"]).tolist()
    labels = {
        "country": "Member State",
        "country_id": "Code",
        "group": "Group",
        "regions": "Regions",
        "leads": "Of these as lead",
    }
    some = part(len(there), len(states), "Member State", "has / have")
    return Exhibit(
        key="member-states",
        title=f"{some} a region in {one['short_name']}",
        subtitle="Regions and lead roles of each Member State that has any",
        table=there.rename(columns=labels)[list(labels.values())],
        source=words.TABLE_4,
        note=f"{_counted(run)} Member States among them that joined since May 2004 (EU-13): "
        f"{and_join(newer)}. Regions from outside the Union: {and_join(beyond)}.",
    )


def eligibility(
    one: "One[str]",
    counts: dict[str, Eligibility],
    proposals: dict[str, pd.DataFrame],
    regions: pd.DataFrame,
    run: Asked,
) -> Exhibit | Markdown:
    """Return whether the members would meet the rule for a new partnership: a row is one reading.

    By nesting, `counts` and `proposals` are what the functions of proposing return.
    """
    name = one["short_name"]
    if all(rows.empty for rows in proposals.values()):
        return Markdown(f"{name} has no member that could count.")
    meets = "would meet" if counts["apart"].eligible else "would not meet"
    return Exhibit(
        key="eligibility",
        title=f"{name} {meets} the rule for a new partnership",
        subtitle="Members that count toward three regions from three Member States, by reading",
        table=_eligibility_table(counts, proposals, regions),
        source="Support document, How to join, for the rule; Table 4 of the brief for the members",
        note=f"Member States are those of {month_words(run.as_of)}. {_counted(run)} How a region "
        "inside another counts is our reading; it changes the number of regions and never that of "
        "Member States.",
    )


def _eligibility_table(
    counts: dict[str, Eligibility], proposals: dict[str, pd.DataFrame], regions: pd.DataFrame
) -> pd.DataFrame:
    names = regions.set_index("region_id")["name"]
    inside = ("inside " + names).set_axis("inside " + names.index)
    told = []
    for rows in proposals.values():
        idle = rows.loc[~rows["counts"]]
        told.append(idle["region_id"].map(names) + " (" + idle["reason"].replace(inside) + ")")
    return pd.DataFrame(
        {
            "A region inside another counts": [NESTING_WORDS[nesting] for nesting in counts],
            "Regions that count": [found.regions for found in counts.values()],
            "Member States": [len(found.states) for found in counts.values()],
            "Member States still needed": [found.missing for found in counts.values()],
            "Meets the rule": ["yes" if found.eligible else "no" for found in counts.values()],
            "Members that do not count": ["; ".join(each) or "none" for each in told],
        }
    )


def absent(
    one: "One[str]",
    absent: pd.DataFrame,
    states: pd.DataFrame,
    regions: pd.DataFrame,
    run: Asked,
) -> Exhibit | Markdown:
    """Return the Member States without a region in the partnership (joining.absent_states)."""
    name = one["short_name"]
    if absent.empty:
        return Markdown(f"Every Member State has a region in {name}.")
    names = regions.set_index("region_id")["name"]
    nowhere = int((absent["elsewhere"] == 0).sum())
    has = part(len(absent), len(states), "Member State", "has / have")
    return Exhibit(
        key="absent",
        title=f"{has} no region in {name}; {nowhere or 'none'} of them in no partnership at all",
        subtitle="Member States without a region in it, with their regions elsewhere",
        table=pd.DataFrame(
            {
                "Member State": absent["country"],
                "Group": absent["group"],
                "Its regions in other partnerships": absent["elsewhere"],
                "Which": ["; ".join(names[ids]) or "none" for ids in absent["region_ids"]],
            }
        ),
        source=words.TABLE_4,
        note=_counted(run),
    )


def overlaps(
    one: "One[str]",
    own: pd.DataFrame,
    elsewhere: pd.DataFrame,
    shared: pd.DataFrame,
    partnerships: pd.DataFrame,
    regions: pd.DataFrame,
    run: Asked,
) -> Exhibit | Markdown:
    """Return what one partnership shares with each other (against_chance.of_partnership)."""
    name = one["short_name"]
    if shared.empty:
        return Markdown(f"There are no members that {name} and another partnership could share.")
    differing = int(shared["differs"].sum())
    some = part(len(elsewhere), len(own), f"region of {name} / regions of {name}")
    stands = "stands" if differing < 2 else "stand"
    pairs = len(shared) * (len(shared) + 1) // 2
    return Exhibit(
        key="overlaps",
        title=f"{some} in another partnership too; {amount(differing, 'single overlap')} {stands} "
        "out from chance",
        subtitle="Regions in common with each other partnership, observed and expected by chance",
        table=_overlaps_table(shared, partnerships, regions),
        source=words.TABLE_4,
        note=f"{_counted(run)} Chance: {run.draws:,} random tables in which every region is in as "
        f"many partnerships and every partnership as large, seed {run.seed}. Low to high: 95 "
        "percent of these. z: distance in standard deviations. p: two-sided. q: p corrected "
        f"(Benjamini-Hochberg) for all {pairs} pairs of partnerships; an overlap stands out where "
        f"q is below {LEVEL}. The list is short, so what does not stand out need not be chance.",
        digits={"Expected by chance": 1, "Low": 0, "High": 0, "z": 1, "p": 3, "q": 3},
    )


def _overlaps_table(
    shared: pd.DataFrame, partnerships: pd.DataFrame, regions: pd.DataFrame
) -> pd.DataFrame:
    names = regions.set_index("region_id")["name"]
    kept = partnerships.set_index("partnership_id")
    return pd.DataFrame(
        {
            "Other partnership": shared["partnership_id"].map(kept["short_name"]),
            "Vanguard pilot": shared["partnership_id"].map(kept["vanguard_pilot"]),
            "Its regions": shared["regions"],
            "In common": shared["shared"],
            "Expected by chance": _cells(shared["expected"]),
            "Low": _cells(shared["low"]),
            "High": _cells(shared["high"]),
            "z": _cells(shared["z"]),
            "p": _cells(shared["p"]),
            "q": _cells(shared["q"]),
            "Regions in common": ["; ".join(names[ids]) or "none" for ids in shared["region_ids"]],
        }
    )


def closing(
    one: "One[str]", own: pd.DataFrame, elsewhere: pd.DataFrame, states: pd.DataFrame, run: Asked
) -> Markdown:
    """Return what the page shows, in one sentence."""
    told = ""
    if len(own):
        are = "is" if len(elsewhere) == 1 else "are"
        told = f"; {len(elsewhere) or 'none'} of these {are} in other partnerships too"
    return Markdown(
        f"In the list of {month_words(run.as_of)}, {one['short_name']} has "
        f"{_size(own, states)}{told}."
    )


def _leads(own: pd.DataFrame, regions: pd.DataFrame) -> list[str]:
    """Return the names of the regions that lead, in the order of their ids."""
    leads = own.loc[own["role"] == "lead", "region_id"].sort_values()
    return leads.map(regions.set_index("region_id")["name"]).tolist()


def _led(own: pd.DataFrame, regions: pd.DataFrame) -> str:
    leads = _leads(own, regions)
    return f"led by {and_join(leads)}" if leads else "led by nobody"


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


def _cells(numbers: "pd.Series[float]") -> "pd.Series[float] | pd.Series[str]":
    """Return numbers as they are, or as words where one of them is not defined."""
    if numbers.notna().all():
        return numbers.astype("float64")
    return numbers.map("{:.3f}".format, na_action="ignore").astype("object").fillna("none")
