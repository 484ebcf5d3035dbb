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


def test_concentration_has_the_digits_of_the_worked_table():
    found = specialisation.concentration(COUNTS).round(6)
    assert found["normalised"].tolist() == [0.111111, 0.166667, 1, 0.333333]


def test_a_single_category_leaves_nothing_to_choose():
    found = specialisation.concentration(pd.DataFrame({"K": [3]}, index=["R1"]))
    assert found["normalised"].tolist() == [0]


def test_a_region_without_priorities_is_named():
    with pytest.raises(Undefined, match="R3"):
        specialisation.concentration(COUNTS.assign(D=[1, 0, 0, 0]))


def test_proximity_is_the_lesser_conditional_probability():
    pairs = {("K", "H"): 0.5, ("K", "C"): 0.5, ("H", "D"): 0.5}
    expected = pd.DataFrame(0.0, index=NEAR.index, columns=NEAR.columns)
    for one, other in pairs:
        expected.loc[one, other] = expected.loc[other, one] = pairs[one, other]
    pd.testing.assert_frame_equal(NEAR, expected)


def test_a_category_that_nobody_declares_is_near_none():
    chosen = pd.DataFrame({"K": [True, False], "H": [False, False]}, index=["R1", "R2"])
    near = specialisation.proximity(chosen)
    assert (near == 0).all(axis=None)
