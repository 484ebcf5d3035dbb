import pandas as pd
import pytest

from s3analysis.measures import portfolios

# The priorities of four regions; expected numbers by hand.
COUNTS = pd.DataFrame(
    [[1, 1, 1, 0], [2, 1, 0, 1], [0, 0, 1, 0], [1, 1, 0, 0]],
    index=["R1", "R2", "R3", "R4"],
    columns=["K", "H", "D", "C"],
)
NOBODY = pd.DataFrame(columns=["partnership_id", "region_id", "country_id"])


def test_a_leads_own_priority_is_known_only_from_priorities():
    found = [portfolios.own_priority(COUNTS, region, "C") for region in ("R2", "R1", "R9")]
    assert found == ["yes", "no", "unknown"]


def test_similarity_has_the_digits_of_the_worked_table():
    found = portfolios.similarity(COUNTS).set_index(["region_id", "other_id"]).round(6)
    expected = {
        ("R1", "R2"): [0.707107, 0.5],
        ("R1", "R3"): [0.577350, 0.333333],
        ("R1", "R4"): [0.816497, 0.666667],
        ("R2", "R3"): [0, 0],
        ("R2", "R4"): [0.866025, 0.666667],
        ("R3", "R4"): [0, 0],
    }
    for (one, other), values in expected.items():
        assert found.loc[(one, other)].tolist() == values
        assert found.loc[(other, one)].tolist() == values


@pytest.mark.parametrize(
    ("region", "other", "offers"),
    [
        ("R1", "R2", {"K": 0.5, "C": 1}),
        ("R1", "R4", {"K": 0, "C": 1}),
        ("R2", "R1", {"H": 0.5, "D": 1}),
        ("R2", "R3", {"H": 0.5, "D": 0}),
        ("R3", "R1", {"K": 0.5, "H": 0, "C": 0}),
        ("R3", "R2", {"K": 0.5, "H": 0.5, "C": 1}),
        ("R3", "R4", {"K": 0.5, "H": 0.5, "C": 1}),
        ("R2", "R4", {"H": 0, "D": 1}),
        ("R4", "R1", {"D": 0, "C": 0}),
        ("R4", "R2", {"D": 0, "C": 0}),
        ("R4", "R3", {"D": 0, "C": 0}),
    ],
)
def test_complementarity_has_the_digits_of_the_worked_table(region, other, offers):
    found = portfolios.complementarity(COUNTS, region)
    rows = found.loc[found["other_id"] == other]
    assert rows.set_index("category")["offer"].to_dict() == offers


def test_complementarity_is_not_symmetric():
    one = portfolios.candidates(COUNTS, NOBODY, "R2", "offer").set_index("region_id")
    other = portfolios.candidates(COUNTS, NOBODY, "R3", "offer").set_index("region_id")
    assert (one.loc["R3", "offer"], other.loc["R2", "offer"]) == (0.5, 2.0)


def test_candidates_with_one_score_share_a_rank_and_stand_in_the_alphabet():
    found = portfolios.candidates(COUNTS, NOBODY, "R3", "offer")
    assert found[["rank", "region_id"]].to_numpy().tolist() == [[1, "R2"], [1, "R4"], [3, "R1"]]
    turned = portfolios.candidates(COUNTS.iloc[::-1, ::-1], NOBODY, "R3", "offer")
    pd.testing.assert_frame_equal(found, turned)


def test_candidates_say_how_little_they_rest_on():
    assert portfolios.candidates(COUNTS, NOBODY, "R1", "cosine")["few"].all()


def test_past_partnership_is_told_and_ranks_nobody():
    members = pd.DataFrame({"partnership_id": "a", "region_id": ["R1", "R2"], "country_id": "AA"})
    found = portfolios.candidates(COUNTS, members, "R1", "cosine")
    alone = portfolios.candidates(COUNTS, NOBODY, "R1", "cosine")
    assert found["region_id"].tolist() == alone["region_id"].tolist() == ["R4", "R2", "R3"]
    assert found["together"].tolist() == [0, 1, 0]


def test_no_priorities_means_no_ranking():
    with pytest.raises(portfolios.NoPriorities, match="R9"):
        portfolios.candidates(COUNTS, NOBODY, "R9", "cosine")
    with pytest.raises(portfolios.NoPriorities, match="R9"):
        portfolios.complementarity(COUNTS, "R9")
    with pytest.raises(portfolios.NoPriorities, match="R3"):
        portfolios.similarity(COUNTS.assign(D=0))
