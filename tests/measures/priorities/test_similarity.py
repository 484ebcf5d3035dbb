import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cosine
from small_record import COUNTS

from s3analysis.measures.priorities import similarity
from s3analysis.measures.priorities.specialisation import specialised
from s3analysis.measures.undefined import Undefined

# The priorities of four regions; expected numbers by hand.
NOBODY = pd.DataFrame(columns=["partnership_id", "region_id", "country_id"])


def test_a_leads_own_priority_is_known_only_from_priorities():
    found = [similarity.own_priority(COUNTS, region, "C") for region in ("R2", "R1", "R9")]
    assert found == ["yes", "no", "unknown"]


def test_likeness_has_the_digits_of_the_worked_table():
    found = similarity.pairs(COUNTS, 0).set_index(["region_id", "other_id"]).round(6)
    expected = {
        ("R1", "R2"): [0.707107, 0.5],
        ("R1", "R3"): [0.577350, 0.333333],
        ("R1", "R4"): [0.816497, 0.666667],
        ("R2", "R3"): [0, 0],
        ("R2", "R4"): [0.866025, 0.666667],
        ("R3", "R4"): [0, 0],
    }
    assert found[["cosine", "jaccard"]].T.to_dict("list") == expected


@pytest.mark.parametrize(
    ("region", "offers"),
    [
        ("R1", {"R2": 1.5, "R3": 0, "R4": 1}),
        ("R2", {"R1": 1.5, "R3": 0.5, "R4": 1}),
        ("R3", {"R1": 0.5, "R2": 2, "R4": 2}),
        ("R4", {"R1": 0, "R2": 0, "R3": 0}),
    ],
)
def test_what_others_offer_has_the_digits_of_the_worked_table(region, offers):
    found = similarity.candidates(COUNTS, NOBODY, region)
    assert found.set_index("region_id")["offer"].to_dict() == offers


def test_candidates_are_the_same_whatever_the_order_of_rows_and_columns():
    found = similarity.candidates(COUNTS, NOBODY, "R3")
    turned = similarity.candidates(COUNTS.iloc[::-1, ::-1], NOBODY, "R3")
    pd.testing.assert_frame_equal(found, turned)


def test_candidates_say_how_little_they_rest_on():
    assert similarity.candidates(COUNTS, NOBODY, "R1")["few"].all()


def test_past_partnership_is_counted_and_changes_no_score():
    members = pd.DataFrame({"partnership_id": "a", "region_id": ["R1", "R2"], "country_id": "AA"})
    found = similarity.candidates(COUNTS, members, "R1")
    alone = similarity.candidates(COUNTS, NOBODY, "R1")
    assert found.drop(columns="together").equals(alone.drop(columns="together"))
    assert found["together"].tolist() == [1, 0, 0]


def test_no_priorities_means_no_ranking():
    with pytest.raises(Undefined, match="R9"):
        similarity.candidates(COUNTS, NOBODY, "R9")
    with pytest.raises(Undefined, match="R3"):
        similarity.pairs(COUNTS.assign(D=0), 0)


def test_all_pairs_at_once_are_what_each_region_is_offered_by_each():
    random = np.random.default_rng(7)
    ids = [f"r{place}" for place in range(9)]
    counts = pd.DataFrame(random.integers(0, 4, (9, 5)), ids, list("ABCDE")) + 1
    counts.loc["r3", ["A", "B"]] = 0
    has = specialised(counts).sum(axis="columns").clip(lower=1)
    found = similarity.pairs(counts, 0).set_index(["region_id", "other_id"])
    assert len(found) == 36
    for region in ids:
        offered = similarity.brought(counts, region).groupby("region_id")["offer"].sum()
        for other in set(ids) - {region}:
            low, high = sorted([region, other])
            side = "takes" if region == low else "gives"
            assert found.loc[(low, high), side] == pytest.approx(
                offered.get(other, 0.0) / has[other]
            )


def test_pairs_of_few_labels_are_left_out_but_count_for_what_is_near():
    counts = pd.DataFrame({"K": [3, 4, 1], "H": [2, 1, 0]}, index=["a", "b", "few"])
    found = similarity.pairs(counts, 5)
    assert found[["region_id", "other_id", "labels"]].to_numpy().tolist() == [["a", "b", 10]]


def test_pairs_alike_share_a_rank_and_the_better_founded_stand_first():
    rows = [["a", "b", 1.0, 10], ["a", "c", 1.0, 20], ["b", "c", 0.5, 30], ["a", "d", 1.0, 10]]
    table = pd.DataFrame(rows, columns=["region_id", "other_id", "cosine", "labels"])
    found = similarity.most(table, ["cosine"], 4)
    assert found["rank"].tolist() == [1, 1, 1, 4]
    assert found["other_id"].tolist() == ["c", "b", "d", "c"]


def test_what_two_regions_have_in_common_adds_up_to_their_cosine_alike_ones_in_the_alphabet():
    counts = pd.DataFrame({"H": [2, 2], "D": [2, 2], "K": [1, 5]}, index=["R1", "R2"])
    found = similarity.common(counts, "R1")
    assert found["category"].tolist() == ["K", "D", "H"]
    assert found["weight"].sum() == pytest.approx(1 - cosine(*counts.to_numpy()))
