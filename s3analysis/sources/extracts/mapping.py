"""What the columns of an extract mean: a mapping, written in TOML and checked whole.

`database` says what the file is an extract of (EYE@RIS3, or another name), [file] how it is read
(left out, it is recognised), [columns] where the region and the text of a priority stand, each
[[dimension]] where its categories stand.
"""

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from s3analysis.sources.extracts.import_errors import contents

MOST_DIMENSIONS = 3
MOST_BYTES = 1_000_000
NutsVersion = Literal["2010", "2013", "2016", "2021", "2024"]


class BadMapping(ValueError):
    """A mapping that cannot be used; `lines` are all there is to mend."""

    exit_code = 5

    def __init__(self, name: str, reasons: list[str]) -> None:
        self.lines = [f"{name}: {reason}" for reason in reasons]
        super().__init__("; ".join(self.lines))


def _plain(label: str) -> str:
    return " ".join(label.split())


Label = Annotated[str, AfterValidator(_plain)]
"""The header of a column, compared without outer and double blanks."""


class Part(BaseModel):
    """A part of a mapping: nothing unknown is taken."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class File(Part):
    """How the file is read; what is left out (empty, or 0) is recognised.

    `skip_rows` names rows that are no part of the table: numbers, "6-9", "12-", "hidden".
    `short_rows` allows rows without their last cells, `quotes` is false where a quotation mark is a
    letter like others.
    """

    encoding: str = ""
    delimiter: str = Field(default="", max_length=1)
    sheet: str = ""
    header_row: int = Field(default=0, ge=0)
    skip_rows: tuple[int | str, ...] = ()
    short_rows: bool = False
    quotes: bool = True

    @field_validator("skip_rows")
    @classmethod
    def _rows(cls, rows: tuple[int | str, ...]) -> tuple[int | str, ...]:
        for row in rows:
            if not re.fullmatch(r"[0-9]{1,9}(-[0-9]{0,9})?|hidden", str(row)):
                raise ValueError(f'{row!r} is no row: say 6, "6-9", "12-" or "hidden"')
        return rows


class OfAFile(Part, extra="ignore"):
    """What a mapping of any kind says of its file."""

    file: File = File()


P = TypeVar("P", bound=OfAFile)


class Places(Part):
    """Which column names regions; `country`, if given, decides between regions of one name."""

    region: Label
    country: Label = ""


class Columns(Places):
    """Which column holds what, by its header; all but `region` may be left out."""

    text: Label = ""
    id: Label = ""


class Territory(Part):
    """How regions are read: the vintage of NUTS codes, and what names of their own mean.

    `separator` parts several regions in a cell, each of which then declares the priority; `fill`
    says that an empty cell means the region of the row above.
    """

    nuts_version: NutsVersion = "2013"
    separator: str = ""
    fill: bool = False
    names: dict[str, str] = {}


class Dimension(Part):
    """A way of filing priorities: its column, its taxonomy, and how several terms share a cell.

    Several columns with a term each are `columns`; where their cells are crosses and their
    headers the terms, `crosses` is true. `separator` parts terms in a cell (empty: one a cell),
    `within` a category from its sub-category, which may stand in `sub_column`; `terms` says what
    terms of their own mean.
    """

    name: str = Field(min_length=1)
    column: Label = ""
    columns: tuple[Label, ...] = ()
    sub_column: Label = ""
    crosses: bool = False
    scheme: str
    separator: str = ""
    within: str = ""
    terms: dict[str, str] = {}

    @field_validator("scheme")
    @classmethod
    def _there(cls, scheme: str, info: ValidationInfo) -> str:
        schemes = info.context or [scheme]
        if scheme not in schemes:
            raise ValueError(f"no taxonomy {scheme!r}; there are {', '.join(schemes)}")
        return scheme

    @model_validator(mode="after")
    def _one_place(self) -> "Dimension":
        if bool(self.column) == bool(self.columns):
            raise ValueError('say column = "...", or columns = ["...", "..."]: one of the two')
        if self.sub_column and not self.column:
            raise ValueError("sub_column goes with column, not with columns")
        if self.crosses and not self.columns:
            raise ValueError("crosses goes with columns")
        return self

    @property
    def all_columns(self) -> tuple[str, ...]:
        """Return the columns in which terms stand."""
        return self.columns or (self.column,)


class Mapping(OfAFile, extra="forbid"):
    """What an extract's columns mean, and of which database it is an extract."""

    database: str = "unknown"
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
        own = self.columns
        filed = [name for each in self.dimension for name in (*each.all_columns, each.sub_column)]
        return {name for name in [own.region, own.country, own.text, own.id, *filed] if name}


