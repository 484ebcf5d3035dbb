"""What a wrong record is told: file, row, field and reason, all at once."""

import json
import shutil

import pytest

from s3analysis.paths import PROCESSED, RAW
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


def test_an_unknown_region_is_named_with_its_row(few):
    spoil(few, "partnership_members", "Scotland,UK", "Scotlande,UK")
    assert told(few, "partnership_members.csv", "Scotlande", row=3)


def test_a_row_given_twice_is_named(few):
    path = few / "partnership_members.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[-1]]), encoding="utf-8", newline="")
    assert told(few, "partnership_members.csv", "the same as in the row", row=130)


def test_a_missing_key_is_named_with_its_row(few):
    spoil(
        few,
        "partnership_members",
        "2017-07-adma-energy-01,2017-07,adma-energy",
        ",2017-07,adma-energy",
    )
    assert told(few, "partnership_members.csv", "required", "entry_id", 2)


def test_another_encoding_is_said(few):
    path = few / "partnership_members.csv"
    path.write_bytes(path.read_text("utf-8").encode("latin-1", "replace"))
    assert told(few, "partnership_members.csv", "utf-8")


def test_an_extra_column_is_said(few):
    path = few / "countries.csv"
    text = "\n".join(f"{line},more" for line in path.read_text("utf-8").splitlines())
    path.write_text(text + "\n", encoding="utf-8", newline="")
    found = check(few)
    assert (found["file"] == "countries.csv").any(), found.to_string()


def test_a_missing_column_is_said(few):
    path = few / "countries.csv"
    lines = [line.split(",", 1)[1] for line in path.read_text("utf-8").splitlines()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    found = check(few)
    assert (found["file"] == "countries.csv").any(), found.to_string()


def test_a_missing_file_is_said(few):
    (few / "regions.csv").unlink()
    found = check(few)
    assert (found["file"] == "regions.csv").any(), found.to_string()


def test_a_file_nobody_described_is_said(few):
    (few / "notes.csv").write_text("a\n1\n", encoding="utf-8")
    assert told(few, "notes.csv", "not described")


def test_a_folder_that_is_no_package_is_one_line(tmp_path):
    assert told(tmp_path, "datapackage.json", "not found")


def test_a_descriptor_that_is_no_json_is_one_line(few):
    (few / "datapackage.json").write_text("{", encoding="utf-8")
    assert len(check(few)) == 1


def test_a_path_that_leaves_the_folder_is_refused(few):
    package = json.loads((few / "datapackage.json").read_text("utf-8"))
    package["resources"][0]["path"] = "../elsewhere.csv"
    (few / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert not check(few).empty


def test_a_locator_that_points_nowhere_is_named(few):
    spoil(few, "partnership_members", "brief,table-4", "brief,table-9")
    assert told(few, "partnership_members.csv", "table-9", row=2)


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


def test_a_printed_number_in_no_class_is_named_with_its_row_and_exit_code_5(folder):
    lines = (folder / "numbers.csv").read_text("utf-8").splitlines()
    row = next(row for row, line in enumerate(lines, 1) if ",name," in line)
    spoil(folder, "numbers", ",name,", ",,")
    assert told(folder, "numbers.csv", "", "class", row)
    with pytest.raises(InvalidRecord) as refusal:
        require(folder)
    assert refusal.value.exit_code == 5


@pytest.mark.parametrize(
    ("table", "was", "wrong"),
    [("infoday_areas", ",photonics,", ",fotonics,"), ("events", ",2016-06-01", ",2019-06-01")],
)
def test_what_the_schemas_refuse_needs_no_rule(folder, table, was, wrong):
    spoil(folder, table, was, wrong)
    assert (check(folder)["file"] == f"{table}.csv").any()


def test_the_tidy_tables_are_checked_by_their_own_schemas(tmp_path):
    folder = shutil.copytree(PROCESSED, tmp_path / "tidy")
    assert check(folder).empty
    spoil(folder, "partnership_members", ",lead,", ",leader,")
    assert set(check(folder)["field"]) == {"role"}
