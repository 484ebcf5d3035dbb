"""What Typer's commands do beyond Typer: start fast, need a project, list the allowed values."""

import os
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from inspect import signature
from typing import Any

from typer.core import TyperCommand, TyperGroup, TyperOption


def also(*shared: Callable[..., None]) -> Callable[[Callable[..., Any]], Any]:
    """Return what gives a command the options of other functions too, in its context only."""
    more = [option for each in shared for option in signature(each).parameters.values()]

    def given(command: Callable[..., Any]) -> Any:
        own = signature(command).parameters

        @wraps(command)
        def called(**options: Any) -> Any:
            return command(**{name: options[name] for name in own})

        vars(called)["__signature__"] = signature(command).replace(
            parameters=[*own.values(), *more]
        )
        return called

    return given


class AsGiven:
    """Reads an option as it is, in the place of what Typer asks pydantic for (0.05 s)."""

    def coerce(self, value: Any, **_: Any) -> Any:
        """Return the value."""
        return value


def read_as_given(options: list[Any], args: list[str]) -> None:
    """Have options that are text, or are not given, read as they are."""
    given = {word.partition("=")[0] for word in args}
    for option in options:
        absent = isinstance(option, TyperOption) and given.isdisjoint(option.opts)
        typed = getattr(option, "type_descriptor", None)
        if absent or getattr(typed, "annotation", None) is str:
            vars(option)["_runtime_param"] = AsGiven()


class Commands(TyperGroup):
    """All commands."""

    def parse_args(self, context: Any, args: list[str]) -> list[str]:
        """Read the words before a command."""
        read_as_given(self.get_params(context), args)
        return super().parse_args(context, args)


class OfAProject(TyperCommand):
    """A command that works on a project: the one the package is in, or S3ANALYSIS_HOME."""

    def parse_args(self, context: Any, args: list[str]) -> list[str]:
        """Read the options."""
        read_as_given(self.get_params(context), args)
        return super().parse_args(context, args)

    def invoke(self, context: Any) -> Any:
        """See that there is a project, and give the libraries of a run folders of its own."""
        from s3analysis import paths

        paths.require_project()
        os.environ |= paths.TOOLS
        return super().invoke(context)


class Valued(OfAProject):
    """A command whose help ends with the values that the contracts allow."""

    def format_epilog(self, context: Any, formatter: Any) -> None:
        """Write what each parameter may be, where the record can be read."""
        with suppress(Exception):  # help is given in any case
            from s3analysis.values import choices

            rows = [
                (option.opts[0], ", ".join(choices(str(option.name))))
                for option in self.params
                if option.name in {"as_of", "reading", "priorities", "region", "partnership"}
            ]
            with formatter.section("Values"):
                formatter.write_dl(rows)
