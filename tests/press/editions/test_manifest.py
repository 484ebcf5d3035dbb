import json
import os
import subprocess
from datetime import UTC, datetime

import pytest

from s3analysis.paths import HOME
from s3analysis.press.editions import manifest, provenance
from s3analysis.press.files import tree_hashes

SHA = "0" * 64
TASK = manifest.NotebookRun(
    name="01_partnerships",
    parameters={"as_of": "2017-07"},
    status="completed",
    seconds=1.5,
    reused=False,
)


def finish(folder, **words):
    given = {
        "edition": "2017-07",
        "command": "s3analysis report --as-of 2017-07 --reading members",
        "parameters": {"as_of": "2017-07", "reading": "members"},
        "inputs": {"data/raw/a.csv": SHA, "s3analysis/cli.py": SHA},
        "tasks": [TASK],
        "began": datetime.now(UTC),
    }
    return provenance.write(folder, **(given | words))


@pytest.fixture
def edition(tmp_path):
    folder = tmp_path / "2017-07"
    (folder / "data").mkdir(parents=True)
    (folder / "index.html").write_text("<p>Skåne</p>\n", encoding="utf-8")
    (folder / "data" / "a b.csv").write_text("x\n", encoding="utf-8")
    finish(folder)
    return folder


def spoilt(folder, **fields):
    path = folder / manifest.FILE
    told = json.loads(path.read_text("utf-8")) | fields
    path.write_text(json.dumps(told), encoding="utf-8")


def refusal(folder):
    with pytest.raises(manifest.BadManifest) as caught:
        manifest.read(folder)
    assert caught.value.exit_code == 5
    line = str(caught.value)
    assert line.isprintable()
    assert line.startswith(f"{folder / manifest.FILE} ")
    return line.removeprefix(f"{folder / manifest.FILE} ")


def entities(folder):
    graph = json.loads((folder / manifest.CRATE).read_text("utf-8"))["@graph"]
    assert len({entity["@id"] for entity in graph}) == len(graph)
    return {entity["@id"]: entity for entity in graph}


def test_what_was_written_is_read(edition):
    told = finish(edition)
    assert manifest.read(edition) == told
    assert told.parameters == {"as_of": "2017-07", "reading": "members"}
    assert told.tasks == [TASK]
    assert told.began <= told.ended


def test_every_file_but_the_manifest_is_an_output_also_when_it_is_written_twice(edition):
    hashes = tree_hashes(edition)
    del hashes[manifest.FILE]
    assert manifest.read(edition).outputs == hashes
    finish(edition)
    assert set(manifest.read(edition).outputs) == set(hashes)


def test_what_differs_between_two_runs_stands_in_the_manifest_and_the_crate_alone(edition):
    before, whole = manifest.compared(edition), tree_hashes(edition)
    finish(edition, began=datetime(2020, 1, 1, tzinfo=UTC))
    after = tree_hashes(edition)
    assert manifest.compared(edition) == before
    assert {path for path in after if after[path] != whole[path]} == set(manifest.APART)


def test_versions_are_of_our_dependencies_and_of_what_the_lock_names(tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("pytest==9.0 ; sys_platform\n    --hash=sha256:0\nnot-there==1\n", "utf-8")
    found = manifest.packages(lock)
    assert found["pytest"] == pytest.__version__
    assert {"s3analysis", "pandas", "papermill"} <= set(found)
    assert "not-there" not in found
    assert "mypy" not in found


def git(folder, *words):
    who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(
        ["git", *who, *words], cwd=folder, env=plain, check=True, capture_output=True, timeout=30
    )


def test_the_revision_is_told_and_a_change_but_not_one_of_a_report(tmp_path):
    assert manifest.git(tmp_path) is None
    git(tmp_path, "init", "-q")
    assert manifest.git(tmp_path) is None
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "a")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "manifest.json").write_text("{}", encoding="utf-8")
    told = manifest.git(tmp_path)
    assert len(told.revision) == 40
    assert not told.dirty
    (tmp_path / "b.txt").write_text("b", encoding="utf-8")
    assert manifest.git(tmp_path).dirty


def test_a_folder_inside_somebody_elses_repository_has_no_revision(tmp_path):
    test_the_revision_is_told_and_a_change_but_not_one_of_a_report(tmp_path)
    assert manifest.git(tmp_path / "reports") is None


def test_a_repository_that_the_environment_names_is_not_ours(tmp_path, monkeypatch):
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "a")
    (tmp_path / "project").mkdir()
    monkeypatch.setenv("GIT_DIR", str(tmp_path / ".git"))
    assert manifest.git(tmp_path / "project") is None


