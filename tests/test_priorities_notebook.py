"""05_priorities, cell by cell, under each source of priorities and with extracts of any shape."""

import cells
import pandas as pd
import pytest
from cells import extract

from s3analysis import values
from s3analysis.contracts import Refused
from s3analysis.sources.extracts.extracts import Extract

NOTEBOOK = cells.notebook("05_priorities")
COMPARED = {"quotients", "quotients-by-territory", "together", "alike", "complementary"}
FIGURES = {"shares-of-priorities", "shares-of-territories", "territories"}


def shown(**parameters):
    return cells.shown("05_priorities", **parameters)


def test_published_shares_are_shown_with_what_they_allow():
    exhibits, words = shown()
    assert list(exhibits) == ["printed-shares", "then-and-now"]
    table = exhibits["printed-shares"].table
    assert len(table) == 10
    assert table["Priorities"].tolist()[:4] == [
        "241 to 307",
        "202 to 214",
        "150 to 162",
        "72 to 84",
    ]
    assert table["Priorities"].tolist()[4:7] == ["not known"] * 3
    assert not any(text.startswith("## ") for text in words)


def test_a_synthetic_extract_says_so_wherever_it_is_shown():
    exhibits, words = shown(priorities="synthetic")
    own = {key: exhibit for key, exhibit in exhibits.items() if exhibit.synthetic}
    assert set(exhibits) - set(own) == {"printed-shares", "then-and-now"}
    assert all(key.startswith("synthetic-") for key in own)
    assert {f"synthetic-{key}" for key in COMPARED | FIGURES} <= set(own)
    assert any("made up for teaching" in text for text in words)


def test_the_synthetic_shares_round_to_the_printed_ones():
    exhibits, _ = shown(priorities="synthetic")
    for key in ("synthetic-shares-of-priorities", "synthetic-shares-of-territories"):
        table = exhibits[key].table.query("Published != '-'")
        assert len(table) >= 3
        published = table["Published"].str.removeprefix("About ")
        assert (table["Percent"].round().astype(int).astype(str) + "%" == published).all()


def test_an_imported_extract_is_shown_under_its_own_name(imports):
    rows = [("atown", "K:Photonics|H")] * 6 + [("btown", "D|H")] * 7 + [("ctown", "K|D")] * 8
    imports(extract(rows))
    exhibits, _ = shown(priorities="imported")
    assert not any(exhibit.synthetic for exhibit in exhibits.values())
    assert exhibits["shares-of-priorities"].source == "extract.csv"
    table = exhibits["shares-of-priorities"].table.set_index("Category")
    assert table[["Count", "Of"]].loc["K"].tolist() == [14, 21]
    assert exhibits["sub-categories"].table[["Count", "Of"]].to_numpy().tolist() == [[6, 14]]
    assert exhibits["territories"].table["Priorities"].tolist() == [8, 7, 6]
    assert set(exhibits["alike"].table["Rank"]) == {1}


NO_LABELS = [("atown", ""), ("btown", "")]
ONE_TERRITORY = [("atown", "K|H"), ("atown", "K"), ("atown", "")]
ONE_CATEGORY = [("atown", "K"), ("btown", "K"), ("btown", "")]
FEW = [("atown", "K"), ("btown", "H"), ("ctown", "")]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (NO_LABELS, "No priority of the extract has a category"),
        (ONE_TERRITORY, "a single territory, so it can be compared with no other"),
        (ONE_CATEGORY, "a single category, so there is nothing to compare it with"),
        (FEW, "0 have enough labels to be compared; two are needed"),
    ],
    ids=["no labels", "one territory", "one category", "few"],
)
def test_what_an_extract_cannot_tell_is_said(imports, rows, told):
    imports(extract(rows))
    exhibits, words = shown(priorities="imported")
    assert "alike" not in exhibits
    assert any(told in text for text in words)
    assert "territories" in exhibits


def test_without_sub_categories_nothing_is_broken_down(imports):
    imports(extract(FEW))
    exhibits, words = shown(priorities="imported")
    assert "sub-categories" not in exhibits
    assert "The dimension shown has no sub-categories." in words


def test_a_dimension_can_be_chosen_and_one_that_is_not_there_is_refused(imports):
    one = extract(FEW)
    two = one.labels.assign(dimension="NACE", category="C", sub_category="")
    both = Extract(
        one.priorities, pd.concat([one.labels, two]), one.territories, one.log, one.source
    )
    imports(both)
    exhibits, _ = shown(priorities="imported", dimension="2")
    assert exhibits["shares-of-priorities"].table["Category"].tolist() == ["C"]
    assert exhibits["dimensions"].table["Shown"].tolist() == ["no", "yes"]
    with pytest.raises(Refused, match="2 dimensions, no 3; choose one of 1 to 2"):
        shown(priorities="imported", dimension="3")


def test_nothing_says_that_a_region_is_specialised():
    exhibits, words = shown(priorities="synthetic")
    texts = [*words, *(cell.source for cell in NOTEBOOK.cells if cell.cell_type == "markdown")]
    texts += [f"{each.title} {each.subtitle} {each.note} {each.svg}" for each in exhibits.values()]
    assert not any("specialised" in text.lower() for text in texts)


def test_an_extract_that_was_never_imported_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(values, "IMPORTED", tmp_path)
    with pytest.raises(Refused, match="no extract has been imported"):
        shown(priorities="imported")
