import pandas as pd
import pytest

from s3analysis.exhibits.record import documents as exhibits
from s3analysis.measures.record import coverage
from s3analysis.sources import record

TABLES = record.read_all()
DOCUMENTS = TABLES["documents"]


def test_documents_stand_in_their_order():
    backwards = DOCUMENTS.sort_values("position", ascending=False)
    found = exhibits.documents(backwards)
    order = DOCUMENTS.sort_values("position")["document_id"].tolist()
    assert found.table["Key"].tolist() == order
    assert found.title == f"{len(order)} documents were read"


def test_one_document_was_read():
    assert exhibits.documents(DOCUMENTS.head(1)).title == "1 document was read"


def test_a_document_without_an_identifier_has_a_dash():
    bare = DOCUMENTS.head(1).assign(identifier_kind="none", identifier="")
    assert exhibits.documents(bare).table["Identifier"].tolist() == ["-"]


SECTIONS = pd.DataFrame(
    {
        "document_id": ["brief", "brief", "brief"],
        "section": ["b", "a", "c"],
        "heading_printed": ["Second", "First", "Third"],
        "first_word": [10, 0, 20],
        "end_word": [20, 10, 30],
        "words": [10, 10, 10],
        "rows": [3, 0, 0],
        "tables": ["support_services 3", "", ""],
        "reason": ["", "Says it again.", "An address."],
    }
)


def test_sections_stand_in_reading_order_with_rows_or_a_reason():
    table = exhibits.coverage(SECTIONS, DOCUMENTS).table
    assert table["Section"].tolist() == ["First", "Second", "Third"]
    assert table["Transcribed to, or why not"].tolist() == [
        "Says it again.",
        "support services 3",
        "An address.",
    ]


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (3, "2 of 3 sections were left out, each for a stated reason"),
        (2, "1 of 2 sections was left out, for a stated reason"),
        (1, "0 of 1 section was left out, for a stated reason"),
    ],
)
def test_the_title_counts_sections_without_a_row(rows, title):
    assert exhibits.coverage(SECTIONS.head(rows), DOCUMENTS).title == title


def test_the_sections_of_the_documents_are_all_there():
    sections = coverage.by_section(TABLES)
    assert len(exhibits.coverage(sections, DOCUMENTS).table) == len(sections)


def pairs(which_holds: list[str], slips: list[str]) -> pd.DataFrame:
    rows = TABLES["contradictions"].head(len(slips))
    return rows.assign(which_holds=which_holds, slip=slips)


def test_a_slip_in_several_places_is_one_row_and_counts_once():
    found = exhibits.contradictions(pairs(["first", "second", "unknown"], ["one", "one", "two"]))
    assert found.title == (
        "Passages differ in 2 points, at 3 places: in 1 they cannot both be right, in 0 they can, "
        "in 1 nothing decides"
    )
    shown = found.table.set_index("Judgement")["Places"].to_dict()
    assert shown == {"cannot both be right": 2, "open": 1}
    alone = exhibits.contradictions(pairs(["both"], ["one"]))
    assert alone.title.startswith("Passages differ in 1 point, at 1 place: in 0 they cannot both")


def test_the_passage_that_holds_stands_first_and_names_its_document():
    rows = pairs(["second"], ["one"])
    (found,) = exhibits.contradictions(rows).table["Passage (the one that holds, where one does)"]
    second = rows.iloc[0]
    assert found == f"{second['second_quote']} ({second['second_document_id']})"


def test_references_are_counted_and_those_not_found_among_them():
    rows = TABLES["references"].head(2).assign(verified=["unverified", "verified_online"])
    found = exhibits.references(rows, DOCUMENTS)
    assert found.title == "2 references, footnotes and links; 1 could not be looked up"
    assert (found.table["Looked up"] == "unverified").sum() == 1
    one = exhibits.references(rows.tail(1), DOCUMENTS)
    assert one.title == "1 reference, footnote or link; 0 could not be looked up"


def test_statements_stand_in_reading_order_and_needs_are_counted():
    rows = TABLES["statements"].head(3).assign(need=["yes", "no", "yes"], reading_order=[3, 2, 1])
    found = exhibits.statements(rows)
    assert found.title == "3 statements, of which 2 needs"
    assert found.table["What it says"].tolist() == rows["gist"].tolist()[::-1]
    assert exhibits.statements(rows.head(1)).title == "1 statement, of which 1 need"
    assert exhibits.statements(rows.iloc[[1]]).title == "1 statement, of which no need"


def test_only_events_with_a_remark_needed_a_reading():
    events = TABLES["events"].head(3).assign(remark=["May or June.", "", "One day."])
    found = exhibits.event_readings(events)
    assert len(found.table) == 2
    assert found.title == "2 events can be read in more than one way"
    assert exhibits.event_readings(events.head(1)).title.startswith("1 event can be read")


def test_numbers_of_one_quantity_stand_together_and_are_counted():
    found = exhibits.claims(TABLES["claims"])
    blocks = (found.table["Quantity"] != found.table["Quantity"].shift()).sum()
    assert blocks == found.table["Quantity"].nunique()
    assert found.title == f"{len(found.table)} printed numbers and dates on {blocks} quantities"
    one = exhibits.claims(TABLES["claims"].head(1))
    assert one.title == "1 printed number or date on 1 quantity"


def test_shares_are_as_printed_with_what_they_are_of():
    shares = TABLES["published_shares"]
    found = exhibits.shares(shares)
    assert found.table["As printed"].tolist() == shares["value_printed"].tolist()
    assert found.title == f"The brief publishes {len(shares)} shares and counts of EYE@RIS3"


def test_abbreviations_stand_in_the_order_of_the_brief():
    rows = TABLES["abbreviations"].head(2).assign(position=[2, 1])
    found = exhibits.abbreviations(rows)
    assert found.table["Abbreviation"].tolist() == rows["abbreviation"].tolist()[::-1]
    assert found.title == "The brief explains 2 abbreviations"
    assert exhibits.abbreviations(rows.head(1)).title == "The brief explains 1 abbreviation"


def test_the_census_adds_up_section_by_section():
    found = coverage.census(TABLES["numbers"], TABLES["sections"])
    made = exhibits.census(found)
    assert found["numbers"].sum() == len(TABLES["numbers"])
    assert made.title.startswith(f"{len(TABLES['numbers'])} numbers in the five documents: ")
    parts = made.table[["Of claims", "In transcribed rows", "Left out"]].sum(axis="columns")
    assert parts.tolist() == made.table["Numbers"].tolist()
    assert ((made.table["Left out"] > 0) == (made.table["Why left out"] != "-")).all()
