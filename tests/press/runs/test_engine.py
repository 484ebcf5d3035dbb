"""What can go wrong in one notebook's run: ours survives it; beside it, what stock tools do.

Numbers (f04, ...) are those of docs/faults.md. Companions run the stock tool at the locked version.
"""

import json
import logging
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import matplotlib
import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from papermill import execute_notebook

from s3analysis.press import files
from s3analysis.press.runs import kernels, monitor
from s3analysis.press.runs.engine import log, run, unsaid
from s3analysis.press.runs.errors import (
    Interrupted,
    KernelDied,
    KernelMissing,
    NotebookFailed,
    NotRunnable,
    OutOfMemory,
    RunError,
    Terminated,
    TimedOut,
)
from s3analysis.press.runs.limits import MB, Limits

PYTHON = sys.executable
RUN = """
import sys
from pathlib import Path
from s3analysis.press.runs.engine import log, run, unsaid
from s3analysis.press.runs.errors import RunError
try:
    run(Path(sys.argv[1]), {}, Path(sys.argv[2]))
except RunError as error:
    print(error, file=sys.stderr)
    sys.exit(error.exit_code)
"""
# In the kernel's session, without its environment, in a session of their own, orphaned, all that.
CHILDREN = """
import os, sys, time
import pathlib, subprocess
near = subprocess.Popen(["sleep", "600"])
bare = subprocess.Popen(["env", "-i", "sleep", "600"])
far = subprocess.Popen(["sleep", "600"], start_new_session=True)
start = "import subprocess as s; sleep = ['sleep', '600']; "
start += "print(s.Popen(sleep, start_new_session=True, stdout=s.DEVNULL).pid)"
orphan = int(subprocess.check_output([sys.executable, "-c", start]))
daemon = int(subprocess.check_output(["env", "-i", sys.executable, "-c", start]))
pids = [os.getpid(), near.pid, bare.pid, far.pid, orphan, daemon]
pathlib.Path({pids!r}).write_text(" ".join(map(str, pids)))
time.sleep(600)
"""


def notebook(
    folder: Path, *cells: str, kernel: str = "python3", tags: tuple[str, ...] = ()
) -> Path:
    """Write a notebook of code cells ("#md " begins a text); tags go on the first."""
    spec = {"name": kernel, "display_name": kernel, "language": "python"}
    nb = new_notebook(metadata={"kernelspec": spec})
    nb.cells = [
        new_markdown_cell(source[4:]) if source.startswith("#md ") else new_code_cell(source)
        for source in cells
    ]
    nb.cells[0].metadata["tags"] = list(tags)
    path = folder / "probe.ipynb"
    nbformat.write(nb, path)
    return path


def parametrised(folder: Path, *cells: str) -> Path:
    return notebook(folder, 'country: str = "DE"', *cells, tags=("parameters",))


