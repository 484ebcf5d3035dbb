"""Which NUTS unit a cell of an extract names: by its code in one vintage, or by its name.

Nearness never decides here: a name that is not known is refused with the nearest ones, and a name
that several units bear is refused with their codes. A mapping may say what a name means. A unit
with the same area as its only part (Madrid is ES3, ES30 and ES300) is one place.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import pandas as pd
from rapidfuzz import process

from s3analysis.sources.geography import regions
from s3analysis.sources.imported import FIELDS

TABLES = (
    "nuts_codes",
    "regions",
    "region_nuts",
    "region_names",
    "region_aliases",
    "countries",
    "statistical_regions",
    "unit_names",
)
"""Tables of the record that say which units there are, and how they are called."""
VERSIONS = ("2013", "2016", "2021", "2024", "2010")
"""Vintages of NUTS, the one that is taken where nothing speaks for another first."""
CODE = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")
BOTH = (
    re.compile(
        r"(?P<code>[A-Z]{2}[0-9A-Z]{0,3})\s*(?:[-\u2013\u2014:.,/|(]\s*|\s)(?P<name>.+?)\)?"
    ),
    re.compile(r"[(\[](?P<code>[A-Z]{2}[0-9A-Z]{0,3})[)\]]\s*(?P<name>.+?)"),
    re.compile(r"(?P<name>.+?)\s*[-\u2013\u2014:,/|(\[]\s*(?P<code>[A-Z]{2}[0-9A-Z]{0,3})[)\]]?"),
)
"""A code and a name in one cell."""
REGION_WORDS = re.compile(
    r"(?i)^(the |)(region|regione|región|région|região|περιφέρεια|land|bundesland|województwo|"
    r"comunidad autónoma|kraj)\b( (of|de|di|del|della|dell|des|du|do|da|la)\b)?\s*['’]?|"
    r"\s+(region|voivodeship|kraj|megye|régió)$"
)
"""Words for a region before or behind its name."""
AND = re.compile(r"(?i)\b(and|und|och|og|et|e|y|και)\b")
"""What joins the parts of a name, where others write a comma."""
EUROSTAT = {"GR": "EL", "GB": "UK"}
"""Countries whose code at Eurostat is not that of ISO 3166."""
ISO3 = {
    "CHE": "CH", "ISL": "IS", "LIE": "LI", "TUR": "TR", "SRB": "RS", "MNE": "ME", "MKD": "MK",
    "ALB": "AL", "BIH": "BA", "UKR": "UA", "MDA": "MD", "GEO": "GE", "XKX": "XK",
}  # fmt: skip
"""Codes of three letters of countries that the record does not list."""

COLUMNS = list(FIELDS["territories"])
BY_CODE = "code and name"
CODE_ONLY = "by its code; the name beside it is not known"

fold = cache(regions.fold)
key = cache(regions.key)


@dataclass(frozen=True)
class Gazetteer:
    """The units of one vintage and what they are called.

    `units` has a row a unit by its `nuts_id`: `name`, `country_id`, `nuts_level`, `region_id` (of
    the record, or empty). `names` leads from the key of a name to the codes that bear it,
    `elsewhere` from a code that is not of this vintage to the vintages it is of, `namesake` to the
    one unit of this vintage with its name, level and country, `iso` from the
    other codes of a country to Eurostat's, `place` from a code to the largest unit of its area.
    """

    version: str
    units: pd.DataFrame
    names: dict[str, list[str]]
    spellings: dict[str, str]
    elsewhere: dict[str, str]
    namesake: dict[str, str] = field(default_factory=dict)
    iso: dict[str, str] = field(default_factory=dict)
    place: dict[str, str] = field(default_factory=dict)


def gazetteer(tables: Mapping[str, pd.DataFrame], version: str) -> Gazetteer:
    """Return what is known of the units of one vintage, from the tables of the record.

    Needs nuts_codes, regions, region_nuts, region_names, region_aliases and countries; takes
    statistical_regions (units outside the Union) and unit_names where they are given.
    """
    outside = [tables["statistical_regions"]] if "statistical_regions" in tables else []
    codes = pd.concat([tables["nuts_codes"], *outside], ignore_index=True)
    alone = _alone(tables["region_nuts"], version)
    units = _units(tables, codes, alone, version)
    codes_of = {region: code for code, region in alone.items()}
    said = regions.known(tables).query("how == 'name'")[["region_id", "spelling"]]
    usual = tables.get("unit_names", pd.DataFrame(columns=["nuts_id", "name"]))
    pairs = [
        units["nuts_label"].reset_index(),
        units["name"].reset_index(),
        said.assign(nuts_id=said["region_id"].map(codes_of)).dropna()[["nuts_id", "spelling"]],
        codes.loc[codes["nuts_id"].isin(units.index), ["nuts_id", "nuts_label"]],
        usual.loc[usual["nuts_id"].isin(units.index), ["nuts_id", "name"]],
    ]
    spellings = pd.concat([each.set_axis(["nuts_id", "spelling"], axis=1) for each in pairs])
    names: dict[str, list[str]] = {}
    shown: dict[str, str] = {}
    for code, spelling in spellings.drop_duplicates().itertuples(index=False):
        for one in (spelling, *_halves(spelling)):
            shown.setdefault(fold(one), one)
            if code not in names.setdefault(key(one), []):
                names[key(one)].append(code)
    rest = codes.loc[~codes["nuts_id"].isin(units.index)]
    years = rest.groupby("nuts_id")["nuts_versions"].agg(" ".join)
    elsewhere = {str(code): " ".join(sorted(set(each.split()))) for code, each in years.items()}
    same = _namesakes(rest, names)
    return Gazetteer(version, units, names, shown, elsewhere, same, _iso(tables), _places(units))


def _namesakes(rest: pd.DataFrame, names: dict[str, list[str]]) -> dict[str, str]:
    """Return for codes of other vintages the one unit of their name, level and country."""
    found: dict[str, str] = {}
    for code, label in zip(rest["nuts_id"], rest["nuts_label"], strict=True):
        bearers = names.get(key(label), [])
        like = [each for each in bearers if (each[:2], len(each)) == (code[:2], len(code))]
        if len(like) == 1:
            found[code] = like[0]
    return found


def _units(
    tables: Mapping[str, pd.DataFrame], codes: pd.DataFrame, alone: dict[str, str], version: str
) -> pd.DataFrame:
    """Return the units of one vintage, and the countries that have none (see Gazetteer)."""
    of_version = codes["nuts_versions"].str.split().map(lambda years: version in years)
    units = codes.loc[of_version].drop_duplicates("nuts_id").set_index("nuts_id")
    countries = tables["countries"].set_index("country_id")["name"]
    others = countries[countries.index.difference(units.index)]
    more = pd.DataFrame({"nuts_level": 0, "nuts_label": others})
    units = pd.concat([units[["nuts_level", "nuts_label"]], more]).rename_axis("nuts_id")
    units["region_id"] = units.index.map(alone).fillna("")
    units["country_id"] = units.index.str[:2]
    ours = units["region_id"].map(tables["regions"].set_index("region_id")["name"])
    units["name"] = ours.fillna(units.index.to_series().map(countries)).fillna(units["nuts_label"])
    return units


def resolve(
    text: str, known: Gazetteer, told: Mapping[str, str], country: str = "", *, hint: bool = True
) -> tuple[str, str, str]:
    """Return the code of the unit that a cell names, the rule of a repair, and why it is refused.

    One of code and reason is empty. `told` leads from names to codes, as the mapping says;
    `country` is the code of the country that the row names, which decides between namesakes.
    """
    said = told.get(text, text)
    if said != text:
        code, _, reason = resolve(said, known, {})
        fault = f"{said!r}, which the mapping gives for {text!r}: {reason}"
        return (code, "as the mapping says", "") if code else ("", "", fault)
    code, rule = _code(text, known)
    if code:
        return code, rule, ""
    codes = _named(text, known, country)
    without = REGION_WORDS.sub("", text).strip()
    if not codes and without != text:
        codes = _named(without, known, country)
        rule = "without the word for region"
    if codes:
        top = min(codes, key=len)
        if all(each.startswith(top) for each in codes):
            ours = [each for each in codes if known.units["region_id"][each]]
            same = [each for each in ours if known.place[each] == known.place[top]]
            return (same or [top])[0], rule, ""
        listed = ", ".join(f"{each} ({known.units['name'][each]})" for each in sorted(codes))
        told_by = "" if country else ", name the column of the country in [columns]"
        why = f"{text!r} may be {listed}; give the code{told_by}, or say which in [territory.names]"
        return "", "", why
    both = _both(text, known, country)
    if any(both):
        return both
    if CODE.fullmatch(text.upper()) and (text.isupper() or any(map(str.isdigit, text))):
        fault = _no_code(text.upper(), known)
        if fault:
            return "", "", fault
    return "", "", _unknown(text, known, country) if hint else "unknown region"


def describe(codes: list[str], known: Gazetteer) -> pd.DataFrame:
    """Return the territories of codes, a row each; a region of the record keeps its id."""
    units = known.units.loc[codes]
    ids = units["region_id"].where(units["region_id"].ne(""), units.index.str.lower())
    return (
        units.assign(territory_id=ids, nuts_id=units.index, nuts_version=known.version)
        .reset_index(drop=True)[COLUMNS]
        .sort_values("territory_id", ignore_index=True)
    )


def one_place(codes: pd.Series, known: Gazetteer) -> dict[str, str]:
    """Return for codes of one place at several levels the one code to take.

    It is the region of the record, where there is one; else, of several in use, that of NUTS 2,
    or the largest unit.
    """
    used = [code for code in codes.unique() if code]
    ours_by_place: dict[str, list[str]] = {}
    for code in known.units.index[known.units["region_id"].ne("")]:
        ours_by_place.setdefault(known.place[code], []).append(code)
    used_by_place: dict[str, list[str]] = {}
    for code in sorted(used):
        used_by_place.setdefault(known.place[code], []).append(code)
    chosen: dict[str, str] = {}
    for place, levels in used_by_place.items():
        ours = ours_by_place.get(place, [])
        if not ours and len(levels) < 2:
            continue
        second = [code for code in levels if len(code) == 4]
        taken = (ours or second or levels)[0]
        chosen |= {code: taken for code in levels if code != taken}
    return chosen


def _code(text: str, known: Gazetteer) -> tuple[str, str]:
    """Return the unit of a code, and the rule by which it is not as written; else nothing."""
    code = text.strip().upper()
    if not CODE.fullmatch(code) or (text != code and not any(sign.isdigit() for sign in code)):
        return "", ""
    if code in known.iso:
        return known.iso[code], "Eurostat's country code"
    read = EUROSTAT.get(code[:2], code[:2]) + code[2:]
    if read not in known.units.index:
        return "", ""
    how = "Eurostat's country code" if read != code else "capital letters" if read != text else ""
    return read, how


def _no_code(code: str, known: Gazetteer) -> str:
    """Return why what looks like a code is none of this vintage, if it is one of another."""
    read = EUROSTAT.get(code[:2], code[:2]) + code[2:]
    if read in known.elsewhere:
        *rest, last = known.elsewhere[read].split()
        vintages = f"{', '.join(rest)} and {last}" if rest else last
        same = known.namesake.get(read)
        means = f': "{code}" = "{same}", which has the same name' if same else ""
        return (
            f"{code} is a code of NUTS {vintages}, and the extract is read as NUTS "
            f"{known.version}; say nuts_version in the mapping, or what the code means in "
            f"[territory.names]{means}"
        )
    if any(sign.isdigit() for sign in code) or len(code) < 4:
        if read[:2] not in known.units.index:
            return f"{code}: {code[:2]} is no country of Eurostat's list"
        return f"{code} is no code of NUTS {known.version}"
    return ""


def _named(text: str, known: Gazetteer, country: str) -> list[str]:
    """Return the units that bear a name, those of one country where that is known."""
    codes = known.names.get(key(text), []) or known.names.get(key(AND.sub(" ", text)), [])
    own = [code for code in codes if code[:2] == country]
    countries = [code for code in codes if len(code) == 2]  # Luxembourg, and a province of it
    return own or countries or codes


def _both(text: str, known: Gazetteer, country: str) -> tuple[str, str, str]:
    """Return the unit of a cell with code and name, if it is one; refused where they differ."""
    for form in BOTH:
        found = form.fullmatch(text)
        code = _code(found["code"], known)[0] if found else ""
        if not found or not code:
            continue
        if len(code) == 2 and not _named(found["name"], known, ""):
            continue  # a country and a word that is no region
        further = [part for part in re.split(r"[;,/|\s]+", found["name"]) if len(part) > 2]
        if any(_code(part, known)[0] not in {"", code} for part in further):
            return "", "", f"{text!r} names several units; say separator in [territory]"
        named = _named(found["name"], known, country or code[:2])
        if not named:
            return code, CODE_ONLY, ""
        places = {known.place.get(each, each) for each in named}
        if known.place.get(code, code) in places:
            return code, BY_CODE, ""
        if len(code) == 2 and all(each.startswith(code) for each in named):
            return min(named, key=len), BY_CODE, ""
        other = min(named, key=len)
        return (
            "",
            "",
            (
                f"{text!r}: the code is {known.units['name'][code]}, the name {other} "
                f"({known.units['name'][other]}); mend one of them"
            ),
        )
    return "", "", ""


def _unknown(text: str, known: Gazetteer, country: str) -> str:
    if not text:
        return "names no region"
    near = process.extract(fold(text), known.spellings.keys(), limit=2, score_cutoff=80)
    hint = " or ".join(known.spellings[name] for name, _, _ in near)
    where = f" ({country})" if country else ""
    asked = f"; did you mean {hint}? If not, " if hint else "; "
    way = (
        'say what it is in [territory.names]: "name" = "NUTS code"; or leave the row out: skip_rows'
    )
    return f"unknown region {text!r}{where}{asked}{way}"


def _halves(name: str) -> list[str]:
    """Return a name without its country or its "and", and its parts in two languages."""
    bare = re.sub(r"^(Prov|Arr)\. |\s*\([A-Z]{2}\)$", "", name)
    parts = [part.strip() for part in name.split("/")]
    two = parts if len(parts) == 2 and all(len(part) > 3 for part in parts) else []
    joined = AND.sub(" ", bare)
    return [*two, *(each for each in dict.fromkeys([bare, joined]) if each != name)]


def _iso(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Return Eurostat's code of a country by its other codes of three letters."""
    countries = tables["countries"]
    if "alternative_codes" not in countries:
        return {}
    pairs = zip(countries["country_id"], countries["alternative_codes"], strict=True)
    own = {other: code for code, others in pairs for other in others.split("|")}
    more = ISO3 if "statistical_regions" in tables else {}
    return {other: code for other, code in {**more, **own}.items() if len(other) == 3}


def _places(units: pd.DataFrame) -> dict[str, str]:
    """Return for each code the largest unit of the same area: one that has it as its only part."""
    parts: dict[str, list[str]] = {}
    for code in units.index:
        if len(code) > 2:
            parts.setdefault(code[:-1], []).append(code)
    place: dict[str, str] = {}
    for code in sorted(units.index, key=len):
        above = code[:-1]
        only = len(code) > 2 and len(parts[above]) == 1 and above in units.index
        place[code] = place[above] if only else code
    return place


def _alone(region_nuts: pd.DataFrame, version: str) -> dict[str, str]:
    """Return the region of each code that is one region of the record, whole and alone.

    The record has the codes of 2013 to 2021; those of 2010 and 2024 are read as in the vintage
    beside them.
    """
    version = {"2010": "2013", "2024": "2021"}.get(version, version)
    whole = region_nuts.loc[
        region_nuts["extent"].eq("whole") & region_nuts["nuts_version"].eq(version)
    ]
    once = whole.loc[~whole["region_id"].duplicated(keep=False)]
    once = once.loc[~once["nuts_id"].duplicated(keep=False)]
    return dict(zip(once["nuts_id"], once["region_id"], strict=True))
