"""What a result depends on, as far as the source of a notebook tells."""

import gc
import json
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from s3analysis.contracts import Refused
from s3analysis.paths import NOTEBOOKS
from s3analysis.press.cache import dependencies, hashes
from s3analysis.press.cache import tasks as plan
from s3analysis.press.cache.dependencies import Unseen
from s3analysis.press.cache.tasks import Task, explain, key
from s3analysis.press.runs.errors import NotRunnable
from s3analysis.sources import record

GIVEN = {"as_of": "2017-07", "reading": "members"}
IMPORT = "from s3analysis.sources import record\n"
FROM_RAW = "from s3analysis.paths import RAW\n" + IMPORT


def write(folder, *cells, name="probe", **more):
    """Write a notebook of code cells, run or not."""
    made = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None} | more
    book = {"cells": [made | {"source": cell} for cell in cells], "metadata": {}, "nbformat": 4}
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps(book | {"nbformat_minor": 5}), encoding="utf-8")
    return path


class Rubbish:
    """What the garbage collector has to look at: there another thread may take over."""

    def __init__(self):
        self.itself = self

    def __del__(self):
        sum(range(20))


@pytest.fixture
def restless():
    """Let threads take turns, and the garbage collector run, as often as they can."""
    interval, threshold = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(1e-6)
    gc.set_threshold(50)
    yield
    sys.setswitchinterval(interval)
    gc.set_threshold(*threshold)


def record_of(path, **parameters):
    return plan.records([Task("probe", path, parameters)])["probe"]


# Tables


@pytest.mark.parametrize(
    ("source", "tables"),
    [
        (IMPORT + 'record.read("regions")', {"data/processed/regions"}),
        (FROM_RAW + 'record.read("regions", RAW)', {"data/raw/regions"}),
        (
            IMPORT + 'a, b = record.read("a"), record.read("b").query("c")',
            {"data/processed/a", "data/processed/b"},
        ),
        ("from s3analysis.exhibits.tables import record\nrecord.regions()", set()),
        ("1 + 1", set()),
    ],
)
def test_a_table_that_is_named_is_seen(source, tables):
    assert dependencies.tables([source]) == tables


@pytest.mark.parametrize(
    "source",
    [
        IMPORT + "record.read(name)",
        IMPORT + 'record.read(name="regions")',
        IMPORT + 'record.read("regions", folder)',
        IMPORT + 'record.read(f"{name}")',
        IMPORT + "record.read_all()",
        IMPORT + "record.resources(folder)",
        IMPORT + "read = record.read",
        IMPORT + "map(record.read, names)",
        IMPORT + 'getattr(record, "read")("regions")',
        "from s3analysis.sources import record as tables\ntables.read(name)",
        "from s3analysis.sources.record import read\nread(name)",
        "import s3analysis.sources.record\ns3analysis.sources.record.read(name)",
        'import pandas as pd\npd.read_csv("regions.csv")',
        'open("regions.csv").read()',
        'Path("regions.csv").read_text()',
        "%matplotlib inline",
        "!ls",
    ],
)
def test_where_a_table_cannot_be_seen_it_is_not_guessed(source):
    with pytest.raises(Unseen):
        dependencies.tables([source])


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(path.stem for path in NOTEBOOKS.glob("[0-9]*.ipynb")))
def test_every_table_that_a_notebook_really_reads_is_in_its_record(name, monkeypatch):
    """The notebook is run here, with a reader that remembers."""
    read, asked = record.read, set()

    def remembering(table, folder=record.PROCESSED):
        asked.add(f"data/{folder.name}/{table}")
        return read(table, folder)

    monkeypatch.setattr(record, "read", remembering)
    _, source = plan._notebook(NOTEBOOKS / f"{name}.ipynb")
    exec(compile(source, name, "exec"), {})
    known = record_of(NOTEBOOKS / f"{name}.ipynb")["data"]
    assert asked
    assert {each for each in asked if each not in known and f"{each}.csv" not in known} == set()


# Modules


def test_what_code_reads_is_found_in_several_threads_at_once(restless):
    lines = [IMPORT, *(f"table_{n} = record.read('regions')" for n in range(400))]

    def found(number):
        rubbish = [Rubbish() for _ in range(5)]
        return dependencies.tables(["\n".join([*lines, f"# {number} {len(rubbish)}"])])

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(found, range(60))) == [{"data/processed/regions"}] * 60


def test_the_modules_a_notebook_reaches_are_the_closure_of_its_imports(tmp_path):
    code = record_of(write(tmp_path, "from s3analysis.measures import membership"))["code"]
    assert set(code) == {
        "s3analysis/__init__.py",
        "s3analysis/measures/__init__.py",
        "s3analysis/measures/partnerships/membership.py",
        *plan.RUN_BY,
        "s3analysis/vocabulary.py",
    }
    assert code == {name: hashes.files()[name] for name in code}


def test_all_that_runs_a_notebook_counts_but_how_and_where_to():
    """Orders hold limits, which decide whether a run ends well; the disk takes bytes as given."""
    runs = dependencies.graph().find_upstream_modules("s3analysis.press.editions.pool.engine")
    press = {f"{name.replace('.', '/')}.py" for name in runs if ".press." in name}
    aside = {"s3analysis/press/files.py", "s3analysis/press/runs/limits.py"}
    assert press - aside | {"s3analysis/press/runs/engine.py"} == set(plan.RUN_BY)


