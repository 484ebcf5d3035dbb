import itertools

import numpy as np
import pandas as pd
import pytest
from small_record import TABLE_4

from s3analysis.measures.partnerships import configuration_model, network

REGIONS = ["r1", "r2", "r3", "r4", "r5"]
# Rows partnerships, columns regions; expected numbers by hand.
TOY = pd.DataFrame(
    [[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 0, 1, 1]], index=["A", "B", "C"], columns=REGIONS
)


def test_probabilities_have_the_digits_of_the_worked_example():
    found = configuration_model.probabilities(TOY).round(6)
    several = [0.395932, 0.736045, 0.736045, 0.736045, 0.395932]
    assert found.loc["A"].tolist() == found.loc["B"].tolist() == several
    assert found.loc["C"].tolist() == [0.208135, 0.527910, 0.527910, 0.527910, 0.208135]
    assert found.sum().round(5).tolist() == [1, 2, 2, 2, 1]


def test_a_regular_matrix_has_one_probability():
    found = configuration_model.probabilities(pd.DataFrame(1 - np.eye(4, dtype=int)))
    assert found.to_numpy() == pytest.approx(np.full((4, 4), 0.75))


def test_the_margins_of_table_4_hold():
    seen = network.biadjacency(TABLE_4)
    found = configuration_model.probabilities(seen)
    assert found.sum().to_numpy() == pytest.approx(seen.sum().to_numpy())
    assert found.sum(axis=1).to_numpy() == pytest.approx(seen.sum(axis=1).to_numpy())


def test_who_is_everywhere_or_nowhere_is_certain():
    seen = pd.DataFrame([[1, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 0]])
    found = configuration_model.probabilities(seen)
    assert found.iloc[0].tolist() == [1, 1, 1]
    assert found.iloc[3].tolist() == [0, 0, 0]
    # Once these are certain, so is the third partnership; two regions and two partnerships remain.
    assert found.iloc[1:3].to_numpy().ravel().tolist() == pytest.approx([0.5, 0.5, 0] * 2)


def test_nested_lists_leave_nothing_to_chance():
    seen = pd.DataFrame(np.tril(np.ones((4, 4), dtype=int)))
    assert (configuration_model.probabilities(seen) == seen).all(axis=None)


def test_margins_that_force_a_block_make_it_certain():
    # The first two regions must be in the first two partnerships, though no row or column is full.
    seen = pd.DataFrame([[1, 1, 1, 0], [1, 1, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]])
    found = configuration_model.probabilities(seen).to_numpy()
    assert found[:2, :2] == pytest.approx(np.ones((2, 2)))
    assert found[2:, 2:] == pytest.approx(np.zeros((2, 2)), abs=1e-9)
    assert found[:2, 2:] == pytest.approx(np.full((2, 2), 0.5))


def test_tails_are_those_of_trying_every_case():
    members = TOY.rename_axis("partnership_id").reset_index().melt("partnership_id")
    held = members.loc[members["value"] == 1].rename(columns={"variable": "region_id"})
    chance = configuration_model.probabilities(TOY).T
    for row in configuration_model.pairs(held).itertuples():
        both = (chance.loc[row.region_id] * chance.loc[row.other_id]).to_numpy()
        tail = sum(
            np.prod(np.where(case, both, 1 - both))
            for case in itertools.product([0, 1], repeat=3)
            if sum(case) >= row.shared
        )
        assert row.p_more == pytest.approx(tail)
        assert row.expected == pytest.approx(both.sum())


def test_no_pair_of_table_4_is_together_more_often_than_chance_gives():
    found = configuration_model.pairs(TABLE_4)
    assert len(found) == 1176
    assert found["q"].min() > 0.05


def test_one_region_is_no_pair():
    with pytest.raises(network.Undefined, match="one region"):
        configuration_model.pairs(pd.DataFrame({"partnership_id": ["a"], "region_id": ["r1"]}))
