"""Kernels forked from a warm process are as good as cold ones, and leave as little behind."""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from s3analysis.press.editions import pool
from s3analysis.press.progress import Progress
from s3analysis.press.runs import engine, kernels, provisioner, warm
from s3analysis.press.runs.errors import KernelDied, WarmProcessDied

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="warm kernels are for Linux")

BARE = "from s3analysis.press.runs import warm; warm._import_package = warm._draw = lambda: None; "
BARE += "warm.LIBRARIES = ('ipykernel.kernelapp',); "
"""A warm process that imports little, since what it imports is not what is tested."""

CLIENT = """
import sys
from pathlib import Path
from s3analysis.press.runs import engine, provisioner
provisioner.WARM = ("-c", sys.argv[1])
engine.run(Path(sys.argv[2]), {}, Path(sys.argv[3]))
"""
RUDE = """
import socket, sys
server = socket.socket(fileno=int(sys.argv[1]))
asked, _ = server.accept()
asked.sendall(b"hello\\n")
server.accept()
"""
FAMILY = """
import os, pathlib, subprocess, time
child = subprocess.Popen(["sleep", "600"])
other = subprocess.Popen(["sleep", "600"], start_new_session=True)
if not (forked := os.fork()):
    os.setsid()
    time.sleep(600)
pids = [os.getppid(), os.getpid(), child.pid, other.pid, forked]
pathlib.Path({to!r}).write_text(" ".join(map(str, pids)) + " .")
time.sleep(600)
"""
STATE = """
import os, sys, signal, warnings
print(sys.path, sys.argv[0], sys.flags, os.umask(0o22))
print(sorted(os.environ), os.environ['S3ANALYSIS_KERNEL'] in os.getcwd())
print([signal.getsignal(number) for number in signal.valid_signals()])
print(sys.stdin is None or sys.stdin.isatty(), os.getsid(0) == os.getpid(), __name__)
import pandas, matplotlib, numpy, networkx, seaborn, statsmodels.api
print([pandas.get_option(f'display.{o}') for o in ('max_columns', 'width', 'max_rows')])
print(sorted(matplotlib.rcParams.items()), matplotlib.get_backend())
print(numpy.get_printoptions(), hasattr(__import__('builtins'), 'mine'))
print(*sorted(map(str, warnings.filters)), sep='\\n')
print(__import__('threading').main_thread().name, os.listdir())
pandas.DataFrame({chr(97 + i): [i] for i in range(26)})
"""
DRAWN = "import matplotlib.pyplot as plt; print(plt.get_fignums()); plt.plot([1, 2]); plt.show()"
SPOIL = """
import builtins, os, sys, warnings
import pandas, matplotlib, numpy
builtins.mine = 1
pandas.set_option('display.max_columns', 3)
numpy.set_printoptions(precision=2)
matplotlib.rcParams['lines.linewidth'] = 9
os.environ['TZ'] = 'Asia/Tokyo'
os.umask(0o77)
sys.path.insert(0, '/spoilt')
warnings.simplefilter('ignore')
import matplotlib.pyplot as plt
figure = plt.figure()
plt.close(figure)
"""


