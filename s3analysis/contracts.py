"""The parameters a notebook may be given, and the sentence that refuses any other.

Values are text until a contract reads them. The cell after a notebook's parameters, the command
line and the widgets ask the same contract, so a wrong value is refused in the same words.
"""

import ast
import re
import sys
from collections.abc import Mapping
from math import inf
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from rapidfuzz import process

from s3analysis.parameters import DIMENSIONS, DRAWS, PARAMETERS, USUAL
from s3analysis.paths import IMPORTED
from s3analysis.sources import record
from s3analysis.sources.geography import europe, regions
from s3analysis.sources.members import lists
from s3analysis.vocabulary import DECLARED, READINGS, amount


class Refused(ValueError):
    """Parameters that no contract allows; the message says every reason."""

    exit_code = 2

    def __init__(self, notebook: str, reasons: list[str]) -> None:
        self.notebook = notebook
        self.reasons = reasons
        super().__init__(f"{notebook}: {'; '.join(reasons)}")

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows in place of a traceback: the one line that helps."""
        return [f"Refused: {self}"]


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
            f"the list of {value} was imported: s3analysis report shows it; pages of regions and "
            "partnerships are made of the brief's list"
        )
    return _one_of(value, member_lists(), "a month with a member list")


def _reading(value: str) -> str:
    return _one_of(value, list(READINGS), "a way of counting")


def _declared(value: str) -> str:
    source = _one_of(value, list(DECLARED), "a source of priorities")
    if source == "imported" and not (IMPORTED / "datapackage.json").is_file():
        raise ValueError(
            "no extract has been imported; run s3analysis import priorities FILE --guess"
        )
    return source


def _dimension(value: str) -> int:
    if value not in map(str, range(1, DIMENSIONS + 1)):
        raise ValueError(f"{value!r} is not the number of a dimension, 1 to {DIMENSIONS}")
    return int(value)


def _partnership(value: str) -> str:
    table = record.read("partnerships")
    by_name = dict(zip(table["short_name"].map(regions.key), table["partnership_id"], strict=True))
    typed = by_name.get(regions.key(value), value)
    return _one_of(typed, choices("partnership"), "a partnership")


def _region(value: str) -> str:
    known = regions.vocabulary(
        record.read("regions"),
        record.read("region_names"),
        record.read("region_nuts"),
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


def _anywhere(value: str) -> str:
    """Return the key of a region of the record or, of another region of Europe, its code."""
    unit = europe.find(value)
    return unit.code if unit and unit.level else _region(value)


def _dimensions(priorities: str) -> float:
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


def _one_of(value: str, choices: list[str], what: str) -> str:
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
ListMonth = Annotated[str, _TEXT, _field("as_of")]
PlatformKey = Annotated[str, _TEXT, _field("platform")]
Reading = Annotated[str, BeforeValidator(_reading), _TEXT, _field("reading")]
Declared = Annotated[str, BeforeValidator(_declared), _TEXT, _field("priorities")]
Dimension = Annotated[int, BeforeValidator(_dimension), _TEXT, _field("dimension")]
Partnership = Annotated[str, BeforeValidator(_partnership), _TEXT, _field("partnership")]
Region = Annotated[str, BeforeValidator(_region), _TEXT, _field("region")]
Anywhere = Annotated[str, BeforeValidator(_anywhere), _TEXT, _field("region")]
Draws = Annotated[int, BeforeValidator(_draws), _TEXT, _field("draws")]
Seed = Annotated[int, BeforeValidator(_whole), _TEXT, _field("seed")]


KINDS: dict[str, Any] = {
    "as_of": Month,
    "reading": Reading,
    "priorities": Declared,
    "dimension": Dimension,
    "draws": Draws,
    "seed": Seed,
}
"""What each parameter of a report may be."""


class Parameters(BaseModel):
    """What every contract shares: nothing unknown is taken, nothing is changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    notebook: ClassVar[str]

    @property
    def as_text(self) -> dict[str, str]:
        """Return each parameter as a notebook is given it: as text."""
        return {name: str(value) for name, value in self}


class OfAnExtract(Parameters):
    """What contracts share whose notebooks count one dimension of an extract of priorities."""

    priorities: Declared
    dimension: Dimension

    @model_validator(mode="after")
    def _held(self) -> Self:
        held = _dimensions(self.priorities)
        if self.dimension > held:
            told = amount(int(held), "dimension")
            rest = "1" if held == 1 else f"one of 1 to {int(held)}"
            raise ValueError(
                f"dimension: the extract has {told}, no {self.dimension}; choose {rest}"
            )
        return self


class OfAMonth(Parameters):
    """What contracts share whose notebooks are about a month with a member list."""

    as_of: Month


