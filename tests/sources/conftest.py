import json
import shutil

import pytest

from s3analysis.paths import RAW
from s3analysis.sources import record

FEW = [
    "documents",
    "sections",
    "countries",
    "regions",
    "region_names",
    "partnerships",
    "partnership_members",
    "claims",
    "readings",
]
"""Tables whose keys lead to one another and to no other table."""


@pytest.fixture
def raw():
    """The printed tables of the project, fresh for each test."""
    return record.read_all(RAW)


@pytest.fixture
def folder(tmp_path):
    """A copy of data/raw to spoil."""
    return shutil.copytree(RAW, tmp_path / "raw")


@pytest.fixture
def few(tmp_path):
    """A copy of a few tables of data/raw to spoil: enough for shape, types and keys, and quick."""
    package = record.describe(RAW)
    package["resources"] = [each for each in package["resources"] if each["name"] in FEW]
    (tmp_path / "few").mkdir()
    for resource in package["resources"]:
        shutil.copy(RAW / resource["path"], tmp_path / "few")
    text = json.dumps(package)
    (tmp_path / "few" / "datapackage.json").write_text(text, encoding="utf-8")
    return tmp_path / "few"
