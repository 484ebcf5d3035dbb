import pytest

import s3analysis as s3
from s3analysis.contracts import Refused
from s3analysis.press.editions import edition, imports
from s3analysis.press.editions.imports import NotAsked
from s3analysis.sources.extracts.import_errors import InvalidExtract
from s3analysis.sources.members import lists

TABLE = """Partnership,Region,Country,Role
3D printing,Flanders,BE,Lead
3D printing,Bavaria,DE,Participant
Chemicals,Limburg,NL,Lead
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    for module in (lists, imports):
        monkeypatch.setattr(module, "LISTS", tmp_path / "members")
    monkeypatch.setattr(imports, "WORKSHOP", tmp_path / "workshop")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def preview(place, as_of="2019-01", platform="S3P-Industry", extent="complete", **more):
    mapped = place / "list.mapping.toml"
    if not mapped.exists():
        imports.propose(place / "list.csv", None, kind="members")
    return imports.members(place / "list.csv", mapped, as_of, platform, extent, **more)


def test_a_proposal_imports_the_list_which_is_read_back_with_its_source(place):
    imports.write(preview(place))
    assert lists.months("s3p-industry") == ["2017-07", "2019-01"]
    found = lists.get("s3p-industry", "2019-01")
    assert found.source.startswith("list.csv (SHA-256 ")
    assert "complete member list of S3P-Industry, January 2019" in found.source
    assert found.entries["locator"].tolist()[0] == "list.csv, row 2"
    bavaria = found.regions.set_index("region_id").loc["de2"]
    assert (bavaria["name"], bavaria["country_id"]) == ("Bavaria", "DE")
    assert not found.regions.duplicated(["tile_column", "tile_row"]).any()


def test_a_proposal_guesses_no_role_of_an_unknown_word_but_names_the_four(place):
    german = TABLE.replace("Lead\n", "Leitregion\n")
    (place / "list.csv").write_text(german, encoding="utf-8")
    imports.propose(place / "list.csv", None, kind="members")
    proposal = (place / "list.mapping.toml").read_text("utf-8")
    asked = '# "Leitregion" = "..."  # lead, participant, observer, interested'
    assert asked in proposal.splitlines()
    answer = '"Leitregion" = "lead"'
    (place / "list.mapping.toml").write_text(proposal.replace(asked, answer), encoding="utf-8")
    imports.write(preview(place))
    roles = lists.get("s3p-industry", "2019-01").entries["role"]
    assert sorted(roles) == ["lead", "lead", "participant"]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"extent": ""}, "say --complete if everybody"),
        ({"as_of": "2019-13"}, "'2019-13' is not a month"),
        ({"as_of": "2999-01"}, "January 2999 has not begun"),
        ({"as_of": "2017-07"}, "is the brief's; give yours a name of its own with --platform"),
        ({"platform": "?"}, "has no letters"),
    ],
)
def test_what_is_not_said_or_cannot_be_is_asked(place, asked, why):
    with pytest.raises(NotAsked, match=why):
        preview(place, **asked)


def test_a_second_list_of_a_month_replaces_the_first_only_where_told(place):
    imports.write(preview(place))
    with pytest.raises(NotAsked, match="--replace puts this one in its place"):
        preview(place)
    imports.write(preview(place, extent="partial", again=True))
    assert lists.get("s3p-industry", "2019-01").extent == "partial"


def test_a_list_of_another_platform_stands_by_itself_and_one_may_be_older_than_the_brief(place):
    imports.write(preview(place, as_of="2017-07", platform="S3P Agri-Food"))
    assert lists.known() == [("s3p-industry", "2017-07"), ("s3p-agri-food", "2017-07")]
    older = preview(place, as_of="2016-11")
    assert "older than the list of July 2017: changes are told from it on" in older.lines


def test_an_edited_table_is_refused(place):
    folder = imports.write(preview(place))
    (folder / "members.csv").write_text("nothing")
    with pytest.raises(ValueError, match="import it again"):
        lists.get("s3p-industry", "2019-01")


def test_a_researcher_reads_an_imported_list_like_that_of_the_brief(place):
    imports.write(preview(place, platform="S3P Agri-Food"))
    assert s3.months("s3p-agri-food") == ["2019-01"]
    found = s3.members("2019-01", "listed", "s3p-agri-food")
    assert found[["region", "nuts_id", "country", "role"]].to_numpy().tolist() == [
        ["Flanders", "BE2", "Belgium", "lead"],
        ["Bavaria", "DE2", "Germany", "participant"],
        ["Limburg (Netherlands)", "NL42", "Netherlands", "lead"],
    ]
    assert set(s3.network("2019-01", platform="s3p-agri-food")["flanders"]) == {"de2"}
    with pytest.raises(ValueError, match="no platform 'energy'; there are"):
        s3.members("2019-01", platform="energy")


def test_the_report_of_a_list_is_an_edition_of_its_own(place, monkeypatch):
    monkeypatch.setattr(edition, "LISTS", place / "members")
    imports.write(preview(place))
    imports.write(preview(place, as_of="2019-05"))
    first, brief = edition.Edition("2019-05"), edition.Edition("2017-07")
    assert [task.name for task in first.tasks()] == ["member_list", "member_list_changes"]
    assert first.parameters["platform"] == "s3p-industry"
    assert "platform" not in brief.parameters
    assert not any(task.name.startswith("member_list") for task in brief.tasks())
    with pytest.raises(Refused, match="the report of a member list shows none"):
        edition.Edition("2019-05", priorities="synthetic").tasks()
    with pytest.raises(Refused, match="no member list of energy"):
        edition.Edition("2019-05", platform="energy").tasks()


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("Partnership,Region,Country\nNano,Gothenburg,SE\n", 'region = "Region"'),
        ("Partnership,Region,Country\nNano,Gothenburg,SE\n", 'country = "Country"'),
        ("Region,Nano,Sport\nFlanders,x,x\nNorte,x,\n", "no column names partnerships"),
        ("freq,geo,value\nA,BE2,12\nA,SE22,13\n", "no column names partnerships"),
    ],
)
def test_a_proposal_takes_no_country_for_a_region_and_no_cross_for_a_name(place, rows, told):
    (place / "list.csv").write_text(rows, encoding="utf-8")
    try:
        found = imports.propose(place / "list.csv", None, kind="members").read_text("utf-8")
    except InvalidExtract as refused:
        found = refused.lines[0]
    assert told in found
