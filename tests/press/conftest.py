import os
import shutil
import subprocess
import sys

import pytest

from s3analysis.paths import HOME


class Project:
    """A copy of the project's data and notebooks, and its command line."""

    def __init__(self, home):
        self.home = home
        for name in ("data", "notebooks"):
            shutil.copytree(HOME / name, home / name)

    @property
    def edition(self):
        return self.home / "reports" / "2017-07"

    def run(self, *words):
        return subprocess.run(
            [sys.executable, "-m", "s3analysis", *words],
            env=os.environ | {"S3ANALYSIS_HOME": str(self.home)},
            cwd=self.home,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def spoil(self, old, new, path="data/raw/partnership_members.csv"):
        text = (self.home / path).read_text("utf-8")
        assert old in text
        (self.home / path).write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path / "project")
