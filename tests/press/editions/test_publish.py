"""An edition is whole, the old or the new, whatever fails and when: each call does in turn."""

import contextlib
import errno
import hashlib
import itertools
import os
import pickle
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from s3analysis.press import files
from s3analysis.press.editions import publish

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")

Edition = dict[str, str]

OLD: Edition = {
    "index.html": "old",
    "tables/shares.csv": "region,share\nES51,0.5\n",
    "gone.txt": "",
}
NEW: Edition = {
    "index.html": "new " * 2000,
    "tables/shares.csv": "Örebro\n",
    "figures/1.svg": "<svg/>",
}
NEXT: Edition = {"index.html": "next"}

# What changes a disk. rmtree and copytree go through the same functions.
CALLS = ["open", "write", "fsync", "rename", "replace", "mkdir", "unlink", "rmdir", "ftruncate"]
CALLS += [name for name in ("sendfile", "copy_file_range") if hasattr(os, name)]

PUBLISHED, BUSY, DISK, NOT_REACHED, UNEXPECTED = 0, 4, 6, 98, 99


def hashes(edition: Edition) -> Edition:
    return {name: hashlib.sha256(edition[name].encode()).hexdigest() for name in sorted(edition)}


class Home:
    """A reports folder with its workshop, and an edition as a clone has it."""

    def __init__(self, folder: Path, edition: Edition) -> None:
        self.folder = folder
        self.target = folder / "reports" / "2017-07"
        self.workshop = folder / ".s3analysis"
        for name, text in edition.items():
            (self.target / name).parent.mkdir(parents=True, exist_ok=True)
            (self.target / name).write_text(text, encoding="utf-8", newline="\n")
        self.image = self.target.stat().st_ino if edition else None

    def publish(self, edition: Edition, pause: float = 0.0) -> None:
        with publish.staging(self.target, self.workshop) as staged:
            for name, text in edition.items():
                publish.write(staged / name, text)
                time.sleep(pause)
            publish.swap(staged, self.target)

    def recover(self) -> None:
        with publish.staging(self.target, self.workshop):
            pass

    def published(self) -> Edition:
        return publish.tree_hashes(self.target) if self.target.exists() else {}

    def left_over(self) -> list[Path]:
        kept = {self.target, *self.target.parents, *self.workshop.glob("editions/*/lock")}
        kept |= {folder for lock in kept for folder in lock.parents}
        every = (
            path.relative_to(self.folder) for path in self.folder.rglob("*") if path not in kept
        )
        return [path for path in every if self.target not in (self.folder / path).parents]


def in_child(work: Callable[[], int | None]) -> int:
    """Run in a forked process; return its exit code, as the program's, or minus the signal."""
    return wait(start(work))


def start(work: Callable[[], int | None]) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a fork beside a library's threads
        child = os.fork()
    if child == 0:
        code = UNEXPECTED
        try:
            code = work() or PUBLISHED
        except (publish.Busy, publish.DiskError) as refused:
            code = refused.exit_code
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return child


