"""What keeps a staged edition from being published."""

from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from s3analysis.paths import HOME
from s3analysis.press.editions import release_checks
from s3analysis.press.prints.document import Unprintable


def refusal(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(Unprintable) as told:
        release_checks.require(folder)
    return str(told.value)


@pytest.mark.parametrize(
    "text",
    [
        '<img src="https://example.org/a.png">',
        "<img src=//example.org/a.png>",
        "<script src='http://example.org/a.js'></script>",
        '<link rel="stylesheet" href="https://example.org/a.css">',
        "<style>body { background: url( 'https://example.org/a.png') }</style>",
        '<style>@import "//example.org/a.css";</style>',
        '<form action="https://example.org">',
    ],
)
def test_a_page_that_asks_the_network_is_named(tmp_path, text):
    assert "index.html asks the network for" in refusal(tmp_path, "index.html", text)


@pytest.mark.parametrize(
    "text",
    [
        f"in {HOME}/data",
        '"/home/anna/data"',
        "/Users/anna",
        "(/tmp/x)",
        r"C:\\Users\\anna",
        "/root/x",
    ],
)
@pytest.mark.parametrize("name", ["index.html", "a.ipynb", "a.csv", "manifest.json"])
def test_a_path_of_the_machine_is_named(tmp_path, name, text):
    assert f"{name} names a path of this machine" in refusal(tmp_path, name, text)


def test_a_file_too_large_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(release_checks.BUDGETS, ".html", 10)
    assert "index.html has 11 bytes, more than 10" in refusal(tmp_path, "index.html", "x" * 11)


def test_a_page_of_one_notebook_has_less_room(tmp_path, monkeypatch):
    monkeypatch.setattr(release_checks, "ONE_OF_MANY", 10)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "tampere.ipynb").write_text("{}", encoding="utf-8")
    (tmp_path / "index.html").write_text("x" * 11, encoding="utf-8")
    told = refusal(tmp_path, "tampere.html", "x" * 11)
    assert told == "tampere.html has 11 bytes, more than 10"


@pytest.mark.parametrize("name", ["report.xlsx", "report.docx", "data.zip"])
def test_a_path_of_the_machine_inside_a_zipped_file_is_named(tmp_path, name):
    with ZipFile(tmp_path / name, "w", ZIP_DEFLATED) as archive:
        archive.writestr("core.xml", "<creator>/home/anna/data</creator>")
    with pytest.raises(Unprintable, match=rf"{name} names a path of this machine: /home/anna"):
        release_checks.require(tmp_path)


def test_a_damaged_zipped_file_is_named(tmp_path):
    assert refusal(tmp_path, "report.xlsx", "PK") == "report.xlsx is damaged"


def test_files_that_are_no_text_are_read_as_far_as_they_are_open(tmp_path):
    (tmp_path / "a.png").write_bytes(b"\x89PNG\xff\x00")
    release_checks.require(tmp_path)
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7 \xff (/home/anna/x.typ)")
    with pytest.raises(Unprintable, match=r"report\.pdf names a path of this machine"):
        release_checks.require(tmp_path)


def test_every_reason_is_told_at_once(tmp_path):
    (tmp_path / "a.csv").write_text("/tmp/x", encoding="utf-8")
    told = refusal(tmp_path, "index.html", '<img src="//example.org"> /tmp/x')
    assert told.count(";") == 2


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://doi.org/10.2760/312534">doi</a>',
        '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        '<img src="data:image/png;base64,AA/tmp/xyz">',
        '<a href="data/members.csv">home/garden and/or /tmpfs</a>',
        "<p>the root/branch of C: the matter</p>",
    ],
)
def test_what_a_page_may_hold_is_let_through(tmp_path, text):
    (tmp_path / "index.html").write_text(text, encoding="utf-8")
    release_checks.require(tmp_path)
