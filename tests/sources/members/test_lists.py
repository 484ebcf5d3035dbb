"""The lists that there are, and the places of regions that a list adds."""

import pandas as pd
import pytest

from s3analysis.sources import record
from s3analysis.sources.extracts.extracts import Damaged
from s3analysis.sources.members import lists


def test_only_what_a_user_imported_is_imported(tmp_path, monkeypatch):
    (tmp_path / "energy-2019-01").mkdir()
    (tmp_path / "energy-2019-01" / "datapackage.json").write_text("{}", "utf-8")
    monkeypatch.setattr(lists, "LISTS", tmp_path)
    assert lists.known()[-1] == ("energy", "2019-01")
    assert lists.months("energy") == ["2019-01"]
    assert lists.imported("energy", "2019-01")
    assert not lists.imported("energy", "2017-07")
    assert not lists.imported(lists.BRIEF, "2017-07")
    with pytest.raises(Damaged, match=r"energy-2019-01 cannot be read \(.+\); import it again"):
        lists.get("energy", "2019-01")


def test_a_list_that_is_not_there_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(lists, "LISTS", tmp_path)
    with pytest.raises(Damaged, match="energy-2019-01 cannot be read"):
        lists.get("energy", "2019-01")


def test_the_list_of_the_brief_says_where_each_entry_is_printed():
    found = lists.of_the_brief("2017-07")
    printed = record.read("partnership_members").query("as_of == '2017-07'")
    assert len(found.entries) == printed["role"].isin(lists.ROLES).sum()
    assert found.entries["locator"].str.fullmatch(r"Table 4 of the brief, .+, place \d+").all()
    assert (found.extent, found.added.empty) == ("complete", True)


def test_a_region_that_a_list_adds_gets_a_place_and_no_missing_text():
    added = pd.DataFrame({"region_id": ["el30"], "name": ["Attica"], "country_id": ["EL"]})
    found = lists.with_places(added)
    assert len(found) == len(record.read("regions")) + 1
    row = found.set_index("region_id").loc["el30"]
    assert (row["name"], row["nested_in"]) == ("Attica", "")
    assert {str(found[name].dtype) for name in ("tile_column", "tile_row", "x", "y")} == {"Int64"}
    assert not found.duplicated(["tile_column", "tile_row"]).any()
