import json
import os
import subprocess
import sys
from zipfile import ZipFile

import pandas as pd
import pytest

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.paths import REPORTS
from s3analysis.press.changes import compare
from s3analysis.press.changes import report as changes
from s3analysis.press.editions import manifest, release_checks

TABLE = [["Skåne", "lead"], ["Norte", "participant"]]


def exhibit(key, rows, title="Who leads"):
    table = pd.DataFrame(rows, columns=["Region", "Role"])
    return Exhibit(key=key, title=title, subtitle="A role", source="A test", table=table)


def edition(folder, *exhibits, notebook="01_partnerships", says=(), **told):
    """Write an edition of one notebook; what its manifest tells besides can be given."""
    (folder / "notebooks").mkdir(parents=True)
    outputs = [{"data": each._repr_mimebundle_()} for each in exhibits]
    cells = [
        {"source": f"say({n})", "outputs": [{"data": {"text/markdown": [text]}}]}
        for n, text in enumerate(says)
    ]
    book = {"cells": [{"source": "text"}, {"outputs": [{"text": "x"}, *outputs]}, *cells]}
    path = folder / "notebooks" / f"{notebook}.ipynb"
    path.write_text(json.dumps(book), encoding="utf-8")
    about = {
        "made_by": "s3analysis",
        "format": 1,
        "edition": "2017-07",
        "command": "s3analysis report --as-of 2017-07",
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
    assert changes.between(old, new).lines == [changes.NONE]
    assert changes.since_last(old, new) == []


def test_a_changed_cell_is_told_with_its_row_and_column(tmp_path):
    old = edition(tmp_path / "old", exhibit("members", TABLE))
    new = edition(tmp_path / "new", exhibit("members", [TABLE[0], ["Norte", "watch"]], "Ends"))
    assert changes.between(old, new).lines == [
        "01_partnerships, members: title: “Who leads” before, “Ends” now",
        "01_partnerships, members: row 2 (Norte), column Role: “participant” before, “watch” now",
    ]


def test_rows_and_exhibits_that_come_and_go_are_told(tmp_path):
    old = edition(tmp_path / "old", exhibit("members", TABLE), exhibit("early", TABLE))
    new = edition(tmp_path / "new", exhibit("members", TABLE[:1]), exhibit("late", TABLE))
    assert changes.between(old, new).lines == [
        "01_partnerships, late: is new",
        "01_partnerships, early: is gone",
        "01_partnerships, members: row 2 (Norte): is gone",
    ]


def test_a_region_that_is_read_otherwise_is_two_lines_however_many_follow_it(tmp_path):
    rows = [[name, "lead"] for name in "ABCDEFGHIJKL"]
    old = edition(tmp_path / "old", exhibit("members", rows))
    new = edition(tmp_path / "new", exhibit("members", [*rows[1:], ["Z", "lead"]]))
    assert changes.between(old, new).lines == [
        "01_partnerships, members: row 1 (A): is gone",
        "01_partnerships, members: row 12 (Z): is new",
    ]


def test_a_run_tells_some_lines_of_an_exhibit_and_how_many_it_leaves(tmp_path):
    old = edition(tmp_path / "old", exhibit("members", [[f"R{n}", "lead"] for n in range(99)]))
    new = edition(tmp_path / "new", exhibit("members", [[f"R{n}", "watch"] for n in range(99)]))
    lines = changes.between(old, new).lines
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
    assert changes.between(old, new).lines == [
        "because data/raw/gone.csv is gone",
        "because data/raw/new.csv is new",
        "because data/raw/regions.csv changed",
        "because as_of is 2018-02, was 2017-07",
        "because code may have changed between revision 111111111111 and "
        "222222222222 with uncommitted changes",
        "because installed packages changed: pandas 3.0.0 to 3.0.1, Python 3.11.7 to 3.12.1",
        changes.NONE,
    ]


def task(name, **parameters):
    return {
        "name": name,
        "parameters": parameters,
        "status": "completed",
        "seconds": 1,
        "reused": False,
    }


def test_a_cause_is_named_with_a_change_that_only_it_can_explain(tmp_path):
    tasks = [task("01_partnerships", as_of="2017-07", reading="members")]
    old = edition(tmp_path / "old", exhibit("members", TABLE), tasks=tasks)
    book = {"notebooks/03_themes.ipynb": "c" * 64, "data/imported/priorities/x.csv": "d" * 64}
    new = edition(
        tmp_path / "new",
        exhibit("members", TABLE[:1]),
        tasks=tasks,
        inputs={"data/raw/regions.csv": "b" * 64} | book,
        parameters={"as_of": "2017-07", "draws": "9"},
    )
    found = changes.between(old, new)
    assert [cause.kind for cause in found.causes] == ["data", "data", "notebook", "parameter"]
    (change,) = found.changes
    assert change.causes == ("data/raw/regions.csv",)
    assert found.lines[-1].endswith("is gone (from data/raw/regions.csv)")


def tables(folder, name, *lines, fields=()):
    """Put a table into the data that an edition keeps; the key is its first column."""
    schema = {"primaryKey": lines[0].split(",")[0], "fields": fields}
    about = {"name": name, "schema": schema}
    with ZipFile(folder / "data.zip", "w") as archive:
        archive.writestr("datapackage.json", json.dumps({"resources": [about]}))
        archive.writestr(f"{name}.csv", "\n".join(lines))


def test_the_rows_that_changed_are_the_cause(tmp_path):
    old = edition(tmp_path / "old")
    new = edition(tmp_path / "new", inputs={"data/raw/regions.csv": "c" * 64})
    tables(old, "regions", "region_id,name,x", "norte,Nort,1", "centro,Centro,2")
    tables(new, "regions", "region_id,name,x", "norte,Norte,7", "algarve,Algarve,3")
    assert changes.between(old, new).reasons == [
        "data/raw/regions.csv, row norte, name: “Nort” before, “Norte” now",
        "data/raw/regions.csv, row centro is gone",
        "data/raw/regions.csv, row algarve is new",
    ]


def test_an_empty_cell_in_a_column_of_whole_numbers_is_the_one_change(tmp_path):
    old = edition(tmp_path / "old", inputs={"data/raw/funding.csv": "a" * 64})
    new = edition(tmp_path / "new", inputs={"data/raw/funding.csv": "c" * 64})
    schema = [{"name": "funding_id", "type": "string"}, {"name": "amount", "type": "integer"}]
    tables(old, "funding", "funding_id,amount", "a,240", "b,40000000000", fields=schema)
    tables(new, "funding", "funding_id,amount", "a,240.0", "b,", fields=schema)  # as pandas writes
    assert changes.between(old, new).reasons == [
        "data/raw/funding.csv, row b, amount: “40000000000” before, “” now"
    ]


def test_of_many_rows_a_page_names_some_and_says_where_all_are(tmp_path):
    old = edition(tmp_path / "old")
    new = edition(tmp_path / "new", inputs={"data/raw/regions.csv": "c" * 64})
    tables(old, "regions", "region_id", *map(str, range(30)))
    tables(new, "regions", "region_id", "1")
    found = changes.between(old, new)
    assert len(found.lines) == 29 + 1
    assert len(found.reasons) == changes.ROWS + 1
    cut = (
        "data/raw/regions.csv: 17 more rows; "
        "s3analysis changes 2017-07 2017-07 --format json has all"
    )
    assert found.reasons[-1] == cut
    found.write(tmp_path / "told")
    assert cut in (tmp_path / "told" / "changes.html").read_text("utf-8")
    assert cut in found.markdown().replace("\\", "")
    assert len(json.loads(found.json())["causes"][0]["rows"]) == 29


def test_a_table_whose_rows_no_edition_keeps_is_named_itself(tmp_path):
    old = edition(tmp_path / "old", inputs={"data/raw/nuts_codes.csv": "a" * 64})
    new = edition(tmp_path / "new", inputs={"data/raw/nuts_codes.csv": "c" * 64})
    for folder in (old, new):
        tables(folder, "regions", "region_id", "norte")
    assert changes.between(old, new).reasons == ["data/raw/nuts_codes.csv changed"]


@pytest.mark.parametrize(
    ("old", "new", "weight"),
    [
        ("No service meets any of 14 needs.", "A service meets 1 of 14 needs.", compare.TURNED),
        ("1 region is in both.", "2 regions are in both.", compare.HEADLINE),
    ],
)
def test_a_finding_of_page_1_that_turns_weighs_more_than_its_numbers(tmp_path, old, new, weight):
    one = edition(tmp_path / "old", notebook="00_in_brief", says=["The same.", old])
    other = edition(tmp_path / "new", notebook="00_in_brief", says=["The same.", new])
    (change,) = changes.between(one, other).changes
    assert change.weight == weight


def test_the_weightiest_comes_first_and_an_abrupt_value_is_marked(tmp_path):
    def table(verdict, *counts):
        rows = {"What": ["a", "b", "c"], "Verdict": ["x", "x", verdict], "Count": [*counts]}
        words = {"key": "ledger", "title": "T", "subtitle": "S", "source": "A test"}
        return Exhibit(table=pd.DataFrame(rows), **words)

    old = edition(tmp_path / "old", table("x", 10, 10, 0))
    new = edition(tmp_path / "new", table("y", 14, -1, 0), says=["New."])
    assert [(each.place, each.abrupt) for each in changes.between(old, new).changes] == [
        ("row 3 (c), column Verdict", False),
        ("", False),
        ("row 2 (b), column Count", True),
        ("row 1 (a), column Count", False),
    ]


def test_editions_of_two_commands_are_not_compared(tmp_path):
    old = edition(tmp_path / "old", command="s3analysis briefs --all")
    with pytest.raises(changes.OtherKind, match=r"briefs and .* by s3analysis report"):
        changes.between(old, edition(tmp_path / "new"))


def test_page_markdown_and_json_hold_every_change_and_text_stays_text(tmp_path):
    old = edition(tmp_path / "old", exhibit("members", TABLE, "<b>One</b>"))
    new = edition(tmp_path / "new", exhibit("members", TABLE[:1], "Two | *x*"))
    changes.between(old, new).write(tmp_path / "told")
    release_checks.require(tmp_path / "told")
    page, plain = (
        (tmp_path / "told" / f"changes.{each}").read_text("utf-8") for each in ("html", "md")
    )
    assert "&lt;b&gt;One" in page
    assert r"Two \| \*x\*" in plain
    assert len(json.loads((tmp_path / "told" / "changes.json").read_text("utf-8"))["changes"]) == 2
    assert "row 2 (Norte)" in page
    assert "row 2 (Norte)" in plain


def test_an_edition_differs_in_nothing_from_itself_under_any_hash_seed():
    folder = str(REPORTS / "2017-07")
    words = [sys.executable, "-m", "s3analysis", "changes", folder, folder, "--format", "json"]
    runs = [
        subprocess.run(
            words, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
        )
        for seed in ("1", "2")
    ]
    assert json.loads(runs[0].stdout)["changes"] == []
    assert runs[0].stdout == runs[1].stdout


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
    with pytest.raises(compare.Unread, match="01_partnerships"):
        changes.between(old, new)
    (line,) = changes.since_last(old, new)
    assert line.startswith("what changed cannot be told: ")


def test_an_exhibit_of_another_format_is_not_compared(tmp_path):
    old = edition(tmp_path / "old", exhibit("members", TABLE))
    new = edition(tmp_path / "new", exhibit("members", TABLE[:1]))
    path = old / "notebooks" / "01_partnerships.ipynb"
    path.write_text(path.read_text("utf-8").replace('"rows"', '"lines"'), encoding="utf-8")
    (line,) = changes.between(old, new).lines
    assert line.startswith("01_partnerships, members: cannot be compared")
