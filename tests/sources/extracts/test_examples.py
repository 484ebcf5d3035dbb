"""The published lists in docs/examples are imported under the few lines beside them."""

import re
from pathlib import Path

import pytest

from s3analysis.press.editions import imports
from s3analysis.sources.extracts import mapping, priorities

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
TABLES = imports.tables()
HELD = {
    "poland": (24, ["PL43", "PL51", "PL52", "PL61"]),
    "sweden": (46, ["SE11", "SE211", "SE212", "SE213", "SE214", "SE221", "SE224", "SE231",
                    "SE312", "SE313", "SE322", "SE332"]),
    "lithuania": (15, ["LT"]),
    "italy": (5, ["ITH4"]),
    "greece": (8, ["EL52"]),
    "spain": (5, ["ES12"]),
    "finland": (3, ["FI1C3"]),
}  # fmt: skip


@pytest.mark.parametrize("name", HELD)
def test_a_list_is_imported_whole(name):
    said = mapping.read(
        EXAMPLES / f"{name}.toml", mapping.Mapping, priorities.schemes(TABLES["taxonomy_terms"])
    )
    extract = priorities.read(EXAMPLES / f"{name}.csv", said, TABLES)
    codes = sorted(extract.territories["nuts_id"])
    assert (len(extract.priorities), codes) == HELD[name]
    assert extract.labels["priority_id"].nunique() == len(extract.priorities)


def test_each_list_is_described_with_the_lines_that_it_took():
    told = (EXAMPLES / "README.md").read_text("utf-8")
    described = dict(re.findall(r"^\| (\w+)\.csv .*\| (\d+) \|$", told, re.MULTILINE))
    lines = {
        file.stem: str(len([line for line in file.read_text("utf-8").split("\n") if line]))
        for file in EXAMPLES.glob("*.toml")
    }
    assert described == lines
    assert max(map(int, lines.values())) <= 10
