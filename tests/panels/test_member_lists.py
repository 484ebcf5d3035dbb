"""The panels over an imported member list."""

import pytest

from s3analysis.panels import partners, partnerships
from s3analysis.panels.widgets import LivePanel
from s3analysis.sources import record

LIST = "agri-food-2019-01"


@pytest.fixture(scope="module")
def tables():
    return record.read_all()


def answer(room, tables, **given):
    panel = room.panel(tables, "2017-07")
    return list(panel.answer(**panel.defaults | {"members": LIST} | given))


def test_partnerships_are_those_of_the_list_that_is_chosen(listed, tables):
    listed()
    live = LivePanel(partnerships.panel(tables, "2017-07"))
    live.controls["partnership"].value = "sport"
    live.controls["members"].value = LIST
    offered = [value for _, value in live.controls["partnership"].options]
    assert offered == ["all", "chemicals", "farming"]
    assert live.given["partnership"] == "all"
    assert live.exhibits[0].title.startswith("2 partnerships")
    assert all(each.source.startswith("list.csv") for each in live.exhibits)
    live.controls["partnership"].value = "farming"
    (places,) = [each for each in live.exhibits if each.key == "places"]
    assert places.table["Region"].tolist() == ["Flanders", "Bavaria"]


def test_a_file_taken_away_has_the_keys_of_the_list(listed, tables):
    listed()
    panel = partnerships.panel(tables, "2017-07")
    values = panel.defaults | {"members": LIST, "partnership": "farming"}
    *_, places = panel.answer(**values)
    assert "farming,Farming,DE,DE2,de2,Bavaria" in panel.csv(places, values)


@pytest.mark.parametrize("act", ["join", "propose"])
def test_the_partner_finder_answers_from_the_list_alone(listed, tables, act):
    listed()
    given = {"region": "Bavaria", "act": act, "theme": "3d-printing", "others": ("flanders",)}
    found = answer(partners, tables, **given)
    shown = [each.key for each in found]
    keys = {"join": ["partners-standings"], "propose": ["partners-proposal", "partners-what-if"]}
    assert shown == keys[act]
    assert all("list.csv" in each.source for each in found)
    words = "".join(f"{each.title}{each.note}" for each in found)
    assert "Table 4" not in words
    assert "heme" not in words


def test_themes_and_services_are_asked_of_the_list_of_the_brief_alone(listed, tables):
    listed()
    live = LivePanel(partners.panel(tables, "2017-07"))
    assert live.controls["theme"].layout.display is None
    live.controls["members"].value = LIST
    assert live.controls["theme"].layout.display == "none"
    assert live.controls["actor"].layout.display == "none"
    assert not any(each.key == "partners-services" for each in live.exhibits)


def test_a_partial_list_names_what_it_cannot_bear(listed, tables):
    listed("partial")
    (found,) = answer(partnerships, tables)
    assert found.key == "members"
    assert "Not shown, because the list is partial: " in found.note
    with pytest.raises(ValueError, match="Choose a complete list"):
        answer(partners, tables)
