"""What people and schedulers pass for a parameter: taken as it is meant, or refused in a sentence.

The 26 of MEASURED were measured once; Papermill itself makes of each what it makes.
"""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_notebook
from papermill.cli import _resolve_type
from papermill.iorw import NoDatesSafeLoader

from s3analysis import values
from s3analysis.contracts import Partnerships, PartnershipStatus, Refused, RegionBrief, accept
from s3analysis.paths import NOTEBOOKS

CONTRACT = {
    "as_of": Partnerships,
    "reading": Partnerships,
    "draws": Partnerships,
    "seed": Partnerships,
    "region": RegionBrief,
    "partnership": PartnershipStatus,
}

# Texts, each with what a flag of Papermill's command line makes of it: -p, -y or, always text, -r.
MEASURED = [
    ("-p", "NO", "NO"),
    ("-y", "NO", False),
    ("-p", "no", "no"),
    ("-y", "no", False),
    ("-p", "on", "on"),
    ("-y", "on", True),
    ("-y", "[DE, NO, SE]", ["DE", False, "SE"]),
    ("-p", "007", 7),
    ("-y", "007", 7),
    ("-p", "2017-07-31", "2017-07-31"),
    ("-y", "2017-07-31", "2017-07-31"),
    ("-p", "12:30", "12:30"),
    ("-y", "12:30", 750),
    ("-p", "inf", float("inf")),
    ("-p", "-inf", float("-inf")),
    ("-y", ".inf", float("inf")),
    ("-p", "1_000", 1000),
    ("-p", " 5 ", 5),
    ("-p", "٣", 3),
    ("-y", "1_000", 1000),
    ("-p", "1e5", 100000.0),
    ("-y", "1e5", "1e5"),
    ("-p", "true", "true"),
    ("-p", "True", True),
    ("-p", "", ""),
    ("-y", "~", None),
]

CODE = "__import__('pathlib').Path('executed').touch()"
REFUSED = [
    # values near to right ones
    ("as_of", "2017-7"),
    ("as_of", "2017-07-01"),
    ("as_of", "2017/07"),
    ("as_of", "201707"),
    ("as_of", "07-2017"),
    ("as_of", "July 2017"),
    ("as_of", " 2017-07"),
    ("as_of", "2017-07 "),
    ("as_of", "2017-07\n"),
    ("as_of", "2017-06"),
    ("as_of", "9999-99"),
    ("as_of", "latest"),
    ("reading", "Members"),
    ("reading", "member"),
    ("reading", "members,listed"),
    ("reading", "all"),
    ("draws", "199"),
    ("draws", "100001"),
    ("draws", "2e3"),
    ("draws", "-2000"),
    ("seed", "٣"),
    ("seed", "1" * 10),
    ("region", "ES99"),
    ("region", "north"),
    ("region", "tampre"),
    ("region", "Andaluca"),
    ("region", "AndalucÃ\N{SOFT HYPHEN}a"),
    ("region", "Palencia"),
    ("region", "ES61,ES51"),
    ("partnership", "3d"),
    ("partnership", "3d-printing,bioeconomy"),
    # paths
    ("as_of", "../2017-07"),
    ("as_of", "2017-07/.."),
    ("as_of", "/etc/passwd"),
    ("region", "../../../../evil"),
    ("region", "..\\..\\evil"),
    ("region", "tampere/../../evil"),
    ("region", "~/evil"),
    ("region", "C:evil"),
    ("region", "CON"),
    ("region", "file:///etc/passwd"),
    ("region", "https://127.0.0.1:9/evil"),
    ("partnership", "{region}/../evil"),
    ("partnership", "."),
    ("partnership", "x" * 5000),
    # encodings
    ("as_of", "\uff12\uff10\uff11\uff17-\uff10\uff17"),
    ("as_of", "2017\N{NON-BREAKING HYPHEN}07"),
    ("as_of", "2017\N{EN DASH}07"),
    ("as_of", "\N{ZERO WIDTH NO-BREAK SPACE}2017-07"),
    ("as_of", "2017-07\0"),
    ("as_of", "2017-07\N{ZERO WIDTH SPACE}"),
    ("as_of", "\u0662\u0660\u0661\u0667-\u0660\u0667"),
    ("reading", "mеmbers"),  # noqa: RUF001  # a Cyrillic e
    ("region", "Ã\N{EN DASH}rebro"),
    ("region", "\ud800"),
    ("region", "\N{REGIONAL INDICATOR SYMBOL LETTER N}\N{REGIONAL INDICATOR SYMBOL LETTER O}"),
    # injection
    ("as_of", f"2017-07'; {CODE}; '"),
    ("as_of", f'2017-07"; {CODE}; "'),
    ("as_of", f"2017-07\n{CODE}"),
    ("as_of", f"2017-07\\'; {CODE} #"),
    ("reading", f"{{{CODE}}}"),
    ("reading", f"!!python/object/apply:eval [{CODE!r}]"),
    ("region", f"$({CODE})"),
    ("region", f"`{CODE}`"),
    ("region", "; touch executed"),
    ("region", "{{ 7 * 7 }}"),
    ("region", "<script>alert(1)</script>"),
    ("region", "' OR '1'='1"),
    ("region", "=HYPERLINK(1)"),
    ("region", "--help"),
    ("partnership", "%s%s%n"),
    ("partnership", "[a-z]+("),
    # what is no text
    ("as_of", 2017),
    ("as_of", 2017.07),
    ("as_of", b"2017-07"),
    ("as_of", ["2017-07"]),
    ("as_of", {"2017-07": 1}),
    ("reading", None),
    ("region", False),
    ("region", float("nan")),
    ("partnership", 3),
]

