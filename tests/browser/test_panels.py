"""The panels of explore.ipynb in a real JupyterLab: the README's walk, then every control."""

import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from s3analysis.panels import ledger, partners, partnerships, priorities, themes
from s3analysis.paths import HOME
from s3analysis.sources import record

pytestmark = pytest.mark.slow

PANELS = ["partners", "partnerships", "themes", "priorities", "ledger"]
EVERYBODY = "every region listed, observers and other interested regions included"
MEMBERS = "lead and participating regions"
STATED = "Plainly stated only; what is deduced is unknown"
DEDUCED = "Stated, or following from what is stated"

SYNTHETIC = "a synthetic extract, made up for teaching"

STEPS = [
    {"panel": "partnerships", "label": "Who counts", "way": "mouse", "value": EVERYBODY},
    {"panel": "partnerships", "value": "Textile innovation", "way": "mouse"},
    {"panel": "partnerships", "value": "Sport", "way": "keyboard", "keys": ["Space"]},
    {"panel": "partnerships", "label": "Month of the list", "way": "keyboard", "value": "2017-08"},
    {"panel": "partnerships", "label": "Month of the list", "way": "keyboard", "value": "2017-07"},
    {"panel": "partners", "label": "Region", "way": "keyboard", "value": "Flandern"},
    {"panel": "partners", "label": "Region", "way": "mouse", "value": "Flandres Orient"},
    {"panel": "partners", "label": "Region", "way": "mouse", "value": "Skåne"},
    {"panel": "partners", "label": "What to do", "way": "keyboard", "keys": ["ArrowDown"]},
    {
        "panel": "partners",
        "label": "Proposing with it",
        "way": "mouse",
        "value": ["Flanders", "Tampere Region"],
    },
    {"panel": "themes", "label": "What counts as known", "way": "mouse", "value": STATED},
    {"panel": "themes", "label": "Themes of Table 3", "way": "keyboard", "keys": ["Home"]},
    {"panel": "themes", "label": "Themes of Table 3", "way": "mouse", "value": None},
    {"panel": "ledger", "label": "By computation", "way": "mouse", "value": "Reproduced"},
    {"panel": "ledger", "label": "Document", "way": "keyboard", "keys": ["ArrowDown"]},
    {"panel": "priorities", "label": "Whose priorities", "way": "mouse", "value": SYNTHETIC},
]
CLOCKED = [
    {"panel": "partnerships", "label": "Who counts", "values": [EVERYBODY, MEMBERS]},
    {
        "panel": "partners",
        "label": "What to do",
        "values": ["Propose a new area", "Join a partnership that exists"],
    },
    {"panel": "themes", "label": "What counts as known", "values": [STATED, DEDUCED]},
]
"""Controls changed to and fro, twenty times after a first one, and left as they were."""
AT_ONCE = 150
"""Milliseconds in which a control answers."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def walk():
    """Return the steps of the README's walk: the words in italics of each, and its numbers."""
    readme = (HOME / "README.md").read_text("utf-8")
    section = readme.partition("## Explore in JupyterLab")[2].partition("\n## ")[0]
    steps = re.findall(r"(?m)^\d\. (.*)$", section)
    return [(re.findall(r"\*([^*]+)\*", step), re.findall(r"`([^`]+)`", step)) for step in steps]


@pytest.fixture(scope="session")
def explored(tmp_path_factory):
    """A copy of the project that a researcher may change."""
    home = tmp_path_factory.mktemp("explored") / "project"
    skipped = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for folder in (".jupyter", "data", "notebooks", "s3analysis"):
        shutil.copytree(HOME / folder, home / folder, ignore=skipped)
    for name in ("Makefile", "voila.json"):
        shutil.copy(HOME / name, home)
    return home


