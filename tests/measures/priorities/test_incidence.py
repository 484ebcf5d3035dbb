import numpy as np
import pandas as pd
import pytest

from s3analysis.measures.priorities import shares
from s3analysis.measures.priorities.incidence import Undefined, incidence

PRIORITIES = pd.DataFrame({"priority_id": list("abcd"), "region_id": ["R2", "R1", "R1", "R3"]})
LABELS = pd.DataFrame(
    [["a", "K"], ["a", "H"], ["a", "K"], ["b", "K"], ["c", "H"]],
    columns=["priority_id", "category"],
)


def test_categories_named_twice_count_once_and_regions_stand_in_the_alphabet():
    found = incidence(PRIORITIES, LABELS)
    assert found.portfolio.to_dict("index") == {
        "R1": {"H": 1, "K": 1},
        "R2": {"H": 1, "K": 1},
        "R3": {"H": 0, "K": 0},
    }
    assert found.priorities.to_dict() == {"H": 2, "K": 2}
    assert found.declaring.to_dict() == {"H": 2, "K": 2}


def test_it_counts_what_plain_pandas_counts():
    random = np.random.default_rng(3)
    names = [f"p{number}" for number in range(300)]
    priorities = pd.DataFrame({"priority_id": names, "region_id": random.choice(list("xyz"), 300)})
    labels = pd.DataFrame({"priority_id": random.choice(names, 700)})
    labels["category"] = random.choice(list("ABCDE"), 700)
    once = labels.drop_duplicates().merge(priorities, on="priority_id")
    found = incidence(priorities, labels)
    plain = pd.crosstab(once["region_id"], once["category"])
    assert (found.portfolio == plain).all(axis=None)
    wide = pd.crosstab(once["priority_id"], once["category"])
    assert (found.together == wide.T @ wide).all(axis=None)


def test_what_is_not_there_is_named():
    with pytest.raises(Undefined, match="z"):
        incidence(PRIORITIES, LABELS.replace("a", "z"))


def test_categories_on_one_priority_are_set_beside_chance():
    # K on 2 of 4 and H on 2 of 4: one together by chance, from none to both of them.
    row = shares.together(incidence(PRIORITIES, LABELS)).iloc[0]
    assert row.tolist() == ["H", "K", 1, 1.0, 0, 2]


def test_one_category_is_together_with_none():
    assert shares.together(incidence(PRIORITIES, LABELS.query("category == 'K'"))).empty
    assert shares.together(incidence(PRIORITIES, LABELS.head(0))).empty


def test_sub_categories_are_parts_of_their_own_category():
    labels = LABELS.assign(sub_category=["Photonics", "", "Photonics", "", "Biotech"])
    found = shares.within(incidence(PRIORITIES, labels), labels)
    assert found[["category", "sub_category", "count", "denominator"]].to_numpy().tolist() == [
        ["H", "Biotech", 1, 2],
        ["K", "Photonics", 1, 2],
    ]


def test_without_sub_categories_nothing_is_broken_down():
    bare = LABELS.assign(sub_category="")
    assert shares.within(incidence(PRIORITIES, bare), bare).empty


def test_what_holds_nothing_is_left_out_of_quotients():
    counts = pd.DataFrame({"K": [1, 0], "H": [0, 0]}, index=["a", "b"])
    assert shares.countable(counts).to_dict() == {"K": {"a": 1}}


def test_only_what_is_not_there_is_named():
    with pytest.raises(Undefined) as refused:
        incidence(PRIORITIES, LABELS.replace("b", "z"))
    assert refused.value.names == ["z"]
