"""A folder that somebody sends is refused before anything in its datapackage.json is followed."""

import json
import os

import pytest

from s3analysis.sources.record.check import check

OTHER = "https://example.org/x"


@pytest.fixture
def sent(tmp_path):
    """A folder with one sound table."""
    package = {
        "name": "sent",
        "resources": [
            {
                "name": "documents",
                "path": "documents.csv",
                "schema": {"fields": [{"name": "a", "type": "string"}]},
            }
        ],
    }
    (tmp_path / "documents.csv").write_text("a\nb\n", encoding="utf-8")
    return tmp_path, package


def reasons(folder, package):
    text = package if isinstance(package, str) else json.dumps(package)
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    return " ".join(check(folder)["reason"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"path": f"{OTHER}.csv"}, "resources.0.path"),
        ({"path": "../documents.csv"}, "resources.0.path"),
        ({"path": ["documents.csv"]}, "resources.0.path"),
        ({"path": "documents.csv.gz"}, "resources.0.path"),
        ({"schema": OTHER}, "resources.0.schema"),
        ({"dialect": OTHER}, "resources.0.dialect"),
        ({"profile": OTHER}, "resources.0.profile"),
        ({"schema": {"fields": [{"name": "a", "type": "geopoint"}]}}, "resources.0.schema"),
        (
            {
                "schema": {
                    "fields": [
                        {"name": "a", "type": "string", "constraints": {"pattern": "(b+)+$"}}
                    ]
                }
            },
            "only patterns of data/raw",
        ),
        ({"path": "nowhere.csv"}, "not found"),
    ],
)
def test_what_a_table_may_not_name_is_refused_with_its_place(sent, change, said):
    folder, package = sent
    package["resources"][0] |= change
    assert said in reasons(folder, package)


@pytest.mark.parametrize(
    ("package", "said"),
    [
        ("[" * 100_000, "nested too deep"),
        ("{", "is no JSON"),
        ("[]", "valid"),
        ('{"name": "x", "profile": "https://example.org/x", "resources": []}', "profile"),
    ],
)
def test_a_descriptor_that_is_none_is_refused(sent, package, said):
    assert said in reasons(sent[0], package)


@pytest.mark.parametrize("file", ["documents.csv", "datapackage.json"])
@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/etc/hostname")])
def test_a_pipe_or_a_link_is_not_read(sent, file, make):
    folder, package = sent
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (folder / file).unlink()
    make(folder / file)
    found = check(folder)
    assert found["file"].tolist() == [file]
    assert "is a link" in found["reason"][0]


def test_a_table_that_the_rules_lack_is_named(sent):
    assert "the rules that join tables need 'fingerprints'" in reasons(*sent)
