import pandas as pd
import pytest
from cells import extract

from s3analysis.measures.priorities import extract_tables
from s3analysis.measures.priorities.incidence import incidence

PRIORITIES = pd.DataFrame(
    {"priority_id": list("abcdefg"), "region_id": ["R1", "R1", "R1", "R2", "R2", "R2", "R3"]}
)
LABELS = pd.DataFrame(
    {
        "priority_id": list("aabccdeeff"),
        "category": list("KHKKDHHKHD"),
        "sub_category": ["Photonics", *[""] * 9],
    }
)
HELD = incidence(PRIORITIES, LABELS)

QUESTIONS = {
    "of_priorities": lambda held, labels: extract_tables.of_priorities(held, 200, 1),
    "of_regions": lambda held, labels: extract_tables.of_regions(held),
    "within": extract_tables.within,
    "by_region": lambda held, labels: extract_tables.by_region(held),
    "quotients": lambda held, labels: extract_tables.quotients(held),
    "together": lambda held, labels: extract_tables.together(held),
    "pairs": lambda held, labels: extract_tables.pairs(held),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_extract_without_priorities_gives_no_rows_in_the_same_columns(question):
    ask = QUESTIONS[question]
    none = ask(incidence(PRIORITIES.head(0), LABELS.head(0)), LABELS.head(0))
    assert none.empty
    assert list(none) == list(ask(HELD, LABELS))


@pytest.mark.parametrize("question", sorted(set(QUESTIONS) - {"by_region"}))
def test_priorities_without_a_label_give_no_rows(question):
    assert QUESTIONS[question](incidence(PRIORITIES, LABELS.head(0)), LABELS.head(0)).empty


def test_a_region_counts_its_priorities_and_the_categories_they_are_in():
    found = extract_tables.by_region(HELD).set_index("region_id")
    assert found["priorities"].to_dict() == {"R1": 3, "R2": 3, "R3": 1}
    assert found["labels"].to_dict() == {"R1": 5, "R2": 5, "R3": 0}
    assert found["categories"].to_dict() == {"R1": 3, "R2": 3, "R3": 0}
    assert found["few"].to_dict() == {"R1": False, "R2": False, "R3": True}


def test_the_interval_of_a_single_region_is_not_resampled():
    alone = PRIORITIES.query("region_id == 'R1'")
    labels = LABELS.loc[LABELS["priority_id"].isin(alone["priority_id"])]
    found = extract_tables.of_priorities(incidence(alone, labels), 200, 1)
    assert found[extract_tables.RESAMPLED].isna().all(axis=None)
    assert found["share"].tolist() == [1.0, 1 / 3, 1 / 3]


def test_one_region_or_one_category_has_neither_quotients_nor_pairs():
    alone = incidence(PRIORITIES, LABELS.query("category == 'K'"))
    assert extract_tables.quotients(alone).empty
    assert extract_tables.pairs(alone).empty
    assert extract_tables.together(alone).empty


def test_regions_offer_each_other_what_the_lesser_of_both_gives():
    found = extract_tables.pairs(HELD)
    assert found[["region_id", "other_id"]].to_numpy().tolist() == [["R1", "R2"]]
    assert found["mutual"].tolist() == found[["takes", "gives"]].min(axis="columns").tolist()


def test_a_quotient_stands_apart_if_it_may_be_read_and_its_interval_leaves_out_one():
    rows = pd.DataFrame(
        {
            "region_id": list("abcde"),
            "category": "K",
            "low": [1.2, 1.5, 0.1, 0.5, 2.0],
            "high": [2.0, 3.0, 0.8, 1.5, 3.0],
            "small": [False, False, False, False, True],
        }
    )
    assert extract_tables.apart(rows)["region_id"].tolist() == ["b", "a", "c"]


TWO_WAYS = pd.DataFrame(
    [
        ["p1", "Fields", "K", "Photonics"],
        ["p1", "Fields", "H", ""],
        ["p2", "Fields", "K", ""],
        ["p1", "NACE", "C", ""],
    ],
    columns=["priority_id", "dimension", "category", "sub_category"],
)


def test_an_extract_is_measured_in_priorities_territories_and_countries():
    priorities = pd.DataFrame({"priority_id": ["p1", "p2", "p3"], "region_id": ["a", "a", "b"]})
    territories = pd.DataFrame({"country_id": ["AT", "AT"]})
    assert extract_tables.size(priorities, TWO_WAYS, territories) == {
        "priorities": 3,
        "territories": 2,
        "countries": 1,
        "without_category": 1,
    }


def test_each_way_of_filing_has_its_categories_and_priorities():
    assert extract_tables.dimensions(TWO_WAYS).to_numpy().tolist() == [
        ["Fields", 2, 1, 2],
        ["NACE", 1, 0, 1],
    ]


def test_without_labels_there_is_no_way_of_filing():
    assert extract_tables.dimensions(TWO_WAYS.head(0)).empty


def test_pairs_of_the_last_rank_that_are_not_shown_are_counted():
    pairs = pd.DataFrame({"cosine": [1.0, 0.5, 0.5, 0.5], "jaccard": [1.0, 0.5, 0.5, 0.2]})
    ranked = pairs.head(2).assign(rank=[1, 2])
    assert extract_tables.tied(pairs, ranked, ["cosine", "jaccard"]) == 1
    assert extract_tables.tied(pairs, ranked, ["cosine"]) == 2
    assert extract_tables.tied(pairs, ranked.head(0), ["cosine"]) == 0


def test_an_extract_is_counted_once():
    made = extract([("atown", "K")])
    assert extract_tables.counted(made, 1) is extract_tables.counted(made, 1)
    assert extract_tables.counted(made, 1).categories.tolist() == ["K"]


def test_ways_of_filing_stand_in_the_order_of_the_extract():
    turned = TWO_WAYS.iloc[::-1]
    assert extract_tables.dimensions(turned)["dimension"].tolist() == ["NACE", "Fields"]


def test_each_pair_has_the_lesser_of_its_own_two():
    more = pd.DataFrame({"priority_id": list("hijkl"), "region_id": "R4"})
    labels = pd.DataFrame({"priority_id": list("hijkl"), "category": list("KKKKC")})
    held = incidence(pd.concat([PRIORITIES, more]), pd.concat([LABELS, labels]))
    found = extract_tables.pairs(held)
    assert len(set(found["mutual"])) > 1
    assert found["mutual"].tolist() == found[["takes", "gives"]].min(axis="columns").tolist()


def test_quotients_with_one_lower_end_stand_in_the_alphabet_of_regions_then_categories():
    rows = pd.DataFrame(
        {
            "region_id": list("baab"),
            "category": list("KKHH"),
            "low": [1.5, 1.5, 1.5, 0.1],
            "high": [2.0, 2.0, 2.0, 0.8],
            "small": False,
        }
    )
    found = extract_tables.apart(rows)
    assert (found["region_id"] + found["category"]).tolist() == ["aH", "aK", "bK", "bH"]


def test_two_regions_with_two_categories_have_quotients_and_three_shares_with_two_intervals():
    two = LABELS.query("category != 'D'")
    held = incidence(PRIORITIES, two)
    assert len(extract_tables.quotients(held)) == 4
    found = extract_tables.of_priorities(held, 200, 1).set_index("category")
    assert (found["resampled_low"] <= found["share"]).all()
    assert (found["share"] <= found["resampled_high"]).all()


@pytest.mark.parametrize("question", QUESTIONS)
def test_columns_without_rows_hold_what_they_hold_with_rows(question):
    none = QUESTIONS[question](incidence(PRIORITIES.head(0), LABELS.head(0)), LABELS.head(0))
    full = QUESTIONS[question](HELD, LABELS)
    for name in none:
        if name in {*extract_tables.TEXT, "few", "small"}:
            assert none[name].dtype == full[name].dtype, name
        else:
            assert pd.api.types.is_float_dtype(none[name]), name
