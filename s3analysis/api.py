"""What a researcher asks from Python: `import s3analysis as s3`, then `s3.members("2017-07")`.

Each function returns a frame with keys and names together, ready to filter. A wrong name or month
is an error that lists the right ones, never an empty frame.
"""

from typing import TYPE_CHECKING, Any

import nbformat
import pandas as pd

from s3analysis import __all__ as __all__
from s3analysis import contracts, own_notebooks, values
from s3analysis.exhibits.exhibit import MIME, Exhibit
from s3analysis.measures.ledger import verdicts as ledger
from s3analysis.measures.partnerships import membership, proposing
from s3analysis.measures.partnerships import network as networks
from s3analysis.parameters import USUAL
from s3analysis.paths import NOTEBOOKS, PROCESSED
from s3analysis.sources import record
from s3analysis.sources.geography import regions
from s3analysis.sources.members import lists
from s3analysis.vocabulary import READINGS

if TYPE_CHECKING:
    import networkx as nx


def tables() -> pd.DataFrame:
    """Return the tables of the record: a row is one, with `table` and `description`."""
    described = record.resources(PROCESSED)
    return pd.DataFrame(
        [{"table": name, "description": each["description"]} for name, each in described.items()]
    )


def table(name: str) -> pd.DataFrame:
    """Return a table of the record, as corrected. Raises ValueError for a name it does not have."""
    _among(name, tables()["table"].tolist(), "table")
    return record.read(name)


def columns(name: str) -> pd.DataFrame:
    """Return the columns of a table: a row is one, with `column`, `type` and `description`.

    Raises ValueError for a table that the record does not have.
    """
    _among(name, tables()["table"].tolist(), "table")
    fields = record.resources(PROCESSED)[name]["schema"]["fields"]
    return pd.DataFrame(
        {
            "column": [field["name"] for field in fields],
            "type": [field["type"] for field in fields],
            "description": [field["description"] for field in fields],
        }
    )


def months(platform: str = USUAL["platform"]) -> list[str]:
    """Return the months for which there is a member list of a platform, imported ones included.

    >>> months()[0]
    '2017-07'
    """
    return lists.months(platform)


def region(text: str) -> str:
    """Return the key of a region named by its key, a NUTS code or any usual name.

    Raises UnknownRegion, a ValueError, with the nearest names.

    >>> region("Flandern"), region("FI197")
    ('flanders', 'tampere')
    """
    names = ("regions", "region_names", "region_nuts", "region_aliases")
    return regions.resolve(text, regions.vocabulary(*map(record.read, names))).region_id


def members(
    as_of: str, reading: str = "members", platform: str = USUAL["platform"]
) -> pd.DataFrame:
    """Return who takes part: a row is one region in one partnership.

    Columns: `partnership_id`, `partnership`, `region_id`, `region`, `nuts_id` (2013; empty where a
    region is no whole NUTS unit), `country_id`, `country`, `role`. `reading` says who counts:
    "members" are leads and participants, "listed" everybody listed. Raises ValueError for a month
    without a list or another reading.

    >>> members("2017-07").query("country_id == 'ES' and role == 'lead'")["region"].nunique()
    4
    """
    listed = _list(as_of, platform)
    counted = _counted(listed, reading)
    partnerships = listed.partnerships[["partnership_id", "short_name"]]
    codes = pd.concat([_codes(), listed.added[["region_id", "nuts_id"]]])
    places = listed.regions[["region_id", "name"]].merge(codes, how="left", on="region_id")
    countries = table("countries")[["country_id", "name"]].rename(columns={"name": "country"})
    named = (
        counted[["partnership_id", "region_id", "country_id", "role"]]
        .merge(partnerships, on="partnership_id", validate="many_to_one")
        .merge(places, on="region_id", validate="many_to_one")
        .merge(countries, how="left", on="country_id", validate="many_to_one")
        .rename(columns={"short_name": "partnership", "name": "region"})
    )
    order = ["partnership_id", "partnership", "region_id", "region", "nuts_id"]
    return named[[*order, "country_id", "country", "role"]].fillna({"nuts_id": "", "country": ""})


