"""The panels of explore.ipynb in a real JupyterLab: the walk of the docs, then every control."""

import os
import statistics
import sys

import pytest

from browser import serving
from browser.controls import CLOCKED, IMPORTED, PANELS
from s3analysis import values
from s3analysis.measures.priorities import published
from s3analysis.panels import ledger, partners, partnerships, priorities, themes
from s3analysis.press.editions import imports
from s3analysis.sources import record
from s3analysis.sources.extracts import extracts
from s3analysis.vocabulary import DECLARED

pytestmark = pytest.mark.slow

EVERYBODY = "every region listed, observers and other interested regions included"
STATED = "Plainly stated only; what is deduced is unknown"

EXTRACTS = {
    "first": "Region;Priority;NACE\nSkåne;Life science;C21\nEL30;Food of the future;10\n",
    "second": "Region;Priority;NACE\nSkåne;Chips;C26\nES51;Cars;C29\nNorte;Shoes;C15\n",
    "wrong": "Region;Priority;NACE\nSkaane;Chips;C26\nES51;Cars;C999\n",
}
"""Files that a researcher imports while the panels are open."""
MAPPING = """[columns]
region = "Region"
text = "Priority"

[[dimension]]
name = "NACE"
column = "NACE"
scheme = "nace-rev-2"
"""

STEPS = [
    {"panel": "partnerships", "label": "Who counts", "way": "mouse", "value": EVERYBODY},
    {
        "panel": "partnerships",
        "label": "Partnership",
        "way": "mouse",
        "value": "Textile innovation",
    },
    {"panel": "partnerships", "label": "Partnership", "way": "keyboard", "keys": ["s"]},
    {"panel": "partners", "label": "Region", "way": "keyboard", "value": "asdfgh"},
    {"panel": "partners", "label": "Region", "way": "keyboard", "value": "Bavaria"},
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
    {**IMPORTED},
    {"import": "first"},
    {**IMPORTED, "value": DECLARED["published"]},
    {**IMPORTED},
    {"panel": "priorities", "label": "Share", "way": "keyboard", "keys": ["ArrowDown"]},
    {"panel": "priorities", "label": "Its dimension", "way": "keyboard", "keys": ["ArrowDown"]},
    {"panel": "priorities", "label": "Its dimension", "way": "mouse", "value": "The first"},
    {"import": "wrong"},
    {"panel": "priorities", "label": "Share", "way": "mouse", "value": "Share of priorities"},
    {"import": "second"},
    {**IMPORTED, "way": "keyboard", "keys": ["ArrowUp"]},
    {**IMPORTED, "way": "keyboard", "keys": ["ArrowDown"]},
    {"damage": "priorities.csv"},
    {"panel": "priorities", "label": "Share", "way": "keyboard", "keys": ["ArrowDown"]},
    {**IMPORTED, "value": DECLARED["synthetic"]},
]
"""What is done one after the other; what a step shows is told at its place in this list."""
AT_ONCE = 150
"""Milliseconds in which a control answers."""


def done(step, home):
    """Return a step as the browser's script takes it: an import is a command that runs."""
    if "damage" in step:
        place = home / "data" / "imported" / "priorities" / step["damage"]
        return {"run": [sys.executable, "-c", f"open({str(place)!r}, 'a').write('x')"]}
    if "import" in step:
        words = ["s3analysis", "import", "priorities", *map(str, filed(home, step["import"]))]
        return {"run": [sys.executable, "-m", *words]}
    return step


