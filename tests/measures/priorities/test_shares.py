import numpy as np
import pandas as pd
import pytest
from scipy.stats import hypergeom

from s3analysis.measures.priorities import shares
from s3analysis.measures.priorities.incidence import incidence

# Four regions, eight priorities, four categories; p8 has none. Expected numbers by hand.
PRIORITIES = pd.DataFrame(
    {
        "priority_id": ["p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8"],
        "region_id": ["R1", "R1", "R2", "R2", "R2", "R3", "R4", "R4"],
    }
)
LABELS = pd.DataFrame(
    [
        ["p1", "K"],
        ["p1", "D"],
        ["p2", "H"],
        ["p3", "K"],
        ["p4", "K"],
        ["p4", "H"],
        ["p5", "C"],
        ["p6", "D"],
        ["p7", "H"],
        ["p7", "K"],
    ],
    columns=["priority_id", "category"],
)
COUNTS = incidence(PRIORITIES, LABELS).portfolio[["K", "H", "D", "C"]]


def by_category(frame, column):
    return frame.set_index("category")[column].to_dict()


def test_shares_of_priorities_add_up_to_125_percent():
    found = shares.of_priorities(incidence(PRIORITIES, LABELS))
    assert by_category(found, "share") == {"K": 0.5, "H": 0.375, "D": 0.25, "C": 0.125}
    assert found["share"].sum() == 1.25
    assert set(found["denominator"]) == {8}


def test_shares_of_regions_count_a_region_once():
    found = shares.of_regions(incidence(PRIORITIES, LABELS))
    assert by_category(found, "share") == {"K": 0.75, "H": 0.75, "D": 0.5, "C": 0.25}
    assert set(found["denominator"]) == {4}


def test_equal_shares_stand_in_the_alphabet_of_their_names():
    found = shares.of_regions(incidence(PRIORITIES, LABELS))
    assert found["category"].tolist() == ["H", "K", "D", "C"]


def test_a_category_named_twice_by_a_priority_is_one():
    twice = pd.concat([LABELS, LABELS.head(1)])
    assert incidence(PRIORITIES, twice).priorities.sum() == 10


@pytest.mark.parametrize(
    ("count", "total", "method", "low", "high"),
    [
        (4, 8, "wilson", 0.215216, 0.784784),
        (4, 8, "beta", 0.157013, 0.842987),
        (1, 8, "wilson", 0.022417, 0.470888),
        (1, 8, "beta", 0.003160, 0.526510),
        (3, 4, "wilson", 0.300642, 0.954413),
        (3, 4, "beta", 0.194120, 0.993691),
        (0, 4, "wilson", 0, 0.489891),
        (0, 4, "beta", 0, 0.602365),
    ],
)
def test_intervals_have_the_digits_of_the_textbook(count, total, method, low, high):
    found = shares.interval(pd.Series([count]), total, method).iloc[0]
    assert found.tolist() == pytest.approx([low, high], abs=5e-7)


@pytest.mark.parametrize("method", ["wilson", "beta"])
def test_an_interval_of_none_begins_at_0_and_of_all_ends_at_1(method):
    found = shares.interval(pd.Series([0, 4]), pd.Series([4, 4]), method)
    assert found["low"].iloc[0] == 0
    assert found["high"].iloc[1] == 1
    assert found.notna().all(axis=None)


def test_location_quotients_have_the_digits_of_the_worked_table():
    found = shares.location_quotient(COUNTS).round(6)
    assert found.loc["R1"].tolist() == [0.833333, 1.111111, 1.666667, 0]
    assert found.loc["R2"].tolist() == [1.25, 0.833333, 0, 2.5]
    assert found.loc["R3"].tolist() == [0, 0, 5, 0]
    assert found.loc["R4"].tolist() == [1.25, 1.666667, 0, 0]


def test_the_highest_quotient_rests_on_one_priority_and_is_marked():
    highest = shares.quotients(COUNTS).set_index("location_quotient").loc[5]
    assert (highest["region_id"], highest["total"], highest["small"]) == ("R3", 1, True)


