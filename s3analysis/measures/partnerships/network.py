"""The network of regions that share partnerships, as it stands.

A partnership ties each of its regions to each other one. So the density of this network, its
clustering and its core say first of all how large the largest partnership is. Nothing here is a
finding until it stands beside its null model: see null_model.

`members` are what membership.memberships returns; whether observers count is settled there. Every
graph is built in the order of keys, so that no result depends on the order of rows or of sets.
"""

from collections import Counter
from typing import cast

import networkx as nx
import pandas as pd

from s3analysis.measures.partnerships import comembership
from s3analysis.measures.undefined import Undefined

STRONG = 4
"""A pair of regions that shares so many partnerships, or more, is a strong tie."""


def biadjacency(members: pd.DataFrame) -> pd.DataFrame:
    """Return who is where: rows are regions, columns partnerships, values 1 or 0.

    Both in the order of their keys. A partnership without a member is no column. Raises Undefined
    for an empty list of members.

    >>> members = pd.DataFrame({"partnership_id": ["b", "a"], "region_id": ["skane", "norte"]})
    >>> biadjacency(members).to_dict("index")
    {'norte': {'a': 1, 'b': 0}, 'skane': {'a': 0, 'b': 1}}
    """
    if members.empty:
        raise Undefined("there is no network without a member")
    return pd.crosstab(members["region_id"], members["partnership_id"]).clip(upper=1)


def graph(members: pd.DataFrame) -> "nx.Graph[str]":
    """Return the network: nodes are regions (`country`), edges ties (`weight`: partnerships).

    Nodes and edges are inserted in the order of their keys. A region that shares no partnership is
    a node without an edge.

    >>> members = pd.DataFrame({"partnership_id": ["a", "a", "b"], "country_id": "SE",
    ...                         "region_id": ["r2", "r1", "r3"]})
    >>> list(graph(members)), list(graph(members).edges)
    (['r1', 'r2', 'r3'], [('r1', 'r2')])
    """
    if members.empty:
        raise Undefined("there is no network without a member")
    regions = members[["region_id", "country_id"]].drop_duplicates().sort_values("region_id")
    built: nx.Graph[str] = nx.Graph()
    for region, country in regions.itertuples(index=False):
        built.add_node(region, country=country)
    for region, other, weight in comembership.pairs(members).itertuples(index=False):
        built.add_edge(region, other, weight=int(weight))
    return built


def positions(members: pd.DataFrame) -> pd.DataFrame:
    """Return where each region stands in the network: a row is one region, in the order of keys.

    Columns: `region_id`, `country_id`; `degree` (other regions it shares any partnership with);
    `strength` (partnerships shared, added up over others); `betweenness` (the share of shortest
    ways between two others that pass it, 0 to 1, ties unweighted: Freeman 1977, doi
    10.2307/3033543); `clustering` (the share of two of its others that are tied as well); `core`
    (the largest k for which it is in a group whose regions have k ties within it); `component`
    (1 for the largest part of the network that hangs together, then 2, ...).

    >>> members = pd.DataFrame({"partnership_id": ["a", "a", "b", "b"], "country_id": "SE",
    ...                         "region_id": ["r1", "r2", "r2", "r3"]})
    >>> positions(members)[["degree", "betweenness", "core"]].to_numpy().tolist()
    [[1.0, 0.0, 1.0], [2.0, 1.0, 1.0], [1.0, 0.0, 1.0]]
    """
    network = graph(members)
    parts = sorted(
        map(sorted, nx.connected_components(network)), key=lambda part: (-len(part), part)
    )
    component = {region: place for place, part in enumerate(parts, 1) for region in part}
    strength = dict(network.degree(weight="weight"))
    betweenness, core = nx.betweenness_centrality(network), nx.core_number(network)
    clustering = cast("dict[str, float]", nx.clustering(network))
    regions = list(network)
    return pd.DataFrame(
        {
            "region_id": regions,
            "country_id": [network.nodes[region]["country"] for region in regions],
            "degree": [network.degree[region] for region in regions],
            "strength": [strength[region] for region in regions],
            "betweenness": [betweenness[region] for region in regions],
            "clustering": [clustering[region] for region in regions],
            "core": [core[region] for region in regions],
            "component": [component[region] for region in regions],
        }
    )


def whole(members: pd.DataFrame) -> pd.DataFrame:
    """Return what the network is like as a whole: a row is one measure.

    Columns: `measure`, `value`, and `undefined`: why there is no value ("" where there is one).

    - `regions`, `pairs` (of regions that share a partnership), `components` (parts that hang
      together), `density` (pairs over all that there could be);
    - `repeated` (pairs that share two partnerships or more), `strong` (STRONG or more),
      `strongest` (most that a pair shares);
    - `transitivity` (of regions tied to one other, the share of two that are tied), `clustering`
      (the mean of positions), `core` (the largest), `core_regions` (regions in it);
    - `same_country` (assortativity by country: 1 if all ties are within countries, 0 if as many as
      if they were drawn by degree): Newman 2003, doi 10.1103/PhysRevE.67.026126.

    >>> members = pd.DataFrame({"partnership_id": "a", "country_id": "SE",
    ...                         "region_id": ["r1", "r2"]})
    >>> whole(members).set_index("measure").loc[["density", "same_country"]].to_numpy().tolist()
    [[1.0, ''], [<NA>, 'all ties are of one country']]
    """
    network, tied = graph(members), positions(members)
    shared = comembership.pairs(members)["partnerships"]
    values = {
        "regions": len(network),
        "pairs": len(shared),
        "components": int(tied["component"].max()),
        "density": nx.density(network),
        "repeated": int((shared >= 2).sum()),
        "strong": int((shared >= STRONG).sum()),
        "strongest": int(shared.max()) if len(shared) else 0,
        "transitivity": nx.transitivity(network),
        "clustering": float(tied["clustering"].mean()),
        "core": int(tied["core"].max()),
        "core_regions": int((tied["core"] == tied["core"].max()).sum()),
        "same_country": pd.NA,
    }
    undefined = dict.fromkeys(values, "")
    countries = tied.loc[tied["degree"] > 0, "country_id"].nunique()
    if not len(shared):
        undefined["same_country"] = "no two regions are tied"
    elif countries == 1:
        undefined["same_country"] = "all ties are of one country"
    else:
        values["same_country"] = _country_assortativity(network)
    return pd.DataFrame(
        {
            "measure": list(values),
            "value": pd.array(list(values.values()), dtype="Float64"),
            "undefined": [undefined[measure] for measure in values],
        }
    )


def _country_assortativity(network: "nx.Graph[str]") -> float:
    """Return the assortativity by country, from whole numbers: the order of countries is none."""
    country = nx.get_node_attributes(network, "country")
    ends = Counter(country[region] for edge in network.edges for region in edge)
    within = 2 * sum(country[one] == country[other] for one, other in network.edges)
    total = ends.total()
    chance = sum(count**2 for count in ends.values())
    return float((within * total - chance) / (total**2 - chance))
