"""Candidate partner regions from an extract, and how its territories map to our regions.

An extract is about territories: regions of the record, other units of NUTS, countries. What is
compared here are places. A region of the record is one place, also where it is several units in the
extract's vintage; any other territory is a place of its own. `region_id` is the key of a place: of
the record's region, else of the territory.

Candidates are ranked by what they declare (see similarity). Those with too few labels have no rank.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from s3analysis.measures.priorities import shares, similarity
from s3analysis.measures.priorities.incidence import incidence
from s3analysis.measures.priorities.similarity import DECIMALS
from s3analysis.sources.geography.regions import fold

OBSTACLES = ("no extract", "not there", "no label", "nobody else", "one category")
LEVELS = ["category", "sub_category"]


@dataclass(frozen=True)
class Fit:
    """How near the priorities of an extract are to those of one region.

    `obstacle` says why nobody can be ranked (of OBSTACLES; "" where somebody can, and all frames
    are empty where nobody can). `labels` is how many labels the region has. `own`, `ranked` and
    `nested` are those of the functions of these names, `common` and `brought` those of similarity;
    `unlabelled` are the places of the extract without a label.
    """

    obstacle: str
    labels: int
    own: pd.DataFrame
    ranked: pd.DataFrame
    common: pd.DataFrame
    brought: pd.DataFrame
    nested: pd.DataFrame
    unlabelled: list[str]

    def among(self, region_ids: Iterable[str]) -> "Fit":
        """Return the same with some regions as the only candidates, ranked among themselves."""
        if self.obstacle:
            return self
        kept = self.ranked.loc[self.ranked["region_id"].isin(list(region_ids))]
        return replace(self, ranked=_ranks(kept))


def fit(pooled: pd.DataFrame, nested: pd.DataFrame, members: pd.DataFrame, region_id: str) -> Fit:
    """Return how near the priorities of each place are to those of a region, ranked by the cosine.

    `pooled` and `nested` are what the functions of these names return; `members` only say how many
    partnerships two regions share, which has no part in the rank.

    >>> counts = pd.DataFrame({"KETs": [9, 5], "Health": [9, 9]}, index=["norte", "skane"])
    >>> members = pd.DataFrame(columns=["partnership_id", "region_id", "country_id"])
    >>> found = fit(counts, pd.DataFrame({"region_id": []}), members, "norte")
    >>> found.labels, found.ranked["region_id"].tolist()
    (18, ['skane'])
    """
    found, nothing = obstacle(pooled, nested, region_id), pd.DataFrame()
    empty = [str(key) for key in pooled.index[pooled.sum(axis="columns") == 0]]
    if found:
        return Fit(found, 0, nothing, nothing, nothing, nothing, nested, empty)
    counts = shares.countable(pooled)
    return Fit(
        obstacle="",
        labels=int(counts.sum(axis="columns")[region_id]),
        own=own(counts, region_id),
        ranked=ranked(counts, members, nested, region_id),
        common=similarity.common(counts, region_id),
        brought=similarity.brought(counts, region_id),
        nested=nested,
        unlabelled=empty,
    )


def places(
    territories: pd.DataFrame, region_nuts: pd.DataFrame, regions: pd.DataFrame
) -> pd.DataFrame:
    """Return which place each territory of an extract belongs to: a row is one territory.

    Columns: `territory_id`, `territory` (its name), `region_id` and `name` (of the place),
    `country_id`, `nuts_version`, `nuts_id`. A unit that is, whole, one of those that make up a
    region of the record belongs to it.

    >>> territories = pd.DataFrame({"territory_id": ["fr22", "fi"], "name": ["Picardie", "Finland"],
    ...     "region_id": "", "country_id": ["FR", "FI"], "nuts_version": "2013",
    ...     "nuts_id": ["FR22", "FI"]})
    >>> codes = pd.DataFrame({"region_id": ["hauts"], "nuts_version": "2013", "nuts_id": "FR22",
    ...                       "extent": "whole"})
    >>> regions = pd.DataFrame({"region_id": ["hauts"], "name": ["Hauts-de-France"]})
    >>> places(territories, codes, regions)[["territory", "name"]].to_numpy().tolist()
    [['Picardie', 'Hauts-de-France'], ['Finland', 'Finland']]
    """
    whole = _whole(region_nuts).drop_duplicates(["nuts_version", "nuts_id"], keep=False)
    units = territories.assign(nuts_version=territories["nuts_version"].astype("str"))
    part_of = units[["nuts_version", "nuts_id"]].merge(whole, how="left", validate="many_to_one")
    own, part = units["region_id"], part_of["region_id"].set_axis(units.index)
    region_id = own.where(own != "", part.fillna(units["territory_id"]))
    names = regions.set_index("region_id")["name"]
    return pd.DataFrame(
        {
            "territory_id": units["territory_id"],
            "territory": units["name"],
            "region_id": region_id,
            "name": region_id.map(names).fillna(units["name"]),
            "country_id": units["country_id"],
            "nuts_version": units["nuts_version"],
            "nuts_id": units["nuts_id"],
        }
    )


def parts(places: pd.DataFrame, region_nuts: pd.DataFrame, region_id: str) -> pd.DataFrame:
    """Return the units that a region consists of in the vintage of an extract: a row is one.

    Columns: `nuts_label`, and `declares`, whether the extract has it. Without rows where that
    has no codes.
    """
    units = region_nuts.query("region_id == @region_id and extent == 'whole'").astype("str")
    units = units.loc[units["nuts_version"].isin(places["nuts_version"])]
    declares = units["nuts_id"].isin(places["nuts_id"])
    return units.assign(declares=declares)[["nuts_label", "declares"]].reset_index(drop=True)


def pooled(portfolio: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return how many priorities of each place carry each category, from that of territories.

    Rows are places, columns categories (see incidence.Incidence). A place without a label is a row
    of zeros.
    """
    place = places.set_index("territory_id")["region_id"]
    return portfolio.groupby(place.reindex(portfolio.index).to_numpy()).sum()


