"""Editions made by hand for what `verify` finds; one made by the notebooks for `rebuild`."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime

import psutil
import pytest

from s3analysis.contracts import CONTRACTS
from s3analysis.press.cache import hashes
from s3analysis.press.deposits import verifying
from s3analysis.press.editions import manifest, provenance, verify

SHA = "0" * 64
FINISH = """
import sys
from datetime import UTC, datetime
from s3analysis.paths import REPORTS
from s3analysis.press.cache import hashes
from s3analysis.press.editions import provenance
provenance.write(
    REPORTS / "2017-07", edition="2017-07", command=sys.argv[1], parameters={},
    inputs=hashes.files(), tasks=[], began=datetime.now(UTC),
)
"""


@pytest.fixture
def edition(tmp_path):
    folder = tmp_path / "2017-07"
    (folder / "data").mkdir(parents=True)
    (folder / "index.html").write_text("<p>Skåne</p>\n", encoding="utf-8")
    (folder / "data" / "members.csv").write_text("region\nSkåne\n", encoding="utf-8")
    finish(folder, hashes.files())
    return folder


def finish(folder, inputs):
    provenance.write(
        folder,
        edition="2017-07",
        command="s3analysis report",
        parameters={},
        inputs=inputs,
        tasks=[],
        began=datetime.now(UTC),
    )


def faults(folder):
    return [str(finding) for finding in verify.verify(folder) if finding.fault]


def test_an_edition_as_it_was_made_has_no_fault(edition):
    assert faults(edition) == []


def test_a_tampered_table_is_named(edition):
    table = edition / "data" / "members.csv"
    table.write_text(table.read_text("utf-8").replace("Skåne", "Skane"), encoding="utf-8")
    assert faults(edition) == ["data/members.csv: changed after it was made"]


def test_missing_and_added_files_are_named(edition):
    (edition / "index.html").rename(edition / "main.html")
    assert faults(edition) == ["index.html: missing", "main.html: not in the manifest"]


def test_a_tampered_crate_is_named(edition):
    (edition / "ro-crate-metadata.json").write_text("{}", encoding="utf-8")
    assert faults(edition) == ["ro-crate-metadata.json: changed after it was made"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes such a name")
def test_a_name_that_a_terminal_would_obey_is_printed_harmless(edition):
    (edition / "a\x1b[2J\n.csv").write_text("", encoding="utf-8")
    (edition / os.fsdecode(b"\xff.csv")).write_text("", encoding="utf-8")
    assert [line.isprintable() for line in faults(edition)] == [True, True]


def test_inputs_that_changed_since_are_said_and_are_no_fault(edition):
    inputs = hashes.files() | {"data/raw/regions.csv": SHA, "data/raw/lost.csv": SHA}
    finish(edition, inputs)
    told = {finding.file: finding for finding in verify.verify(edition)}
    assert told["data/raw/regions.csv"].what == "an input, changed since"
    assert told["data/raw/lost.csv"].what == "an input, gone since"
    assert not any(finding.fault for finding in told.values())


def test_a_difference_has_exit_code_1_and_a_line_a_file(edition):
    (edition / "index.html").unlink()
    (edition / "new.html").write_text("", encoding="utf-8")
    with pytest.raises(verify.Differs) as caught:
        verify.require(str(edition), lambda _: None)
    assert caught.value.exit_code == 1
    assert caught.value.lines == [
        "index.html: missing",
        "new.html: not in the manifest",
        f"{edition}: not verified, 2 files differ",
    ]


def test_an_edition_is_found_by_its_name_and_one_that_is_not_there_is_refused():
    with pytest.raises(manifest.NoEdition, match="1999-01: there is no such edition"):
        verify.require("1999-01", lambda _: None)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b"a\nb\nc", b"a\nB\nc", r"differs in line 2: 'b\n' here, 'B\n' made again"),
        (b"a\n", b"a", r"differs in line 1: 'a\n' here, 'a' made again"),
        (b"a\r\n", b"a\n", r"differs in line 1: 'a\r\n' here, 'a\n' made again"),
        (b"a\n", b"a\nb", "differs in line 2: '' here, 'b' made again"),
        (b"\xff\x00", b"\xff\x01", "differs from byte 2"),
        (b"\xff", b"\xff\xff", "differs from byte 2"),
    ],
)
def test_where_two_files_part_is_told(tmp_path, old, new, told):
    (tmp_path / "old").write_bytes(old)
    (tmp_path / "new").write_bytes(new)
    assert verify._parting(tmp_path / "old", tmp_path / "new") == told


def test_of_a_long_line_only_the_part_that_differs_is_shown(tmp_path):
    (tmp_path / "old").write_text("x" * 9000 + "one" + "y" * 9000, encoding="utf-8")
    (tmp_path / "new").write_text("x" * 9000 + "two" + "y" * 9000, encoding="utf-8")
    told = verify._parting(tmp_path / "old", tmp_path / "new")
    assert "xxone" in told
    assert "xxtwo" in told
    assert len(told) < 250


def python(project, *words):
    """Return what starts Python in a project."""
    args = [sys.executable, *words]
    return {"args": args, "env": project.environment, "cwd": project.home, "encoding": "utf-8"}


def by_hand(project, words):
    """Put an edition of one page into the project, made by a command."""
    project.edition.mkdir(parents=True)
    (project.edition / "index.html").write_text("by hand", encoding="utf-8")
    subprocess.run(**python(project, "-c", FINISH, words), check=True, timeout=60)


def test_what_is_made_again_is_the_same_but_for_the_line_that_was_tampered_with(made):
    told = made.run("verify")
    assert (told.returncode, told.stderr) == (0, "")
    first, second = told.stdout.splitlines()
    assert first.startswith(f"{made.edition}: verified, content ")
    assert second == verifying.ACCIDENT
    table = made.edition / "data" / "members.csv"
    text = table.read_text("utf-8")
    table.write_text(text.replace("Skåne", "Skane", 1), encoding="utf-8")
    told = made.run("verify", "--rebuild")
    assert told.returncode == 1
    fault, last = told.stderr.splitlines()
    number = text[: text.index("Skåne")].count("\n") + 1
    assert fault.startswith(f"s3analysis: data/members.csv: differs in line {number}: ")
    assert "Skane" in fault.split(" here, ")[0]
    assert "Skåne" in fault.split(" here, ")[1]
    assert last == f"s3analysis: {made.edition}: not verified, 1 files differ"
    (place,) = (made.home / ".s3analysis" / "editions").glob("2017-07-again-*")
    assert [path.name for path in place.iterdir()] == ["lock"]


def test_an_edition_that_cannot_be_made_again_ends_with_the_command_s_own_exit_code(project):
    by_hand(project, "s3analysis report --as-of 2017-06")
    told = project.run("verify", "--rebuild")
    assert told.returncode == 2
    assert "could not be made again: s3analysis: " in told.stderr
    assert "2017-06" in told.stderr


def test_a_damaged_manifest_and_no_edition_are_a_line_each_with_their_exit_codes(project):
    assert project.run("verify").returncode == 2
    by_hand(project, "s3analysis report")
    path = project.edition / manifest.FILE
    path.write_text(path.read_text("utf-8")[:999], encoding="utf-8")
    told = project.run("verify")
    assert told.returncode == 5
    assert told.stderr.startswith(f"s3analysis: {path} is damaged or cut short: ")
    assert told.stderr.count("\n") == 1


@pytest.mark.slow
@pytest.mark.usefixtures("cold")
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("number", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_what_is_made_again_ends_with_who_asked_for_it(project, number):
    by_hand(project, "s3analysis report --as-of 2017-07")
    last = "from s3analysis import contracts"  # of the notebook that runs last
    project.spoil(last, f"__import__('time').sleep(100); {last}", "notebooks/08_record.ipynb")
    ended = 0
    words = python(project, "-m", "s3analysis", "verify", "--rebuild")
    with subprocess.Popen(**words, stdout=subprocess.PIPE) as parent:
        while ended < len(CONTRACTS) - 1:
            line = parent.stdout.readline()
            assert line
            ended += " in " in line
        time.sleep(1)
        family = psutil.Process(parent.pid).children(recursive=True)
        assert len(family) > 1
        parent.send_signal(getattr(signal, number))
        parent.wait(30)
        _, left = psutil.wait_procs(family, timeout=20)
    assert not left