def test_there_is_no_revision_where_there_is_no_git(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert manifest.git(HOME) is None


def test_no_such_edition_has_exit_code_2(tmp_path):
    with pytest.raises(manifest.NoEdition, match="no such edition") as caught:
        manifest.read(tmp_path / "2017-06")
    assert caught.value.exit_code == 2


def test_a_missing_manifest_is_one_line(edition):
    (edition / manifest.FILE).unlink()
    assert refusal(edition) == "cannot be read: No such file or directory"


def test_a_manifest_cut_short_anywhere_is_one_line(edition):
    whole = (edition / manifest.FILE).read_bytes()
    for end in range(0, len(whole) - 2, 101):
        (edition / manifest.FILE).write_bytes(whole[:end])
        assert refusal(edition).startswith("is damaged or cut short: ")


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x00" * 9, b"[" * 100_000, b'{"a": "\\ud800"}'])
def test_a_manifest_that_is_no_json_is_one_line(edition, data):
    (edition / manifest.FILE).write_bytes(data)
    assert refusal(edition).startswith("is damaged or cut short: ")


@pytest.mark.parametrize("text", ["[]", "null", "{}", '{"name": "App", "icons": []}'])
def test_a_foreign_manifest_is_one_line(edition, text):
    (edition / manifest.FILE).write_text(text, encoding="utf-8")
    assert refusal(edition) == "is not the manifest of an s3analysis edition"


def test_a_newer_manifest_says_so_whatever_else_is_new_in_it(edition):
    spoilt(edition, format=2, signatures=[], outputs="elsewhere")
    assert refusal(edition) == "has format 2, of a newer s3analysis; this one reads format 1"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("format", "1"),
        ("outputs", {"index.html": "beef"}),
        ("outputs", {"index.html": None}),
        ("outputs", {"../index.html": SHA}),
        ("outputs", {"/etc/passwd": SHA}),
        ("outputs", {"C:\\a": SHA}),
        ("outputs", {"": SHA}),
        ("inputs", {"a\x1b[2J\nb": SHA}),
        ("edition", "../2017-07"),
        ("command", "rm -rf data"),
        ("command", "s3analysis lab"),
        ("command", "s3analysis report; rm -rf data"),
        ("tasks", [{"name": "a"}]),
        ("began", "yesterday"),
        ("began", "2017-07-01T00:00:00"),
        ("git", "abc"),
        ("more", "x"),
        ("more\x1b[2J\n", "x"),
    ],
)
def test_a_damaged_field_is_named_in_one_line(edition, field, value):
    spoilt(edition, **{field: value})
    assert refusal(edition).startswith(f"is damaged: {ascii(field).strip(chr(39))}")


def test_the_crate_is_a_process_run_and_every_link_in_it_leads_somewhere(edition):
    context = json.loads((edition / manifest.CRATE).read_text("utf-8"))["@context"]
    assert context[0] == "https://w3id.org/ro/crate/1.3/context"
    known = entities(edition)
    assert known[manifest.CRATE]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.3"}
    assert known["./"]["conformsTo"] == {"@id": "https://w3id.org/ro/wfrun/process/0.6"}
    outside = {"https://w3id.org/ro/crate/1.3"}
    for entity in known.values():
        for value in entity.values():
            for link in value if isinstance(value, list) else [value]:
                assert not isinstance(link, dict) or link["@id"] in known.keys() | outside


def test_the_crate_tells_the_run_as_the_manifest_does(edition):
    told, known = manifest.read(edition), entities(edition)
    run = known[known["./"]["mentions"]["@id"]]
    assert run["@type"] == "CreateAction"
    assert run["description"] == told.command
    assert known[run["instrument"]["@id"]]["version"] == told.packages["s3analysis"]
    assert datetime.fromisoformat(run["startTime"]) <= datetime.fromisoformat(run["endTime"])
    assert run["actionStatus"] == "http://schema.org/CompletedActionStatus"
    assert [known[link["@id"]]["name"] for link in run["object"]] == [
        "data/raw/a.csv",
        "as_of",
        "reading",
    ]
    made = {known[link["@id"]]["name"]: known[link["@id"]]["sha256"] for link in run["result"]}
    assert made == manifest.compared(edition)


def test_a_name_with_a_space_is_an_address_in_the_crate(edition):
    assert entities(edition)["data/a%20b.csv"]["name"] == "data/a b.csv"


def test_a_run_with_a_failed_notebook_failed(edition):
    finish(edition, tasks=[TASK.model_copy(update={"status": "failed"})])
    assert entities(edition)["#run"]["actionStatus"] == "http://schema.org/FailedActionStatus"
