import json

import pandas as pd
import pytest

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.press.editions import changes, manifest

TABLE = [["Skåne", "lead"], ["Norte", "participant"]]


def exhibit(key, rows, title="Who leads"):
    table = pd.DataFrame(rows, columns=["Region", "Role"])
    return Exhibit(key=key, title=title, subtitle="A role", source="A test", table=table)


def edition(folder, *exhibits, **told):
    """Write an edition of one notebook; what its manifest tells besides can be given."""
    (folder / "notebooks").mkdir(parents=True)
    outputs = [{"data": each._repr_mimebundle_()} for each in exhibits]
    book = {"cells": [{"source": "text"}, {"outputs": [{"text": "x"}, *outputs]}]}
    (folder / "notebooks" / "01_partnerships.ipynb").write_text(json.dumps(book), encoding="utf-8")
    about = {
        "made_by": "s3analysis",
        "format": 1,
        "edition": "2017-07",
        "command": "s3analysis report",
        "parameters": {"as_of": "2017-07"},
        "began": "2017-07-01T00:00:00Z",
        "ended": "2017-07-01T00:00:09Z",
        "git": None,
        "python": "3.11.7",
        "platform": "Linux",
        "packages": {"pandas": "3.0.0"},
        "tasks": [],
        "inputs": {"data/raw/regions.csv": "a" * 64},
        "outputs": {},
    }
    (folder / manifest.FILE).write_text(json.dumps(about | told), encoding="utf-8")
    return folder


def test_two_equal_editions_say_nothing_else(tmp_path):
    old = edition(tmp_path / "old", exhibit("members", TABLE), began="2016-07-01T00:00:00Z")
    new = edition(tmp_path / "new", exhibit("members", TABLE))
    assert changes.between(old, new) == [changes.NONE]
    assert changes.since_last(old, new) == []


def test_a_changed_cell_is_told_with_its_row_and_column(tmp_path):
    old = edition(tmp_path / "old", exhibit("members", TABLE))
    new = edition(tmp_path / "new", exhibit("members", [TABLE[0], ["Norte", "watch"]], "Ends"))
    assert changes.between(old, new) == [
        "01_partnerships, members: title: “Who leads” before, “Ends” now",
        "01_partnerships, members: row 2 (Norte), column Role: “participant” before, “watch” now",
    ]


def test_rows_and_exhibits_that_come_and_go_are_told(tmp_path):
    old = edition(tmp_path / "old", exhibit("members", TABLE), exhibit("early", TABLE))
    new = edition(tmp_path / "new", exhibit("members", TABLE[:1]), exhibit("late", TABLE))
    assert changes.between(old, new) == [
        "01_partnerships, members: rows: 2 before, 1 now",
        "01_partnerships, members: row 2 (Norte): before only",
        "01_partnerships, late: is new",
        "01_partnerships, early: is gone",
    ]


def test_a_region_that_is_read_otherwise_is_two_lines_however_many_follow_it(tmp_path):
    rows = [[name, "lead"] for name in "ABCDEFGHIJKL"]
    old = edition(tmp_path / "old", exhibit("members", rows))
    new = edition(tmp_path / "new", exhibit("members", [*rows[1:], ["Z", "lead"]]))
    assert changes.between(old, new) == [
        "01_partnerships, members: row 1 (A): before only",
        "01_partnerships, members: row 12 (Z): now only",
    ]


def test_a_run_tells_some_lines_of_an_exhibit_and_how_many_it_leaves(tmp_path):
    old = edition(tmp_path / "old", exhibit("members", [[f"R{n}", "lead"] for n in range(99)]))
    new = edition(tmp_path / "new", exhibit("members", [[f"R{n}", "watch"] for n in range(99)]))
    lines = changes.between(old, new)
    assert len(lines) == 99
    assert changes.short(lines) == [*lines[:6], "01_partnerships, members: and 93 more"]
    assert changes.short([f"{n}: changed" for n in range(60)])[-1] == "and 20 more lines"


def test_each_reason_is_told(tmp_path):
    old = edition(
        tmp_path / "old",
        inputs={"data/raw/regions.csv": "a" * 64, "data/raw/gone.csv": "b" * 64},
        git={"revision": "1" * 40, "dirty": False},
    )
    new = edition(
        tmp_path / "new",
        inputs={"data/raw/regions.csv": "c" * 64, "data/raw/new.csv": "b" * 64},
        parameters={"as_of": "2018-02"},
        packages={"pandas": "3.0.1", "scipy": "1.0"},
        python="3.12.1",
        git={"revision": "2" * 40, "dirty": True},
    )
    assert changes.between(old, new) == [
        "because data/raw/gone.csv is gone",
        "because data/raw/new.csv is new",
        "because data/raw/regions.csv changed",
        "because as_of is 2018-02, was 2017-07",
        "because pandas is 3.0.1, was 3.0.0",
        "because scipy is 1.0, was not there",
        "because Python is 3.12.1, was 3.11.7",
        "code revision 222222222222 with uncommitted changes (previously 111111111111)",
        changes.NONE,
    ]


def test_where_no_edition_stood_nothing_is_told_of_it(tmp_path):
    new = edition(tmp_path / "new", exhibit("members", TABLE))
    assert changes.since_last(tmp_path / "old", new) == []
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "index.html").write_text("by hand", encoding="utf-8")
    assert changes.since_last(tmp_path / "old", new) == []
    with pytest.raises(manifest.NoEdition):
        changes.between(tmp_path / "no", new)


def test_a_damaged_notebook_is_named_and_stops_no_new_edition(tmp_path):
    old = edition(tmp_path / "old", exhibit("members", TABLE))
    new = edition(tmp_path / "new", exhibit("members", TABLE))
    (old / "notebooks" / "01_partnerships.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(changes.Unread, match="01_partnerships"):
        changes.between(old, new)
    (line,) = changes.since_last(old, new)
    assert line.startswith("what changed cannot be told: ")


def test_an_exhibit_of_another_format_is_not_compared(tmp_path):
    old = edition(tmp_path / "old", exhibit("members", TABLE))
    new = edition(tmp_path / "new", exhibit("members", TABLE[:1]))
    path = old / "notebooks" / "01_partnerships.ipynb"
    path.write_text(path.read_text("utf-8").replace('"rows"', '"lines"'), encoding="utf-8")
    (line,) = changes.between(old, new)
    assert line.startswith("01_partnerships, members: cannot be compared")
