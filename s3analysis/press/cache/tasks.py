"""What a run consists of, and what each part of it depends on.

A task is a notebook and a parameter set. Its record names everything its result depends on, with
hashes: the notebook as written (outputs apart), the parameters, the modules of this package it can
reach and those that run it, the tables it reads, the environment. The record's hash is its key.

Where it cannot be seen what a notebook reaches (see reach.py), it depends on all code and data.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from s3analysis.contracts import CONTRACTS, SWEEPS, Refused, accept
from s3analysis.paths import HOME, NOTEBOOKS
from s3analysis.press.cache import dependencies, hashes
from s3analysis.press.runs.errors import NotRunnable
from s3analysis.sources import record

Files = dict[str, str]
Record = dict[str, Files]
"""Sections (notebook, parameters, code, data, environment), each with names and their values."""

RUN_BY = tuple(
    f"s3analysis/press/runs/{name}.py"
    for name in ("engine", "errors", "kernels", "monitor", "notebook_file")
)
"""What runs a notebook. Not limits.py: see there why limits are no part of a result."""

RECORD = "s3analysis/sources/record/__init__.py"

WORDS = {
    "notebook": ("{name} changed", "{name} is new", "{name} is gone"),
    "parameters": (
        "{name} was {old}, is {new}",
        "{name} is {new} now",
        "{name} is no longer given",
    ),
    "code": ("{name} changed", "{name} is reached now", "{name} is no longer reached"),
    "data": ("{name} changed", "{name} is read now", "{name} is no longer read"),
    "environment": (
        "{name} was {old}, is {new}",
        "{name} {new} is installed now",
        "{name} is gone",
    ),
}
"""What a difference is called: changed, new, gone."""


@dataclass(frozen=True)
class Task:
    """A notebook to run with its parameters; `name` is its own in an edition."""

    name: str
    notebook: Path
    parameters: Mapping[str, str]


def report(given: Mapping[str, str]) -> list[Task]:
    """Return the tasks of the report in its order; each takes of the parameters what it knows.

    What was transcribed and corrected (00) is an annex and comes last. Raises contracts.Refused
    with what any of them refuses.
    """
    tasks, reasons = [], dict[str, None]()
    for name in sorted(CONTRACTS, key=lambda name: (name.startswith("00"), name)):
        known = {key: value for key, value in given.items() if key in CONTRACTS[name].model_fields}
        try:
            parameters = accept(CONTRACTS[name], known).as_text
        except Refused as refused:
            reasons |= dict.fromkeys(refused.reasons)
        else:
            tasks.append(Task(name, NOTEBOOKS / f"{name}.ipynb", parameters))
    if reasons:
        raise Refused("report", list(reasons))
    return tasks


def sweep(notebook: str, over: str, values: Iterable[str], given: Mapping[str, str]) -> list[Task]:
    """Return a task for each value that `over` takes, named by it. Raises contracts.Refused."""
    contract = SWEEPS[notebook]
    known = {key: value for key, value in given.items() if key in contract.model_fields}
    path = NOTEBOOKS / f"{notebook}.ipynb"
    return [Task(value, path, accept(contract, {**known, over: value}).as_text) for value in values]


def key(record: Record) -> str:
    """Return the key of a record: the hash of all it holds."""
    return sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()


def explain(old: Record, new: Record) -> list[str]:
    """Return how two records differ, a sentence a difference.

    >>> explain({"code": {"a.py": "0"}}, {"code": {"a.py": "1", "b.py": "2"}})
    ['a.py changed', 'b.py is reached now']
    """
    told = []
    for section, (changed, added, gone) in WORDS.items():
        before, after = old.get(section, {}), new.get(section, {})
        for name in sorted(before.keys() | after.keys()):
            words = gone if name not in after else changed if name in before else added
            if before.get(name) != after.get(name):
                told.append(words.format(name=name, old=before.get(name), new=after.get(name)))
    return told


def records(tasks: list[Task]) -> dict[str, Record]:
    """Return the record of each task as things are now, by its name. Raises NotRunnable."""
    files, environment = hashes.files(), hashes.environment()
    imports = dependencies.graph()
    found: dict[str, Record] = {}
    for task in tasks:
        written, source = _notebook(task.notebook)
        code, data = _reached(source, imports, files)
        shown = task.parameters.get("priorities")
        data = {name: told for name, told in data.items() if hashes.concerns(name, shown)}
        found[task.name] = {
            "notebook": {task.notebook.name: sha256(written.encode()).hexdigest()},
            "parameters": dict(task.parameters),
            "code": code,
            "data": data,
            "environment": environment,
        }
    return found


def _notebook(path: Path) -> tuple[str, str]:
    """Return a notebook as written, less what running it adds; and the source of its code."""
    try:
        book = json.loads(path.read_text("utf-8"))
        code = ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]
    except OSError as fault:
        raise NotRunnable(path.stem, None, "notebook", f"{path.name}: {fault.strerror}") from None
    except (ValueError, KeyError, TypeError) as fault:
        why = f"{path.name}: is not a whole notebook ({type(fault).__name__})"
        raise NotRunnable(path.stem, None, "notebook", why) from None
    for cell in book["cells"]:
        for made in ("outputs", "execution_count", "id"):
            cell.pop(made, None)
    book.get("metadata", {}).pop("language_info", None)
    return json.dumps(book, sort_keys=True), "\n".join(code)


def _reached(source: str, imports: Any, files: Files) -> tuple[Files, Files]:
    """Return the code that a notebook reaches and the tables it reads, each with its hash."""
    modules: set[str] | None = None
    tables: set[str] | None = None
    with suppress(dependencies.Unseen):
        modules = {_file(module, files) for module in dependencies.modules(source, imports)}
    with suppress(dependencies.Unseen, OSError):
        among = _under("s3analysis/", files) if modules is None else modules
        asking = [path for path in among if path.endswith(".py") and path != RECORD]
        texts = [(hashes.PACKAGE.parent / path).read_text("utf-8") for path in asking]
        tables = dependencies.tables([source, *texts])
    return _code(modules, files), _data(tables, files)


def _code(modules: set[str] | None, files: Files) -> Files:
    if modules is None:
        return _under("s3analysis/", files)
    return {path: files[path] for path in sorted({*modules, *RUN_BY}) if path in files}


def _data(tables: set[str] | None, files: Files) -> Files:
    if tables is None:
        return _under("data/", files)
    return {table: _table(table, files) for table in sorted(tables)}


def _file(module: str, files: Files) -> str:
    path = module.replace(".", "/")
    return f"{path}.py" if f"{path}.py" in files else f"{path}/__init__.py"


def _under(folder: str, files: Files) -> Files:
    return {path: digest for path, digest in files.items() if path.startswith(folder)}


def _table(table: str, files: Files) -> str:
    """Return the hash of a table and of what describes it; "absent" where one of them is."""
    folder, name = table.rsplit("/", 1)
    with suppress(OSError, ValueError, LookupError, TypeError):
        described = record.resources(HOME / folder)[name]
        content = [files[f"{folder}/{described['path']}"], described]
        return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return "absent"
