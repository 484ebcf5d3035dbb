from types import SimpleNamespace

import pandas as pd
import pytest

from s3analysis.exhibits.record import partnership_counts as exhibits
from s3analysis.measures.record import partnership_counts as measures
from s3analysis.sources import record

JULY = SimpleNamespace(as_of="2017-07")
CLAIMS = pd.DataFrame({"claim_id": ["c-1"], "document_id": ["brief"], "section": ["progress"]})
PAGE = {"origin": "external", "claim_id": "", "title": "A page", "address": "https://a.example/"}
PRINTED = {"origin": "document", "claim_id": "c-1", "title": "", "address": "", "checked": ""}


def count(value=9, as_of="2017-07", **changes):
    row = {"as_of": as_of, "scope": "s3p-industry", "counted": "partnerships", "exactness": "exact"}
    printed = {"value": value, "value_printed": str(value), "checked": "stored copy", "remark": ""}
    return row | printed | PAGE | changes


def shown(*rows):
    counts = pd.DataFrame(rows, columns=list(count()))
    return exhibits.by_date(measures.points(counts), counts, CLAIMS, JULY)


def lists(**changes):
    row = {
        "list_id": "water",
        "name_printed": "Water",
        "platform": "unknown",
        "as_of": "unknown",
        "begun": "2019",
        "regions_stated": 12,
        "address": "https://a.example/",
        "checked": "unverified",
        "remark": "Leads only.",
    }
    return pd.DataFrame([row | changes]).astype({"regions_stated": "Int64"})


def members(*rows):
    columns = ["region_printed", "country_id", "role"]
    return pd.DataFrame(rows, columns=columns).assign(list_id="water")


@pytest.fixture(scope="module")
def whole():
    counts = record.read("partnership_counts")
    return exhibits.by_date(measures.points(counts), counts, record.read("claims"), JULY)


def test_no_number_is_one_sentence():
    none = "No source states how many partnerships there were at a date."
    assert shown().data == none
    assert shown(count(counted="thematic areas")).data == none


def test_one_number_is_no_development():
    found = shown(count(**PRINTED))
    assert found.title == "S3P-Industry had 9 partnerships in July 2017"
    assert found.table["Source"].tolist() == ["Brief: progress"]
    assert found.table[["Address", "Read", "Remark"]].to_numpy().tolist() == [
        ["-", "document", "-"]
    ]
    assert "More than one number" not in found.note


def test_the_first_and_the_last_number_make_the_title():
    found = shown(count(10, "2018-04-12"), count(8, "2017-03"), count(9))
    assert found.title == "S3P-Industry had 8 partnerships in March 2017 and 10 in April 2018"


def test_two_numbers_of_one_date_stand_both_and_are_named():
    found = shown(count(8, "2017-03"), count(23, "2020-03-04"), count(21, "2020-03-04"))
    assert found.title.endswith("and 21 or 23 in March 2020")
    assert "More than one number is stated for 4 March 2020." in found.note


def test_platforms_are_kept_apart():
    found = shown(count(9), count(15, scope="three-platforms", exactness="over"))
    assert found.title == "S3P-Industry had 9 partnerships in July 2017"
    assert found.alt.endswith("Three platforms had over 15 partnerships in July 2017.")
    assert found.subtitle.endswith("S3P-Industry and three platforms")


def test_a_page_that_could_not_be_read_is_counted():
    assert "stored copies; 1 of them could not be read." in shown(count(checked="unverified")).note
    assert "All pages were read in stored copies." in shown(count()).note


def test_the_record_says_what_it_knows_and_shows_every_source(whole):
    assert whole.title == (
        "S3P-Industry had 8 partnerships in March 2017 and 21 or 23 in March 2020"
    )
    assert len(whole.table) == len(record.read("partnership_counts"))
    assert "More than one number is stated for 14 June 2019 and 4 March 2020." in whole.note
    assert whole.svg != whole.narrow


def test_no_later_list_is_one_sentence():
    none = exhibits.later_lists(lists().head(0), members())
    assert none.data == "No later list of members is known, not even in part."


def test_a_list_names_regions_by_role_and_what_is_not_known():
    rows = ("Aragon", "ES", "lead"), ("Friesland", "NL", "lead"), ("Lombardy", "IT", "unknown")
    found = exhibits.later_lists(lists(), members(*rows))
    assert found.title == "1 page beside the brief names regions of partnerships, none of them all"
    (row,) = found.table.to_dict("records")
    assert row["Regions"] == "lead: Aragon (ES), Friesland (NL); no role named: Lombardy (IT)"
    assert [row[name] for name in ("Platform", "As of", "Begun")] == ["unknown", "unknown", "2019"]
    assert row["Regions stated"] == "12"
    assert "1 of them could not be read." in found.note


def test_a_page_that_gives_no_number_of_regions_has_a_dash():
    found = exhibits.later_lists(lists(regions_stated=pd.NA), members(("Aragon", "ES", "lead")))
    assert found.table["Regions stated"].tolist() == ["-"]


def test_every_region_of_every_list_of_the_record_is_shown():
    rows = record.read("later_members")
    found = exhibits.later_lists(record.read("later_lists"), rows)
    assert sum(cell.count(" (") for cell in found.table["Regions"]) >= len(rows)
