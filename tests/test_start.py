"""Where a researcher starts: JupyterLab's first page, Binder, a container."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from s3analysis.contracts import ALL
from s3analysis.paths import HOME, NOTEBOOKS

MAKEFILE = (HOME / "Makefile").read_text("utf-8")
PAGE = (NOTEBOOKS / "README.md").read_text("utf-8")


def settings(name):
    return json.loads((HOME / name).read_text("utf-8"))


def test_the_first_page_names_each_notebook_and_no_other():
    links = re.findall(r"^\| \[(\w+)\]\((\w+)\.ipynb\) \|", PAGE, flags=re.MULTILINE)
    assert all(words == name for words, name in links)
    assert sorted(name for _, name in links) == sorted(ALL)


def test_the_first_page_asks_what_each_notebook_asks():
    for name, said in re.findall(r"(?m)^\| \[\w+\]\((\w+\.ipynb)\) \| (.*) \|$", PAGE):
        (title, *_) = settings(f"notebooks/{name}")["cells"][0]["source"]
        assert said.startswith(title.removeprefix("#").strip()), name


def test_jupyterlab_begins_at_that_page_and_shows_it_as_a_page():
    first = settings(".jupyter/jupyter_lab_config.json")["LabApp"]["default_url"]
    assert (HOME / first.removeprefix("/lab/tree/")).samefile(NOTEBOOKS / "README.md")
    own = settings(".jupyter/labconfig/default_setting_overrides.json")
    viewers = own["@jupyterlab/docmanager-extension:plugin"]["defaultViewers"]
    assert viewers == {"markdown": "Markdown Preview"}


def test_a_key_that_a_list_needs_moves_no_cell_while_a_list_has_the_focus():
    own = settings(".jupyter/labconfig/default_setting_overrides.json")
    shortcuts = own["@jupyterlab/shortcuts-extension:shortcuts"]["shortcuts"]
    put_off = [each for each in shortcuts if each.get("disabled")]
    put_back = [each for each in shortcuts if not each.get("disabled")]
    assert {"ArrowDown", "ArrowUp"} <= {key for each in put_off for key in each["keys"]}
    assert [(e["command"], e["keys"]) for e in put_off] == [
        (e["command"], e["keys"]) for e in put_back
    ]
    assert all(each["selector"].endswith(":focus:not(select)") for each in put_back)


def test_a_control_is_answered_where_an_interrupt_reaches_it():
    own = settings(".jupyter/labconfig/default_setting_overrides.json")
    kernels = own["@jupyterlab/apputils-extension:kernels-settings"]
    assert kernels == {"commsOverSubshells": "disabled"}


def test_a_notebook_that_was_saved_shows_its_panels_when_it_is_opened_again():
    own = settings(".jupyter/labconfig/default_setting_overrides.json")
    assert own["@jupyter-widgets/jupyterlab-manager:plugin"] == {"saveState": True}


def test_every_notebook_names_the_kernel_that_every_jupyter_has():
    for path in (NOTEBOOKS / f"{name}.ipynb" for name in ALL):
        assert settings(path)["metadata"]["kernelspec"]["name"] == "python3", path


def test_binder_takes_the_lock_and_the_python_of_the_committed_notebooks():
    listed = (HOME / ".binder" / "requirements.txt").read_text("utf-8").split()
    assert listed[0] == "-r"
    assert (HOME / ".binder" / listed[1]).samefile(HOME / "requirements.lock")
    python = (HOME / ".binder" / "runtime.txt").read_text("utf-8").strip()
    notebook = settings("notebooks/explore.ipynb")["metadata"]["language_info"]["version"]
    assert python == f"python-{notebook.rpartition('.')[0]}"
    for name in ("postBuild", "start"):
        assert (HOME / ".binder" / name).stat().st_mode & 0o111, name


def test_binder_installs_the_project_as_the_set_up_does():
    (line,) = re.findall(r"(?m)^python -m pip (.*)$", (HOME / ".binder/postBuild").read_text())
    given = line.removeprefix("install --quiet ")
    assert f"-version-check {given}\n" in (HOME / ".ci" / "setup").read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Binder is a Linux machine")
def test_binder_starts_what_it_is_told_to_under_the_settings_of_make_lab():
    show = ["sh", "-c", 'echo "$JUPYTER_CONFIG_PATH"']
    done = subprocess.run(
        [HOME / ".binder" / "start", *show], cwd=HOME, capture_output=True, text=True, check=True
    )
    (lab,) = re.findall(r"JUPYTER_CONFIG_PATH=(\S+)", MAKEFILE)
    assert Path(done.stdout.strip()).samefile(HOME / lab)


def test_the_container_sets_itself_up_as_the_readme_says():
    container = settings(".devcontainer/devcontainer.json")
    target = container["postCreateCommand"].removeprefix("make ")
    assert re.search(rf"(?m)^{target}: ", MAKEFILE)
    wanted = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]
    assert container["image"].endswith(wanted["requires-python"].removeprefix(">="))


def test_the_container_finds_the_python_and_the_settings_of_make_lab():
    container = settings(".devcontainer/devcontainer.json")
    (binaries,) = re.findall(r"(?m)^BIN = (\S+)$", MAKEFILE)
    (lab,) = re.findall(r"JUPYTER_CONFIG_PATH=(\S+)", MAKEFILE)
    here = "${containerWorkspaceFolder}"
    chosen = container["customizations"]["vscode"]["settings"]["python.defaultInterpreterPath"]
    assert chosen == f"{here}/{binaries}/python"
    assert container["containerEnv"] == {"JUPYTER_CONFIG_PATH": f"{here}/{lab}"}
    assert container["forwardPorts"] == [8888]  # JupyterLab's own
