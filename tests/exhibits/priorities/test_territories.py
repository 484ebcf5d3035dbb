import pytest
from cells import extract

from s3analysis.exhibits.priorities import territories as exhibits
from s3analysis.exhibits.priorities.extract import ONE_CATEGORY, ONE_TERRITORY, UNLABELLED
from s3analysis.measures.priorities import extract_tables, similarity
from s3analysis.measures.priorities.incidence import incidence
from s3analysis.sources.extracts import extracts

APART = extract([("atown", "K")] * 30 + [("btown", "H")] * 30 + [("ctown", "K|H")] * 5)
FEW = extract([("atown", "K"), ("btown", "H"), ("ctown", "")])
ALIKE = extract([("atown", "K|H")] * 5 + [("btown", "K|H")] * 5 + [("ctown", "K|H")] * 5)
NONE = extracts.chosen("published", 2017)


def counted(held):
    return incidence(held.priorities, held.labels)


def regions(held):
    return extract_tables.by_region(counted(held))


def territories(held):
    return exhibits.territories(regions(held), held)


def quotients(held):
    found = extract_tables.quotients(counted(held))
    return exhibits.quotients(extract_tables.apart(found), found, counted(held), held)


def by_territory(held):
    found = extract_tables.quotients(counted(held))
    return exhibits.quotients_by_territory(found, counted(held), "Fields", held)


def alike(held, most=15):
    pairs = extract_tables.pairs(counted(held))
    ranked = similarity.most(pairs, ["cosine", "jaccard"], most)
    left_out = extract_tables.tied(pairs, ranked, ["cosine", "jaccard"])
    return exhibits.alike(ranked, pairs, left_out, regions(held), counted(held), held)


def complementary(held):
    pairs = extract_tables.pairs(counted(held))
    ranked = similarity.most(pairs, ["mutual"], 15).query("mutual > 0")
    return exhibits.complementary(ranked, pairs, 0, held)


@pytest.mark.parametrize("make", [territories, quotients, by_territory, alike, complementary])
def test_where_no_extract_was_chosen_nothing_is_shown(make):
    assert make(NONE) is None


def test_the_territory_with_most_priorities_is_in_the_title_and_the_alternative_text():
    found = territories(APART)
    assert found.title == "No territory declares more than Atown: 30 priorities"
    assert found.alt == f"3 territories, a bar each. {found.title}."
    assert found.table["Priorities"].tolist() == [30, 30, 5]
    assert ">Atown, AT</text>" in found.svg


def test_one_priority_of_one_territory_is_one():
    found = territories(extract([("atown", "K")]))
    assert found.title.endswith("Atown: 1 priority")
    assert found.alt.startswith("1 territory, a bar each.")


def test_concentration_of_few_labels_is_not_read():
    assert territories(FEW).table["Concentration"].tolist() == ["few", "few", "few"]
    assert territories(APART).table["Concentration"].tolist() == ["1.00", "1.00", "0.00"]


def test_no_more_territories_are_drawn_than_there_is_room_for():
    found = territories(extract([(f"t{place:02d}", "K") for place in range(30)]))
    assert len(found.table) == 30
    assert found.alt.startswith("25 territories")
    assert found.svg.count(", T") == 25


def test_a_quotient_that_leaves_out_one_is_told_with_what_it_rests_on():
    found = quotients(APART)
    assert found.title == "Atown declares K 2.0 times as often as all territories together"
    assert found.alt.startswith(f"{len(found.table)} intervals on a scale of ratios around 1.")
    assert (found.table["From"] > 0).all()
    assert found.note.startswith("Of 6 quotients, 0 rest on too few priorities to be read; of")
    assert "4 have an interval that leaves out 1" in found.note


def test_no_quotient_that_stands_out_is_a_sentence():
    assert quotients(ALIKE).data.startswith("No quotient rests on enough priorities")


@pytest.mark.parametrize("make", [quotients, by_territory, alike])
@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([("atown", "")], UNLABELLED),
        ([("atown", "K|H")], ONE_TERRITORY),
        ([("atown", "K"), ("btown", "K")], ONE_CATEGORY),
    ],
)
def test_what_keeps_territories_from_being_compared_is_said(make, rows, reason):
    assert make(extract(rows)).data == reason


def test_every_territory_has_a_quotient_a_category_most_labels_first():
    table = by_territory(APART).table
    assert table.columns.tolist() == ["Territory", "Labels", "H", "K"]
    assert table["Territory"].tolist() == ["Atown", "Btown", "Ctown"]
    assert table["Labels"].tolist() == [30, 30, 10]
    assert table["H"].tolist() == ["0.00", "2.00", "1.00"]


def test_a_quotient_of_few_labels_is_not_read():
    table = by_territory(FEW).table
    assert set(table[["H", "K"]].to_numpy().ravel()) == {"few"}


def test_the_title_of_the_quotients_counts_their_rows():
    assert by_territory(APART).title == "Location quotients of 3 territories in Fields"


def test_territories_that_declare_the_same_are_most_alike():
    found = alike(ALIKE)
    assert found.title == "Most alike: Atown, AT and Btown, BT"
    assert found.table["Rank"].tolist() == [1, 1, 1]
    assert found.table["Cosine"].round(6).tolist() == [1, 1, 1]
    assert "Compared: 3 pairs of territories" in found.note


@pytest.mark.parametrize(
    ("most", "words"),
    [
        (3, "no further pair of the last rank shown is left out"),
        (2, "1 further pair of the last rank shown is left out"),
        (1, "2 further pairs of the last rank shown are left out"),
    ],
)
def test_pairs_of_the_last_rank_that_are_left_out_are_counted(most, words):
    assert words in alike(ALIKE, most).note


def test_too_few_labels_to_compare_is_a_sentence_with_their_number():
    reason = "Of the territories, 0 have enough labels to be compared; two are needed."
    assert alike(FEW).data == reason


def test_territories_that_offer_each_other_most_come_first():
    held = extract(
        [("atown", "K|L")] * 6
        + [("btown", "H|S")] * 6
        + [("ctown", "H|K")] * 6
        + [("dtown", "H|S|K|L")] * 5
    )
    found = complementary(held)
    assert found.table["Rank"].tolist() == [1, 1, 3, 3, 3, 3]
    assert found.table["Lesser of both"].round(6).tolist() == [0.5, 0.5, 0.25, 0.25, 0.25, 0.25]
    assert found.title == "Offer each other most: Ctown, CT and Dtown, DT"


def test_nobody_to_complement_is_a_sentence():
    assert complementary(ALIKE).data.startswith("No two territories offer each other")


def test_categories_that_are_named_like_our_columns_stand_beside_them():
    held = extract(
        [("atown", "Territory")] * 30 + [("btown", "Labels")] * 30 + [("ctown", "region_id")] * 5
    )
    table = by_territory(held).table
    assert table.columns[:2].tolist() == ["Territory", "Labels"]
    assert {"Territory (category)", "Labels (category)", "region_id"} <= set(table.columns)
    for make in (territories, quotients, alike, complementary):
        make(held)
