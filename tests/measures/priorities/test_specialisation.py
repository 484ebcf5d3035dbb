import pandas as pd
import pytest
from small_record import COUNTS

from s3analysis.measures.priorities import specialisation
from s3analysis.measures.priorities.shares import Undefined

# Labels of four regions in four categories; expected numbers by hand.
CHOSEN = specialisation.specialised(COUNTS)
NEAR = specialisation.proximity(CHOSEN)


def test_a_region_is_specialised_where_its_quotient_is_one_or_more():
    chosen = {region: CHOSEN.columns[row].tolist() for region, row in CHOSEN.iterrows()}
    assert chosen == {"R1": ["H", "D"], "R2": ["K", "C"], "R3": ["D"], "R4": ["K", "H"]}


def test_a_quotient_of_one_but_for_rounding_counts():
    counts = pd.DataFrame({"K": [1, 2], "H": [1, 2], "D": [8, 16]}, index=["R1", "R2"])
    assert specialisation.specialised(counts).all(axis=None)


def test_diversity_and_ubiquity_count_specialisations():
    assert specialisation.diversity(CHOSEN).tolist() == [2, 2, 1, 2]
    assert specialisation.ubiquity(CHOSEN).to_dict() == {"K": 2, "H": 2, "D": 2, "C": 1}


def test_concentration_has_the_digits_of_the_worked_table():
    found = specialisation.concentration(COUNTS).round(6)
    assert found["hhi"].tolist() == [0.333333, 0.375, 1, 0.5]
    assert found["normalised"].tolist() == [0.111111, 0.166667, 1, 0.333333]
    assert found["shannon"].tolist() == [1.098612, 1.039721, 0, 0.693147]


def test_the_whole_is_less_concentrated_than_its_regions():
    whole = specialisation.concentration(COUNTS.sum().to_frame("all").T)
    assert whole["hhi"].round(12).tolist() == [0.3]


def test_a_single_category_leaves_nothing_to_choose():
    found = specialisation.concentration(pd.DataFrame({"K": [3]}, index=["R1"]))
    assert found[["hhi", "normalised", "shannon"]].to_numpy().tolist() == [[1, 0, 0]]


def test_a_region_without_priorities_is_named():
    with pytest.raises(Undefined, match="R3"):
        specialisation.concentration(COUNTS.assign(D=[1, 0, 0, 0]))


def test_proximity_is_the_lesser_conditional_probability():
    pairs = {("K", "H"): 0.5, ("K", "C"): 0.5, ("H", "D"): 0.5}
    expected = pd.DataFrame(0.0, index=NEAR.index, columns=NEAR.columns)
    for one, other in pairs:
        expected.loc[one, other] = expected.loc[other, one] = pairs[one, other]
    pd.testing.assert_frame_equal(NEAR, expected)


def test_density_leaves_out_the_category_itself():
    found = specialisation.density(CHOSEN, NEAR)
    assert found.loc["R1"].tolist() == [0.5, 0.5, 1, 0]
    assert found.loc["R2"].tolist() == [0.5, 0.5, 0, 1]
    assert found.loc["R3"].tolist() == [0, 0.5, 0, 0]
    assert found.loc["R4"].tolist() == [0.5, 0.5, 1, 1]


def test_a_category_near_none_has_no_density_and_no_nan():
    chosen = pd.DataFrame({"K": [True, False], "H": [False, False]}, index=["R1", "R2"])
    near = specialisation.proximity(chosen)
    assert (near == 0).all(axis=None)
    assert (specialisation.density(chosen, near) == 0).all(axis=None)
