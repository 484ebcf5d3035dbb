"""What a wrong record is told: file, row, field and reason, all at once."""

import json

import pytest

from s3analysis.paths import RAW
from s3analysis.sources.record.check import InvalidRecord, check, require


def spoil(folder, name, old, new):
    path = folder / f"{name}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def told(folder, file, reason, field=None, row=None):
    """Whether the check names a file, and in the same line the reason, field and row."""
    found = check(folder)
    hit = (found["file"] == file) & found["reason"].str.contains(reason, regex=False)
    if field is not None:
        hit &= found["field"] == field
    if row is not None:
        hit &= found["row"] == row
    assert hit.any(), found.to_string()
    return True


def test_the_record_of_the_project_holds_no_violation():
    assert check(RAW).empty


def test_an_unknown_region_is_named_with_its_row(folder):
    spoil(folder, "partnership_members", "Scotland,UK", "Scotlande,UK")
    assert told(folder, "partnership_members.csv", "Scotlande", row=3)


def test_a_wrong_country_is_named_with_its_row(folder):
    spoil(folder, "partnership_members", "participant,Dalarna,SE", "participant,Dalarna,FI")
    assert told(folder, "partnership_members.csv", "wrong country", "country_printed", 6)


def test_a_region_listed_twice_is_a_duplicate(folder):
    spoil(folder, "partnership_members", "participant,Navarra,ES", "participant,Asturias,ES")
    assert told(folder, "partnership_members.csv", "duplicate", "region_printed", 10)


def test_a_row_given_twice_is_named(folder):
    path = folder / "partnership_members.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[-1]]), encoding="utf-8", newline="")
    assert told(folder, "partnership_members.csv", "the same as in the row", row=130)


def test_a_missing_key_is_named_with_its_row(folder):
    spoil(
        folder,
        "partnership_members",
        "2017-07-adma-energy-01,2017-07,adma-energy",
        ",2017-07,adma-energy",
    )
    assert told(folder, "partnership_members.csv", "required", "entry_id", 2)


def test_another_encoding_is_said(folder):
    path = folder / "partnership_members.csv"
    path.write_bytes(path.read_text("utf-8").encode("latin-1", "replace"))
    assert told(folder, "partnership_members.csv", "utf-8")


def test_an_extra_column_is_said(folder):
    path = folder / "countries.csv"
    text = "\n".join(f"{line},more" for line in path.read_text("utf-8").splitlines())
    path.write_text(text + "\n", encoding="utf-8", newline="")
    found = check(folder)
    assert (found["file"] == "countries.csv").any(), found.to_string()


def test_a_missing_column_is_said(folder):
    path = folder / "countries.csv"
    lines = [line.split(",", 1)[1] for line in path.read_text("utf-8").splitlines()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    found = check(folder)
    assert (found["file"] == "countries.csv").any(), found.to_string()


def test_a_missing_file_is_said(folder):
    (folder / "regions.csv").unlink()
    found = check(folder)
    assert (found["file"] == "regions.csv").any(), found.to_string()


def test_a_file_nobody_described_is_said(folder):
    (folder / "notes.csv").write_text("a\n1\n", encoding="utf-8")
    assert told(folder, "notes.csv", "not described")


def test_a_folder_that_is_no_package_is_one_line(tmp_path):
    assert told(tmp_path, "datapackage.json", "not found")


def test_a_descriptor_that_is_no_json_is_one_line(folder):
    (folder / "datapackage.json").write_text("{", encoding="utf-8")
    assert len(check(folder)) == 1


def test_a_path_that_leaves_the_folder_is_refused(folder):
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    package["resources"][0]["path"] = "../elsewhere.csv"
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert not check(folder).empty


def test_a_quote_that_is_not_in_its_document_is_named(folder):
    spoil(folder, "partnerships", "The Sport Partnership aims", "The Sports Partnership aims")
    assert told(folder, "partnerships.csv", "quote is not in document", "quote", 10)


def test_a_quote_that_is_in_another_section_is_named(folder):
    spoil(
        folder,
        "partnership_members",
        'brief,table-4,"Lead regions: Basque',
        'brief,abstract,"Lead regions: Basque',
    )
    assert told(folder, "partnership_members.csv", "quote is not in section abstract", "quote", 2)


def test_a_locator_that_points_nowhere_is_named(folder):
    spoil(folder, "partnership_members", "brief,table-4", "brief,table-9")
    assert told(folder, "partnership_members.csv", "table-9", row=2)


def test_a_declared_print_error_that_the_print_does_not_hold_is_named(folder):
    spoil(folder, "print_errors", ",NL,BE,", ",LU,BE,")
    assert told(folder, "print_errors.csv", "holds 'NL'", "as_printed", 2)


def test_invisible_characters_are_named(folder):
    spoil(folder, "regions", "Scotland", "Scot\u200bland")
    assert told(folder, "regions.csv", "stray spaces")


def test_every_violation_is_told_at_once(folder):
    spoil(folder, "partnership_members", "participant,Dalarna,SE", "participant,Dalarna,FI")
    spoil(folder, "partnerships", "The Sport Partnership aims", "The Sports Partnership aims")
    spoil(folder, "countries", "EU-13", "EU-15")
    found = check(folder)
    assert {"partnership_members.csv", "partnerships.csv", "countries.csv"} <= set(found["file"])


def test_a_record_with_violations_is_refused_with_exit_code_5(folder):
    spoil(folder, "countries", "EU-13", "EU-15")
    with pytest.raises(InvalidRecord) as refusal:
        require(folder)
    assert refusal.value.exit_code == 5
    assert len(refusal.value.violations) == 1