@pytest.fixture
def home(monkeypatch):
    """Where this test's warm processes have their sockets; they go with their sockets."""
    base = Path(tempfile.mkdtemp(prefix="w"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(base))
    monkeypatch.setenv("S3ANALYSIS_WARM", "30")
    monkeypatch.setattr(provisioner, "WARM", ("-c", f"{BARE}warm.main()"))
    yield base / f"s3analysis-warm-{os.geteuid()}"
    shutil.rmtree(base)


def notebook(folder, *cells, name="probe"):
    kernel = {"name": "python3", "display_name": "Python", "language": "python"}
    path = folder / f"{name}.ipynb"
    cells = [new_code_cell(source) for source in cells]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


def ran(path, name="out"):
    output = path.with_name(f"{name}.ipynb")
    assert engine.run(path, {}, output).status == "completed"
    return output.read_text("utf-8")


def printed(text):
    return [cell["outputs"][0]["text"][0].strip() for cell in json.loads(text)["cells"]]


def until(true, seconds=20):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def alive(pid):
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


PARENT = "import os; print(os.getppid())"


# The same results


@pytest.fixture
def heard():
    """Nothing is ignored, as nohup or a shell's background would have it of a cold kernel."""
    kept = {each: signal.signal(each, signal.SIG_DFL) for each in (signal.SIGHUP, signal.SIGQUIT)}
    yield
    for each, handler in kept.items():
        signal.signal(each, handler)


@pytest.mark.usefixtures("heard")
def test_a_kernel_that_was_forked_is_like_one_that_was_started(tmp_path, monkeypatch):
    path = notebook(tmp_path, STATE, DRAWN)
    forked = ran(path)
    monkeypatch.setenv("S3ANALYSIS_WARM", "0")
    assert forked == ran(path, "cold")
    assert "image/png" in forked


def test_a_notebook_sees_nothing_of_the_one_that_ran_before_it(tmp_path):
    alone = ran(notebook(tmp_path, STATE, DRAWN))
    ran(notebook(tmp_path, SPOIL, name="spoil"), "spoilt")
    assert alone == ran(notebook(tmp_path, STATE, DRAWN), "after")


def test_two_kernels_draw_other_random_numbers(tmp_path):
    source = "import random, numpy; print(random.random(), numpy.random.random())"
    path = notebook(tmp_path, source)
    one, two = (printed(ran(path, name))[0].split() for name in ("one", "two"))
    assert not set(one) & set(two)


@pytest.mark.slow
def test_an_edition_of_warm_kernels_is_to_the_byte_one_of_cold_kernels(project):
    hashes = []
    for more in ([], ["--cold"]):
        done = project.run("report", "--force", *more)
        assert done.returncode == 0, done.stderr
        assert "start cold" not in done.stdout
        hashes.append(pool.files.tree_hashes(project.edition))
    for found in hashes:
        del found["manifest.json"], found["ro-crate-metadata.json"]
    assert hashes[0] == hashes[1]
    assert len(hashes[0]) > 100


# One process for many


def test_one_warm_process_serves_run_after_run(tmp_path, home):
    path = notebook(tmp_path, PARENT)
    one, two = (printed(ran(path, name)) for name in ("one", "two"))
    assert one == two != [str(os.getpid())]


def test_a_setting_that_libraries_obey_has_a_warm_process_of_its_own(tmp_path, monkeypatch, home):
    path = notebook(tmp_path, PARENT)
    first = ran(path)
    monkeypatch.setenv("TERM", "dumb")
    assert ran(path, "other") == first
    monkeypatch.setenv("LD_BIND_NOW", "1")
    assert ran(path, "another") != first


def test_a_changed_package_has_a_warm_process_of_its_own(monkeypatch, tmp_path):
    before = warm.digest()
    (tmp_path / "package").mkdir()
    monkeypatch.setattr(warm.s3analysis, "__file__", str(tmp_path / "package/__init__.py"))
    assert warm.digest() != before


def test_a_warm_process_goes_when_nobody_asked_for_long(tmp_path, home, monkeypatch):
    monkeypatch.setenv("S3ANALYSIS_WARM", "1")
    (parent,) = printed(ran(notebook(tmp_path, PARENT)))
    assert list(home.glob("*.socket"))
    until(lambda: not alive(int(parent)))
    assert not list(home.glob("*.socket"))


def test_a_user_has_three_warm_processes_at_most(tmp_path, home, monkeypatch):
    for number in range(4):
        monkeypatch.setenv("LD_PROBE", str(number))
        ran(notebook(tmp_path, "1"))
    assert len(list(home.glob("*.socket"))) == 3


# How a kernel ends


@pytest.mark.parametrize(
    ("death", "how"),
    [("os._exit(3)", "exit status 3"), ("os.kill(os.getpid(), 11)", "signal 11")],
)
def test_a_forked_kernel_says_truthfully_how_it_ended(tmp_path, death, how, home):
    with pytest.raises(KernelDied, match=how):
        ran(notebook(tmp_path, f"import os; {death}"))


def test_a_run_whose_warm_process_died_goes_again_and_says_so(tmp_path, caplog, home):
    once = f"""
import os, pathlib, signal, time
flag = pathlib.Path({str(tmp_path / "flag")!r})
line = pathlib.Path(f"/proc/{{os.getppid()}}/cmdline").read_bytes()
if not flag.exists() and b"warm" in line:
    flag.touch()
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(60)  # the system kills this one a moment later
"""
    ran(notebook(tmp_path, once, "1"))
    assert (tmp_path / "flag").exists()
    assert "lost the warm process of its kernel" in caplog.text
    assert "it runs again" in caplog.text


def test_a_run_whose_warm_process_dies_each_time_fails(tmp_path, home):
    each = "import os, pathlib; line = pathlib.Path(f'/proc/{os.getppid()}/cmdline').read_bytes()\n"
    each += "assert b'warm' in line; os.kill(os.getppid(), 9)\n"
    each += "import time; time.sleep(60)"
    with pytest.raises(WarmProcessDied):
        ran(notebook(tmp_path, each))


def rounds_of_killing(tmp_path, seed, rounds):
    """Kill the client, the warm process or the kernel; return who of a kernel's family lives."""
    chance, left = random.Random(seed), []
    for number in range(rounds):
        to = tmp_path / f"pids{number}"
        path = notebook(tmp_path, FAMILY.format(to=str(to)), name=f"n{number}")
        words = [f"{BARE}warm.main()", str(path), str(tmp_path / "out.ipynb")]
        client = subprocess.Popen([sys.executable, "-c", CLIENT, *words], stderr=subprocess.PIPE)
        victim = number % 4
        if victim < 3:
            until(lambda to=to: to.exists() and to.read_text().endswith("."))
            pids = [int(pid) for pid in to.read_text().split()[:-1]]
            os.kill([client.pid, pids[0], pids[1]][victim], signal.SIGKILL)
        else:  # at any moment
            time.sleep(chance.uniform(0, 3))
            pids = []
            client.kill()
        if victim == 1:  # it goes again, in another
            until(lambda to=to, old=pids: to.read_text().split()[:1] != [str(old[0])])
            until(lambda to=to: to.read_text().endswith("."))
            pids += [int(pid) for pid in to.read_text().split()[:-1]]
            client.kill()
        client.communicate(timeout=20)
        own = pids[1:5] + pids[6:]
        until(lambda own=own: not [pid for pid in own if alive(pid)])
        until(lambda: not list(tmp_path.glob("s3-*")))
        left += [pid for pid in own if alive(pid)]
    return left


def test_nothing_is_left_whoever_is_killed(tmp_path, monkeypatch, home):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert rounds_of_killing(tmp_path, 1, 4) == []


@pytest.mark.slow
def test_nothing_is_left_whoever_is_killed_in_fifty_rounds(tmp_path, monkeypatch, home):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert rounds_of_killing(tmp_path, 2, 50) == []


# What goes wrong before a kernel is there


def cold(tmp_path, caplog, why):
    parent = printed(ran(notebook(tmp_path, PARENT)))
    assert parent == [str(os.getpid())]
    assert why in caplog.text
    assert caplog.text.count("start cold") == bool(why)


def test_a_killed_warm_process_leaves_a_socket_that_stands_in_nobodys_way(tmp_path, caplog, home):
    path = notebook(tmp_path, PARENT)
    (one,) = printed(ran(path))
    os.kill(int(one), signal.SIGKILL)
    until(lambda: not alive(int(one)))
    (two,) = printed(ran(path))
    assert two not in {one, str(os.getpid())}
    assert not caplog.text


def test_another_at_the_socket_is_passed_over(tmp_path, home, caplog):
    path = notebook(tmp_path, PARENT)
    ran(path)
    (place,) = home.glob("*.socket")
    place.unlink()
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(place))
        other.listen()
        process = subprocess.Popen(
            [sys.executable, "-c", RUDE, str(other.fileno())], pass_fds=[other.fileno()]
        )
        (parent,) = printed(ran(path))
        process.kill()
        process.wait()
    assert parent not in {str(os.getpid()), str(process.pid)}


