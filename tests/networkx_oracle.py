"""The measures of one network by networkx, which those of many networks at once must equal."""

import networkx as nx
import pandas as pd

from s3analysis.measures.partnerships import comembership
from s3analysis.measures.partnerships.network import STRONG, graph


def positions(members):
    """Return where each region stands: a row is one region, in the order of keys."""
    network = graph(members)
    columns = {
        "degree": dict(network.degree),
        "strength": dict(network.degree(weight="weight")),
        "betweenness": nx.betweenness_centrality(network),
        "clustering": nx.clustering(network),
        "core": nx.core_number(network),
    }
    return pd.DataFrame(columns, index=pd.Index(list(network), name="region_id"))


def whole(members):
    """Return what the network is like as a whole, by measure; NaN where it is not defined."""
    network, tied = graph(members), positions(members)
    shared = comembership.pairs(members)["partnerships"]
    countries = set(
        nx.get_node_attributes(network.edge_subgraph(network.edges), "country").values()
    )
    return {
        "pairs": len(shared),
        "components": nx.number_connected_components(network),
        "density": nx.density(network),
        "repeated": (shared >= 2).sum(),
        "strong": (shared >= STRONG).sum(),
        "strongest": shared.max() if len(shared) else 0,
        "transitivity": nx.transitivity(network),
        "clustering": tied["clustering"].mean(),
        "core": tied["core"].max(),
        "core_regions": (tied["core"] == tied["core"].max()).sum(),
        "same_country": nx.attribute_assortativity_coefficient(network, "country")
        if len(countries) > 1
        else float("nan"),
    }
