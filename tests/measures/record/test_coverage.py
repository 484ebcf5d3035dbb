import pandas as pd

from s3analysis.measures.record import coverage
from s3analysis.sources import record

SECTIONS = pd.DataFrame(
    [["brief", "one", "One", 0, 5], ["brief", "two", "Two", 5, 9]],
    columns=["document_id", "section", "heading_printed", "first_word", "end_word"],
)
LEFT_OUT = pd.DataFrame(
    [["brief", "two", "Says it again."]], columns=["document_id", "section", "reason"]
)
EVENTS = pd.DataFrame(
    [["brief", "one"], ["brief", "one"], ["", ""]], columns=["document_id", "section"]
)


def test_rows_are_counted_in_their_section_and_rows_without_a_place_are_not():
    tables = {"sections": SECTIONS, "not_covered": LEFT_OUT, "events": EVENTS}
    found = coverage.by_section(tables)
    assert found["rows"].tolist() == [2, 0]
    assert found["tables"].tolist() == ["events 2", ""]
    assert found["reason"].tolist() == ["", "Says it again."]


def test_every_section_of_the_documents_is_covered_or_left_out_for_a_reason():
    found = coverage.by_section(record.read_all())
    assert ((found["rows"] > 0) != (found["reason"] != "")).all()


def test_the_census_of_a_section_adds_up_and_gives_the_commonest_reason_first():
    classes = ["claim", "row", "name", "citation", "citation"]
    rows = [("brief", "two", each) for each in classes] + [("brief", "one", "claim")]
    numbers = pd.DataFrame(rows, columns=["document_id", "section", "class"])
    assert coverage.census(numbers, SECTIONS).to_numpy().tolist() == [
        ["brief", "one", 1, 1, 0, 0, ""],
        ["brief", "two", 5, 1, 1, 3, "citation 2, name 1"],
    ]


def test_what_only_corrects_counts_or_leaves_out_covers_no_section():
    kept = {"sections": SECTIONS, "not_covered": LEFT_OUT}
    tables = kept | dict.fromkeys(("corrections", "numbers"), EVENTS)
    assert coverage.by_section(tables)["rows"].tolist() == [0, 0]
