"""A datapackage.json that somebody sends, before anything follows it.

A descriptor can name addresses, files elsewhere and patterns that never end; so it is held to what
the record's own descriptors say. Nothing is fetched; only regular files beside it are read.
"""

import json
from functools import cache
from pathlib import Path
from stat import S_ISREG
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from s3analysis.paths import RAW

MOST_BYTES = 50_000_000


@cache
def _patterns() -> set[str]:
    """Return the patterns of the record's own descriptor."""
    package = json.loads((RAW / "datapackage.json").read_text("utf-8"))
    fields = [field for each in package["resources"] for field in each["schema"]["fields"]]
    return {field.get("constraints", {}).get("pattern") for field in fields}


def _own_pattern(pattern: str) -> str:
    if pattern not in _patterns():
        raise ValueError("only patterns of data/raw/datapackage.json are tried; leave this one out")
    return pattern


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Described(_Part):
    name: str = Field(min_length=1)
    title: str = ""
    description: str = ""


class _Constraints(_Part):
    required: bool = False
    unique: bool = False
    pattern: Annotated[str, AfterValidator(_own_pattern)] | None = None
    enum: list[str | int | float] | None = None
    minimum: int | float | str | None = None
    maximum: int | float | str | None = None
    minLength: int | None = None  # noqa: N815 - as the standard writes it
    maxLength: int | None = None  # noqa: N815


class _FieldOf(_Described):
    type: Literal["string", "integer", "number", "boolean", "date", "year", "yearmonth"]
    format: str = ""
    unit: str = ""
    constraints: _Constraints | None = None


class _Reference(_Part):
    resource: str = ""
    fields: list[str]


class _Key(_Part):
    fields: list[str]
    reference: _Reference


class _Schema(_Part):
    fields: list[_FieldOf] = Field(min_length=1)
    primaryKey: list[str] = []  # noqa: N815
    foreignKeys: list[_Key] = []  # noqa: N815
    missingValues: list[str] = []  # noqa: N815


class _Resource(_Described):
    path: str = Field(pattern=r"^[\w-][\w.-]*\.csv$")
    type: Literal["table"] = "table"
    scheme: Literal["file"] = "file"
    format: Literal["csv"] = "csv"
    mediatype: str = ""
    encoding: Literal["utf-8"] = "utf-8"
    hash: str = ""
    licenses: list[dict[str, Any]] = []
    sources: list[dict[str, Any]] = []
    table_schema: _Schema = Field(alias="schema")


class _Package(_Described):
    dollar_schema: str = Field("", alias="$schema")
    version: str = ""
    licenses: list[dict[str, Any]] = []
    sources: list[dict[str, Any]] = []
    resources: list[_Resource] = Field(min_length=1)


def faults(folder: Path) -> list[tuple[str, str]]:
    """Return why a folder cannot be checked: files of it, each with a reason; none where it can."""
    path = folder / "datapackage.json"
    if reason := _unread(path):
        return [(path.name, f"{reason}, in {folder}")]
    try:
        package = _Package.model_validate(json.loads(path.read_text("utf-8")))
    except ValidationError as error:
        return [(path.name, f"{'.'.join(map(str, e['loc']))}: {e['msg']}") for e in error.errors()]
    except RecursionError:
        return [(path.name, "is nested too deep")]
    except ValueError as error:
        return [(path.name, f"is no JSON: {error}")]
    names = [each.name for each in package.resources]
    twice = sorted({name for name in names if names.count(name) > 1})
    files = [(each.path, _unread(folder / each.path)) for each in package.resources]
    return [
        *[(path.name, f"names {name!r} twice") for name in twice],
        *[(name, reason) for name, reason in files if reason],
    ]


def _unread(path: Path) -> str:
    """Return why a file is not read: not there, a link, a pipe, too large."""
    try:
        status = path.lstat()
    except OSError:
        return "not found"
    if not S_ISREG(status.st_mode):
        return "is a link, a folder, a pipe or a device; put the file itself there"
    if status.st_size > MOST_BYTES:
        return f"{status.st_size:,} bytes are more than {MOST_BYTES:,}"
    return ""
