"""Any region of Europe: what somebody names who is in no member list, and where it belongs.

Names and codes are Eurostat's, of NUTS 2013 or, failing that, 2021, and of the statistical regions
of other countries. They are read from data/raw: they are a reference, not part of the record.
"""

from functools import cache
from typing import NamedTuple

import pandas as pd

from s3analysis.paths import RAW
from s3analysis.sources import record
from s3analysis.sources.extracts import territories
from s3analysis.sources.geography.regions import UnknownRegion, key

VINTAGES = ("2013", "2021")


class Unit(NamedTuple):
    """A statistical unit that is no region of the record.

    `within` are regions of the record in which it lies, `holds` those that lie in it.
    """

    code: str
    name: str
    level: int
    country_id: str
    version: str
    within: tuple[str, ...]
    holds: tuple[str, ...]

    @property
    def region_id(self) -> str:
        """Return the key that it has where it stands among regions, as an extract gives it."""
        return self.code.lower()

    @property
    def words(self) -> str:
        """Return its name with its code."""
        return f"{self.name} ({self.code})"


def find(text: str) -> Unit | None:
    """Return the unit that a name or code means, where it is one and no region of the record.

    >>> find("Bavaria").words, find("North Brabant").within, find("asdfgh")
    ('Bavaria (DE2)', ('south-netherlands',), None)
    """
    for version in VINTAGES:
        known = _gazetteer(version)
        code, _, _ = territories.resolve(text, known, {}, hint=False)
        if code and not known.units.loc[code, "region_id"]:
            return _unit(code, version)
    return None


def explained(text: str, unknown: UnknownRegion) -> str:
    """Return why a text is no region of the record, in a sentence that says what to do.

    `unknown` is what the record says of it: it stands where nothing of that name is known.
    """
    unit = find(text)
    if unit is None:
        names = _gazetteer(VINTAGES[0])
        shared = names.names.get(key(text), []) if key(text) else []
        several = [_unit(code, VINTAGES[0]).words for code in shared]
        return (
            f"{text!r} may be {' or '.join(several)}; write the code" if several else f"{unknown}"
        )
    regions = _tables()["regions"].set_index("region_id")
    if unit.level == 0:
        own = regions.loc[regions["country_id"] == unit.country_id, "name"].sort_values()
        there = (
            f"its regions in the data are {', '.join(own)}" if len(own) else "none is in the data"
        )
        return f"{unit.words} is a country: name one of its regions; {there}"
    related = [
        f"{words} {', '.join(regions.loc[list(ids), 'name'])}"
        for words, ids in (("it lies in", unit.within), ("it holds", unit.holds))
        if ids
    ]
    more = f" ({'; '.join(related)}, which the data have)" if related else ""
    return f"{unit.words} is in no member list of the data{more}"


def added(tables: record.Tables, unit: Unit) -> dict[str, pd.DataFrame]:
    """Return the tables as if a unit were a region that takes part in nothing."""
    region = {
        "region_id": unit.region_id,
        "name": unit.words,
        "country_id": unit.country_id,
        "nested_in": next(iter(unit.within), ""),
    }
    code = {
        "region_id": unit.region_id,
        "nuts_version": unit.version,
        "nuts_id": unit.code,
        "nuts_level": unit.level,
        "nuts_label": unit.name,
        "extent": "whole",
    }
    more = {"regions": region, "region_nuts": code}
    return dict(tables) | {
        name: pd.concat([tables[name], pd.DataFrame([row])], ignore_index=True)
        for name, row in more.items()
    }


@cache
def _tables() -> dict[str, pd.DataFrame]:
    return {name: record.read(name, RAW) for name in territories.TABLES}


@cache
def _gazetteer(version: str) -> territories.Gazetteer:
    return territories.gazetteer(_tables(), version)


def _unit(code: str, version: str) -> Unit:
    unit = _gazetteer(version).units.loc[code]
    names = _tables()["unit_names"]
    english = names.loc[names["nuts_id"].eq(code) & names["kind"].eq("en"), "name"]
    own, level = str(unit["name"]), int(str(unit["nuts_level"]))
    ours = _tables()["region_nuts"]
    ours = ours.loc[ours["extent"].eq("whole") & ours["nuts_version"].eq(version)]
    within = [code.startswith(other) for other in ours["nuts_id"]]
    holds = ours["nuts_id"].str.startswith(code)
    return Unit(
        code,
        own if level == 0 else next(iter(english), own.title() if own.isupper() else own),
        level,
        str(unit["country_id"]),
        version,
        tuple(ours.loc[within, "region_id"].unique()),
        tuple(ours.loc[holds, "region_id"].unique()),
    )
