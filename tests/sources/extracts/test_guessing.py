"""A proposal is one that the import takes, and files priorities by what files them."""

import tomllib
from functools import partial

import pytest

from s3analysis.press.editions import imports
from s3analysis.sources.extracts import mapping, priorities, sheets
from s3analysis.sources.extracts.guessing import proposal
from s3analysis.sources.extracts.import_errors import InvalidExtract
from s3analysis.sources.extracts.mapping import File

TABLES = imports.tables()
TERMS = TABLES["taxonomy_terms"]
KNOWN = priorities.known(TABLES)
TABLE = "Region;Priority;Field\nSE22;Life;Health\nEL30;Food;Digital Agenda\nES51;Light;Photonics\n"


def proposed(tmp_path, text, **how):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    found = sheets.rows(path, File(**how), set(), KNOWN)
    kind = partial(proposal.of_priorities, terms=TERMS)
    return proposal.propose("list.csv", found, File(**how), KNOWN, kind)


def taken(tmp_path, text):
    """Return the proposal for a file, and the extract that the import makes of it."""
    made = mapping.of(
        mapping.Mapping,
        tomllib.loads(proposed(tmp_path, text)),
        "m.toml",
        priorities.schemes(TERMS),
    )
    path = tmp_path / "list.csv"
    sheet = sheets.read(path, made.file, made.wanted, KNOWN)
    units = KNOWN.gazetteer(made.territory.nuts_version)
    return made, priorities.tidy(sheet, made, units, TERMS)


LISTS = {
    "plain": TABLE,
    "a title": "Priorities of the regions;;\n;;\n" + TABLE,
    "a merged title": "Title;Title;Title\n" + TABLE,
    "a second header": TABLE.replace("Field\n", "Field\nregion;priority;field\n"),
    "numbers of columns": TABLE.replace("Field\n", "Field\n1;2;3\n"),
    "a preamble of two cells": "As of;30/06/2017;\n;;\n" + TABLE,
    "notes": TABLE + "\n* being revised\nSource: the ministries\n",
    "a total": TABLE + "Total;3;\n",
    "the header again": TABLE + "Region;Priority;Field\nPL12;Wine;Health\n",
    "half of the terms known": TABLE.replace("Photonics", "Own").replace("Digital Agenda", "Own"),
    "short rows": TABLE + "PL12;Wine\n",
    "a region in the first row of its group": TABLE.replace("EL30", "").replace("ES51", ""),
    "a country first": "Country;" + TABLE.replace("\n", "\nES;").removesuffix("ES;"),
    "an amount": TABLE.replace("Field", "Field;Budget").replace("\nE", ";25.856,00\nE") + "",
    "a numbering": "N.;" + TABLE.replace("\n", "\n1;").removesuffix("1;"),
    "a date": "Start;" + TABLE.replace("\n", "\n2017-02-01;").removesuffix("2017-02-01;"),
    "a column twice": "Region;Text;Field;Field\nSE22;Life;Health;\nEL30;Food;Health;Photonics\n",
    "crosses": "Region;Health;Photonics\nSE22;x;\nEL30;x;x\nES51;;x\n",
}  # fmt: skip


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_the_import_takes_what_is_proposed(tmp_path, text):
    made, extract = taken(tmp_path, text)
    assert made.columns.region == "Region"
    assert len(extract.priorities) >= 2
    assert set(extract.labels["category"]) <= {
        "Health", "Digital Agenda", "Key enabling technologies", "Own",
    }  # fmt: skip


def test_what_the_import_would_refuse_is_proposed_with_what_it_may_mean(tmp_path):
    made = proposed(
        tmp_path,
        "Region;Priority;Field\nFR71;Chips;智能 Smart\nFR72;Wood;智能 Smart\n"
        "FRK2;Vaccines;智能 Smart\n"
        "FR10;Finance;01-Feb\nPL91;Games;01-Feb\n",
    )
    assert tomllib.loads(made)["territory"]["names"] == {"FRK2": "FR71"}
    for line in ('# "PL91" = "..."', '# "智能 Smart" = "Smart"', '# "01-Feb" = "..."'):
        assert line in made


def test_the_finest_column_is_taken_and_the_others_are_told(tmp_path):
    rows = (
        "ES;ES51;Cataluña;Wine;Health\nES;ES52;Comunidad Valenciana;Cars;Health\n"
        "FR;FR71;Other;Chips;Health\n"
    )
    text = "Country;Code;Name;Priority;Field\n" + rows
    made = proposed(tmp_path, text)
    assert tomllib.loads(made)["columns"] == {"region": "Code", "text": "Priority"}
    assert "#   Country: names regions too, or countries; not used ('ES', 'FR')" in made
    (dimension,) = tomllib.loads(made)["dimension"]
    assert dimension["column"] == "Field"


def test_columns_that_are_one_dimension_are_joined(tmp_path):
    rows = "SE22;Life;Health;Photonics\nEL30;Food;Photonics;Health\n"
    made, extract = taken(tmp_path, "Region;Text;Domain 1;Domain 2\n" + rows)
    (dimension,) = made.dimension
    assert dimension.columns == ("Domain 1", "Domain 2")
    assert extract.labels["category"].value_counts().to_dict() == {
        "Health": 2,
        "Key enabling technologies": 2,
    }


