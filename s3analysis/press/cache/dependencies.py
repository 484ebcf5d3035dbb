"""What code can reach and read, as far as its source tells.

*Modules*: the import closure (grimp) of what the code imports. *Tables*: those named in
`record.read("name")` or `record.read("name", RAW)`, in the code and in the modules it reaches.
Where it cannot be seen (a name that is computed, a file opened, a module imported by its name, a
line that is no Python) the answer is Unseen, and whoever asks has to take everything.
That a module of this package imports another by its name is not seen; none does.
"""

import ast
import re
from collections.abc import Iterable
from functools import lru_cache
from threading import Lock
from typing import Any

import grimp
from grimp.exceptions import GrimpException

PACKAGE = "s3analysis"
RECORD = f"{PACKAGE}.sources.record"
FOLDERS = {"RAW": "data/raw", "PROCESSED": "data/processed", "IMPORTED": "data/imported"}
READS = re.compile(r"open|read_\w+|load|loadtxt|genfromtxt")
"""Calls that may read a file which the source does not name."""
IMPORTS = {"import_module", "__import__", "exec", "eval"}
"""Calls that may import a module which the source does not name."""
ONE_AT_A_TIME = Lock()
"""CPython counts the depth of trees for all threads together, and fails where two build at once."""


class Unseen(Exception):
    """The source does not tell what is reached."""


def graph() -> Any:
    """Return the imports of this package as they are now; None where a module is no Python."""
    try:
        return grimp.build_graph(PACKAGE, cache_dir=None)
    except GrimpException:
        return None


def modules(source: str, imports: Any) -> set[str]:
    """Return the modules of this package that code can reach, packages above them included."""
    if imports is None or any(_called(node) in IMPORTS for node in _nodes(source)):
        raise Unseen("a module is no Python, or imported by its name")
    found = {name for name in _imported(source) if name in imports.modules}
    while True:
        more = found.union(*(imports.find_upstream_modules(name) for name in found))
        more |= {name.rpartition(".")[0] for name in more} - {""}
        if more == found:
            return found
        found = more


def tables(sources: Iterable[str]) -> set[str]:
    """Return the tables that sources read, such as "data/processed/regions"."""
    return set().union(*(_tables(source) for source in sources))


def _nodes(source: str) -> list[ast.AST]:
    try:
        with ONE_AT_A_TIME:
            return list(ast.walk(ast.parse(source)))
    except SyntaxError as fault:
        raise Unseen(str(fault)) from fault


def _imported(source: str) -> set[str]:
    """Return what source imports: modules, and names that may be modules."""
    found = set()
    for node in _nodes(source):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                raise Unseen("an import relative to its package")
            found |= {f"{node.module}", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


@lru_cache(maxsize=256)
def _tables(source: str) -> frozenset[str]:
    nodes = _nodes(source)
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    if any(READS.fullmatch(_called(call)) for call in calls):
        raise Unseen("a file is opened")
    if not _asks_the_record(nodes):
        return frozenset()
    reads = [name for call in calls if (name := _table(call))]
    if len(reads) != sum(isinstance(node, ast.Name) and node.id == "record" for node in nodes):
        raise Unseen("the record is asked for more than a table by its name")
    return frozenset(reads)


def _asks_the_record(nodes: list[ast.AST]) -> bool:
    """Return whether the record is imported, as `from s3analysis.sources import record` does it."""
    asks = False
    for node in nodes:
        match node:
            case ast.ImportFrom(module="s3analysis.sources", names=names):
                bound = {alias.asname or alias.name for alias in names if alias.name == "record"}
                if bound - {"record"}:
                    raise Unseen("the record goes by another name")
                asks = asks or bool(bound)
            case ast.ImportFrom(module=module) if module == RECORD:
                raise Unseen("the record is asked by its parts")
            case ast.Import(names=names) if any(alias.name == RECORD for alias in names):
                raise Unseen("the record goes by another name")
    return asks


def _called(node: ast.AST) -> str:
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name
    return ""


def _table(call: ast.Call) -> str | None:
    """Return the table that a call reads, None for any other call."""
    match call:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="record"), attr="read"),
            args=[ast.Constant(value=str(name)), *folder],
            keywords=[],
        ):
            match folder:
                case []:
                    return f"{FOLDERS['PROCESSED']}/{name}"
                case [ast.Name(id="RAW" | "PROCESSED" | "IMPORTED" as where)]:
                    return f"{FOLDERS[where]}/{name}"
    return None
