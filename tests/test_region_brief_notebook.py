"""region_brief, cell by cell, under each source of priorities and with extracts of any shape."""

import cells
import pytest
from cells import extract

from s3analysis import values
from s3analysis.contracts import Refused
from s3analysis.exhibits.words import ABOUT

OWN = ["own-priorities", "candidates", "candidate-scores"]
CODES = {"tampere": "FI197", "fi": "FI", "es21": "ES21", "se22": "SE22", "fi195": "FI195"}
ENOUGH = [
    *[("tampere", "K")] * 4,
    *[("tampere", "H")] * 2,
    *[("fi", "K")] * 6,
    *[("es21", "K")] * 5,
    *[("es21", "D")] * 2,
    *[("se22", "H")] * 5,
    ("fi195", "K"),
    ("fi195", "H"),
]


def shown(**parameters):
    return cells.shown("region_brief", **parameters)


def held(rows):
    made = extract(rows, codes=CODES)
    made.territories["region_id"] = made.territories["territory_id"].where(
        made.territories["territory_id"] == "tampere", ""
    )
    made.territories["country_id"] = made.territories["nuts_id"].str[:2]
    return made


def test_without_an_extract_nobody_is_ranked_and_one_sentence_says_why():
    exhibits, words = shown()
    assert not {f"{mark}{key}" for mark in ("", "synthetic-") for key in OWN} & set(exhibits)
    (why,) = [text for text in words if "would suit Tampere Region best" in text]
    assert why.endswith("is public in a form we could use.")
    assert not any("priority in the theme" in text for text in words)


def test_with_synthetic_priorities_each_new_exhibit_says_so_and_no_other():
    usual, _ = shown()
    exhibits, words = shown(priorities="synthetic")
    assert set(exhibits) - set(usual) == {f"synthetic-{key}" for key in OWN}
    assert [key for key, each in exhibits.items() if each.synthetic] == [
        f"synthetic-{key}" for key in OWN
    ]
    assert any("Synthetic: made up for teaching" in text for text in words)


def test_candidates_are_ranked_by_an_imported_extract(imports):
    imports(held(ENOUGH))
    exhibits, words = shown(priorities="imported")
    table = exhibits["candidates"].table.set_index("Region")
    assert table.index.tolist() == [
        "Basque Country, Spain",
        "Se22, Sweden",
        "Ostrobothnia, Finland",
    ]
    assert table["Rank"].tolist() == ["1", "2", "few"]
    first = table.iloc[0]
    assert (first["Both declare"], first["Brings a Member State"]) == ("K", "yes")
    assert table.iloc[2]["Brings a Member State"].startswith("no: another region of its Member")
    assert not any(each.synthetic for each in exhibits.values())
    assert exhibits["candidates"].source == "extract.csv"
    assert any("not counted as Tampere Region: Fi (around it)" in text for text in words)
    own = exhibits["own-priorities"].table
    assert own[["Category", "Priorities"]].to_numpy().tolist() == [["K", 4], ["H", 2]]


def test_a_region_that_the_extract_lacks_is_told_with_what_to_do(imports):
    imports(held([row for row in ENOUGH if row[0] != "tampere"]))
    exhibits, words = shown(priorities="imported")
    assert not set(OWN) & set(exhibits)
    (why,) = [text for text in words if "No candidates are ranked here" in text]
    assert "Tampere Region is not in the extract. The extract has Fi (around it)" in why
    assert "import it again" in why


def test_a_region_without_a_label_is_told(imports):
    imports(held([("tampere", ""), *[row for row in ENOUGH if row[0] != "tampere"]]))
    exhibits, words = shown(priorities="imported")
    assert not set(OWN) & set(exhibits)
    assert any("no priority of Tampere Region is filed under “Fields”" in text for text in words)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("tampere", ""), ("es21", "")], "no priority in the extract has a category."),
        ([("tampere", "K|H"), ("fi", "K")], "nobody else in the extract has a priority"),
        ([("tampere", "K"), ("es21", "K")], "has a single category, so all are alike"),
    ],
    ids=["no labels", "nobody else", "one category"],
)
def test_what_cannot_be_compared_is_said(imports, rows, told):
    imports(held(rows))
    exhibits, words = shown(priorities="imported")
    assert not set(OWN) & set(exhibits)
    assert any(told in text for text in words)


def test_a_rank_on_few_labels_says_so_in_its_title(imports):
    imports(held([("tampere", "K"), ("tampere", "H"), *[("es21", "K|H")] * 5]))
    exhibits, _ = shown(priorities="imported")
    assert exhibits["candidates"].title.endswith("on 2 labels alone")


def test_a_region_of_two_units_is_counted_together_and_what_is_missing_is_said(imports):
    made = extract([*[("fr22", "K|H")] * 5, *[("es21", "K|H")] * 5], codes={"fr22": "FR22"})
    made.territories["country_id"] = made.territories["territory_id"].str[:2].str.upper()
    imports(made)
    exhibits, words = shown(priorities="imported", region="hauts-de-france")
    assert "candidates" in exhibits
    (told,) = [text for text in words if text.startswith("In the extract,")]
    assert "is Picardie." in told
    assert "It has nothing of Nord-Pas de Calais." in told


def test_a_theme_that_a_category_bears_the_name_of_is_known(imports):
    imports(held([*ENOUGH, ("tampere", "Bio-economy"), ("es21", "Sport")]))
    _, words = shown(priorities="imported")
    (told,) = [text for text in words if "By categories that have the name" in text]
    assert "has a priority in the theme of Bio-economy; none in that of Sport. For 7 of" in told


def test_a_dimension_that_is_not_there_is_refused(imports):
    imports(held(ENOUGH))
    with pytest.raises(Refused, match="dimension: the extract has 1 dimension, no 2"):
        shown(priorities="imported", dimension="2")


def test_nothing_says_that_a_region_is_specialised(imports):
    imports(held(ENOUGH))
    exhibits, words = shown(priorities="imported")
    texts = [*words, *(f"{exhibits[key].title} {exhibits[key].note}" for key in OWN)]
    assert sum(ABOUT in text for text in texts) == 1  # the platform has the word in its name
    assert not any("specialis" in text.replace(ABOUT, "").lower() for text in texts)


def test_an_extract_that_was_never_imported_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(values, "IMPORTED", tmp_path)
    with pytest.raises(Refused, match="no extract has been imported"):
        shown(priorities="imported")


@pytest.mark.parametrize(
    ("region", "said"),
    [
        ("brandenburg", "took part in none of the 9 partnerships.** Without being a member"),
        ("varmland", "shares no partnership with another region."),
        ("flanders", "8 partnerships instead of 7"),
    ],
)
def test_a_region_without_a_partnership_has_good_sentences_and_its_openings(region, said):
    exhibits, words = shown(region=region)
    assert any(said in text for text in words)
    assert 1 <= len(exhibits["openings"].table) <= 3
    assert ("partners" in exhibits) == (region == "flanders")