def test_crosses_file_under_their_headers(tmp_path):
    made, extract = taken(tmp_path, LISTS["crosses"])
    assert made.dimension[0].crosses
    assert len(extract.labels) == 4


@pytest.mark.parametrize(
    "text",
    [
        "freq,unit,geo,TIME_PERIOD,OBS_VALUE\nA,NR,ES51,2015,12\nA,NR,FR71,2015,3\n",
        "freq,unit,geo\\TIME_PERIOD\t2015\t2016\nA,NR,ES51\t12\t:\nA,NR,FR71\t3 b\t4\n",
        "Region;Amount;Date\nES51;12,50;2017-02-01\nFR71;13,20;2017-02-02\n",
        "Name;Words\nx;y\nz;w\n",
    ],
    ids=["statistics", "statistics by year", "amounts and dates", "no regions"],
)
def test_what_files_no_priority_gets_no_proposal(tmp_path, text):
    with pytest.raises(InvalidExtract):
        proposed(tmp_path, text)


def test_small_numbers_are_codes_only_where_the_header_says_so(tmp_path):
    rows = "ES51;Wine;10;Health\nFR71;Chips;26;Health\nSE22;Milk;10;Health\n"
    plain = tomllib.loads(proposed(tmp_path, "Region;Text;Rank;Field\n" + rows))
    named = tomllib.loads(proposed(tmp_path, "Region;Text;NACE;Field\n" + rows))
    assert [each["column"] for each in plain["dimension"]] == ["Field"]
    assert {each["column"] for each in named["dimension"]} == {"NACE", "Field"}


def test_a_proposal_says_of_each_column_what_it_was_taken_for(tmp_path):
    made = proposed(tmp_path, TABLE)
    assert "#   Region: region ('SE22', 'EL30', 'ES51')" in made
    assert "#   Priority: text ('Life', 'Food', 'Light')" in made


def test_what_was_told_of_the_file_stands_in_the_proposal(tmp_path):
    made = tomllib.loads(proposed(tmp_path, TABLE, delimiter=";", header_row=1))
    assert made["file"] == {"delimiter": ";", "header_row": 1}


def test_codes_are_known_by_the_words_beside_some_of_them(tmp_path):
    rows = "ES51;Wine;07\nFR71;Chips;06 - Industrial production and technology\nSE22;Milk;8\n"
    made, extract = taken(tmp_path, "Region;Priority;Aim\n" + rows)
    assert (made.columns.text, made.dimension[0].column) == ("Priority", "Aim")
    assert sorted(extract.labels["category"]) == [
        "Agriculture", "Health", "Industrial production and technology",
    ]  # fmt: skip


def test_several_terms_in_a_cell_are_parted(tmp_path):
    rows = "ES51;Wine;02 - Environment; 05 - Energy\n".replace("; ", "| ")
    text = "Region;Priority;Domains\n" + rows + "FR71;Chips;07 - Health\nSE22;Milk;07 - Health\n"
    made, extract = taken(tmp_path, text)
    assert (made.dimension[0].scheme, made.dimension[0].separator) == ("nabs-2007", "|")
    assert sorted(extract.labels["category"]) == ["Energy", "Environment", "Health", "Health"]


def test_remarks_and_a_status_file_nothing(tmp_path):
    header = TABLE.replace("Field\n", "Field;Status;Remarks on it\n")
    made = proposed(tmp_path, header.replace("\nE", ";new;as before\nE") + "")
    assert [each["column"] for each in tomllib.loads(made)["dimension"]] == ["Field"]
    assert "#   Status: remarks; not used" in made


@pytest.mark.parametrize(
    ("header", "scheme"), [("NACE Rev. 2.1", "nace-rev-2.1"), ("NACE", "nace-rev-2")]
)
def test_a_revision_is_that_of_the_header(tmp_path, header, scheme):
    rows = "ES51;Wine;62\nFR71;Chips;63\nSE22;Milk;62\n"
    (dimension,) = tomllib.loads(proposed(tmp_path, f"Region;Text;{header}\n{rows}"))["dimension"]
    assert dimension["scheme"] == scheme


def test_rows_of_a_group_are_no_notes_in_a_list_of_two_columns(tmp_path):
    rows = "SE22;Milk\n;Steel\n;Wine\nEL30;Milk\n;Ships\n"
    made, extract = taken(tmp_path, "Region;Field\n" + rows + "Source: the ministries;\n")
    assert made.territory.fill
    assert made.file.skip_rows == (7,)
    assert extract.priorities["region_id"].value_counts().tolist() == [3, 2]


def test_the_words_beside_crosses_are_the_text(tmp_path):
    rows = "SE22;Life;x;\nEL30;Food;x;x\nES51;Light;;x\n"
    made, extract = taken(tmp_path, "Region;Priority;Health;Photonics\n" + rows)
    assert (made.columns.text, len(made.dimension)) == ("Priority", 1)
    assert len(extract.labels) == 4