def filed(home, name):
    """Write an extract and its mapping, and return what names them on the command line."""
    file, mapping = home / f"{name}.csv", home / "mapping.toml"
    file.write_text(EXTRACTS[name], encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    return file, "--mapping", mapping


def used(browser, home, **job):
    """Return what a browser saw of the panels under every kind of control."""
    return browser(
        "panels",
        panels=PANELS,
        steps=[done(step, home) for step in STEPS],
        clocked=CLOCKED,
        patience=120,
        shots=os.environ.get("S3_SHOTS"),
        env={"S3ANALYSIS_HOME": str(home), "PYTHONPATH": str(home)},
        **job,
    )


@pytest.fixture(scope="session")
def in_lab(browser, tmp_path_factory):
    """What was seen in JupyterLab, started as the docs say and used step by step."""
    home = serving.copied(tmp_path_factory.mktemp("lab"))
    (_, _), (_, _), (notebook, _), (menu, _), _ = serving.walk()
    with serving.lab(home) as root:
        return used(browser, home, start=f"{root}/", open=notebook[0], menu=menu)


@pytest.fixture(scope="session")
def in_voila(browser, tmp_path_factory):
    """What was seen of the page that Voila serves."""
    home = serving.copied(tmp_path_factory.mktemp("voila"))
    with serving.voila(home) as root:
        return used(browser, home, url=root)


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
    *_, (words, numbers) = serving.walk()
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
        (4, partners, {"region": "Bavaria"}),
        (5, partners, {"region": "flanders"}),
        (7, partners, {"region": "skane"}),
        (8, partners, {"region": "skane", "act": "propose"}),
        (9, partners, {"region": "skane", "act": "propose", "others": ("flanders", "tampere")}),
        (10, themes, {"evidence": "stated"}),
        (11, themes, {"evidence": "stated", "themes": ("3d-printing",)}),
        (13, ledger, {"computed": "reproduced"}),
        (14, ledger, {"computed": "reproduced", "document": "brief"}),
        (17, priorities, {"priorities": "published"}),
        (29, priorities, {"priorities": "synthetic", "basis": published.REGIONS}),
    ],
)
def test_the_page_shows_what_the_function_gives(seen, tables, step, room, given):
    wanted = titles(room, tables, **given)
    assert seen["steps"][step]["titles"] == wanted
    assert seen["steps"][step]["status"] == f"{wanted[0]}."


@pytest.mark.parametrize(
    ("step", "name", "given"),
    [
        (18, "first", {}),
        (19, "first", {"basis": published.REGIONS}),
        (21, "first", {"basis": published.REGIONS}),
        (23, "first", {}),
        (26, "second", {}),
    ],
)
def test_the_page_shows_what_the_function_gives_of_an_import(
    seen, tables, monkeypatch, tmp_path, step, name, given
):
    for module in (values, extracts, imports):
        monkeypatch.setattr(module, "IMPORTED", tmp_path / "imported")
    monkeypatch.setattr(imports, "WORKSHOP", tmp_path / "workshop")
    file, _, mapping = filed(tmp_path, name)
    imports.write(imports.priorities(file, mapping, "unknown"))
    assert seen["steps"][step]["titles"] == titles(
        priorities, tables, priorities="imported", **given
    )


def test_what_is_wrong_with_a_file_is_told_by_the_import_and_the_extract_before_stays(seen):
    refused, after = seen["steps"][22:24]
    assert refused["code"] == 5
    assert "nothing was imported" in refused["said"]
    assert not after["alert"]
    assert [seen["steps"][step]["code"] for step in (16, 24, 27)] == [0, 0, 0]


def test_choosing_a_partnership_filters_the_rows(seen):
    everything, textile = seen["steps"][:2]
    assert 0 < textile["rows"][2] < everything["rows"][2]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (3, "Region: unknown region 'asdfgh': write its usual name or its NUTS code"),
        (6, "Flanders"),
        (12, "No theme is chosen; choose one or more"),
        (15, "no extract has been imported; run s3analysis import priorities"),
        (20, "the extract has 1 dimension, no 2; choose 1"),
        (28, "priorities.csv"),
    ],
)
def test_what_has_no_answer_is_a_sentence_and_the_last_answer_stays(seen, step, said):
    now = seen["steps"][step]
    panel = STEPS[step]["panel"]
    before = next(
        (
            told
            for asked, told in zip(STEPS[:step][::-1], seen["steps"][:step][::-1], strict=True)
            if asked.get("panel") == panel
        ),
        seen[panel],
    )
    assert now["alert"]
    assert said in now["status"]
    assert now["status"].endswith("What is shown below is the last answer.")
    assert (now["titles"], now["rows"], now["code"]) == (
        before["titles"],
        before["rows"],
        before["code"],
    )


def test_each_kind_of_control_was_used_and_the_code_follows(seen):
    assert {step["kind"] for step in seen["steps"]} == {"SELECT", "INPUT", "run"}
    assert "reading='listed'" in seen["steps"][0]["code"]
    assert "region='Flandern'" in seen["steps"][5]["code"]


def test_axe_finds_nothing_in_any_panel(seen):
    assert [found["violations"] for found in seen["axe"].values()] == [[]] * len(PANELS)
    assert all(found["passes"] > 5 for found in seen["axe"].values())


def test_controls_come_before_results_in_the_keyboards_order(seen):
    for found in seen["axe"].values():
        kinds = ["control" if kind in {"SELECT", "INPUT"} else "rest" for kind in found["focus"]]
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