NAMES = [
    "asof",
    "as-of",
    "As_of",
    "as_of ",
    "",
    "regon",
    "class",
    "__class__",
    "model_config",
    "notebook",
    "self",
    "contract",
    "as_of; import os",
    f"{CODE} or as_of",
    "as_оf",  # noqa: RUF001  # a Cyrillic o
    "../as_of",
]

TAKEN = [
    ("as_of", "2017-07", "2017-07"),
    ("reading", "members", "members"),
    ("reading", "listed", "listed"),
    ("region", "tampere", "tampere"),
    ("region", "FI197", "tampere"),
    ("region", "fi197", "tampere"),
    ("region", "Tampere Region", "tampere"),
    ("region", "Andalucía", "andalusia"),
    ("region", "Andaluci\N{COMBINING ACUTE ACCENT}a", "andalusia"),
    ("region", "\N{CYRILLIC CAPITAL LETTER A}ndalucia", "andalusia"),
    ("region", "tamper e", "tampere"),
    ("partnership", "3d-printing", "3d-printing"),
    ("partnership", "ADMA Energy", "adma-energy"),
]


@pytest.fixture(autouse=True)
def nothing_made(tmp_path, monkeypatch):
    """Work in an empty folder; it is empty still at the end, but for the folder `out`."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    yield
    assert {path.name for path in tmp_path.iterdir()} <= {"work", "project"}
    assert {path.name for path in (tmp_path / "work").iterdir()} <= {"out"}


def refusal(parameter, value):
    contract = CONTRACT.get(parameter, Partnerships)
    with pytest.raises(Refused) as told:
        accept(contract, {parameter: value})
    assert str(told.value).startswith(f"{contract.notebook}: ")
    return str(told.value)


def test_there_are_as_many_cases_as_we_say():
    assert len(MEASURED) == 26
    assert len(MEASURED) + len(REFUSED) + len(NAMES) + len(TAKEN) >= 120


@pytest.mark.parametrize(("flag", "text", "value"), MEASURED)
def test_what_papermill_makes_of_a_text_is_refused_for_every_parameter(flag, text, value):
    made = _resolve_type(text) if flag == "-p" else yaml.load(text, NoDatesSafeLoader)
    assert (type(made), made) == (type(value), value)
    for parameter in CONTRACT:
        told = refusal(parameter, made)
        assert ("expected text" in told) is not isinstance(made, str)
        assert isinstance(made, str) or repr(made) in told


@pytest.mark.parametrize("text", ["NaN", "nan"])
def test_papermill_makes_a_number_of_nan_and_it_is_refused(text):
    assert isinstance(_resolve_type(text), float)
    assert "expected text, got float nan" in refusal("region", _resolve_type(text))


def test_yaml_takes_the_last_of_two_values_and_it_is_refused():
    made = yaml.load("region: DE\nregion: NO", NoDatesSafeLoader)
    assert "got bool False" in refusal("region", made["region"])


@pytest.mark.parametrize(("parameter", "value"), REFUSED, ids=lambda value: ascii(value)[:40])
def test_f03_a_value_nobody_can_mean_is_refused_and_not_run(parameter, value):
    assert refusal(parameter, value).removeprefix(CONTRACT[parameter].notebook)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_f01_a_name_that_no_contract_has_is_refused_and_not_run(name):
    assert f"unknown parameter {name!r}" in refusal(name, "2017-07")


@pytest.mark.parametrize(("parameter", "typed", "meant"), TAKEN)
def test_what_is_meant_is_taken_as_it_is(parameter, typed, meant):
    taken = accept(CONTRACT[parameter], {parameter: typed}).model_dump()
    assert taken[parameter] == meant
    assert meant in values.choices(parameter)
    defaults = CONTRACT[parameter]().model_dump()
    assert {**taken, parameter: 0} == {**defaults, parameter: 0}, "the others are as they were"


# In a notebook


@pytest.fixture
def kernel(monkeypatch):
    """Make as if this were a kernel that ran these cells."""

    def ran(*cells):
        names = {"_ih": ["", *cells]}
        for cell in cells:
            exec(cell, names)
        shell = SimpleNamespace(user_ns=names)
        monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))

    return ran


def test_a_name_that_was_injected_and_nobody_reads_is_refused(kernel):
    kernel("as_of = '2017-07'", "# Parameters\nregon = 'x'\nreading = 'members'\n")
    told = refusal("region", "ES99")
    assert "unknown parameter 'regon'; did you mean 'region'?" in told
    assert "unknown region 'ES99'" in told


@pytest.mark.parametrize(
    "cells",
    [
        (),
        ("# Parameters\nregion = 'x'\n",),
        ("# Parameters of mine\nregon = 'x'\n",),
        ("regon = 'x'\n# Parameters\n",),
        ("# Parameters\nregon = 'x'\n", "# Parameters\nregion = 'x'\n"),
    ],
)
def test_what_was_not_injected_last_or_is_known_changes_nothing(kernel, cells):
    kernel(*cells)
    assert accept(RegionBrief, {"region": "tampere"}).region == "tampere"


# From the command line

MAKE = "__import__('os').mkdir('executed')"
MONTH = "01_partnerships: as_of: '2017-06' is not a month with a member list (2017-07)"
REGION = "region_brief: region: unknown region"
MISSPELT = "region_brief: unknown parameter 'regon'; did you mean 'region'?"


def papermill(notebook, output, *words):
    Path("out").mkdir()
    path = str(NOTEBOOKS / f"{notebook}.ipynb")
    line = [sys.executable, "-m", "papermill", "--no-progress-bar", path, output, *words]
    return subprocess.run(line, capture_output=True, text=True, encoding="utf-8", timeout=120)


@pytest.mark.parametrize(
    ("notebook", "output", "words", "told"),
    [
        ("01_partnerships", "out/o.ipynb", ("-r", "as_of", "2017-06"), MONTH),
        ("region_brief", "out/o.ipynb", ("-r", "regon", "x"), MISSPELT),
        pytest.param(
            "region_brief", "out/{region}.ipynb", ("-r", "region", "../../evil"), REGION,
            marks=pytest.mark.slow,
        ),
        pytest.param(
            "region_brief", "out/o.ipynb", ("-r", "region", f"'; {MAKE}; '"), REGION,
            marks=pytest.mark.slow,
        ),
        pytest.param(
            "region_brief", "out/o.ipynb", ("-r", f"{MAKE}; x", "1"), "region_brief: unknown",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            "region_brief", "out/o.ipynb", ("-y", "region: NO"), "region_brief: region: expected",
            marks=pytest.mark.slow,
        ),
    ],
)  # fmt: skip
def test_f01_f03_our_engine_refuses_before_a_kernel_starts(notebook, output, words, told):
    run = papermill(notebook, output, "--engine", "s3analysis", *words)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    assert run.stderr.splitlines()[-1].startswith(f"Error: {told}")
    assert list(Path("out").iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("-r", "region", "ES99"), f"{REGION} 'ES99'"),
        (("-r", "regon", "x"), MISSPELT),
        (("-p", "regon", "7"), MISSPELT),
        (("-y", "region: NO"), "region_brief: region: expected text, got bool False"),
        (("-r", "region", f"'; {MAKE}; '"), f"{REGION} "),
    ],
)
def test_stock_papermill_ends_in_the_same_sentence(words, told):
    run = papermill("region_brief", "out/o.ipynb", *words)
    assert run.returncode == 1
    assert run.stderr.strip().splitlines()[-1].startswith(f"Refused: {told}")


@pytest.mark.slow
def test_stock_papermill_runs_code_in_a_name_and_writes_where_a_value_says(tmp_path):
    """What our command line and engine are measured against (papermill at the locked version)."""
    book = new_notebook(cells=[new_code_cell("x = 1", metadata={"tags": ["parameters"]})])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "", "language": "python"}
    Path("out").mkdir()
    nbformat.write(book, "out/plain.ipynb")
    line = [sys.executable, "-m", "papermill", "--no-progress-bar", "out/plain.ipynb"]
    line += ["out/{x}.ipynb", "-r", "x", "../evil", "-r", "import os; os.mkdir('executed'); y", "1"]
    run = subprocess.run(line, capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert run.returncode == 0
    Path("evil.ipynb").unlink()
    Path("executed").rmdir()


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("--as-of", f"2017-07'; {MAKE}; '"),
        ("--as-of", "2017-07/../../evil"),
        ("--reading", "../evil"),
        ("--reading", "$(mkdir executed)"),
    ],
)
def test_our_command_line_refuses_and_writes_nothing(words, project):
    run = project.run("report", *words)
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 1
    made = {path.name for path in project.home.iterdir()}
    assert made <= {"data", "notebooks", "s3analysis", ".s3analysis"}