def test_a_folder_that_others_may_enter_is_not_used(tmp_path, home, caplog):
    home.mkdir(mode=0o755)
    cold(tmp_path, caplog, "is not a private folder of this user")


def test_a_lock_that_is_held_is_not_waited_for_for_ever(tmp_path, home, caplog, monkeypatch):
    ran(notebook(tmp_path, "1"))
    (lock,) = home.glob("*.lock")
    monkeypatch.setattr(provisioner, "LOCK", 0.1)
    with provisioner._locked(lock):
        cold(tmp_path, caplog, "is held by another process")


def test_a_full_disk_is_said(tmp_path, caplog, monkeypatch, home):
    def full(*_):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(provisioner, "_start", full)
    cold(tmp_path, caplog, "No space left on device")


def test_a_folder_that_is_not_there_is_passed_over(home, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nowhere")
    monkeypatch.setattr(tempfile, "tempdir", str(home.parent))
    assert provisioner.folder() == home


def test_a_long_path_is_passed_over_for_a_short_one(tmp_path, home, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / ("d" * 90)))
    monkeypatch.setattr(tempfile, "tempdir", str(home.parent))
    assert provisioner.folder() == home


def test_a_warm_process_with_two_threads_forks_nothing(tmp_path, caplog, monkeypatch, home):
    thread = "import threading, time; threading.Thread(target=time.sleep, args=(60,), daemon=True)"
    monkeypatch.setattr(provisioner, "WARM", ("-c", f"{thread}.start(); {BARE}warm.main()"))
    cold(tmp_path, caplog, "it has 2 threads")


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("warm.LIBRARIES = ('nowhere',); ", "No module named 'nowhere'"),
        ("warm._draw = lambda: print('odd'); ", "imports are not silent: odd"),
        ("warm.digest = lambda: 'x'; ", "the package changed meanwhile"),
        ("import os; os._exit(1); ", "the warm process died, each time"),
    ],
)
def test_a_warm_process_that_is_not_fit_forks_nothing(
    tmp_path, caplog, monkeypatch, fault, why, home
):
    monkeypatch.setattr(provisioner, "WARM", ("-c", f"{BARE}{fault}warm.main()"))
    cold(tmp_path, caplog, why)