def directory(regions: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return every region of the record and every other place of an extract: a row is one.

    Columns: `region_id`, `name`, `country_id`, `nested_in` (the region of the record around it) and
    `in_record`.
    """
    columns = ["region_id", "name", "country_id", "nested_in"]
    others = places.loc[~places["region_id"].isin(regions["region_id"])].assign(nested_in="")
    both = pd.concat([regions[columns], others[columns]], ignore_index=True)
    return both.assign(in_record=both["region_id"].isin(regions["region_id"]))


def nested(places: pd.DataFrame, region_nuts: pd.DataFrame, region_id: str) -> pd.DataFrame:
    """Return the other places that lie inside a region of the record, or around it.

    Columns: `region_id`, `name` and `lies`, inside or around, as the codes of the extract's vintage
    have it. In the order of their names.
    """
    codes = _whole(region_nuts).query("region_id == @region_id")[["nuts_version", "nuts_id"]]
    others = places.loc[(places["region_id"] != region_id) & (places["nuts_id"] != "")]
    pairs = others.merge(codes, on="nuts_version", suffixes=("", "_own"))
    lies = [
        "inside" if code.startswith(own) else "around" if own.startswith(code) else ""
        for code, own in zip(pairs["nuts_id"], pairs["nuts_id_own"], strict=True)
    ]
    found = pairs.assign(lies=lies).query("lies != ''")
    return found.drop_duplicates("region_id").sort_values("name", ignore_index=True)[
        ["region_id", "name", "lies"]
    ]


def obstacle(pooled: pd.DataFrame, nested: pd.DataFrame, region_id: str) -> str:
    """Return why nobody can be ranked for a region, one of OBSTACLES; empty where somebody can.

    >>> counts = pd.DataFrame({"KETs": [1, 0], "Health": [1, 0]}, index=["skane", "norte"])
    >>> none = pd.DataFrame({"region_id": []})
    >>> [obstacle(counts, none, region) for region in ("lapland", "norte", "skane")]
    ['not there', 'no label', 'nobody else']
    """
    if not len(pooled):
        return "no extract"
    if region_id not in pooled.index:
        return "not there"
    counts = shares.countable(pooled)
    if region_id not in counts.index:
        return "no label"
    if counts.index.drop(region_id).isin(nested["region_id"]).all():
        return "nobody else"
    return "one category" if counts.shape[1] == 1 else ""


def ranked(
    counts: pd.DataFrame, members: pd.DataFrame, nested: pd.DataFrame, region_id: str
) -> pd.DataFrame:
    """Return the candidates of a region (see similarity.candidates), less the nested places.

    `rank` is by the cosine. Those with fewer labels than shares.FEWEST come last and have none, so
    that nobody ranks high by two priorities. Those of one rank are ordered by their labels, the
    most first, then by key.

    >>> counts = pd.DataFrame({"KETs": [9, 1, 5], "Health": [9, 1, 9]}, index=["a", "b", "c"])
    >>> members = pd.DataFrame(columns=["partnership_id", "region_id", "country_id"])
    >>> nobody = pd.DataFrame({"region_id": []})
    >>> ranked(counts, members, nobody, "a")[["region_id", "few"]].to_numpy().tolist()
    [['c', False], ['b', True]]
    """
    found = similarity.candidates(counts, members, region_id)
    return _ranks(found.loc[~found["region_id"].isin(nested["region_id"])])


def tied(ranked: pd.DataFrame, shown: int) -> int:
    """Return how many candidates share the last rank of the first so many and are not of these.

    >>> tied(pd.DataFrame({"rank": pd.array([1, 2, 2, 4], "Int64")}), 2)
    1
    """
    last = ranked["rank"].head(shown).iloc[-1:]
    return int(ranked["rank"].iloc[shown:].isin(last.dropna()).sum())


def own(counts: pd.DataFrame, region_id: str) -> pd.DataFrame:
    """Return what a region declares: a row is one category with a priority of it.

    Columns as in shares.quotients. The most declared first; then the name.
    """
    found = shares.quotients(counts).query("region_id == @region_id and count > 0")
    return found.sort_values(["count", "category"], ascending=[False, True], ignore_index=True)


def names(themes: pd.DataFrame, printed: pd.DataFrame) -> pd.DataFrame:
    """Return what themes are called, by us or in print: a row is one theme and a name.

    `printed` is the table theme_names. Columns: `theme_id`, `name`.

    >>> themes = pd.DataFrame({"theme_id": ["sport"], "name": ["Sport"]})
    >>> printed = pd.DataFrame({"theme_id": ["sport"], "name_printed": ["Sport and vitality"]})
    >>> names(themes, printed)["name"].tolist()
    ['Sport', 'Sport and vitality']
    """
    columns = ["theme_id", "name"]
    in_print = printed.rename(columns={"name_printed": "name"})[columns]
    return pd.concat([themes[columns], in_print], ignore_index=True)


def of_themes(
    priorities: pd.DataFrame,
    labels: pd.DataFrame,
    places: pd.DataFrame,
    names: pd.DataFrame,
    region_id: str,
) -> pd.DataFrame:
    """Return whether a region has a priority of its own in each theme: a row is one theme.

    No document files themes under the categories of an extract, so the one link is a name: a
    category or sub-category that bears one of `names`, in whatever letters, is of that theme.
    Columns: `theme_id`, and `answer` as in similarity.own_priority; unknown where no category bears
    a name of the theme, and where a sub-category does and the region declares the category above
    it alone.

    >>> priorities = pd.DataFrame({"priority_id": ["p"], "region_id": ["skane"]})
    >>> labels = pd.DataFrame({"priority_id": ["p"], "category": "KETs",
    ...                        "sub_category": "Photonics"})
    >>> places = pd.DataFrame({"territory_id": ["skane"], "region_id": ["skane"]})
    >>> names = pd.DataFrame({"theme_id": ["photonics", "sport"], "name": ["photonics", "Sport"]})
    >>> of_themes(priorities, labels, places, names, "skane").to_numpy().tolist()
    [['photonics', 'yes'], ['sport', 'unknown']]
    """
    printed = names.assign(term=names["name"].map(fold)).drop_duplicates(["theme_id", "term"])
    bearing = _bearing(labels, printed["term"])
    some = labels.loc[labels[LEVELS].isin(bearing.index.tolist()).any(axis="columns")]
    filed = some.melt("priority_id", LEVELS, value_name="label")
    linked = filed.assign(term=filed["label"].map(bearing)).merge(printed, on="term")
    by_theme = linked.rename(columns={"theme_id": "category"})[["priority_id", "category"]]
    either = pd.concat([by_theme, labels[["priority_id"]].assign(category="")])  # any other theme
    counts = pooled(incidence(priorities, either).portfolio, places)
    themes = by_theme["category"].unique()
    answers = {each: similarity.own_priority(counts, region_id, each) for each in themes}
    territories = places.loc[places["region_id"] == region_id, "territory_id"]
    its = priorities.loc[priorities["region_id"].isin(territories), "priority_id"]
    above = _declared_above(labels.loc[labels["priority_id"].isin(its)], some, bearing)
    unclear = printed.loc[printed["term"].isin(above), "theme_id"]
    answers |= {theme: "unknown" for theme in unclear if answers.get(theme) == "no"}
    rows = [(theme, answers.get(theme, "unknown")) for theme in names["theme_id"].unique()]
    return pd.DataFrame(rows, columns=["theme_id", "answer"])


def _bearing(labels: pd.DataFrame, terms: "pd.Series[str]") -> "pd.Series[str]":
    """Return the folded name of each category and sub-category that bears one of some terms."""
    known = {label: fold(label) for level in LEVELS for label in labels[level].unique()}
    return pd.Series(known, dtype="str").loc[lambda folded: folded.isin(terms)]


def _declared_above(
    own: pd.DataFrame, some: pd.DataFrame, bearing: "pd.Series[str]"
) -> "pd.Series[str]":
    """Return the terms of sub-categories of which a region declares the category above alone."""
    bare = own.loc[own["sub_category"].eq(""), "category"]
    below = some.loc[some["sub_category"].isin(bearing.index), ["category", "sub_category"]]
    return below.loc[below["category"].isin(bare), "sub_category"].map(bearing)


def _ranks(found: pd.DataFrame) -> pd.DataFrame:
    """Return candidates with their rank, those with too few labels last and without one."""
    scores = found["cosine"].round(DECIMALS).mask(found["few"])
    return found.assign(
        rank=scores.rank(method="min", ascending=False).astype("Int64")
    ).sort_values(["rank", "labels", "region_id"], ascending=[True, False, True], ignore_index=True)


def _whole(region_nuts: pd.DataFrame) -> pd.DataFrame:
    """Return the units that are, whole, a region of the record or one of those it consists of."""
    whole = region_nuts.loc[region_nuts["extent"] == "whole"]
    return whole[["region_id", "nuts_version", "nuts_id"]].astype("str")
