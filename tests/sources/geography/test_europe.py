import pytest

from s3analysis.sources import record
from s3analysis.sources.geography import europe
from s3analysis.sources.geography.regions import UnknownRegion

UNKNOWN = UnknownRegion("unknown region: did you mean Norte?", "x")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bavaria", "DE2"),
        ("Bayern", "DE2"),
        ("DE2", "DE2"),
        ("Wales", "UKL"),
        ("Silesia", "PL22"),
        ("Crete", "EL43"),
        ("Zürich", "CH04"),
        ("Germany", "DE"),
        ("NL", "NL"),
    ],
)
def test_a_region_of_europe_is_known_by_name_and_by_code(text, code):
    assert europe.find(text).code == code


@pytest.mark.parametrize("text", ["asdfgh", "", "Limburg", "Flanders", "FI197", "Skåne"])
def test_what_is_nothing_several_or_a_region_of_the_record_is_no_unit(text):
    assert europe.find(text) is None


def test_a_unit_says_where_it_lies_and_what_it_holds():
    assert europe.find("NL41").within == ("south-netherlands",)
    assert europe.find("Bavaria").within == europe.find("Bavaria").holds == ()
    assert "brandenburg" in europe.find("Germany").holds


def test_a_country_lists_its_regions():
    said = europe.explained("NL", UNKNOWN)
    assert said.startswith("Netherlands (NL) is a country: name one of its regions; ")
    assert "its regions in the data are East Netherlands, North Netherlands, South Nether" in said


def test_a_country_without_a_region_says_so():
    assert europe.explained("Malta", UNKNOWN).endswith("none is in the data")


def test_a_region_outside_is_named_with_what_it_lies_in():
    assert europe.explained("Wales", UNKNOWN) == "Wales (UKL) is in no member list of the data"
    assert "it lies in South Netherlands" in europe.explained("North Brabant", UNKNOWN)


def test_namesakes_are_told_apart_by_their_codes():
    said = europe.explained("Limburg", UNKNOWN)
    assert said.startswith("'Limburg' may be ")
    assert "BE22" in said
    assert "NL42" in said


def test_of_what_nobody_knows_the_record_has_the_word():
    assert europe.explained("asdfgh", UNKNOWN) == str(UNKNOWN)


def test_a_unit_can_stand_among_the_regions():
    tables = europe.added(record.read_all(), europe.find("NL41"))
    row = tables["regions"].iloc[-1]
    assert (row["region_id"], row["country_id"], row["nested_in"]) == (
        "nl41",
        "NL",
        "south-netherlands",
    )
    assert tables["region_nuts"].iloc[-1]["nuts_id"] == "NL41"