def test_a_quotient_is_small_for_few_priorities_or_for_few_expected():
    counts = pd.DataFrame({"K": [96, 4], "H": [96, 4], "C": [1, 1]}, index=["big", "few"])
    found = shares.quotients(counts).set_index(["region_id", "category"])["small"]
    assert not found[("big", "C")]
    assert not found[("few", "K")]
    assert found[("few", "C")]
    assert shares.quotients(counts // 2 + 1)["small"].sum() == 1


def test_the_interval_of_a_quotient_holds_the_quotient():
    found = shares.quotients(COUNTS)
    assert (found["low"] <= found["location_quotient"]).all()
    assert (found["location_quotient"] <= found["high"]).all()


def test_regions_are_resampled_whole():
    # Two regions of two priorities each: KETs is in both of one and in none of the other, so that
    # each draw of two regions gives 0, 1/2 or 1, with chances 1/4, 1/2, 1/4.
    priorities = pd.DataFrame({"priority_id": list("abcd"), "region_id": ["R1", "R1", "R2", "R2"]})
    for both, ends in (("ab", (0.5, 0, 1)), ("ac", (0.5, 0.5, 0.5))):  # of one region, of each
        labels = pd.DataFrame({"priority_id": list(both), "category": "K"})
        found = shares.bootstrap(incidence(priorities, labels), 4000, 1).iloc[0]
        assert (found["share"], found["low"], found["high"]) == ends


def test_a_seed_gives_the_same_interval_to_the_last_digit_and_seeds_nearly_agree():
    one = shares.bootstrap(incidence(PRIORITIES, LABELS), 4000, 1)
    pd.testing.assert_frame_equal(one, shares.bootstrap(incidence(PRIORITIES, LABELS), 4000, 1))
    other = shares.bootstrap(incidence(PRIORITIES, LABELS), 4000, 2)
    assert np.abs(one[["low", "high"]] - other[["low", "high"]]).max(axis=None) < 0.05


def test_the_order_of_rows_changes_nothing():
    turned = PRIORITIES.iloc[::-1], LABELS.iloc[::-1]
    one = shares.bootstrap(incidence(PRIORITIES, LABELS), 100, 1)
    pd.testing.assert_frame_equal(one, shares.bootstrap(incidence(*turned), 100, 1))


def test_a_single_region_cannot_be_resampled():
    with pytest.raises(shares.Undefined, match="fewer than two"):
        shares.bootstrap(incidence(PRIORITIES.head(2), LABELS.head(3)), 10, 1)


def test_a_region_without_a_category_has_no_quotient_and_is_named():
    with pytest.raises(shares.Undefined, match="R5") as refused:
        shares.location_quotient(pd.concat([COUNTS, COUNTS.head(1).rename({"R1": "R5"}) * 0]))
    assert refused.value.names == ["R5"]


def test_a_category_that_nobody_has_is_named():
    with pytest.raises(shares.Undefined, match="categories without a priority: X"):
        shares.quotients(COUNTS.assign(X=0))


def test_a_region_whose_priorities_have_no_category_is_a_row_of_zeros():
    alone = pd.DataFrame({"priority_id": ["p9"], "region_id": ["R5"]})
    found = incidence(pd.concat([PRIORITIES, alone]), LABELS).portfolio
    assert found.loc["R5"].tolist() == [0, 0, 0, 0]


def test_no_priorities_and_labels_of_unknown_priorities_are_refused():
    with pytest.raises(shares.Undefined, match="no priorities"):
        shares.of_priorities(incidence(PRIORITIES.head(0), LABELS.head(0)))
    with pytest.raises(shares.Undefined, match="p9"):
        incidence(PRIORITIES, LABELS.replace("p7", "p9"))


def test_priorities_without_any_category_have_no_shares():
    assert shares.of_priorities(incidence(PRIORITIES, LABELS.head(0))).empty


def test_categories_stand_together_within_the_hypergeometric_distribution():
    # ten priorities: K on six, H on five, D on two; K and H on four, K and D on two
    carried = ["KH", "KH", "KH", "KH", "KD", "KD", "H", "", "", ""]
    keys = [f"p{number}" for number in range(10)]
    priorities = pd.DataFrame({"priority_id": keys, "region_id": "r"})
    rows = [(key, one) for key, some in zip(keys, carried, strict=True) for one in some]
    labels = pd.DataFrame(rows, columns=["priority_id", "category"])
    found = shares.together(incidence(priorities, labels))
    assert list(found) == ["category", "other", "both", "expected", "low", "high"]
    assert found[["category", "other", "both", "expected"]].to_numpy().tolist() == [
        ["H", "K", 4, 3.0],
        ["D", "K", 2, 1.2],
        ["D", "H", 0, 1.0],
    ]
    for (first, second), row in zip([(5, 6), (2, 6), (2, 5)], found.itertuples(), strict=True):
        chance = hypergeom(10, first, second)
        assert (row.low, row.high) == chance.interval(0.95)
