import itertools
from collections import Counter

import networkx_oracle
import numpy as np
import pandas as pd
import pytest
from small_record import COUNTRY, MEMBERS, TABLE_4, members_of
from statsmodels.stats.proportion import proportion_confint

from s3analysis.measures.partnerships import (
    configuration_model,
    network,
    network_batches,
    null_model,
)
from s3analysis.sources import record

PARTNERSHIPS = record.read("partnerships")


def every_matrix(seen):
    """Return every matrix with the margins of one, found by trying all."""
    rows = [
        [row for row in itertools.product([0, 1], repeat=seen.shape[1]) if sum(row) == wanted]
        for wanted in seen.sum(axis=1)
    ]
    down = tuple(seen.sum())
    return [
        each
        for each in itertools.product(*rows)
        if tuple(map(sum, zip(*each, strict=True))) == down
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_every_draw_keeps_the_margins(seed):
    seen = network.biadjacency(TABLE_4)
    drawn = null_model.curveball(seen, 1000, seed)
    assert drawn.shape == (1000, *seen.shape)
    assert (drawn.sum(axis=2) == seen.sum(axis=1).to_numpy()).all()
    assert (drawn.sum(axis=1) == seen.sum().to_numpy()).all()


@pytest.mark.parametrize("turned", [False, True])
def test_every_matrix_with_these_margins_is_as_likely(turned):
    seen = network.biadjacency(MEMBERS).T if turned else network.biadjacency(MEMBERS)
    possible = every_matrix(seen)
    drawn = null_model.curveball(seen, 8000, 1).astype(int)
    counts = Counter(tuple(map(tuple, each.tolist())) for each in drawn)
    assert set(counts) == set(possible)
    expected = 8000 / len(possible)
    statistic = sum((counts[each] - expected) ** 2 / expected for each in possible)
    degrees = len(possible) - 1
    # Chi-squared has mean n and variance 2n: four standard deviations
    assert statistic < degrees + 4 * np.sqrt(2 * degrees)


def test_a_seed_gives_the_same_draws_and_another_seed_others():
    seen = network.biadjacency(TABLE_4)
    assert (null_model.curveball(seen, 50, 1) == null_model.curveball(seen, 50, 1)).all()
    assert (null_model.curveball(seen, 50, 1) != null_model.curveball(seen, 50, 2)).any()


def test_the_order_of_rows_changes_nothing():
    turned = TABLE_4.sample(frac=1, random_state=1)
    one, other = null_model.whole(TABLE_4, 100, 1), null_model.whole(turned, 100, 1)
    pd.testing.assert_frame_equal(one, other)


def test_seeds_agree_within_monte_carlo_error():
    found = [null_model.whole(TABLE_4, 1000, seed).set_index("measure") for seed in (1, 2)]
    for column in ("p_more", "p_fewer"):
        one, other = (each[column].dropna().astype(float) for each in found)
        error = np.sqrt((one * (1 - one) + other * (1 - other)) / 1000)
        assert ((one - other).abs() <= 5 * error + 2 / 1000).all()


def test_no_draw_is_refused():
    with pytest.raises(network.Undefined, match="without a draw"):
        null_model.whole(MEMBERS, 0, 1)


def drawn_members(seed):
    """Return Table 4 drawn anew, as a list of members."""
    seen = network.biadjacency(TABLE_4)
    one = pd.DataFrame(null_model.curveball(seen, 1, seed)[0], seen.index, seen.columns)
    rows = one.rename_axis("region_id").reset_index().melt("region_id", var_name="partnership_id")
    country = TABLE_4.drop_duplicates("region_id").set_index("region_id")["country_id"]
    held = rows.loc[rows["value"]].drop(columns="value")
    return held.assign(country_id=held["region_id"].map(country)).reset_index(drop=True)


DISJOINT = members_of({"A": ["r1", "r2", "r3"], "B": ["r4"], "C": ["r5"]})


@pytest.mark.parametrize(
    "members",
    [MEMBERS, DISJOINT, TABLE_4, *(drawn_members(seed) for seed in range(5))],
    ids=["toy", "disjoint", "table 4", *(f"drawn {seed}" for seed in range(5))],
)
def test_the_measures_of_stacks_are_those_of_networkx(members):
    seen = network.biadjacency(members)
    stack = seen.to_numpy()[None] > 0
    ours = network_batches.whole(stack, null_model._country_codes(members, seen.index))
    whole = networkx_oracle.whole(members)
    for measure, value in ours.items():
        assert value[0] == pytest.approx(whole[measure], nan_ok=True), measure
    positions = networkx_oracle.positions(members)
    for measure, values in network_batches.positions(stack).items():
        assert values[0] == pytest.approx(positions[measure].to_numpy()), measure


def test_the_core_of_table_4_is_no_finding():
    found = null_model.whole(TABLE_4, 200, 1).set_index("measure")
    assert found.loc["core", "undefined"] == "every draw gives the same"
    assert found.loc["core", ["observed", "expected"]].tolist() == [22, 22]


def test_a_region_is_no_finding_where_every_draw_gives_the_same():
    found = null_model.positions(MEMBERS, 50, 1)
    same = found["undefined"] == "every draw gives the same"
    assert found.loc[same, ["z", "p", "q"]].isna().all(axis=None)
    assert found.loc[~same].notna().all(axis=None)


def test_a_network_of_one_partnership_says_that_nothing_can_vary():
    found = null_model.whole(members_of({"A": ["r1", "r2", "r3"]}), 10, 1)
    assert set(found["undefined"]) <= {"every draw gives the same"} | {
        "all regions have as many ties"
    }
    assert found["z"].isna().all()


def test_a_measure_that_some_draws_lack_is_told_and_not_averaged():
    # r4 and r5 are of other countries than r1 and r2; in some draws only r1 and r2 are tied.
    members = members_of({"A": ["r1", "r4"], "B": ["r2"]})
    found = null_model.whole(members, 50, 1).set_index("measure").loc["same_country"]
    assert found["undefined"].startswith("not defined in")
    assert pd.isna(found["p"])


def test_pairs_are_all_there_could_be_and_their_null_is_exact_in_the_limit():
    found = null_model.pairs(MEMBERS, 4000, 1).set_index(["region_id", "other_id"])
    assert len(found) == 10
    possible = [np.array(each) for each in every_matrix(network.biadjacency(MEMBERS))]
    regions = sorted(COUNTRY)
    for (one, other), row in found.iterrows():
        a, b = regions.index(one), regions.index(other)
        shared = np.array([each[a] @ each[b] for each in possible])
        assert row["expected"] == pytest.approx(shared.mean(), abs=0.03)
        assert row["p_more"] == pytest.approx((shared >= row["shared"]).mean(), abs=0.03)


def test_pairs_of_regions_with_as_many_partnerships_have_one_null():
    found = null_model.pairs(TABLE_4, 200, 1)
    held = TABLE_4.groupby("region_id").size()
    kinds = [
        tuple(sorted([held[one], held[other]]))
        for one, other in zip(found["region_id"], found["other_id"], strict=True)
    ]
    assert found.groupby(pd.Series(kinds))["expected"].nunique().eq(1).all()


def test_q_counts_the_pairs_that_share_nothing():
    found = null_model.pairs(TABLE_4, 200, 1)
    assert len(found) == 49 * 48 // 2
    assert (found["shared"] == 0).sum() == 1176 - 540
    assert found.loc[found["shared"] == 0, "p_more"].eq(1).all()


def test_no_pair_of_table_4_is_together_more_often_than_chance_gives():
    found = null_model.pairs(TABLE_4, 1000, 1)
    assert found["q"].min() > 0.05


def test_a_planted_pair_comes_first():
    random = np.random.default_rng(5)
    rows = [(f"p{n:02}", f"r{r:02}") for n in range(60) for r in random.choice(40, 6, False)]
    planted = [(f"p{n:02}", region) for n in range(14) for region in ("x1", "x2")]
    members = pd.DataFrame(rows + planted, columns=["partnership_id", "region_id"])
    found = null_model.pairs(members, 400, 1).sort_values("p_more").iloc[0]
    assert (found["region_id"], found["other_id"]) == ("x1", "x2")
    exact = configuration_model.pairs(members).sort_values("p_more").iloc[0]
    assert (exact["region_id"], exact["other_id"]) == ("x1", "x2")
    assert exact["q"] < 0.05


def test_partnerships_are_compared_over_all_pairs():
    found = null_model.partnerships(TABLE_4, 200, 1)
    assert len(found) == 9 * 8 // 2
    row = found.set_index(["partnership_id", "other_id"]).loc[("bio-economy", "industry-4-0")]
    assert row["observed"] == 0  # Table 4: no region of Industry 4.0 is in Bio-Economy
    assert found["q"].ge(found["p"]).all()


def test_vanguard_pilots_and_others_keep_apart_more_than_chance_gives():
    found = null_model.vanguard(TABLE_4, PARTNERSHIPS, 1000, 1).set_index("measure")
    assert found.loc[["both", "pilots_only", "others_only"], "observed"].sum() == 49
    assert found.loc["both", "p_fewer"] < 0.01
    assert found.loc["meetings", "observed"] < found.loc["meetings", "low"]


def test_vanguard_by_plain_counting():
    pilots = set(PARTNERSHIPS.loc[PARTNERSHIPS["vanguard_pilot"] == "yes", "partnership_id"])
    regions = {}
    for row in TABLE_4.itertuples():
        regions.setdefault(row.region_id, Counter())[row.partnership_id in pilots] += 1
    found = null_model.vanguard(TABLE_4, PARTNERSHIPS, 1, 1).set_index("measure")["observed"]
    assert found["both"] == sum(each[True] > 0 and each[False] > 0 for each in regions.values())
    assert found["meetings"] == sum(each[True] * each[False] for each in regions.values())


def test_pilots_without_others_cannot_be_compared():
    kinds = pd.DataFrame({"partnership_id": ["A", "B", "C"], "vanguard_pilot": "yes"})
    with pytest.raises(network.Undefined, match="one kind"):
        null_model.vanguard(MEMBERS, kinds, 10, 1)


def test_a_partnership_of_unknown_kind_is_named():
    kinds = pd.DataFrame({"partnership_id": ["A", "B"], "vanguard_pilot": ["yes", "unknown"]})
    with pytest.raises(network.Undefined, match="B, C"):
        null_model.vanguard(MEMBERS, kinds, 10, 1)


@pytest.mark.parametrize("partnerships", [{"A": ["r1"]}, {"A": ["r1"], "B": ["r2"]}])
def test_a_network_without_a_tie_has_answers_without_a_nan(partnerships):
    members = members_of(partnerships)
    found = null_model.whole(members, 10, 1)
    assert (found["undefined"] != "").all()
    assert null_model.positions(members, 10, 1)["observed"].eq(0).all()


def test_regions_of_one_country_have_no_assortativity_to_compare():
    members = MEMBERS.assign(country_id="SE")
    found = null_model.whole(members, 10, 1).set_index("measure").loc["same_country"]
    assert found["undefined"] == "all ties are of one country"


def test_one_region_or_one_partnership_is_no_pair():
    alone = members_of({"A": ["r1"]})
    with pytest.raises(network.Undefined, match="one region"):
        null_model.pairs(alone, 10, 1)
    with pytest.raises(network.Undefined, match="one partnership"):
        null_model.partnerships(alone, 10, 1)


def test_what_has_no_p_is_not_compared_whatever_its_direction():
    whole = null_model.whole(TABLE_4, 500, 1).set_index("measure")
    says = null_model.beside(whole, "p", null_model.LEVEL)
    assert says[["pairs", "strong", "strongest", "core"]].tolist() == [
        "fewer",
        "more",
        "as chance",
        "not compared",
    ]


def test_a_correction_for_many_takes_away_what_p_alone_would_name():
    found = null_model.partnerships(TABLE_4, 2000, 2017)
    assert (null_model.beside(found, "p", null_model.LEVEL) != "as chance").sum() == 6
    assert (null_model.beside(found, "q", null_model.LEVEL) == "as chance").all()


def test_q_is_the_upper_limit_of_p_times_their_number_over_its_rank_and_never_falls():
    found = null_model.partnerships(TABLE_4, 200, 1).sort_values("p")
    extreme = (found["p"].to_numpy(dtype="float64") * 201 / 2 - 1).round()
    p = np.sort(np.minimum(1, 2 * null_model.upper_limit(extreme, 200)))
    times = p * len(p) / np.arange(1, len(p) + 1)
    assert found["q"].tolist() == pytest.approx(
        [min(1.0, times[place:].min()) for place in range(len(p))]
    )


def test_the_upper_limit_is_the_exact_one_of_clopper_and_pearson():
    # none of n: 1 - 0.05 ** (1 / n); statsmodels gives the two-sided interval of 90 percent
    assert null_model.upper_limit(0, 2000) == pytest.approx(1 - 0.05 ** (1 / 2000))
    expected = proportion_confint(7, 2000, 0.1, method="beta")[1]
    assert null_model.upper_limit(7, 2000) == pytest.approx(expected)


def test_q_of_places_is_over_all_regions_and_all_measures():
    found = null_model.positions(TABLE_4, 500, 1)
    assert len(found) == 4 * 49
    assert found["q"].min() > 100 * found["p"].min()


def test_regions_with_as_many_partnerships_have_one_null():
    found = null_model.positions(TABLE_4, 100, 1)
    held = found["region_id"].map(TABLE_4.groupby("region_id").size())
    spread = found.groupby(["measure", held])["expected"].agg(["min", "max"])
    assert (spread["min"] == spread["max"]).all()


def test_p_counts_the_draws_and_the_observed_network():
    # Two partnerships of two regions each: of the 6 pairs of any draw 2 are together, so of 10
    # draws 20 of 60; the observed network is one more.
    members = pd.DataFrame({"partnership_id": list("aabb"), "region_id": list("wxyz")})
    found = null_model.pairs(members, 10, 1)
    assert found["expected"].tolist() == pytest.approx([20 / 60] * 6)
    assert found["p_more"].tolist() == pytest.approx([21 / 61, *[1] * 4, 21 / 61])
    assert found["q"].between(0, 1).all()


def test_a_seed_gives_the_whole_again():
    one, again = (null_model.whole(TABLE_4, 30, 5) for _ in range(2))
    pd.testing.assert_frame_equal(one, again)
    assert not one.equals(null_model.whole(TABLE_4, 30, 6))