def test_elsewhere_than_on_linux_kernels_start_cold(tmp_path, caplog, monkeypatch, home):
    monkeypatch.setattr(provisioner, "SYSTEM", "darwin")
    cold(tmp_path, caplog, "on darwin none is forked")


@pytest.mark.parametrize(("setting", "why"), [("0", ""), ("soon", "'soon', no number of seconds")])
def test_warm_kernels_can_be_turned_off(tmp_path, caplog, monkeypatch, setting, why, home):
    monkeypatch.setenv("S3ANALYSIS_WARM", setting)
    cold(tmp_path, caplog, why)


def test_a_kernel_of_another_python_starts_cold():
    with pytest.raises(provisioner.Cold, match="not the kernel of this Python"):
        provisioner.fork(["/usr/bin/python3", "-m", "ipykernel_launcher", "-f", "x"], {})


def test_a_run_says_each_reason_once(tmp_path):
    said = []
    with pool._told(Progress(said.append)):
        for _ in range(2):
            engine.log.warning("kernels start cold: %s", "why")
    engine.log.warning("after")
    assert said == ["kernels start cold: why"]


def test_a_kernel_is_ready_when_it_says_so(tmp_path):
    manager = kernels.PrivateKernelManager(kernel_name="python3")
    assert issubclass(manager.client_factory, kernels.PromptClient)
    manager.end()
    assert not Path(manager.folder).exists()
