"""data/processed, made whole from data/raw or left as it was."""

import errno
import os
import shutil
from contextlib import suppress

import pytest

from s3analysis.paths import HOME
from s3analysis.press import files
from s3analysis.press.cache import hashes
from s3analysis.press.editions import processed_data


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A project of data alone, where the regions in data/processed are stale."""
    shutil.copytree(HOME / "data", tmp_path / "data", ignore=shutil.ignore_patterns("imported"))
    for room, name in ((processed_data, "PROCESSED"), (processed_data, "RAW")):
        monkeypatch.setattr(room, name, tmp_path / "data" / name.lower())
    monkeypatch.setattr(processed_data, "WORKSHOP", tmp_path / ".s3analysis")
    monkeypatch.setattr(hashes, "NOTES", tmp_path / ".s3analysis" / "notes")
    monkeypatch.setattr(processed_data.check, "require", lambda _folder: None)
    stale = tmp_path / "data" / "processed" / "regions.csv"
    stale.write_text(stale.read_text("utf-8") + "\n", encoding="utf-8")
    return tmp_path


def test_what_is_committed_is_what_raw_gives():
    assert processed_data.stale() == []


def test_it_names_what_differs_what_is_missing_and_what_does_not_belong(home):
    processed = home / "data" / "processed"
    (processed / "themes.csv").unlink()
    (processed / "mine.csv").touch()
    assert processed_data.stale() == ["mine.csv", "regions.csv", "themes.csv"]


def test_it_is_written_as_raw_gives_it(home):
    (home / "data" / "processed" / "mine.csv").touch()
    assert processed_data.write() == ["mine.csv", "regions.csv"]
    made = files.tree_hashes(home / "data" / "processed")
    assert made == files.tree_hashes(HOME / "data" / "processed")
    assert processed_data.write() == []


CALLS = ("mkdir", "open", "write", "fsync", "close", "replace", "rename", "rmdir", "unlink")


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EIO, None], ids=["full", "broken", "kill"])
def test_each_call_that_changes_the_disk_may_fail_and_the_folder_is_whole(home, fault, monkeypatch):
    processed = home / "data" / "processed"
    texts = processed_data.contents()
    monkeypatch.setattr(processed_data, "contents", lambda: texts)
    old = files.tree_hashes(processed)
    new = files.tree_hashes(HOME / "data" / "processed")
    kept = shutil.copytree(processed, home / "kept")
    count, fail_at = 0, 0

    class Killed(BaseException):
        pass

    def failing(name, real):
        def call(*args, **options):
            nonlocal count
            count += 1
            if count == fail_at:
                if name == "close":  # a failing close, or the end of a process, closes all the same
                    real(*args, **options)
                raise OSError(fault, os.strerror(fault)) if fault else Killed
            return real(*args, **options)

        return call

    for name in CALLS:
        monkeypatch.setattr(os, name, failing(name, getattr(os, name)))
    processed_data.write()
    calls = count
    assert calls > 100
    ends = set()
    for fail_at in [*range(1, calls, 17), *range(calls - 12, calls + 1)]:
        count = calls + 1
        shutil.rmtree(processed)
        shutil.copytree(kept, processed)
        count = 0
        with suppress(files.DiskError if fault else Killed):
            processed_data.write()
        count = calls + 1
        found = files.tree_hashes(processed)
        assert found in (old, new), fail_at
        ends.add(found == new)
    assert ends == {True, False}