PLACES = {
    **dict.fromkeys(File.model_fields, "[file]"),
    **dict.fromkeys(Columns.model_fields, "[columns]"),
    **{name: "[territory]" for name in Territory.model_fields if name != "separator"},
}
"""Where a setting belongs that is often written elsewhere."""


def read(path: Path, kind: type[P], schemes: list[str] | None = None) -> P:
    """Return the mapping of a TOML file, of some kind. Raises BadMapping with every reason.

    `schemes` are the taxonomies there are.
    """
    written = text(path)
    try:
        data = tomllib.loads(written)
    except ValueError as error:
        raise BadMapping(path.name, [f"is no TOML: {_slip(written, str(error))}"]) from None
    except RecursionError:
        raise BadMapping(path.name, ["is nested too deep"]) from None
    return of(kind, data, path.name, schemes)


def text(path: Path) -> str:
    """Return the text of a mapping, as editors save it. Raises BadMapping."""
    try:
        raw = contents(path, MOST_BYTES)
        return raw.decode("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadMapping(
            path.name, [f"line {line} is not in UTF-8: save the file with the encoding UTF-8"]
        ) from None
    except ValueError as error:
        raise BadMapping(path.name, [str(error)]) from None


def of(kind: type[P], data: dict[str, Any], name: str, schemes: list[str] | None = None) -> P:
    """Return the mapping that data describe, of some kind. Raises BadMapping with every reason."""
    try:
        return kind.model_validate(data, context=schemes)
    except ValidationError as error:
        raise BadMapping(name, [_reason(dict(each)) for each in error.errors()]) from None


def _reason(fault: dict[str, Any]) -> str:
    """Return a fault of a mapping in words: where it is, and what to do."""
    *above, last = map(str, fault["loc"] or ("mapping",))
    place = ".".join([*above, last])
    if fault["type"] == "missing":
        return f"{place}: is missing"
    if fault["type"] == "extra_forbidden":
        belongs = PLACES.get(last, "")
        hint = (
            f"; it belongs under {belongs}" if belongs and belongs != f"[{'.'.join(above)}]" else ""
        )
        return f"{place}: there is no such setting here{hint}"
    return f"{place}: {fault['msg'].removeprefix('Value error, ')}"


def _slip(written: str, error: str) -> str:
    """Return what is wrong with a TOML, for the slips that people make, else as the parser says."""
    found = re.search(r"at line (\d+)", error)
    lines = written.splitlines() or [""]
    number = min(int(found[1]) if found else len(lines), len(lines))
    line = lines[number - 1]
    above = "\n".join(lines[:number])
    opened = above.rpartition("{")
    if re.search(r"=\s*[“”„«»‘’]", line) or re.match(r"\s*[“”„‘’]", line):
        return f'line {number}: quotation marks must be straight ("), not as in print'
    if opened[1] and "}" not in opened[2] and (not opened[2].strip() or "\n" in opened[2]):
        first = opened[0].count("\n") + 1
        return (
            f"line {first}: what stands in {{ }} must be on one line; or write it below, a line "
            "each, under a heading such as [dimension.terms] or [territory.names]"
        )
    if re.search(r'"[^"]*\\[^"\\]*"', line):
        return (
            f"line {number}: a backslash in quotation marks has a meaning of its own; put the text "
            "in single quotes ('...'), or write two backslashes"
        )
    if re.search(r"=\s*$", line):
        return f"line {number}: nothing stands behind the equals sign"
    if re.search(r"=\s*[^\"'\[{\d\s#tf]", line):
        return f'line {number}: a text must stand in quotation marks ("...")'
    return f"line {number}: {error}"
