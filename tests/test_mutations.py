"""One cell of the record changed, at random but seeded: a check names it, or an exhibit moves."""

import ast
import random
import shutil

import nbformat
import pandas as pd
import pytest

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.paths import NOTEBOOKS, RAW
from s3analysis.sources import record
from s3analysis.sources.record import check, clean, descriptor

SEED = 2017
CHANGES = 50
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def changed(value, field, dice):
    """Return another value that the cell could hold by its type, as a slip of the hand would."""
    kind, choices = field["type"], field.get("constraints", {}).get("enum")
    if choices and len(choices) > 1:
        return dice.choice([str(choice) for choice in choices if str(choice) != value])
    if kind == "integer" and value:
        return str(int(value) + dice.choice([-1, 1]))
    if kind == "number" and value:
        return f"{float(value) + dice.choice([-1, 1]):.4f}"
    if not value:
        return dice.choice(LETTERS)
    place = dice.randrange(len(value))
    letter = dice.choice([letter for letter in LETTERS if letter != value[place].lower()])
    return value[:place] + letter + value[place + 1 :]


def facts(resource, resources):
    """Return the fields of a table that state something: all but a key that nothing refers to."""
    schema = resource["schema"]
    used = {
        field
        for each in resources.values()
        for key in each["schema"].get("foreignKeys", [])
        if (key["reference"].get("resource") or each["name"]) == resource["name"]
        for field in key["reference"]["fields"]
    }
    bare = {field for field in schema["primaryKey"] if field.endswith("_id") and field not in used}
    return [field for field in schema["fields"] if field["name"] not in bare]


def as_text(folder, name):
    return pd.read_csv(folder / f"{name}.csv", dtype="str", keep_default_na=False)


def draw(seed, count):
    """Return tables, rows and columns to change: each table is as likely as any other."""
    dice = random.Random(seed)
    resources = record.resources(RAW)
    tables = {name: as_text(RAW, name) for name in resources}
    drawn = []
    for number in range(count):
        name = dice.choice(sorted(tables))
        row = dice.randrange(len(tables[name]))
        field = dice.choice(facts(resources[name], resources))
        old = tables[name].loc[row, field["name"]]
        drawn.append((number, name, row, field["name"], changed(old, field, dice)))
    return drawn


def exhibits():
    """Return each exhibit of the notebooks as its data, made from the tables that record reads."""
    made = {}
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        names: dict[str, object] = {}

        def display(*values, book=path.stem):
            shown = [value for value in values if isinstance(value, Exhibit)]
            made.update({(book, value.key): value.to_json() for value in shown})

        for cell in nbformat.reads(path.read_text("utf-8"), as_version=4).cells:
            if cell.cell_type != "code":
                continue
            *body, last = ast.parse(cell.source).body
            shown = isinstance(last, ast.Expr)
            steps = body if shown else [*body, last]
            exec(compile(ast.Module(steps, []), str(path), "exec"), names)
            names["display"] = display  # a loop shows its exhibits so
            if shown:
                display(eval(compile(ast.Expression(last.value), str(path), "eval"), names))
    return made


def tidy_of(folder):
    package = descriptor.describe_tidy(record.describe(folder))
    keys = {each["name"]: each["schema"]["primaryKey"] for each in package["resources"]}
    return clean.tidy(record.read_all(folder), keys)


@pytest.fixture(scope="module")
def as_they_are():
    assert check.check(RAW).empty
    return exhibits()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "name", "row", "column", "value"),
    draw(SEED, CHANGES),
    ids=lambda each: str(each)[:30],
)
def test_a_changed_cell_is_named_or_moves_an_exhibit(
    number, name, row, column, value, tmp_path, monkeypatch, as_they_are
):
    folder = shutil.copytree(RAW, tmp_path / "raw")
    table = as_text(folder, name)
    table.loc[row, column] = value
    (folder / f"{name}.csv").write_text(record.csv(table), encoding="utf-8", newline="")
    found = check.check(folder)
    if not found.empty:
        assert (found["reason"] != "").all()
        return
    tidy = tidy_of(folder)
    monkeypatch.setattr(record, "read", lambda name, folder=None: tidy[name])
    monkeypatch.setattr(record, "read_all", lambda: tidy)
    moved = exhibits()
    assert any(moved[key] != as_they_are[key] for key in as_they_are), (name, row, column, value)