class OfAList(Parameters):
    """What contracts share whose notebooks show one member list, the brief's or an imported one."""

    as_of: ListMonth
    platform: PlatformKey
    reading: Reading
    draws: Draws
    seed: Seed

    @model_validator(mode="after")
    def _there(self) -> Self:
        months = lists.months(self.platform)
        if not months:
            platforms = ", ".join(dict.fromkeys(each for each, _ in lists.known()))
            raise ValueError(f"platform: there is no member list of {self.platform} ({platforms})")
        _one_of(self.as_of, months, f"a month with a member list of {self.platform}")
        return self


class Counted(OfAMonth):
    """What contracts share whose notebooks compare counts of members with chance."""

    reading: Reading
    draws: Draws
    seed: Seed


class InBrief(Counted):
    """The parameters of 00_in_brief."""

    notebook = "00_in_brief"


class Partnerships(Counted):
    """The parameters of 01_partnerships."""

    notebook = "01_partnerships"


class Needs(OfAMonth):
    """The parameters of 02_needs."""

    notebook = "02_needs"


class Themes(OfAMonth):
    """The parameters of 03_themes."""

    notebook = "03_themes"


class Platform(OfAMonth):
    """The parameters of 04_platform."""

    notebook = "04_platform"


class Priorities(OfAnExtract):
    """The parameters of 05_priorities."""

    notebook = "05_priorities"
    as_of: Month
    draws: Draws
    seed: Seed


class Methods(Counted):
    """The parameters of 06_methods."""

    notebook = "06_methods"


class Ledger(OfAMonth):
    """The parameters of 07_ledger."""

    notebook = "07_ledger"
    priorities: Declared


class Record(OfAMonth):
    """The parameters of 08_record."""

    notebook = "08_record"


class PartnershipStatus(OfAMonth):
    """The parameters of partnership_status."""

    notebook = "partnership_status"
    partnership: Partnership


class RegionBrief(OfAnExtract):
    """The parameters of region_brief."""

    notebook = "region_brief"
    as_of: Month
    region: Region
    reading: Reading
    seed: Seed


class Explore(OfAMonth):
    """The parameters of explore."""

    notebook = "explore"


class MemberList(OfAList):
    """The parameters of member_list."""

    notebook = "member_list"


class ListChanges(OfAList):
    """The parameters of member_list_changes."""

    notebook = "member_list_changes"


P = TypeVar("P", bound=Parameters)

CONTRACTS: dict[str, type[Parameters]] = {
    each.notebook: each
    for each in (
        InBrief,
        Partnerships,
        Needs,
        Themes,
        Platform,
        Priorities,
        Methods,
        Ledger,
        Record,
    )
}
"""The notebooks of the report."""

SWEEPS: dict[str, type[Parameters]] = {
    contract.notebook: contract for contract in (PartnershipStatus, RegionBrief)
}
"""The notebooks that are run once a partnership or once a region, each a page of its own."""

LISTS: dict[str, type[Parameters]] = {
    contract.notebook: contract for contract in (MemberList, ListChanges)
}
"""The notebooks of the report of an imported member list; the second compares several lists."""

BESIDE: dict[str, type[Parameters]] = {Explore.notebook: Explore}
"""The notebook that no report prints: it is there for JupyterLab."""

ALL = CONTRACTS | LISTS | SWEEPS | BESIDE
"""Every notebook of the project."""


def accept(contract: type[P], given: Mapping[str, Any]) -> P:
    """Return the parameters a notebook is given, checked.

    In a notebook, what Papermill injected under a name that the contract lacks counts as given.
    Raises Refused with every reason at once: an unknown name, a wrong type, a value out of range.
    """
    injected = {name: value for name, value in _injected() if name not in contract.model_fields}
    try:
        return contract(**(injected | dict(given)))
    except ValidationError as error:
        reasons = [_reason(contract, each) for each in error.errors()]
        raise Refused(contract.notebook, reasons) from None


def about(parameters: Parameters) -> list[tuple[str, str, str]]:
    """Return what a run was told, for its reader: each parameter's name, value and description."""
    return [
        (name, value, str(type(parameters).model_fields[name].description))
        for name, value in parameters.as_text.items()
    ]


def _injected() -> list[tuple[str, Any]]:
    """Return the names that Papermill's cell assigned in this kernel, with their values."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    names = shell.user_ns if shell else {}
    cells = [cell for cell in names.get("_ih", ()) if cell.partition("\n")[0] == "# Parameters"]
    return [
        (target.id, names.get(target.id))
        for cell in cells[-1:]  # in a kernel that lives on, the last that ran
        for line in ast.parse(cell).body
        if isinstance(line, ast.Assign)
        for target in line.targets
        if isinstance(target, ast.Name)
    ]


def _reason(contract: type[Parameters], error: Mapping[str, Any]) -> str:
    name = ".".join(str(part) for part in error["loc"])
    if error["type"] != "extra_forbidden":
        words = error["msg"].removeprefix("Value error, ")
        return f"{name}: {words}" if name else words
    known = list(contract.model_fields)
    nearest = process.extractOne(name, known, score_cutoff=60)
    hint = f"; did you mean {nearest[0]!r}?" if nearest else f"; known: {', '.join(known)}"
    return f"unknown parameter {name!r}{hint}"
