"""Status and region pages of an imported list: each exhibit names it, and none the brief."""

import cells
import pytest

from s3analysis import contracts
from s3analysis.exhibits.partnerships.member_list import TOGETHER
from s3analysis.press.editions import sweeps

PAGES = [
    ("partnership_status", {"partnership": "farming"}),
    ("region_brief", {"region": "Bavaria"}),
    ("region_brief", {"region": "tampere"}),
]
BELONGS_TO_THE_BRIEF = ("Table 3", "Table 4", "July 2017", "theme", "demonstration case", "service")


def shown(name, **given):
    exhibits, words = cells.shown(name, platform="agri-food", as_of="2019-01", **given)
    return exhibits, "\n".join(words)


@pytest.mark.parametrize(("name", "given"), PAGES)
def test_each_exhibit_names_its_list_and_nothing_is_told_of_the_brief(listed, name, given):
    listed()
    exhibits, words = shown(name, **given)
    assert exhibits
    for each in exhibits.values():
        assert each.source.startswith("list.csv (SHA-256 ")
        assert "What it is about" not in each.table
    told = words + "".join(
        f"{each.title}{each.subtitle}{each.note}{each.reproduces}" for each in exhibits.values()
    )
    assert [each for each in BELONGS_TO_THE_BRIEF if each in told] == []
    assert "the member list of agri-food, January 2019" in words


def test_a_page_says_what_the_list_says(listed):
    listed()
    exhibits, words = shown("partnership_status", partnership="Farming")
    assert "**In January 2019, Farming was led by Flanders and had 2 regions of 2 Member" in words
    assert exhibits["members"].table["Region"].tolist() == ["Flanders", "Bavaria", "Tuscany"]
    assert exhibits["overlaps"].table["Regions in common"].tolist() == ["Bavaria"]
    exhibits, words = shown("region_brief", region="DE2")
    assert "Bavaria took part in 2 of the 2 partnerships.** It led none of them." in words
    assert exhibits["partners"].table["Region"].tolist() == ["Flanders", "Limburg (Netherlands)"]
    _, words = shown("region_brief", region="tampere")
    assert "Tampere Region took part in none of the 2 partnerships.** It is not in the" in words


@pytest.mark.parametrize(
    ("name", "given", "kept", "withheld"),
    [
        ("partnership_status", PAGES[0][1], ["members"], "*Member States without a region in it"),
        ("region_brief", PAGES[1][1], [], "*Regions by number of partnerships in common*"),
    ],
)
def test_a_partial_list_bears_who_is_in_it_and_names_what_is_withheld(
    listed, name, given, kept, withheld
):
    listed("partial")
    exhibits, words = shown(name, **given)
    assert list(exhibits) == kept
    assert f"Not shown, because the list is partial: {withheld}" in words
    assert "partial list of January 2019 has" in words or "partial list of January 2019," in words


def test_candidates_by_priorities_say_from_which_list_partnerships_in_common_are(listed, imports):
    listed()
    rows = [*[("tampere", "K")] * 6, ("tampere", "H"), *[("es21", "K")] * 5]
    made = cells.extract(rows, codes={"tampere": "FI197", "es21": "ES21"})
    own = made.territories["territory_id"]
    made.territories["region_id"] = own.where(own == "tampere", "")
    made.territories["country_id"] = made.territories["nuts_id"].str[:2]
    imports(made)
    exhibits, _ = shown("region_brief", region="tampere", priorities="imported")
    assert TOGETHER in exhibits["candidates"].table
    assert "; for partnerships in common: list.csv" in exhibits["candidates"].source


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"platform": "energy"}, "platform: there is no member list of energy"),
        ({"as_of": "2017-07"}, r"'2017-07' is not a month with a member list of agri-food"),
        ({"partnership": "sport"}, r"'sport' is not a partnership \(chemicals, farming\)"),
    ],
)
def test_what_the_list_does_not_have_is_refused(listed, given, why):
    listed()
    named = {"platform": "agri-food", "as_of": "2019-01", "partnership": "farming"}
    with pytest.raises(contracts.Refused, match=why):
        contracts.accept(contracts.PartnershipStatus, named | given)


def test_all_pages_of_a_list_are_those_of_its_regions_or_of_its_partnerships(listed):
    listed()
    briefs = sweeps.Sweep("2019-01", platform="agri-food")
    assert [task.name for task in briefs.tasks()] == [
        *("de2", "flanders", "nl42", "tuscany"),
    ]
    status = sweeps.Sweep("2019-01", kind=sweeps.STATUS, platform="agri-food")
    assert [task.name for task in status.tasks()] == ["chemicals", "farming"]
    assert status.name == "2019-01-agri-food-status"
    assert status.command == "s3analysis status --all --as-of 2019-01 --platform agri-food"
    with pytest.raises(contracts.Refused, match="there is no member list of energy"):
        sweeps.Sweep("2019-01", platform="energy").tasks()


def test_the_sizes_of_a_list_say_nothing_of_the_brief_or_its_pilots(listed):
    listed()
    exhibits, _ = shown("member_list")
    sizes = exhibits["partnership-sizes"]
    assert "Partnership" in sizes.table
    assert "Vanguard pilot" not in sizes.table
    assert "brief" not in sizes.note
