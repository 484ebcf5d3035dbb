"""Whether regions could propose a new area, and which others they would need.

A new partnership needs at least three regions from three Member States of the EU (background
document on the support services, under "How to join"). Since three Member States cannot have fewer
than three regions, the number of Member States alone decides; whether a region inside another
counts for itself never matters. That the leading region has a priority of its own in the theme is
no condition in any document: see similarity.own_priority.

Nobody is ranked (see similarity). To join a partnership is another act (see joining).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from s3analysis.measures.partnerships import membership

STATES = 3
"""Member States, and with them regions, that a new partnership needs."""


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


def proposal(
    regions: pd.DataFrame,
    countries: pd.DataFrame,
    as_of: str,
    region_ids: Iterable[str],
) -> pd.DataFrame:
    """Return which of the regions that would propose an area count: a row is one.

    A region named twice is one. Columns: `region_id`, `country_id`, `counts` and `reason` where it
    does not: `outside the EU` in the month `as_of`. Raises UnknownRegions.

    >>> regions = pd.DataFrame({"region_id": ["oslo", "skane"], "country_id": ["NO", "SE"]})
    >>> countries = pd.DataFrame({"country_id": ["NO", "SE"], "joined": ["", "1995-01-01"],
    ...                           "left": ["", ""]})
    >>> proposal(regions, countries, "2017-07", ["skane", "oslo"]).to_numpy().tolist()
    [['oslo', 'NO', False, 'outside the EU'], ['skane', 'SE', True, '']]
    """
    ids = sorted(set(region_ids))
    found = membership.countries_of(regions, ids).loc[ids].reset_index()
    counts = found["country_id"].isin(membership.member_states(countries, as_of)["country_id"])
    reason = pd.Series("", found.index).mask(~counts, "outside the EU")
    return found.assign(counts=counts, reason=reason)


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
    Columns: `partnership_id`, `apart` (regions of Member States), `once` (those not inside another
    member), `states` (Member States), `missing` (of these) and `eligible`. Raises UnknownRegions.

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
    around = regions.set_index("region_id")["nested_in"]
    rows = []
    for partnership_id in ordered:
        proposed = proposal(regions, countries, as_of, ids.get(partnership_id, []))
        found, counting = eligibility(proposed), proposed.loc[proposed["counts"], "region_id"]
        once = int((~counting.map(around).isin(proposed["region_id"])).sum())
        counts = (found.regions, once, len(found.states), found.missing, found.eligible)
        rows.append((partnership_id, *counts))
    return pd.DataFrame(
        rows, columns=["partnership_id", "apart", "once", "states", "missing", "eligible"]
    )


def what_if(
    regions: pd.DataFrame,
    countries: pd.DataFrame,
    as_of: str,
    region_ids: Iterable[str],
) -> pd.DataFrame:
    """Return what each other region would change for those that propose an area: a row is one.

    Columns: `region_id`, `country_id`, `missing` (Member States still needed once it is in),
    `completes` (these were needed, and with it none is), and `reason` why it brings no new Member
    State: that of `proposal`, or `another region of its Member State is in`. Those that complete
    come first, then those that help; then countries and regions. Raises UnknownRegions.

    >>> regions = pd.DataFrame({"region_id": ["a1", "a2", "b", "c"],
    ...                         "country_id": ["AT", "AT", "BE", "CZ"]})
    >>> countries = pd.DataFrame({"country_id": ["AT", "BE", "CZ"], "joined": "1995", "left": ""})
    >>> ifs = what_if(regions, countries, "2017-07", ["a1", "b"])
    >>> ifs[["region_id", "completes"]].to_numpy().tolist()
    [['c', True], ['a2', False]]
    """
    proposed = sorted(set(region_ids))
    before = eligibility(proposal(regions, countries, as_of, proposed))
    others = proposal(regions, countries, as_of, regions["region_id"]).set_index("region_id")
    there = others["country_id"].isin(before.states)
    reason = others["reason"].mask(there, "another region of its Member State is in")
    missing = (before.missing - (reason == "").astype("int64")).clip(lower=0)
    return (
        others[["country_id"]]
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
) -> pd.DataFrame:
    """Return which two other regions would make a trio with a region: a row is one pair.

    Columns: `first_id`, `first_country_id`, `second_id`, `second_country_id`; in the alphabet of
    their regions. Regions outside the EU or of the region's own Member State are in no pair, and
    a region that is outside the EU itself has none. Raises UnknownRegions.

    >>> regions = pd.DataFrame({"region_id": ["a", "b", "c"], "country_id": ["AT", "BE", "CZ"]})
    >>> countries = pd.DataFrame({"country_id": ["AT", "BE", "CZ"], "joined": "1995", "left": ""})
    >>> trios(regions, countries, "2017-07", "b").to_numpy().tolist()
    [['a', 'AT', 'c', 'CZ']]
    """
    own = proposal(regions, countries, as_of, [region_id]).iloc[0]
    counted = proposal(regions, countries, as_of, regions["region_id"])
    able = counted["counts"] & (counted["country_id"] != own["country_id"]) & own["counts"]
    sides = counted.loc[able, ["region_id", "country_id"]].rename(columns={"region_id": "id"})
    pairs: pd.DataFrame = sides.add_prefix("first_").merge(sides.add_prefix("second_"), how="cross")
    apart = pairs["first_country_id"] != pairs["second_country_id"]
    return pairs.loc[apart & (pairs["first_id"] < pairs["second_id"])].reset_index(drop=True)