def network(
    as_of: str, reading: str = "members", platform: str = USUAL["platform"]
) -> "nx.Graph[str]":
    """Return the network of regions: an edge is one or more partnerships shared (`weight`).

    Nodes are regions by key, with `name`, `country`, `memberships`, `leads`, and `x` and `y` in
    kilometres (EPSG:3035). Raises ValueError as `members` does.

    >>> network("2017-07").nodes["skane"]
    {'country': 'SE', 'memberships': 5, 'leads': 1, 'name': 'Skåne', 'x': 4580, 'y': 3666}
    """
    listed = _list(as_of, platform)
    counted = _counted(listed, reading)
    built = networks.graph(counted)
    places = listed.regions[["region_id", "name", "x", "y"]]
    nodes = membership.by_region(counted)[["region_id", "memberships", "leads"]].merge(
        places, on="region_id", validate="one_to_one"
    )
    for name, attributes in nodes.set_index("region_id").to_dict("index").items():
        built.nodes[str(name)].update({str(key): value for key, value in attributes.items()})
    return built


def trios(text: str, as_of: str) -> pd.DataFrame:
    """Return which two regions could propose a new area with a region: a row is one pair.

    A new area needs three regions of three Member States. Columns: `first_id`, `first`,
    `first_country_id`, `first_group`, and the same for `second`; a group is EU-15 or EU-13. `text`
    is a region as `region` takes it; one outside the Union is in no pair. Raises ValueError for
    another region, and for a month without a list.

    >>> pairs = trios("FI197", "2017-07")
    >>> len(pairs.query("first_group == second_group == 'EU-13'"))
    12
    """
    _among(as_of, values.member_lists(), "month with a member list")
    places, countries = table("regions"), table("countries")
    found = proposing.trios(places, countries, as_of, region(text))
    names = places.set_index("region_id")["name"]
    groups = countries.set_index("country_id")["accession_group"]
    for side in ("first", "second"):
        found[side] = found[f"{side}_id"].map(names)
        found[f"{side}_group"] = found[f"{side}_country_id"].map(groups)
    parts = ("_id", "", "_country_id", "_group")
    return found[[f"{side}{part}" for side in ("first", "second") for part in parts]]


def verdicts(as_of: str) -> pd.DataFrame:
    """Return the verdict on each published number: a row is one claim, with its quote.

    Raises ValueError for a month without a list.

    >>> set(verdicts("2017-07")["document_id"]) == set(table("documents")["document_id"])
    True
    """
    _among(as_of, values.member_lists(), "month with a member list")
    return ledger.verdicts(record.read_all(), as_of)


def exhibits() -> pd.DataFrame:
    """Return the exhibits of the notebooks as last run: `notebook`, `key`, `kind`, `title`."""
    return pd.DataFrame(
        [
            {"notebook": name, "key": data["key"], "kind": data["kind"], "title": data["title"]}
            for name, data in _shown()
        ]
    )


def exhibit(key: str, notebook: str = "") -> Exhibit:
    """Return an exhibit of the notebooks as last run, by its key.

    `notebook` says which, where several show one of that key. Raises ValueError for a key that none
    shows.

    >>> exhibit("partnership-sizes").kind
    'table'
    """
    found = [(name, data) for name, data in _shown() if notebook in ("", name)]
    _among(key, list(dict.fromkeys(data["key"] for _, data in found)), "exhibit")
    _, data = next((name, data) for name, data in found if data["key"] == key)
    return Exhibit.from_json(data)


def _list(as_of: str, platform: str) -> lists.MemberList:
    _among(platform, [each for each, _ in lists.known()], "platform")
    _among(as_of, months(platform), "month with a member list")
    return lists.get(platform, as_of)


def _counted(listed: lists.MemberList, reading: str) -> pd.DataFrame:
    _among(reading, list(READINGS), "reading")
    return membership.memberships(listed.entries, listed.as_of, reading)


def _codes() -> pd.DataFrame:
    codes = table("region_nuts").query("extent == 'whole' and nuts_version == '2013'")
    alone = codes.groupby("region_id")["nuts_id"].transform("size") == 1
    return codes.loc[alone, ["region_id", "nuts_id"]]


def _shown() -> list[tuple[str, dict[str, Any]]]:
    """Return the data of each exhibit of each notebook, in the order of the report."""
    found = []
    paths = [path for path in sorted(NOTEBOOKS.glob("*.ipynb")) if path.stem in contracts.ALL]
    for path in [*paths, *own_notebooks.paths()]:
        cells = nbformat.read(path, as_version=4).cells
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        bundles = [output.get("data", {}) for output in outputs]
        found += [(path.stem, bundle[MIME]) for bundle in bundles if MIME in bundle]
    return found


def _among(value: str, right: list[str], what: str) -> None:
    if value not in right:
        raise ValueError(f"no {what} {value!r}; there are {', '.join(right)}")
