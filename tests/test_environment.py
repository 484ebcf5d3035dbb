"""environment.yml, pyproject.toml and requirements.lock say the same."""

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from s3analysis.paths import HOME

CONDA_NAMES = {"matplotlib-base": "matplotlib"}
ONLY_CONDA = {"python", "pip"}

PROJECT = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))
LOCK = (HOME / "requirements.lock").read_text("utf-8")


def declared():
    extras = PROJECT["project"]["optional-dependencies"]
    lines = PROJECT["project"]["dependencies"] + extras["test"]
    return {canonicalize_name(each.name): each for each in map(Requirement, lines)}


def conda():
    listed = yaml.safe_load((HOME / "environment.yml").read_text("utf-8"))["dependencies"]
    by_pip = [line for lines in listed if isinstance(lines, dict) for line in lines["pip"]]
    plain = [
        Requirement(line)
        for line in [*listed, *by_pip]
        if isinstance(line, str) and not line.startswith("--")
    ]
    return {CONDA_NAMES.get(each.name, canonicalize_name(each.name)): each for each in plain}


def pins():
    """Return the locked versions of each package; one may be locked for several Pythons."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"(?m)^([A-Za-z0-9_.-]+)==([^\s;]+)", LOCK):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def test_conda_has_every_package_with_the_same_range():
    project, environment = declared(), conda()
    assert set(environment) - ONLY_CONDA == set(project)
    different = {name for name in project if project[name].specifier != environment[name].specifier}
    assert different == set()


def test_conda_asks_for_the_same_python():
    assert str(conda()["python"].specifier) == PROJECT["project"]["requires-python"]


@pytest.mark.parametrize("name", sorted(declared()))
def test_the_lock_holds_each_package_in_its_range(name):
    locked = pins()[name]
    assert all(declared()[name].specifier.contains(version) for version in locked)


@pytest.mark.parametrize("name", ["hatchling", "editables"])
def test_the_lock_holds_the_build_backend(name):
    assert name in pins()


def test_every_locked_package_has_a_hash():
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9_.-]+==)", LOCK)[1:]
    assert all("--hash=sha256:" in block for block in blocks)


def test_no_committed_list_of_packages_names_an_address():
    for name in ("requirements.lock", "pyproject.toml", "environment.yml"):
        assert "://" not in (HOME / name).read_text("utf-8"), name
