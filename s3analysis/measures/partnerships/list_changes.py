"""What differs between two dated member lists of a platform, from the older to the newer."""

from collections.abc import Iterator, Mapping

import pandas as pd

from s3analysis.measures.partnerships.membership import member_states
from s3analysis.vocabulary import ROLES

KINDS = ("opened", "merged", "closed", "joined", "left", "role", "state gained", "state lost")
"""What can change, in report order."""
COLUMNS = ["kind", "partnership_id", "region_id", "before", "after", "old_place", "new_place"]
NEEDS_ALL = dict.fromkeys(("opened", "joined", "state gained"), "old") | dict.fromkeys(
    ("merged", "closed", "left", "state lost"), "new"
)
"""Which list must be complete before a change of a kind is known: who is absent decides it."""


def between(
    old: pd.DataFrame,
    new: pd.DataFrame,
    into: Mapping[str, str],
    countries: pd.DataFrame,
    partial: frozenset[str] = frozenset(),
) -> pd.DataFrame:
    """Return what changed: a row is one change, with the places in both lists that show it.

    `old` and `new` are entries of two lists (partnership_id, region_id, country_id, role, as_of,
    locator); `into` leads from a partnership that was merged to the one it went into. `partial`
    names the lists, old or new, that are not complete: changes that these cannot show are left out.

    >>> columns = ["partnership_id", "region_id", "country_id", "role", "as_of", "locator"]
    >>> old = pd.DataFrame([["a", "r", "BE", "lead", "2017-07", "1"]], columns=columns)
    >>> new = pd.DataFrame([["a", "r", "BE", "observer", "2019-01", "7"],
    ...                     ["b", "s", "BE", "lead", "2019-01", "8"]], columns=columns)
    >>> states = pd.DataFrame({"country_id": ["BE"], "joined": "1958-01-01", "left": ""})
    >>> between(old, new, {}, states)[["kind", "partnership_id", "region_id"]].to_numpy().tolist()
    [['opened', 'b', ''], ['role', 'a', 'r']]
    """
    before, after = (set(each["partnership_id"]) for each in (old, new))
    rows: list[tuple[str, ...]] = [
        ("opened", key, "", "", "", "", _first(new, key)) for key in sorted(after - before)
    ]
    for key in sorted(before - after):
        kind = "merged" if key in into else "closed"
        target = into.get(key, "")
        place = _first(new, target) if target else ""
        rows.append((kind, key, "", "", target, _first(old, key), place))
    rows += _members(old, new, into)
    rows += _states(old, new, countries)
    found = pd.DataFrame(rows, columns=COLUMNS)
    found = found[~found["kind"].map(NEEDS_ALL).isin(list(partial))]
    order = found["kind"].map(KINDS.index)
    return found.assign(order=order).sort_values(
        ["order", "partnership_id", "region_id"], ignore_index=True
    )[COLUMNS]


def sizes(lists: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the regions in each partnership of each list, by month: a row is one of both.

    Columns: partnership_id, as_of, regions. A partnership has no row for a list that lacks it.
    """
    counted = [
        entries.groupby("partnership_id")["region_id"].nunique().reset_index(name="regions")
        .assign(as_of=month)
        for month, entries in lists.items()
    ]  # fmt: skip
    return pd.concat(counted, ignore_index=True)[["partnership_id", "as_of", "regions"]]


def _members(
    old: pd.DataFrame, new: pd.DataFrame, into: Mapping[str, str]
) -> Iterator[tuple[str, ...]]:
    """Return who joined, left or changed role in partnerships that are in both lists."""
    moved = old.assign(partnership_id=old["partnership_id"].replace(dict(into)))
    moved = moved.sort_values("role", key=lambda roles: roles.map(ROLES.index), kind="stable")
    pair = ["partnership_id", "region_id"]
    both = moved.drop_duplicates(pair).merge(
        new, how="outer", on=pair, suffixes=("_old", "_new"), indicator="side"
    )
    kept = set(new["partnership_id"]) & set(moved["partnership_id"])
    kinds = {"left_only": "left", "right_only": "joined", "both": "role"}
    both = both.assign(kind=both["side"].astype("str").map(kinds))
    both = both[both["partnership_id"].isin(kept)]
    both = both[both["kind"].ne("role") | both["role_old"].ne(both["role_new"])]
    sides = ["kind", *pair, "role_old", "role_new", "locator_old", "locator_new"]
    return both[sides].fillna("").itertuples(index=False, name=None)


def _first(entries: pd.DataFrame, key: str) -> str:
    return str(entries.loc[entries["partnership_id"].eq(key), "locator"].iloc[0])


def _states(old: pd.DataFrame, new: pd.DataFrame, countries: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return the Member States, of both months, that have a region in one list only."""
    months = (old["as_of"].iloc[0], new["as_of"].iloc[0])
    members = [set(member_states(countries, month)["country_id"]) for month in months]
    before, after = (
        set(each["country_id"]) & states for each, states in zip((old, new), members, strict=True)
    )
    gained, lost = (after - before) & members[0], (before - after) & members[1]
    first, last = (each.groupby("country_id")["locator"].first() for each in (old, new))
    rows = [("state gained", "", "", "", state, "", str(last[state])) for state in sorted(gained)]
    return rows + [
        ("state lost", "", "", state, "", str(first[state]), "") for state in sorted(lost)
    ]
