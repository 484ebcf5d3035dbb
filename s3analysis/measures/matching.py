"""Who could work with whom. To join a partnership and to propose a new area are different acts.

*Join*: the partnership exists, so nothing is tested; what counts is who is in, what is shared and
who is missing. *Propose*: a new partnership needs at least three regions from three Member States
of the EU (background document on the support services, under "How to join"). Since three Member
States cannot have fewer than three regions, the number of Member States alone decides.

Two things are left open in print, and are readings here:

- nesting: a region inside another that takes part as well is counted `apart`, or `once` with it.
  Both lie in one Member State, so this moves the number of regions and never the eligibility;
- the leading region's own priority in the theme: the brief links each partnership's start to such
  a priority, and no document makes it a condition. `own_priority` says whether it is there.

Candidates are ranked by their priorities alone. Whom a region is already together with is no
measure of how well they fit: see comembership.together.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from s3analysis.measures import comembership
from s3analysis.measures.concentration import proximity, specialised
from s3analysis.measures.membership import member_states
from s3analysis.measures.shares import FEWEST
from s3analysis.vocabulary import READINGS

STATES = 3
"""Member States, and with them regions, that a new partnership needs."""

NESTING = ("apart", "once")

STANDINGS = ("in", "looks on", "may join", "nobody to join")

RANKED_BY = ("cosine", "jaccard", "offer", "offer_per_category")

DECIMALS = 12  # digits in which two scores must differ to have different ranks


class UnknownRegions(ValueError):
    """Regions that the table of regions does not have; `region_ids` are their keys."""

    def __init__(self, region_ids: list[str]) -> None:
        super().__init__(f"no region {', '.join(region_ids)} in the record")
        self.region_ids = region_ids


class NoPriorities(ValueError):
    """Regions without a priority to compare by; `region_ids` are their keys."""

    def __init__(self, region_ids: list[str]) -> None:
        super().__init__(f"no priorities to compare by: {', '.join(region_ids)}")
        self.region_ids = region_ids


class OutsideTheUnion(ValueError):
    """A region whose country was no Member State in the month asked about."""

    def __init__(self, region_id: str, country_id: str, as_of: str) -> None:
        super().__init__(
            f"{region_id} is in {country_id}, no Member State of the EU in {as_of}: it may join, "
            f"but is none of the three regions that a new partnership needs"
        )
        self.region_id = region_id


@dataclass(frozen=True)
class Eligibility:
    """Whether regions may propose a new partnership: at least 3 from 3 Member States.

    `regions` is how many count, `states` the Member States they are from, and `missing` how many
    more of these are needed.
    """

    eligible: bool
    regions: int
    states: tuple[str, ...]
    missing: int


def standings(
    listed: pd.DataFrame,
    regions: pd.DataFrame,
    partnerships: pd.DataFrame,
    region_id: str,
    reading: str,
) -> pd.DataFrame:
    """Return how a region stands to each partnership: a row is one, in the order of Table 4.

    `listed` are the memberships of everyone listed (see membership.memberships); `reading` says who
    of them is a member. Columns: `partnership_id`; `role` ("" where the region is not listed);
    `standing` (STANDINGS: `looks on` if listed but no member, `nobody to join` if there is no
    member); `regions` and `countries` (of the members, the region itself included); `known` (other
    members that are with the region in another partnership); `compatriots` (other members from its
    country); `new_country` (no other member is from its country). Raises UnknownRegions.

    >>> listed = pd.DataFrame([["a", "skane", "SE", "lead"], ["a", "norte", "PT", "observer"]],
    ...     columns=["partnership_id", "region_id", "country_id", "role"])
    >>> regions = pd.DataFrame({"region_id": ["norte", "skane"], "country_id": ["PT", "SE"]})
    >>> partnerships = pd.DataFrame({"partnership_id": ["a", "b"], "position": [1, 2]})
    >>> standings(listed, regions, partnerships, "norte", "members")["standing"].tolist()
    ['looks on', 'nobody to join']
    """
    country = _countries(regions, [region_id])[region_id]
    members = listed.loc[listed["role"].isin(READINGS[reading])]
    others = members.loc[members["region_id"] != region_id]
    met = comembership.meetings(members).query("region_id == @region_id")
    with_it = met[["partnership_id", "other_id"]].rename(columns={"partnership_id": "elsewhere"})
    pairs = others.merge(with_it, left_on="region_id", right_on="other_id", how="inner")
    known = pairs.loc[pairs["partnership_id"] != pairs["elsewhere"]]
    of_country = others.loc[others["country_id"] == country]
    own = listed.loc[listed["region_id"] == region_id].drop_duplicates("partnership_id")
    ordered = partnerships.sort_values("position")["partnership_id"]

    def counted(rows: pd.DataFrame, column: str) -> "pd.Series[int]":
        counts = rows.groupby("partnership_id")[column].nunique()
        return counts.reindex(ordered, fill_value=0).astype("int64")

    found = pd.DataFrame(
        {
            "role": own.set_index("partnership_id")["role"].reindex(ordered, fill_value=""),
            "regions": counted(members, "region_id"),
            "countries": counted(members, "country_id"),
            "known": counted(known, "region_id"),
            "compatriots": counted(of_country, "region_id"),
        }
    )
    standing = (
        pd.Series("may join", found.index)
        .mask(found["role"] != "", "looks on")
        .mask(found["role"].isin(READINGS[reading]), "in")
        .mask(found["regions"] == 0, "nobody to join")
    )
    return found.assign(standing=standing, new_country=found["compatriots"] == 0).reset_index()[
        [
            "partnership_id",
            "role",
            "standing",
            "regions",
            "countries",
            "known",
            "compatriots",
            "new_country",
        ]
    ]


def insiders(
    listed: pd.DataFrame, regions: pd.DataFrame, region_id: str, partnership_id: str, reading: str
) -> pd.DataFrame:
    """Return who is in a partnership, as a region would find them: a row is one other region.

    Columns: `region_id`, `country_id`, `role` (observers and others that look on are listed too),
    `compatriot` (of the same country), `elsewhere` (other partnerships of which both are members)
    and `elsewhere_ids`. The order is that of countries and regions. An empty partnership has no
    rows. Raises UnknownRegions.

    >>> listed = pd.DataFrame([["a", "skane", "SE", "lead"], ["b", "skane", "SE", "lead"],
    ...     ["b", "norte", "PT", "lead"]],
    ...     columns=["partnership_id", "region_id", "country_id", "role"])
    >>> regions = pd.DataFrame({"region_id": ["norte", "skane"], "country_id": ["PT", "SE"]})
    >>> insiders(listed, regions, "norte", "a", "members").to_numpy().tolist()
    [['skane', 'SE', 'lead', False, 1, ['b']]]
    """
    country = _countries(regions, [region_id])[region_id]
    here = listed["partnership_id"] == partnership_id
    inside = listed.loc[here & (listed["region_id"] != region_id)].drop_duplicates("region_id")
    members = listed.loc[~here & listed["role"].isin(READINGS[reading])]
    shared = comembership.together(members, region_id).set_index("region_id")["partnership_ids"]
    found = pd.Series([shared.get(other, []) for other in inside["region_id"]], inside.index)
    return (
        inside[["region_id", "country_id", "role"]]
        .assign(
            compatriot=inside["country_id"] == country,
            elsewhere=found.map(len),
            elsewhere_ids=found,
        )
        .sort_values(["country_id", "region_id"], ignore_index=True)
    )


def absent_states(
    members: pd.DataFrame, countries: pd.DataFrame, as_of: str, partnership_id: str
) -> pd.DataFrame:
    """Return which Member States no member of a partnership is from: a row is one.

    Columns: `country_id`, `country`, `group` (EU-15 or EU-13), `elsewhere` (its regions in other
    partnerships) and `region_ids` of these. Most regions elsewhere come first; then the name.

    >>> members = pd.DataFrame({"partnership_id": ["a", "b"], "region_id": ["skane", "norte"],
    ...                         "country_id": ["SE", "PT"]})
    >>> countries = pd.DataFrame({"country_id": ["PT", "SE"], "name": ["Portugal", "Sweden"],
    ...     "joined": "1995-01-01", "left": "", "accession_group": "EU-15"})
    >>> absent_states(members, countries, "2017-07", "a").to_numpy().tolist()
    [['PT', 'Portugal', 'EU-15', 1, ['norte']]]
    """
    here = members["partnership_id"] == partnership_id
    states = member_states(countries, as_of)
    absent = states.loc[~states["country_id"].isin(members.loc[here, "country_id"])]
    ids = members.groupby("country_id")["region_id"].agg(lambda ids: sorted(set(ids)))
    found = pd.Series([ids.get(country, []) for country in absent["country_id"]], absent.index)
    return (
        absent[["country_id", "name", "accession_group"]]
        .rename(columns={"name": "country", "accession_group": "group"})
        .assign(elsewhere=found.map(len), region_ids=found)
        .sort_values(["elsewhere", "country"], ascending=[False, True], ignore_index=True)
    )


def proposal(
    regions: pd.DataFrame,
    countries: pd.DataFrame,
    as_of: str,
    region_ids: Iterable[str],
    nesting: str,
) -> pd.DataFrame:
    """Return which of the regions that would propose an area count: a row is one.

    A region named twice is one. Columns: `region_id`, `country_id`, `counts` and `reason` where it
    does not: `outside the EU` in the month `as_of`, or `inside ...`, the region around it, if that
    is proposed as well and `nesting` is `once` (see NESTING). Raises UnknownRegions.

    >>> regions = pd.DataFrame({"region_id": ["oslo", "skane"], "country_id": ["NO", "SE"],
    ...                         "nested_in": ["", ""]})
    >>> countries = pd.DataFrame({"country_id": ["NO", "SE"], "joined": ["", "1995-01-01"],
    ...                           "left": ["", ""]})
    >>> proposal(regions, countries, "2017-07", ["skane", "oslo"], "apart").to_numpy().tolist()
    [['oslo', 'NO', False, 'outside the EU'], ['skane', 'SE', True, '']]
    """
    if nesting not in NESTING:
        raise ValueError(f"nesting is {' or '.join(NESTING)}, not {nesting}")
    ids = sorted(set(region_ids))
    country = _countries(regions, ids)
    around = regions.set_index("region_id")["nested_in"].loc[ids]
    inside = around.isin(ids) & (nesting == "once")
    outside = ~country.loc[ids].isin(member_states(countries, as_of)["country_id"])
    reason = (
        pd.Series("", around.index).mask(inside, "inside " + around).mask(outside, "outside the EU")
    )
    return pd.DataFrame(
        {
            "region_id": ids,
            "country_id": country.loc[ids].to_numpy(),
            "counts": (reason == "").to_numpy(),
            "reason": reason.to_numpy(),
        }
    )


def eligibility(proposal: pd.DataFrame) -> Eligibility:
    """Return whether what is proposed has three regions from three Member States.

    `proposal` is what the function of that name returns.

    >>> eligibility(pd.DataFrame({"country_id": ["PT", "SE", "SE", "NO"],
    ...                           "counts": [True, True, True, False]}))
    Eligibility(eligible=False, regions=3, states=('PT', 'SE'), missing=1)
    """
    counting = proposal.loc[proposal["counts"]]
    states = tuple(sorted(set(counting["country_id"])))
    missing = max(STATES - len(states), 0)
    return Eligibility(missing == 0, len(counting), states, missing)


def by_partnership(
    members: pd.DataFrame,
    partnerships: pd.DataFrame,
    regions: pd.DataFrame,
    countries: pd.DataFrame,
    as_of: str,
) -> pd.DataFrame:
    """Return whether the members of each partnership could propose a new area: a row is one.

    In the order of Table 4; no partnership had to pass this, since the rule is for new areas.
    Columns: `partnership_id`, `apart` and `once` (regions that count in either reading of NESTING),
    `states` (Member States), `missing` (of these) and `eligible`. Raises UnknownRegions.

    >>> members = pd.DataFrame({"partnership_id": "a", "region_id": ["flanders", "west"]})
    >>> partnerships = pd.DataFrame({"partnership_id": ["a", "b"], "position": [1, 2]})
    >>> regions = pd.DataFrame({"region_id": ["flanders", "west"], "country_id": "BE",
    ...                         "nested_in": ["", "flanders"]})
    >>> countries = pd.DataFrame({"country_id": ["BE"], "joined": "1958-01-01", "left": ""})
    >>> by_partnership(members, partnerships, regions, countries, "2017-07").to_numpy().tolist()
    [['a', 2, 1, 1, 2, False], ['b', 0, 0, 0, 3, False]]
    """
    ordered = partnerships.sort_values("position")["partnership_id"]
    ids = members.groupby("partnership_id")["region_id"].agg(list)
    rows = []
    for partnership_id in ordered:
        proposed = ids.get(partnership_id, [])
        apart, once = (
            eligibility(proposal(regions, countries, as_of, proposed, nesting))
            for nesting in NESTING
        )
        counts = (apart.regions, once.regions, len(apart.states), apart.missing, apart.eligible)
        rows.append((partnership_id, *counts))
    return pd.DataFrame(
        rows, columns=["partnership_id", "apart", "once", "states", "missing", "eligible"]
    )


def what_if(
    regions: pd.DataFrame,
    countries: pd.DataFrame,
    as_of: str,
    region_ids: Iterable[str],
    nesting: str,
) -> pd.DataFrame:
    """Return what each other region would change for those that propose an area: a row is one.

    Columns: `region_id`, `country_id`, `missing` (Member States still needed once it is in),
    `completes` (these were needed, and with it none is), and `reason` why it brings no new Member
    State: that of `proposal`, or `another region of its Member State is in`. Those that complete
    come first, then those that help; then countries and regions. Raises UnknownRegions.

    >>> regions = pd.DataFrame({"region_id": ["a1", "a2", "b", "c"], "nested_in": "",
    ...                         "country_id": ["AT", "AT", "BE", "CZ"]})
    >>> countries = pd.DataFrame({"country_id": ["AT", "BE", "CZ"], "joined": "1995", "left": ""})
    >>> ifs = what_if(regions, countries, "2017-07", ["a1", "b"], "apart")
    >>> ifs[["region_id", "completes"]].to_numpy().tolist()
    [['c', True], ['a2', False]]
    """
    proposed = sorted(set(region_ids))
    before = eligibility(proposal(regions, countries, as_of, proposed, nesting))
    known = regions["region_id"].tolist()
    apart = proposal(regions, countries, as_of, known, "apart").set_index("region_id")
    around = regions.set_index("region_id")["nested_in"].reindex(apart.index)
    inside = around.isin(proposed) & (nesting == "once")
    there = apart["country_id"].isin(before.states)
    reason = (
        apart["reason"]
        .mask(there, "another region of its Member State is in")
        .mask(inside, "inside " + around)
    )
    helps = reason == ""
    missing = (before.missing - helps.astype("int64")).clip(lower=0)
    return (
        apart[["country_id"]]
        .assign(missing=missing, completes=(before.missing > 0) & (missing == 0), reason=reason)
        .drop(index=proposed)
        .reset_index()
        .assign(idle=lambda rows: rows["reason"] != "")
        .sort_values(
            ["completes", "idle", "country_id", "region_id"], ascending=[False, True, True, True]
        )
        .drop(columns="idle")
        .reset_index(drop=True)
    )


def trios(
    regions: pd.DataFrame,
    countries: pd.DataFrame,
    as_of: str,
    region_id: str,
    candidates: Iterable[str],
) -> pd.DataFrame:
    """Return which two of the candidates would make a trio with a region: a row is one pair.

    Columns: `first_id`, `first_country_id`, `second_id`, `second_country_id`; in the alphabet of
    their regions. Candidates outside the EU or of the region's own Member State are in no pair.
    Raises OutsideTheUnion if the region itself is, and UnknownRegions.

    >>> regions = pd.DataFrame({"region_id": ["a", "b", "c"], "country_id": ["AT", "BE", "CZ"],
    ...                         "nested_in": ""})
    >>> countries = pd.DataFrame({"country_id": ["AT", "BE", "CZ"], "joined": "1995", "left": ""})
    >>> trios(regions, countries, "2017-07", "b", ["a", "b", "c"]).to_numpy().tolist()
    [['a', 'AT', 'c', 'CZ']]
    """
    own = proposal(regions, countries, as_of, [region_id], "apart").iloc[0]
    if not own["counts"]:
        raise OutsideTheUnion(region_id, own["country_id"], as_of)
    counted = proposal(regions, countries, as_of, candidates, "apart")
    able = counted.loc[counted["counts"] & (counted["country_id"] != own["country_id"])]
    sides = able[["region_id", "country_id"]].rename(columns={"region_id": "id"})
    pairs: pd.DataFrame = sides.add_prefix("first_").merge(sides.add_prefix("second_"), how="cross")
    apart = pairs["first_country_id"] != pairs["second_country_id"]
    return pairs.loc[apart & (pairs["first_id"] < pairs["second_id"])].reset_index(drop=True)


def own_priority(counts: pd.DataFrame, region_id: str, category: str) -> str:
    """Return whether a region has a priority in a category: `yes`, `no` or `unknown`.

    `counts` is what shares.portfolio returns. A region that is not in it, or has no priority there
    with any category, is unknown.

    >>> counts = pd.DataFrame({"KETs": [1, 0], "Health": [0, 0]}, index=["skane", "norte"])
    >>> [own_priority(counts, region, "Health") for region in ("skane", "norte", "lapland")]
    ['no', 'unknown', 'unknown']
    """
    if region_id not in counts.index or counts.loc[region_id].sum() == 0:
        return "unknown"
    return "yes" if category in counts and counts.loc[region_id, category] else "no"


def similarity(counts: pd.DataFrame) -> pd.DataFrame:
    """Return how alike the priorities of regions are: a row is one region and one other.

    `counts` has a row a region and a column a category. Columns: `region_id`, `other_id`, `cosine`
    of the counts and `jaccard` of the sets of categories, each 0 to 1. Each two regions have a row
    from either side, alike. Raises NoPriorities for regions without a count.

    >>> counts = pd.DataFrame({"KETs": [1, 1], "Health": [0, 1]}, index=["norte", "skane"])
    >>> similarity(counts).round(6).to_numpy().tolist()[0]
    ['norte', 'skane', 0.707107, 0.5]
    """
    portfolios = _portfolios(counts)
    numbers = portfolios.to_numpy().astype("float64")
    length = np.sqrt((numbers**2).sum(axis=1))
    chosen = (numbers > 0).astype("int64")
    both, held = chosen @ chosen.T, chosen.sum(axis=1)
    return _pairs(
        portfolios.index,
        cosine=(numbers @ numbers.T) / np.outer(length, length),
        jaccard=both / (np.add.outer(held, held) - both),
    )


def complementarity(counts: pd.DataFrame, region_id: str) -> pd.DataFrame:
    """Return what others have beside what a region lacks: a row is one other and one category.

    Categories are those in which the region is not specialised; `offer` is, of the proximities of
    other categories to it, the part in which `other_id` is specialised and the region is not, 0 to
    1 (after Balland and Boschma 2021, doi 10.1080/00343404.2020.1861240). Not symmetric: what norte
    offers skane is not what skane offers norte. A category that is near none is offered by nobody.
    Columns: `other_id`, `category`, `offer`. Raises NoPriorities for regions without a count.

    >>> counts = pd.DataFrame({"KETs": [2, 0, 1], "Health": [0, 2, 1]}, index=["a", "b", "c"])
    >>> complementarity(counts, "a").to_numpy().tolist()
    [['b', 'Health', 0.0], ['c', 'Health', 0.0]]
    """
    if region_id not in counts.index:
        raise NoPriorities([region_id])
    chosen = specialised(_portfolios(counts))
    near = proximity(chosen)
    around = near.sum()
    part = near.div(around.where(around > 0, 1.0))
    lacking = ~chosen.loc[region_id]
    has = chosen.drop(index=region_id).astype("float64")
    offer = has.mul(lacking.astype("float64")).dot(part).loc[:, lacking]
    return (
        offer.rename_axis("other_id")
        .reset_index()
        .melt("other_id", None, "category", "offer")
        .sort_values(["other_id", "category"], ignore_index=True)
    )


def candidates(
    counts: pd.DataFrame, members: pd.DataFrame, region_id: str, ranked_by: str
) -> pd.DataFrame:
    """Return the other regions ranked by how their priorities fit a region's: a row is one.

    Columns: `rank`, `region_id`, `cosine`, `jaccard` (see `similarity`), `offer` (that of
    `complementarity`, summed over categories), `offer_per_category` (over the categories that the
    other is specialised in, since a bigger portfolio always offers more), `labels` (its count),
    `few` (fewer than FEWEST: not to be read) and `together` (partnerships the two already share,
    which has no part in the rank). `ranked_by` is one of RANKED_BY. Regions with the same score
    have the same rank and stand in the alphabet of their keys. Raises NoPriorities if the region,
    or any other, has none.

    >>> counts = pd.DataFrame({"KETs": [1, 1, 0], "Health": [0, 1, 1]}, index=["a", "b", "c"])
    >>> members = pd.DataFrame(columns=["partnership_id", "region_id", "country_id"])
    >>> candidates(counts, members, "a", "jaccard")[["rank", "region_id"]].to_numpy().tolist()
    [[1, 'b'], [2, 'c']]
    """
    if region_id not in counts.index:
        raise NoPriorities([region_id])
    portfolios = _portfolios(counts)
    chosen = specialised(portfolios).sum(axis="columns")
    offer = complementarity(counts, region_id).groupby("other_id")["offer"].sum()
    shared = comembership.together(members, region_id).set_index("region_id")["partnerships"]
    found = (
        similarity(counts)
        .query("region_id == @region_id")
        .drop(columns="region_id")
        .rename(columns={"other_id": "region_id"})
        .assign(
            offer=lambda rows: rows["region_id"].map(offer).fillna(0.0),
            offer_per_category=lambda rows: (
                rows["offer"] / rows["region_id"].map(chosen).clip(lower=1)
            ),
            labels=lambda rows: rows["region_id"].map(portfolios.sum(axis="columns")),
            few=lambda rows: rows["labels"] < FEWEST,
            together=lambda rows: rows["region_id"].map(shared).fillna(0).astype("int64"),
        )
    )
    rank = found[ranked_by].round(DECIMALS).rank(method="min", ascending=False).astype("int64")
    found.insert(0, "rank", rank)
    return found.sort_values(["rank", "region_id"], ignore_index=True)


def _countries(regions: pd.DataFrame, region_ids: list[str]) -> "pd.Series[str]":
    """Return the country of each region, by its key; raise UnknownRegions for keys not there."""
    countries = regions.set_index("region_id")["country_id"]
    unknown = [region for region in region_ids if region not in countries.index]
    if unknown:
        raise UnknownRegions(unknown)
    return countries


def _portfolios(counts: pd.DataFrame) -> pd.DataFrame:
    """Return counts in the order of regions and categories, those that nobody has left out."""
    empty = counts.sum(axis="columns") == 0
    if empty.any():
        raise NoPriorities(sorted(map(str, counts.index[empty])))
    return counts.loc[:, counts.sum() > 0].sort_index().sort_index(axis="columns")


def _pairs(region_ids: "pd.Index[str]", **scores: np.ndarray) -> pd.DataFrame:
    """Return region x region scores as rows, without the diagonal."""
    first, second = np.nonzero(~np.eye(len(region_ids), dtype=bool))
    ids = {"region_id": region_ids[first], "other_id": region_ids[second]}
    return pd.DataFrame(ids | {name: score[first, second] for name, score in scores.items()})