@pytest.mark.parametrize(
    "source",
    [
        "import importlib\nimportlib.import_module('s3analysis.measures.membership')",
        "exec('import s3analysis')",
        "%run other.ipynb",
        "from . import measures",
    ],
)
def test_where_a_module_cannot_be_seen_all_code_counts(tmp_path, source):
    code = record_of(write(tmp_path, source))["code"]
    assert {name for name in hashes.files() if name.startswith("s3analysis/")} == set(code)


def test_the_report_reads_less_than_everything():
    records = plan.records(plan.report(GIVEN))
    everything = {name for name in hashes.files() if name.startswith("s3analysis/")}
    for name, each in records.items():
        assert set(each["code"]) < everything, name
        assert "s3analysis/press/prints/html.py" not in each["code"]
    assert "data/processed/partnership_members" in records["04_partnerships"]["data"]
    assert "data/processed/documents" not in records["04_partnerships"]["data"]


# Keys


def test_the_same_task_has_the_same_key(tmp_path):
    path = write(tmp_path, "1")
    assert key(record_of(path, as_of="2017-07")) == key(record_of(path, as_of="2017-07"))


def test_what_running_adds_to_a_notebook_changes_no_key(tmp_path):
    before = key(record_of(write(tmp_path, "1")))
    outputs = [{"output_type": "stream", "name": "stdout", "text": "1"}]
    assert key(record_of(write(tmp_path, "1", outputs=outputs, execution_count=7))) == before


def test_a_cell_a_tag_or_a_parameter_changes_the_key(tmp_path):
    keys = {
        key(record_of(write(tmp_path, "1"))),
        key(record_of(write(tmp_path, "2"))),
        key(record_of(write(tmp_path, "1", "1"))),
        key(record_of(write(tmp_path, "1", metadata={"tags": ["parameters"]}))),
        key(record_of(write(tmp_path, "1"), as_of="2017-07")),
        key(record_of(write(tmp_path, "1"), as_of="2017-08")),
    }
    assert len(keys) == 6


def test_a_table_that_is_not_there_is_absent_and_no_error(tmp_path):
    path = write(tmp_path, IMPORT + 'record.read("nowhere")')
    assert record_of(path)["data"] == {"data/processed/nowhere": "absent"}


def test_the_environment_is_known_by_version():
    environment = hashes.environment()
    assert {"Python", "platform", "pandas", "papermill", "matplotlib"} <= set(environment)
    assert environment["pandas"].startswith("3.")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 1}', '{"cells": [{}]}'])
def test_what_is_no_notebook_is_named(tmp_path, text):
    path = tmp_path / "probe.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotRunnable, match=r"probe\.ipynb: is not a whole notebook"):
        record_of(path)


def test_a_notebook_that_is_not_there_is_named(tmp_path):
    with pytest.raises(NotRunnable, match=r"probe\.ipynb: No such file"):
        record_of(tmp_path / "probe.ipynb")


# Explaining


@pytest.mark.parametrize(
    ("section", "old", "new", "sentence"),
    [
        ("notebook", {"a.ipynb": "0"}, {"a.ipynb": "1"}, "a.ipynb changed"),
        ("parameters", {"as_of": "x"}, {"as_of": "y"}, "as_of was x, is y"),
        ("parameters", {}, {"reading": "listed"}, "reading is listed now"),
        ("code", {"a.py": "0"}, {}, "a.py is no longer reached"),
        ("code", {}, {"a.py": "0"}, "a.py is reached now"),
        ("data", {"regions": "0"}, {"regions": "1"}, "regions changed"),
        ("data", {"regions": "0"}, {}, "regions is no longer read"),
        ("environment", {"pandas": "3.0"}, {"pandas": "3.1"}, "pandas was 3.0, is 3.1"),
        ("environment", {}, {"dask": "1"}, "dask 1 is installed now"),
        ("environment", {"dask": "1"}, {}, "dask is gone"),
    ],
)
def test_a_difference_is_a_sentence(section, old, new, sentence):
    assert explain({section: old}, {section: new}) == [sentence]


def test_equal_records_have_nothing_to_explain():
    assert explain({"code": {"a": "0"}}, {"code": {"a": "0"}}) == []


# The report


def test_the_report_ends_with_what_was_transcribed():
    names = [task.name for task in plan.report(GIVEN)]
    assert names[-1] == "00_data"
    assert names[:-1] == sorted(names[:-1])


def test_each_notebook_is_given_what_it_knows():
    tasks = {task.name: task for task in plan.report(GIVEN)}
    assert tasks["00_data"].parameters == {"as_of": "2017-07"}
    assert tasks["04_partnerships"].parameters == GIVEN | {"draws": "2000", "seed": "2017"}


def test_what_several_notebooks_refuse_is_told_once_and_all_at_once():
    with pytest.raises(Refused) as told:
        plan.report({"as_of": "2017-06", "reading": "member"})
    as_of, reading = told.value.reasons
    assert as_of.startswith("as_of: '2017-06'")
    assert reading.startswith("reading: 'member'")


def test_a_wrong_parameter_is_refused_before_anything_is_planned():
    with pytest.raises(Refused, match="2017-06"):
        plan.report(GIVEN | {"as_of": "2017-06"})
