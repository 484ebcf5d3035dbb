"""The census of printed numbers: what is a number, and what rules make of it."""

import census
import pandas as pd
import pytest

from s3analysis.paths import RAW
from s3analysis.sources import record
from s3analysis.sources.record.passages import fingerprint, words

TEXT = "In 2017 there were nine partnerships (COM/2014/014), see Figure 2. S3P has two leads3 too."


def reasons(text):
    return {word: reason for _, word, reason in census.occurrences(text)}


@pytest.mark.parametrize(
    ("text", "word", "reason"),
    [
        ("as printed in Table 4 above", "4", "figure or table number"),
        ("the EYE@RIS3 database", "RIS3", "name"),
        ("beyond EU borders33. In order", "borders33", "footnote mark"),
        ("two aims: 1) reform and", "1", "list or heading number"),
        ("a member of (p. 33) the list", "33", "page number"),
        ("see http://s3platform.jrc.ec.europa.eu/map now", "s3platform", "web address"),
        ("the Horizon  2020 programme", "2020", "name"),
        ("a plan for 2020 and later", "2020", ""),
        ("pages 78-97. Brussels", "97", ""),
        ("some 9 partnerships", "9", ""),
    ],
)
def test_a_rule_says_why_a_number_is_no_count(text, word, reason):
    assert reasons(text)[word] == reason


def tables(claim="nine", quote="there were nine partnerships"):
    claims = {"claim_id": ["brief-a-01"], "value_printed": [claim], "document_id": "brief"}
    return {
        "claims": pd.DataFrame(claims | {"section": "a", "quote": [quote]}),
        "statements": pd.DataFrame(
            {
                "statement_id": ["s"],
                "document_id": "brief",
                "section": "a",
                "quote": "has two leads3",
            }
        ),
        "fingerprints": pd.DataFrame(
            {
                "document_id": "brief",
                "position": range(len(fingerprint(TEXT))),
                "digest": fingerprint(TEXT),
            }
        ),
        "sections": pd.DataFrame(
            [["brief", "a", "A", 0, len(words(TEXT))]],
            columns=["document_id", "section", "heading_printed", "first_word", "end_word"],
        ),
    }


KNOWN = pd.DataFrame([["brief", "a", 1, "2017", "citation", ""]], columns=census.COLUMNS)


def test_each_number_is_a_claim_or_a_row_or_left_out():
    found = census.census({"brief": TEXT}, tables(), KNOWN)
    assert found[["printed", "class", "pointer"]].to_numpy().tolist() == [
        ["2017", "citation", ""],
        ["nine", "claim", "brief-a-01"],
        ["2014", "document number", ""],
        ["014", "document number", ""],
        ["2", "figure or table number", ""],
        ["S3P", "name", ""],
        ["two", "row", "statements: s"],
        ["leads3", "footnote mark", ""],
    ]


def test_a_number_that_nothing_explains_has_no_class():
    found = census.census({"brief": TEXT}, tables(), KNOWN.head(0)).set_index("printed")
    assert found.loc["2017", "class"] == ""


def test_a_judgement_counts_only_for_the_word_it_was_made_on():
    other = KNOWN.assign(printed="2016")
    assert census.census({"brief": TEXT}, tables(), other)["class"].iloc[0] == ""


def test_the_census_of_the_record_leaves_no_number_without_a_class():
    found = record.read("numbers")
    assert set(found["class"]) <= set(census.CLASSES)
    by_document = found.groupby("document_id").size().to_dict()
    # words with a digit and number words, counted once from the texts
    assert by_document == {"brief": 645, "eccp": 22, "grow": 13, "interreg": 48, "support": 97}


def test_a_text_with_a_number_of_no_class_ends_with_exit_code_5_and_names_it(tmp_path, capsys):
    before = (RAW / "numbers.csv").read_bytes()
    (tmp_path / "grow.txt").write_text("There were nine of them, and 13 later.", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        census.main([f"grow={tmp_path / 'grow.txt'}"])
    assert ended.value.code == 5
    *_, first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("grow, ")
    assert first.endswith(", word 2: nine")
    assert second.endswith(", word 6: 13")
    assert (RAW / "numbers.csv").read_bytes() == before
