"""Which NUTS unit a cell of an extract names: by its code in one vintage, or by its name.

Nearness never decides here: a name that is not known is refused with the nearest ones, and a name
that several units bear is refused with their codes. A mapping may say what a name means.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import process

from s3analysis.sources.geography.regions import fold, key

VERSIONS = ("2013", "2016", "2021")
CODE = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")
EUROSTAT = {"GR": "EL", "GB": "UK"}
"""Countries whose code at Eurostat is not that of ISO 3166."""

COLUMNS = [
    "territory_id",
    "name",
    "country_id",
    "nuts_id",
    "nuts_version",
    "nuts_level",
    "region_id",
]


@dataclass(frozen=True)
class Gazetteer:
    """The units of one vintage and what they are called.

    `units` has a row a unit by its `nuts_id`: `name`, `country_id`, `nuts_level`, `region_id` (of
    the record, or empty). `names` leads from the key of a name to the codes that bear it, and
    `elsewhere` from a code that is not of this vintage to the vintages it is of.
    """

    version: str
    units: pd.DataFrame
    names: dict[str, list[str]]
    spellings: dict[str, str]
    elsewhere: dict[str, str]


def gazetteer(tables: Mapping[str, pd.DataFrame], version: str) -> Gazetteer:
    """Return what is known of the units of one vintage, from the tables of the record.

    Needs nuts_codes, regions, region_nuts, region_names, region_aliases and countries.
    """
    codes = tables["nuts_codes"]
    of_version = codes["nuts_versions"].str.split().map(lambda years: version in years)
    units = codes.loc[of_version].set_index("nuts_id")[["nuts_level", "nuts_label"]]
    countries = tables["countries"].set_index("country_id")["name"]
    others = countries.index.difference(units.index)
    units = pd.concat(
        [
            units,
            pd.DataFrame({"nuts_level": 0, "nuts_label": countries[others]}, index=others),
        ]
    ).rename_axis("nuts_id")
    alone = _alone(tables["region_nuts"], version)
    regions = tables["regions"].set_index("region_id")["name"]
    units["region_id"] = units.index.map(alone).fillna("")
    units["country_id"] = units.index.str[:2]
    ours = units["region_id"].map(regions)
    units["name"] = ours.fillna(units.index.to_series().map(countries)).fillna(units["nuts_label"])
    spellings = pd.concat(
        [
            units["nuts_label"].reset_index().set_axis(["nuts_id", "spelling"], axis="columns"),
            units["name"].reset_index().set_axis(["nuts_id", "spelling"], axis="columns"),
            _spellings(tables, alone),
        ]
    ).drop_duplicates()
    names: dict[str, list[str]] = {}
    said: dict[str, str] = {}
    for code, spelling in spellings.itertuples(index=False):
        folded = key(spelling)
        said.setdefault(fold(spelling), spelling)
        if code not in names.setdefault(folded, []):
            names[folded].append(code)
    rest = codes.loc[~codes["nuts_id"].isin(units.index)]
    elsewhere = rest.groupby("nuts_id")["nuts_versions"].agg(
        lambda years: " ".join(sorted(set(" ".join(years).split())))
    )
    years = {str(code): vintages for code, vintages in elsewhere.items()}
    return Gazetteer(version, units, names, said, years)


def resolve(text: str, known: Gazetteer, told: Mapping[str, str]) -> tuple[str, str, str]:
    """Return the code of the unit that a cell names, the rule of a repair, and why it is refused.

    One of code and reason is empty. `told` leads from names to codes, as the mapping says.
    """
    said = told.get(text, text)
    rule = "as the mapping says" if said != text else ""
    code = said.strip().upper()
    if CODE.fullmatch(code) and (said == code or any(sign.isdigit() for sign in code)):
        return _by_code(code, said, known, rule)
    codes = known.names.get(key(said), []) if key(said) else []
    if not codes:
        return "", "", _unknown(text, known)
    top = min(codes, key=len)
    if not all(each.startswith(top) for each in codes):
        listed = ", ".join(f"{each} ({known.units['name'][each]})" for each in sorted(codes))
        return "", "", f"{text!r} may be {listed}; give the code, or say which in the mapping"
    return top, rule, ""


def describe(codes: list[str], known: Gazetteer) -> pd.DataFrame:
    """Return the territories of codes, a row each; a region of the record keeps its id."""
    units = known.units.loc[codes]
    ids = units["region_id"].where(units["region_id"].ne(""), units.index.str.lower())
    return (
        units.assign(territory_id=ids, nuts_id=units.index, nuts_version=known.version)
        .reset_index(drop=True)[COLUMNS]
        .sort_values("territory_id", ignore_index=True)
    )


def _by_code(code: str, text: str, known: Gazetteer, rule: str) -> tuple[str, str, str]:
    read = EUROSTAT.get(code[:2], code[:2]) + code[2:]
    if read in known.units.index:
        how = (
            "Eurostat's country code" if read != code else "capital letters" if read != text else ""
        )
        return read, rule or how, ""
    if read in known.elsewhere:
        vintages = known.elsewhere[read].replace(" ", " and ")
        why = (
            f"{code} is a code of NUTS {vintages}, and the extract is read as NUTS {known.version}"
        )
        return "", "", f"{why}; say nuts_version in the mapping, or mend the code"
    if read[:2] not in known.units.index:
        return "", "", f"{code}: {code[:2]} is no country of Eurostat's list"
    return "", "", f"{code} is no code of NUTS {known.version}"


def _unknown(text: str, known: Gazetteer) -> str:
    if not text:
        return "names no region"
    near = process.extract(fold(text), known.spellings.keys(), limit=2, score_cutoff=60)
    hint = " or ".join(known.spellings[name] for name, _, _ in near)
    return f"unknown region {text!r}" + (f"; did you mean {hint}?" if hint else "")


def _alone(region_nuts: pd.DataFrame, version: str) -> dict[str, str]:
    """Return the region of each code that is one region of the record, whole and alone."""
    whole = region_nuts.loc[
        region_nuts["extent"].eq("whole") & region_nuts["nuts_version"].eq(version)
    ]
    once = whole.loc[~whole["region_id"].duplicated(keep=False)]
    once = once.loc[~once["nuts_id"].duplicated(keep=False)]
    return dict(zip(once["nuts_id"], once["region_id"], strict=True))


def _spellings(tables: Mapping[str, pd.DataFrame], alone: dict[str, str]) -> pd.DataFrame:
    """Return the names under which the record knows the regions that are one unit."""
    code = {region: nuts for nuts, region in alone.items()}
    aliases = tables["region_aliases"].loc[tables["region_aliases"]["language"].ne("code")]
    printed = tables["region_names"]
    pairs = pd.concat(
        [
            aliases[["region_id", "alias"]].set_axis(["region_id", "spelling"], axis="columns"),
            printed[["region_id", "name_printed"]].set_axis(
                ["region_id", "spelling"], axis="columns"
            ),
        ]
    )
    return (
        pairs.assign(nuts_id=pairs["region_id"].map(code))
        .dropna(subset=["nuts_id"])[["nuts_id", "spelling"]]
        .drop_duplicates()
    )