def wait(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def break_call(n: int, fault: Callable[[], None], lasting: bool) -> Callable[[], int]:
    """Break the n-th call of this process that changes a disk; a write half way through."""
    numbers, made = itertools.count(1), 0

    def breaking(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            nonlocal made
            number = next(numbers)  # each its own, in threads too
            made = max(made, number)
            if number == n or (lasting and number > n):
                if name == "write":
                    real(given[0], given[1][: len(given[1]) // 2])
                fault()
            return real(*given, **named)

        return call

    for name in CALLS:
        setattr(os, name, breaking(name, getattr(os, name)))
    files.exchange = breaking("exchange", files.exchange)
    return lambda: made


def broken(
    work: Callable[[], None], n: int, fault: Callable[[], None], lasting: bool = False
) -> int:
    def broken_work() -> int:
        made = break_call(n, fault, lasting)
        try:
            work()
        except publish.DiskError:
            assert made() >= n, "refused though nothing was broken"
            raise
        return PUBLISHED if made() >= n else NOT_REACHED

    code = in_child(broken_work)
    assert code != UNEXPECTED, n
    return code


def refuse(number: int) -> Callable[[], None]:
    def fault() -> None:
        raise OSError(number, os.strerror(number))

    return fault


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


FAULTS = {
    "no room": (refuse(errno.ENOSPC), False),
    "bad disk": (refuse(errno.EIO), False),
    "disk gone for good": (refuse(errno.EIO), True),
    "killed": (kill, False),
}


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: hundreds of publications, each with its fsyncs."""
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else tmp_path) as folder:
        yield Path(folder)


@pytest.fixture(params=["exchange", "steps", "image"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How two folders are exchanged here: in one call, by renames, or by a copy and renames.

    The last is for a folder of a container's image, which cannot be renamed; a real one is below.
    """
    if request.param == "steps":
        monkeypatch.setattr(files, "exchange", lambda *_: refuse(errno.ENOTSUP)())
    if request.param == "image":
        monkeypatch.setattr(files, "exchange", lambda *_: refuse(errno.EXDEV)())
    return str(request.param)


def home_at(folder: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> Home:
    home = Home(folder, OLD)
    if way == "image":
        rename = os.rename

        def no_rename_of_the_image(source: Path, goal: Path) -> None:
            if source == home.target and home.target.stat().st_ino == home.image:
                refuse(errno.EXDEV)()
            rename(source, goal)

        monkeypatch.setattr(os, "rename", no_rename_of_the_image)
    return home


@pytest.mark.parametrize("fault", FAULTS)
def test_f10_f11_each_call_failing_in_turn_leaves_the_old_or_the_new_edition(
    fault: str, way: str, memory: Path
) -> None:
    for n in itertools.count(1):
        with pytest.MonkeyPatch.context() as patch:
            home = home_at(memory / str(n), way, patch)
            code = broken(partial(home.publish, NEW), n, *FAULTS[fault])
            if code == NOT_REACHED:
                break
            assert code in ({-signal.SIGKILL} if fault == "killed" else {PUBLISHED, DISK}), n
            if way == "exchange" or fault in {"no room", "bad disk"}:  # no next run needed
                assert home.published() in (hashes(OLD), hashes(NEW)), n
            if code == PUBLISHED:
                assert home.published() == hashes(NEW), n
            home.recover()
            assert home.published() in (hashes(OLD), hashes(NEW)), n
            home.publish(NEXT)
            assert home.published() == hashes(NEXT), n
            assert home.left_over() == [], n
    assert n > 50


@pytest.mark.parametrize("fault", FAULTS)
def test_a_first_edition_is_whole_or_absent(fault: str, memory: Path) -> None:
    for n in itertools.count(1):
        home = Home(memory / str(n), {})
        if broken(partial(home.publish, NEW), n, *FAULTS[fault]) == NOT_REACHED:
            break
        assert home.published() in ({}, hashes(NEW)), n
        home.publish(NEXT)
        assert home.published() == hashes(NEXT), n
        assert home.left_over() == [], n
    assert n > 30


@pytest.mark.parametrize("way", ["steps", "image"], indirect=True)
def test_an_edition_deleted_by_hand_after_a_kill_does_not_come_back_in_part(
    way: str, memory: Path
) -> None:
    for n in itertools.count(1):
        with pytest.MonkeyPatch.context() as patch:
            home = home_at(memory / str(n), way, patch)
            if broken(partial(home.publish, NEW), n, kill) == NOT_REACHED:
                break
            shutil.rmtree(home.target, ignore_errors=True)
            home.recover()
            assert home.published() in ({}, hashes(OLD), hashes(NEW)), n


@pytest.mark.slow
@pytest.mark.parametrize("by_hand", [False, True])
@pytest.mark.parametrize("way", ["steps", "image"], indirect=True)
def test_a_recovery_killed_at_each_call_is_taken_up_by_the_next(
    way: str, by_hand: bool, tmp_path: Path
) -> None:
    pairs = 0
    for n in itertools.count(1):
        for m in itertools.count(1):
            with pytest.MonkeyPatch.context() as patch:
                home = home_at(tmp_path / f"{n}-{m}", way, patch)
                code = broken(partial(home.publish, NEW), n, kill)
                half_way = any(home.workshop.glob("editions/*/old"))
                if code == NOT_REACHED or not half_way:
                    break
                if broken(home.recover, m, kill) == NOT_REACHED:
                    break
                pairs += 1
                if by_hand:
                    shutil.rmtree(home.target, ignore_errors=True)
                home.recover()
                assert home.published() in (hashes(OLD), hashes(NEW), {} if by_hand else None)
                home.publish(NEXT)
                assert home.published() == hashes(NEXT), (n, m)
                assert home.left_over() == [], (n, m)
        if code == NOT_REACHED:
            break
    assert pairs > 50


def test_a_reader_finds_an_edition_at_every_instant(tmp_path: Path) -> None:
    home = Home(tmp_path, OLD)

    def publish_often() -> None:
        for _ in range(100):
            home.publish(NEW)

    publisher = start(publish_often)
    looks = 0
    while os.waitpid(publisher, os.WNOHANG) == (0, 0):
        assert (home.target / "index.html").exists()
        looks += 1
    assert looks > 100


def test_all_is_on_the_disk_before_the_exchange_and_the_exchange_before_swap_returns(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_at(tmp_path, way, monkeypatch)
    done: list[int | str] = []
    fsync, rename, exchange = os.fsync, os.rename, files.exchange

    def sync(file: int) -> None:
        done.append(os.fstat(file).st_ino)
        fsync(file)

    def move(real: Callable[[Any, Any], None], one: Any, other: Any) -> None:
        real(one, other)
        done.append(f"{Path(one).name} to {Path(other).name}")

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "rename", partial(move, rename))
    monkeypatch.setattr(files, "exchange", partial(move, exchange))
    with publish.staging(home.target, home.workshop) as staged:
        (staged / "tables").mkdir()
        (staged / "tables" / "shares.csv").write_text("region,share\n")
        new = {path.stat().st_ino for path in (staged, *staged.rglob("*"))}
        parents = {staged.parent.stat().st_ino, home.target.parent.stat().st_ino}
        publish.swap(staged, home.target)
        if way != "exchange":
            aside = next(at for at, what in enumerate(done) if str(what).endswith(" to old"))
            assert parents <= set(done[aside : done.index("new to 2017-07")])
        assert new <= set(done[: done.index("new to 2017-07")])
        assert parents <= set(done[done.index("new to 2017-07") :])


def test_an_error_of_the_analysis_passes_through_and_publishes_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path, OLD)

    def fail() -> None:
        with publish.staging(home.target, home.workshop) as staged:
            publish.write(staged / "index.html", "half")
            raise FileNotFoundError("no such input")

    with pytest.raises(FileNotFoundError, match="no such input"):
        fail()
    assert home.published() == hashes(OLD)
    assert home.left_over() == []


def test_a_new_staging_folder_is_empty_after_a_kill(tmp_path: Path) -> None:
    home = Home(tmp_path, OLD)

    def write_and_die() -> None:
        with publish.staging(home.target, home.workshop) as staged:
            publish.write(staged / "index.html", "half")
            kill()

    assert in_child(write_and_die) == -signal.SIGKILL
    assert home.left_over() != []
    with publish.staging(home.target, home.workshop) as staged:
        assert list(staged.iterdir()) == []


# The lock

HOLDER = """
import os, subprocess, sys, time
from pathlib import Path
from s3analysis.press.editions import publish
with publish.lock(Path(sys.argv[1]), Path(sys.argv[2])):
    forked = os.fork() or time.sleep(60)
    spawned = subprocess.Popen(["sleep", "60"], close_fds=False).pid
    print(forked, spawned, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another run that holds the lock of tmp_path's edition, and has two children."""
    home = Home(tmp_path, OLD)
    code = [sys.executable, "-W", "ignore", "-c", HOLDER, str(home.target), str(home.workshop)]
    with subprocess.Popen(code, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        children = [int(word) for word in process.stdout.readline().split()]
        yield process
        process.kill()
        for child in children:
            os.kill(child, signal.SIGKILL)


def test_f12_the_second_run_is_told_which_process_holds_the_lock(
    holder: subprocess.Popen[str], tmp_path: Path
) -> None:
    home = Home(tmp_path, OLD)
    with pytest.raises(publish.Busy) as busy:
        home.publish(NEW)
    assert busy.value.exit_code == BUSY
    assert f"another run (process {holder.pid}, started 2" in str(busy.value)
    assert f"is writing {home.target}; wait for it or stop it" in str(busy.value)
    assert home.published() == hashes(OLD)


def test_the_lock_is_free_at_once_when_its_holder_is_killed_and_its_children_live(
    holder: subprocess.Popen[str], tmp_path: Path
) -> None:
    home = Home(tmp_path, OLD)
    holder.kill()
    holder.wait()
    home.publish(NEW)
    assert home.published() == hashes(NEW)


def test_a_second_lock_in_the_same_process_is_refused(tmp_path: Path) -> None:
    home = Home(tmp_path, OLD)
    with (
        publish.lock(home.target, home.workshop),
        pytest.raises(publish.Busy, match=f"process {os.getpid()}, "),
    ):
        home.publish(NEW)


def test_a_link_to_the_edition_leads_to_the_same_lock(tmp_path: Path) -> None:
    home = Home(tmp_path, OLD)
    (tmp_path / "link").symlink_to(home.target.parent)
    with publish.lock(home.target, home.workshop), pytest.raises(publish.Busy):
        publish.lock(tmp_path / "link" / "2017-07", home.workshop).__enter__()


def test_two_editions_can_be_written_at_once(tmp_path: Path) -> None:
    home = Home(tmp_path, OLD)
    with publish.staging(home.target.with_name("2017-03"), home.workshop) as staged:
        publish.write(staged / "index.html", "March")
        home.publish(NEW)
        publish.swap(staged, home.target.with_name("2017-03"))
    assert publish.tree_hashes(home.target.parent).keys() == {
        "2017-03/index.html",
        *(f"2017-07/{name}" for name in NEW),
    }


def test_a_file_left_in_the_place_of_the_lock_locks_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path, OLD)
    with publish.lock(home.target, home.workshop) as place:
        pass
    (place / "lock").write_text("process 1, started 1970-01-01")
    home.publish(NEW)
    assert home.published() == hashes(NEW)


@pytest.mark.slow
@pytest.mark.parametrize("way", ["exchange", "steps"], indirect=True)
def test_fifty_rounds_of_overlap_kill_and_retry_lose_nothing(way: str, tmp_path: Path) -> None:
    home = Home(tmp_path, OLD)
    last = OLD
    chance = random.Random(2017)
    every_end: set[int] = set()
    for turn in range(50):
        new = {**NEW, "turn.txt": str(turn)}
        runs = [start(partial(home.publish, new, pause=0.002)) for _ in range(3)]
        time.sleep(chance.uniform(0, 0.03))
        with contextlib.suppress(ProcessLookupError):
            os.kill(chance.choice(runs), signal.SIGKILL)
        ends = {wait(run) for run in runs}
        every_end |= ends
        home.recover()  # Busy, if a lock were stale
        may_be = [new] if PUBLISHED in ends else [last, new]
        assert home.published() in [hashes(edition) for edition in may_be], turn
        last = {**NEXT, "turn.txt": str(turn)}
        home.publish(last)
        assert home.published() == hashes(last), turn
        assert home.left_over() == [], turn
    assert every_end == {PUBLISHED, BUSY, -signal.SIGKILL}


# Real disks


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Mount a file system for this test; only root may."""
    mounted = []

    def mount(kind: str, options: str) -> Path:
        folder = tmp_path / kind
        folder.mkdir()
        command = ["mount", "-t", kind, "-o", options, kind, str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"cannot mount {kind} here (it takes root): {done.stderr.strip()}")
        mounted.append(folder)
        return folder

    if not shutil.which("mount") or sys.platform != "linux":
        pytest.skip("mounts a file system as Linux does")
    yield mount
    for folder in mounted:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize(
    ("options", "free"),
    [("size=96k", "0.0 MB free"), ("nr_inodes=24", "MB free but no file more is possible")],
)
def test_f10_a_full_disk_keeps_the_old_edition_and_says_how_much_is_free(
    options: str, free: str, mount: Callable[..., Path]
) -> None:
    home = Home(mount("tmpfs", options), OLD)
    many = {f"tables/{n}.csv": "x" * 3000 for n in range(40)}
    with pytest.raises(publish.DiskError) as full:
        home.publish(many)
    assert full.value.exit_code == DISK
    assert re.search(
        r"/new/tables/\d+\.csv could not be written: No space left on device; ", str(full.value)
    )
    assert str(full.value).endswith(free)
    assert home.published() == hashes(OLD)
    assert home.left_over() == []
    home.publish(NEXT)
    assert home.published() == hashes(NEXT)


def test_what_a_killed_run_left_is_cleared_although_it_fills_the_disk(
    mount: Callable[..., Path],
) -> None:
    home = Home(mount("tmpfs", "size=96k"), OLD)

    def fill_and_die() -> None:
        with publish.staging(home.target, home.workshop) as staged:
            for n in range(100):
                try:
                    publish.write(staged / str(n), "x" * 4000)
                except publish.DiskError:
                    kill()

    assert in_child(fill_and_die) == -signal.SIGKILL
    assert shutil.disk_usage(home.folder).free == 0
    home.publish(NEXT)
    assert home.published() == hashes(NEXT)
    assert home.left_over() == []


def test_an_edition_in_a_container_image_is_replaced(
    mount: Callable[..., Path], tmp_path: Path
) -> None:
    image = Home(tmp_path / "image", OLD)
    for folder in ("layer", "work"):
        (tmp_path / folder).mkdir()
    options = f"lowerdir={image.folder},upperdir={tmp_path}/layer,workdir={tmp_path}/work"
    home = Home(mount("overlay", options), {})
    assert home.published() == hashes(OLD)
    for edition in (NEW, NEXT):
        home.publish(edition)
        assert home.published() == hashes(edition)
        assert home.left_over() == []


def test_a_workshop_on_another_file_system_is_refused_before_anything_is_made(
    mount: Callable[..., Path], tmp_path: Path
) -> None:
    home = Home(tmp_path / "home", OLD)
    with (
        pytest.raises(publish.DiskError, match="its workshop is on another file system"),
        publish.staging(home.target, mount("tmpfs", "size=96k")),
    ):
        pytest.fail("staged")
    assert home.published() == hashes(OLD)
    assert home.left_over() == []


@pytest.mark.parametrize("make", [Path.touch, lambda path: path.symlink_to("elsewhere")])
def test_a_target_that_is_no_folder_is_refused(
    make: Callable[[Path], None], tmp_path: Path
) -> None:
    home = Home(tmp_path, {})
    home.target.parent.mkdir()
    make(home.target)
    with pytest.raises(
        publish.DiskError, match="a link, a mount or a file where a folder should be"
    ):
        home.publish(NEW)
    assert os.path.lexists(home.target)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("strace"), reason="fails real calls of the kernel with strace")
@pytest.mark.parametrize("fault", ["error=ENOSPC", "error=EIO", "signal=KILL"])
def test_each_call_of_the_kernel_failing_leaves_the_old_or_the_new_edition(
    fault: str, tmp_path: Path
) -> None:
    """The same as above without our seam: strace fails the calls, whoever makes them."""
    calls = ["write", "fsync", "rename", "renameat2", "mkdir", "unlink", "unlinkat", "ftruncate"]
    calls += ["rmdir", "flock"]
    code = (
        "import sys; from pathlib import Path; from s3analysis.press.editions import publish\n"
        "target, workshop = Path(sys.argv[1]), Path(sys.argv[2])\n"
        "with publish.staging(target, workshop) as staged:\n"
        f"    for name, text in {NEW!r}.items(): publish.write(staged / name, text)\n"
        "    publish.swap(staged, target)"
    )
    failed = 0
    for call in calls:
        for n in itertools.count(1):
            home = Home(tmp_path / f"{call}-{n}", OLD)
            inject = ["-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={n}"]
            python = [sys.executable, "-B", "-c", code, str(home.target), str(home.workshop)]
            log = tmp_path / "log"
            done = subprocess.run(
                ["strace", "-qq", "-o", str(log), *inject, *python],
                capture_output=True,
                check=False,
            )
            if "INJECTED" not in log.read_text() and done.returncode == 0:
                break
            failed += 1
            assert home.published() in (hashes(OLD), hashes(NEW)), (call, n)
            home.publish(NEXT)
            assert home.published() == hashes(NEXT), (call, n)
            assert home.left_over() == [], (call, n)
    assert failed > 30


# Files


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_is_old_or_new_whichever_call_fails(fault: str, tmp_path: Path) -> None:
    for n in itertools.count(1):
        path = tmp_path / str(n) / "page.html"
        publish.write(path, "old")
        code = broken(partial(publish.write, path, "new" * 1000), n, *FAULTS[fault])
        assert path.read_text() in ("old", "new" * 1000)
        if code == NOT_REACHED:
            break
        if fault in {"no room", "bad disk"}:
            assert list(path.parent.iterdir()) == [path]
    assert n > 4


def test_a_refused_write_names_the_file_the_reason_and_the_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: refuse(errno.ENOSPC)())
    with pytest.raises(publish.DiskError) as refused:
        publish.write(tmp_path / "page.html", "text")
    pattern = r"/page\.html could not be written: No space left on device; [\d,]+\.\d MB free$"
    assert re.search(pattern, str(refused.value))
    assert pickle.loads(pickle.dumps(refused.value)).exit_code == DISK  # from a pool of processes


def test_text_is_written_as_utf_8_with_its_own_line_ends(tmp_path: Path) -> None:
    publish.write(tmp_path / "a", "Örebro\nŁódź\r\n")
    publish.write(tmp_path / "b", b"\x00\xff")
    assert (tmp_path / "a").read_bytes() == "Örebro\nŁódź\r\n".encode()
    assert (tmp_path / "b").read_bytes() == b"\x00\xff"


def test_a_file_taken_in_small_pieces_by_the_system_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = os.write
    monkeypatch.setattr(os, "write", lambda file, data: take(file, data[:3]))
    publish.write(tmp_path / "page.html", "Örebro, Łódź")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == "Örebro, Łódź"


def test_a_file_is_readable_by_whom_the_umask_lets(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        publish.write(tmp_path / "page.html", "text")
    finally:
        os.umask(before)
    assert (tmp_path / "page.html").stat().st_mode & 0o777 == 0o640


def test_hashes_are_in_the_order_of_their_names_and_folders_below_count(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a.txt", "Ö.txt"):
        publish.write(tmp_path / name, name)
    assert list(publish.tree_hashes(tmp_path)) == ["a.txt", "a/z.txt", "b.txt", "Ö.txt"]
    assert publish.tree_hashes(tmp_path)["b.txt"] == hashlib.sha256(b"b.txt").hexdigest()


def test_the_hashes_of_a_folder_that_is_not_there_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        publish.tree_hashes(tmp_path / "2017-08")
