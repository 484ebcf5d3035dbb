"""Whatever a file holds, a command ends as documented: it works, or it says what is wrong.

Sound files are cut, doubled, mixed and sprinkled with what breaks readers. Minutes here;
`S3ANALYSIS_FUZZ=20000 pytest -m slow tests/faults/test_fuzz.py` takes an hour.
"""

import io
import json
import os
import shutil
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from s3analysis import endings
from s3analysis.paths import RAW
from s3analysis.press.cache import store, tasks
from s3analysis.press.editions import imports, manifest
from s3analysis.sources.record import check, describe, read_all

pytestmark = pytest.mark.slow

EXAMPLES = Path("docs/examples")
few = settings(
    max_examples=int(os.environ.get("S3ANALYSIS_FUZZ", "25")),
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
ODD = st.sampled_from(
    [
        b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"'", b"\n", b"\r", b"\t", b";", b",", b"|",
        b"\x1a", b"\xe2\x80\xae", b"\xc3\x83\xc2\xa9", b"\xf0\x9f\x98\x80", b"\xed\xa0\x80",
        b"[" * 3000, b"{", b"}", b"]", b"=", b"#", b"1e999", b"NaN", b"-1", b"null", b"true",
        b"9" * 5000, b"9223372036854775808", b"\\", b"\\u0000", b"../", b"https://x", b"ES51",
        b"x" * 40_000, "\u0410ndaluc\u00eda".encode(), "Περιφέρεια".encode("cp1253"), b"Region",
    ]
)  # fmt: skip
EDIT = st.tuples(st.floats(0, 1), st.integers(0, 60), ODD | st.binary(max_size=8) | st.just(b""))
EDITS = st.lists(EDIT, min_size=1, max_size=6)


def edited(raw, edits):
    """Return bytes with some places replaced; a long replacement of nothing inserts."""
    for where, cut, by in edits:
        at = int(where * len(raw))
        raw = raw[:at] + by + raw[at + cut :]
    return raw


@contextmanager
def documented():
    """Let what a command ends with pass, where its exit code and its lines are documented."""
    ended: list[Exception] = []
    try:
        yield
    except Exception as error:
        ended.append(error)
    for error in ended:
        lines = endings.lines(error)
        assert hasattr(error, "exit_code"), lines
        assert endings.code(error) in endings.CODES
        assert lines
        assert not [line for line in lines if not line.strip() or "\n" in line], lines


def workbook():
    book = openpyxl.Workbook()
    for row in (("Region", "Område"), ("Blekinge", "ICT"), ("Dalarna", 1.5), ("Skåne", None)):
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def repacked(raw, edits, part):
    """Return a workbook with one of its parts edited."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(packed, "w", 8) as new:
        names = old.namelist()
        for name in names:
            content = old.read(name)
            changed = name == names[part % len(names)]
            new.writestr(name, edited(content, edits) if changed else content)
    return packed.getvalue()


def imported(raw, mapping):
    """Guess a mapping for a file and import with it and with another, as far as it comes."""
    with tempfile.TemporaryDirectory() as folder:
        file, proposal, own = (Path(folder) / name for name in ("list.csv", "p.toml", "m.toml"))
        file.write_bytes(raw)
        own.write_bytes(mapping)
        with documented():
            imports.propose(file, proposal)
            imports.priorities(file, proposal, "unknown")
        with documented():
            imports.priorities(file, own, "unknown")


@few
@given(st.sampled_from(sorted(EXAMPLES.glob("*.csv"))), EDITS, st.booleans())
def test_lists(path, edits, as_json):
    raw = path.read_bytes()
    if as_json:
        rows = [line.split(",") for line in raw.decode().splitlines()[:8]]
        raw = json.dumps([dict(zip(rows[0], row, strict=False)) for row in rows[1:]]).encode()
    imported(edited(raw, edits), path.with_suffix(".toml").read_bytes())


@few
@given(EDITS, st.integers(0, 12), st.booleans())
def test_workbooks(edits, part, whole):
    raw = workbook()
    raw = edited(raw, edits) if whole else repacked(raw, edits, part)
    imported(raw, (EXAMPLES / "sweden.toml").read_bytes())


@few
@given(st.sampled_from(sorted(EXAMPLES.glob("*.toml"))), EDITS)
def test_mappings(path, edits):
    imported(path.with_suffix(".csv").read_bytes(), edited(path.read_bytes(), edits))


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """A folder of three tables, sound as far as their shape goes."""
    folder = tmp_path_factory.mktemp("sent")
    package = describe(RAW)
    names = {"countries", "documents", "sections"}
    package["resources"] = [each for each in package["resources"] if each["name"] in names]
    for each in package["resources"]:
        shutil.copy(RAW / each["path"], folder)
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return folder


@few
@given(st.sampled_from(["datapackage.json", "countries.csv", "sections.csv"]), EDITS)
def test_folders_that_are_checked(sent, file, edits):
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(sent, Path(folder) / "sent"))
        (copy / file).write_bytes(edited((copy / file).read_bytes(), edits))
        with documented():
            check.require(copy)
            read_all(copy)


@few
@given(EDITS)
def test_manifests(edits):
    with tempfile.TemporaryDirectory() as folder:
        raw = Path("reports/2017-07/manifest.json").read_bytes()
        (Path(folder) / "manifest.json").write_bytes(edited(raw, edits))
        with documented():
            manifest.read(Path(folder))


@few
@given(st.sampled_from(["entry.json", "notebook.ipynb"]), EDITS)
def test_entries_of_the_store(file, edits):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "STORE", Path(folder))
        record = {"notebook": "a", "parameters": {}, "files": {}, "packages": {}}
        task = tasks.Task("report", Path("a.ipynb"), {})
        entry = store.put(task, record, "done", 1.0, b"{}")
        kept = store.place(record) / file
        kept.write_bytes(edited(kept.read_bytes(), edits))
        found = store.get(tasks.key(record))
        assert found is None or found.notebook == entry.notebook
        store.last(task)
        store.prune(0)
