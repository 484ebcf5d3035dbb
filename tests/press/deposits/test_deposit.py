"""A deposit as an archive and a data editor meet it, and what its hashes and signature show."""

import csv
import json
import re
import shutil
import subprocess
from hashlib import sha256

import pytest

from s3analysis.press.deposits import verifying

signed = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="no ssh-keygen")


@pytest.fixture
def deposit(made, tmp_path):
    folder = tmp_path / "deposit"
    run = made.run("deposit", str(folder))
    assert run.returncode == 0, run.stderr
    return folder


@pytest.fixture
def key(tmp_path):
    """Return a new key, and a file that trusts it as Ada's."""
    path, signers = tmp_path / "key", tmp_path / "signers"
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(path)]
    subprocess.run(words, check=True)
    signers.write_text(f"ada@example.org {path.with_suffix('.pub').read_text('utf-8')}", "utf-8")
    return path, signers


def forge(deposit):
    """Change a table, and every hash that would tell."""
    table = next((deposit / "edition/data").glob("*.csv"))
    old = sha256(table.read_bytes()).hexdigest()
    table.write_bytes(table.read_bytes() + b"one more row\n")
    new = sha256(table.read_bytes()).hexdigest()
    told = deposit / "edition/manifest.json"
    before = sha256(told.read_bytes()).hexdigest()
    told.write_text(told.read_text("utf-8").replace(old, new), "utf-8")
    sums = deposit / "SHA256SUMS"
    after = sha256(told.read_bytes()).hexdigest()
    sums.write_text(sums.read_text("utf-8").replace(old, new).replace(before, after), "utf-8")


def test_every_exhibit_has_a_notebook_a_cell_and_files_that_are_there(deposit):
    with (deposit / "exhibits.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 5
    for row in rows:
        book = json.loads((deposit / row["notebook"]).read_text("utf-8"))
        cell = next(c for c in book["cells"] if c.get("execution_count") == int(row["cell"]))
        assert row["exhibit"] in json.dumps(cell["outputs"])
        assert all((deposit / path).is_file() for path in row["files"].split())
    assert all(row["files"] for row in rows)


def test_its_statement_has_the_content_id_of_the_page_and_the_rights_of_each_document(deposit):
    text = (deposit / "README.md").read_text("utf-8")
    content = re.search(r"Content id: `(\w{16})`", text)[1]
    assert f"content {content}" in (deposit / "edition/index.html").read_text("utf-8")
    assert "| 10.2760/312534 | unknown |" in text
    assert "This deposit is not signed" in text


def test_its_crate_names_every_file_and_every_link_leads_somewhere(deposit):
    crate = json.loads((deposit / "ro-crate-metadata.json").read_text("utf-8"))["@graph"]
    known = {entity["@id"]: entity for entity in crate}
    assert len(known) == len(crate)
    parts = {known[link["@id"]]["name"] for link in known["./"]["hasPart"]}
    there = {p.relative_to(deposit).as_posix() for p in deposit.rglob("*") if p.is_file()}
    assert there - parts == {"ro-crate-metadata.json", "SHA256SUMS"}


def test_a_forged_table_passes_its_hashes_which_is_said_and_fails_the_signature(
    made, deposit, key, tmp_path
):
    own, signers = key
    folder = tmp_path / "signed"
    assert made.run("deposit", str(folder), "--sign", str(own)).returncode == 0
    run = made.run("verify", str(folder), "--signers", str(signers))
    assert "verified, signed by ada@example.org, content" in run.stdout, run.stderr
    forge(folder)
    run = made.run("verify", str(folder))
    assert run.returncode == 0
    assert "hashes show accident, not intent" in run.stdout
    run = made.run("verify", str(folder), "--signers", str(signers))
    assert run.returncode == 1
    assert "SHA256SUMS.sig is no signature by ada@example.org" in run.stderr
    log = (made.home / ".s3analysis/verified.jsonl").read_text("utf-8").splitlines()
    results = [json.loads(line)["result"] for line in log]
    assert [each.partition(",")[0][:12] for each in results] == [
        "verified",
        "verified",
        "not verified",
    ]
    (folder / "exhibits.csv").write_text("", "utf-8")
    assert "exhibits.csv: changed after it was made" in made.run("verify", str(folder)).stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "is not empty: name a new folder"),
        (("--sign", "no-such-key"), 2, "could not be signed with no-such-key"),
    ],
)
def test_what_cannot_be_deposited_is_a_line_and_leaves_nothing(made, tmp_path, words, code, said):
    folder = tmp_path / "deposit"
    if not words:
        folder.mkdir()
        (folder / "mine.txt").write_text("mine", "utf-8")
    run = made.run("deposit", str(folder), *words)
    assert run.returncode == code
    assert said in run.stderr
    assert [path.name for path in tmp_path.rglob("*")] == ([] if words else ["deposit", "mine.txt"])


def test_an_edition_whose_inputs_changed_is_not_deposited(made, tmp_path):
    made.spoil("participant,Asturias,ES", "lead,Asturias,ES")
    run = made.run("deposit", str(tmp_path / "deposit"))
    assert run.returncode == 5
    assert "an input, changed since: make the edition again first" in run.stderr


def test_a_list_of_sums_that_is_none_is_refused(tmp_path):
    (tmp_path / "SHA256SUMS").write_text("nothing\n", "utf-8")
    with pytest.raises(verifying.manifest.BadManifest, match="is damaged"):
        verifying.opened(tmp_path, None, print)
