"""How the brief prints one region."""

from s3analysis.measures.record import printed
from s3analysis.sources import record


def of_region(region_id):
    names = ("partnership_members", "corrections", "regions")
    return printed.of_region(*map(record.read, names), "2017-07", region_id)


def test_the_names_are_those_of_the_print():
    found = of_region("tampere")
    assert found.names["entry_id"].tolist() == found.entries["entry_id"].tolist()
    assert set(found.entries["region_id"]) == {"tampere"}
    assert "Tampere" in " ".join(found.names["region_printed"])


def test_only_the_corrections_of_its_own_entries_are_kept():
    found = of_region("tampere")
    assert len(found.corrections)
    assert set(found.corrections["row"]) <= set(found.entries["entry_id"])


def test_another_month_has_no_entry():
    names = ("partnership_members", "corrections", "regions")
    assert printed.of_region(*map(record.read, names), "2016-01", "tampere").entries.empty
