import tomllib

import pytest

from s3analysis import paths
from s3analysis.press.editions import imports, publish
from s3analysis.press.editions.imports import NotAsked
from s3analysis.sources import record
from s3analysis.sources.extracts.import_errors import InvalidExtract
from s3analysis.sources.extracts.mapping import BadMapping

TABLE = """No;Region;Priority;NACE;Categories
1;Skåne;Life science and health;C21;Health
2;EL30;Food of the future;10;Key enabling technologies|Health
3;Flanders;Textile;13;Photonics|Health
4;ES51;Manufacture;20;Digital agenda
5;FR71;Chips;26;Micro- and nanoelectronics
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(imports, "IMPORTED", tmp_path / "data" / "imported")
    monkeypatch.setattr(imports, "WORKSHOP", tmp_path / "workshop")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "extract.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def imported(place):
    mapped = imports.propose(place / "extract.csv", None)
    return imports.write(imports.priorities(place / "extract.csv", mapped, "2017-01"))


def test_a_proposal_names_regions_words_identifier_and_taxonomies(place):
    proposed = tomllib.loads(imports.propose(place / "extract.csv", None).read_text("utf-8"))
    assert proposed["columns"] == {"region": "Region", "text": "Priority", "id": "No"}
    assert [(each["column"], each["scheme"]) for each in proposed["dimension"]] == [
        ("NACE", "nace-rev-2"),
        ("Categories", "brief-2017"),
    ]


def test_a_proposal_finds_sub_categories_and_lists_the_terms_it_does_not_know(place):
    rows = "FI19;Short words;Key enabling technologies > Photonics|Tourism\nES51;Others;Health\n"
    rows += "SE22;More;Digital Agenda\nEL30;Few;Cultural and creative industries\n"
    (place / "extract.csv").write_text(f"Code;Text;Area\n{rows}", encoding="utf-8")
    mapped = imports.propose(place / "extract.csv", None)
    text = mapped.read_text("utf-8")
    proposed = tomllib.loads(text)
    assert proposed["columns"] == {"region": "Code", "text": "Text"}, "words are no identifier"
    (area,) = proposed["dimension"]
    assert (area["scheme"], area["separator"], area["within"]) == ("brief-2017", "|", " > ")
    assert '# terms = { "Tourism" = "..." }' in text
    mended = text.replace('# terms = { "Tourism" = "..." }', 'terms = { "Tourism" = "Health" }')
    mapped.write_text(mended, encoding="utf-8")
    labels = imports.priorities(place / "extract.csv", mapped, "unknown").tables["priority_labels"]
    assert labels["sub_category"].tolist() == ["Photonics", "", "", "", ""]
    assert labels["category"].tolist()[:3] == ["Key enabling technologies", "Health", "Health"]


def test_a_column_of_categories_is_no_identifier(place):
    rows = "ES51;Health;Wine\nFI19;Defence;Wine\nSE22;Energy;Fish\nEL30;Transport;Fish\n"
    (place / "extract.csv").write_text(f"Code;Field;Market\n{rows}", encoding="utf-8")
    proposed = tomllib.loads(imports.propose(place / "extract.csv", None).read_text("utf-8"))
    assert "id" not in proposed["columns"]
    assert {each["column"] for each in proposed["dimension"]} == {"Field", "Market"}


@pytest.mark.parametrize(
    ("cells", "separator"),
    [
        (["Health, wellbeing and ageing", "Food, drink and tobacco"] * 3, ""),
        (["Wine; Fish", "Fish; Cheese", "Cheese; Wine", "Wine", "Fish", "Wine; Fish; Cheese"], ";"),
    ],
)
def test_unknown_terms_are_parted_where_that_makes_them_repeat(place, cells, separator):
    rows = "".join(f"ES51|Words {n}|{cell}\n" for n, cell in enumerate([*cells, *cells]))
    (place / "extract.csv").write_text(f"Code|Text|Market\n{rows}", encoding="utf-8")
    (market,) = tomllib.loads(imports.propose(place / "extract.csv", None).read_text("utf-8"))[
        "dimension"
    ]
    assert (market["scheme"], market["separator"]) == ("open", separator)


def test_rows_that_are_one_priority_and_dimensions_without_a_label_are_told(place):
    text = "Region;Priority;Field;Market\nES51;Wine;Health;\nES51;Wine;Health;\n"
    (place / "extract.csv").write_text(text, encoding="utf-8")
    mapped = place / "extract.toml"
    dimension = '[[dimension]]\nname = "{0}"\ncolumn = "{0}"\nscheme = "open"\n'
    mapped.write_text(
        '[columns]\nregion = "Region"\ntext = "Priority"\n'
        + dimension.format("Market")
        + dimension.format("Field"),
        encoding="utf-8-sig",
    )
    lines = imports.priorities(place / "extract.csv", mapped, "unknown").lines
    assert "1 rows joined to a priority of the same region and text, first row 3" in lines[0]
    assert lines[2] == "Market: no label; there is nothing to show of it"


def test_rows_with_the_same_problem_are_told_in_one_line(place):
    imported(place)
    more = "".join(f"{n};Atlantis;Food;10;Health\n" for n in range(6, 12)) + "12;EL30;Food;10;Hat\n"
    (place / "extract.csv").write_text(TABLE + more, encoding="utf-8")
    with pytest.raises(InvalidExtract) as told:
        imports.priorities(place / "extract.csv", place / "extract.mapping.toml", "unknown")
    assert len(told.value.lines) == 3
    assert told.value.lines[0].startswith(
        "extract.csv, rows 7, 8, 9 and 3 more, column Region: unknown region"
    )
    assert "row 13, column Categories: unknown term 'Hat'" in told.value.lines[1]
    assert told.value.lines[2].startswith("7 problems; nothing was imported")


def test_a_proposal_never_writes_over_a_file(place):
    imports.propose(place / "extract.csv", None)
    with pytest.raises(NotAsked, match=r"extract\.mapping\.toml is there already"):
        imports.propose(place / "extract.csv", None)


def test_a_file_without_regions_gets_no_proposal(place):
    (place / "extract.csv").write_text("A;B\nx;y\nz;w\n", encoding="utf-8")
    with pytest.raises(InvalidExtract) as told:
        imports.propose(place / "extract.csv", None)
    assert "no column has cells that are mostly NUTS codes" in told.value.lines[0]


def test_an_import_can_be_read_back(place):
    folder = imported(place)
    priorities = record.read("priorities", folder)
    assert priorities["region_id"].tolist() == ["skane", "el30", "flanders", "catalonia", "fr71"]
    assert priorities["source_row"].tolist() == [2, 3, 4, 5, 6]
    about = record.read("extract", folder).iloc[0]
    assert (about["source"], about["as_of"]) == ("extract.csv", "2017-01")
    assert {path.name for path in folder.iterdir()} == {
        "datapackage.json",
        "extract.csv",
        "import_log.csv",
        "mapping.toml",
        "priorities.csv",
        "priority_labels.csv",
        "territories.csv",
    }


def test_what_is_refused_leaves_the_extract_before(place):
    folder = imported(place)
    before = publish.tree_hashes(folder)
    (place / "extract.csv").write_text(TABLE + "6;Atlantis;Food;10;Health\n", encoding="utf-8")
    with pytest.raises(InvalidExtract) as told:
        imports.priorities(place / "extract.csv", place / "extract.mapping.toml", "unknown")
    assert told.value.lines[0].startswith("extract.csv, row 7, column Region: unknown region")
    assert told.value.lines[-1].startswith("1 problem; nothing was imported")
    assert publish.tree_hashes(folder) == before


def test_without_a_mapping_nothing_is_read(place):
    with pytest.raises(NotAsked, match="--guess writes a proposal"):
        imports.priorities(place / "extract.csv", None, "unknown")


@pytest.mark.parametrize("as_of", ["2017", "2017-13", "July", "2017-7"])
def test_a_month_is_a_month(place, as_of):
    mapped = imports.propose(place / "extract.csv", None)
    with pytest.raises(NotAsked, match="is not a month"):
        imports.priorities(place / "extract.csv", mapped, as_of)


def test_all_that_is_wrong_with_a_mapping_is_said(place):
    (place / "bad.toml").write_text(
        '[columns]\nregio = "Region"\n[[dimension]]\nname = "a"\ncolumn = "NACE"\n',
        encoding="utf-8",
    )
    with pytest.raises(BadMapping) as told:
        imports.priorities(place / "extract.csv", place / "bad.toml", "unknown")
    assert told.value.lines == [
        "bad.toml: columns.region: is missing",
        "bad.toml: columns.regio: there is no such setting here",
        "bad.toml: dimension.0.scheme: is missing",
    ]


def test_an_unknown_taxonomy_is_named_with_those_there_are(place):
    (place / "bad.toml").write_text(
        '[columns]\nregion = "Region"\n'
        '[[dimension]]\nname = "a"\ncolumn = "NACE"\nscheme = "isic"\n',
        encoding="utf-8",
    )
    with pytest.raises(BadMapping, match="no taxonomy 'isic'; there are brief-2017"):
        imports.priorities(place / "extract.csv", place / "bad.toml", "unknown")


def test_a_mapping_that_is_no_toml_is_said_so(place):
    (place / "bad.toml").write_text("columns = [", encoding="utf-8")
    with pytest.raises(BadMapping, match=r"bad\.toml: is no TOML"):
        imports.priorities(place / "extract.csv", place / "bad.toml", "unknown")


def test_git_does_not_take_an_extract():
    assert "data/imported/" in (paths.HOME / ".gitignore").read_text("utf-8").split()


def test_a_sign_for_nothing_is_no_text_of_a_priority(place):
    text = "Region;Priority;Field\nES51;n/a;Health\nES51;n/a;Defence\nFR71;Wine;Health\n"
    (place / "extract.csv").write_text(text, encoding="utf-8")
    (place / "m.toml").write_text(
        '[columns]\nregion = "Region"\ntext = "Priority"\n'
        '[[dimension]]\nname = "f"\ncolumn = "Field"\nscheme = "open"\n',
        encoding="utf-8",
    )
    with pytest.raises(InvalidExtract) as told:
        imports.priorities(place / "extract.csv", place / "m.toml", "unknown")
    assert "rows 2, 3, column Priority: 'n/a' is no text" in told.value.lines[0]
    assert "leave text out of [columns]" in told.value.lines[0]


ROWS = {
    "fill": ("Region;T;F\nES51;Wine;Health\n;Cars;Health\n", "fill = true", "", 2, 1),
    "several": ("Region;T;F\nES51, FR71;Wine;Health\n", 'separator = ","', "", 2, 2),
    "sub": ("Region;T;F;S\nES51;Wine;Health;Drugs\n", "", 'sub_column = "S"', 1, 1),
    "none": ("Region;T;F\nES51;Wine;n/a\nES51;Cars;Health\n", "", "", 2, 1),
}


@pytest.mark.parametrize(
    ("text", "territory", "dimension", "many", "units"), ROWS.values(), ids=ROWS
)
def test_a_mapping_says_what_real_lists_are(place, text, territory, dimension, many, units):
    (place / "extract.csv").write_text(text, encoding="utf-8")
    (place / "m.toml").write_text(
        f'[columns]\nregion = "Region"\ntext = "T"\n[territory]\n{territory}\n'
        f'[[dimension]]\nname = "f"\ncolumn = "F"\nscheme = "open"\n{dimension}\n',
        encoding="utf-8",
    )
    made = imports.priorities(place / "extract.csv", place / "m.toml", "unknown").tables
    assert (len(made["priorities"]), len(made["territories"])) == (many, units)
    assert set(made["priority_labels"]["category"]) == {"Health"}


def test_labels_are_such_as_a_report_can_print(place):
    rows = "ES51;Wine;🌱 Bioeconomy\nFR71;Chips;Здраве\nSE22;Robots;智能制造\n"
    (place / "extract.csv").write_text(f"Region;T;F\n{rows}", encoding="utf-8")
    said = (
        '[columns]\nregion = "Region"\ntext = "T"\n'
        '[[dimension]]\nname = "f"\ncolumn = "F"\nscheme = "open"\n'
    )
    (place / "m.toml").write_text(said, encoding="utf-8")
    with pytest.raises(InvalidExtract) as told:
        imports.priorities(place / "extract.csv", place / "m.toml", "unknown")
    assert "row 4, column F" in told.value.lines[0]
    assert "signs that a report cannot print (智)" in told.value.lines[0]
    (place / "m.toml").write_text(
        said + '[dimension.terms]\n"智能制造" = "Smart manufacturing"\n', encoding="utf-8"
    )
    made = imports.priorities(place / "extract.csv", place / "m.toml", "unknown").tables
    assert set(made["priority_labels"]["category"]) == {
        "Bioeconomy",
        "Здраве",
        "Smart manufacturing",
    }
    assert "a sign that cannot be printed, left out" in set(made["import_log"]["rule"])


def test_that_a_long_file_is_read_is_said(place, monkeypatch):
    said = []
    imports.announce(place / "extract.csv", said.append)
    assert said == []
    monkeypatch.setattr(imports, "LONG", 10)
    imports.announce(place / "extract.csv", said.append)
    assert said == ["reading extract.csv, 0 MB; this can take some seconds"]
    imports.announce(place / "none.csv", said.append)
    assert len(said) == 1
