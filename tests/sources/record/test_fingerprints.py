"""The script that writes the fingerprints of documents."""

import shutil

import fingerprints
import pytest

from s3analysis.paths import RAW
from s3analysis.sources import record
from s3analysis.sources.record.passages import fingerprint

TEXT = "Over 1,300 smart specialisation priorities have been encoded in the EYE@RIS3 database"


@pytest.fixture
def raw(tmp_path, monkeypatch):
    """A copy of data/raw to write into."""
    monkeypatch.setattr(fingerprints, "RAW", shutil.copytree(RAW, tmp_path / "raw"))
    return tmp_path / "raw"


def test_to_add_a_document_leaves_those_that_are_there(raw, tmp_path):
    (tmp_path / "mine.txt").write_text(TEXT, encoding="utf-8")
    fingerprints.main([f"mine={tmp_path / 'mine.txt'}"])
    table = record.read("fingerprints", raw)
    kept = table.loc[table["document_id"] != "mine"].reset_index(drop=True)
    assert kept.equals(record.read("fingerprints", RAW))
    assert table.loc[table["document_id"] == "mine", "digest"].tolist() == fingerprint(TEXT)


def test_a_document_that_is_there_is_replaced_alone(raw, tmp_path):
    (tmp_path / "page.txt").write_text(TEXT, encoding="utf-8")
    fingerprints.main([f"grow={tmp_path / 'page.txt'}"])
    counts = record.read("fingerprints", raw)["document_id"].value_counts()
    assert counts["grow"] == len(fingerprint(TEXT))
    assert counts["brief"] == (record.read("fingerprints", RAW)["document_id"] == "brief").sum()


@pytest.mark.parametrize("pairs", [[], ["mine"], ["mine=no-such-file.txt"]])
def test_what_cannot_be_read_is_refused_and_writes_nothing(raw, pairs, capsys):
    before = (raw / "fingerprints.csv").read_bytes()
    with pytest.raises(SystemExit) as stopped:
        fingerprints.main(pairs)
    assert stopped.value.code == 2
    assert "KEY=FILE" in capsys.readouterr().err
    assert (raw / "fingerprints.csv").read_bytes() == before
