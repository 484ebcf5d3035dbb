import itertools

import numpy as np
import pandas as pd
import pytest
from small_record import TABLE_4, members_of

from s3analysis.measures.partnerships import (
    network,
    null_model,
    participation,
    regression,
)
from s3analysis.measures.partnerships.regression import NotEstimable
from s3analysis.sources import record

REGIONS = record.read("regions")
COUNTRIES = record.read("countries")
DYADS = participation.dyads(TABLE_4, REGIONS)
COVARIATES = ["log_distance", "same_country"]


POINTS = pd.DataFrame(
    {
        "region_id": list("vwxyz"),
        "latitude": [40.0, 45.0, 50.0, 55.0, 60.0],
        "longitude": [0.0, 3.0, 9.0, 1.0, 20.0],
    }
)


def test_all_pairs_of_members_are_there_tied_or_not():
    assert len(DYADS) == 49 * 48 // 2
    assert (DYADS["shared"] > 0).sum() == 540
    sizes = TABLE_4.groupby("partnership_id").size()
    assert DYADS["shared"].sum() == (sizes * (sizes - 1) // 2).sum()


def test_distance_is_the_great_circle():
    # a quarter of the way round, and one degree of a meridian
    points = pd.DataFrame(
        {"region_id": ["a", "b", "c"], "latitude": [0.0, 0.0, 1.0], "longitude": [0.0, 90.0, 0.0]}
    )
    members = members_of({"p": ["a", "b", "c"]}, {"a": "AA", "b": "BB", "c": "AA"})
    found = participation.dyads(members, points)
    round_the_earth = 2 * np.pi * 6371.0088
    assert found["distance_km"].iloc[:2].tolist() == pytest.approx(
        [round_the_earth / 4, round_the_earth / 360]
    )
    assert found["same_country"].tolist() == [0, 1, 0]


def drawn_coefficients(offset):
    """Return the coefficients of Table 4 drawn anew with its margins: draws x terms."""
    one, other = np.triu_indices(49, k=1)
    drawn = null_model.curveball(network.biadjacency(TABLE_4), 200, 1).astype(int)
    frames = (DYADS.assign(shared=(each @ each.T)[one, other], offset=offset) for each in drawn)
    fits = [regression.fitted(rows, "shared", COVARIATES, "offset") for rows in frames]
    return np.array([fit.estimate for fit in fits])


@pytest.mark.slow
def test_networks_drawn_at_random_have_coefficients_about_zero():
    drawn = drawn_coefficients(DYADS["log_expected"])
    error = drawn.std(axis=0) / np.sqrt(len(drawn))
    assert (np.abs(drawn.mean(axis=0)) < 4 * error).all()


@pytest.mark.slow
def test_the_product_of_partnerships_would_move_them_off_zero():
    held = TABLE_4.groupby("region_id").size()
    product = DYADS["region_id"].map(held) * DYADS["other_id"].map(held)
    drawn = drawn_coefficients(np.log(product))[:, 1]
    assert drawn.mean() > 4 * drawn.std() / np.sqrt(len(drawn))


def test_margins_alone_give_as_many_partnerships_as_are_shared():
    # on average over all pairs; the margins hold on average, so nearly
    assert DYADS["expected"].sum() == pytest.approx(DYADS["shared"].sum(), rel=0.05)
    assert np.exp(DYADS["log_expected"]).to_numpy() == pytest.approx(DYADS["expected"].to_numpy())


def test_a_region_without_a_point_is_named():
    with pytest.raises(NotEstimable, match="no point for skane"):
        participation.dyads(TABLE_4, REGIONS.loc[REGIONS["region_id"] != "skane"])


def test_two_regions_at_one_point_are_named():
    members = members_of({"p": ["v", "w"]}, {"v": "AA", "w": "BB"})
    points = POINTS.assign(latitude=50.0, longitude=9.0)
    with pytest.raises(NotEstimable, match="v and w"):
        participation.dyads(members, points)


def test_one_region_is_no_pair():
    with pytest.raises(NotEstimable, match="fewer than two"):
        participation.dyads(members_of({"p": ["v"]}, {"v": "AA"}), POINTS)


def test_regions_of_one_country_leave_same_country_constant_and_it_is_named():
    members = members_of({"p": list("vwx"), "q": list("xyz")}, dict.fromkeys("vwxyz", "SE"))
    with pytest.raises(NotEstimable, match="same_country: the same in all 10 rows") as refused:
        participation.of_pairs(participation.dyads(members, POINTS), COVARIATES, 9, 1)
    assert refused.value.kind == "constant"


def test_countrymen_who_never_meet_are_named():
    country = {"v": "AA", "w": "AA", "x": "BB", "y": "CC", "z": "DD"}
    lists = {"p": "vxy", "q": "wyz", "r": "xz"}
    repeated = {f"{name}{copy}": list(lists[name]) for name in lists for copy in range(3)}
    members = members_of(repeated, country)
    with pytest.raises(NotEstimable, match="same_country: fewer than 5 counts"):
        participation.of_pairs(participation.dyads(members, POINTS), COVARIATES, 9, 1)


def test_a_network_in_two_parts_has_an_answer():
    country = {"v": "AA", "w": "BB", "x": "CC", "y": "AA", "z": "BB"}
    lists = {
        f"{name}{copy}": sides
        for name, sides in {"p": "vwx", "q": "yz"}.items()
        for copy in range(3)
    }
    members = members_of({name: list(sides) for name, sides in lists.items()}, country)
    found = participation.of_pairs(participation.dyads(members, POINTS), ["log_distance"], 9, 1)
    assert found.drop(columns="p_permuted").notna().all(axis=None)


def test_in_table_4_the_nearer_meet_more_often_and_compatriots_do_not():
    found = participation.of_pairs(DYADS, COVARIATES, 999, 1).set_index("term")
    assert found.loc["log_distance", "high"] < 0
    assert found.loc["log_distance", "p_permuted"] < 0.05
    assert found.loc["same_country", ["p", "p_permuted"]].gt(0.05).all()
    assert found.loc[COVARIATES].notna().all(axis=None)


def test_a_seed_gives_the_same_p_to_the_last_digit_and_seeds_nearly_agree():
    one = participation.of_pairs(DYADS, COVARIATES, 199, 1)
    pd.testing.assert_frame_equal(one, participation.of_pairs(DYADS, COVARIATES, 199, 1))
    other = participation.of_pairs(DYADS, COVARIATES, 199, 2)
    p, q = (each["p_permuted"].dropna().astype(float) for each in (one, other))
    assert ((p - q).abs() <= 5 * np.sqrt((p * (1 - p) + q * (1 - q)) / 199) + 2 / 199).all()


def test_regions_left_where_they_are_give_the_estimate_itself():
    fit = regression.fitted(DYADS, "shared", COVARIATES, "log_expected")
    y, known = DYADS["shared"].to_numpy(float), DYADS["log_expected"].to_numpy(float)
    robust = fit.bread @ (fit.scores.T @ fit.scores) @ fit.bread
    for column in (1, 2):
        rest = np.delete(fit.design, column, axis=1)
        own = fit.design[:, column]
        residual = own - rest @ np.linalg.lstsq(rest, own, rcond=None)[0]
        z = participation._refitted(y, known, rest, residual[None])
        expected = abs(fit.estimate[column]) / np.sqrt(robust[column, column])
        assert z == pytest.approx([expected])


def test_a_planted_distance_is_found_and_noise_is_not():
    random = np.random.default_rng(2)
    place = random.uniform(0, 10, size=30)
    one, other = np.triu_indices(30, k=1)
    gap = np.abs(place[one] - place[other])
    rows = pd.DataFrame(
        {
            "region_id": [f"r{each:02}" for each in one],
            "other_id": [f"r{each:02}" for each in other],
            "gap": gap,
            "noise": random.normal(size=len(one)),
            "shared": random.poisson(np.exp(1 - 0.3 * gap)),
            "log_expected": 0.0,
        }
    )
    found = participation.of_pairs(rows, ["gap", "noise"], 199, 1).set_index("term")
    assert found.loc["gap", "coefficient"] == pytest.approx(-0.3, abs=0.05)
    assert found.loc["gap", "p_permuted"] == 1 / 200
    assert found.loc["noise", "p_permuted"] > 0.05


def test_roles_count_the_other_partnerships_and_the_compatriots():
    found = participation.roles(TABLE_4, COUNTRIES, "2017-07")
    assert len(found) == 122
    assert found["lead"].sum() == 22  # Table 4: leads of nine partnerships, 2+2+2+3+6+2+2+2+1
    rows = found.set_index(["partnership_id", "region_id"])
    # Table 4, Industry 4.0: six leads, three of them Spanish; Slovenia and Mazowieckie are EU-13
    catalonia = rows.loc[("industry-4-0", "catalonia")]
    assert catalonia[["regions", "compatriots", "eu13"]].tolist() == [6, 2, 0]
    assert rows.loc[("industry-4-0", "slovenia"), "eu13"] == 1


TRAITS = ["others", "compatriots", "eu13"]


def test_leads_are_not_told_from_other_members_by_what_the_documents_hold():
    roles = participation.roles(TABLE_4, COUNTRIES, "2017-07")
    found = participation.leads(roles, TRAITS, 2000, 1)
    assert found["q"].gt(0.05).all()
    # Table 4 has one lead from an EU-13 Member State where some lead and some do not
    assert found.set_index("trait").loc["eu13", "leads"] == pytest.approx(1 / 16)


def test_the_test_of_leads_is_the_exact_one_of_all_choices():
    # of four members one leads, of three two: 4 x 3 choices, counted by hand of the machine
    rows = pd.DataFrame(
        {
            "partnership_id": list("aaaabbb"),
            "lead": [1, 0, 0, 0, 1, 1, 0],
            "x": [9, 1, 2, 3, 5, 4, 1],
        }
    )
    sums = [
        one + sum(two) for one in rows["x"][:4] for two in itertools.combinations(rows["x"][4:], 2)
    ]
    middle = np.mean(sums)
    exact = np.mean([abs(each - middle) >= abs(18 - middle) for each in sums])
    found = participation.leads(rows, ["x"], 20_000, 1).iloc[0]
    assert found[["leads", "others"]].tolist() == pytest.approx([6, middle / 3])
    assert found["p"] == pytest.approx(exact, abs=0.01)


def test_a_planted_trait_of_leads_is_found_and_partnerships_of_leads_alone_do_not_count():
    random = np.random.default_rng(3)
    rows = pd.DataFrame(
        {"partnership_id": np.repeat(list("abcdef"), 8), "lead": [1, 1, *[0] * 6] * 6}
    )
    rows["planted"] = rows["lead"] + random.normal(size=48) / 3
    rows["noise"] = random.normal(size=48)
    found = participation.leads(rows, ["planted", "noise"], 999, 1).set_index("trait")
    assert found.loc["planted", "q"] < 0.05 < found.loc["noise", "q"]
    alone = pd.concat([rows, rows.head(3).assign(partnership_id="z", lead=1, planted=99.0)])
    assert participation.leads(alone, ["planted"], 999, 1)["leads"].iloc[0] < 2
    assert participation.leads(alone.query("partnership_id == 'z'"), TRAITS[:1], 9, 1).empty


def test_distance_does_not_hold_without_any_one_of_four_partnerships():
    found = participation.without_one(TABLE_4, REGIONS, COVARIATES)
    distance = found.loc[found["term"] == "log_distance"].set_index("left_out")
    assert len(distance) == 9
    fragile = distance.index[distance["p"] >= 0.05].tolist()
    assert fragile == ["3d-printing", "adma-energy", "industry-4-0", "sport"]
    model = participation.pairs_after_gates(DYADS, COVARIATES, 999, 1)
    assert regression.telling(model, found.head(0), 0.05) == ["log_distance"]
    assert regression.telling(model, found, 0.05) == []


def test_the_order_of_rows_changes_nothing():
    turned = TABLE_4.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(DYADS, participation.dyads(turned, REGIONS))
    one = participation.roles(TABLE_4, COUNTRIES, "2017-07")
    pd.testing.assert_frame_equal(one, participation.roles(turned, COUNTRIES, "2017-07"))


def test_observers_are_no_members_of_a_pair():
    assert "varmland" not in {*DYADS["region_id"], *DYADS["other_id"]}


def test_bands_of_distance_hold_as_many_pairs_each_and_all_that_is_shared():
    bands = participation.by_distance(DYADS, 4)
    assert bands["pairs"].tolist() == [294] * 4
    assert bands["shared"].sum() == DYADS["shared"].sum()
    assert bands["expected"].sum() == pytest.approx(DYADS["expected"].sum())
    assert (bands["farthest"].to_numpy()[:-1] <= bands["nearest"].to_numpy()[1:]).all()
    assert bands["ratio"].is_monotonic_decreasing


def test_a_seed_gives_the_same_answer_after_the_gates():
    one, again = (participation.pairs_after_gates(DYADS, COVARIATES, 99, 3) for _ in range(2))
    pd.testing.assert_frame_equal(one, again)
    assert (one["refused"] == "").all()


def test_a_pair_that_shares_nothing_is_not_tied_and_bands_have_their_ends():
    dyads = pd.DataFrame(
        {"distance_km": [10.0, 20.0, 30.0, 40.0], "shared": [0, 2, 0, 0], "expected": 0.5}
    )
    assert participation.by_distance(dyads, 2).to_numpy().tolist() == [
        [10, 20, 2, 1, 2, 1, 2],
        [30, 40, 2, 0, 0, 1, 0],
    ]
