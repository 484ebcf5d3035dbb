"""What a run consists of, and what each part of it depends on.

A task is a notebook and a parameter set. Its record names everything its result depends on, with
hashes: the notebook as written (outputs apart), the parameters, all code that a notebook can import
or that runs it, all data, the environment. The record's hash is its key.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from s3analysis import own_notebooks
from s3analysis.contracts import CONTRACTS, LISTS, SWEEPS, MemberList, Refused, accept
from s3analysis.parameters import USUAL
from s3analysis.paths import NOTEBOOKS
from s3analysis.press.cache import hashes
from s3analysis.press.runs.errors import NotRunnable
from s3analysis.sources.members import lists

Files = dict[str, str]
Inputs = dict[str, Files]
"""Sections (notebook, parameters, code, data, environment), each with names and their values."""

ABOVE = re.compile(
    r"s3analysis/(__main__|cli|(schedule_)?commands|endings|options|panels/.*|press/(?!runs/|__init__).*)(\.py)?"
)
"""What no notebook of a report imports: the commands, the panels, and the press but its runs."""

ANNEXES = ("07_ledger", "08_record")

LIMITS = "s3analysis/press/runs/limits.py"
"""See there why limits are no part of a result."""

FILE = ("{name} changed", "{name} is new", "{name} is gone")
WORDS = {
    "notebook": FILE,
    "parameters": (
        "{name} was {old}, is {new}",
        "{name} is {new} now",
        "{name} is no longer given",
    ),
    "code": FILE,
    "data": FILE,
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

    A researcher's own notebooks come before the annexes, or last. Of an imported member list
    (`platform` is given) there is one notebook, and one that compares lists where there is an
    earlier one.
    Raises contracts.Refused with what any of them refuses.
    """
    tasks, reasons = [], dict[str, None]()
    contracts = CONTRACTS
    if "platform" in given:
        earlier = lists.months(given["platform"])[:1] < [given["as_of"]]
        contracts = {name: kind for name, kind in LISTS.items() if earlier or kind is MemberList}
    paths = [NOTEBOOKS / f"{name}.ipynb" for name in sorted(contracts)]
    own = own_notebooks.of_platform(given.get("platform", USUAL["platform"]))
    for path in sorted([*paths, *own], key=lambda path: path.stem in ANNEXES):
        try:
            contract = own_notebooks.contract(path) if path not in paths else contracts[path.stem]
            known = {key: value for key, value in given.items() if key in contract.model_fields}
            tasks.append(Task(path.stem, path, accept(contract, known).as_text))
        except Refused as refused:
            reasons |= dict.fromkeys(refused.reasons)
    if reasons:
        raise Refused("report", list(reasons))
    return tasks


def sweep(notebook: str, over: str, values: Iterable[str], given: Mapping[str, str]) -> list[Task]:
    """Return a task for each value that `over` takes, named by it. Raises contracts.Refused."""
    contract = SWEEPS[notebook]
    known = {key: value for key, value in given.items() if key in contract.model_fields}
    path = NOTEBOOKS / f"{notebook}.ipynb"
    return [Task(value, path, accept(contract, {**known, over: value}).as_text) for value in values]


def key(record: Inputs) -> str:
    """Return the key of a record: the hash of all it holds."""
    return sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()


def explain(old: Inputs, new: Inputs) -> list[str]:
    """Return how two records differ, a sentence a difference.

    >>> explain({"code": {"a.py": "0"}}, {"code": {"a.py": "1", "b.py": "2"}})
    ['a.py changed', 'b.py is new']
    """
    told = []
    for section, (changed, added, gone) in WORDS.items():
        before, after = old.get(section, {}), new.get(section, {})
        for name in sorted(before.keys() | after.keys()):
            words = gone if name not in after else changed if name in before else added
            if before.get(name) != after.get(name):
                told.append(words.format(name=name, old=before.get(name), new=after.get(name)))
    return told


def records(tasks: list[Task]) -> dict[str, Inputs]:
    """Return the record of each task as things are now, by its name. Raises NotRunnable."""
    files, environment = hashes.files(), hashes.environment()
    code = {path: digest for path, digest in files.items() if is_code(path)}
    found: dict[str, Inputs] = {}
    for task in tasks:
        found[task.name] = {
            "notebook": {task.notebook.name: _as_written(task.notebook)},
            "parameters": dict(task.parameters),
            "code": code,
            "data": {
                path: digest
                for path, digest in files.items()
                if path.startswith("data/") and hashes.concerns(path, task.parameters)
            },
            "environment": environment,
        }
    return found


def is_code(path: str) -> bool:
    """Return whether a file is code that a notebook can import or that runs it."""
    return path.startswith("s3analysis/") and path != LIMITS and not ABOVE.fullmatch(path)


def _as_written(path: Path) -> str:
    """Return the hash of a notebook, less what running it adds. Raises NotRunnable."""
    try:
        book = json.loads(path.read_text("utf-8-sig"))
        for cell in book["cells"]:
            for made in ("outputs", "execution_count", "id"):
                cell.pop(made, None)
            "".join(cell["source"])
        book.get("metadata", {}).pop("language_info", None)
    except OSError as fault:
        raise NotRunnable(path.stem, None, "notebook", f"{path.name}: {fault.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        why = f"{path.name}: is not a whole notebook ({type(fault).__name__})"
        raise NotRunnable(path.stem, None, "notebook", why) from None
    return sha256(json.dumps(book, sort_keys=True).encode()).hexdigest()
