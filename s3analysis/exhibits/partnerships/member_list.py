"""One member list, the brief's or an imported one: its name on each exhibit, and what it bears."""

from collections.abc import Iterable, Iterator
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
BEARS_PARTIAL = {"members", "partners-proposal", "partners-what-if"}
"""Exhibits that say only who is in a list, and nothing that rests on who is not."""
MAPS = {"places", "regions", "members", "partners"}
TOGETHER = "Partnerships in common"
"""The column of a table of candidates that a member list gives."""


def about(listed: MemberList) -> str:
    """Return what a page was made from, as its first paragraph."""
    if listed.of_brief:
        return words.ABOUT
    text = (
        f"This page is an independent analysis of the member list of {listed.title}, not a "
        f"Commission publication. Source: {listed.source}."
    )
    if listed.partial:
        text += " The list is partial: nothing is shown that depends on who is not in it."
    if listed.synthetic:
        text += " **It is made up, and nothing in it is a finding.**"
    return text


def opening(listed: MemberList, members: pd.DataFrame) -> Markdown:
    """Return which list this is, how much is in it, and what is not shown of it."""
    text = (
        f"This is the member list of {listed.title}: {amount(len(members), 'membership')} of "
        f"{amount(members['region_id'].nunique(), 'region')} in "
        f"{amount(members['partnership_id'].nunique(), 'partnership')}. Source: {listed.source}."
    )
    if listed.extent == "partial":
        text += " The list is partial: nothing is shown that depends on who is not in it."
    if listed.synthetic:
        text += " **It is made up, and nothing in it is a finding.**"
    return Markdown(
        f"{text} The needs, themes, services and printed numbers of the brief belong to July 2017 "
        "and are not shown here; the report of that month has them."
    )


def findings(listed: MemberList, *found: Markdown) -> Markdown:
    """Return the findings of a list, which a partial one cannot bear."""
    if listed.partial:
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


def shown(exhibit: Exhibit | Markdown | None, listed: MemberList) -> Exhibit | Markdown | None:
    """Return an exhibit under the name of its list, or why a partial list cannot bear it."""
    if listed.of_brief or exhibit is None:
        return exhibit
    if isinstance(exhibit, Markdown):
        return Markdown("Not shown, because the list is partial.") if listed.partial else exhibit
    table, source = exhibit.table, exhibit.source.replace(words.TABLE_4, listed.source)
    if source != exhibit.source:
        if listed.partial and exhibit.key not in BEARS_PARTIAL:
            return Markdown(f"Not shown, because the list is partial: *{exhibit.subtitle}*.")
    elif TOGETHER in table:
        source += f"; for partnerships in common: {listed.source}"
    lacks = (
        ["Vanguard", "Vanguard pilot"]
        if "unknown" in set(listed.partnerships["vanguard_pilot"])
        else []
    )
    lacks += ["What it is about", *[TOGETHER] * listed.partial]
    table = table.drop(columns=lacks, errors="ignore")
    note = exhibit.note
    if exhibit.svg and exhibit.key in MAPS and not listed.added.empty:
        note += " Regions new to the data stand at the middle of their country: no point is known."
    return replace(
        exhibit,
        table=table,
        source=source,
        note=note.strip(),
        reproduces="",
        synthetic=exhibit.synthetic or listed.synthetic,
    )


def panel(found: Iterable[Exhibit | Markdown | None], listed: MemberList) -> Iterator[Exhibit]:
    """Yield what a panel shows of a list, which names what a partial one cannot bear.

    Raises ValueError where that is all.
    """
    if not listed.partial:
        yield from (made for each in found if isinstance(made := shown(each, listed), Exhibit))
        return
    asked = [each for each in found if isinstance(each, Exhibit)]
    borne = [shown(each, listed) for each in asked]
    kept = [each for each in borne if isinstance(each, Exhibit)]
    pairs = zip(asked, borne, strict=True)
    withheld = "; ".join(each.subtitle for each, of in pairs if not isinstance(of, Exhibit))
    left_out = f"Not shown, because the list is partial: {withheld}." if withheld else ""
    if not kept:
        raise ValueError(f"{left_out} Choose a complete list")
    yield replace(kept[0], note=f"{kept[0].note} {left_out}".strip())
    yield from kept[1:]
