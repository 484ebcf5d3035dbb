"""What a panel gives away: tables that join with others, under names that tell the choice.

A table of an exhibit is for readers: it names regions and countries. In the file, their keys stand
beside the names, what is unknown is an empty cell, and a mark at the start tells Excel that the
text is UTF-8.
"""

import re
from collections.abc import Mapping
from io import StringIO
from typing import Any

import pandas as pd

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.numbers import NONE
from s3analysis.sources.geography.regions import fold
from s3analysis.sources.members import lists
from s3analysis.sources.record import Tables

MARK = "\N{BYTE ORDER MARK}"
UNKNOWN = (NONE, "unknown")
LONGEST = 100  # characters of a file's name


def csv(exhibit: Exhibit, values: Mapping[str, Any], tables: Tables) -> str:
    """Return the table of an exhibit as CSV, with the keys of what its columns name.

    `values` are those of the controls, which may name a member list.
    """
    if "members" in values:
        tables = lists.get(*lists.named(values["members"])).of(tables)
    lines = pd.read_csv(StringIO(exhibit.to_csv()), dtype="str", keep_default_na=False)
    return MARK + _keyed(lines.replace(list(UNKNOWN), ""), tables).to_csv(
        index=False, lineterminator="\n"
    )


def name(key: str, said: list[str]) -> str:
    """Return what a file is called, without its ending: the exhibit, and what was chosen.

    >>> name("partners-standings", ["Skåne", "Join a partnership"])
    'partners-standings_skane_join-a-partnership'
    """
    parts = [fold(words).replace(" ", "-") for words in said]
    return "_".join([key, *filter(None, parts)])[:LONGEST].rstrip("-_")


def _keyed(rows: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Return rows with a column of keys before the column that names what has them."""
    for label, known in _known(tables).items():
        for column in [each for each in rows if re.fullmatch(label, str(each))]:
            bare = rows[column].str.replace(r" \([^()]*\)$", "", regex=True)
            named = rows[column].where(rows[column].isin(known.index), bare)
            if named.isin(known.index).any():
                for key in reversed(known.columns):
                    place = list(rows).index(column)
                    if key not in rows:
                        keys = known[key].to_dict()
                        rows.insert(place, key, [keys.get(each, "") for each in named])
    return rows


def _known(tables: Tables) -> dict[str, pd.DataFrame]:
    """Return by the label of a column the keys of what it may name."""
    codes = tables["region_nuts"].query("extent == 'whole' and nuts_version == '2013'")
    single = codes.drop_duplicates("region_id", keep=False).set_index("region_id")["nuts_id"]
    regions = tables["regions"][["region_id", "name", "country_id"]]
    regions = regions.assign(nuts_id=regions["region_id"].map(single).fillna(""))
    countries = tables["countries"][["country_id", "name"]]
    partnerships = tables["partnerships"][["partnership_id", "short_name"]]
    themes = tables["themes"][["theme_id", "name"]]
    return {
        "Region": regions.set_index("name")[["region_id", "nuts_id", "country_id"]],
        "Country|Member State": countries.set_index("name"),
        "Partnership": partnerships.set_index("short_name"),
        "Theme": themes.set_index("name"),
    }
