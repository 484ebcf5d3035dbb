"""Parameters from a YAML file, one `name: value` a line: the file that Papermill's -f takes.

Values are text, as everywhere. What YAML would take for something else (500, no, 12:30) is refused
with the way to write it, never converted.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import yaml  # type: ignore[import-untyped]


class BadFile(ValueError):
    """A parameter file that cannot be read, or says what no parameter may be; a line a reason."""

    exit_code = 2

    def __init__(self, path: Path, reasons: list[str]) -> None:
        self.lines = [f"{path}: {reason}" for reason in reasons]
        super().__init__("; ".join(self.lines))


def read(path: Path, known: list[str]) -> dict[str, str]:
    """Return the parameters that a file gives, by their names. Raises BadFile, with every reason.

    `known` are those that there are.
    """
    node = mapping(path, yaml.SafeLoader, "parameters; write one a line, as: as_of: 2017-07")
    if reasons := list(_reasons(node, known)):
        raise BadFile(path, reasons)
    return {name.value: value.value for name, value in node.value}


def mapping(path: Path, loader: type, what: str) -> yaml.MappingNode:
    """Return the nodes of a YAML file with their lines. Raises BadFile; `what` it should hold."""
    try:
        node = yaml.compose(path.read_text("utf-8"), loader)
    except OSError as error:
        raise BadFile(path, [f"cannot be read: {error.strerror}"]) from None
    except UnicodeDecodeError as error:
        raise BadFile(path, [f"is not UTF-8 text: byte {error.start + 1}"]) from None
    except yaml.YAMLError as error:
        raise BadFile(path, [f"is not YAML: {' '.join(str(error).split())}"]) from None
    if not isinstance(node, yaml.MappingNode):
        raise BadFile(path, [f"holds no {what}"])
    return node


def _reasons(node: yaml.MappingNode, known: list[str]) -> Iterator[str]:
    """Yield what is wrong, with the line of each."""
    seen = Counter(str(name.value) for name, _ in node.value)
    for name, value in node.value:
        at = f"line {name.start_mark.line + 1}, {name.value}"
        if name.value not in known:
            yield f"{at}: no such parameter; known here: {', '.join(known)}"
        elif seen[name.value] > 1:
            yield f"{at}: given {seen[name.value]} times"
        elif not isinstance(value, yaml.ScalarNode):
            yield f"{at}: one value is expected, not several"
        elif (kind := value.tag.rpartition(":")[2]) != "str":
            yield f'{at}: YAML reads {value.value} as {kind}; write {name.value}: "{value.value}"'
