"""What has changed between dated member lists: the changes, a figure, the network by date."""

from itertools import pairwise

import pandas as pd
from IPython.display import Markdown

from s3analysis.exhibits import in_brief
from s3analysis.exhibits.charts.slope import slope
from s3analysis.exhibits.charts.style import to_svg
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.partnerships.network import WHOLE, compared
from s3analysis.exhibits.words import Drawn
from s3analysis.measures.partnerships import list_changes, membership, null_model
from s3analysis.sources.members.lists import MemberList
from s3analysis.vocabulary import ROLE_WORDS, amount, and_join, month_words

MOST = 15
"""Partnerships that the figure draws: those that changed most."""
ONE = "There is one member list of this platform, so change over time cannot be shown."
SAID = {
    "opened": "Partnership opened",
    "merged": "Partnership merged",
    "closed": "Partnership closed",
    "joined": "Region joined",
    "left": "Region left",
    "role": "Role changed",
    "state gained": "Member State gained",
    "state lost": "Member State lost",
}
COUNTED = {
    "opened": "partnership opened / partnerships opened",
    "merged": "partnership merged / partnerships merged",
    "closed": "partnership closed / partnerships closed",
    "joined": "membership began / memberships began",
    "left": "membership ended / memberships ended",
}
NETWORK = ("pairs", "density", "strong", "transitivity", "same_country")


def changes(lists: list[MemberList], countries: pd.DataFrame) -> Exhibit | Markdown:
    """Return every change from a list to the next: a row is one, with its place in both."""
    if len(lists) < 2:
        return Markdown(ONE)
    parts = [_between(old, new, countries) for old, new in pairwise(lists)]
    table = pd.concat(parts, ignore_index=True)
    kinds = table["What"].value_counts()
    counts = [amount(int(kinds[SAID[k]]), w) for k, w in COUNTED.items() if SAID[k] in kinds]
    title = f"From {month_words(lists[0].as_of)} to {month_words(lists[-1].as_of)}: "
    return Exhibit(
        key="list-changes",
        title=title + (and_join(counts) if counts else "no change of partnerships or members"),
        subtitle="Each change from one list to the next, with its place in both lists",
        table=table,
        source=_sources(lists),
        note="In partnerships that are in both lists, a membership is one region in one of them. "
        "A Member State counts if it was one in both months. " + _withheld(lists),
        synthetic=any(each.synthetic for each in lists),
    )


def finding(lists: list[MemberList], countries: pd.DataFrame) -> Markdown | None:
    """Return what has changed between the lists, for page 1; nothing where there is one list."""
    found = changes(lists, countries)
    if isinstance(found, Markdown):
        return None
    gained = found.table.loc[found.table["What"].eq(SAID["state gained"]), "After"]
    lost = found.table.loc[found.table["What"].eq(SAID["state lost"]), "Before"]
    kinds = (
        ("Member State gained / Member States gained", gained),
        ("Member State lost / Member States lost", lost),
    )
    said = [f"{amount(len(of), words)}: {and_join(of.tolist())}." for words, of in kinds if len(of)]
    return in_brief.finding(found.title, " ".join(said), found.key)


def _between(old: MemberList, new: MemberList, countries: pd.DataFrame) -> pd.DataFrame:
    merged = new.partnerships[["merged_from", "partnership_id"]].itertuples(index=False)
    into = {key: to for keys, to in merged for key in keys.split("|") if key}
    partial = {n for n, each in (("old", old), ("new", new)) if each.extent == "partial"}
    found = list_changes.between(old.entries, new.entries, into, countries, frozenset(partial))
    names, regions = (
        _names([each.partnerships for each in (old, new)], "partnership_id", "short_name"),
        _names([each.regions for each in (old, new)], "region_id", "name"),
    )
    states = dict(zip(countries["country_id"], countries["name"], strict=True))
    words = {**ROLE_WORDS, **names, **states, "": "-"}
    return pd.DataFrame(
        {
            "Until": month_words(new.as_of),
            "What": found["kind"].map(SAID),
            "Partnership": found["partnership_id"].map({**names, "": "-"}),
            "Region": found["region_id"].map({**regions, "": "-"}),
            "Before": found["before"].map(words),
            "After": found["after"].map(words),
            "In the older list": found["old_place"].replace("", "not there"),
            "In the newer list": found["new_place"].replace("", "not there"),
        }
    )


