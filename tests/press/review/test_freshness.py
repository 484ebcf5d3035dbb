"""Which committed notebooks may be out of date, by what git says of their inputs."""

import subprocess

import pytest

from s3analysis.press.review import freshness

FILES = ("notebooks/01_a.ipynb", "notebooks/explore.ipynb", "data/raw/a.csv", "docs/a.md")
CODE = ("s3analysis/measures/a.py", "s3analysis/panels/a.py", "s3analysis/press/prints/a.py")


@pytest.fixture
def home(tmp_path):
    for name in (*FILES, *CODE):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", "utf-8")
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for words in (("init", "-q"), ("add", "."), (*who, "commit", "-qm", "Begin")):
        subprocess.run(["git", "-C", str(tmp_path), *words], check=True)
    return tmp_path


@pytest.mark.parametrize(
    ("path", "stale"),
    [
        ("docs/a.md", []),
        ("s3analysis/press/prints/a.py", []),
        ("s3analysis/panels/a.py", ["explore"]),
        ("s3analysis/measures/a.py", ["01_a", "explore"]),
        ("s3analysis/measures/new.py", ["01_a", "explore"]),
        ("data/raw/a.csv", ["01_a", "explore"]),
        ("notebooks/01_a.ipynb", ["01_a"]),
    ],
)
def test_a_notebook_is_named_where_something_it_depends_on_changed(home, path, stale):
    (home / path).write_text("2", "utf-8")
    told = [line for line in freshness.lines(home) if f"): {path}; make review" in line]
    assert [line.partition(":")[0] for line in told] == stale
    assert sum("nothing it depends on changed" in line for line in freshness.lines(home)) == (
        2 - len(stale)
    )


def test_a_new_notebook_is_not_committed_and_a_folder_without_git_is_refused(home, tmp_path):
    (home / "notebooks/02_b.ipynb").write_text("1", "utf-8")
    assert "02_b: not committed" in list(freshness.lines(home))
    (home / ".git").rename(home / "no")
    with pytest.raises(freshness.NoHistory):
        list(freshness.lines(home))