@contextmanager
def served(words, home, url, folder):
    """Yield once a server of ours answers; end it, and what it started, afterwards."""
    names = {"JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces"}
    own = {name: str(folder / place) for name, place in names.items()}
    with (folder / "log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            words,
            cwd=home,
            env=os.environ | own | {"S3ANALYSIS_HOME": str(home), "PYTHONPATH": str(home)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            for _ in range(240):
                assert server.poll() is None, (folder / "log").read_text("utf-8")[-2000:]
                try:
                    urllib.request.urlopen(url, timeout=5).close()
                    break
                except urllib.error.HTTPError:
                    break
                except OSError:
                    time.sleep(0.5)
            yield
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()


def used(browser, **job):
    """Return what a browser saw of the panels under every kind of control."""
    return browser(
        "panels",
        panels=PANELS,
        steps=STEPS,
        clocked=CLOCKED,
        patience=120,
        shots=os.environ.get("S3_SHOTS"),
        **job,
    )


@pytest.fixture(scope="session")
def in_lab(browser, explored, tmp_path_factory):
    """What was seen in JupyterLab, started as the README says and used step by step."""
    port = free_port()
    more = f"--no-browser --allow-root --port={port} --ServerApp.port_retries=0"
    words = ["make", "-o", ".venv/set-up", "lab", f"BIN={Path(sys.executable).parent}"]
    words.append(f"LAB={more} --IdentityProvider.token=")
    root = f"http://127.0.0.1:{port}"
    (_, _), (_, _), (notebook, _), (menu, _), _ = walk()
    with served(words, explored, f"{root}/api", tmp_path_factory.mktemp("lab")):
        return used(browser, start=f"{root}/", open=notebook[0], menu=menu)


@pytest.fixture(scope="session")
def in_voila(browser, explored, tmp_path_factory):
    """What was seen of the page that Voila serves."""
    port = free_port()
    words = [Path(sys.executable).parent / "voila", "notebooks/explore.ipynb", "--no-browser"]
    words += [f"--port={port}", "--Voila.ip=127.0.0.1"]
    root = f"http://127.0.0.1:{port}"
    with served(words, explored, f"{root}/static/voila.js", tmp_path_factory.mktemp("voila")):
        return used(browser, url=root)


@pytest.fixture(scope="session", params=["in_lab", "in_voila"])
def seen(request):
    """What was seen in either."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def tables():
    return record.read_all()


def titles(room, tables, **given):
    panel = room.panel(tables) if room is priorities else room.panel(tables, "2017-07")
    return [each.title for each in panel.answer(**panel.defaults | given)]


def test_jupyterlab_opens_at_the_page_that_says_what_answers_what(in_lab):
    assert in_lab["start"].startswith("Where to start")


def test_before_anything_is_run_a_panel_is_read_as_its_default(in_lab, tables):
    assert in_lab["fresh"] == titles(partners, tables)[0]


def test_the_walk_of_the_readme_leads_to_the_number_it_names(in_lab, tables):
    *_, (words, numbers) = walk()
    step = STEPS[0]
    assert words == [step["label"], step["value"]]
    assert in_lab["partnerships"]["titles"][0].startswith(numbers[0])
    assert in_lab["steps"][0]["titles"][0].startswith(numbers[1])
    assert numbers[0] != numbers[1]


@pytest.mark.parametrize(
    ("step", "room", "given"),
    [
        (0, partnerships, {"reading": "listed"}),
        (1, partnerships, {"reading": "listed", "partnership": "textile-innovation"}),
        (2, partnerships, {"reading": "listed", "partnership": "sport"}),
        (4, partnerships, {"reading": "listed", "partnership": "sport"}),
        (5, partners, {"region": "flanders"}),
        (7, partners, {"region": "skane"}),
        (8, partners, {"region": "skane", "act": "propose"}),
        (9, partners, {"region": "skane", "act": "propose", "others": ("flanders", "tampere")}),
        (10, themes, {"evidence": "stated"}),
        (11, themes, {"evidence": "stated", "themes": ("3d-printing",)}),
        (13, ledger, {"computed": "reproduced"}),
        (14, ledger, {"computed": "reproduced", "document": "brief"}),
        (15, priorities, {"priorities": "synthetic"}),
    ],
)
def test_the_page_shows_what_the_function_gives(seen, tables, step, room, given):
    wanted = titles(room, tables, **given)
    assert seen["steps"][step]["titles"] == wanted
    assert seen["steps"][step]["status"] == f"{wanted[0]}."


def test_choosing_a_tile_filters_the_rows(seen):
    everything, textile = seen["steps"][:2]
    assert 0 < textile["rows"][2] < everything["rows"][2]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (3, "'2017-08' is not a month with a member list (2017-07)"),
        (6, "Flanders"),
        (12, "No theme is chosen; choose one or more"),
    ],
)
def test_what_has_no_answer_is_a_sentence_and_the_last_answer_stays(seen, step, said):
    before, now = seen["steps"][step - 1 : step + 1]
    assert now["alert"]
    assert said in now["status"]
    assert now["status"].endswith("What is shown below is the last answer.")
    assert (now["titles"], now["rows"], now["code"]) == (
        before["titles"],
        before["rows"],
        before["code"],
    )


def test_each_kind_of_control_was_used_and_the_code_follows(seen):
    assert {step["kind"] for step in seen["steps"]} == {"SELECT", "INPUT", "BUTTON"}
    assert "reading='listed'" in seen["steps"][0]["code"]
    assert "region='Flandern'" in seen["steps"][5]["code"]


def test_axe_finds_nothing_in_any_panel(seen):
    assert [found["violations"] for found in seen["axe"].values()] == [[]] * len(PANELS)
    assert all(found["passes"] > 5 for found in seen["axe"].values())


def test_controls_come_before_results_in_the_keyboards_order(seen):
    for found in seen["axe"].values():
        kinds = [
            "control" if kind in {"SELECT", "INPUT", "BUTTON"} else "rest"
            for kind in found["focus"]
        ]
        assert kinds == sorted(kinds)


def test_voila_shows_no_code_of_the_notebook(in_voila):
    assert in_voila["inputs"] == 0


def test_nothing_is_asked_of_the_network(seen):
    assert seen["away"] == []


def test_a_control_answers_at_once(seen):
    for name, times in seen["times"].items():
        first, whole = statistics.median(times["first"]), statistics.median(times["all"])
        print(f"{name}: first number {first:.0f} ms, all {whole:.0f} ms (median of 20)")
        if os.getloadavg()[0] < (os.cpu_count() or 1):
            assert first < AT_ONCE, name
