"""Cells of data/raw changed at random but seeded: two editions name each as the cause."""

import json
import shutil
from hashlib import sha256

import pandas as pd
import pytest
from test_mutations import draw

from press.changes.test_report import edition
from s3analysis.paths import RAW
from s3analysis.press.changes import report as changes
from s3analysis.press.editions import processed_data
from s3analysis.press.prints import archive
from s3analysis.sources import record
from s3analysis.sources.record import check, descriptor

CHANGES = 8


def made(place, raw):
    """Return an edition that keeps the tables of a raw folder, and shows nothing."""
    tidy = processed_data.tidied(raw)
    inputs = {
        f"data/raw/{path.name}": sha256(path.read_bytes()).hexdigest() for path in raw.glob("*.csv")
    }
    folder = edition(place, inputs=inputs)
    package = descriptor.describe_tidy(record.describe(raw))
    (place / "tidy").mkdir()
    (place / "tidy" / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    for name, table in tidy.items():
        (place / "tidy" / f"{name}.csv").write_text(record.csv(table), encoding="utf-8", newline="")
    (folder / "data.zip").write_bytes(archive.data(place / "tidy"))
    return folder, set(tidy)


@pytest.mark.slow
def test_each_changed_cell_is_the_one_cause(tmp_path):
    old, kept = made(tmp_path / "old", RAW)
    raw, told = shutil.copytree(RAW, tmp_path / "raw"), 0
    resources = record.resources(RAW)
    outline = (CHANGES, "country_outlines", 1507, "x", "4629")  # regions derive a column so called
    for number, name, row, column, value in [*draw(2026, CHANGES), outline]:
        file = raw / f"{name}.csv"
        before = file.read_bytes()
        table = pd.read_csv(file, dtype=str, keep_default_na=False)
        keys = resources[name]["schema"]["primaryKey"]
        place = ", ".join(table.loc[row, keys])
        table.loc[row, column] = value
        file.write_text(record.csv(table), encoding="utf-8", newline="")
        try:
            new, _ = made(tmp_path / str(number), raw)
        except (ValueError, LookupError, pd.errors.MergeError):  # no edition is made of it
            assert not check.check(raw).empty, (name, row, column, value)
        else:
            (cause,) = changes.between(old, new).causes
            assert cause.name == f"data/raw/{name}.csv"
            if name not in kept:
                assert cause.rows == ()
            elif column in keys:
                assert cause.rows[0] == f"row {place} is gone"
            else:
                (line,) = cause.rows
                assert line.startswith(f"row {place}, {column}: ")
            told += 1
        shutil.rmtree(tmp_path / str(number), ignore_errors=True)
        file.write_bytes(before)
    assert told > CHANGES / 2  # of the others no edition is made: the check names them