def sizes(lists: list[MemberList]) -> Exhibit | Markdown:
    """Return the regions in each partnership, list by list, as lines: a row is a partnership."""
    whole = [each for each in lists if each.extent == "complete"]
    if len(whole) < 2:
        return Markdown(ONE if len(lists) < 2 else "Fewer than two of the lists are complete.")
    counted = list_changes.sizes(
        {each.as_of: membership.memberships(each.entries, each.as_of, "members") for each in whole}
    )
    wide = counted.pivot_table(index="partnership_id", columns="as_of", values="regions")
    moved = wide.fillna(0).diff(axis="columns").abs().sum(axis="columns")
    drawn = moved.sort_values(ascending=False, kind="stable").head(MOST).index
    tables = [each.partnerships for each in whole]
    names = pd.Series(_names(tables, "partnership_id", "short_name"))
    first, last = wide.iloc[:, 0].dropna(), wide.iloc[:, -1].dropna()
    table = wide.loc[moved.sort_values(ascending=False, kind="stable").index]
    cells = table.map(lambda value: "not there" if pd.isna(value) else f"{value:.0f}")
    cells.insert(0, "Partnership", names[cells.index].to_numpy())
    of_all = amount(len(wide), "partnership")
    note = "" if len(drawn) == len(wide) else f"Drawn: the {MOST} of {of_all} that changed most."
    return Exhibit(
        key="list-sizes",
        title=f"{amount(len(first), 'partnership')} in {month_words(whole[0].as_of)}, "
        f"{len(last)} in {month_words(whole[-1].as_of)}; {_growth(first, last)}",
        subtitle="Leading and participating regions of each partnership, in each complete list",
        table=cells.rename(columns={m: month_words(str(m)) for m in wide}).reset_index(drop=True),
        svg=to_svg(slope(counted[counted["partnership_id"].isin(drawn)], names), "list-sizes"),
        alt=f"A line for each of {amount(len(drawn), 'partnership')}, from its number of regions "
        f"in {month_words(whole[0].as_of)} to that in {month_words(whole[-1].as_of)}.",
        source=_sources(whole),
        note=note,
        synthetic=any(each.synthetic for each in whole),
    )


def _growth(first: "pd.Series[float]", last: "pd.Series[float]") -> str:
    both = first.index.intersection(last.index)
    grew, shrank = (int(f.sum()) for f in (last[both] > first[both], last[both] < first[both]))
    return f"of the {len(both)} in both, {grew or 'none'} grew and {shrank or 'none'} shrank"


def network(lists: list[MemberList], run: Drawn) -> Exhibit | Markdown:
    """Return the network of each complete list beside its own null model: a row is a measure."""
    whole = [each for each in lists if each.extent == "complete"]
    if len(whole) < 2:
        return Markdown(ONE if len(lists) < 2 else "Fewer than two of the lists are complete.")
    table = pd.DataFrame({"What": [WHOLE[measure][0] for measure in NETWORK]})
    pairs = []
    for each in whole:
        members = membership.memberships(each.entries, each.as_of, "members")
        found = null_model.whole(members, run.draws, run.seed)
        found["beside"] = null_model.beside(found, "q", null_model.LEVEL)
        shown, month = (
            compared(found, {key: WHOLE[key] for key in NETWORK}),
            month_words(each.as_of),
        )
        table[month] = shown["Observed"]
        table[f"95 % of draws, {month}"] = shown["95 percent of draws"]
        table[f"Compared with chance, {month}"] = shown["Compared with chance"]
        pairs.append(f"{shown['Observed'].iloc[0]} in {month}")
    return Exhibit(
        key="list-network",
        title=f"Pairs of regions that share a partnership: {and_join(pairs)}",
        subtitle="The network of each complete list, compared with random lists of the same sizes",
        table=table,
        source=_sources(whole),
        note=f"Leading and participating regions. Chance: {run.draws:,} random lists for each, "
        f"seed {run.seed}. A larger list has more pairs by size alone.",
        synthetic=any(each.synthetic for each in whole),
    )


def _names(tables: list[pd.DataFrame], key: str, name: str) -> dict[str, str]:
    """Return the name of each key, that of the last table where they differ."""
    return dict(pd.concat(tables)[[key, name]].astype("str").itertuples(index=False, name=None))


def _sources(lists: list[MemberList]) -> str:
    return "; ".join(each.source for each in lists)


def _withheld(lists: list[MemberList]) -> str:
    """Return which lists are partial, and what is therefore not shown."""
    months = [month_words(each.as_of) for each in lists if each.extent == "partial"]
    if not months:
        return ""
    return (
        f"The list of {and_join(months)} is partial: who is new after it and who is gone in it is "
        "not known."
    )
