"""What each parameter may be: its choices, and the sentence that refuses anything else.

Values are text until one of these reads them; a value that is none raises ValueError.
"""

import re
from math import inf
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationInfo
from rapidfuzz import process

from s3analysis.parameters import DIMENSIONS, DRAWS, PARAMETERS, USUAL
from s3analysis.paths import IMPORTED
from s3analysis.sources import record
from s3analysis.sources.geography import europe, regions
from s3analysis.sources.members import lists
from s3analysis.vocabulary import DECLARED, READINGS


def member_lists() -> list[str]:
    """Return the months for which a member list is in the record, oldest first."""
    return sorted(record.read("partnership_members")["as_of"].unique())


def choices(parameter: str) -> list[str]:
    """Return the values that a parameter may have, in report order; regions by their keys.

    Raises KeyError for a parameter that no contract has.
    """
    partnerships = record.read("partnerships").sort_values("position")
    return {
        "as_of": member_lists(),
        "reading": list(READINGS),
        "priorities": list(DECLARED),
        "region": sorted(record.read("regions")["region_id"]),
        "partnership": partnerships["partnership_id"].tolist(),
    }[parameter]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        what = f"expected text, got {type(value).__name__} {value!r}"
        raise ValueError(f"{what}; in a file write it in quotes, with Papermill pass it with -r")
    return value


def _month(value: str) -> str:
    if value not in member_lists() and value in lists.months(lists.BRIEF):
        raise ValueError(
            f"the list of {value} was imported: s3analysis report --as-of {value} shows it, this "
            "notebook is about the brief's list"
        )
    return one_of(value, member_lists(), "a month with a member list")


def _platform(value: str) -> str:
    platforms = list(dict.fromkeys(each for each, _ in lists.known()))
    if value not in platforms:
        raise ValueError(f"there is no member list of {value} ({', '.join(platforms)})")
    return value


def _list_month(value: str, info: ValidationInfo) -> str:
    """Return a month with a list of the platform; of any, where a notebook names no platform."""
    if platform := info.data.get("platform"):
        return one_of(value, lists.months(platform), f"a month with a member list of {platform}")
    return one_of(value, sorted({each for _, each in lists.known()}), "a month with a member list")


def _of_list(info: ValidationInfo) -> lists.MemberList:
    """Return the list that the parameters before name, the brief's where they name none."""
    named = info.data.get("platform", lists.BRIEF), info.data.get("as_of", USUAL["as_of"])
    return lists.get(*named) if named in lists.known() else lists.get()


def _reading(value: str) -> str:
    return one_of(value, list(READINGS), "a way of counting")


def _declared(value: str) -> str:
    source = one_of(value, list(DECLARED), "a source of priorities")
    if source == "imported" and not (IMPORTED / "datapackage.json").is_file():
        raise ValueError(
            "no extract has been imported; run s3analysis import priorities FILE --guess"
        )
    return source


def _dimension(value: str) -> int:
    if value not in map(str, range(1, DIMENSIONS + 1)):
        raise ValueError(f"{value!r} is not the number of a dimension, 1 to {DIMENSIONS}")
    return int(value)


def _partnership(value: str, info: ValidationInfo) -> str:
    table = _of_list(info).partnerships.sort_values("position")
    by_name = dict(zip(table["short_name"].map(regions.key), table["partnership_id"], strict=True))
    typed = by_name.get(regions.key(value), value)
    return one_of(typed, table["partnership_id"].tolist(), "a partnership")


def _region(value: str, info: ValidationInfo) -> str:
    listed = _of_list(info)
    known = regions.vocabulary(
        listed.regions,
        record.read("region_names"),
        listed.codes(record.read("region_nuts")),
        record.read("region_aliases"),
    )
    try:
        return regions.resolve(value, known).region_id
    except regions.UnknownRegion as unknown:
        place = _of_the_extract(value)
        if not place:
            raise ValueError(europe.explained(value, unknown)) from None
        raise ValueError(
            f"{place} is a territory of the imported extract, and no table of the data names it: "
            "such a page is made for regions of the data only; the report of the extract and "
            "explore show what it declares"
        ) from unknown


def _of_the_extract(value: str) -> str:
    """Return the name and code of a territory of the imported extract, if one is meant."""
    try:
        places = record.read("territories", IMPORTED)
    except (OSError, ValueError, LookupError):
        return ""
    meant = places["nuts_id"].eq(value.strip().upper())
    meant |= places["name"].map(regions.key).eq(regions.key(value))
    return " ".join(places.loc[meant, ["name", "nuts_id"]].iloc[0]) if meant.any() else ""


def _anywhere(value: str, info: ValidationInfo) -> str:
    """Return the key of a region of the list or, of another region of Europe, its code."""
    unit = europe.find(value)
    if unit and unit.level and unit.region_id not in set(_of_list(info).added["region_id"]):
        return unit.code
    return _region(value, info)


def dimensions(priorities: str) -> float:
    """Return how many dimensions an extract has; where none is shown, any number will do."""
    if priorities != "imported":
        return {"synthetic": 1, "published": inf}[priorities]
    try:
        held = int(record.read("extract", IMPORTED)["dimensions"].iloc[0])
    except (OSError, ValueError, LookupError):
        raise ValueError("data/imported/priorities is damaged; import the extract again") from None
    return max(held, 1)  # the first may be asked of an extract that files nothing


def _whole(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", value):
        raise ValueError(f"{value!r} is not a whole number, written in digits alone")
    return int(value)


def _draws(value: str) -> int:
    draws = _whole(value)
    fewest, most = DRAWS
    if not fewest <= draws <= most:
        raise ValueError(f"{value!r} is not a number of draws from {fewest} to {most}")
    return draws


def one_of(value: str, choices: list[str], what: str) -> str:
    """Return a value that is one of the choices. Raises ValueError, which names the nearest."""
    if value in choices:
        return value
    nearest = process.extractOne(value, choices, score_cutoff=60)
    hint = f"; did you mean {nearest[0]!r}?" if nearest else ""
    raise ValueError(f"{value!r} is not {what} ({', '.join(choices)}){hint}")


def _field(name: str) -> Any:
    """Return what a parameter is unless given, which is read like any other, and its help."""
    return Field(default=USUAL[name], validate_default=True, description=PARAMETERS[name].help)


_TEXT = BeforeValidator(_text)
Month = Annotated[str, BeforeValidator(_month), _TEXT, _field("as_of")]
ListMonth = Annotated[str, BeforeValidator(_list_month), _TEXT, _field("as_of")]
PlatformKey = Annotated[str, BeforeValidator(_platform), _TEXT, _field("platform")]
Reading = Annotated[str, BeforeValidator(_reading), _TEXT, _field("reading")]
Declared = Annotated[str, BeforeValidator(_declared), _TEXT, _field("priorities")]
Dimension = Annotated[int, BeforeValidator(_dimension), _TEXT, _field("dimension")]
Partnership = Annotated[str, BeforeValidator(_partnership), _TEXT, _field("partnership")]
Region = Annotated[str, BeforeValidator(_region), _TEXT, _field("region")]
Anywhere = Annotated[str, BeforeValidator(_anywhere), _TEXT, _field("region")]
Draws = Annotated[int, BeforeValidator(_draws), _TEXT, _field("draws")]
Seed = Annotated[int, BeforeValidator(_whole), _TEXT, _field("seed")]
