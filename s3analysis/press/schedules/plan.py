"""schedules.yml: read as text, checked against schema.json, errors with their line.

Every value is text, so that YAML takes neither 06:00 nor NO for something else.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import yaml  # type: ignore[import-untyped]
from jsonschema import Draft202012Validator, ValidationError

from s3analysis.parameter_file import BadFile, mapping

SCHEMA = json.loads(Path(__file__).with_name("schema.json").read_text("utf-8"))
DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")


@dataclass(frozen=True)
class Schedule:
    """A schedule: its name, and what schedules.yml says of it and of the mail server."""

    name: str
    told: dict[str, Any]
    server: dict[str, str] | None

    @property
    def hour(self) -> str:
        """Return the time of day, as 06:00."""
        return str(self.told["when"].rpartition(" ")[2])

    @property
    def cron(self) -> str:
        """Return when it runs as five fields of cron, in its time zone."""
        day, _, time = self.told["when"].rpartition(" ")
        hour, minute = map(int, time.split(":"))
        month, week = "*", "*"
        if day.startswith("day "):
            month = day.removeprefix("day ")
        elif day != "daily":
            week = ",".join(str(n) for n in sorted(DAYS.index(each) for each in day.split(",")))
        return f"{minute} {hour} {month} * {week}"

    @property
    def calendar(self) -> str:
        """Return when it runs as systemd has it."""
        day, _, time = self.told["when"].rpartition(" ")
        date, week = "*-*-*", ""
        if day.startswith("day "):
            date = f"*-*-{int(day.removeprefix('day ')):02}"
        elif day != "daily":
            week = ",".join(each[:3].capitalize() for each in day.split(",")) + " "
        return f"{week}{date} {time}:00 {self.told['zone']}"


def read(path: Path) -> dict[str, Schedule]:
    """Return the schedules of a file by name. Raises BadFile with every reason and its line."""
    node = mapping(path, yaml.BaseLoader, "schedules; docs/schedule.md has an example")
    if reasons := list(_repeated(node)):
        raise BadFile(path, reasons)
    told = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # text alone
    errors = Draft202012Validator(SCHEMA).iter_errors(told)
    found = [reason for error in errors for reason in _reasons(error, node)]
    if not found:
        found = list(_more(told, node))
    if found:
        raise BadFile(path, [f"line {line}, {why}" for line, why in sorted(found)])
    return {
        name: Schedule(name, each, told.get("mail")) for name, each in told["schedules"].items()
    }


def _repeated(node: yaml.Node) -> Iterator[str]:
    if isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _repeated(each)
    if isinstance(node, yaml.MappingNode):
        seen = set[str]()
        for key, value in node.value:
            if key.value in seen:
                yield f"line {key.start_mark.line + 1}, {key.value}: is given twice"
            seen.add(str(key.value))
            yield from _repeated(value)


def _reasons(error: ValidationError, node: yaml.Node) -> Iterator[tuple[int, str]]:
    """Yield the line of what a schema refuses, and what to write there."""
    path, schema = list(error.absolute_path), error.schema
    hint = schema.get("description", "")
    if error.validator == "additionalProperties":
        known = [*schema.get("properties", {})]
        patterns = schema.get("patternProperties", {})
        for key in error.instance:
            if key not in known and not any(re.search(each, key) for each in patterns):
                options = f"known here: {', '.join(known)}" if known else hint
                yield _line(node, [*path, key]), f"{key}: no such key; {options}"
    elif error.validator == "propertyNames" or "propertyNames" in error.absolute_schema_path:
        known = error.schema["enum"]
        yield (
            _line(node, [*path, error.instance]),
            f"{error.instance}: no such parameter; known here: {', '.join(known)}",
        )
    elif error.validator == "required":
        missing = next(each for each in error.validator_value if each not in error.instance)
        what = schema["properties"][missing].get("description", "")
        yield _line(node, path), f"{_name(path)}: lacks {missing}: {what}"
    else:
        value = "" if isinstance(error.instance, dict | list) else f"{error.instance!r} "
        yield _line(node, path), f"{_name(path)}: {value}is not what is expected: {hint}"


def _more(told: dict[str, Any], node: yaml.Node) -> Iterator[tuple[int, str]]:
    """Yield what no schema says: time zones there are, a server for who gets mail."""
    zones = available_timezones()
    for name, each in told["schedules"].items():
        path = ["schedules", name]
        if each["zone"] not in zones:
            near = get_close_matches(each["zone"], zones, 1)
            hint = f"; did you mean {near[0]}?" if near else "; write one as Europe/Brussels"
            yield _line(node, [*path, "zone"]), f"zone: no time zone {each['zone']!r}{hint}"
        for event in ("change", "failure"):
            if "mail" in each.get(event, {}) and "mail" not in told:
                where = _line(node, [*path, event])
                yield where, f"{event}: mail needs a server; add mail: with server and from"


def _line(node: yaml.Node, path: list[Any]) -> int:
    """Return the line of a key or an item, or of the last one above it that is there."""
    line = int(node.start_mark.line) + 1
    for step in path:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == step]
            if not found:
                break
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        else:
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


def _name(path: list[Any]) -> str:
    return next((str(each) for each in reversed(path) if isinstance(each, str)), "the file")
