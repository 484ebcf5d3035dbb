"""One member list, the brief's or an imported one: its name on each exhibit, and what it bears."""

from dataclasses import replace

import pandas as pd
from IPython.display import Markdown

from s3analysis.exhibits import words
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.partnerships import network
from s3analysis.exhibits.words import Drawn
from s3analysis.sources.members.lists import MemberList
from s3analysis.vocabulary import amount

MOST = 12
"""Partnerships that are drawn one by one: the largest."""


def opening(listed: MemberList, members: pd.DataFrame) -> Markdown:
    """Return which list this is, how much is in it, and what is not shown of it."""
    told = f"This is the member list of {listed.title}: {amount(len(members), 'membership')} of "
    told += f"{amount(members['region_id'].nunique(), 'region')} in "
    told += f"{amount(members['partnership_id'].nunique(), 'partnership')}. "
    told += f"Source: {listed.source}."
    if listed.extent == "partial":
        told += " The list is partial: nothing is told that depends on who is not in it."
    if listed.synthetic:
        told += " **It is made up, and nothing in it is a finding.**"
    elsewhere = (
        "The needs, themes, services and printed numbers of the brief belong to July 2017 and are "
        "not shown here; the report of that month has them."
    )
    return Markdown(f"{told} {elsewhere}")


def findings(listed: MemberList, *found: Markdown) -> Markdown:
    """Return the findings of a list, which a partial one cannot bear."""
    if listed.extent == "partial":
        return Markdown("The list is partial: who is missing and how many take part is unknown.")
    return Markdown("\n\n".join(str(each.data) for each in found))


def largest(members: pd.DataFrame) -> pd.DataFrame:
    """Return the memberships of the largest partnerships, MOST at most."""
    sizes = members.groupby("partnership_id").size().sort_values(ascending=False, kind="stable")
    return members[members["partnership_id"].isin(sizes.head(MOST).index)]


def overlaps(found: pd.DataFrame, partnerships: pd.DataFrame, run: Drawn) -> Exhibit | Markdown:
    """Return what partnerships share (see null_model.among), or that there is one."""
    if found.empty:
        return Markdown("There is one partnership, which shares its regions with no other.")
    return network.overlaps(found, partnerships, run)


def shown(
    exhibit: Exhibit | Markdown, listed: MemberList, *, bears_partial: bool = False
) -> Exhibit | Markdown:
    """Return an exhibit under the name of its list, or why a partial list cannot bear it."""
    if isinstance(exhibit, Markdown):
        return exhibit
    if listed.extent == "partial" and not bears_partial:
        return Markdown(f"Not shown, because the list is partial: *{exhibit.subtitle}*.")
    table = exhibit.table
    if "unknown" in set(listed.partnerships["vanguard_pilot"]) and "Vanguard" in table:
        table = table.drop(columns="Vanguard")
    note = exhibit.note
    if not listed.added.empty and exhibit.key in {"places", "regions"}:
        note = (
            f"{note} {amount(len(listed.added), 'region has / regions have')} no known point and "
        )
        note += "stand at the middle of their country."
    return replace(
        exhibit,
        table=table,
        source=exhibit.source.replace(words.TABLE_4, listed.source),
        note=note.strip(),
        reproduces="",
        synthetic=listed.synthetic,
    )
