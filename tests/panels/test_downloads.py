"""Tables that a panel gives away."""

import io

import pandas as pd
import pytest

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.panels import downloads
from s3analysis.sources import record


@pytest.fixture(scope="module")
def tables():
    return record.read_all()


def read(table, tables):
    exhibit = Exhibit(key="k", title="t", subtitle="s", source="x", table=pd.DataFrame(table))
    text = downloads.csv(exhibit, {}, tables)
    assert text.startswith("\N{BYTE ORDER MARK}")
    return pd.read_csv(io.StringIO(text[1:]), dtype=str, keep_default_na=False)


def test_keys_stand_beside_names(tables):
    rows = read({"Region": ["Skåne"], "Country": ["Sweden"], "Partnership": ["Sport"]}, tables)
    assert rows.to_dict("records") == [
        {
            "region_id": "skane",
            "nuts_id": "SE224",
            "country_id": "SE",
            "Region": "Skåne",
            "Country": "Sweden",
            "partnership_id": "sport",
            "Partnership": "Sport",
        }
    ]


def test_a_name_with_its_country_is_known_and_another_has_no_key(tables):
    rows = read({"Region": ["Skåne (Sweden)", "Bavaria (DE2)"]}, tables)
    assert rows["region_id"].tolist() == ["skane", ""]


def test_what_is_unknown_is_an_empty_cell_and_a_formula_is_text(tables):
    rows = read({"Theme": ["-", "unknown", "=1+1", "-5"]}, tables)
    assert rows["Theme"].tolist() == ["", "", "'=1+1", "-5"]


def test_a_file_is_named_for_what_was_chosen():
    assert downloads.name("a", ["Örebro County", ""]) == "a_orebro-county"
    assert len(downloads.name("a", ["word"] * 99)) <= 100