def stock(path: Path, output: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run stock Papermill's command line."""
    words = [PYTHON, "-m", "papermill", str(path), str(output), "--no-progress-bar", *options]
    return subprocess.run(words, capture_output=True, text=True, timeout=300)


def began(path: Path, output: Path, *words: str) -> subprocess.Popen[bytes]:
    """Start a run in a process of its own: ours, or what the words say."""
    words = words or (PYTHON, "-c", RUN)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    return subprocess.Popen([*words, str(path), str(output)], **quiet)


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def wait_for(true, seconds: float = 30) -> float:
    start = time.monotonic()
    while not true():
        assert time.monotonic() - start < seconds, "waited in vain"
        time.sleep(0.05)
    return time.monotonic() - start


def alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def pids_in(file: Path) -> list[int]:
    wait_for(lambda: file.exists() and file.read_text(encoding="utf-8"))
    return [int(pid) for pid in file.read_text(encoding="utf-8").split()]


@pytest.fixture(autouse=True)
def kernel_folders(monkeypatch) -> Iterator[Path]:
    """Where this test's kernels have their folders; none is left when it ends."""
    base = Path(tempfile.mkdtemp(prefix="t"))
    monkeypatch.setattr(tempfile, "tempdir", str(base))
    monkeypatch.setenv("TMPDIR", str(base))
    yield base
    wait_for(lambda: not list(base.glob("s3-*")), 5)
    shutil.rmtree(base)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Where an older good report lies already."""
    path = tmp_path / "report.ipynb"
    path.write_text("the old report", encoding="utf-8")
    return path


def untouched(output: Path) -> bool:
    return output.read_text(encoding="utf-8") == "the old report"


def partial(output: Path) -> dict:
    return read(output.with_suffix(".failed.ipynb"))


# A run that goes well


def test_a_complete_run_says_so_of_every_cell(tmp_path, output):
    outcome = run(notebook(tmp_path, "1", "#md text", "2", ""), {}, output)
    assert (outcome.status, [(c.index, c.status) for c in outcome.cells]) == (
        "completed",
        [(1, "completed"), (2, "completed")],
    )
    assert outcome.seconds > 0
    record = read(output)["metadata"]["s3analysis"]
    assert record["cells"] == [{"index": i, "status": "completed"} for i in (1, 2)]


def test_two_runs_give_the_same_bytes_whatever_the_callers_settings(tmp_path, monkeypatch):
    path = parametrised(
        tmp_path,
        "import time, ipywidgets as w",
        "print(1, flush=True); time.sleep(0.3); print(2)",
        "print(set('abcdefgh'), time.localtime().tm_hour)",
        "w.Dropdown(options=['a', 'b'])",
        "import builtins; hasattr(builtins, 'mine')",
        "import matplotlib.pyplot as plt; fig, ax = plt.subplots(); ax.plot([1, 2]); plt.show()",
        "import os; print(os.environ.get('COLUMNS'), open(os.devnull, 'w').encoding)",
    )
    run(path, {"country": "NO"}, tmp_path / "one.ipynb")
    startup = tmp_path / "startup.py"
    startup.write_text("import builtins; builtins.mine = 1")
    profile = tmp_path / "home/.ipython/profile_default/startup"
    profile.mkdir(parents=True)
    (profile / "a.py").write_text("import builtins; builtins.mine = 1")
    (tmp_path / "rc").write_text("figure.figsize: 20, 20")
    for name, value in {
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Tokyo",
        "LC_ALL": "C",
        "PYTHONWARNINGS": "error",
        "PYTHONSTARTUP": str(startup),
        "HOME": str(tmp_path / "home"),
        "MPLCONFIGDIR": matplotlib.get_cachedir(),
        "MPLBACKEND": "agg",
        "MATPLOTLIBRC": str(tmp_path / "rc"),
        "OMP_NUM_THREADS": "2",
        "COLUMNS": "40",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(profile)
    run(path, {"country": "NO"}, tmp_path / "two.ipynb")
    one = (tmp_path / "one.ipynb").read_text(encoding="utf-8")
    assert one == (tmp_path / "two.ipynb").read_text(encoding="utf-8")
    assert str(tmp_path) not in one
    assert "model_id" not in one
    assert "image/png" in one
    assert [cell["id"] for cell in json.loads(one)["cells"]] == [
        f"cell-00{i}" for i in range(1, 10)
    ]
    assert "papermill" not in json.loads(one)["metadata"]
    assert "version" not in json.loads(one)["metadata"]["language_info"]


@pytest.mark.slow
def test_two_stock_runs_differ(tmp_path):
    path = parametrised(tmp_path, "1")
    for name in ("one", "two"):
        assert stock(path, tmp_path / f"{name}.ipynb", "-r", "country", "NO").returncode == 0
    one, two = ((tmp_path / f"{name}.ipynb").read_bytes() for name in ("one", "two"))
    assert one.replace(b"one.ipynb", b"two.ipynb") != two


def test_parameters_arrive_as_the_text_they_are(tmp_path, output):
    texts = ["NO", "007", "1_000", "", " a ", "null", "True", "Örebro Ελλάδα 🇳🇴", "\\"]
    texts += ["a'b\"c\\n{x}\n'''\"\"\"#", "'); import os  # ", "a\tb\rc\x00d\u2028"]
    parameters = {f"p{number}": text for number, text in enumerate(texts)}
    check = f"assert (given := [{', '.join(parameters)}]) == {texts!r}, given"
    assert run(parametrised(tmp_path, check), parameters, output).status == "completed"


@pytest.mark.parametrize("name", ["a; import os", "class", "a b", "1a", ""])
def test_a_parameter_name_is_never_run_as_code(tmp_path, output, name):
    with pytest.raises(NotRunnable, match=r"is no parameter name"):
        run(parametrised(tmp_path, "1"), {name: "x"}, output)


def test_f02_a_notebook_without_a_parameters_cell_takes_no_parameters(tmp_path, output):
    with pytest.raises(NotRunnable, match=r"0 cells are tagged parameters") as caught:
        run(notebook(tmp_path, "country = 'EL'"), {"country": "DE"}, output)
    assert caught.value.exit_code == 2
    assert untouched(output)


def test_an_executed_notebook_run_again_forgets_its_parameters(tmp_path):
    first, second = tmp_path / "first.ipynb", tmp_path / "second.ipynb"
    run(parametrised(tmp_path, "print(country)"), {"country": "NO"}, first)
    run(first, {}, second)
    assert read(second)["cells"][1]["outputs"][0]["text"] == ["DE\n"]
    assert read(second)["metadata"]["s3analysis"]["parameters"] == {}


def test_f13_the_output_never_overwrites_the_notebook(tmp_path):
    path = notebook(tmp_path, "1")
    before = path.read_bytes()
    (tmp_path / "hard.ipynb").hardlink_to(path)
    (tmp_path / "soft.ipynb").symlink_to(path)
    for output in (path.name, "hard.ipynb", "soft.ipynb"):
        with pytest.raises(NotRunnable, match=r"would overwrite"):
            run(path, {}, tmp_path / "." / output)
    assert path.read_bytes() == before


def test_a_path_with_braces_is_only_a_path(tmp_path):
    folder = tmp_path / "{country} 100%"
    folder.mkdir()
    run(parametrised(folder, "1"), {"country": "NO"}, folder / "{x}.ipynb")
    assert (folder / "{x}.ipynb").exists()


def test_a_good_run_takes_the_failed_one_of_before_away(tmp_path, output):
    with pytest.raises(NotebookFailed):
        run(notebook(tmp_path, "1/0"), {}, output)
    assert partial(output)
    run(notebook(tmp_path, "1"), {}, output)
    assert not output.with_suffix(".failed.ipynb").exists()


def test_a_notebook_that_names_no_kernel_is_python(tmp_path, output):
    path = parametrised(tmp_path, "assert country == 'NO'")
    bare = read(path) | {"metadata": {}}
    path.write_text(json.dumps(bare), encoding="utf-8")
    assert run(path, {"country": "NO"}, output).status == "completed"


WRITE = "open('x.txt', 'w', encoding='utf-8').close()"


def test_a_file_written_beside_a_notebook_of_a_report_fails_the_run(tmp_path, output):
    with pytest.raises(NotebookFailed, match=r"probe: left x\.txt in its working folder"):
        run(notebook(tmp_path, WRITE), {}, output)


def test_a_file_written_under_papermill_lies_where_stock_papermill_puts_it(tmp_path):
    there, probe = tmp_path / "there", notebook(tmp_path, WRITE)
    there.mkdir()
    for engine in (None, "s3analysis"):
        execute_notebook(probe, tmp_path / "out.ipynb", engine_name=engine, cwd=there)
        (there / "x.txt").unlink()


def test_papermill_s_own_words_are_understood_from_another_folder(tmp_path):
    (tmp_path / "there").mkdir()
    path = notebook(tmp_path, "1/0")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    words = [PYTHON, "-m", "papermill", "--engine", "s3analysis", "--cwd", "there"]
    words += ["probe.ipynb", "out.ipynb"]
    ran = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.returncode, "Traceback" in ran.stderr) == (1, False)
    assert (tmp_path / "out.failed.ipynb").exists()


@pytest.mark.parametrize(
    "change",
    [
        "get_ipython().input_transformers_post.append(lambda lines: ['1'])",
        "get_ipython().ast_transformers.append(__import__('ast').NodeTransformer())",
        "shell = get_ipython(); run = shell.run_cell_async\n"
        "def other(cell, **rest):\n    return run('1', **rest)\n"
        "shell.run_cell_async = other; shell.should_run_async = lambda *_, **__: True",
    ],
)
def test_a_cell_that_would_run_otherwise_than_it_reads_fails_the_run(tmp_path, output, change):
    with pytest.raises(NotebookFailed, match="NotAsWritten"):
        run(notebook(tmp_path, change, "2"), {}, output)


@pytest.mark.parametrize("value", ["None", "object()", "open('/dev/null')"])
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_kernel_without_stdout_ends_in_an_error(tmp_path, output, stream, value):
    if value.startswith("open"):
        value += f"; sys.{stream}.close()"
    with pytest.raises(NotebookFailed, match=r"cell 1 failed.* replaced sys.stdout or sys.stderr"):
        run(notebook(tmp_path, f"import sys; sys.{stream} = {value}", "2"), {}, output)


def test_python_s_kernel_is_this_one_whatever_lies_on_the_path(tmp_path, output, monkeypatch):
    for name in ("python3", "s3analysis"):
        (tmp_path / "kernels" / name).mkdir(parents=True)
        spec = {"argv": ["/bin/false"], "display_name": name, "language": "python"}
        (tmp_path / "kernels" / name / "kernel.json").write_text(json.dumps(spec), "utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    for name in ("python3", "s3analysis"):
        assert run(notebook(tmp_path, "1", kernel=name), {}, output).status == "completed"


@pytest.mark.parametrize("warm", ["", "0"])
def test_code_that_the_environment_would_slip_in_is_not_run(tmp_path, output, monkeypatch, warm):
    (tmp_path / "code").mkdir()
    for name in ("sitecustomize", "usercustomize", "startup", "statistics"):
        (tmp_path / "code" / f"{name}.py").write_text("import sys; sys.slipped_in = 1\n", "utf-8")
    for name in ("PYTHONPATH", "PYTHONUSERBASE"):
        monkeypatch.setenv(name, str(tmp_path / "code"))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "code" / "startup.py"))
    monkeypatch.setenv("S3ANALYSIS_WARM", warm)
    look = "import statistics, sys; print(hasattr(sys, 'slipped_in'), sys.flags.no_user_site)"
    run(notebook(tmp_path, look), {}, output)
    assert read(output)["cells"][0]["outputs"][0]["text"] == ["False 1\n"]


def test_expected_stderr_is_passed_over_and_left_out(tmp_path, output):
    say = "import sys; print('Matplotlib is building the font cache; this may', file=sys.stderr)"
    run(notebook(tmp_path, say), {}, output)
    assert read(output)["cells"][0]["outputs"] == []


def test_eight_runs_go_side_by_side_in_threads(tmp_path):
    path = parametrised(tmp_path, "print(country)")

    def one(number: int) -> str:
        to = tmp_path / f"{number}.ipynb"
        run(path, {"country": f"region {number}"}, to)
        return read(to)["cells"][2]["outputs"][0]["text"][0]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(one, range(8))) == [f"region {number}\n" for number in range(8)]


@pytest.mark.slow
def test_f33_twenty_four_runs_twelve_at_once_all_succeed(tmp_path):
    path = parametrised(tmp_path, "print(country)")

    def one(number: int) -> str:
        return run(path, {"country": str(number)}, tmp_path / f"{number}.ipynb").status

    with ThreadPoolExecutor(12) as pool:
        assert list(pool.map(one, range(24))) == ["completed"] * 24


# F04, F05, F22: the kernel dies


@pytest.mark.timed
@pytest.mark.parametrize(
    ("death", "how"),
    [
        ("os._exit(0)", "exit status 0"),
        ("os.kill(os.getpid(), 9)", r"signal 9 \(out of memory\?\)"),
        ("import ctypes; ctypes.string_at(0)", "signal 11"),
    ],
)
def test_f04_f22_a_dead_kernel_is_noticed_in_seconds_and_nothing_published(
    tmp_path, output, death, how
):
    start = time.monotonic()
    with pytest.raises(KernelDied, match=rf"^probe: cell 2 lost its kernel.*{how}") as caught:
        run(notebook(tmp_path, "1", f"import os; {death}", "3"), {}, output)
    assert time.monotonic() - start < 10
    assert caught.value.exit_code == 138
    assert [cell.status for cell in caught.value.outcome.cells] == [
        "completed",
        "killed",
        "never_ran",
    ]
    assert untouched(output)


def test_f04_a_partial_notebook_is_marked_on_top_and_in_its_metadata(tmp_path, output):
    with pytest.raises(KernelDied) as caught:
        run(notebook(tmp_path, "1", "import os; os._exit(0)"), {}, output)
    kept = partial(output)
    assert "This run failed" in "".join(kept["cells"][0]["source"])
    assert str(caught.value) in "".join(kept["cells"][0]["source"])
    assert kept["metadata"]["s3analysis"]["status"] == "killed"
    assert caught.value.partial == output.with_suffix(".failed.ipynb")


@pytest.mark.slow
def test_f04_stock_papermill_calls_the_cells_of_a_dead_kernel_completed(tmp_path, output):
    assert stock(notebook(tmp_path, "1", "import os; os._exit(0)", "3"), output).returncode == 138
    kept = read(output)
    assert kept["metadata"]["papermill"]["exception"] is None
    assert {cell["metadata"]["papermill"]["status"] for cell in kept["cells"]} == {"completed"}


@pytest.mark.slow
def test_f22_stock_nbval_waits_out_the_cell_limit_of_a_dead_kernel(tmp_path):
    path = notebook(tmp_path, "import os; os._exit(0)")
    words = ["-m", "pytest", "-p", "no:cacheprovider", "--nbval", "--nbval-cell-timeout=15"]
    start = time.monotonic()
    subprocess.run([PYTHON, *words, str(path)], cwd=tmp_path, capture_output=True, timeout=120)
    assert time.monotonic() - start > 15


def test_f05_memory_over_the_limit_ends_the_run_and_names_it(tmp_path, output):
    grow = "hog = []\nwhile True: hog.append(bytearray(8_000_000))"
    with pytest.raises(OutOfMemory, match=r"^probe: cell 1 exceeded 200 MB of memory") as caught:
        run(notebook(tmp_path, grow), {}, output, Limits(memory=200 * MB))
    assert caught.value.exit_code == 137
    assert untouched(output)


@pytest.mark.parametrize("apart", ["", ", start_new_session=True, env={}"])
def test_memory_of_children_counts(tmp_path, output, apart):
    hog = "import subprocess, sys\nsubprocess.run([sys.executable, '-c', "
    hog += f"'import time; hog = bytes([1]) * 700_000_000; time.sleep(60)']{apart})"
    with pytest.raises(OutOfMemory):
        run(notebook(tmp_path, hog), {}, output, Limits(memory=700 * MB))


def test_f05_memory_that_cannot_be_had_is_out_of_memory(tmp_path, output):
    with pytest.raises(OutOfMemory, match=r"MemoryError"):
        run(notebook(tmp_path, "bytearray(10**15)"), {}, output)


# F06, F29: a run that stops half way


@pytest.mark.parametrize("source", ["import sys; sys.exit(0)", "raise SystemExit", "1/0"])
def test_f06_a_run_that_stops_half_way_fails(tmp_path, output, source):
    with pytest.raises(NotebookFailed, match=r"^probe: cell 3 failed with") as caught:
        run(notebook(tmp_path, "1", "2", source, "4"), {}, output)
    assert caught.value.exit_code == 1
    assert [cell.status for cell in caught.value.outcome.cells][2:] == ["failed", "never_ran"]
    assert untouched(output)


@pytest.mark.slow
def test_f06_stock_papermill_is_content_with_sys_exit_half_way(tmp_path, output):
    assert stock(notebook(tmp_path, "1", "import sys; sys.exit(0)", "3"), output).returncode == 0
    assert read(output)["cells"][2]["execution_count"] is None


def test_the_message_is_one_line_with_notebook_cell_and_its_first_line(tmp_path, output):
    with pytest.raises(NotebookFailed) as caught:
        run(notebook(tmp_path, "1", "x = 1\nraise ValueError('one\\ntwo')"), {}, output)
    assert str(caught.value) == "probe: cell 2 failed with ValueError: one two [x = 1]"
    assert (caught.value.notebook, caught.value.cell, caught.value.name) == (
        "probe",
        2,
        "ValueError",
    )


def test_f29_an_error_is_an_error_also_where_a_tag_allows_it(tmp_path, output):
    with pytest.raises(NotebookFailed, match=r"cell 1 failed with ZeroDivisionError"):
        run(notebook(tmp_path, "1/0", "2", tags=("raises-exception",)), {}, output)


@pytest.mark.slow
def test_f29_stock_papermill_runs_on_after_a_tagged_error_and_then_fails(tmp_path, output):
    path = notebook(tmp_path, "1/0", "2", tags=("raises-exception",))
    assert stock(path, output).returncode == 1
    assert read(output)["cells"][-1]["execution_count"] == 2


def test_a_cell_that_a_tag_skips_makes_the_run_incomplete(tmp_path, output):
    with pytest.raises(NotebookFailed, match=r"cell 1 never ran"):
        run(notebook(tmp_path, "1", "2", tags=("skip-execution",)), {}, output)


# F14, F15, F24: errors that hide

IN_OUTPUT = "import ipywidgets as w\nwith w.Output():\n    1/0"
INTERACTIVE = "import ipywidgets as w\nw.interactive(lambda x: 1/x, x=w.fixed(0)).update()"
CLEARED = "import ipywidgets as w\nout = w.Output()\nwith out:\n    1/0\nout.clear_output()"
HANDLER = """import ipywidgets as w
box = w.Checkbox()
out = w.Output()
@out.capture()
def broken(change): 1/0
box.observe(broken, 'value')
box.value = True"""
STATE = """import ipywidgets as w
out = w.Output()
out.outputs = ({'output_type': 'error', 'ename': 'E', 'evalue': 'x', 'traceback': []},)
out"""
THREAD = "import threading\nthreading.Thread(target=lambda: 1/0).start()"
LATE = """import threading, time
def late():
    time.sleep(0.2)
    1/0
threading.Thread(target=late).start()"""


@pytest.mark.parametrize(
    "source", [IN_OUTPUT, INTERACTIVE, CLEARED, HANDLER, STATE, "%%capture\n1/0"]
)
def test_f14_an_error_inside_a_widget_fails_the_run(tmp_path, output, source):
    with pytest.raises(NotebookFailed, match=r"^probe: .*(widget|failed with)"):
        run(notebook(tmp_path, source, "2"), {}, output)
    assert untouched(output)


@pytest.mark.parametrize("source", [IN_OUTPUT, INTERACTIVE])
@pytest.mark.slow
def test_f14_stock_papermill_is_content_with_an_error_inside_a_widget(tmp_path, output, source):
    assert stock(notebook(tmp_path, source, "2"), output).returncode == 0


def test_output_widgets_never_make_a_run_wait_for_a_reply_that_came(tmp_path, output):
    cells = ["import ipywidgets as w", *["with w.Output():\n    print(1); display(2)"] * 100]
    assert run(notebook(tmp_path, *cells), {}, output, Limits(cell=5)).status == "completed"


@pytest.mark.parametrize("after", ["2", "import time; time.sleep(0.5)", None])
@pytest.mark.parametrize("source", [THREAD, LATE])
def test_f15_an_error_in_a_thread_fails_the_run_whenever_it_comes(tmp_path, output, source, after):
    with pytest.raises(NotebookFailed, match=r"wrote to stderr.*(ZeroDivisionError|in thread)"):
        run(notebook(tmp_path, source, *([after] if after else [])), {}, output)


def test_a_warning_fails_the_run(tmp_path, output):
    with pytest.raises(NotebookFailed, match=r"wrote to stderr: <cell>:1: UserWarning: odd"):
        run(notebook(tmp_path, "import warnings; warnings.warn('odd')"), {}, output)


@pytest.mark.slow
def test_f15_stock_papermill_is_content_with_an_error_in_a_thread(tmp_path, output):
    assert stock(notebook(tmp_path, THREAD, "import time; time.sleep(0.5)"), output).returncode == 0


def test_f24_a_notebook_that_asks_a_question_fails(tmp_path, output):
    with pytest.raises(NotebookFailed, match=r"StdinNotImplementedError"):
        run(notebook(tmp_path, "input('who?')"), {}, output)


# F07, F08, F09: the parent is interrupted, ended, killed


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_f07_f08_an_interrupted_run_leaves_the_old_report_and_no_process(
    tmp_path, output, number, code
):
    path = notebook(tmp_path, CHILDREN.format(pids=str(tmp_path / "pids")), "2")
    process = began(path, output)
    pids = pids_in(tmp_path / "pids")
    process.send_signal(number)
    error = process.communicate(timeout=10)[1].decode()
    assert process.returncode == code
    assert error == f"probe: cell 1 was interrupted by {number.name} [import os, sys, time]\n"
    assert not [pid for pid in pids if alive(pid)]
    assert untouched(output)
    assert partial(output)["metadata"]["s3analysis"]["status"] == "killed"


def test_f09_a_killed_parent_leaves_no_process_behind(tmp_path, output):
    path = notebook(tmp_path, CHILDREN.format(pids=str(tmp_path / "pids")))
    process = began(path, output)
    pids = pids_in(tmp_path / "pids")
    process.kill()
    process.communicate()
    wait_for(lambda: not [pid for pid in pids if alive(pid)], 5)
    assert untouched(output)
    assert run(notebook(tmp_path, "1"), {}, output).status == "completed"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.slow
def test_f07_f08_f09_stock_papermill_loses_the_old_report_and_leaves_a_child(
    tmp_path, output, number
):
    path = notebook(tmp_path, CHILDREN.format(pids=str(tmp_path / "pids")))
    process = began(path, output, PYTHON, "-m", "papermill", "--no-progress-bar")
    pids = pids_in(tmp_path / "pids")
    try:
        process.send_signal(number)
        process.wait(timeout=30)
        assert not untouched(output)
        assert read(output)["metadata"]["papermill"]["exception"] is None
        time.sleep(5)
        assert [alive(pid) for pid in pids[3:]] == [
            True,
            True,
            True,
        ]  # those with sessions of their own
    finally:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.communicate()


def test_a_main_thread_can_end_the_runs_of_other_threads(tmp_path, output):
    path = notebook(tmp_path, "import time; time.sleep(600)")
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(run, path, {}, tmp_path / f"{i}.ipynb") for i in range(2)]
        wait_for(lambda: sum(one.cell == 1 for one in monitor.Watch.running) == 2)
        monitor.stop_runs(signal.SIGTERM)
        assert [type(one.exception()) for one in runs] == [Terminated, Terminated]


def test_a_run_in_the_main_thread_gives_the_signals_back(tmp_path, output):
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    run(notebook(tmp_path, "1"), {}, output)
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_a_signal_while_the_kernel_starts_ends_the_run(tmp_path, output):
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(Interrupted, match=r"^probe: .*was interrupted by SIGINT"):
        run(notebook(tmp_path, "import time; time.sleep(600)"), {}, output)


def test_children_a_notebook_leaves_running_go_with_a_good_run(tmp_path, output):
    source = CHILDREN.format(pids=str(tmp_path / "pids")).replace("time.sleep(600)", "")
    run(notebook(tmp_path, source), {}, output)
    assert not [pid for pid in pids_in(tmp_path / "pids") if alive(pid)]


# F23, F32: limits


@pytest.mark.timed
@pytest.mark.parametrize(
    "stubborn",
    [
        "while True:\n    try: time.sleep(600)\n    except KeyboardInterrupt: pass",
        "time.sleep(600)",
    ],
)
def test_f23_a_cell_over_its_time_limit_is_named(tmp_path, output, stubborn):
    start = time.monotonic()
    with pytest.raises(TimedOut, match=r"^probe: cell 2 exceeded 1 s \[import time\]$") as caught:
        run(notebook(tmp_path, "1", f"import time\n{stubborn}", "3"), {}, output, Limits(cell=1))
    assert time.monotonic() - start < 5
    assert caught.value.exit_code == 124
    assert [cell.status for cell in caught.value.outcome.cells] == [
        "completed",
        "timed_out",
        "never_ran",
    ]


def test_a_notebook_over_its_time_limit_is_named(tmp_path, output):
    naps = ["import time; time.sleep(0.5)"] * 9
    with pytest.raises(TimedOut, match=r"exceeded the 2 s of the whole notebook"):
        run(notebook(tmp_path, *naps), {}, output, Limits(notebook=2))


@pytest.mark.slow
def test_f23_stock_papermill_calls_cells_over_the_limit_completed(tmp_path, output):
    path = notebook(tmp_path, "import time; time.sleep(600)", "2")
    assert stock(path, output, "--execution-timeout", "2").returncode == 1
    kept = read(output)
    assert kept["metadata"]["papermill"]["exception"] is None
    assert {cell["metadata"]["papermill"]["status"] for cell in kept["cells"]} == {"completed"}


def test_f32_a_cell_that_puts_out_too_much_is_named(tmp_path, output):
    flood = "import time\nwhile True: print('x' * 100_000); time.sleep(0.01)"
    with pytest.raises(NotebookFailed, match=r"^probe: cell 1 put out more than 1 MB") as caught:
        run(notebook(tmp_path, flood), {}, output)
    assert caught.value.exit_code == 1
    assert caught.value.partial.stat().st_size < 4 * MB


def test_a_notebook_that_grows_too_large_is_named(tmp_path, output):
    path = notebook(tmp_path, *["print('x' * 600_000)"] * 2)
    with pytest.raises(NotebookFailed, match=r"^probe: is larger than 1 MB"):
        run(path, {}, output, Limits(notebook_size=MB))
    assert untouched(output)


@pytest.mark.slow
def test_f32_stock_papermill_keeps_fifty_megabytes_of_print(tmp_path, output):
    assert stock(notebook(tmp_path, "print('x' * 50_000_000)"), output).returncode == 0
    assert output.stat().st_size > 50_000_000


# F25, F31: what cannot run


def test_f25_a_missing_kernel_is_said_before_anything_is_made(tmp_path, kernel_folders):
    with pytest.raises(
        KernelMissing, match=r"no Jupyter kernel named 'julia'.*make setup"
    ) as caught:
        run(notebook(tmp_path, "1", kernel="julia"), {}, tmp_path / "out.ipynb")
    assert caught.value.exit_code == 3
    assert [path.name for path in tmp_path.iterdir()] == ["probe.ipynb"]
    assert not list(kernel_folders.iterdir())


@pytest.mark.slow
def test_f25_stock_papermill_makes_the_output_before_it_looks_for_the_kernel(tmp_path):
    path = notebook(tmp_path, "1", kernel="julia")
    result = stock(path, tmp_path / "out.ipynb")
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) > 10
    assert (tmp_path / "out.ipynb").exists()


@pytest.mark.parametrize("text", ['{"cells": [{"cell', "", "[]", "{}", "\xff\xfe", "null"])
def test_f31_what_is_no_whole_notebook_is_refused_in_one_line(tmp_path, output, text):
    path = tmp_path / "probe.ipynb"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(NotRunnable, match=r"^probe.ipynb: is not a whole notebook") as caught:
        run(path, {}, output)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2
    assert untouched(output)


def test_f26_a_notebook_that_is_not_there_is_refused_in_one_line(tmp_path, output):
    with pytest.raises(NotRunnable, match=r"^probe.ipynb: cannot be read: No such file"):
        run(tmp_path / "probe.ipynb", {}, output)


@pytest.mark.slow
def test_f31_stock_papermill_prints_a_broken_notebook_at_length(tmp_path, output):
    path = tmp_path / "probe.ipynb"
    path.write_text('{"cells": [{"cell_type": "code", "source": "1', encoding="utf-8")
    result = stock(path, output)
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) > 10


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_f10_a_disk_that_takes_no_more_keeps_the_old_report(tmp_path, output, monkeypatch):
    def full(*_: object) -> int:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(files.DiskError, match=r"No space left"):
        run(notebook(tmp_path, "1"), {}, output)
    assert untouched(output)


# The engine by its name, the errors, the kernel's folder


def test_papermill_finds_the_engine_by_name_whichever_is_imported_first(tmp_path):
    (tmp_path / "probe-1.dist-info").mkdir()
    (tmp_path / "probe-1.dist-info/entry_points.txt").write_text(
        "[papermill.engine]\ns3analysis = s3analysis.press.runs.engine:S3AnalysisEngine\n"
    )
    for first, then in (
        ("s3analysis.press.runs.engine", "papermill"),
        ("papermill", "s3analysis.press.runs.engine"),
        ("s3analysis.press.runs.kernels", "papermill"),
    ):
        words = f"import {first}, {then}; from papermill.engines import papermill_engines as e; "
        words += "import s3analysis.press.runs.engine as o; "
        words += "assert e.get_engine('s3analysis') is o.S3AnalysisEngine"
        place = os.environ | {"PYTHONPATH": str(tmp_path)}
        subprocess.run([PYTHON, "-W", "error", "-c", words], env=place, check=True)


@pytest.mark.slow
def test_papermills_own_command_line_runs_our_engine(tmp_path, output):
    (tmp_path / "probe-1.dist-info").mkdir()
    (tmp_path / "probe-1.dist-info/entry_points.txt").write_text(
        "[papermill.engine]\ns3analysis = s3analysis.press.runs.engine:S3AnalysisEngine\n"
    )
    place = os.environ | {"PYTHONPATH": str(tmp_path)}
    path = notebook(tmp_path, "1", "import sys; sys.exit(0)", "3")
    words = [PYTHON, "-m", "papermill", "--engine", "s3analysis", str(path), str(output)]
    result = subprocess.run(words, env=place, capture_output=True, text=True, timeout=60)
    assert result.returncode == 1
    failed = "Error: probe: cell 2 failed with SystemExit: 0 [import sys; sys.exit(0)]"
    kept = output.with_suffix(".failed.ipynb")
    assert result.stderr.splitlines()[-1] == f"{failed}; what ran of it: {kept}"
    assert "Traceback" not in result.stderr
    assert untouched(output)
    assert partial(output)["metadata"]["s3analysis"]["status"] == "failed"


def test_every_error_of_the_family_has_its_exit_code_and_can_be_sent():
    codes = {
        NotebookFailed: 1,
        NotRunnable: 2,
        KernelMissing: 3,
        TimedOut: 124,
        OutOfMemory: 137,
        KernelDied: 138,
        Interrupted: 130,
        Terminated: 143,
    }
    for kind, code in codes.items():
        error = pickle.loads(pickle.dumps(kind("probe", 3, "E", "probe: cell 3 failed")))
        assert isinstance(error, RunError)
        assert (type(error), error.exit_code, str(error)) == (kind, code, "probe: cell 3 failed")


def test_a_kernels_folder_is_private_and_short_wherever_temporary_files_lie(tmp_path, monkeypatch):
    deep = tmp_path / ("d" * 90)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    manager = kernels.PrivateKernelManager(kernel_name="python3")
    try:
        assert len(f"{manager.ip}-99999") < 104
        assert manager.folder.stat().st_mode & 0o077 == 0
    finally:
        manager.end()
    assert not manager.folder.exists()


def test_what_nbclient_logs_reaches_nobody_who_could_fail_to_say_it():
    class Broken(logging.Handler):
        def emit(self, record):
            raise BrokenPipeError

    press, broken = logging.getLogger("s3analysis.press"), Broken()
    press.addHandler(broken)
    try:
        unsaid.error("Kernel died while waiting for execute reply.")
        with pytest.raises(BrokenPipeError):
            log.warning("said")
    finally:
        press.removeHandler(broken)
