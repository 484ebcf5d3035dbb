"""What the columns of an extract mean: a mapping, written in TOML and checked whole.

`database` says what the file is an extract of (EYE@RIS3, or another name), [file] how it is read
(left out, it is recognised), [columns] where the region and the text of a priority stand, each
[[dimension]] where its categories stand.
"""

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

MOST_DIMENSIONS = 3


class BadMapping(ValueError):
    """A mapping that cannot be used; `lines` are all there is to mend."""

    exit_code = 5

    def __init__(self, name: str, reasons: list[str]) -> None:
        self.lines = [f"{name}: {reason}" for reason in reasons]
        super().__init__("; ".join(self.lines))


class Part(BaseModel):
    """A part of a mapping: nothing unknown is taken."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class File(Part):
    """How the file is read; what is left out is recognised."""

    encoding: str = ""
    delimiter: str = Field(default="", max_length=1)
    sheet: str = ""
    header_row: int = Field(default=0, ge=0)


class Columns(Part):
    """Which column holds what, by its header; `id` and `text` may be left out."""

    region: str
    text: str = ""
    id: str = ""


class Territory(Part):
    """How regions are read: the vintage of NUTS codes, and what names of their own mean."""

    nuts_version: Literal["2013", "2016", "2021"] = "2013"
    names: dict[str, str] = {}


class Dimension(Part):
    """A way of filing priorities: its column, its taxonomy, and how several terms share a cell.

    `separator` parts terms in a cell (empty: one a cell), `within` a category from its
    sub-category; `terms` says what terms of their own mean.
    """

    name: str = Field(min_length=1)
    column: str
    scheme: str
    separator: str = ""
    within: str = ""
    terms: dict[str, str] = {}


class Mapping(Part):
    """What an extract's columns mean, and of which database it is an extract."""

    database: str = "unknown"
    file: File = File()
    columns: Columns
    territory: Territory = Territory()
    dimension: list[Dimension] = Field(min_length=1, max_length=MOST_DIMENSIONS)

    @model_validator(mode="after")
    def _apart(self) -> "Mapping":
        names = [each.name for each in self.dimension]
        if len(set(names)) < len(names):
            raise ValueError("two dimensions share a name")
        return self

    @property
    def wanted(self) -> set[str]:
        """Return the headers that the mapping names."""
        columns = [self.columns.region, self.columns.text, self.columns.id]
        return {name for name in [*columns, *(each.column for each in self.dimension)] if name}


def read(path: Path, schemes: list[str]) -> Mapping:
    """Return the mapping of a TOML file. Raises BadMapping with every reason."""
    try:
        return of(tomllib.loads(path.read_text("utf-8-sig")), path.name, schemes)
    except OSError as error:
        raise BadMapping(path.name, [f"cannot be read: {(error.strerror or '').lower()}"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadMapping(path.name, [f"is no TOML: {error}"]) from None


def of(data: dict[str, Any], name: str, schemes: list[str]) -> Mapping:
    """Return the mapping that data describe. Raises BadMapping with every reason."""
    try:
        made = Mapping.model_validate(data)
    except ValidationError as error:
        reasons = [
            ".".join(map(str, each["loc"])) + ": " + each["msg"].removeprefix("Value error, ")
            for each in error.errors()
        ]
        raise BadMapping(name, reasons) from None
    unknown = [each.scheme for each in made.dimension if each.scheme not in schemes]
    if unknown:
        known = ", ".join(schemes)
        raise BadMapping(name, [f"no taxonomy {scheme!r}; there are {known}" for scheme in unknown])
    return made
