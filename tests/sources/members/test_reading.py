import pytest

from s3analysis.press.editions import imports
from s3analysis.sources.extracts.import_errors import InvalidExtract
from s3analysis.sources.members import lists, reading
from s3analysis.sources.members.mapping import Mapping

TABLES = imports.tables()
BEFORE = [lists.of_the_brief("2017-07")]
HEADER = "Partnership;Region;Country;Role\n"
ROWS = """3D printing;Flanders;BE;Lead
3D printing;Skåne;SE;Participant
3D printing;Bavaria;DE;Member
Chemicals;Auvergne-Rhône-Alpes;FR;Coordinator
Chemicals;Limburg;NL;Observer
"""


def read(place, rows, before=BEFORE, **said):
    path = place / "list.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    columns = {"partnership": "Partnership", "region": "Region", "country": "Country"}
    mapping = Mapping.model_validate({"columns": columns | {"role": "Role"}, **said})
    return reading.read(path, mapping, TABLES, before)


def refused(place, rows, **said):
    with pytest.raises(InvalidExtract) as found:
        read(place, rows, **said)
    return found.value.lines


def test_known_partnerships_and_regions_keep_their_keys_and_others_get_what_nuts_says(tmp_path):
    found = read(tmp_path, ROWS)
    assert found.members.iloc[:, :4].to_numpy().tolist() == [
        ["3d-printing", "flanders", "BE", "lead"],
        ["3d-printing", "skane", "SE", "participant"],
        ["3d-printing", "de2", "DE", "participant"],
        ["chemicals", "auvergne-rhone-alpes", "FR", "lead"],
        ["chemicals", "nl42", "NL", "observer"],
    ]
    assert found.members["source_row"].tolist() == [2, 3, 4, 5, 6]
    assert found.regions["name"].tolist() == ["Bavaria", "Limburg (Netherlands)"]
    pilots = dict(found.partnerships[["partnership_id", "vanguard_pilot"]].to_numpy())
    assert pilots == {"3d-printing": "yes", "chemicals": "unknown"}


@pytest.mark.parametrize(
    ("rows", "said", "reason"),
    [
        (
            "Chemicals;Skåne;SE;Lead\nChemicals;SE224;SE;Observer\n",
            {},
            "row 3, column Region: Skåne stands in Chemicals already, in row 2",
        ),
        (
            "Chemicals;Skåne;SE;Lead\nChemicals;Norte;PT;Lead\n",
            {"one_lead": True},
            "row 3, column Role: Chemicals has a lead already, in row 2",
        ),
        ("Chemicals;Skåne;SE;Guest\n", {}, "row 2, column Role: 'Guest' is no role"),
        (";Skåne;SE;Lead\n", {}, "row 2, column Partnership: names no partnership; if it stands"),
        ("n/a;Skåne;SE;Lead\n", {}, "row 2, column Partnership: 'n/a' names no partnership"),
        ("2017-02-01;Skåne;SE;Lead\n", {}, "'2017-02-01' is a date, no partnership"),
        (
            "Bio tech;Skåne;SE;Lead\nBio-Tech;Norte;PT;Lead\n",
            {},
            "row 3, column Partnership: 'Bio-Tech' and 'Bio tech' differ in their spelling alone",
        ),
        ("Chemicals;Flanders;Sweden;Lead\n", {}, "Country: says SE, and the region is in BE"),
        ("Chemicals;Atlantis;SE;Lead\n", {}, "row 2, column Region: unknown region 'Atlantis'"),
        ("3-D Printings;Skåne;SE;Lead\n", {}, '"3-D Printings" = "3d-printing" or'),
        (
            "Chemicals;Skåne;SE;Lead\n",
            {"partnerships": {"Chemicals": "chemistry"}},
            "'chemistry' is no key of a partnership; there are 3d-printing,",
        ),
        ("Chemicals;Skåne;SE;Lead\n", {"merged": {"x": "Chemicals"}}, "[merged] 'x': no other"),
        ("Chemicals;Skåne;SE;Lead\n", {"merged": {"3d-printing": "X"}}, "[merged] 'X': this list"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_row(tmp_path, rows, said, reason):
    assert reason in refused(tmp_path, rows, **said)[0]


def test_a_new_name_with_the_regions_of_a_partnership_gone_is_asked_about(tmp_path):
    own = BEFORE[0].entries.query("partnership_id == 'textile-innovation'")
    names = BEFORE[0].regions.set_index("region_id")["name"]
    rows = "".join(f"Fabrics;{names[r]};{c};Lead\n" for r, c in own.iloc[:, 1:3].to_numpy())
    line, _ = refused(tmp_path, rows)
    assert '"Fabrics" = "textile-innovation" or "Fabrics" = "new" (same regions)' in line
    told = read(tmp_path, rows, partnerships={"Fabrics": "textile-innovation"})
    assert set(told.members["partnership_id"]) == {"textile-innovation"}
    assert set(read(tmp_path, rows, partnerships={"Fabrics": "new"}).members["partnership_id"]) == {
        "fabrics"
    }


def test_one_partnership_or_two_hundred_are_read(tmp_path):
    rows = "".join(f"Area {n};Skåne;SE;Lead\n" for n in range(200))
    assert len(read(tmp_path, "Area;Skåne;SE;Lead\n", []).partnerships) == 1
    assert len(read(tmp_path, rows, []).partnerships) == 200


def test_names_that_share_their_letters_get_keys_of_their_own(tmp_path):
    rows = "Area 1;Skåne;SE;Lead\nArea-1!;Norte;PT;Lead\nΤρόφιμα;Norte;PT;Lead\n"
    found = read(tmp_path, rows, [], partnerships={"Area-1!": "new"})
    assert found.partnerships["partnership_id"].tolist() == ["area-1", "area-1-2", "partnership"]


def test_a_partnership_in_the_first_row_of_its_group_names_the_rows_under_it(tmp_path):
    rows = "Chemicals;Skåne;SE;Lead\n;Norte;PT;Member\nSport;Norte;PT;Lead\n"
    found = read(tmp_path, rows, fill=True).members
    assert found["partnership_id"].tolist() == ["chemicals", "chemicals", "sport"]


def test_spellings_are_apart_where_the_mapping_says_so_and_greek_countries_are_known(tmp_path):
    rows = "Bio tech;Skåne;SE;Lead\nBio-Tech;Attiki;GR;Lead\n"
    found = read(tmp_path, rows, partnerships={"Bio-Tech": "new"})
    assert found.members["partnership_id"].nunique() == 2
    assert found.members["country_id"].tolist() == ["SE", "EL"]
