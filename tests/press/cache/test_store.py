"""The store gives back what was put in, whole and unchanged, or nothing."""

import json
import os
from pathlib import Path

import pytest

from s3analysis.press import files
from s3analysis.press.cache import store, tasks
from s3analysis.press.cache.tasks import Task

DAY = 24 * 3600


@pytest.fixture(autouse=True)
def _own_store(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "STORE", tmp_path / "store")


def task(name="01_partnerships", **parameters):
    return Task(name, Path(f"{name}.ipynb"), parameters)


def record(**parameters):
    return {"notebook": {"a.ipynb": "0"}, "parameters": parameters}


def put(text=b"{}", name="01_partnerships", **parameters):
    made = store.put(task(name), record(**parameters), "completed", 1.5, text)
    return tasks.key(made.record)


def age(key, days):
    about = store.STORE / key / "entry.json"
    then = about.stat().st_mtime - days * DAY
    os.utime(about, (then, then))


def test_what_was_put_in_comes_back():
    entry = store.get(put(b"text", as_of="2017-07"))
    assert entry.notebook == b"text"
    assert (entry.task, entry.status, entry.seconds) == ("01_partnerships", "completed", 1.5)
    assert entry.record == record(as_of="2017-07")


def test_another_key_is_not_there():
    put(as_of="2017-07")
    assert store.get(tasks.key(record(as_of="2017-08"))) is None


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("notebook.ipynb", b"tampered"),
        ("notebook.ipynb", b""),
        ("entry.json", b"{"),
        ("entry.json", b"[]"),
        ("entry.json", b'{"task": "x"}'),
        ("entry.json", b"\xff\xfe"),
        ("entry.json", b"[" * 100_000),
        ("entry.json", b" " * (store.LARGEST_ENTRY + 1)),
        ("entry.json", {"seconds": "1"}),
        ("entry.json", {"seconds": float("inf")}),
        ("entry.json", {"task": ["01"]}),
        ("entry.json", {"record": {"a": "b"}}),
        ("entry.json", os.mkdir),
        ("notebook.ipynb", os.mkfifo),
        ("entry.json", lambda path: path.symlink_to("/dev/zero")),
        ("", Path.touch),
    ],
)
def test_a_damaged_entry_is_dropped_and_said(file, content, caplog):
    key = put(b"text")
    path = store.STORE / key / file
    if isinstance(content, dict):
        content = json.dumps(json.loads(path.read_bytes()) | content).encode()
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        files.remove(path) if path.is_dir() else path.unlink()
        content(path)
    assert store.last(task()) is None
    assert store.get(key) is None
    assert f"the store's entry {key[:12]} was damaged, and is dropped" in caplog.text
    assert store.get(put(b"text")).notebook == b"text"


def test_what_another_user_put_into_the_store_is_not_taken(monkeypatch):
    key = put(b"text")
    monkeypatch.setattr(files, "trusted", lambda _about: False)
    assert store.get(key) is None
    with pytest.raises(files.DiskError, match="another user's"):
        put(b"text")


def test_an_entry_under_another_s_key_is_not_there():
    key, other = put(b"text", as_of="a"), tasks.key(record(as_of="b"))
    (store.STORE / key).rename(store.STORE / other)
    assert store.get(other) is None


@pytest.mark.parametrize("nth", [1, 2])
def test_an_entry_that_could_not_be_written_is_not_there(nth, monkeypatch):
    write, calls = files.write, []

    def refusing(path, content):
        calls.append(path)
        if len(calls) == nth:
            raise files.DiskError("no room")
        write(path, content)

    monkeypatch.setattr(files, "write", refusing)
    with pytest.raises(files.DiskError):
        put(b"text")
    assert store.get(tasks.key(record())) is None
    assert store.last(task()) is None


def test_what_was_not_used_for_longest_goes_first():
    old, newer, new = (put(b"x" * 1000, as_of=each) for each in ("a", "b", "c"))
    age(old, 3), age(newer, 2), age(new, 1)
    store.get(old)  # used now
    size = sum(path.stat().st_size for path in store.STORE.rglob("*.*") if path.is_file())
    assert store.prune(size - 1) == 1
    assert [store.get(key) is None for key in (old, newer, new)] == [False, True, False]


def test_a_store_that_fits_keeps_all():
    key = put()
    assert store.prune() == 0
    assert store.get(key)


def test_what_a_killed_run_left_goes_after_a_while():
    left = store.STORE / "left"
    left.mkdir(parents=True)
    (left / "notebook.ipynb").write_bytes(b"text")
    assert store.prune() == 0
    os.utime(left, (0, 0))
    assert store.prune() == 1
    assert not left.exists()


def test_no_store_is_an_empty_store():
    assert store.get("0") is None
    assert store.last(task()) is None
    assert store.prune() == 0


def test_the_last_record_of_a_task_is_that_with_the_same_parameters_else_any():
    age(put(as_of="a"), 2)
    age(put(as_of="b"), 1)
    put(as_of="c", name="08_record")
    assert store.last(task(as_of="a")) == record(as_of="a")
    assert store.last(task(as_of="z")) == record(as_of="b")
    assert store.last(task("04_platform")) is None


def test_an_entry_can_be_read_by_hand():
    about = json.loads((store.STORE / put() / "entry.json").read_text("utf-8"))
    assert set(about) == {"task", "record", "status", "seconds", "sha256"}
