"""Who could work with whom. To join a partnership and to propose a new area are different acts.

*Join*: the partnership exists, so nothing is tested; what counts is who is in, what is shared and
who is missing. *Propose*: a new partnership needs at least three regions from three Member States
of the EU (background document on the support services, under "How to join"). Since three Member
States cannot have fewer than three regions, the number of Member States alone decides.

Two things are left open in print, and are readings here:

- nesting: a region inside another that takes part as well is counted `apart`, or `once` with it.
  Both lie in one Member State, so this moves the number of regions and never the eligibility;
- the leading region's own priority in the theme: the brief links each partnership's start to such
  a priority, and no document makes it a condition. See portfolios.own_priority.

Nobody is ranked here. Candidates are ranked by their priorities, in portfolios; whom a region is
already together with is no measure of how well they fit.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from s3analysis.measures import comembership
from s3analysis.measures.membership import member_states
from s3analysis.vocabulary import READINGS

STATES = 3
"""Member States, and with them regions, that a new partnership needs."""

NESTING = ("apart", "once")

STANDINGS = ("in", "looks on", "may join", "nobody to join")


class UnknownRegions(ValueError):
    """Regions that the table of regions does not have; `region_ids` are their keys."""

    def __init__(self, region_ids: list[str]) -> None:
        super().__init__(f"no region {', '.join(region_ids)} in the record")
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


def by_state(what_if: pd.DataFrame, met: Iterable[str]) -> pd.DataFrame:
    """Return what the regions of each country would change for a proposal: a row is one country.

    `what_if` is what the function of that name returns, `met` are the regions already together with
    those that propose. Columns: `country_id`, `helps` (a region of it brings a Member State that is
    still needed), `reason` why not, `new_ids` and `met_ids`: its regions that are not among `met`,
    and those that are. In the order of countries; none is ranked by whom it has met.

    >>> ifs = pd.DataFrame({"region_id": ["a", "b"], "country_id": "AT", "reason": ""})
    >>> by_state(ifs, ["b"]).to_numpy().tolist()
    [['AT', True, '', ['a'], ['b']]]
    """
    ordered = what_if.sort_values(["country_id", "region_id"], ignore_index=True)
    known = ordered["region_id"].isin(list(met))
    grouped = ordered.assign(known=known).groupby("country_id")
    # All regions of a country bring the same: it is Member States that count.
    first = grouped["reason"].first()
    ids = {
        side: ordered.loc[chosen].groupby("country_id")["region_id"].agg(list)
        for side, chosen in (("new_ids", ~known), ("met_ids", known))
    }
    return pd.DataFrame(
        {
            "country_id": first.index,
            "helps": (first == "").to_numpy(),
            "reason": first.to_numpy(),
            **{
                side: pd.Series([lists.get(key, []) for key in first.index], dtype="object")
                for side, lists in ids.items()
            },
        }
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


def _countries(regions: pd.DataFrame, region_ids: list[str]) -> "pd.Series[str]":
    """Return the country of each region, by its key; raise UnknownRegions for keys not there."""
    countries = regions.set_index("region_id")["country_id"]
    unknown = [region for region in region_ids if region not in countries.index]
    if unknown:
        raise UnknownRegions(unknown)
    return countries
