"""A clone made with the settings of Git for Windows holds the same bytes."""

import shutil
import subprocess

from s3analysis.paths import HOME


def test_text_stays_as_it_is_committed(tmp_path):
    git = shutil.which("git")
    shutil.copy(HOME / ".gitattributes", tmp_path)
    (tmp_path / "table.csv").write_bytes(b"a,b\n1,2\n")
    for words in (
        ["init", "-q"],
        ["config", "core.autocrlf", "true"],
        ["add", "."],
        ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x"],
    ):
        subprocess.run([git, *words], cwd=tmp_path, check=True)
    (tmp_path / "table.csv").unlink()
    subprocess.run([git, "checkout", "-q", "--", "table.csv"], cwd=tmp_path, check=True)
    assert (tmp_path / "table.csv").read_bytes() == b"a,b\n1,2\n"
