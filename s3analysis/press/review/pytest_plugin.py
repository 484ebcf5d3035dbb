"""The reviewer's gate, a pytest plugin: `pytest --s3-review notebooks`, for any notebook.

It stands on nbval, which runs each cell and keeps what the kernel answers. What nbval passes by is
held here: a notebook that was never run, a cell that is left out, a drawing, what is said on
stderr. An exhibit is compared by its data and its drawing, a float but for its last digits.
Without `--s3-review` it does nothing.
"""

import base64
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbval.kernel
import pytest
from nbval.plugin import IPyNbCell, IPyNbFile, NbCellError

from s3analysis.paths import NOTEBOOKS

if TYPE_CHECKING:
    from PIL.Image import Image

MIME = "application/vnd.s3analysis.exhibit+json"  # exhibit.MIME: pandas is not loaded for that
PICTURES = ("image/svg+xml", "image/png", "image/jpeg")
INLINE = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")
WARM = "s3analysis"
"""The name of the kernel that is forked from a warm process: in place of Python's own, if there."""

TIMEOUT, NBVAL_TIMEOUT = 120.0, 2000.0
FOLDER = Path(".s3analysis", "review")
ANSI = re.compile(r"\x1b\[[0-9;]*m")

SEEN = pytest.StashKey[Counter[str]]()
PROCESSED = pytest.StashKey[bool]()
DIFFER = "differs from what was committed"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that turns the review on, and the one that has it leave a record."""
    group = parser.getgroup("s3analysis")
    group.addoption(
        "--s3-record",
        metavar="FOLDER",
        type=Path,
        help="write what was compared into a folder: a page, JSON, the notebooks as run again, and "
        "a codecheck.yml for a reviewer to complete and sign; implies --s3-review",
    )
    group.addoption(
        "--s3-review",
        action="store_true",
        help="run notebooks, and compare each output with the committed one: exhibits by their "
        "data, drawings by how they look, numbers but for the last digits of a float",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse options that do not go together; take our limit for a cell in place of nbval's."""
    if config.option.s3_record:
        config.option.s3_review = True
    if not config.option.s3_review:
        return
    if config.option.nbval or config.option.nbval_lax:
        raise pytest.UsageError("--s3-review runs nbval itself: leave out --nbval and --nbval-lax")
    if config.option.nbval_cell_timeout == NBVAL_TIMEOUT:
        config.option.nbval_cell_timeout = TIMEOUT
    vars(nbval.kernel)["pformat"] = str  # of each message, for a log that nobody reads
    if idle := config.pluginmanager.get_plugin("hypothesispytest"):  # it takes seconds to load
        config.pluginmanager.unregister(idle)
    os.environ.pop("JUPYTER_PATH", None)  # kernels are those of this environment
    config.stash[SEEN] = Counter()
    if config.option.s3_record and not hasattr(config, "workerinput"):
        from s3analysis.press.review import record

        folder = config.invocation_params.dir / config.option.s3_record
        config.pluginmanager.register(record.Recorder(folder, config.rootpath))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect notebooks, where a review is asked for."""
    if parent.config.option.s3_review and file_path.suffix == ".ipynb":
        if file_path.stem.startswith("Untitled") and NOTEBOOKS in file_path.parents:
            parent.config.stash[SEEN][f"passed over {file_path.name}"] = 0
            return None
        return Notebook.from_parent(parent, path=file_path)  # type: ignore[no-any-return]
    return None


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say what was compared: a review that compared nothing is none."""
    seen = config.stash.get(SEEN, Counter())
    for what in (what for what, count in seen.items() if not count):
        terminalreporter.write_line(f"review: {what}: it has no name yet")
    if any(seen.values()):
        counted = sorted((what, count) for what, count in seen.items() if count)
        told = ", ".join(f"{n} {what if n > 1 else what.removesuffix('s')}" for what, n in counted)
        terminalreporter.write_line(f"review: compared {told}")


class Notebook(IPyNbFile):  # type: ignore[misc]  # ships no types
    """A notebook under review: first whether it can be compared at all, then cell by cell."""

    unfit: tuple[str, ...] = ()
    broken: int | None = None

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the check before any cell runs and, where that finds nothing, the cells."""
        from s3analysis.press.review import readiness

        if self.path.parent == NOTEBOOKS and PROCESSED not in self.config.stash:
            self.config.stash[PROCESSED] = True
            yield Check.from_parent(
                self, name="data/processed is what data/raw gives", find=_outdated
            )
        options = self.config.option
        kernel = "python3" if options.nbval_current_env else options.nbval_kernel_name
        try:
            self.unfit = tuple(readiness.faults(readiness.read(self.path), kernel))
        except readiness.Unreadable as error:
            self.unfit = (str(error),)
        found = [f"{self.path.name} {line}" for line in self.unfit]
        yield Check.from_parent(self, name="can be compared", find=lambda: found)
        if self.unfit:
            return
        given = [item for item in super().collect() if item.cell.source.strip()]
        for number, item in enumerate(given, 1):
            yield Cell.from_parent(
                self,
                name=f"cell {number}",
                cell_num=number,
                cell=item.cell,
                options=item.options,
            )

    def setup(self) -> None:
        """Start the kernel, unless no cell will run."""
        if not self.unfit:
            self.config.stash[SEEN]["notebooks"] += 1
            self._warm()
            super().setup()

    def _warm(self) -> None:
        """Have Python's kernel forked from a warm process, where that kernel is installed."""
        from s3analysis.press.review import readiness

        kernel = self.nb.metadata.setdefault("kernelspec", {})
        if kernel.get("name", "python3") == "python3" and WARM in readiness.kernels():
            kernel["name"] = WARM


