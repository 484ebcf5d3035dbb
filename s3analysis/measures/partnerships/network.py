"""The network of regions that share partnerships, as it stands.

`members` are what membership.memberships returns; whether observers count is settled there. Every
graph is built in the order of keys, so that no result depends on the order of rows or of sets.
"""

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

    Nodes and edges are inserted in the order of their keys, those without an edge included.

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
