"""The parameters a notebook may be given, and the sentence that refuses any other.

Values are text until a contract reads them. The cell after a notebook's parameters, the command
line and the widgets ask the same contract, so a wrong value is refused in the same words.
"""

import ast
import sys
from collections.abc import Mapping
from typing import Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from rapidfuzz import process

from s3analysis.sources.members import lists
from s3analysis.values import (
    Declared,
    Dimension,
    Draws,
    ListMonth,
    Month,
    Partnership,
    PlatformKey,
    Reading,
    Region,
    Seed,
    dimensions,
)
from s3analysis.vocabulary import amount


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


KINDS: dict[str, Any] = {
    "platform": PlatformKey,
    "as_of": ListMonth,
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
        held = dimensions(self.priorities)
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

    notebook = "member list"
    platform: PlatformKey
    as_of: ListMonth

    @property
    def listed(self) -> lists.MemberList:
        """Return the member list."""
        return lists.get(self.platform, self.as_of)


class CountedList(OfAList):
    """What contracts share whose notebooks compare counts of one list with chance."""

    reading: Reading
    draws: Draws
    seed: Seed


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


class PartnershipStatus(OfAList):
    """The parameters of partnership_status."""

    notebook = "partnership_status"
    partnership: Partnership


class RegionBrief(OfAList, OfAnExtract):
    """The parameters of region_brief."""

    notebook = "region_brief"
    region: Region
    reading: Reading
    seed: Seed


class Explore(OfAMonth):
    """The parameters of explore."""

    notebook = "explore"


class MemberList(CountedList):
    """The parameters of member_list."""

    notebook = "member_list"


class ListChanges(CountedList):
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
