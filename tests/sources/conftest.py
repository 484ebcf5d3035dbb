import shutil

import pytest

from s3analysis.paths import RAW
from s3analysis.sources import record


@pytest.fixture
def raw():
    """The printed tables of the project, fresh for each test."""
    return record.read_all(RAW)


@pytest.fixture
def folder(tmp_path):
    """A copy of data/raw to spoil."""
    return shutil.copytree(RAW, tmp_path / "raw")
