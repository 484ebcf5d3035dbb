import json
import os
import pickle
import shutil
import signal
import subprocess
import sys

import pytest
from filelock import FileLock

from s3analysis import values
from s3analysis.paths import HOME
from s3analysis.press.cache.hashes import PACKAGE
from s3analysis.press.editions import edition
from s3analysis.press.editions import imports as imports_of
from s3analysis.sources import imported
from s3analysis.sources.extracts import extracts
from s3analysis.sources.members import lists

SOME = ("01_partnerships", "03_themes", "05_priorities")  # in the order of the report
SECTIONS = 3  # what a notebook of these keeps: a table, a drawing and words
SKIPPED = shutil.ignore_patterns(".ipynb_checkpoints", "imported")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a suite started in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)  # must not deafen what it starts


class Project:
    """A copy of the project: its data, notebooks and package, and the command line of that copy."""

    def __init__(self, home, like=None):
        self.home = home
        if like:
            shutil.copytree(like.home, home)
            return
        for folder in (HOME / "data", HOME / "notebooks", PACKAGE):
            shutil.copytree(folder, home / folder.name, ignore=SKIPPED)

    @property
    def edition(self):
        return self.home / "reports" / "2017-07"

    @property
    def environment(self):
        return os.environ | {"S3ANALYSIS_HOME": str(self.home), "PYTHONPATH": str(self.home)}

    def start(self, *words, options=()):
        return subprocess.Popen(
            [sys.executable, *options, "-m", "s3analysis", *words],
            env=self.environment,
            cwd=self.home,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def run(self, *words, options=()):
        with self.start(*words, options=options) as process:
            out, err = process.communicate()
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    def keep(self, names):
        """Leave only some notebooks in the report, and of each the first sections."""
        for path in (self.home / "notebooks").glob("*.ipynb"):
            if path.stem not in names:
                path.unlink()
                continue
            book = json.loads(path.read_text("utf-8"))
            cells = book["cells"]
            heads = [at for at, cell in enumerate(cells) if "".join(cell["source"])[:3] == "## "]
            book["cells"] = cells[: heads[SECTIONS]] if heads[SECTIONS:] else cells
            path.write_text(json.dumps(book, indent=1), encoding="utf-8")
        with (self.home / "s3analysis" / "contracts.py").open("a", encoding="utf-8") as file:
            file.write(f"\nCONTRACTS = {{name: CONTRACTS[name] for name in {names!r}}}\n")

    def add(self, notebook, source):
        """Add a cell of code after the title of a notebook."""
        path = self.home / "notebooks" / f"{notebook}.ipynb"
        book = json.loads(path.read_text("utf-8"))
        cell = {"cell_type": "code", "source": source, "metadata": {}, "outputs": []}
        book["cells"].insert(1, cell | {"id": "added", "execution_count": None})
        path.write_text(json.dumps(book, indent=1), encoding="utf-8")

    def spoil(self, old, new, path="data/raw/partnership_members.csv"):
        text = (self.home / path).read_text("utf-8")
        assert old in text
        (self.home / path).write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


@pytest.fixture(scope="session", autouse=True)
def warm(tmp_path_factory):
    """Let tests share a warm process, which goes soon after them."""
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.getbasetemp().parent))
        settings.setenv("S3ANALYSIS_WARM", os.environ.get("S3ANALYSIS_WARM", "30"))
        yield


@pytest.fixture
def place(request, tmp_path, tmp_path_factory):
    """Where the project of a test lies: of all in turn, so that they share a warm process."""
    if "cold" in request.fixturenames:
        return tmp_path / "project"
    folder = tmp_path_factory.getbasetemp() / "project"
    shutil.rmtree(folder, ignore_errors=True)
    return folder


@pytest.fixture
def cold(monkeypatch):
    """Start each kernel from nothing: no warm process is left where the project lies."""
    monkeypatch.setenv("S3ANALYSIS_WARM", "0")


@pytest.fixture
def project(place):
    """A copy of the project as a clone has it."""
    return Project(place)


@pytest.fixture(scope="session")
def once(tmp_path_factory, worker_id):
    """Return what makes a project and runs commands in it: once for all tests side by side."""
    folder = tmp_path_factory.getbasetemp()
    folder = folder if worker_id == "master" else folder.parent

    def make(name, commands, keep=()):
        told = folder / name / "runs"
        with FileLock(folder / f"{name}.lock"):
            if not told.exists():
                made = Project(folder / name / "project")
                if keep:
                    made.keep(keep)
                runs = [made.run(*words) for words in commands]
                told.write_bytes(pickle.dumps((made, runs)))
        made, runs = pickle.loads(told.read_bytes())
        assert {run.returncode for run in runs} == {0}, [run.stderr for run in runs]
        return made, runs

    return make


@pytest.fixture(scope="session")
def swept(once):
    """A copy of the project with two briefs and a status report, and how these runs went.

    Not to be changed, nor are those below.
    """
    briefs = ("briefs", "--region", "Flandern", "--region", "FI197", "--region", "flanders")
    return once("swept", [briefs, ("status", "--partnership", "3D printing")])


@pytest.fixture(scope="session")
def first_run(once):
    """A copy of the project, of some of its notebooks, its report made, and how that run went."""
    made, (run,) = once("made", [("report",)], SOME)
    return made, run


@pytest.fixture
def made(first_run, place):
    """A copy of that project: checked, stored, published."""
    return Project(place, like=first_run[0])


@pytest.fixture(scope="session")
def whole_run(once):
    """A copy of the whole project whose report was made, and how that run went."""
    made, (run,) = once("whole", [("report",)])
    return made, run


@pytest.fixture
def whole(whole_run, place):
    """A copy of the whole project whose report was made: checked, stored, published."""
    return Project(place, like=whole_run[0])


LISTED = """Partnership,Region,Country,Role
Chemicals,Limburg,NL,Lead
Chemicals,Bavaria,DE,Participant
Farming,Flanders,BE,Lead
Farming,Bavaria,DE,Participant
Farming,Tuscany,IT,Observer
"""


@pytest.fixture
def listed(tmp_path, monkeypatch):
    """Return how to import a member list of five rows, under an extent."""
    for room in (lists, imports_of):
        monkeypatch.setattr(room, "LISTS", tmp_path / "members")
    monkeypatch.setattr(edition, "LISTS", tmp_path / "members")
    monkeypatch.setattr(imports_of, "WORKSHOP", tmp_path / "workshop")
    file, mapped = tmp_path / "list.csv", tmp_path / "list.toml"
    file.write_text(LISTED, encoding="utf-8")

    def put(extent="complete", as_of="2019-01", platform="agri-food"):
        if not mapped.exists():
            imports_of.propose(file, mapped, kind="members")
        imports_of.write(imports_of.members(file, mapped, as_of, platform, extent))

    return put


@pytest.fixture
def imports(monkeypatch, tmp_path):
    """Return how to have an extract imported, where nothing else is."""
    for room in (values, extracts):
        monkeypatch.setattr(room, "IMPORTED", tmp_path)

    def put(extract):
        for name, text in imported.files(extract.tables, "").items():
            (tmp_path / name).write_text(text, encoding="utf-8")

    return put