def _outdated() -> list[str]:
    """Return in a line what of data/processed, which notebooks read, is not what data/raw gives."""
    from s3analysis.press.editions import processed_data

    differ = ", ".join(processed_data.stale())
    told = f"data/processed is not what data/raw gives: {differ}; run s3analysis clean, then make "
    return [f"{told}notebooks"] if differ else []


class Unfit(Exception):
    """Nothing can be compared; a line each reason."""


class Check(pytest.Item):
    """What has to hold before any cell runs; `find` returns a line for each reason it does not."""

    def __init__(self, *, find: Callable[[], list[str]], **words: Any) -> None:
        super().__init__(**words)
        self.find = find

    def runtest(self) -> None:
        """Raise Unfit with every reason."""
        if found := self.find():
            raise Unfit("\n".join(found))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *_: Any) -> str:
        """Return the reasons alone."""
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where this stands."""
        return self.path, 0, f"{self.path.name}: {self.name}"


class Cell(IPyNbCell):  # type: ignore[misc]  # ships no types
    """A cell under review: run by nbval, its outputs held against the committed ones."""

    def setup(self) -> None:
        """Skip a cell after one that failed to run: whatever it says would be of no use."""
        if self.parent.broken:
            pytest.skip(f"cell {self.parent.broken} failed to run")

    def runtest(self) -> None:
        """Run the cell and compare. Raises nbval's NbCellError."""
        try:
            super().runtest()
        except NbCellError as error:
            if error.args[0] != "Cell outputs differ":
                self.parent.broken = self.cell_num
            raise
        except RuntimeError as error:
            self.parent.broken = self.cell_num
            self.raise_cell_error(f"the kernel died: {error}")
        finally:
            self._note()

    def _note(self) -> None:
        """Leave what was compared, and what the cell shows now, for the record of the review."""
        if not self.config.option.s3_record:
            return
        from s3analysis.press.review import record

        committed = [_parts(output) for output in self.cell.outputs]
        differs = record.DIFFERS if getattr(self, "comparison_traceback", []) else record.AGREES
        told = {
            "number": self.cell_num,
            "outcome": record.FAILED if self.parent.broken == self.cell_num else differs,
            "compared": [pair for parts in committed for pair in record.compared(parts, MIME)],
            "outputs": json.loads(json.dumps(self.test_outputs or [])),
        }
        self.user_properties.append((record.CELL, told))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *_: Any) -> str:
        """Return what differs, or how the cell failed, a line each."""
        error = excinfo.value
        place = f"{self.path.name}, cell {self.cell_num}"
        if not isinstance(error, NbCellError):
            return f"{place}: {type(error).__name__}: {error}"
        told = ANSI.sub("", error.inner_traceback or "").strip()
        if error.args[0] == "Cell outputs differ":
            return f"{place} {DIFFER}:\n" + "\n".join(f"  {line}" for line in told.splitlines())
        last = told.splitlines()[-1] if told else ""
        first = f"{place} failed: {last or error.args[0]}"
        return f"{first}\n{told}" if self.config.option.verbose > 0 else first

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where this stands."""
        return self.path, 0, f"{self.path.name}: {self.name}"

    def sanitize(self, s: Any) -> Any:
        """Return an output for nbval's comparison: floats without the digits that do not count."""
        from s3analysis.press.review import differences

        return differences.plain(super().sanitize(s))

    def compare_outputs(self, test: list[Any], ref: list[Any], skip_compare: Any = None) -> bool:
        """Return whether the outputs say the same, and note where they do not.

        Exhibits, pictures and texts are compared here, whatever else there is by nbval.
        """
        self.comparison_traceback: list[str] = []
        if self.cell.source.rstrip().endswith(
            ";"
        ):  # shows no result; nbval has it shown all the same
            test = [output for output in test if output.output_type != "execute_result"]
            ref = [output for output in ref if output.output_type != "execute_result"]
        shapes = [[_shape(output) for output in outputs] for outputs in (ref, test)]
        told = [_stderr(output) for output in test]
        if any(told):
            self.comparison_traceback.append(f"wrote to stderr: {next(filter(None, told))}")
        elif shapes[0] != shapes[1]:
            shown = [", ".join(shape) or "nothing" for shape in shapes]
            self.comparison_traceback.append(f"shows {shown[0]} committed, {shown[1]} recomputed")
        else:
            pairs = [(_parts(old), _parts(new)) for old, new in zip(ref, test, strict=True)]
            self.comparison_traceback += [line for pair in pairs for line in self._differ(*pair)]
            self.config.stash[SEEN]["outputs"] += len(pairs)
        if self.comparison_traceback:
            return False
        return bool(super().compare_outputs(_rest(test), _rest(ref), skip_compare=skip_compare))

    def _differ(self, old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
        """Yield where two outputs differ, each the kinds of content it has."""
        from s3analysis.press.review import differences

        name = ""
        if MIME in old:
            name = str(old[MIME]["key"])
            self.config.stash[SEEN]["exhibits"] += 1
            found = differences.exhibits(old[MIME], new[MIME])
            found += self._drawing(name, old[MIME]["svg"], new[MIME]["svg"])
            yield from (f"exhibit {name}: {line}" for line in found)
            if found:
                return
            yield from (f"exhibit {name}: {line}" for line in self._shown(name, old))
        for kind in PICTURES:
            if kind in old:
                yield from self._drawing(
                    f"output-{kind[6:9]}", _drawn(old, kind), _drawn(new, kind)
                )
        for kind, text in old.items():
            if isinstance(text, str) and kind not in PICTURES:
                parting = differences.texts(INLINE.sub("", text), INLINE.sub("", new[kind]))
                if parting:
                    yield f"{f'exhibit {name}, ' if name else ''}{kind}: {parting}"

    def _shown(self, name: str, old: dict[str, Any]) -> Iterator[str]:
        """Yield where the picture that JupyterLab shows is not the drawing of the data."""
        pictures = INLINE.findall(old.get("text/html", ""))
        drawn = [base64.b64decode(picture).decode("utf-8", "replace") for picture in pictures]
        svg = old[MIME]["svg"]
        if len(drawn) != bool(svg):
            yield f"text/html shows {len(drawn)} pictures, where the data hold {int(bool(svg))}"
        elif drawn and drawn != [svg]:
            yield from (
                f"the picture in text/html is not that of the data; {line}"
                for line in self._drawing(f"{name}-html", drawn[0], svg)
            )

    def _drawing(self, name: str, old: str | bytes, new: str | bytes) -> list[str]:
        """Return how two drawings differ to the eye; a picture of both is kept where they do."""
        from s3analysis.press.review import differences, image_diff

        self.config.stash[SEEN]["drawings"] += bool(old)
        if old == new:
            return []
        if not (old and new):
            return [f"the drawing is {'new' if new else 'gone'}"]
        drawn = [each for each in (old, new) if isinstance(each, str)]
        try:
            pictures = image_diff.picture(old), image_diff.picture(new)
            said = [image_diff.words(each) for each in drawn]
        except ValueError as error:
            return [f"the drawing cannot be drawn: {error}"]
        parting = differences.texts(*map(" | ".join, said)) if len(said) == 2 else ""
        if not parting and image_diff.alike(*pictures):
            return differences.marks(*map(image_diff.marks, drawn)) if len(drawn) == 2 else []
        where = self._keep(name, image_diff.beside(*pictures))
        words = f", and says {parting}" if parting else ""
        shown = f"committed, recomputed and what differs, side by side: {where}"
        return [f"the drawing looks different{words}; {shown}"]

    def _keep(self, name: str, image: "Image") -> Path:
        """Return where a picture was put: in a folder that git ignores."""
        kept = FOLDER / f"{self.path.stem}-{self.cell_num}-{name}.png"
        path = self.config.rootpath / kept
        path.parent.mkdir(parents=True, exist_ok=True)
        image.save(path)
        return kept


def _shape(output: Any) -> str:
    """Return what an output holds, in a word or two."""
    if output.output_type == "stream":
        return f"{output.name}"
    if output.output_type == "error":
        return f"the error {output.get('ename')}"
    data = output.get("data", {})
    if MIME in data:
        return f"the exhibit {data[MIME]['key']} as {' and '.join(sorted(set(data) - {MIME}))}"
    return " and ".join(sorted(data))


def _stderr(output: Any) -> str:
    from s3analysis.press.runs.monitor import unexpected

    is_stderr = output.output_type == "stream" and output.name == "stderr"
    return unexpected(output.text) if is_stderr else ""


def _parts(output: Any) -> dict[str, Any]:
    """Return the contents of an output by their kind."""
    return {"stdout": output.text} if output.output_type == "stream" else output.get("data", {})


def _drawn(data: dict[str, Any], kind: str) -> str | bytes:
    return data[kind] if kind == "image/svg+xml" else base64.b64decode(data[kind])


def _rest(outputs: list[Any]) -> list[Any]:
    """Return what is still to be compared: no stream, and of the others no text and no exhibit."""
    from nbformat import from_dict

    rest = []
    for output in outputs:
        if output.output_type != "stream":
            data = {kind: part for kind, part in _parts(output).items() if _other(kind, part)}
            rest.append(from_dict({"output_type": output.output_type, "data": data}))
    return rest


def _other(kind: str, part: Any) -> bool:
    return kind != MIME and not isinstance(part, str)
